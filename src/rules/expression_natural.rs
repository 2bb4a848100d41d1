//! 「表情自然」 — a natural expression: no grimace.
//!
//! # What is measured
//! The strongest of 14 expression coefficients (MediaPipe's blendshapes, 0 to 1), in per cent: brows drawn
//! down (2), cheeks puffed, jaw forward, left, right or open, lips funnelled, mouth shifted left or right,
//! corners of the mouth pulled down (2), nose wrinkled (2). A smile is none of them, for the notice allows it. Wide or narrowed
//! eyes and pursed lips are not used.
//!
//! # When it cannot tell
//! When no face was found, or more than a fifth of its outline lies outside the picture.
//!
//! # Known limits
//! No labelled portrait has an unnatural expression, so only the false alarms are known. The limit is
//! therefore above every labelled portrait: only obvious grimaces are reported, the rest is left to the
//! reviewer.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::OVAL;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum ExpressionNatural {}

/// The blendshapes that a face at rest does not show, as the model names them.
const GRIMACES: [&str; 14] = [
    "browDownLeft",
    "browDownRight",
    "cheekPuff",
    "jawForward",
    "jawLeft",
    "jawRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "noseSneerLeft",
    "noseSneerRight",
    "jawOpen",
];

impl Rule for ExpressionNatural {
    const ID: &'static str = "expression-natural";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "表情自然", en: "natural expression" };
    const FAIL: LocalizedStr =
        LocalizedStr { zh: "表情不够自然。", en: "The expression does not look natural." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "您的表情自然、放松吗？",
        en: "Is your expression natural and relaxed?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请放松面部，自然地看着镜头；可以微笑。",
        en: "Relax your face and look at the camera; a smile is fine.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        scene.face_showing(&OVAL)?;
        let expression = scene.expression()?;
        let grimaces = expression.coefficients().filter(|(name, _)| GRIMACES.contains(name));
        Measured::new(100.0 * grimaces.map(|(_, strength)| strength).fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::BLENDSHAPES;

    #[test]
    fn every_grimace_is_a_movement_that_the_model_knows() {
        let unknown: Vec<_> = GRIMACES.iter().filter(|name| !BLENDSHAPES.contains(name)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
