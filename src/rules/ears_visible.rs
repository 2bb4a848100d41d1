//! 「双耳外露」 — both ears show.
//!
//! # What is measured
//! How high the visible part of the less visible ear is, in per cent of the distance from the eyes to the chin, as the
//! region network sees it. A free ear of an upright head has 40 to 70.
//!
//! # When it cannot tell
//! When no face was found.
//!
//! # Known limits
//! Ears that lie close to the head, seen from the front, show little of themselves. The network's training knew 101
//! people.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::{Mark, Point};
use crate::scene::parts::{CHIN, SIDES};
use crate::scene::{Region, Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum EarsVisible {}

/// How far round its place an ear is looked for when it is marked, in eye distances.
const EAR: f64 = 0.45;

impl Rule for EarsVisible {
    const ID: &'static str = "ears-visible";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Person;
    const NAME: Text = Text { zh: "双耳外露", en: "both ears visible" };
    const FAIL: Text = Text {
        zh: "有一只耳朵没有露出：可见高度为 {value}，应达到 {min}% 以上。",
        en: "One ear does not show: its visible height is {value}, {min}% are needed.",
    };
    const ADVICE: Text = Text {
        zh: "请把头发拢到耳后，露出两只耳朵，并正对镜头。",
        en: "Comb your hair behind your ears so that both show, and face the camera.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, regions) = (scene.face()?, scene.regions()?);
        let [right, left] = face.eyes();
        let between = Point { x: (right.x + left.x) / 2.0, y: (right.y + left.y) / 2.0 };
        let scale = between.distance(face.point(CHIN)) / regions.labels.frame.scale();
        let middle = regions.labels.frame.from_picture(between);
        let rows = |of_side: fn(f64, f64) -> bool| {
            let has_ear = |y: &usize| {
                (0..regions.labels.width()).any(|x| {
                    of_side(x as f64 + 0.5, middle.x) && regions.labels.at(x, *y) == Some(&Some(Region::Ear))
                })
            };
            (0..regions.labels.height()).filter(has_ear).count() as f64
        };
        let (right, left) = (rows(|x, middle| x < middle), rows(|x, middle| x >= middle));
        let hidden = if right <= left { SIDES[0] } else { SIDES[1] };
        let corner = |sign: f64| face.beside(face.point(hidden), sign * EAR, sign * EAR);
        let measured = Measured::new(100.0 * right.min(left) / scale, Unit::Percent)?;
        Ok(measured.with_marks(Mark::round([corner(-1.0), corner(1.0)])))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}
