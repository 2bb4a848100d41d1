//! 「双眼自然睁开」 — both eyes are open.
//!
//! # What is measured
//! The probability, in per cent, that an eye is closed. Two pieces of evidence are added up as log odds: the opening of
//! the less open eye, in per cent of its width (the mean distance between upper and lower lid at three places, over the
//! distance between the corners), and what the attribute network says (`scene/attributes.rs`). The opening alone calls
//! narrow, smiling and strained eyes closed, and the network alone misses one closed eye beside an open one; where the
//! network sees an open eye, a narrow one passes.
//!
//! # When it cannot tell
//! When no face was found, or an eye lies outside the picture.
//!
//! # Known limits
//! The weights were fitted on 19 photographs with closed and 907 with open eyes. Eyes that are
//! lowered, half closed, or seen from the side, where the landmarks of the lids are guesses, are missed. ACCURACY.md has
//! the figures.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::{BOTH_EYES, EYES, Eye};
use crate::scene::{Attribute, Face, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EyesOpen {}

/// The log odds of a closed eye: an offset, and what a per cent of opening and the network's log odds count. Logistic
/// regression on photographs of real people, with what the network says of people whom it has not seen
/// (`training/evidence.py`).
const OFFSET: f64 = 3.79;
const PER_OPENING: f64 = -0.219;
const PER_NETWORK: f64 = 0.807;

impl Rule for EyesOpen {
    const ID: &'static str = "eyes-open";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双眼自然睁开", en: "both eyes open" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "眼睛没有完全睁开。", en: "The eyes are not fully open." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "两只眼睛都自然睁开了吗？眼睛小没有关系。",
        en: "Are both eyes open? Naturally narrow eyes are fine.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请自然睁开双眼看向镜头，避开刺眼的光，多拍几张选一张没有眨眼的。",
        en: "Open both eyes naturally and look at the camera, away from glaring light; take several photos and choose one without a blink.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_showing(&BOTH_EYES)?;
        let (least, eye) = least_open(face);
        let mark = Mark::polygon(&face.points(&eye.outline));
        let network = scene.attributes()?.log_odds(Attribute::ClosedEyes);
        Ok(Measured::log_odds(log_odds(least, network))?.with_mark(mark))
    }
}

/// What is measured beside the network's answer: the opening of the less open eye, in per cent.
pub(super) fn evidence(scene: &Scene) -> Result<f64, Unmeasurable> {
    Ok(100.0 * least_open(scene.face_showing(&BOTH_EYES)?).0)
}

/// The less open eye, with its opening.
fn least_open(face: &Face) -> (f64, Eye) {
    let [one, other] = EYES.map(|eye| (opening(face, &eye), eye));
    if one.0 <= other.0 { one } else { other }
}

/// The log odds of a closed eye, from the opening of the less open one and from the network's log odds.
fn log_odds(least: f64, network: f64) -> f64 {
    OFFSET + PER_OPENING * 100.0 * least + PER_NETWORK * network
}

/// The mean distance of the lids over the distance of the corners.
fn opening(face: &Face, eye: &Eye) -> f64 {
    let [outer, inner] = eye.corners.map(|corner| face.point(corner));
    let apart =
        |(upper, lower): (&usize, &usize)| -> f64 { Point::distance(face.point(*upper), face.point(*lower)) };
    let lids: f64 = eye.upper.iter().zip(&eye.lower).map(apart).sum();
    lids / eye.upper.len() as f64 / outer.distance(inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    fn eyes(eyes: [f64; 2], attributes: &'static [Attribute]) -> Scene {
        SyntheticPortrait { eyes, attributes, ..SyntheticPortrait::default() }.scene()
    }

    #[test]
    fn open_and_narrow_eyes_pass_and_one_closed_eye_fails() {
        assert_verdicts::<EyesOpen>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("both narrow, as in a smile", eyes([0.5; 2], &[]), PASS),
            ("both closed", eyes([0.1; 2], &[Attribute::ClosedEyes]), FAIL),
            ("the right one closed", eyes([0.1, 1.0], &[Attribute::ClosedEyes]), FAIL),
            ("the left one closed", eyes([1.0, 0.1], &[Attribute::ClosedEyes]), FAIL),
        ]);
    }

    #[test]
    fn where_the_network_is_not_sure_the_opening_decides() {
        let unsure = -1.0;
        assert!(log_odds(0.1, unsure) > 0.0 && log_odds(0.28, unsure) < 0.0);
        let open = opening(&SyntheticPortrait::default().face(), &EYES[0]);
        let shut =
            opening(&SyntheticPortrait { eyes: [0.1; 2], ..SyntheticPortrait::default() }.face(), &EYES[0]);
        assert!(shut < 0.1 && open > 0.2, "{shut} {open}");
    }
}
