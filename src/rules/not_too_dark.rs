//! 「图像清晰，色彩自然」 — a picture that is too dark is neither.
//!
//! # What is measured
//! How light the light parts of the whole picture are: the lightness (CIELAB, 100% is white) that only the
//! lightest twentieth of it exceeds. The notice asks for a white, light blue or light grey background,
//! which fills far more than a twentieth, so in a photo that got enough light this number is high whoever
//! stands before it. The face is left out on purpose: dark skin is not under-exposure.
//!
//! # When it cannot tell
//! When the picture is smaller than 32 pixels, or in a colour space that is not known.
//!
//! # Known limits
//! A face in the shade before a bright window passes; that takes a look at the face itself.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum NotTooDark {}

/// The share of the picture that is darker than the number that counts.
const ALL_BUT_THE_LIGHTEST: f64 = 0.95;

impl Rule for NotTooDark {
    const ID: &'static str = "not-too-dark";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "照片不过暗", en: "not too dark" };
    const FAIL: Text = Text {
        zh: "照片太暗：最亮的部分亮度只有 {value}，应达到 {min} 以上。",
        en: "The photo is too dark: its light parts reach {value} of white, {min} are needed.",
    };
    const ADVICE: Text = Text {
        zh: "请面向窗户或打开更多的灯重新拍摄，不要背光；拍摄时可在屏幕上点一下脸部，让相机自动调亮。",
        en: "Take it again facing a window or with more lights on, not against the light; tap your face on the screen so that the camera brightens it.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        Measured::new(scene.tones()?.lightness_at(ALL_BUT_THE_LIGHTEST)?, Unit::Percent)
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::Raster;
    use crate::rules::drawn::{each, jpeg, portrait, scene, times};

    fn verdict(picture: &Raster) -> Verdict {
        NotTooDark::judge(
            NotTooDark::measure(&scene(&jpeg(picture, 95))).unwrap().value,
            &AtLeast { min: 50.0 },
        )
    }

    #[test]
    fn a_well_lit_portrait_passes_and_an_under_exposed_one_fails() {
        assert_eq!(verdict(&portrait(480)), Verdict::Pass);
        assert_eq!(verdict(&each(&portrait(480), times([0.4; 3]))), Verdict::Fail);
    }

    #[test]
    fn dark_skin_before_a_light_wall_passes() {
        let dark_skin =
            each(&portrait(480), |pixel| if pixel[0] > pixel[2] { pixel.map(|v| v / 3) } else { pixel });
        assert_eq!(verdict(&dark_skin), Verdict::Pass);
    }
}
