//! Why something could not be measured.

use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;

/// The reason for a measurement that is missing. "I cannot tell" is an answer, and never looks like a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasurable {
    /// The file is no JPEG.
    NotJpeg,
    /// The file is longer than the engine takes.
    FileTooLarge,
    /// The picture has more pixels than the engine takes.
    PictureTooLarge,
    /// There is no usable picture in the file.
    NoPicture,
    /// A kind of JPEG that is not decoded.
    UnusualCoding,
    /// Nothing of the coded picture is as it was written.
    Damaged,
    /// Nobody has looked at the pixels yet.
    NotYet,
    /// It takes a model that is not at hand.
    ModelMissing,
    /// No face was found.
    NoFace,
    /// The face has too few pixels for this measurement.
    FaceTooSmall,
    /// The head is turned too far for this measurement.
    HeadTurned,
    /// The face lies beside the only part of the picture that is looked at in full resolution.
    OffCentre,
    /// What this is measured on lies beyond the edge of the picture.
    OutOfPicture,
    /// The person fills the picture.
    NoBackground,
    /// The background is not plain enough for this measurement.
    BusyBackground,
    /// The file says nothing about how it was made.
    NoEvidence,
    /// The colours are meant for a device or colour space that is not known.
    UnknownColourProfile,
    /// The picture has too few pixels for this measurement.
    TooSmall,
    /// The picture shows nothing that this can be measured on.
    NoDetail,
}

/// The reasons in reports.
impl EnumName for Unmeasurable {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("not a jpeg", Self::NotJpeg),
        ("file too large", Self::FileTooLarge),
        ("picture too large", Self::PictureTooLarge),
        ("no picture in the file", Self::NoPicture),
        ("unusual kind of jpeg", Self::UnusualCoding),
        ("damaged picture", Self::Damaged),
        ("not looked at yet", Self::NotYet),
        ("model missing", Self::ModelMissing),
        ("no face found", Self::NoFace),
        ("face too small", Self::FaceTooSmall),
        ("head turned", Self::HeadTurned),
        ("face off centre", Self::OffCentre),
        ("out of the picture", Self::OutOfPicture),
        ("no background", Self::NoBackground),
        ("background not plain", Self::BusyBackground),
        ("no evidence", Self::NoEvidence),
        ("unknown colour profile", Self::UnknownColourProfile),
        ("picture too small", Self::TooSmall),
        ("nothing to measure on", Self::NoDetail),
    ];
}

impl Unmeasurable {
    /// The reason in a sentence for people.
    pub fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::NotJpeg => ("文件不是 JPG 图片", "the file is not a JPEG picture"),
            Self::FileTooLarge => ("文件过大，未读取", "the file is too large to be read"),
            Self::PictureTooLarge => {
                ("图片像素过多，未解码", "the picture has too many pixels to be decoded")
            }
            Self::NoPicture => ("文件里没有完整的图片", "there is no usable picture in the file"),
            Self::UnusualCoding => (
                "这是手机和浏览器无法显示的特殊 JPG",
                "it is a special kind of JPEG that phones and browsers do not show",
            ),
            Self::Damaged => ("图片数据已损坏", "the picture's data is damaged"),
            Self::NotYet => ("照片尚未分析", "the photo has not been looked at yet"),
            Self::ModelMissing => ("识别人脸所需的模型未加载", "the model that finds the face is not loaded"),
            Self::NoFace => ("照片中没有找到人脸", "no face was found in the photo"),
            Self::FaceTooSmall => ("照片中的人脸太小", "the face is too small in the picture"),
            Self::HeadTurned => ("头部转动过大", "the head is turned too far"),
            Self::OffCentre => (
                "人脸偏离画面中上部，无法细看",
                "the face is not in the upper middle of the picture and could not be looked at closely",
            ),
            Self::OutOfPicture => {
                ("需要看的部位在画面之外", "what it is measured on lies outside the picture")
            }
            Self::NoBackground => {
                ("人物占满了画面，看不到背景", "the person fills the picture and leaves no background")
            }
            Self::BusyBackground => ("背景不是单一颜色", "the background is not plain"),
            Self::NoEvidence => ("照片文件里没有拍摄信息", "the file does not say how the photo was taken"),
            Self::UnknownColourProfile => {
                ("照片使用了无法识别的颜色配置", "the photo uses a colour profile that is not known")
            }
            Self::TooSmall => ("图片太小，无法测量", "the picture is too small to be measured"),
            Self::NoDetail => ("画面中没有可供测量的内容", "the picture shows nothing to measure it on"),
        };
        LocalizedStr { zh, en }
    }
}
