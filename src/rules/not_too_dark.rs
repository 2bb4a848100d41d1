//! 「图像清晰，色彩自然」 — a face that is too dark is neither.
//!
//! # What is measured
//! How light the light parts of the face are (CIELAB lightness, 100% is white): what shines on forehead and nose,
//! its lightest hundredth, or the whites of the eyes, their lightest twentieth; the lighter of both. In enough
//! light these are light on every skin, so that dark skin is not under-exposure, and a face in the shade before
//! a bright window is.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or in a colour space that is not known.
//!
//! # Known limits
//! Glare on glasses or a lamp on an oiled forehead can be that hundredth on a face that is dark otherwise. Dark
//! lenses and closed eyes leave only the skin to go by: on the darkest, that comes close to the limit.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the file's head.
pub enum NotTooDark {}

impl Rule for NotTooDark {
    const ID: &'static str = "not-too-dark";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部不过暗", en: "not too dark" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "脸部太暗：脸上最亮处的亮度只有 {value}，应达到 {min} 以上。",
        en: "The face is too dark: its light parts reach {value} of white, {min} are needed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请面向窗户或打开更多的灯重新拍摄，不要背光；拍摄时可在屏幕上点一下脸部，让相机自动调亮。",
        en: "Take it again facing a window or with more lights on, not against the light; tap your face on the screen so that the camera brightens it.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        Ok(Measured::new(face.highlight_lightness()?)?.with_mark(face.mark()))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::Region;
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn enough_light_passes_on_every_skin_and_too_little_fails() {
        let in_the_shade = |skin| {
            SyntheticPortrait { skin, ..SyntheticPortrait::default() }.scene_with(|canvas| {
                canvas.change(|_, region, colour| match region {
                    Region::Background => colour,
                    _ => lit(colour, 0.3),
                });
            })
        };
        let (pale, dark) = ([224, 190, 170], [96, 65, 52]);
        assert_verdicts::<NotTooDark>(
            &AtLeast { min: 42.0 },
            [
                ("plain", SyntheticPortrait::default().scene(), PASS),
                ("dark skin", SyntheticPortrait { skin: dark, ..SyntheticPortrait::default() }.scene(), PASS),
                ("pale skin before a bright window", in_the_shade(pale), FAIL),
                ("dark skin before a bright window", in_the_shade(dark), FAIL),
            ],
        );
    }
}
