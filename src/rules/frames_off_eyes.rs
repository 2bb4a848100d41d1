//! 「镜框不得遮挡眼睛」 — the frame of the glasses does not cross the eyes.
//!
//! # What is measured
//! How much of the skin on both sides of an eye, on a level line through its opening, is as dark and colourless as a
//! frame, in per cent: of the two sides the lighter one counts, of the lines and eyes the darkest. Iris and lashes
//! darken at most the eye itself; a frame that crosses the eye darkens the skin beside it as well. It counts by the
//! probability that there are glasses (`scene/attributes.rs`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or an eye lies outside the picture.
//!
//! # Known limits
//! Light, metal and clear frames are not seen. The labelled frames across the eyes are synthetic.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::EYES;
use crate::scene::{Attribute, EYE_DISTANCE, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum FramesOffEyes {}

/// So many lines above and below the corners of the eye are looked at: a ninth of the eye distance.
const LINES: i32 = 10;

/// The skin beside the eye: how far from its corner, and how long, in eye distances.
const GAP: f64 = 0.05;
const LENGTH: f64 = 0.1;

/// A frame is darker than this share of the skin's lightness, and at most so colourful.
const DARK: f64 = 0.45;
const COLOURLESS: f64 = 14.0;

impl Rule for FramesOffEyes {
    const ID: &'static str = "frames-off-eyes";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "镜框不遮挡眼睛", en: "frames not in front of the eyes" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "镜框可能遮住了眼睛。",
        en: "The frame of the glasses seems to cross the eyes.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "镜框没有遮住眼睛吗？", en: "Are the eyes free of the frames?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把眼镜向上推好，让眼睛位于镜片中央；镜框太粗时请换一副。",
        en: "Push your glasses up so that the eyes are in the middle of the lenses, or wear a thinner frame.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let glasses = scene.attributes()?.probability(Attribute::Glasses);
        let skin = aligned_face.skin.colour;
        let dark = |lab: Lab| lab.l < DARK * skin.l && lab.chroma() < COLOURLESS;
        let mut most: f64 = 0.0;
        for eye in EYES {
            let [outer, inner] = eye.corners.map(|corner| face.point(corner));
            let side = (outer.x - inner.x).signum();
            for line in -LINES..=LINES {
                let down = f64::from(line) / EYE_DISTANCE;
                let beside = [(outer, side), (inner, -side)].map(|(corner, side)| {
                    let place = face.offset(corner, 0.0, down);
                    let (near, far) = (side * GAP, side * (GAP + LENGTH));
                    let cells = aligned_face.rectangle(
                        place,
                        (near.min(far), near.max(far)),
                        (0.0, 1.0 / EYE_DISTANCE),
                    );
                    cells.share(|cell| dark(cell.lab))
                });
                let [outer, inner] = beside;
                most = most.max(outer?.min(inner?));
            }
        }
        let marks = EYES.map(|eye| Mark::polygon(&face.points(&eye.outline)));
        Ok(Measured::new(100.0 * most * glasses)?.with_marks(marks))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    fn wearing_glasses() -> SyntheticPortrait {
        SyntheticPortrait { attributes: &[Attribute::Glasses], ..SyntheticPortrait::default() }
    }

    #[test]
    fn bare_eyes_pass_and_a_frame_across_them_fails() {
        assert_verdicts::<FramesOffEyes>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "frame across the eyes",
                wearing_glasses().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let bar = canvas.rectangle(eye, (-0.5, 0.5), (-0.05, 0.05));
                        canvas.tint(&bar, [20, 20, 22]);
                    }
                }),
                FAIL,
            ),
            (
                "frame below the eyes",
                wearing_glasses().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let bar = canvas.rectangle(eye, (-0.5, 0.5), (0.25, 0.32));
                        canvas.tint(&bar, [20, 20, 22]);
                    }
                }),
                PASS,
            ),
            (
                "the same where there are no glasses",
                SyntheticPortrait::default().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let bar = canvas.rectangle(eye, (-0.5, 0.5), (-0.05, 0.05));
                        canvas.tint(&bar, [20, 20, 22]);
                    }
                }),
                PASS,
            ),
        ]);
    }
}
