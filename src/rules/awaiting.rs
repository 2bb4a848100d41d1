//! The rules of the notice that need to see a face, hair, clothes or background. They stand here, by name
//! only, until the scene can show them these; then each moves to a file of its own. Until then a profile
//! names them without limits, and every report says of them: not assessed, model missing.

use super::{Entry, Group};
use crate::text::Text;

pub(super) static AWAITING: &[Entry] = &[
    awaiting("illumination-uniformity", Group::Picture, "面部光线均匀", "even light on the face"),
    awaiting("single-face-present", Group::Person, "画面中只有本人", "exactly one face"),
    awaiting("head-pose-yaw", Group::Person, "正面、不侧身", "facing the camera"),
    awaiting("head-pose-pitch", Group::Person, "不抬头、不低头", "head neither raised nor lowered"),
    awaiting("head-pose-roll", Group::Person, "头部不歪斜", "head not tilted"),
    awaiting("shoulders-level", Group::Person, "两肩同高", "level shoulders"),
    awaiting("expression-natural", Group::Person, "表情自然", "natural expression"),
    awaiting("eyes-open", Group::Person, "双眼自然睁开", "both eyes open"),
    awaiting("gaze-forward", Group::Person, "双眼平视", "eyes looking ahead"),
    awaiting("mouth-closed", Group::Person, "嘴唇自然闭合", "closed lips"),
    awaiting("teeth-hidden", Group::Person, "不露牙齿", "no teeth showing"),
    awaiting("no-head-coverings", Group::Person, "免冠、无头部覆盖物", "no head covering"),
    awaiting("red-eye-free", Group::Person, "没有红眼", "no red eyes"),
    awaiting("background-colour", Group::Background, "背景颜色", "background colour"),
    awaiting("background-uniformity", Group::Background, "背景均匀无渐变", "uniform background"),
    awaiting("background-shadow-free", Group::Background, "背景没有阴影", "no shadow on the background"),
    awaiting(
        "background-empty",
        Group::Background,
        "背景没有其他人或物体",
        "nobody and nothing else in the background",
    ),
    awaiting(
        "clothing-contrast",
        Group::Clothing,
        "衣着与背景颜色区分",
        "clothes stand out from the background",
    ),
    awaiting("shoulders-covered", Group::Clothing, "不穿无袖服装、吊带", "covered shoulders"),
    awaiting("collar-plain", Group::Clothing, "不穿大毛领外套", "no large fur collar"),
    awaiting("ears-visible", Group::Person, "双耳外露", "both ears visible"),
    awaiting("brows-visible", Group::Person, "头发不遮眉毛", "brows not covered by hair"),
    awaiting("eyes-visible", Group::Person, "头发不遮眼睛", "eyes not covered by hair"),
    awaiting("face-unoccluded", Group::Person, "脸部无遮挡", "nothing in front of the face"),
    awaiting("head-height", Group::Framing, "头部高度比例", "head height in the picture"),
    awaiting("head-centred", Group::Framing, "头部左右居中", "head centred"),
    awaiting("head-top-margin", Group::Framing, "头顶上方留白", "room above the head"),
    awaiting("eye-line", Group::Framing, "眼睛位置", "height of the eyes in the picture"),
    awaiting("face-width", Group::Framing, "脸部宽度", "width of the face"),
    awaiting("makeup-free", Group::Person, "不化妆", "no make-up"),
    awaiting("earrings-free", Group::Person, "不戴耳环", "no earrings"),
    awaiting("necklace-free", Group::Person, "不戴项链", "no necklace"),
    awaiting("lenses-clear", Group::Person, "镜片无色", "clear lenses"),
    awaiting("lenses-glare-free", Group::Person, "镜片不反光", "no glare on the lenses"),
    awaiting("frames-off-eyes", Group::Person, "镜框不遮挡眼睛", "frames not in front of the eyes"),
    awaiting(
        "studio-portrait",
        Group::Authenticity,
        "标准证件照",
        "a proper portrait, no snapshot or selfie",
    ),
    awaiting("retouching-free", Group::Authenticity, "没有过度美化", "no heavy retouching"),
];

const fn awaiting(id: &'static str, group: Group, zh: &'static str, en: &'static str) -> Entry {
    Entry { id, iso: None, group, name: Text { zh, en }, measurement: None }
}
