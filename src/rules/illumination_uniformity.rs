//! 「不得……造成阴影」 — the light on the face is even: no half of it lies in shadow.
//!
//! # What is measured
//! By how much, in per cent, less light falls on the darker half of the face than on the other: right and left, or forehead
//! and cheeks, whichever differ more. It is the light itself (linear luminance) that is compared, on skin alone and between
//! places of the same pigment (see [`FaceLight`]): hair, beard, glasses, birthmarks and rouge are no shadow. Half the light is
//! 50 %, a ratio of key to fill of 2 : 1, at which photographers begin to see a face as lit from one side.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, too little skin shows on one of the sides, or both sides differ in pigment
//! nearly everywhere.
//!
//! # Known limits
//! Light and pigment that keeps its hue (some naevi, vitiligo over half a face) cannot be told apart. Spots of light, the shadow
//! of a nose or of leaves, and light from both sides that leaves the middle dark are not measured.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::CHEEKS;
use crate::scene::{Face, FaceLight, Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::num;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum IlluminationUniformity {}

/// Landmarks in the middle of the forehead and of the upper lip, between which a mark is drawn.
const FOREHEAD_AND_LIP: [usize; 2] = [151, 164];

const LEFT_DARKER: LocalizedStr =
    LocalizedStr { zh: "照片中左边的半张脸较暗", en: "the half at the picture's left is darker" };
const RIGHT_DARKER: LocalizedStr =
    LocalizedStr { zh: "照片中右边的半张脸较暗", en: "the half at the picture's right is darker" };
const FOREHEAD_DARKER: LocalizedStr = LocalizedStr { zh: "额头较暗", en: "the forehead is darker" };
const CHEEKS_DARKER: LocalizedStr =
    LocalizedStr { zh: "脸的下半部较暗", en: "the lower half is darker" };

impl Rule for IlluminationUniformity {
    const ID: &'static str = "illumination-uniformity";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "面部光线均匀", en: "even light on the face" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸上的光线不均匀：{detail}。",
        en: "The light on the face is uneven: {detail}.",
    };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "脸上的光线一样亮吗？", en: "Is your whole face lit equally?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请面向窗户或光源，让光线均匀照在整张脸上，不要侧光、逆光，也不要让帽檐或头发在脸上投下阴影。",
        en: "Face the window or lamp so that the light falls evenly on your whole face, not from a side or from behind, and keep hair and brims from shading it.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face, segmentation) =
            (scene.face()?, scene.aligned_face()?, scene.segmentation()?);
        let light = FaceLight::of(aligned_face, face, segmentation)?;
        let down = light.forehead_over_cheeks.filter(|down| down.abs() > light.right_over_left.abs());
        let (ratio, between, detail) = match (down, light.right_over_left) {
            (Some(down), _) if down < 0.0 => (down, FOREHEAD_AND_LIP, FOREHEAD_DARKER),
            (Some(down), _) => (down, FOREHEAD_AND_LIP, CHEEKS_DARKER),
            (None, across) if across < 0.0 => (across, CHEEKS, RIGHT_DARKER),
            (None, across) => (across, CHEEKS, LEFT_DARKER),
        };
        let less = 100.0 * (1.0 - num::exp(-ratio.abs()));
        Ok(Measured::new(less)?.with_mark(line(face, between)).with_detail(detail))
    }
}

fn line(face: &Face, [from, to]: [usize; 2]) -> Mark {
    Mark::line(face.point(from), face.point(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::parts::BRIDGE;
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn even_light_passes_and_light_from_one_side_fails() {
        assert_verdicts::<IlluminationUniformity>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "half in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.3 } else { 1.0 }))
                }),
                FAIL,
            ),
            (
                "light from one side, as photographers model a face",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.7 } else { 1.0 }))
                }),
                PASS,
            ),
            (
                "birthmark over a cheek",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let stain = canvas.oval(canvas.face.point(CHEEKS[0]), (0.45, 0.5));
                    canvas.tint(&stain, [150, 70, 80]);
                }),
                PASS,
            ),
            (
                "fringe over the forehead",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let fringe = canvas.rectangle(canvas.face.point(BRIDGE), (-1.0, 1.0), (-1.6, -0.3));
                    canvas.put(&fringe, Region::Hair, [44, 36, 32]);
                }),
                PASS,
            ),
            (
                "forehead in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    let eyes = canvas.face.eyes()[0].y;
                    canvas.change(|place, _, colour| lit(colour, if place.y < eyes { 0.3 } else { 1.0 }));
                }),
                FAIL,
            ),
        ]);
    }
}
