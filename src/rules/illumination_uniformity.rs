//! 「不得……造成阴影」 — the light on the face is even: no half of it lies in shadow.
//!
//! # What is measured
//! By how much, in per cent, less light falls on a darker part of the face than on a lighter one: on one side than on the
//! other, on the forehead than on the cheeks, or on the face than on a spot, whichever differ most (see [`FaceLight`]). Light is
//! compared, not colour: hair, birthmarks, rouge and shine are left out. Half the light on one side is 50 %, a ratio of key to
//! fill of 2 : 1, at which photographers begin to see a face as lit from one side. Forehead and spots cannot be compared with
//! a mirrored place; since a face's form alone makes them lighter or darker, the logarithm of their ratio counts for less.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, too little of its skin shows, or both sides differ in pigment or are hair
//! nearly everywhere.
//!
//! # Known limits
//! Light and pigment that keeps its hue (some naevi, vitiligo over half a face) cannot be told apart. Of photographs whose
//! light a labeller called uneven half are missed: the shadow of a nose, a face wholly in shade before a bright wall,
//! light from both sides that leaves the middle dark, and flat, burnt out light are not measured.

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
const SPOT: LocalizedStr =
    LocalizedStr { zh: "脸上有一块特别亮", en: "a part of it is much brighter" };

/// How much the logarithm of a ratio counts that is not one of mirrored places.
const UNMIRRORED: f64 = 0.7;

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
        let sides = light.right_over_left.abs();
        let forehead = light.forehead_over_cheeks.map(|ratio| -UNMIRRORED * ratio);
        let spot = UNMIRRORED * light.spot;
        let ratio = forehead.into_iter().fold(sides.max(spot), f64::max);
        let (mark, detail) = if ratio == spot {
            (Mark::bounding_box(light.spot_places), SPOT)
        } else if forehead == Some(ratio) {
            (Some(line(face, FOREHEAD_AND_LIP)), FOREHEAD_DARKER)
        } else {
            let darker = if light.right_over_left < 0.0 { RIGHT_DARKER } else { LEFT_DARKER };
            (Some(line(face, CHEEKS)), darker)
        };
        let less = 100.0 * (1.0 - num::exp(-ratio));
        Ok(Measured::new(less)?.with_marks(mark).with_detail(detail))
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
                "sun through leaves on a cheek",
                SyntheticPortrait { skin: [120, 84, 66], ..SyntheticPortrait::default() }.scene_with(
                    |canvas| {
                        let cheek = canvas.face.point(CHEEKS[0]);
                        let reach = 0.4 * canvas.face.eye_distance();
                        canvas.change(|place, _, colour| {
                            lit(colour, if place.distance(cheek) < reach { 5.0 } else { 1.0 })
                        });
                    },
                ),
                FAIL,
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
