//! 「请务必上传标准证件照，生活照、手机自拍照……将不予审核通过」 — a proper portrait and no selfie.
//!
//! # What is measured
//! How many of two signs of a selfie the file gives: the EXIF lens model names a front camera; the camera was
//! less than 50 cm away.
//!
//! The distance is `6.3 cm * f / e`, with the mean distance of human pupils, the focal length f in pixels
//! (from the EXIF focal length for 35 mm film and the diagonal of the picture), and the eye distance e in
//! pixels. It is computed only for an uncropped picture, because a crop makes the camera seem nearer
//! than it was: sides of 3:4 that are multiples of 4, and at least four megapixels.
//!
//! # When it cannot tell
//! When the file has no EXIF data on camera or software. Most files that went through a messenger have lost
//! it, so its absence proves nothing.
//!
//! # Known limits
//! The data can be removed by anyone who wants to hide it. Whether a photo is an everyday snapshot only a
//! person can tell: the notice's sentence also has a clause for the reviewer. No labelled photo has such
//! data; the rule was tested on constructed scenes.
//!
//! The picture alone does not give the distance. A perspective camera was fitted to the canonical face and
//! the landmarks: one person photographed from 15, 30, 45 and 60 cm has a perspective of 0.044, 0.036,
//! 0.036 and 0.032 (the inverse distance, in units of the canonical face), where geometry predicts a
//! fourfold difference. Among 110 studio portraits it is 0.011 to 0.034, depending on the shape of the
//! face, and four selfies have 0.030 to 0.039: only a distance at which nobody takes a selfie can be told
//! apart.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable, is_from_front_camera};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum StudioPortrait {}

/// The mean distance of an adult's pupils in centimetres (ISO/IEC 19794-5).
const PUPIL_DISTANCE_CM: f64 = 6.3;

/// The diagonal of a 35 mm film frame in millimetres.
const FILM_DIAGONAL_MM: f64 = 43.27;

/// A camera nearer than this, in centimetres, is within the arm's reach of the person.
const ARM_LENGTH_CM: f64 = 50.0;

/// A picture with fewer pixels was reduced or cropped.
const MIN_SENSOR_PIXELS: u64 = 4_000_000;

/// Sides of uncropped pictures are multiples of this.
const SENSOR_STEP: u32 = 4;

const FRONT: LocalizedStr =
    LocalizedStr { zh: "由前置摄像头拍摄", en: "it was taken with a front camera" };
const NEAR: LocalizedStr =
    LocalizedStr { zh: "拍摄距离不到一臂", en: "it was taken from less than an arm's length" };
const BOTH: LocalizedStr = LocalizedStr {
    zh: "由前置摄像头在不到一臂的距离拍摄",
    en: "it was taken with a front camera, from less than an arm's length",
};
const NONE: LocalizedStr = LocalizedStr { zh: "没有这样的迹象", en: "there is no such sign" };

impl Rule for StudioPortrait {
    const ID: &'static str = "studio-portrait";
    const GROUP: Group = Group::Authenticity;
    const UNIT: Unit = Unit::Count;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "标准证件照", en: "a proper portrait, no snapshot or selfie" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "从照片文件看，这可能是自拍：{detail}。",
        en: "The file suggests that this is a selfie: {detail}.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "照片是别人在一米以外为您拍的，不是自拍吗？",
        en: "Was the photo taken by somebody else from a metre away, and is it no selfie?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请让别人在一米以外用相机或手机后置镜头为您拍摄。",
        en: "Have somebody else take the portrait from a metre away or more, with a camera or a phone's rear lens.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let exif = &scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?.exif;
        if exif.is_empty() {
            return Err(Unmeasurable::NoEvidence);
        }
        let near = camera_distance(scene).is_some_and(|distance| distance < ARM_LENGTH_CM);
        let (signs, detail) = match (is_from_front_camera(exif), near) {
            (false, false) => (0.0, NONE),
            (true, false) => (1.0, FRONT),
            (false, true) => (1.0, NEAR),
            (true, true) => (2.0, BOTH),
        };
        Ok(Measured::new(signs)?.with_detail(detail))
    }
}

/// The distance of the camera from the eyes in centimetres; `None` without a focal length, an uncropped picture or a
/// face.
fn camera_distance(scene: &Scene) -> Option<f64> {
    let focal_length = scene.photo.header.as_ref().ok()?.exif.focal_length_35mm?;
    let (width, height) = scene.photo.upright_size().filter(|size| is_uncropped(*size))?;
    let (width, height) = (f64::from(width), f64::from(height));
    let diagonal = (width * width + height * height).sqrt();
    let focal_pixels = f64::from(focal_length) / FILM_DIAGONAL_MM * diagonal;
    Some(PUPIL_DISTANCE_CM * focal_pixels / scene.face().ok()?.eye_distance())
}

/// Whether a picture of this size is likely to be uncropped.
fn is_uncropped((width, height): (u32, u32)) -> bool {
    let (long, short) = (u64::from(width.max(height)), u64::from(width.min(height)));
    let sensor_sides = width.is_multiple_of(SENSOR_STEP) && height.is_multiple_of(SENSOR_STEP);
    long * 3 == short * 4 && long * short >= MIN_SENSOR_PIXELS && sensor_sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use precheck_imaging::container::Exif;

    /// The good portrait with a file that says this of how it was made.
    fn said(exif: Exif) -> Scene {
        let mut scene = SyntheticPortrait::default().scene();
        if let Ok(header) = &mut scene.photo.header {
            header.exif = exif;
        }
        scene
    }

    fn lens(lens: &str) -> Scene {
        said(Exif { lens_model: lens.into(), ..Exif::default() })
    }

    /// The good portrait as a picture of this size before a lens of this focal length.
    fn taken(size: (u32, u32), focal_length: u16) -> Scene {
        let mut scene = said(Exif { focal_length_35mm: Some(focal_length), ..Exif::default() });
        let scale = f64::from(size.0) / f64::from(scene.photo.upright_size().unwrap().0);
        if let Ok(header) = &mut scene.photo.header {
            (header.width, header.height) = size;
        }
        let face = &mut scene.subject_mut().face;
        let points = face.landmarks.points().iter().map(|point| point.map(|value| value * scale)).collect();
        face.landmarks = crate::scene::Landmarks::new(points, 1.0).unwrap();
        scene
    }

    #[test]
    fn each_sign_of_a_selfie_fails_and_a_silent_file_is_no_evidence() {
        assert_verdicts::<StudioPortrait>([
            ("rear lens", lens("iPhone 15 back camera 6.9mm f/1.6"), PASS),
            ("front lens", lens("iPhone 15 front camera 2.69mm f/1.9"), FAIL),
            ("whole picture of a wide lens", taken((3024, 4032), 26), FAIL),
            ("whole picture of a long lens", taken((3024, 4032), 85), PASS),
            ("cut picture of a wide lens", taken((3000, 4020), 26), PASS),
            ("small picture of a wide lens", taken((480, 640), 26), PASS),
            ("silent", said(Exif::default()), Err(Unmeasurable::NoEvidence)),
        ]);
    }
}
