//! What a reviewer decides, and why a photo is rejected, in words for the candidate.

use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The photo may be delivered.
    Approve,
    /// The candidate needs another one.
    Reject,
}

impl EnumName for Verdict {
    const NAMES: &'static [(&'static str, Self)] = &[("approve", Self::Approve), ("reject", Self::Reject)];
}

/// Why a photo is rejected. The first three are the notice's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// 生活照.
    Snapshot,
    /// 自拍.
    Selfie,
    /// 过度美化.
    Beautified,
    /// Not the person, or more than one.
    Person,
    /// Not to be recognised: blurred, dark, small.
    Quality,
    /// Posture or expression.
    Pose,
    /// The background.
    Background,
    /// Clothes or jewellery.
    Clothing,
    /// Hair, hands or a covering hides the face or an ear.
    Covered,
    /// Glasses.
    Glasses,
    /// A sentence of the notice that is none of these.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::Snapshot,
        Self::Selfie,
        Self::Beautified,
        Self::Person,
        Self::Quality,
        Self::Pose,
        Self::Background,
        Self::Clothing,
        Self::Covered,
        Self::Glasses,
        Self::Other,
    ];

    /// What the reviewer's button says.
    pub fn label(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::Snapshot => ("生活照", "Snapshot"),
            Self::Selfie => ("手机自拍", "Selfie"),
            Self::Beautified => ("过度美化", "Beautified"),
            Self::Person => ("非本人或多人", "Not one person"),
            Self::Quality => ("不清晰", "Not clear"),
            Self::Pose => ("姿态表情", "Pose"),
            Self::Background => ("背景", "Background"),
            Self::Clothing => ("衣着饰品", "Clothes"),
            Self::Covered => ("遮挡", "Covered"),
            Self::Glasses => ("眼镜", "Glasses"),
            Self::Other => ("其他", "Other"),
        };
        LocalizedStr { zh, en }
    }

    /// What the candidate reads.
    pub fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::Snapshot => (
                "这是一张生活照，请上传标准证件照。",
                "This is a snapshot. Please upload a standard ID photo.",
            ),
            Self::Selfie => (
                "这是一张手机自拍照，请让别人帮您拍，或到照相馆拍标准证件照。",
                "This is a selfie. Please have somebody take a standard ID photo of you.",
            ),
            Self::Beautified => (
                "照片经过了过度美化，请上传没有美颜的原片。",
                "The photo was beautified too much. Please upload the original without filters.",
            ),
            Self::Person => (
                "照片里要有且只有您本人，请换一张。",
                "You, and nobody else, must be in the photo. Please choose another one.",
            ),
            Self::Quality => (
                "照片不够清晰，请在光线充足的地方重新拍摄。",
                "The photo is not clear enough. Please take it again in good light.",
            ),
            Self::Pose => (
                "请正对镜头，坐姿端正，两眼平视，嘴唇自然闭合，重新拍一张。",
                "Please face the camera, sit straight, look ahead with your mouth closed, and take it again.",
            ),
            Self::Background => (
                "背景不符合要求，请用白色、浅蓝色或浅灰色的均匀背景重新拍摄。",
                "The background is not as required. Please use an even white, light blue or light grey one.",
            ),
            Self::Clothing => (
                "衣着或饰品不符合要求，请换好衣服、取下饰品后重新拍摄。",
                "Clothes or jewellery are not as required. Please change them and take the photo again.",
            ),
            Self::Covered => (
                "脸部或耳朵被遮挡，请把头发拢好、取下遮挡物后重新拍摄。",
                "Your face or an ear is covered. Please uncover it and take the photo again.",
            ),
            Self::Glasses => (
                "眼镜反光、有颜色或遮住了眼睛，请调整后重新拍摄。",
                "Your glasses reflect light, are tinted or hide your eyes. Please adjust them and take the photo again.",
            ),
            Self::Other => (
                "照片不符合通知的要求，请对照通知重新准备一张。",
                "The photo does not follow the notice. Please read it again and choose another one.",
            ),
        };
        LocalizedStr { zh, en }
    }
}
