//! 「头发不得遮挡眉毛」 — no hair over the brows.
//!
//! # What is measured
//! How much darker the brow is than the skin above it (lightness in CIELAB), at the brow where this is least. Where
//! hair hangs over the brow, the place above it is as dark as the brow or darker, whatever the colour of hair and skin.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or the upper edge of the picture cuts off the skin above the brows.
//!
//! # Known limits
//! Very light brows on light skin and dark ones on very dark skin differ little from the skin above them even when they
//! lie free, and so do grey ones. A fringe that ends right above the brows counts. Eight of 560 free brows fail for these reasons.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, Eye};
use crate::scene::{AlignedFace, Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BrowsVisible {}

/// How far above the brow the skin is looked at, in eye distances.
const ABOVE: f64 = 0.2;

impl Rule for BrowsVisible {
    const ID: &'static str = "brows-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::ColourDifference;
    const NAME: LocalizedStr = LocalizedStr { zh: "头发不遮眉毛", en: "brows not covered by hair" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "刘海可能遮住了眉毛。", en: "Hair seems to cover a brow." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两条眉毛都完整露出来了吗？", en: "Do both brows show completely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把刘海梳到一边或夹起来，让两条眉毛完整露出。",
        en: "Comb or pin your fringe aside so that both brows show completely.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let [right, left] = EYES.map(|eye| darker_than_above(face, aligned_face, &eye));
        let (right, left) = (right?, left?);
        let (least, eye) = if right <= left { (right, EYES[0]) } else { (left, EYES[1]) };
        let mark = Mark::polygon(&face.points(&eye.brow));
        Ok(Measured::new(least)?.with_mark(mark))
    }
}

fn darker_than_above(face: &Face, aligned_face: &AlignedFace, eye: &Eye) -> Result<f64, Unmeasurable> {
    let brow = face.points(&eye.brow);
    let above: Vec<Point> = brow.iter().map(|corner| face.offset(*corner, 0.0, -ABOVE)).collect();
    let lightness = |corners: &[Point]| aligned_face.inside(corners).median(|cell| cell.lab.l);
    Ok(lightness(&above)? - lightness(&brow)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::parts::FOREHEAD;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn free_brows_pass_and_brows_under_hair_fail() {
        assert_verdicts::<BrowsVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "fringe",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let fringe = canvas.rectangle(canvas.face.point(FOREHEAD), (-0.9, 0.9), (-0.1, 0.75));
                    canvas.put(&fringe, Region::Hair, [44, 36, 32]);
                }),
                FAIL,
            ),
        ]);
    }
}
