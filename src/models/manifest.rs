//! The manifest: the models that the scene uses, with shapes, sizes and hashes.

use precheck_foundation::json::{FromJson, Json, ObjectReader, write_object};
use serde_json::Value;
use std::borrow::Cow;

/// A model that the scene uses. Pictures go in as rows of red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModelName {
    /// BlazeFace, short range: faces near the camera. 128 x 128 x 3 in -1 to 1; 896 x 16 box regressors, 896 logits.
    FaceDetector,
    /// Face mesh with irises. 256 x 256 x 3 in 0 to 1; 478 x (x, y, z) in pixels of the crop, a presence logit.
    FaceLandmarks,
    /// Blendshapes of the expression. 146 landmarks (x, y) in pixels; 52 coefficients, 0 to 1.
    FaceBlendshapes,
    /// Person mask. 256 x 256 x 3 in 0 to 1; 256 x 256 probabilities.
    SelfieSegmentation,
    /// Segmentation into background, hair, skin, ear, clothes, other. 192 x 192 x 3 in 0 to 1; 96 x 96 x 6 logits.
    PortraitRegions,
    /// What the person wears and does, as far as it is known from the inner tensors of the landmark and the region network, in the shapes of
    /// [`Features::SHAPES`](crate::scene::Features::SHAPES); a logit for each attribute (`training/README.md`).
    Attributes,
    /// The same from crops of both ears (96 x 96 x 3, the one at the right of the picture mirrored), of the neck
    /// (64 x 112 x 3) and of the top of the head (64 x 96 x 3), in -127/128 to 1; logits.
    Crops,
    /// BlazeFace, full range: small faces. 192 x 192 x 3 in -1 to 1; 2304 x 16 box regressors, 2304 logits.
    FullRangeDetector,
}

/// A model identified by name and content, as in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelId {
    /// File name without extension.
    pub id: Cow<'static, str>,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: Cow<'static, str>,
}

impl Json for ModelId {
    fn write(&self, out: &mut String) {
        write_object(out, &[("id", &&*self.id), ("sha256", &&*self.sha256)]);
    }
}

impl FromJson for ModelId {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["id", "sha256"])?;
        let text = |name| members.need::<String>(name).map(Cow::from);
        Ok(Self { id: text("id")?, sha256: text("sha256")? })
    }
}

/// The output of `sha256sum` for the vendored files.
const SUMS: &str = include_str!("../../models/SHA256SUMS");

/// Hexadecimal digits of a SHA-256.
const SHA256_DIGITS: usize = 64;

impl ModelName {
    /// All models, in the order in which the scene runs them.
    pub const ALL: [Self; 8] = [
        Self::FaceDetector,
        Self::FaceLandmarks,
        Self::FaceBlendshapes,
        Self::SelfieSegmentation,
        Self::PortraitRegions,
        Self::Attributes,
        Self::Crops,
        Self::FullRangeDetector,
    ];

    /// File name without extension.
    pub fn id(self) -> &'static str {
        match self {
            Self::FaceDetector => "face_detector",
            Self::FaceLandmarks => "face_landmarks_detector",
            Self::FaceBlendshapes => "face_blendshapes",
            Self::SelfieSegmentation => "selfie_segmentation",
            Self::PortraitRegions => "portrait_regions",
            Self::Attributes => "portrait_attributes",
            Self::Crops => "portrait_crops",
            Self::FullRangeDetector => "face_detection_full_range",
        }
    }

    /// Content of the vendored file. A caller links it into its binary; the wasm module does not call this for its
    /// bytes.
    pub const fn file(self) -> &'static [u8] {
        match self {
            Self::FaceDetector => include_bytes!("../../models/face_detector.tflite"),
            Self::FaceLandmarks => include_bytes!("../../models/face_landmarks_detector.tflite"),
            Self::FaceBlendshapes => include_bytes!("../../models/face_blendshapes.tflite"),
            Self::SelfieSegmentation => include_bytes!("../../models/selfie_segmentation.tflite"),
            Self::PortraitRegions => include_bytes!("../../models/portrait_regions.tflite"),
            Self::Attributes => include_bytes!("../../models/portrait_attributes.tflite"),
            Self::Crops => include_bytes!("../../models/portrait_crops.tflite"),
            Self::FullRangeDetector => include_bytes!("../../models/face_detection_full_range.tflite"),
        }
    }

    /// Inner tensors, by their indices in the file, that the model's run returns after the outputs of the file. The
    /// networks were not trained for it, but what they know of a face at these places also tells of glasses, head
    /// coverings, hair and jewellery (`training/README.md`).
    pub const fn inner_tensors(self) -> &'static [usize] {
        match self {
            Self::FaceLandmarks => &[377, 408],
            Self::PortraitRegions => &[347, 276],
            _ => &[],
        }
    }

    /// Lengths of the tensors that a run returns: the outputs of the file, then the
    /// [inner tensors](Self::inner_tensors).
    pub const fn outputs(self) -> &'static [usize] {
        match self {
            Self::FaceDetector => &[896 * 16, 896],
            Self::FaceLandmarks => &[478 * 3, 1, 1, 16 * 16 * 128, 8 * 8 * 128],
            Self::FaceBlendshapes => &[52],
            Self::SelfieSegmentation => &[256 * 256],
            Self::PortraitRegions => &[96 * 96 * 6, 12 * 12 * 96, 24 * 24 * 24],
            Self::Attributes => &[20],
            Self::Crops => &[21],
            Self::FullRangeDetector => &[2304 * 16, 2304],
        }
    }

    /// Lengths of the inputs.
    pub const fn inputs(self) -> &'static [usize] {
        match self {
            Self::FaceDetector => &[128 * 128 * 3],
            Self::FaceLandmarks | Self::SelfieSegmentation => &[256 * 256 * 3],
            Self::FaceBlendshapes => &[146 * 2],
            Self::PortraitRegions | Self::FullRangeDetector => &[192 * 192 * 3],
            Self::Attributes => &[16 * 16 * 128, 8 * 8 * 128, 12 * 12 * 96, 24 * 24 * 24],
            Self::Crops => &[96 * 96 * 3, 96 * 96 * 3, 64 * 112 * 3, 64 * 96 * 3],
        }
    }

    /// Length of the file in bytes.
    pub const fn size(self) -> usize {
        self.file().len()
    }

    /// The model with this file name without extension.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.id() == id)
    }

    /// SHA-256 of the vendored file, lower-case hexadecimal.
    pub fn sha256(self) -> &'static str {
        let of = |line: &'static str| {
            let (sha256, file) = line.split_at_checked(SHA256_DIGITS)?;
            (file.trim_start().strip_suffix(".tflite")? == self.id()).then_some(sha256)
        };
        SUMS.lines().find_map(of).unwrap_or("")
    }

    /// Name and hash of the vendored file.
    pub fn identity(self) -> ModelId {
        ModelId { id: self.id().into(), sha256: self.sha256().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_hash() {
        let without: Vec<_> =
            ModelName::ALL.into_iter().filter(|name| name.identity().sha256.len() != 64).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
