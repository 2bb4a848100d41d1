//! The facial expression: 52 blendshape coefficients from MediaPipe's model, in ARKit's terms.

use super::Landmarks;
use crate::models::{self, ModelName, Models};

/// The coefficient, 0 to 1, of each blendshape in [`BLENDSHAPES`].
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    coefficients: Vec<f64>,
}

/// Names of the blendshapes in the order of the model's output.
pub const BLENDSHAPES: [&str; 52] = [
    "_neutral",
    "browDownLeft",
    "browDownRight",
    "browInnerUp",
    "browOuterUpLeft",
    "browOuterUpRight",
    "cheekPuff",
    "cheekSquintLeft",
    "cheekSquintRight",
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "eyeLookDownLeft",
    "eyeLookDownRight",
    "eyeLookInLeft",
    "eyeLookInRight",
    "eyeLookOutLeft",
    "eyeLookOutRight",
    "eyeLookUpLeft",
    "eyeLookUpRight",
    "eyeSquintLeft",
    "eyeSquintRight",
    "eyeWideLeft",
    "eyeWideRight",
    "jawForward",
    "jawLeft",
    "jawOpen",
    "jawRight",
    "mouthClose",
    "mouthDimpleLeft",
    "mouthDimpleRight",
    "mouthFrownLeft",
    "mouthFrownRight",
    "mouthFunnel",
    "mouthLeft",
    "mouthLowerDownLeft",
    "mouthLowerDownRight",
    "mouthPressLeft",
    "mouthPressRight",
    "mouthPucker",
    "mouthRight",
    "mouthRollLower",
    "mouthRollUpper",
    "mouthShrugLower",
    "mouthShrugUpper",
    "mouthSmileLeft",
    "mouthSmileRight",
    "mouthStretchLeft",
    "mouthStretchRight",
    "mouthUpperUpLeft",
    "mouthUpperUpRight",
    "noseSneerLeft",
    "noseSneerRight",
];

/// Numbers of the landmarks in the model's input, in its order.
#[rustfmt::skip]
const LANDMARKS: [usize; 146] = [
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153,
    154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249,
    251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314,
    317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382,
    384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473,
    474, 475, 476, 477,
];

impl Expression {
    /// The expression of the face with these landmarks; `None` without the model.
    pub fn of(landmarks: &Landmarks, models: &dyn Models) -> Option<Self> {
        let places = LANDMARKS.map(|number| landmarks.point(number));
        let input: Vec<f32> = places.iter().flat_map(|place| [place.x as f32, place.y as f32]).collect();
        let outputs = models::run(models, ModelName::FaceBlendshapes, &[&input])?;
        let coefficients = outputs.first()?.iter().map(|value| f64::from(value.clamp(0.0, 1.0))).collect();
        Some(Self { coefficients })
    }

    /// An expression with these coefficients, all others 0.
    #[cfg(test)]
    pub fn showing(coefficients: &[(&str, f64)]) -> Self {
        let of =
            |name: &str| coefficients.iter().find(|(own, _)| *own == name).map_or(0.0, |(_, value)| *value);
        Self { coefficients: BLENDSHAPES.map(of).to_vec() }
    }

    /// Name and coefficient of each blendshape.
    pub fn coefficients(&self) -> impl Iterator<Item = (&'static str, f64)> {
        BLENDSHAPES.into_iter().zip(self.coefficients.iter().copied())
    }

    /// The coefficient of a blendshape; `None` for a name that is not in [`BLENDSHAPES`].
    pub fn coefficient(&self, name: &str) -> Option<f64> {
        self.coefficients().find_map(|(own, value)| (own == name).then_some(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coefficient_is_found_by_its_name() {
        let expression = Expression::showing(&[("jawOpen", 0.4), ("noseSneerRight", 0.7)]);
        let found =
            ["jawOpen", "noseSneerRight", "cheekPuff", "jawShut"].map(|name| expression.coefficient(name));
        assert_eq!(found, [Some(0.4), Some(0.7), Some(0.0), None]);
        assert_eq!(expression.coefficients().filter(|(_, value)| *value > 0.0).count(), 2);
    }

    #[test]
    fn the_models_landmarks_are_distinct_and_rising() {
        assert!(LANDMARKS.is_sorted_by(|a, b| a < b));
    }
}
