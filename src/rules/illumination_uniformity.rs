//! 「不得……造成阴影」 — the light on the face is even: no half of it lies in shadow.
//!
//! # What is measured
//! By how much, in per cent, less light falls on a darker part of the face than on a lighter one: on one side than on the
//! other, on the forehead than on the cheeks, or on the face than on a spot, whichever differ most (see [`FaceLight`]). Light is
//! compared, not colour: hair, birthmarks, rouge and shine are left out. Half the light on one side is 50 %, a ratio of key to
//! fill of 2 : 1, at which photographers begin to see a face as lit from one side. Forehead and spots cannot be compared with
//! a mirrored place; since a face's form alone makes them lighter or darker, the logarithm of their ratio counts for less.
//!
//! Many shadows are no difference between such places: of a nose, in both eye sockets, in the middle of a face. What the
//! attribute network says of uneven light (`scene/attributes.rs`) is added to the logarithm as log odds with a weight, as far
//! as it exceeds odds of 1 : 20: where the network sees even light, the measured ratio alone counts.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, too little of its skin shows, or both sides differ in pigment or are hair
//! nearly everywhere.
//!
//! # Known limits
//! Light and pigment that keeps its hue (some naevi, vitiligo over half a face) cannot be told apart. Of photographs whose
//! light a labeller called uneven, the ratio alone misses half, and with the network a good quarter: soft shadows, and flat,
//! burnt out light. The network has seen 47 of them. A face wholly in shade before a bright wall is not measured here: of
//! the light of its lightest places below that of the wall, two of 36 labelled faces have more (1.06, natural logarithm) than
//! one in a hundred evenly lit ones, which stand before white walls as well; deep shade is `not-too-dark`.

use super::{AtMost, Group, Measured, Proof, Rule, Unit};
use crate::scene::parts::CHEEKS;
use crate::scene::{Attribute, Face, FaceLight, Scene, Unmeasurable};
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

const SHADES: LocalizedStr =
    LocalizedStr { zh: "脸上有阴影或反光", en: "there are shadows or glare on it" };

/// How much the logarithm of a ratio counts that is not one of mirrored places.
const UNMIRRORED: f64 = 0.7;

/// What a log odd of the network counts as logarithm of a ratio (`training/evidence.py`), and from which log odds on: 1 : 20.
const PER_NETWORK: f64 = 0.39;
const FROM_ODDS: f64 = -3.0;

impl Rule for IlluminationUniformity {
    const ID: &'static str = "illumination-uniformity";
    const GROUP: Group = Group::Picture;
    const PROOF: Proof = Proof::Photographs;
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
        let (face, light) = (scene.face()?, light(scene)?);
        let ratio = most(&light);
        let seen = scene.attributes()?.log_odds(Attribute::UnevenLight) - FROM_ODDS;
        let seen = PER_NETWORK * seen.max(0.0);
        let (mark, detail) = if seen > ratio {
            (None, SHADES)
        } else if ratio == spot(&light) {
            (Mark::bounding_box(light.spot_places), SPOT)
        } else if forehead(&light) == Some(ratio) {
            (Some(line(face, FOREHEAD_AND_LIP)), FOREHEAD_DARKER)
        } else {
            let darker = if light.right_over_left < 0.0 { RIGHT_DARKER } else { LEFT_DARKER };
            (Some(line(face, CHEEKS)), darker)
        };
        let less = 100.0 * (1.0 - num::exp(-ratio - seen));
        Ok(Measured::new(less)?.with_marks(mark).with_detail(detail))
    }
}

/// What is measured beside the network's answer: the logarithm of the largest ratio.
pub(super) fn evidence(scene: &Scene) -> Result<f64, Unmeasurable> {
    Ok(most(&light(scene)?))
}

fn light(scene: &Scene) -> Result<FaceLight, Unmeasurable> {
    FaceLight::of(scene.aligned_face()?, scene.face()?, scene.segmentation()?)
}

fn most(light: &FaceLight) -> f64 {
    forehead(light).into_iter().fold(light.right_over_left.abs().max(spot(light)), f64::max)
}

fn forehead(light: &FaceLight) -> Option<f64> {
    light.forehead_over_cheeks.map(|ratio| -UNMIRRORED * ratio)
}

fn spot(light: &FaceLight) -> f64 {
    UNMIRRORED * light.spot
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
                "shadows that are no ratio",
                SyntheticPortrait { attributes: &[Attribute::UnevenLight], ..SyntheticPortrait::default() }
                    .scene(),
                FAIL,
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
