//! What the person wears and does, as the attribute network and the crop network see it.

use super::crops::crop_logits;
use super::{Face, Features};
use crate::models::{self, ModelName, Models};
use precheck_foundation::num;
use precheck_imaging::raster::Pyramid;

/// What the networks say of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Attributes {
    /// The output of the attribute network, then that of the crop network.
    logits: Vec<f32>,
}

/// An attribute that a rule asks for. Left and right are those of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// Glasses of any kind.
    Glasses,
    /// Dark or coloured lenses.
    TintedLenses,
    /// Anything worn on the head that covers hair or forehead.
    HeadCovering,
    /// A hand, a mask, a scarf or a thing in front of the face.
    Occluder,
    /// Hair over a brow.
    CoveredBrow,
    /// The ear on the picture's left is hidden.
    HiddenLeftEar,
    /// The ear on the picture's right is hidden.
    HiddenRightEar,
    /// Jewellery at an ear.
    Earring,
    /// A necklace.
    Necklace,
    /// A collar of fur, a large one or a hood.
    LargeCollar,
    /// Bare shoulders, or straps on them.
    BareShoulders,
    /// An eye is closed.
    ClosedEyes,
    /// The light on the face is uneven.
    UnevenLight,
}

/// Where the networks answer for an attribute, and how their logits become log odds: offset plus the sum of weight times
/// the largest logit in its places.
struct Output {
    offset: f64,
    parts: &'static [(&'static [usize], f64)],
}

impl Attribute {
    /// Fitted on photographs of people whom the networks had not seen (`training/calibrate.py`, `calibration.csv`).
    #[rustfmt::skip]
    #[allow(clippy::approx_constant, reason = "weights are fitted, and none is a constant of mathematics")]
    const fn output(self) -> Output {
        match self {
            Self::Glasses => Output { offset: 0.5877, parts: &[(&[0], 0.6703), (&[40], 1.1387)] },
            Self::TintedLenses => Output { offset: -0.4212, parts: &[(&[1], 1.3292)] },
            Self::HeadCovering => Output { offset: -0.389, parts: &[(&[4], 0.4376), (&[35], 0.7853)] },
            Self::Occluder => Output { offset: -0.5662, parts: &[(&[6], 0.4717), (&[22, 27], 0.2769), (&[33], 0.421)] },
            Self::CoveredBrow => Output { offset: -0.3732, parts: &[(&[8], 1.0587)] },
            Self::HiddenLeftEar => Output { offset: -0.0316, parts: &[(&[10], 0.6395), (&[20], 0.6357)] },
            Self::HiddenRightEar => Output { offset: -0.1377, parts: &[(&[11], 0.6301), (&[25], 0.8495)] },
            Self::Earring => Output { offset: -0.68, parts: &[(&[12], 0.3146), (&[21, 26], 0.931)] },
            Self::Necklace => Output { offset: -0.7191, parts: &[(&[13], 0.2169), (&[30], 0.7012)] },
            Self::LargeCollar => Output { offset: -0.7056, parts: &[(&[14], 0.508), (&[31], 0.467)] },
            Self::BareShoulders => Output { offset: -0.0654, parts: &[(&[15], 0.4524), (&[32], 0.9156)] },
            Self::ClosedEyes => Output { offset: -0.4999, parts: &[(&[18], 1.1391)] },
            Self::UnevenLight => Output { offset: -1.3247, parts: &[(&[19], 0.5809)] },
        }
    }
}

impl Attributes {
    /// The attributes of the person with this face and these features; `None` without a model. `picture` is `reduction`
    /// times smaller than the photo.
    pub fn of(
        picture: &Pyramid,
        reduction: u32,
        face: &Face,
        features: &Features,
        models: &dyn Models,
    ) -> Option<Self> {
        let mut logits = models::run(models, ModelName::Attributes, &features.tensors())?.pop()?;
        logits.extend(crop_logits(picture, reduction, face, models)?);
        Some(Self { logits })
    }

    /// The calibrated probability, 0 to 1, of an attribute.
    pub fn probability(&self, attribute: Attribute) -> f64 {
        num::sigmoid(self.log_odds(attribute))
    }

