//! 「头发不得遮挡眉毛」 — no hair over the brows.
//!
//! # What is measured
//! The share, in per cent, of a brow's area that the segmentation labels as hair of the head, at the brow where it is larger.
//! A brow itself is part of the face to it, whatever its colour: pale, grey or missing brows and dark skin have nothing that
//! could be taken for hair. The outer end of the brow, beside which hair begins on many heads, is left out.
//!
//! # When it cannot tell
//! When no face was found, the head is turned by more than 15 degrees, so that the farther brow ends at the outline of the
//! face and hair is behind it, or a brow lies outside the picture.
//!
//! # Known limits
//! Single strands and thin, fair fringes are too fine for the segmentation: of 15 labelled covered brows on real photographs
//! seven show hair over less than a twentieth, and so do seven of eight drawn or composed ones. Of 653 labelled free brows 21
//! have more than 30 %, most of them by hair that does touch them.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{EYES, Eye};
use crate::scene::{Face, Region, Sampled, Scene, Segmentation, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum BrowsVisible {}

/// Largest turn of the head, in degrees, at which both brows lie before skin.
const MAX_YAW: f64 = 15.0;

/// Places in a brow's outline of its outer end, which is left out.
const OUTER: [usize; 2] = [0, 9];

impl Rule for BrowsVisible {
    const ID: &'static str = "brows-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "头发不遮眉毛", en: "brows not covered by hair" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "刘海可能遮住了眉毛。", en: "Hair seems to cover a brow." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两条眉毛都完整露出来了吗？", en: "Do both brows show completely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把刘海梳到一边或夹起来，让两条眉毛完整露出。",
        en: "Comb or pin your fringe aside so that both brows show completely.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, segmentation) = (scene.face()?, scene.segmentation()?);
        if face.pose.yaw.abs() > MAX_YAW {
            return Err(Unmeasurable::HeadTurned);
        }
        let [right, left] = EYES.map(|eye| covered(face, segmentation, &eye));
        let (right, left) = (right?, left?);
        let (most, eye) = if right >= left { (right, &EYES[0]) } else { (left, &EYES[1]) };
        Ok(Measured::new(100.0 * most)?.with_mark(Mark::polygon(&face.points(&eye.brow))))
    }
}

/// The share of a brow that is hair of the head.
fn covered(face: &Face, segmentation: &Segmentation, eye: &Eye) -> Result<f64, Unmeasurable> {
    let inner = eye.brow.iter().enumerate().filter(|(place, _)| !OUTER.contains(place));
    let corners: Vec<Point> = inner.map(|(_, number)| face.point(*number)).collect();
    let labels = &segmentation.labels;
    let cells = labels.inside(&corners).into_iter();
    let labels: Sampled<Region> = cells.map(|(x, y)| labels.at(x, y).copied().flatten()).collect();
    labels.share(|region| *region == Region::Hair)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::parts::FOREHEAD;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn free_brows_pass_and_brows_under_hair_fail() {
        assert_verdicts::<BrowsVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "brows in the colour of the skin",
                SyntheticPortrait { hair: [150, 122, 105], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            (
                "dark skin",
                SyntheticPortrait { skin: [58, 42, 36], ..SyntheticPortrait::default() }.scene(),
                PASS,
            ),
            (
                "brows above the upper edge",
                SyntheticPortrait { place: (240.0, 20.0), ..SyntheticPortrait::default() }.scene(),
                Err(Unmeasurable::OutOfPicture),
            ),
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
