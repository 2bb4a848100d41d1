//! 「准备正面免冠标准证件照」「不得有……其他人」 — exactly one face.
//!
//! # What is measured
//! `100 max(1 - p1, p2)`: the evidence, in per cent, that there is not exactly one face. p1 is the score of
//! the main face: the lower of the detector's score and the presence score of the landmark network (0
//! without a face). p2 is the highest detector score of any other face. Two detectors are used: one for
//! faces near the camera, on the upright picture and, unless its score there is near certainty, on the
//! turned one; and one for small faces, where the background is not plain.
//!
//! # When it cannot tell
//! Only without the models: a picture without any face is a clear answer.
//!
//! # Known limits
//! Faces on posters or shirts count, as they should. A second face in profile or mostly hidden may be
//! missed. Labelled portraits of one person reach 56, pictures of several people or none start at 95.

use super::{AtMost, Group, Measured, Proof, Rule, Unit};
use crate::scene::{Detection, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum SingleFacePresent {}

const SECOND: LocalizedStr = LocalizedStr {
    zh: "画面中似乎不止一张人脸。",
    en: "There seems to be more than one face in the picture.",
};
const NONE: LocalizedStr =
    LocalizedStr { zh: "没有找到清楚的正面人脸。", en: "No clear frontal face was found." };

impl Rule for SingleFacePresent {
    const ID: &'static str = "single-face-present";
    const GROUP: Group = Group::Person;
    /// Other people are things in the background.
    const PROOF: Proof = Proof::Simulation;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "画面中只有本人", en: "exactly one face" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "{detail}", en: "{detail}" };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片里只有您一个人、脸正对镜头吗？",
        en: "Are you alone in the picture, facing the camera?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请上传只有本人一人、正面清晰的证件照，背景里不要出现其他人或人像。",
        en: "Upload a clear frontal portrait of yourself alone, with no other people or faces behind you.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let faces = scene.faces()?;
        let detected = faces.detections.iter().take(1).map(|face| face.score).fold(0.0, f64::max);
        let landmarks = scene.face().into_iter().map(|face| face.landmarks.presence).fold(0.0, f64::max);
        let main_score = landmarks.min(detected);
        let others: Vec<&Detection> = faces.detections.iter().skip(1).chain(&faces.small).collect();
        let other_score = others.iter().map(|face| face.score).fold(0.0, f64::max);
        let detail = if other_score > 1.0 - main_score { SECOND } else { NONE };
        let measured = Measured::new(100.0 * other_score.max(1.0 - main_score))?;
        let all = faces.detections.iter().chain(&faces.small);
        Ok(measured.with_detail(detail).with_marks(all.filter_map(mark)))
    }
}

fn mark(face: &Detection) -> Option<Mark> {
    let corner = |sign: f64| Point {
        x: face.centre.x + sign * face.side / 2.0,
        y: face.centre.y + sign * face.side / 2.0,
    };
    Mark::bounding_box([corner(-1.0), corner(1.0)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use crate::scene::{Landmarks, Subject};

    /// The good portrait after its subject was changed.
    fn with(change: impl FnOnce(&mut Subject)) -> Scene {
        let mut scene = SyntheticPortrait::default().scene();
        change(scene.subject_mut());
        scene
    }

    #[test]
    fn one_face_passes_and_none_two_or_an_unlikely_one_fails() {
        let denied = |subject: &mut Subject| {
            let points = subject.face.landmarks.points().to_vec();
            subject.face.landmarks = Landmarks::new(points, 0.1).unwrap();
        };
        let doubled = |subject: &mut Subject| subject.faces.detections.push(subject.faces.detections[0]);
        let one_behind = |subject: &mut Subject| subject.faces.small.push(subject.faces.detections[0]);
        assert_verdicts::<SingleFacePresent>([
            ("one", SyntheticPortrait::default().scene(), PASS),
            ("two", with(doubled), FAIL),
            ("a small one behind", with(one_behind), FAIL),
            ("none", with(|subject| subject.faces.detections.clear()), FAIL),
            ("one that the landmarks deny", with(denied), FAIL),
        ]);
    }
}
