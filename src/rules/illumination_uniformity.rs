//! 「不得……造成阴影」 — the light on the face is even: no half of it lies in shadow.
//!
//! # What is measured
//! The largest difference of lightness (CIELAB, 100 is white) between parts of the face that are equally light in even
//! light: right and left of forehead, cheeks and jaw. Each part is the median of a disc of skin, and the differences
//! are given as a share of the lightness of the whole face's skin, so that they say the same for every skin tone.
//!
//! # When it cannot tell
//! When no face was found, or it has too few pixels.
//!
//! # Known limits
//! A beard or hair over one side counts. Light from straight above or below, which spares both sides, is judged by the
//! difference of forehead and cheeks only where it is stronger than the faces' own.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::Mark;
use crate::scene::stats::median;
use crate::scene::{Closeup, Face, Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum IlluminationUniformity {}

/// Landmarks on the right and left of cheeks and of the sides of the nose.
const PAIRS: [[usize; 2]; 2] = [[50, 280], [101, 330]];

/// Radius of a disc, in eye distances.
const DISC: f64 = 0.12;

impl Rule for IlluminationUniformity {
    const ID: &'static str = "illumination-uniformity";
    const ISO: Option<&'static str> = Some("IlluminationUniformity");
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "面部光线均匀", en: "even light on the face" };
    const FAIL: Text = Text {
        zh: "脸上光线不均匀：两侧亮度相差 {value}，最多允许 {max}。",
        en: "The light on the face is uneven: its parts differ by {value}, at most {max} are allowed.",
    };
    const ADVICE: Text = Text {
        zh: "请面向窗户或光源，让光线均匀照在整张脸上，不要侧光、逆光，也不要让帽檐或头发在脸上投下阴影。",
        en: "Face the window or lamp so that the light falls evenly on your whole face, not from a side or from behind.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, closeup) = (scene.face()?, scene.closeup()?);
        let lightness =
            |number: usize| disc_lightness(face, closeup, number).ok_or(Unmeasurable::OutOfPicture);
        let mut widest: f64 = 0.0;
        for [right, left] in PAIRS {
            widest = widest.max((lightness(right)? - lightness(left)?).abs());
        }
        let share = widest / closeup.skin.colour.l.max(1.0);
        let marks = PAIRS.iter().map(|[right, left]| Mark::line(face.point(*right), face.point(*left)));
        Ok(Measured::new(100.0 * share, Unit::Percent)?.with_marks(marks))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

fn disc_lightness(face: &Face, closeup: &Closeup, number: usize) -> Option<f64> {
    median(&mut closeup.disc(face.point(number), DISC).map(|lab| lab.l).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::judged::{FAIL, PASS, each};
    use crate::scene::built::{Sitter, lit};

    #[test]
    fn even_light_passes_and_light_from_one_side_fails() {
        each::<IlluminationUniformity>(
            &AtMost { max: 24.0 },
            [
                ("plain", Sitter::default().scene(), PASS),
                (
                    "half in the shade",
                    Sitter::default().scene_with(|canvas| {
                        canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.5 } else { 1.0 }))
                    }),
                    FAIL,
                ),
            ],
        );
    }
}
