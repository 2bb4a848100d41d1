//! 「图像清晰，色彩自然」 — the face is not too dark.
//!
//! # What is measured
//! The lightness of the light parts of the face (L* of CIELAB, where 100 % is white): the 99th percentile
//! over the face, or the 95th percentile over the whites of both eyes, whichever is higher. The first are
//! highlights on forehead and nose. In enough light both are light on every skin, so that dark skin does
//! not count as under-exposure, while a face in the shade before a bright window does.
//!
//! The face is the inside of its outline, drawn in to 85 % so that neither hair nor background is included;
//! the white of an eye is the area between the lids, farther than 1.1 radii of the iris from its centre.
//! Both are taken from the aligned face, 96 cells between the eyes.
//!
//! # When it cannot tell
//! When no face was found, there are fewer than 24 pixels between the eyes, or the photo's colour profile
//! is unknown.
//!
//! # Known limits
//! Glare on glasses or a lamp on an oily forehead can be that lightest hundredth on a face that is
//! otherwise dark. With dark lenses or closed eyes only the skin counts: the darkest skin behind the
//! darkest lenses measured 45, close to under-exposed faces (at most 39).

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum NotTooDark {}

impl Rule for NotTooDark {
    const ID: &'static str = "not-too-dark";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "脸部不过暗", en: "not too dark" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "脸部太暗。", en: "The face is too dark." };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "脸看得清楚、不暗吗？",
        en: "Is the face bright enough to be seen clearly?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请面向窗户或打开更多的灯重新拍摄，不要背光；拍摄时可在屏幕上点一下脸部，让相机自动调亮。",
        en: "Retake the photo facing a window or with more lights on, not against the light; tap the face on the screen so that the camera brightens it.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let face = scene.face_colour()?;
        Ok(Measured::new(face.highlight_lightness()?)?.with_mark(face.mark()))
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
                    _ => lit(colour, 0.07),
                });
            })
        };
        let (pale, dark) = ([224, 190, 170], [96, 65, 52]);
        assert_verdicts::<NotTooDark>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("dark skin", SyntheticPortrait { skin: dark, ..SyntheticPortrait::default() }.scene(), PASS),
            ("pale skin before a bright window", in_the_shade(pale), FAIL),
            ("dark skin before a bright window", in_the_shade(dark), FAIL),
        ]);
    }
}
