//! 「头发不得遮挡……眼睛」 — no hair over the eyes.
//!
//! # What is measured
//! How much more of the surroundings of one eye than of the other is much darker than the skin on the same side of the
//! face, in per cent: hair hangs over one eye, while brows, lashes, irises and frames of glasses are alike on both sides.
//! The skin of a side is the lightest of three places on it, on the cheek, beside the nose and beside the mouth, but at
//! most as light as the face as a whole, so that
//! light from one side is no hair, and hair that reaches down to the cheek does not pass for shade.
//!
//! # When it cannot tell
//! When the head is turned by more than ten degrees, no face was found, it has too few pixels, or an eye lies outside the
//! picture.
//!
//! # Known limits
//! Hair over both eyes alike is seen by `brows-visible`. Hair as light as the skin is not seen, nor hair that covers half
//! of the face down to the mouth. A deep-set eye beside a lit cheek counts, and so does half of a very dark face in the shade. The labelled hair is drawn.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{AlignedFace, Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyesVisible {}

/// A head that is turned further, in degrees, shows its two sides differently.
const MOST_YAW: f64 = 10.0;

/// How far round each eye is looked, in eye distances.
const REACH: f64 = 0.42;
const UP: f64 = 0.28;
const DOWN: f64 = 0.4;

/// Landmarks on the cheek, beside the nose and beside the mouth, of the person's right and left side.
const SIDES: [[usize; 3]; 2] = [[50, 101, 207], [280, 330, 427]];

/// Radius of a disc of skin there, in eye distances.
const DISC: f64 = 0.12;

/// Hair over skin has less than this share of the skin's lightness.
const DARKER: f64 = 0.5;

impl Rule for EyesVisible {
    const ID: &'static str = "eyes-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "头发不遮眼睛", en: "eyes not covered by hair" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "头发可能遮住了眼睛。", en: "Hair seems to hang over an eye." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两只眼睛都没有被头发遮住吗？", en: "Are both eyes free of hair?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把头发梳到耳后，露出完整的双眼。",
        en: "Comb your hair behind your ears so that both eyes show completely.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        if face.pose.yaw.abs() > MOST_YAW {
            return Err(Unmeasurable::HeadTurned);
        }
        let covered = |eye: Point, side: [usize; 3]| {
            let darkest = DARKER * lightness(face, aligned_face, side)?;
            let around = aligned_face.rectangle(eye, (-REACH, REACH), (-UP, DOWN));
            around.share(|cell| cell.lab.l < darkest)
        };
        let [right, left] = face.eyes();
        let (of_right, of_left) = (covered(right, SIDES[0])?, covered(left, SIDES[1])?);
        let eye = if of_right > of_left { right } else { left };
        let corners = [face.offset(eye, -REACH, -UP), face.offset(eye, REACH, DOWN)];
        let measured = Measured::new(100.0 * (of_right - of_left).abs())?;
        Ok(measured.with_marks(Mark::bounding_box(corners)))
    }
}

/// The lightness of the skin in the light of one side, at most that of the whole face.
fn lightness(face: &Face, aligned_face: &AlignedFace, side: [usize; 3]) -> Result<f64, Unmeasurable> {
    let of_disc = |number| aligned_face.disc(face.point(number), DISC).median(|cell| cell.lab.l).ok();
    let lightest = side.into_iter().filter_map(of_disc).reduce(f64::max).ok_or(Unmeasurable::OutOfPicture)?;
    Ok(lightest.min(aligned_face.skin.colour.l))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn free_eyes_pass_and_hair_over_one_eye_fails() {
        assert_verdicts::<EyesVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "strand over the right eye",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let strand = canvas.oval(canvas.face.eyes()[0], (0.3, 0.5));
                    canvas.put(&strand, Region::Hair, [44, 36, 32]);
                }),
                FAIL,
            ),
            (
                "half in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.13 } else { 1.0 }))
                }),
                PASS,
            ),
            (
                "with a turned head nobody can tell",
                SyntheticPortrait { yaw: 14.0, ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::HeadTurned),
            ),
        ]);
    }
}
