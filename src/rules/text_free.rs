//! 「上传标准证件照」 — no text on the photo: no date, no name of a phone, no watermark.
//!
//! # What is measured
//! The number of letters outside face and hair that stand in one row, or inside one ring of coloured ink, as on a seal. A
//! letter is a connected patch of thin strokes (at most 1.5 % of the picture's shorter side thick) that are darker, or
//! lighter, than what is on both sides of them, 1 to 7 % as high as the picture. Letters of a row have nearly one colour
//! and one height, stand close to each other but not closer than letters do, their feet are on a line, and right above and
//! below the row there is nothing: cloth and beards have strokes everywhere. A row right at the picture's edge does not
//! count, since nobody sees what was beside it.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Drawn on 24 complying photos, an orange date on wall or clothes and words on the wall are found on all. Semi-transparent
//! letters a tenth of the width wide across neck and clothes are found on 2 of 24, words of three characters never.
//! Patterns can look like letters: of 1769 photos labelled without text nine have five or more, some of them real letters on a
//! wall or on clothes that the labeller passed over.

use super::{AtMost, Group, Measured, Proof, Rule, Unit};
use crate::scene::{Lettering, Region, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum TextFree {}

impl Rule for TextFree {
    const ID: &'static str = "text-free";
    const GROUP: Group = Group::Authenticity;
    const PROOF: Proof = Proof::Simulation;
    const UNIT: Unit = Unit::Count;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片上没有文字", en: "no text on the photo" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片上似乎有文字、日期或水印。",
        en: "There seems to be text, a date or a watermark on the photo.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片上没有文字、日期和水印吗？",
        en: "Is the photo free of text, dates and watermarks?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请关闭相机的日期和水印功能后重拍，或改用没有加过文字的原图；衣服上的字也请换掉。",
        en: "Switch off the camera's date and watermark and retake the photo, or use the original without text; wear clothes without words.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (pixels, segmentation) = (scene.pixels()?, scene.segmentation()?);
        let labels = &segmentation.labels;
        let is_head =
            |region: &Option<Region>| matches!(region, Some(Region::Hair | Region::Skin | Region::Ear));
        let grid = pixels.overview_grid();
        let on_labels = grid.centres_on(&labels.grid);
        let lettering = Lettering::of(&pixels.overview, grid, |x, y| {
            !labels.at_position(on_labels(x, y)).is_some_and(is_head)
        });
        let corners = lettering.letters.iter().flatten().copied();
        Ok(Measured::new(lettering.letters.len() as f64)?.with_marks(Mark::bounding_box(corners)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::{Canvas, SyntheticPortrait};

    /// Strokes like those of digits, with their left end and foot at a place.
    fn write(canvas: &mut Canvas, (left, foot): (f64, f64), colour: [u8; 3]) {
        canvas.change(|place, _, own| {
            let (x, y) = (place.x - left, foot - place.y);
            let stroke = x % 12.0 < 3.0 || (x % 12.0 < 8.0 && !(3.0..=13.0).contains(&y));
            let inside = (0.0..96.0).contains(&x) && (0.0..16.0).contains(&y);
            if inside && stroke { colour } else { own }
        });
    }

    #[test]
    fn a_bare_photo_passes_and_a_date_or_watermark_fails() {
        let with =
            |place, colour| SyntheticPortrait::default().scene_with(|canvas| write(canvas, place, colour));
        assert_verdicts::<TextFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("orange date on the wall", with((20.0, 60.0), [255, 140, 0]), FAIL),
            ("grey words on the wall", with((20.0, 60.0), [120; 3]), FAIL),
            ("white words on the coat", with((100.0, 610.0), [240; 3]), FAIL),
        ]);
    }
}