    /// The natural logarithm of the odds of an attribute, to be added up with other evidence.
    pub fn log_odds(&self, attribute: Attribute) -> f64 {
        let Output { offset, parts } = attribute.output();
        let largest = |places: &[usize]| {
            places.iter().filter_map(|place| self.logits.get(*place)).copied().reduce(f32::max)
        };
        let weighted = parts.iter().filter_map(|(places, weight)| Some(weight * f64::from(largest(places)?)));
        weighted.fold(offset, |sum, part| sum + part)
    }

    /// Those of somebody of whom these attributes are certain, and no others.
    #[cfg(test)]
    pub fn showing(shown: &[Attribute]) -> Self {
        const CERTAIN: f32 = 20.0;
        let mut logits = vec![-CERTAIN; tests::outputs().len()];
        let parts = shown.iter().flat_map(|attribute| attribute.output().parts);
        let certain = parts.filter(|(_, weight)| *weight > 0.0);
        certain.flat_map(|(places, _)| *places).for_each(|place| logits[*place] = CERTAIN);
        Self { logits }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attributes with their names in the tables of the training.
    const NAMES: [(Attribute, &str); 13] = [
        (Attribute::Glasses, "glasses"),
        (Attribute::TintedLenses, "tinted"),
        (Attribute::HeadCovering, "headwear"),
        (Attribute::Occluder, "occluder"),
        (Attribute::CoveredBrow, "brows"),
        (Attribute::HiddenLeftEar, "ear_left"),
        (Attribute::HiddenRightEar, "ear_right"),
        (Attribute::Earring, "earring"),
        (Attribute::Necklace, "necklace"),
        (Attribute::LargeCollar, "collar"),
        (Attribute::BareShoulders, "shoulders"),
        (Attribute::ClosedEyes, "eyes_closed"),
        (Attribute::UnevenLight, "light"),
    ];

    const CALIBRATION: &str = include_str!("../../training/calibration.csv");
    const NETWORK: &str = include_str!("../../training/scores.csv");
    const CROPS: &str = include_str!("../../training/crop_scores.csv");

    /// The names of all outputs; those of the crop network are `crop.attribute`.
    pub fn outputs() -> Vec<&'static str> {
        let names = |table: &'static str| table.lines().next().unwrap().split(',').skip(1);
        names(NETWORK).chain(names(CROPS)).collect()
    }

    /// The columns of `calibration.csv` with the weights of parts, and the crops of each.
    const PARTS: [(usize, &[&str]); 4] =
        [(2, &[]), (3, &["ear_left", "ear_right"]), (4, &["neck"]), (5, &["top"])];

    #[test]
    fn places_and_weights_are_those_of_the_training() {
        let outputs = outputs();
        let place = |name: &str| outputs.iter().position(|output| *output == name);
        let mut wrong = Vec::new();
        for (attribute, name) in NAMES {
            let Output { offset, parts } = attribute.output();
            let row =
                CALIBRATION.lines().map(|row| row.split(',').collect::<Vec<_>>()).find(|row| row[0] == name);
            let row = row.unwrap();
            let trained =
                PARTS.iter().filter(|(column, _)| !row[*column].is_empty()).map(|(column, crops)| {
                    let named = crops.iter().filter_map(|crop| place(&format!("{crop}.{name}")));
                    let own = if crops.is_empty() { place(name) } else { place(&format!("{name}.hidden")) };
                    (named.chain(own).collect::<Vec<_>>(), row[*column].parse().unwrap())
                });
            let trained: Vec<(Vec<usize>, f64)> = trained.collect();
            let parts: Vec<_> = parts.iter().map(|(places, weight)| (places.to_vec(), *weight)).collect();
            if parts != trained || offset != row[1].parse::<f64>().unwrap() {
                wrong.push(format!("{name}: {offset} {parts:?} instead of {row:?}: {trained:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_is_shown_is_probable_and_nothing_else() {
        let probable = |shown: &[Attribute]| -> Vec<Attribute> {
            let attributes = Attributes::showing(shown);
            let all = NAMES.iter().map(|(attribute, _)| *attribute);
            all.filter(|attribute| attributes.probability(*attribute) > 0.5).collect()
        };
        let alone = NAMES.iter().map(|(attribute, _)| vec![*attribute]);
        let wrong: Vec<_> = alone.chain([Vec::new()]).filter(|shown| probable(shown) != *shown).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
