//! 「不得佩戴耳环……等饰品」 — no earrings.
//!
//! # What is measured
//! How large the largest thing at or below an ear's lobe is that nothing there explains, in per cent of the square of
//! the eye distance. Skin, hair and wall explain every colour on the way from one of them to another, and skin in any
//! shade: such colours are also where one ends and the other begins. A stud, a pearl or a hoop is none of them.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, the place below an ear lies outside the picture, the person fills the
//! picture, or the background is not plain.
//!
//! # Known limits
//! Small studs, thin hoops and pearls before a white wall are missed: three of three such earrings on untouched photos.
//! Glowing ears, shining skin, somebody behind an ear, strands of dyed hair and strong noise stand out, beside four of a
//! hundred bare ears. Most of the labelled earrings are drawn. So it only warns.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::{EYE_DISTANCE, Region, Scene, Unmeasurable, largest};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum EarringsFree {}

/// Where earrings are looked for, in eye distances from where the ear begins: outwards, and down from the lobe to
/// where long ones hang.
const OUT: [f64; 2] = [-0.02, 0.31];
const DOWN: (f64, f64) = (0.26, 0.85);

/// How far (CIELAB) a colour is from everything that explains it.
const STRANGE: f64 = 10.0;

impl Rule for EarringsFree {
    const ID: &'static str = "earrings-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不戴耳环", en: "no earrings" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "耳朵上可能戴着耳环或耳钉。", en: "There may be an earring." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您没有戴耳环、耳钉吧？", en: "Are you wearing no earrings or studs?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请取下耳环、耳钉等饰品后重拍。",
        en: "Take off earrings and studs, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let (segmentation, background) = (scene.segmentation()?, scene.background()?);
        if !background.is_plain() {
            return Err(Unmeasurable::BusyBackground);
        }
        let (skin, wall) = (aligned_face.skin.colour, background.colour);
        let hair = segmentation.colour_of(Region::Hair).unwrap_or(Lab::BLACK);
        let ear = segmentation.colour_of(Region::Ear).unwrap_or(skin);
        let explained = [
            (skin, wall),
            (ear, wall),
            (hair, wall),
            (skin, hair),
            (skin, Lab::BLACK),
            (ear, Lab::BLACK),
            (ear, hair),
        ];
        let mut biggest = Vec::new();
        for (side, number) in [-1.0, 1.0].into_iter().zip(SIDES) {
            let ends = (side * OUT[0], side * OUT[1]);
            let across = if side < 0.0 { (ends.1, ends.0) } else { ends };
            let zone = aligned_face.rectangle(face.point(number), across, DOWN);
            let strange = zone
                .values()?
                .iter()
                .filter(|cell| {
                    explained.iter().all(|(from, to)| cell.lab.distance_from_segment(*from, *to) > STRANGE)
                })
                .filter(|cell| {
                    segmentation.at(aligned_face.colours.cell_centre(cell.x, cell.y)) != Ok(Region::Clothes)
                })
                .map(|cell| (cell.x, cell.y));
            biggest = largest([aligned_face.colours.largest_patch_of(strange), biggest]);
        }
        let size = biggest.len() as f64 / (EYE_DISTANCE * EYE_DISTANCE);
        let places: Vec<Point> =
            biggest.iter().map(|(x, y)| aligned_face.colours.cell_centre(*x, *y)).collect();
        Ok(Measured::new(100.0 * size)?.with_marks(Mark::bounding_box(places)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_ears_pass_and_an_earring_fails() {
        assert_verdicts::<EarringsFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "earring",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let ring = canvas.oval(canvas.by(SIDES[1], 0.18, 0.45), (0.1, 0.12));
                    canvas.tint(&ring, [210, 170, 20]);
                }),
                FAIL,
            ),
            (
                "with a thing on the wall nobody can tell",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, region, colour| match region {
                        Region::Background if place.x < 100.0 => [120, 60, 40],
                        _ => colour,
                    })
                }),
                Err(Unmeasurable::BusyBackground),
            ),
        ]);
    }
}
