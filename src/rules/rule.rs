//! The trait of all rules: one quantity, measured from the scene without any limit, and a verdict on it under limits.

use super::{Limits, Measured, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;

/// A condition that a photo meets or fails.
///
/// Implementors are empty types; [`crate::rules::RuleDef`] erases them into the registry.
pub trait Rule {
    /// Kebab-case condition for passing, the same as the file's name.
    const ID: &'static str;
    /// What the rule is about, and so what remedies a failure.
    const GROUP: Group;
    /// What proves that the rule is right.
    const PROOF: Proof = Self::GROUP.proof();
    /// The unit of the number that is judged.
    const UNIT: Unit;
    /// What is measured, in a few words.
    const NAME: LocalizedStr;
    /// One sentence what is wrong, also for a person who is not sure of it. Placeholders: `{value}`, `{allowed}` (what
    /// the profile demands, in words), `{detail}`, `{width}` and `{height}`.
    const FAIL: LocalizedStr;
    /// The question that a person can answer by looking at the photo, where the measurement leaves it in doubt. "Yes"
    /// means that the demand is met.
    const QUESTION: LocalizedStr;
    /// One sentence what to do. Placeholders as in [`Rule::FAIL`].
    const ADVICE: LocalizedStr;
    /// The same where the quantity is too large, if that takes something else.
    const ADVICE_ABOVE: LocalizedStr = Self::ADVICE;
    /// What a profile may set.
    type Limits: Limits;

    /// Measures the quantity.
    ///
    /// # Errors
    /// The reason why it cannot be measured.
    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable>;
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

/// What proves that a rule is right often enough to refuse a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Nothing: it reads an exact fact of the file.
    Exact,
    /// Faults simulated by physics or geometry: light, colour, blur, noise, place and size, and things in the background.
    Simulation,
    /// Real photographs only: what a person wears or does cannot be drawn convincingly.
    Photographs,
}

impl EnumName for Proof {
    const NAMES: &'static [(&'static str, Self)] =
        &[("exact", Self::Exact), ("simulation", Self::Simulation), ("photographs", Self::Photographs)];
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
    /// What proves most rules of this group.
    pub const fn proof(self) -> Proof {
        match self {
            Self::File => Proof::Exact,
            Self::Picture | Self::Framing | Self::Background => Proof::Simulation,
            Self::Person | Self::Clothing | Self::Authenticity => Proof::Photographs,
        }
    }

    /// What remedies failures of this group.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::File => Remedy::AnotherFile,
            Self::Framing => Remedy::Framing,
            _ => Remedy::Retake,
        }
    }
}

/// Whether a quantity meets the demand. Later variants are worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does.
    Pass,
    /// It does not, but by less than the margin of doubt.
    Doubtful,
    /// It does not.
    Fail,
}

impl Verdict {
    /// [`Verdict::Pass`] if `allowed`.
    pub fn pass_if(allowed: bool) -> Self {
        if allowed { Self::Pass } else { Self::Fail }
    }
}
