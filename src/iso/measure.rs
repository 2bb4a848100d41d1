//! All measures, in the order of OFIQ's table.

use super::{face, light, mapping};
use crate::scene::{Scene, Unmeasurable};

/// A measure of the standard.
#[derive(Debug)]
pub struct Measure {
    /// The name of its column in OFIQ's table.
    pub name: &'static str,
    /// `None` if OFIQ uses a model that we do not have: for face recognition, face parsing, occlusion, expression,
    /// sharpness or compression.
    pub method: Option<Method>,
}

/// How a measure is computed.
#[derive(Debug)]
pub struct Method {
    measure: fn(&Scene) -> Result<f64, Unmeasurable>,
    /// The quality from 0 to 100 for a native value.
    pub scalar: fn(f64) -> u8,
}

impl Method {
    /// The native value, in the unit of the standard.
    ///
    /// # Errors
    /// Says why there is none; [`Unmeasurable::NoDetail`] if it is not finite, since a part of the face has no extent.
    pub fn native(&self, scene: &Scene) -> Result<f64, Unmeasurable> {
        let value = (self.measure)(scene)?;
        if value.is_finite() { Ok(value) } else { Err(Unmeasurable::NoDetail) }
    }
}

/// All capture-related measures.
pub static MEASURES: [Measure; 28] = [
    unavailable("UnifiedQualityScore"),
    unavailable("BackgroundUniformity"),
    measured("IlluminationUniformity", light::illumination_uniformity, mapping::illumination_uniformity),
    measured("LuminanceMean", light::luminance_mean, mapping::luminance_mean),
    measured("LuminanceVariance", light::luminance_variance, mapping::luminance_variance),
    unavailable("UnderExposurePrevention"),
    unavailable("OverExposurePrevention"),
    measured("DynamicRange", light::dynamic_range, mapping::dynamic_range),
    unavailable("Sharpness"),
    unavailable("CompressionArtifacts"),
    measured("NaturalColour", light::natural_colour, mapping::natural_colour),
    measured("SingleFacePresent", face::single_face_present, mapping::single_face_present),
    measured("EyesOpen", face::eyes_open, mapping::eyes_open),
    measured("MouthClosed", face::mouth_closed, mapping::mouth_closed),
    unavailable("EyesVisible"),
    unavailable("MouthOcclusionPrevention"),
    unavailable("FaceOcclusionPrevention"),
    measured("InterEyeDistance", face::inter_eye_distance, mapping::inter_eye_distance),
    measured("HeadSize", face::head_size, mapping::head_size),
    measured("LeftwardCropOfTheFaceImage", face::leftward_crop, mapping::crop),
    measured("RightwardCropOfTheFaceImage", face::rightward_crop, mapping::crop),
    measured("MarginAboveOfTheFaceImage", face::margin_above, mapping::margin_above),
    measured("MarginBelowOfTheFaceImage", face::margin_below, mapping::margin_below),
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
    measure: fn(&Scene) -> Result<f64, Unmeasurable>,
    scalar: fn(f64) -> u8,
) -> Measure {
    Measure { name, method: Some(Method { measure, scalar }) }
}
