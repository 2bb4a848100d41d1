//! 「衣着颜色应与背景色区分明显」 — the clothes stand out from the background.
//!
//! # What is measured
//! The distance in CIELAB of the clothes' colours from the background's median colour, as the median over what shows
//! of the person in the lowest eighth of the picture and is no skin in the eyes of the region network, which sees as far
//! down as that where the head is large.
//!
//! # When it cannot tell
//! When no face was found, hardly any clothes reach the lower edge, or the person fills the picture.
//!
//! # Known limits
//! A light shirt under a dark coat is judged with the coat. Where a large head leaves the clothes a corner only, the
//! network may take the neck for clothes.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::stats::median;
use crate::scene::{PersonMask, Region, Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum ClothingContrast {}

/// The lowest part of the picture is one of so many.
const LOWEST: usize = 8;

/// Fewer cells than the width of the picture over this are no clothes.
const FEWEST: usize = 4;

impl Rule for ClothingContrast {
    const ID: &'static str = "clothing-contrast";
    const GROUP: Group = Group::Clothing;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "衣着与背景颜色区分", en: "clothes stand out from the background" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "衣服颜色与背景太接近：相差 {value}，应达到 {min} 以上。",
        en: "The clothes are too close to the background in colour: {value} apart, {min} are needed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一件颜色与背景明显不同的衣服，例如白色背景前穿深色衣服。",
        en: "Wear something of clearly another colour than the background, for instance dark clothes before a white wall.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (person, background, segmentation) =
            (scene.person_mask()?, scene.background()?, scene.segmentation()?);
        let width = person.probability.width();
        let first = person.probability.height() - person.probability.height() / LOWEST;
        let cells =
            person.probability.cells.iter().zip(&person.colours.cells).enumerate().skip(first * width);
        let is_skin = |cell: usize| {
            segmentation.at(person.probability.cell_centre(cell % width, cell / width)) == Ok(Region::Skin)
        };
        let mut off: Vec<f64> = cells
            .filter(|(cell, (sure, _))| PersonMask::is_person(**sure) && !is_skin(*cell))
            .map(|(_, (_, lab))| lab.distance(background.colour))
            .collect();
        if off.len() < width / FEWEST {
            return Err(Unmeasurable::OutOfPicture);
        }
        Measured::new(median(&mut off).ok_or(Unmeasurable::OutOfPicture)?)
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_dark_coat_passes_and_one_like_the_wall_fails() {
        assert_verdicts::<ClothingContrast>(
            &AtLeast { min: 25.5 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                (
                    "coat like the wall",
                    SyntheticPortrait { coat: [214, 218, 224], ..SyntheticPortrait::default() }.scene(),
                    FAIL,
                ),
                (
                    "large head",
                    SyntheticPortrait { scale: 18.0, place: (240.0, 380.0), ..SyntheticPortrait::default() }
                        .scene(),
                    PASS,
                ),
            ],
        );
    }
}
