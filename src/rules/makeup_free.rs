//! 「不宜化妆」 — no make-up, or hardly any.
//!
//! # What is measured
//! How much redder the cheeks are than the rest of the face, as blusher makes them: the mean over both
//! cheeks of the median a* (CIELAB), minus the mean over forehead and chin. Each place is a disc with a
//! radius of 0.12 eye distances.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or a cheek, the forehead or the chin lies outside the
//! picture.
//!
//! # Known limits
//! Lipstick and eye shadow alone are not detected. Cold, exertion and some skins redden cheeks as well: the
//! notice only advises, and so does this rule. The labelled make-up is synthetic and strong, and still the
//! gap is narrow: faces without reach 12.1, faces with start at 12.9.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{CHEEKS, MIDDLE_OF_FOREHEAD};
use crate::scene::{AlignedFace, Face, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum MakeupFree {}

/// Landmark on the front of the chin.
const CHIN_FRONT: usize = 199;

/// Radius of a disc of skin, in eye distances.
const DISC_RADIUS: f64 = 0.12;

impl Rule for MakeupFree {
    const ID: &'static str = "makeup-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "不化妆", en: "no make-up" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸颊偏红，可能化了较浓的妆。",
        en: "The cheeks are redder than the rest of the face, which may be make-up.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您没有化妆，或只化了淡妆吗？",
        en: "Are you wearing no make-up, or very little?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "建议素颜或淡妆拍摄。",
        en: "We suggest wearing no make-up, or very little.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let redness = |numbers| mean_redness(face, aligned_face, numbers);
        let more = redness(CHEEKS)? - redness([MIDDLE_OF_FOREHEAD, CHIN_FRONT])?;
        let marks = CHEEKS.iter().filter_map(|cheek| {
            let corner = |sign: f64| face.offset(face.point(*cheek), sign * DISC_RADIUS, sign * DISC_RADIUS);
            Mark::bounding_box([corner(-1.0), corner(1.0)])
        });
        Ok(Measured::new(more)?.with_marks(marks))
    }
}

/// The mean over two landmarks of the median a* round each.
fn mean_redness(face: &Face, aligned_face: &AlignedFace, numbers: [usize; 2]) -> Result<f64, Unmeasurable> {
    let [one, other] =
        numbers.map(|number| aligned_face.disc(face.point(number), DISC_RADIUS).median(|cell| cell.lab.a));
    Ok((one? + other?) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_cheeks_pass_and_rouge_fails() {
        assert_verdicts::<MakeupFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "rouge",
                SyntheticPortrait::default().scene_with(|canvas| {
                    for cheek in CHEEKS {
                        let rouge = canvas.oval(canvas.face.point(cheek), (0.2, 0.2));
                        canvas.tint(&rouge, [226, 120, 120]);
                    }
                }),
                FAIL,
            ),
        ]);
    }
}
