//! 「两肩同高」 — both shoulders are at the same height.
//!
//! # What is measured
//! The tilt of the shoulders in degrees. Beside the neck, from 1.5 to 2.3 eye distances out, the upper outline of the
//! person is followed on both sides, and a straight line is laid through each. Level shoulders slope down equally to
//! both sides; half of the difference of their slopes is the tilt, positive clockwise on the picture; its size is judged.
//!
//! # When it cannot tell
//! When a shoulder lies outside the picture or is hidden by hair.
//!
//! # Known limits
//! Collars, padded coats and long hair change the outline: labelled good portraits reach eight degrees, so that only a
//! strong tilt can be told.

use super::{Group, Magnitude, Measured, Rule, Unit};
use crate::scene::parts::CHIN;
use crate::scene::stats::line_through;
use crate::scene::{Face, PersonMask, Sampled, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::num;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ShouldersLevel {}

/// Where a shoulder begins and ends, in eye distances from the middle of the face.
const BEGINS: f64 = 1.5;
const ENDS: f64 = 2.3;

/// In how many places the outline is looked for.
const PLACES: u32 = 24;

/// The share of them at which no outline may be seen.
const MOST_UNSEEN: f64 = 0.5;

/// The lower one of the person's own shoulders, which are mirrored on the photo.
const LEFT: LocalizedStr = LocalizedStr { zh: "左", en: "left" };
const RIGHT: LocalizedStr = LocalizedStr { zh: "右", en: "right" };

impl Rule for ShouldersLevel {
    const ID: &'static str = "shoulders-level";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Degrees;
    const NAME: LocalizedStr = LocalizedStr { zh: "两肩同高", en: "level shoulders" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "两肩不一样高。", en: "The shoulders are not level." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两个肩膀一样高吗？", en: "Are both shoulders at the same height?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请坐正，放松双肩，把您的{detail}肩稍微抬高一点，让两肩同高。",
        en: "Sit straight with relaxed shoulders, and raise your {detail} one a little, so that both are at the same height.",
    };
    type Limits = Magnitude;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, person) = (scene.face()?, scene.person_mask()?);
        let [right, left] = [-1.0, 1.0].map(|side| shoulder(face, person, side));
        let (right, left) = (right?, left?);
        let tilt = (num::angle(1.0, left.slope) - num::angle(1.0, right.slope)) / 2.0;
        let measured = Measured::new(tilt)?.with_detail(if tilt > 0.0 { LEFT } else { RIGHT });
        Ok(measured
            .with_mark(Mark::line(right.outer, right.inner))
            .with_mark(Mark::line(left.inner, left.outer)))
    }
}

/// The upper outline of one shoulder.
struct Shoulder {
    /// How much it falls for each pixel away from the neck.
    slope: f64,
    inner: Point,
    outer: Point,
}

/// The shoulder on the picture's left (-1) or right (1).
fn shoulder(face: &Face, person: &PersonMask, side: f64) -> Result<Shoulder, Unmeasurable> {
    let unit = face.eye_distance();
    let middle = face.centre_x();
    let chin = face.point(CHIN).y;
    let outline: Sampled<(f64, f64)> = (0..PLACES)
        .map(|place| {
            let out = (BEGINS + (ENDS - BEGINS) * f64::from(place) / f64::from(PLACES)) * unit;
            outline_below(person, Point { x: middle + side * out, y: chin }).map(|y| (out, y))
        })
        .collect();
    let outline = outline.allowing(MOST_UNSEEN);
    let (slope, start) = line_through(outline.values()?).ok_or(Unmeasurable::OutOfPicture)?;
    let at = |out: f64| Point { x: middle + side * out, y: start + slope * out };
    Ok(Shoulder { slope, inner: at(BEGINS * unit), outer: at(ENDS * unit) })
}

/// Where the person begins below a place; `None` if the person is there already, or never begins.
fn outline_below(person: &PersonMask, place: Point) -> Option<f64> {
    let step = person.probability.grid.scale() / 2.0;
    let shows = |y: f64| {
        person.probability.at_point(Point { x: place.x, y }).map(|cell| PersonMask::is_person(*cell))
    };
    if shows(place.y)? {
        return None;
    }
    let mut y = place.y;
    while !shows(y)? {
        y += step;
    }
    Some(y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn level_shoulders_pass_and_tilted_ones_fail() {
        assert_verdicts::<ShouldersLevel>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "tilted clockwise",
                SyntheticPortrait { shoulders: 14.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "tilted the other way",
                SyntheticPortrait { shoulders: -14.0, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
            (
                "hidden by hair",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let hair = canvas.rectangle(canvas.face.point(CHIN), (-2.6, 2.6), (-0.5, 2.0));
                    canvas.put(&hair, Region::Hair, [44, 36, 32]);
                }),
                Err(Unmeasurable::OutOfPicture),
            ),
        ]);
    }
}
