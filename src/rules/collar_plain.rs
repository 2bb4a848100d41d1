//! 「不穿……大毛领外套」 — no coat with a large fur collar.
//!
//! # What is measured
//! How much of the clothes round the neck has the texture of fur, in per cent: places whose lightness (CIELAB) differs
//! clearly from the mean of their surroundings. Fur is nothing but such places; cloth has few.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or no clothes show round the neck.
//!
//! # Known limits
//! No labelled portrait shows a fur collar: only how plain collars measure is known. Coarse knitting and small patterns
//! come close. So it only advises.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::stats::share;
use crate::scene::{FaceCell, Region, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum CollarPlain {}

/// Where collars are, in eye distances from the chin: to each side, and below it.
const ASIDE: f64 = 1.6;
const BELOW: (f64, f64) = (0.1, 1.3);

/// The share of this place that may lie outside the picture.
const MOST_OUTSIDE: f64 = 0.5;

/// Fewer cells of clothes are no collar.
const FEWEST: usize = 500;

/// A place of fur differs so much from the mean of its surroundings, in steps of lightness.
const FURRY: f64 = 4.0;

impl Rule for CollarPlain {
    const ID: &'static str = "collar-plain";
    const GROUP: Group = Group::Clothing;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "不穿大毛领外套", en: "no large fur collar" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "衣领看起来像大毛领。", en: "The collar looks like fur." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您穿的衣服没有大毛领吧？",
        en: "Are you wearing something without a large fur collar?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一件没有毛领的衣服拍摄。",
        en: "Wear something without a fur collar.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face, segmentation) =
            (scene.face()?, scene.aligned_face()?, scene.segmentation()?);
        let around = aligned_face
            .rectangle(face.point(CHIN), (-ASIDE, ASIDE), (BELOW.0, BELOW.1))
            .allowing(MOST_OUTSIDE);
        let centre = |cell: &FaceCell| aligned_face.colours.cell_centre(cell.x, cell.y);
        let is_clothes = |cell: &&FaceCell| segmentation.at(centre(cell)) == Ok(Region::Clothes);
        let collar: Vec<&FaceCell> = around.values()?.iter().filter(is_clothes).collect();
        if collar.len() < FEWEST {
            return Err(Unmeasurable::OutOfPicture);
        }
        let texture = collar.iter().filter_map(|cell| aligned_face.texture(cell.x, cell.y));
        let furry = share(texture, |texture| texture > FURRY).ok_or(Unmeasurable::OutOfPicture)?;
        let places: Vec<Point> = collar.iter().map(|cell| centre(cell)).collect();
        let measured = Measured::new(100.0 * furry)?;
        Ok(measured.with_marks(Mark::bounding_box(places)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn a_plain_collar_passes_and_fur_fails() {
        assert_verdicts::<CollarPlain>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "fur",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, region, colour| match region {
                        Region::Clothes => lit(
                            colour,
                            if (place.x as u32 / 2 + place.y as u32 / 2).is_multiple_of(2) {
                                0.33
                            } else {
                                3.6
                            },
                        ),
                        _ => colour,
                    })
                }),
                FAIL,
            ),
        ]);
    }
}
