//! 「不穿无袖服装、吊带」 — the shoulders are covered.
//!
//! # What is measured
//! The probability, in per cent, that the shoulders are bare. Two pieces of evidence are added up as log odds: the share of
//! the shoulders that looks bare, and what the attribute network and the crop network, which looks at the neck, say
//! (`scene/attributes.rs`). A share looks bare if it shows of the person below the chin and beside the neck, has the colour
//! of this person's skin, and is no clothes in the eyes of the region network; that one looks as far as half a head below
//! the chin, and further down the colour alone decides. The share alone takes brown cloth on brown skin for skin, the
//! networks alone miss straps.
//!
//! # When it cannot tell
//! When no face was found, or the shoulders lie outside the picture.
//!
//! # Known limits
//! The weights were fitted on 11 photographs with bare shoulders or straps and 627 with covered ones; straps beside long
//! hair and in harsh light are missed. ACCURACY.md has the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHIN, SIDES};
use crate::scene::stats::share;
use crate::scene::{Attribute, Face, PersonMask, Region, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ShouldersCovered {}

/// The log odds of bare shoulders: an offset, and what a per cent of skin and the networks' log odds count. Logistic
/// regression on photographs of real people, with what the networks say of people whom they have not seen
/// (`training/evidence.py`).
const OFFSET: f64 = -1.5;
const PER_SHARE: f64 = 0.162;
const PER_NETWORK: f64 = 0.864;

/// The shoulders begin so far below the chin, in eye distances.
const BELOW: f64 = 0.5;

/// Fewer cells than the width of the picture over this are no shoulders.
const FEWEST: usize = 4;

/// How close to the face's skin in the same light (CIELAB) skin is.
const LIKE: f64 = 7.0;

/// How dark and how light skin is beside that of the face.
const LIT: [f64; 2] = [0.6, 1.25];

impl Rule for ShouldersCovered {
    const ID: &'static str = "shoulders-covered";
    const GROUP: Group = Group::Clothing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不穿无袖服装、吊带", en: "covered shoulders" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "肩部似乎裸露。", en: "The shoulders seem to be bare." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您穿的衣服有袖子、盖住了肩膀吗？",
        en: "Do your clothes have sleeves and cover the shoulders?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请穿有袖、有领的上衣。",
        en: "Wear something with sleeves and a collar.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let person = scene.person_mask()?;
        let bare = evidence(scene)?;
        let end =
            Point { x: person.probability.grid.centre.x * 2.0, y: person.probability.grid.centre.y * 2.0 };
        let mark = Mark::bounding_box([Point { x: 0.0, y: first(scene.face()?) }, end]);
        let networks = scene.attributes()?.log_odds(Attribute::BareShoulders);
        let log_odds = OFFSET + PER_SHARE * bare + PER_NETWORK * networks;
        Ok(Measured::log_odds(log_odds)?.with_marks(mark))
    }
}

/// What is measured beside the networks' answer: the share of the shoulders that looks bare, in per cent.
pub(super) fn evidence(scene: &Scene) -> Result<f64, Unmeasurable> {
    let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
    let (person, segmentation) = (scene.person_mask()?, scene.segmentation()?);
    let [right, left] = SIDES.map(|side| face.point(side).x);
    let first = first(face);
    let cells = person.probability.cells.iter().zip(&person.colours.cells).enumerate();
    let shoulders: Vec<_> = cells
        .filter(|(_, (sure, _))| PersonMask::is_person(**sure))
        .map(|(cell, (_, lab))| {
            (
                person
                    .probability
                    .cell_centre(cell % person.probability.width(), cell / person.probability.width()),
                lab,
            )
        })
        .filter(|(place, _)| place.y > first && (place.x < right || place.x > left))
        .collect();
    if shoulders.len() < person.probability.width() / FEWEST {
        return Err(Unmeasurable::OutOfPicture);
    }
    let skin = &aligned_face.skin;
    let is_skin =
        |lab| skin.distance(lab) < LIKE && lab.l > LIT[0] * skin.colour.l && lab.l < LIT[1] * skin.colour.l;
    let is_bare = |place, lab| is_skin(lab) && segmentation.at(place) != Ok(Region::Clothes);
    let bare = share(&shoulders, |(place, lab)| is_bare(*place, **lab));
    bare.map(|bare| 100.0 * bare).ok_or(Unmeasurable::OutOfPicture)
}

/// The row of the photo at which the shoulders begin.
fn first(face: &Face) -> f64 {
    face.offset(face.point(CHIN), 0.0, BELOW).y
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_coat_of_any_colour_passes_and_bare_shoulders_fail() {
        // Low down, so that the network sees the shoulders to the lower edge.
        let like_skin = |attributes| SyntheticPortrait {
            coat: SyntheticPortrait::default().skin,
            place: (240.0, 440.0),
            attributes,
            ..SyntheticPortrait::default()
        };
        let bare = like_skin(&[Attribute::BareShoulders]).scene_with(|canvas| {
            let segmentation = canvas.segmentation.cells.iter_mut();
            segmentation
                .filter(|region| **region == Region::Clothes)
                .for_each(|region| *region = Region::Skin);
        });
        assert_verdicts::<ShouldersCovered>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("coat in the colour of skin", like_skin(&[]).scene(), PASS),
            ("bare", bare, FAIL),
        ]);
    }
}
