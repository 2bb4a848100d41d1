//! The trait of all rules: one quantity, measured from the scene without any limit, and a verdict on it under limits.

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
    /// What the rule is about, and so what remedies a failure.
    const GROUP: Group;
    /// The unit of the number that is judged.
    const UNIT: Unit;
    /// What is measured, in a few words.
    const NAME: LocalizedStr;
    /// One sentence what is wrong. Placeholders: `{value}`, `{detail}`, `{width}`, `{height}` and the names of the
    /// limits.
    const FAIL: LocalizedStr;
    /// One sentence what to do.
    const ADVICE: LocalizedStr;
    /// What a profile may set.
    type Limits: Limits;

    /// Measures the quantity.
    ///
    /// # Errors
    /// The reason why it cannot be measured.
    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable>;

    /// The number that is judged: the measured number, or one that the rule derives from a colour or a size. `None`
    /// for a quantity that this rule does not measure.
    fn number(quantity: Quantity) -> Option<f64> {
        match quantity {
            Quantity::Number(value) => Some(value),
            _ => None,
        }
    }

    /// [`Rule::number`], rounded as in reports: the value that a person reads is the value that is judged.
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
    /// Size and position of the head.
    Framing,
    /// Face, hair, glasses, jewellery.
    Person,
    /// The background.
    Background,
    /// Clothes.
    Clothing,
    /// Whether this is a proper, unaltered portrait.
    Authenticity,
}

/// What remedies a failure, in the order in which people should try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// Send another file: the original, or as another format.
    AnotherFile,
    /// Crop the picture differently.
    Framing,
    /// Take the photo again.
    Retake,
}

impl Group {
    /// What remedies failures of this group.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::File => Remedy::AnotherFile,
            Self::Framing => Remedy::Framing,
            _ => Remedy::Retake,
        }
    }
}

/// Whether a value is within the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is.
    Pass,
    /// It is not.
    Fail,
}

impl Verdict {
    /// [`Verdict::Pass`] if `allowed`.
    pub fn pass_if(allowed: bool) -> Self {
        if allowed { Self::Pass } else { Self::Fail }
    }
}
