//! 「图像清晰，色彩自然」 — where skin is burnt out, both are lost.
//!
//! # What is measured
//! The share of the warm pixels (those with a hue between red and yellow, as skin of every tone has) whose
//! red has reached the end of its scale. Red is the strongest channel of skin, so it is the first that an
//! over-exposed face loses. A white background may be as white as it likes: it is not warm.
//!
//! # When it cannot tell
//! When less than a hundredth of the picture is warm (a black-and-white picture, or no person in it), when
//! it is smaller than 32 pixels, or in a colour space that is not known.
//!
//! # Known limits
//! It does not know where the face is. A picture bathed in yellowish light (sepia) can fail for its white
//! parts; a large brown background can hide a burnt face.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum NotTooBright {}

impl Rule for NotTooBright {
    const ID: &'static str = "not-too-bright";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "照片不过亮", en: "not too bright" };
    const FAIL: Text = Text {
        zh: "照片过亮：肤色区域有 {value} 已经发白、失去细节，应不超过 {max}。",
        en: "The photo is too bright: {value} of the skin-coloured parts have lost their detail, at most {max} may.",
    };
    const ADVICE: Text = Text {
        zh: "请关闭闪光灯、避开直射的阳光或灯光重新拍摄；也可在拍摄前把相机的曝光调低一些。",
        en: "Take it again without flash and out of direct sun or lamp light, or lower the camera's exposure a little.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        Measured::new(100.0 * scene.tones()?.burnt_share_of_warm()?, Unit::Percent)
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, saturated, scene, times};

    fn verdict(picture: &Raster) -> Result<Verdict, Unmeasurable> {
        let measured = NotTooBright::measure(&scene(&jpeg(picture, 95)))?;
        Ok(NotTooBright::judge(measured.value, &AtMost { max: 16.0 }))
    }

    #[test]
    fn a_well_lit_portrait_passes_and_a_burnt_one_fails() {
        assert_eq!(verdict(&portrait(480)), Ok(Verdict::Pass));
        assert_eq!(verdict(&each(&portrait(480), times([1.4; 3]))), Ok(Verdict::Fail));
    }

    #[test]
    fn a_pure_white_wall_does_not_count() {
        let white_wall = each(&portrait(480), |pixel| if pixel[2] > 150 { [255; 3] } else { pixel });
        assert_eq!(verdict(&white_wall), Ok(Verdict::Pass));
    }

    #[test]
    fn nothing_can_be_told_of_a_picture_without_warm_colours() {
        assert_eq!(verdict(&each(&portrait(480), saturated(0.0))), Err(Unmeasurable::NoDetail));
    }
}
