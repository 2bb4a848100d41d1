//! The list of all rules, with their types erased.

use super::*;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use serde_json::Value;

/// A rule without its type.
#[derive(Debug)]
pub struct Entry {
    /// See [`Rule::ID`].
    pub id: &'static str,
    /// See [`Rule::ISO`].
    pub iso: Option<&'static str>,
    /// See [`Rule::GROUP`].
    pub group: Group,
    /// See [`Rule::NAME`].
    pub name: LocalizedStr,
    /// See [`Rule::FAIL`].
    pub fail: LocalizedStr,
    /// See [`Rule::ADVICE`].
    pub advice: LocalizedStr,
    /// See [`Rule::measure`].
    pub measure: fn(&Scene) -> Result<Measured, Unmeasurable>,
    /// Binds [`Rule::judge`] to the limits of a profile; the error names what is wrong with them.
    pub with_limits: fn(&Value) -> Result<Judge, String>,
}

/// [`Rule::judge`] bound to limits.
pub type Judge = Box<dyn Fn(f64) -> Verdict + Send + Sync>;

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    RULES.iter()
}

/// The rule of this id.
pub fn by_id(id: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.id == id)
}

static RULES: &[Entry] = &[
    entry::<file_format::FileFormat>(),
    entry::<file_size::FileSize>(),
    entry::<file_readable::FileReadable>(),
    entry::<pixel_size::PixelSize>(),
    entry::<sharpness::Sharpness>(),
    entry::<noise_free::NoiseFree>(),
    entry::<compression_artifacts::CompressionArtifacts>(),
    entry::<not_too_dark::NotTooDark>(),
    entry::<not_too_bright::NotTooBright>(),
    entry::<dynamic_range::DynamicRange>(),
    entry::<colour_picture::ColourPicture>(),
    entry::<colour_cast_free::ColourCastFree>(),
    entry::<saturation_natural::SaturationNatural>(),
    entry::<single_face_present::SingleFacePresent>(),
    entry::<head_pose_yaw::HeadPoseYaw>(),
    entry::<head_pose_pitch::HeadPosePitch>(),
    entry::<head_pose_roll::HeadPoseRoll>(),
    entry::<shoulders_level::ShouldersLevel>(),
    entry::<expression_natural::ExpressionNatural>(),
    entry::<eyes_open::EyesOpen>(),
    entry::<gaze_forward::GazeForward>(),
    entry::<mouth_closed::MouthClosed>(),
    entry::<teeth_hidden::TeethHidden>(),
    entry::<no_head_coverings::NoHeadCoverings>(),
    entry::<red_eye_free::RedEyeFree>(),
    entry::<illumination_uniformity::IlluminationUniformity>(),
    entry::<background_colour::BackgroundColour>(),
    entry::<background_uniformity::BackgroundUniformity>(),
    entry::<background_shadow_free::BackgroundShadowFree>(),
    entry::<background_empty::BackgroundEmpty>(),
    entry::<clothing_contrast::ClothingContrast>(),
    entry::<shoulders_covered::ShouldersCovered>(),
    entry::<collar_plain::CollarPlain>(),
    entry::<ears_visible::EarsVisible>(),
    entry::<brows_visible::BrowsVisible>(),
    entry::<eyes_visible::EyesVisible>(),
    entry::<face_unoccluded::FaceUnoccluded>(),
    entry::<head_height::HeadHeight>(),
    entry::<head_centred::HeadCentred>(),
    entry::<head_top_margin::HeadTopMargin>(),
    entry::<eye_line::EyeLine>(),
    entry::<face_width::FaceWidth>(),
    entry::<makeup_free::MakeupFree>(),
    entry::<earrings_free::EarringsFree>(),
    entry::<necklace_free::NecklaceFree>(),
    entry::<lenses_clear::LensesClear>(),
    entry::<lenses_glare_free::LensesGlareFree>(),
    entry::<frames_off_eyes::FramesOffEyes>(),
    entry::<studio_portrait::StudioPortrait>(),
    entry::<retouching_free::RetouchingFree>(),
];

const fn entry<R: Rule>() -> Entry {
    Entry {
        id: R::ID,
        iso: R::ISO,
        group: R::GROUP,
        name: R::NAME,
        fail: R::FAIL,
        advice: R::ADVICE,
        measure: R::measure,
        with_limits: bind::<R>,
    }
}

fn bind<R: Rule>(limits: &Value) -> Result<Judge, String> {
    let limits = R::Limits::read(limits)?;
    Ok(Box::new(move |value| R::judge(value, &limits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_rule_stands_in_the_file_of_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let missing: Vec<_> = RULES
            .iter()
            .map(|entry| format!("{}.rs", entry.id.replace('-', "_")))
            .filter(|file| !folder.join(file).exists())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn ids_are_kebab_case_and_each_stands_once() {
        let ids: Vec<_> = all().map(|entry| entry.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let odd: Vec<_> =
            ids.iter().filter(|id| !id.bytes().all(|b| b == b'-' || b.is_ascii_lowercase())).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn no_text_lacks_a_language() {
        let texts =
            all().flat_map(|entry| [entry.name, entry.fail, entry.advice].map(|text| (entry.id, text)));
        let lacking: Vec<_> = texts
            .filter(|(_, text)| text.en.is_empty() || !text.zh.chars().any(|c| c > '\u{4e00}'))
            .collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    /// Numbers are filled in with their unit: a text that adds one says "40%%" to the candidate.
    #[test]
    fn no_text_adds_a_unit_to_a_number() {
        let units = ["%", "°", " 度", " degrees", "像素", " 像素", " pixels", " 字节", " bytes"];
        let texts = all().flat_map(|entry| [entry.fail, entry.advice].map(|text| (entry.id, text)));
        let doubled: Vec<_> = texts
            .filter(|(_, text)| {
                let adds = |words: &str| {
                    words.split("{").skip(1).filter_map(|rest| rest.split_once('}')).any(|(name, after)| {
                        ["value", "min", "max", "more_than"].contains(&name)
                            && units.iter().any(|unit| after.starts_with(unit))
                    })
                };
                adds(text.zh) || adds(text.en)
            })
            .collect();
        assert!(doubled.is_empty(), "{doubled:#?}");
    }
}
