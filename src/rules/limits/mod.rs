//! Limits: what a profile demands of a quantity. Each kind parses its own keys when the profile loads; an unknown one is
//! refused by name.

mod bounds;
mod colour_models;
mod colours;
mod formats;
mod frame;
mod if_given;
mod key;
mod ratio;
mod size;

pub use bounds::{AtLeast, AtMost, Bounds, Magnitude};
pub use colour_models::ColourModels;
pub use colours::Colours;
pub use formats::Formats;
pub use frame::{Axis, Frame};
pub use if_given::BoundsIfGiven;
pub use key::{Key, KeyType};
pub use ratio::Ratio;
pub use size::Size;

use super::{Quantity, Unit, Verdict};
use precheck_foundation::json::ObjectReader;
use precheck_foundation::text::LocalizedString;
use serde_json::Value;

/// What a profile demands of a quantity, with the keys by which it is written.
pub trait Limits: Demand + Sized {
    /// The keys that a profile may set, for the reference and the editors' schema.
    const KEYS: &'static [Key];

    /// Whether these limits judge quantities of this kind.
    fn judges(quantity: &Quantity) -> bool {
        matches!(quantity, Quantity::Number(_))
    }

    /// The members of limits as a profile writes them.
    ///
    /// # Errors
    /// Names the key that is not one of [`Limits::KEYS`].
    fn members(limits: &Value) -> Result<ObjectReader<'_>, String> {
        members(limits, Self::KEYS)
    }

    /// Reads the limits as a profile writes them.
    ///
    /// # Errors
    /// Names the key that is unknown, missing or of the wrong kind.
    fn read(limits: &Value, context: Context) -> Result<Self, String>;
}

/// The members of limits that may have these keys.
fn members<'a>(limits: &'a Value, keys: &[Key]) -> Result<ObjectReader<'a>, String> {
    let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
    ObjectReader::of(limits, &names)
}

/// What a profile demands of a quantity.
pub trait Demand: Send + Sync + 'static {
    /// Judges a quantity; within `margin` beyond what is demanded, in the rule's unit, the verdict is
    /// [`Verdict::Doubtful`]. `None` for a quantity of another kind.
    fn judge(&self, quantity: &Quantity, margin: f64) -> Option<Judgement>;

    /// What is demanded, in words that can stand in a sentence: "at least 480 pixels", "white or light blue".
    fn allowed(&self) -> LocalizedString;

    /// The least and the greatest allowed value of the judged number.
    fn ends(&self) -> (Option<f64>, Option<f64>) {
        (None, None)
    }

    /// The judged number in words, with its unit as the profile writes it.
    fn show(&self, value: f64) -> LocalizedString;
}

/// What the words of a limit refer to.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// The rule's unit.
    pub unit: Unit,
    /// The picture size to which pixels and millimetres refer.
    pub frame: Option<Frame>,
}

/// What limits say of a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// The number that was judged; `None` if the quantity is not a number and no number is derived from it.
    pub value: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the quantity is too large, not too small or otherwise wrong.
    pub above: bool,
}
