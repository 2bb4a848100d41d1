//! 「衣着颜色应与背景色区分明显」 — the clothes stand out from the background.
//!
//! # What is measured
//! The median difference (CIEDE2000) between the colours of the clothes and the median colour of the background.
//! The clothes are the cells in the lowest eighth of the picture, inside its border, that show the person (mask probability of
//! at least 0.5) and that the segmentation does not label as skin; it reaches that far down where the head
//! is large.
//!
//! # When it cannot tell
//! When no face was found, the person fills the picture, or fewer cells of clothes than a quarter of the
//! picture's width reach its lower edge.
//!
//! # Known limits
//! A light shirt under a dark coat is judged together with the coat. Where a large head leaves only a
//! corner for the clothes, the segmentation may take the neck for clothes. Labelled clothes in the colour
//! of the background differ by at most 9.9, complying ones by at least 20.9.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::stats::median;
use crate::scene::{PersonMask, Region, Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ClothingContrast {}

/// The height of the picture over that of the strip along its lower edge.
const HEIGHT_OVER_STRIP: f64 = 8.0;

/// The width of the picture over the smallest number of cells that count as clothes.
const WIDTH_OVER_MIN_CELLS: f64 = 4.0;

impl Rule for ClothingContrast {
    const ID: &'static str = "clothing-contrast";
    const GROUP: Group = Group::Clothing;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "衣着与背景颜色区分", en: "clothes stand out from the background" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "衣服颜色与背景太接近。",
        en: "The clothes are too close to the background in colour.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "衣服的颜色和背景能一眼分开吗？",
        en: "Do the clothes stand out clearly from the background?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换一件颜色与背景明显不同的衣服，例如白色背景前穿深色衣服。",
        en: "Wear a colour that clearly differs from the background, for instance dark clothes in front of a white wall.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (person, background, segmentation) =
            (scene.person_mask()?, scene.background()?, scene.segmentation()?);
        let (probability, border) = (&person.probability, scene.border()?);
        let inner = border.inner;
        let strip = f64::from(inner.y + inner.height) - f64::from(inner.height) / HEIGHT_OVER_STRIP;
        let cells = probability.cells.iter().zip(&person.colours.cells).enumerate();
        let in_strip = |cell: usize| {
            let place = probability.cell_centre(cell % probability.width(), cell / probability.width());
            let inside = place.y >= strip && border.contains(place, probability.grid.scale());
            inside && segmentation.at(place) != Ok(Region::Skin)
        };
        let mut distances: Vec<f64> = cells
            .filter(|(cell, (sure, _))| PersonMask::is_person(**sure) && in_strip(*cell))
            .map(|(_, (_, lab))| lab.difference(background.colour))
            .collect();
        let width = f64::from(inner.width) / probability.grid.scale();
        if (distances.len() as f64) < width / WIDTH_OVER_MIN_CELLS {
            return Err(Unmeasurable::OutOfPicture);
        }
        Measured::new(median(&mut distances).ok_or(Unmeasurable::OutOfPicture)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn a_dark_coat_passes_and_one_like_the_wall_fails() {
        assert_verdicts::<ClothingContrast>([
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
        ]);
    }
}
