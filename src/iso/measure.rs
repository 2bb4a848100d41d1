//! The list of all measures, in the order of OFIQ's table.

use super::{face, light, mapping};
use crate::scene::{Scene, Unmeasurable};

/// A measure of the standard.
#[derive(Debug)]
pub struct Measure {
    /// Its name in OFIQ's table.
    pub name: &'static str,
    /// How it is measured; `None` for a measure that needs a network which this engine does not have: for
    /// face recognition, face parsing, occlusion, expression, sharpness or compression.
    pub method: Option<Method>,
}

/// How a measure is measured.
#[derive(Debug)]
pub struct Method {
    /// The number that is measured.
    pub native: fn(&Scene) -> Result<f64, Unmeasurable>,
    /// Its quality from 0 to 100.
    pub scalar: fn(f64) -> u8,
}

/// All capture-related measures.
pub static MEASURES: [Measure; 28] = [
    unavailable("UnifiedQualityScore"),
    unavailable("BackgroundUniformity"),
    measured("IlluminationUniformity", light::illumination_uniformity, mapping::illumination_uniformity),
    measured("LuminanceMean", light::mean, mapping::luminance_mean),
    measured("LuminanceVariance", light::variance, mapping::luminance_variance),
    unavailable("UnderExposurePrevention"),
    unavailable("OverExposurePrevention"),
    measured("DynamicRange", light::entropy, mapping::dynamic_range),
    unavailable("Sharpness"),
    unavailable("CompressionArtifacts"),
    measured("NaturalColour", light::natural_colour, mapping::natural_colour),
    measured("SingleFacePresent", face::second_face, mapping::single_face_present),
    measured("EyesOpen", face::eye_opening, mapping::eyes_open),
    measured("MouthClosed", face::mouth_opening, mapping::mouth_closed),
    unavailable("EyesVisible"),
    unavailable("MouthOcclusionPrevention"),
    unavailable("FaceOcclusionPrevention"),
    measured("InterEyeDistance", face::inter_eye_distance, mapping::inter_eye_distance),
    measured("HeadSize", face::head_size, mapping::head_size),
    measured("LeftwardCropOfTheFaceImage", face::room_on_the_left, mapping::crop),
    measured("RightwardCropOfTheFaceImage", face::room_on_the_right, mapping::crop),
    measured("MarginAboveOfTheFaceImage", face::room_above, mapping::margin_above),
    measured("MarginBelowOfTheFaceImage", face::room_below, mapping::margin_below),
    measured("HeadPoseYaw", |scene| Ok(scene.face()?.pose.yaw), mapping::head_pose),
    measured("HeadPosePitch", |scene| Ok(scene.face()?.pose.pitch), mapping::head_pose),
    measured("HeadPoseRoll", |scene| Ok(scene.face()?.pose.roll), mapping::head_pose),
    unavailable("ExpressionNeutrality"),
    unavailable("NoHeadCoverings"),
];

const fn unavailable(name: &'static str) -> Measure {
    Measure { name, method: None }
}

const fn measured(
    name: &'static str,
    native: fn(&Scene) -> Result<f64, Unmeasurable>,
    scalar: fn(f64) -> u8,
) -> Measure {
    Measure { name, method: Some(Method { native, scalar }) }
}
