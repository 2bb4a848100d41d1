//! The list of all rules, type-erased.

use super::*;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::text::LocalizedStr;
use serde_json::Value;

/// A rule, type-erased.
#[derive(Debug)]
pub struct RuleDef {
    /// See [`Rule::ID`].
    pub id: &'static str,
    /// See [`Rule::GROUP`].
    pub group: Group,
    /// See [`Rule::PROOF`].
    pub proof: Proof,
    /// See [`Rule::UNIT`].
    pub unit: Unit,
    /// See [`Rule::NAME`].
    pub name: LocalizedStr,
    /// See [`Rule::FAIL`].
    pub fail: LocalizedStr,
    /// See [`Rule::QUESTION`].
    pub question: LocalizedStr,
    /// See [`Rule::ADVICE`].
    pub advice: LocalizedStr,
    /// See [`Rule::ADVICE_ABOVE`].
    pub advice_above: LocalizedStr,
    /// See [`Rule::measure`].
    pub measure: fn(&Scene) -> Result<Measured, Unmeasurable>,
    /// The keys that [`Rule::Limits`] may have.
    pub limit_keys: &'static [Key],
    /// Whether the rule measures quantities of this kind.
    pub measures: fn(&Quantity) -> bool,
    /// Reads [`Rule::Limits`]; the error names what is wrong with them.
    pub read_limits: ReadLimits,
}

/// Parses limits, whose lengths refer to the frame.
pub type ReadLimits = fn(&Value, Option<Frame>) -> Result<Box<dyn Demand>, String>;

/// Every rule.
pub fn all() -> impl Iterator<Item = &'static RuleDef> {
    RULES.iter()
}

/// The rule of this id.
pub fn by_id(id: &str) -> Option<&'static RuleDef> {
    all().find(|rule| rule.id == id)
}

static RULES: &[RuleDef] = &[
    def::<file_format::FileFormat>(),
    def::<file_size::FileSize>(),
    def::<file_readable::FileReadable>(),
    def::<pixel_size::PixelSize>(),
    def::<aspect_ratio::AspectRatio>(),
    def::<dots_per_inch::DotsPerInch>(),
    def::<colour_model::ColourModel>(),
    def::<compression_ratio::CompressionRatio>(),
    def::<sharpness::Sharpness>(),
    def::<noise_free::NoiseFree>(),
    def::<compression_artifacts::CompressionArtifacts>(),
    def::<not_too_dark::NotTooDark>(),
    def::<not_too_bright::NotTooBright>(),
    def::<dynamic_range::DynamicRange>(),
    def::<colour_picture::ColourPicture>(),
    def::<colour_cast_free::ColourCastFree>(),
    def::<saturation_natural::SaturationNatural>(),
    def::<single_face_present::SingleFacePresent>(),
    def::<head_pose_yaw::HeadPoseYaw>(),
    def::<head_pose_pitch::HeadPosePitch>(),
    def::<head_pose_roll::HeadPoseRoll>(),
    def::<shoulders_level::ShouldersLevel>(),
    def::<expression_natural::ExpressionNatural>(),
    def::<eyes_open::EyesOpen>(),
    def::<gaze_forward::GazeForward>(),
    def::<mouth_closed::MouthClosed>(),
    def::<teeth_hidden::TeethHidden>(),
    def::<no_head_coverings::NoHeadCoverings>(),
    def::<red_eye_free::RedEyeFree>(),
    def::<illumination_uniformity::IlluminationUniformity>(),
    def::<border_free::BorderFree>(),
    def::<background_colour::BackgroundColour>(),
    def::<background_uniformity::BackgroundUniformity>(),
    def::<background_shadow_free::BackgroundShadowFree>(),
    def::<background_empty::BackgroundEmpty>(),
    def::<clothing_contrast::ClothingContrast>(),
    def::<shoulders_covered::ShouldersCovered>(),
    def::<collar_plain::CollarPlain>(),
    def::<ears_visible::EarsVisible>(),
    def::<brows_visible::BrowsVisible>(),
    def::<eyes_visible::EyesVisible>(),
    def::<face_unoccluded::FaceUnoccluded>(),
    def::<head_inside_picture::HeadInsidePicture>(),
    def::<head_height::HeadHeight>(),
    def::<head_centred::HeadCentred>(),
    def::<head_top_margin::HeadTopMargin>(),
    def::<eye_line::EyeLine>(),
    def::<face_width::FaceWidth>(),
    def::<eye_distance::EyeDistance>(),
    def::<eyes_centred::EyesCentred>(),
    def::<chin_margin::ChinMargin>(),
    def::<makeup_free::MakeupFree>(),
    def::<earrings_free::EarringsFree>(),
    def::<necklace_free::NecklaceFree>(),
    def::<lenses_clear::LensesClear>(),
    def::<lenses_glare_free::LensesGlareFree>(),
    def::<frames_off_eyes::FramesOffEyes>(),
    def::<text_free::TextFree>(),
    def::<studio_portrait::StudioPortrait>(),
    def::<retouching_free::RetouchingFree>(),
    def::<editing_software_free::EditingSoftwareFree>(),
];

const fn def<R: Rule>() -> RuleDef {
    RuleDef {
        id: R::ID,
        group: R::GROUP,
        proof: R::PROOF,
        unit: R::UNIT,
        name: R::NAME,
        fail: R::FAIL,
        question: R::QUESTION,
        advice: R::ADVICE,
        advice_above: R::ADVICE_ABOVE,
        measure: R::measure,
        limit_keys: R::Limits::KEYS,
        measures: R::Limits::judges,
        read_limits: read_limits::<R>,
    }
}

fn read_limits<R: Rule>(limits: &Value, frame: Option<Frame>) -> Result<Box<dyn Demand>, String> {
    Ok(Box::new(R::Limits::read(limits, Context { unit: R::UNIT, frame })?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_rule_is_in_the_file_of_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let missing: Vec<_> = RULES
            .iter()
            .map(|rule| format!("{}.rs", rule.id.replace('-', "_")))
            .filter(|file| !folder.join(file).exists())
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn ids_are_kebab_case_and_unique() {
        let ids: Vec<_> = all().map(|rule| rule.id).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let odd: Vec<_> =
            ids.iter().filter(|id| !id.bytes().all(|b| b == b'-' || b.is_ascii_lowercase())).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn every_text_is_in_both_languages() {
        let texts = all().flat_map(|rule| {
            [rule.name, rule.fail, rule.question, rule.advice, rule.advice_above].map(|text| (rule.id, text))
        });
        let lacking: Vec<_> = texts
            .filter(|(_, text)| text.en != "{detail}")
            .filter(|(_, text)| text.en.is_empty() || !text.zh.chars().any(|c| c > '\u{4e00}'))
            .collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    /// Numbers are filled in with their unit: a text that adds one would show "40%%".
    #[test]
    fn no_text_adds_a_unit_to_a_number() {
        let units = ["%", "°", " 度", " degrees", "像素", " 像素", " pixels", " 字节", " bytes"];
        let texts = all().flat_map(|rule| {
            [rule.fail, rule.question, rule.advice, rule.advice_above].map(|text| (rule.id, text))
        });
        let doubled: Vec<_> = texts
            .filter(|(_, text)| {
                let adds = |words: &str| {
                    words.split("{").skip(1).filter_map(|rest| rest.split_once('}')).any(|(name, after)| {
                        ["value", "allowed"].contains(&name)
                            && units.iter().any(|unit| after.starts_with(unit))
                    })
                };
                adds(text.zh) || adds(text.en)
            })
            .collect();
        assert!(doubled.is_empty(), "{doubled:#?}");
    }
}
