//! 「镜框不得遮挡眼睛」 — the frame of the glasses does not cross the eyes.
//!
//! # What is measured
//! How much of the skin on both sides of an eye, on a line between its lids along the eye, is as dark and colourless as a
//! frame, in per cent, less what is as dark above and below that line: iris and lashes darken the eye itself alone, a deep
//! socket or the shade of a brow is no line, and a frame that crosses the eye is one on both sides of it. Of the two sides the
//! one with less counts, of the lines and eyes the darkest. It counts by the probability that there are glasses
//! (`scene/attributes.rs`).
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or an eye lies outside the picture.
//!
//! # Known limits
//! Light, metal and clear frames are not seen, nor frames that hide an upper or lower lid alone. Photographs of frames across
//! the eyes are so few that the rule only asks.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, Eye};
use crate::scene::{Attribute, EYE_DISTANCE, Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum FramesOffEyes {}

/// The skin beside the eye: how far from its corner, and how long, in eye distances.
const GAP: f64 = 0.05;
const LENGTH: f64 = 0.1;

/// A frame is darker than this share of the skin's lightness, and at most so colourful.
const DARK: f64 = 0.45;
const COLOURLESS: f64 = 14.0;

/// How far from the middle of a frame its edges are, at most, in rows of the aligned face: a twelfth of the eye distance.
const REACH: usize = 8;

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
            let [upper, lower] = lids(face, &eye);
            // From REACH lines above the upper lid to as many below the lower one.
            let beside = |corner: Point, side: f64| -> Result<Vec<f64>, Unmeasurable> {
                let (near, far) = (side * GAP, side * (GAP + LENGTH));
                let reach = REACH as i32;
                let lines = upper - reach..=lower + reach;
                let darkness = lines.map(|line| {
                    let place = face.offset(corner, 0.0, f64::from(line) / EYE_DISTANCE);
                    let across = (near.min(far), near.max(far));
                    aligned_face
                        .rectangle(place, across, (0.0, 1.0 / EYE_DISTANCE))
                        .share(|cell| dark(cell.lab))
                });
                Ok(lines_alone(&darkness.collect::<Result<Vec<f64>, _>>()?))
            };
            let (outer, inner) = (beside(outer, side)?, beside(inner, -side)?);
            most = outer.iter().zip(inner).map(|(outer, inner)| outer.min(inner)).fold(most, f64::max);
        }
        let marks = EYES.map(|eye| Mark::polygon(&face.points(&eye.outline)));
        Ok(Measured::new(100.0 * most * glasses)?.with_marks(marks))
    }
}

/// How far the upper lid is above, and the lower lid below, the corners of the eye, in rows of the aligned face; negative
/// above.
fn lids(face: &Face, eye: &Eye) -> [i32; 2] {
    let corners = eye.corners.map(|corner| face.point(corner));
    let middle = Point { x: (corners[0].x + corners[1].x) / 2.0, y: (corners[0].y + corners[1].y) / 2.0 };
    let (cos, sin) = face.eye_axis();
    let rows = |lid: [usize; 3]| {
        lid.map(|number| {
            let place = face.point(number);
            let below = (place.y - middle.y) * cos - (place.x - middle.x) * sin;
            below / face.eye_distance() * EYE_DISTANCE
        })
    };
    let upper = rows(eye.upper).into_iter().fold(0.0, f64::min);
    let lower = rows(eye.lower).into_iter().fold(0.0, f64::max);
    [upper.round() as i32, lower.round() as i32]
}

/// Of each line but the first and last [`REACH`]: how much darker it is than the lightest line within [`REACH`] above
/// it, and than that below it, whichever is less.
fn lines_alone(darkness: &[f64]) -> Vec<f64> {
    let lightest = |lines: &[f64]| lines.iter().copied().fold(1.0, f64::min);
    let windows = darkness.windows(2 * REACH + 1);
    windows.map(|lines| lines[REACH] - lightest(&lines[..REACH]).max(lightest(&lines[REACH..]))).collect()
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
                "deep sockets",
                wearing_glasses().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let socket = canvas.oval(eye, (0.45, 0.3));
                        canvas.tint(&socket, [52, 42, 38]);
                    }
                }),
                PASS,
            ),
            (
                "frame right below the eyes",
                wearing_glasses().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let bar = canvas.rectangle(eye, (-0.5, 0.5), (0.11, 0.18));
                        canvas.tint(&bar, [20, 20, 22]);
                    }
                }),
                PASS,
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
