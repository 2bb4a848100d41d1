//! 「请务必上传标准证件照，生活照、手机自拍照……将不予审核通过」 — a proper portrait and no selfie.
//!
//! # What is measured
//! How many signs the file gives that it is none: a lens that calls itself a front camera, as phones do; a program known
//! for beautifying selfies as the last that wrote it; and a camera nearer than an arm's length. The distance follows from
//! the focal length that the file tells and from how far apart the eyes are on the picture, which are 63 mm apart in
//! life. It is told only of a picture that shows all that the camera saw, because a cut one looks nearer than it was:
//! 3:4, of four megapixels or more, with sides that sensors have.
//!
//! # When it cannot tell
//! When the file says nothing about its camera or program: most files that went through a messenger have lost it, and
//! none is proof of anything.
//!
//! # Known limits
//! Whoever wants to hide it can. That a photo is no everyday snapshot only a person can tell: the notice's sentence has
//! a clause for the reviewer besides this one. No labelled photo has such a file; the rule was tried on built scenes.
//!
//! The picture alone does not tell the distance. A camera with perspective was fitted to the canonical face and the
//! landmarks: one person photographed from 15, 30, 45 and 60 cm has a perspective of 0.044, 0.036, 0.036 and 0.032 (one
//! over the distance, in units of the canonical face), where geometry asks for a fourfold difference. Among 110 portraits
//! from studios it is 0.011 to 0.034, by the shape of the face, and four selfies have 0.030 to 0.039: only a distance at
//! which nobody takes a selfie stands out.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum StudioPortrait {}

/// The distance of a grown person's pupils in centimetres (ISO/IEC 19794-5, the mean).
const EYES_APART: f64 = 6.3;

/// The diagonal of a frame of 35 mm film, in millimetres.
const FILM_DIAGONAL: f64 = 43.27;

/// A camera nearer than this, in centimetres, is held by an arm.
const ARM: f64 = 50.0;

/// A picture with fewer pixels was made smaller or cut.
const SENSOR_PIXELS: u64 = 4_000_000;

/// Sides of sensors' pictures are multiples of this.
const SENSOR_STEP: u32 = 4;

const FRONT: LocalizedStr =
    LocalizedStr { zh: "由前置摄像头拍摄", en: "it was taken with a front camera" };
const BEAUTIFIED: LocalizedStr = LocalizedStr { zh: "由美颜软件保存", en: "a beauty app wrote it" };
const NEAR: LocalizedStr =
    LocalizedStr { zh: "拍摄距离不到一臂", en: "it was taken from less than an arm's length" };
const SEVERAL: LocalizedStr = LocalizedStr {
    zh: "由前置摄像头近距离拍摄，或由美颜软件保存",
    en: "several signs, such as a front camera, a beauty app, or less than an arm's length of distance",
};
const NONE: LocalizedStr = LocalizedStr { zh: "没有这样的迹象", en: "there is no such sign" };

impl Rule for StudioPortrait {
    const ID: &'static str = "studio-portrait";
    const GROUP: Group = Group::Authenticity;
    const UNIT: Unit = Unit::Count;
    const NAME: LocalizedStr =
        LocalizedStr { zh: "标准证件照", en: "a proper portrait, no snapshot or selfie" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "从照片文件看，这可能是自拍或美颜软件处理过的照片：{detail}。",
        en: "The file says that this may be a selfie or the work of a beauty app: {detail}.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请让别人在一米以外用相机或手机后置镜头为您拍摄，并直接提交原图，不要用修图软件另存。",
        en: "Have somebody else take the portrait from a metre away or more, with a camera or a phone's rear lens, and hand in the original file, not one that an editing app wrote.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let exif = &scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?.exif;
        if exif.is_silent() {
            return Err(Unmeasurable::NoEvidence);
        }
        let near = camera_distance(scene).is_some_and(|distance| distance < ARM);
        let signs = [(exif.front_camera(), FRONT), (exif.beauty_app(), BEAUTIFIED), (near, NEAR)];
        let seen: Vec<LocalizedStr> =
            signs.into_iter().filter(|(seen, _)| *seen).map(|(_, sign)| sign).collect();
        let detail = match seen.as_slice() {
            [] => NONE,
            [sign] => *sign,
            _ => SEVERAL,
        };
        Ok(Measured::new(seen.len() as f64)?.with_detail(detail))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// How far the camera was from the eyes in centimetres; `None` where the file or the picture does not tell.
fn camera_distance(scene: &Scene) -> Option<f64> {
    let focal_length = scene.photo.header.as_ref().ok()?.exif.film_focal_length?;
    let (width, height) = scene.photo.upright_size().filter(|size| is_whole(*size))?;
    let (width, height) = (f64::from(width), f64::from(height));
    let diagonal = (width * width + height * height).sqrt();
    let focal_pixels = f64::from(focal_length) / FILM_DIAGONAL * diagonal;
    Some(EYES_APART * focal_pixels / scene.face().ok()?.eye_distance())
}

/// Whether a picture of this size shows all that its camera saw.
fn is_whole((width, height): (u32, u32)) -> bool {
    let (long, short) = (u64::from(width.max(height)), u64::from(width.min(height)));
    let sides_of_sensors = width.is_multiple_of(SENSOR_STEP) && height.is_multiple_of(SENSOR_STEP);
    long * 3 == short * 4 && long * short >= SENSOR_PIXELS && sides_of_sensors
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
        said(Exif { lens: lens.into(), ..Exif::default() })
    }

    /// The good portrait as a picture of this size before a lens of this focal length.
    fn taken(size: (u32, u32), focal_length: u16) -> Scene {
        let mut scene = said(Exif { film_focal_length: Some(focal_length), ..Exif::default() });
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
        let app = said(Exif { software: "Meitu 9.8".into(), ..Exif::default() });
        assert_verdicts::<StudioPortrait>(
            &AtMost { max: 0.0 },
            [
                ("rear lens", lens("iPhone 15 back camera 6.9mm f/1.6"), PASS),
                ("front lens", lens("iPhone 15 front camera 2.69mm f/1.9"), FAIL),
                ("beauty app", app, FAIL),
                ("whole picture of a wide lens", taken((3024, 4032), 26), FAIL),
                ("whole picture of a long lens", taken((3024, 4032), 85), PASS),
                ("cut picture of a wide lens", taken((3000, 4020), 26), PASS),
                ("small picture of a wide lens", taken((480, 640), 26), PASS),
                ("silent", said(Exif::default()), Err(Unmeasurable::NoEvidence)),
            ],
        );
    }
}
