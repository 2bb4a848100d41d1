//! What a rule is: one quantity, measured from the scene without any limit in sight, and a verdict on it under limits.

use super::{Limits, Measured, Quantity, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::num;
use precheck_foundation::text::LocalizedStr;

/// A condition that a photo meets or fails.
///
/// Implementors are empty types; [`crate::rules::RuleDef`] erases them into the registry.
pub trait Rule {
    /// Kebab-case condition for passing, the same as the file's name.
    const ID: &'static str;
    /// What the rule is about, and so what mends it.
    const GROUP: Group;
    /// The unit of the number that is judged.
    const UNIT: Unit;
    /// What is measured, in a few words.
    const NAME: LocalizedStr;
    /// One sentence on what is wrong. Placeholders: `{value}`, `{detail}`, `{width}`, `{height}` and the
    /// names of the limits.
    const FAIL: LocalizedStr;
    /// One sentence on what to do.
    const ADVICE: LocalizedStr;
    /// What a profile may set.
    type Limits: Limits;

    /// Measures the quantity.
    ///
    /// # Errors
    /// Says why it cannot be measured.
    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable>;

    /// The number that is judged: the measured one, or what a rule that measures a colour or a size derives from it.
    /// `None` for a quantity that this rule does not measure.
    fn number(quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Number(value) => Some(value),
            _ => None,
        }
    }

    /// [`Rule::number`], rounded as reports show it: the value that a person reads is the value that is judged.
    fn value(measured: &Measured) -> Option<f64> {
        Self::number(measured.quantity).and_then(num::canonical)
    }

    /// The verdict on a [`Rule::value`].
    fn judge(value: f64, limits: &Self::Limits) -> Verdict;
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The file as such.
    File,
    /// The picture as a whole: sharpness, light, colour.
    Picture,
    /// Size and place of the head.
    Framing,
    /// Face, hair, glasses, jewellery.
    Person,
    /// What is behind the person.
    Background,
    /// What the person wears.
    Clothing,
    /// Whether this is an unaltered portrait.
    Authenticity,
}

/// What mends a failure, in the order in which people should try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// Send another file: the original, or as another format.
    AnotherFile,
    /// Cut the picture in another way.
    Framing,
    /// Take the photo again.
    Retake,
}

impl Group {
    /// What mends failures of this group.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::File => Remedy::AnotherFile,
            Self::Framing => Remedy::Framing,
            _ => Remedy::Retake,
        }
    }
}

/// What limits say of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The number is allowed.
    Pass,
    /// It is not.
    Fail,
}

impl Verdict {
    /// Passes where the condition holds.
    pub fn pass_if(allowed: bool) -> Self {
        if allowed { Self::Pass } else { Self::Fail }
    }
}
