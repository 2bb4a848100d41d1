//! 「头发不得遮挡……眼睛」 — no hair over the eyes.
//!
//! # What is measured
//! How different the surroundings of the two eyes are, as hair hangs over one of them: the skin between brow and cheek
//! of the right eye is compared with the mirrored place of the left one, after both were freed from detail and from the
//! difference of the light. The number is the share of places, in per cent, that differ clearly.
//!
//! # When it cannot tell
//! When the head is turned by more than ten degrees, no face was found, or it has too few pixels.
//!
//! # Known limits
//! Hair over both eyes alike is seen by `brows-visible`. Light from a side and reflections on glasses also make the
//! sides differ.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::{Mark, Point};
use crate::raster::Lab;
use crate::scene::stats::{median, share};
use crate::scene::{Closeup, EYE_DISTANCE, Face, Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum EyesVisible {}

/// A head that is turned further, in degrees, shows its two sides differently.
const MOST_YAW: f64 = 10.0;

/// How far round each eye is looked, in eye distances.
const REACH: f64 = 0.42;
const UP: f64 = 0.28;
const DOWN: f64 = 0.4;

/// How much both sides may differ, as a share of the skin's lightness.
const UNLIKE: f64 = 0.2;

/// Radius of what is taken for one place, in eye distances.
const SPOT: f64 = 0.03;

impl Rule for EyesVisible {
    const ID: &'static str = "eyes-visible";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Person;
    const NAME: Text = Text { zh: "头发不遮眼睛", en: "eyes not covered by hair" };
    const FAIL: Text = Text {
        zh: "一只眼睛周围可能被遮挡：两眼周围有 {value} 不一致，最多允许 {max}%。",
        en: "One eye seems to be partly covered: {value} of the places round the eyes differ, at most {max}% are allowed.",
    };
    const ADVICE: Text = Text {
        zh: "请把头发梳到耳后，露出完整的双眼。",
        en: "Comb your hair behind your ears so that both eyes show completely.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, closeup) = (scene.face()?, scene.closeup()?);
        if face.pose.yaw.abs() > MOST_YAW {
            return Err(Unmeasurable::HeadTurned);
        }
        let mut differences = Vec::new();
        for (across, down) in places() {
            let [right, left] = [-1.0, 1.0].map(|side| colour_beside(face, closeup, side, across, down));
            if let (Some(right), Some(left)) = (right, left) {
                differences.push(Lab { l: right.l - left.l, a: right.a - left.a, b: right.b - left.b });
            }
        }
        let middle = |of: fn(&Lab) -> f64| median(&mut differences.iter().map(of).collect::<Vec<_>>());
        let (Some(l), Some(a), Some(b)) = (middle(|d| d.l), middle(|d| d.a), middle(|d| d.b)) else {
            return Err(Unmeasurable::OutOfPicture);
        };
        let unlike = share(&differences, |d| {
            Lab::distance(*d, Lab { l, a, b }) > UNLIKE * closeup.skin.colour.l.max(1.0)
        });
        let corner = |across: f64, down: f64| face.eyes().map(|eye| face.beside(eye, across, down));
        let mark = Mark::round(corner(-REACH, -UP).into_iter().chain(corner(REACH, DOWN)));
        Ok(Measured::new(100.0 * unlike.unwrap_or(0.0), Unit::Percent)?.with_marks(mark))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// The places round an eye: outwards and down, in eye distances.
fn places() -> impl Iterator<Item = (f64, f64)> {
    let step = 2.0 * SPOT;
    let count = move |length: f64| (length / step) as u32;
    (0..count(UP + DOWN)).flat_map(move |row| {
        (0..count(2.0 * REACH))
            .map(move |column| (f64::from(column) * step - REACH, f64::from(row) * step - UP))
    })
}

/// The colour of a place round the eye on the picture's left (-1) or right (1).
fn colour_beside(face: &Face, closeup: &Closeup, side: f64, out: f64, down: f64) -> Option<Lab> {
    let [right, left] = face.eyes();
    let eye: Point = if side < 0.0 { right } else { left };
    let place = face.beside(eye, side * out, down);
    let radius = SPOT * EYE_DISTANCE * closeup.colours.frame.scale();
    let (mut sum, mut count) = (Lab { l: 0.0, a: 0.0, b: 0.0 }, 0.0);
    for (x, y) in closeup.colours.disc(place, radius) {
        let lab = closeup.colours.at(x, y)?;
        sum = Lab { l: sum.l + lab.l, a: sum.a + lab.a, b: sum.b + lab.b };
        count += 1.0;
    }
    (count > 0.0).then(|| Lab { l: sum.l / count, a: sum.a / count, b: sum.b / count })
}
