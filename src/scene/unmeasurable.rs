//! Why a quantity could not be measured.

use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;

/// Why a measurement is missing. A missing measurement never counts as a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmeasurable {
    /// The file is not a JPEG.
    NotJpeg,
    /// The file is longer than [`precheck_imaging::container::limits::MAX_BYTES`].
    FileTooLarge,
    /// The picture has more pixels than [`precheck_imaging::container::limits::MAX_PIXELS`].
    PictureTooLarge,
    /// The file contains no picture with a size.
    NoPicture,
    /// A coding process of JPEG that is not supported, such as arithmetic or lossless coding.
    UnusualCoding,
    /// No part of the picture could be decoded without errors.
    Damaged,
    /// The pixels have not been decoded yet, or the stored measurements do not contain the rule.
    NotYet,
    /// A model that the measurement needs is not loaded.
    ModelMissing,
    /// No face was found.
    NoFace,
    /// The face has too few pixels for this measurement.
    FaceTooSmall,
    /// The head is turned too far for this measurement.
    HeadTurned,
    /// The face is outside the region that is decoded at full resolution.
    OffCentre,
    /// The part to be measured is outside the picture, or hidden.
    OutOfPicture,
    /// The person fills the picture: too little background is left.
    NoBackground,
    /// The file holds no metadata about how the picture was made.
    NoEvidence,
    /// The file's colours are described by lookup tables or inks, so that they are unknown.
    UnknownColourProfile,
    /// The picture has too few pixels for this measurement.
    TooSmall,
    /// The picture lacks the contrast, light or edges that the measurement needs, or the result is not finite.
    NoDetail,
}

/// The names in reports and stored measurements.
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
        ("no evidence", Self::NoEvidence),
        ("unknown colour profile", Self::UnknownColourProfile),
        ("picture too small", Self::TooSmall),
        ("nothing to measure on", Self::NoDetail),
    ];
}

impl Unmeasurable {
    /// The reason for people: a clause that can follow "because", or be used alone, without a full stop.
    pub fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::NotJpeg => ("这个文件不是 JPG 照片", "the file is not a JPEG photo"),
            Self::FileTooLarge => {
                ("文件太大，超出了这个检查程序能处理的范围", "the file is too large for this checker")
            }
            Self::PictureTooLarge => (
                "照片的像素太多，超出了这个检查程序能处理的范围",
                "the photo has too many pixels for this checker",
            ),
            Self::NoPicture => {
                ("文件里没有可以显示的照片", "the file does not contain a picture that can be shown")
            }
            Self::UnusualCoding => (
                "照片用了一种少见的 JPG 格式，手机和浏览器都打不开",
                "the photo uses a rare kind of JPEG that phones and browsers cannot open",
            ),
            Self::Damaged => ("照片文件已损坏", "the photo file is damaged"),
            Self::NotYet => ("照片还没有分析完", "the photo has not been fully analyzed yet"),
            Self::ModelMissing => {
                ("检查人脸所需的数据还没有加载", "the data needed to check the face has not been loaded")
            }
            Self::NoFace => ("照片里没有找到人脸", "no face was found in the photo"),
            Self::FaceTooSmall => {
                ("照片里的脸太小，看不清细节", "the face is too small in the photo to show enough detail")
            }
            Self::HeadTurned => {
                ("头转得太多，没有正对镜头", "the head is turned too far away from the camera")
            }
            Self::OffCentre => (
                "脸不在照片中间偏上的位置，无法放大检查",
                "the face is not in the upper middle of the photo and could not be checked in detail",
            ),
            Self::OutOfPicture => (
                "要检查的部位不在照片里，或者被挡住了",
                "the part to be checked is outside the photo or hidden",
            ),
            Self::NoBackground => (
                "人占满了照片，露出的背景太少",
                "the person fills the photo and too little of the background can be seen",
            ),
            Self::NoEvidence => (
                "照片文件里没有拍摄信息",
                "the file does not contain any information about how the photo was taken",
            ),
            Self::UnknownColourProfile => {
                ("照片的颜色格式（色彩配置）这里读不了", "the photo's colour profile cannot be read here")
            }
            Self::TooSmall => ("照片的像素太少", "the photo has too few pixels"),
            Self::NoDetail => {
                ("照片里没有足够的细节来判断这一项", "the photo does not show enough detail for this check")
            }
        };
        LocalizedStr { zh, en }
    }

    /// What to do so that it can be measured, in a sentence.
    pub fn advice(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::NotJpeg => (
                "请用手机相册或图片软件把照片另存（导出）为 JPG 后再选择。",
                "Export the photo as a JPEG in your photo app and choose that.",
            ),
            Self::FileTooLarge | Self::PictureTooLarge => (
                "请把照片导出得小一些（例如 1200 万或 5000 万像素）后再选择。",
                "Export the photo at a smaller size, for instance 12 or 50 megapixels, and choose that.",
            ),
            Self::NoPicture | Self::Damaged => (
                "请重新从手机相册选择原图，或换一张照片。",
                "Choose the original from your album again, or another photo.",
            ),
            Self::UnusualCoding => (
                "请用图片软件把照片重新存为普通 JPG 后再选择。",
                "Save the photo as an ordinary JPEG in a photo app and choose that.",
            ),
            Self::NotYet => ("请稍等，检查还在进行。", "Please wait; the check is still running."),
            Self::ModelMissing => (
                "请在网络好的地方重试，检查会接着进行。",
                "Try again where the network is better; the check continues from there.",
            ),
            Self::NoFace => (
                "请换一张正面、清楚的人像照片。",
                "Choose a photo that shows your face from the front, clearly.",
            ),
            Self::FaceTooSmall | Self::TooSmall => (
                "请换一张像素更多的原图，或离镜头近一些重拍。",
                "Choose an original with more pixels, or come closer and retake the photo.",
            ),
            Self::HeadTurned => ("请正对镜头重拍。", "Face the camera and retake the photo."),
            Self::OffCentre => (
                "请让脸位于画面中间偏上的位置，重新裁剪或重拍。",
                "Crop or retake the photo so that the face is in its upper middle.",
            ),
            Self::OutOfPicture => (
                "请换一张这个部位完整、没有被挡住的照片。",
                "Choose a photo in which this part is complete and not hidden.",
            ),
            Self::NoBackground => (
                "请换一张人物四周留有背景的照片，或离镜头远一些重拍。",
                "Choose a photo with some background around you, or retake it from further away.",
            ),
            Self::NoEvidence => (
                "不需要您做什么，审核人员会看照片本身。",
                "There is nothing for you to do; a person will look at the photo itself.",
            ),
            Self::UnknownColourProfile => (
                "请用图片软件把照片另存为普通 JPG（sRGB 颜色）后再选择。",
                "Save the photo as an ordinary JPEG with sRGB colours in a photo app and choose that.",
            ),
            Self::NoDetail => (
                "请在明亮、均匀的光线下重拍一张清楚的照片。",
                "Retake the photo in bright, even light so that it is clear.",
            ),
        };
        LocalizedStr { zh, en }
    }
}
