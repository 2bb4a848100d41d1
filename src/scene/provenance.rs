//! How the photo was made, by what its EXIF and XMP say.
//!
//! A name proves nothing: it is reported, and never changes what a rule measures on the picture.

use precheck_foundation::text::LocalizedStr;
use precheck_imaging::container::{AiLabel, Exif};

/// What phones call their front cameras, in lower case: in English, and in Chinese in UTF-8 and in GBK.
const FRONT_CAMERAS: [&[u8]; 4] =
    [b"front camera", b"front truedepth camera", "前置".as_bytes(), b"\xc7\xb0\xd6\xc3"];

/// A product by the name that it signs files with.
pub struct Product {
    /// In lower case.
    name: &'static str,
    /// The same in GBK, where that differs.
    gbk: &'static [u8],
    /// For people.
    pub shown: LocalizedStr,
}

/// A product with an English name.
const fn product(name: &'static str, shown: &'static str) -> Product {
    Product { name, gbk: name.as_bytes(), shown: LocalizedStr { zh: shown, en: shown } }
}

/// A product with a Chinese name.
const fn chinese(name: &'static str, gbk: &'static [u8], en: &'static str) -> Product {
    Product { name, gbk, shown: LocalizedStr { zh: name, en } }
}

/// Apps for beautifying selfies and for changing faces. Photo editors that are used for cropping and developing as well
/// are not among them.
const BEAUTY_APPS: [Product; 28] = [
    chinese("美图秀秀", b"\xc3\xc0\xcd\xbc\xd0\xe3\xd0\xe3", "Meitu (美图秀秀)"),
    chinese("美图", b"\xc3\xc0\xcd\xbc", "Meitu (美图)"),
    chinese("美颜相机", b"\xc3\xc0\xd1\xd5\xcf\xe0\xbb\xfa", "BeautyCam (美颜相机)"),
    chinese("轻颜相机", b"\xc7\xe1\xd1\xd5\xcf\xe0\xbb\xfa", "Ulike (轻颜相机)"),
    chinese("轻颜", b"\xc7\xe1\xd1\xd5", "Ulike (轻颜)"),
    chinese("醒图", b"\xd0\xd1\xcd\xbc", "Xingtu (醒图)"),
    chinese("无他相机", b"\xce\xde\xcb\xfb\xcf\xe0\xbb\xfa", "Wuta Camera (无他相机)"),
    chinese("天天p图", b"\xcc\xec\xcc\xecp\xcd\xbc", "Pitu (天天P图)"),
    chinese("激萌", b"\xbc\xa4\xc3\xc8", "Faceu (激萌)"),
    chinese("相机360", b"\xcf\xe0\xbb\xfa360", "Camera360 (相机360)"),
    product("meitu", "Meitu"),
    product("meituxiuxiu", "Meitu"),
    product("meitupic", "Meitu"),
    product("beautyplus", "BeautyPlus"),
    product("beautycam", "BeautyCam"),
    product("b612", "B612"),
    product("faceu", "Faceu"),
    product("snow", "SNOW"),
    product("ulike", "Ulike"),
    product("xingtu", "Xingtu"),
    product("hypic", "Hypic"),
    product("facetune", "Facetune"),
    product("faceapp", "FaceApp"),
    product("remini", "Remini"),
    product("youcam", "YouCam"),
    product("airbrush", "AirBrush"),
    product("wuta", "Wuta Camera"),
    product("camera360", "Camera360"),
];

/// Names that are ordinary words as well: they count alone, or with a version behind them.
const ORDINARY_WORDS: [&str; 2] = ["snow", "airbrush"];

/// Whether the lens is a phone's front camera.
pub fn is_from_front_camera(exif: &Exif) -> bool {
    let lens = exif.lens_model.to_ascii_lowercase();
    FRONT_CAMERAS.iter().any(|name| lens.windows(name.len()).any(|window| window == *name))
}

/// The beauty app that wrote the file last, by the name in its EXIF.
pub fn beauty_app(exif: &Exif) -> Option<&'static Product> {
    let software = exif.software.to_ascii_lowercase();
    BEAUTY_APPS.iter().find(|product| {
        if ORDINARY_WORDS.contains(&product.name) {
            return is_alone(&software, product.name.as_bytes());
        }
        names(&software, product.name.as_bytes()) || names(&software, product.gbk)
    })
}

/// Whether the name is in the text as a whole: neither within a longer word nor within a longer number. Chinese and
/// English may follow each other without a space.
fn names(text: &[u8], name: &[u8]) -> bool {
    let places = text.windows(name.len()).enumerate().filter(|(_, window)| *window == name);
    let is_whole = |place: usize| {
        let before = place.checked_sub(1).and_then(|before| text.get(before));
        let behind = text.get(place + name.len());
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return false };
        !before.is_some_and(|byte| continues(*byte, *first))
            && !behind.is_some_and(|byte| continues(*last, *byte) && !is_version(*last, *byte))
    };
    places.map(|(place, _)| place).any(is_whole)
}

/// Whether two bytes in a row belong to one word: two letters or digits, or two characters beyond ASCII.
fn continues(first: u8, second: u8) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric();
    (is_word(first) && is_word(second)) || (!first.is_ascii() && !second.is_ascii())
}

/// Whether a number begins behind a letter, as in “Meitu9.8”.
fn is_version(last: u8, behind: u8) -> bool {
    last.is_ascii_alphabetic() && behind.is_ascii_digit()
}

/// Whether the text is the name, or the name and a version.
fn is_alone(text: &[u8], name: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(name) else { return false };
    rest.iter().all(|byte| byte.is_ascii_digit() || b" ._-/v".contains(byte))
}

/// What a label of generated content says, for people.
pub fn ai_label_text(label: AiLabel) -> LocalizedStr {
    match label {
        AiLabel::TrainedAlgorithmicMedia => LocalizedStr {
            zh: "内容由人工智能生成（IPTC 标识）",
            en: "it was generated by artificial intelligence (IPTC label)",
        },
        AiLabel::CompositeWithTrainedAlgorithmicMedia => LocalizedStr {
            zh: "部分内容由人工智能生成（IPTC 标识）",
            en: "a part of it was generated by artificial intelligence (IPTC label)",
        },
        AiLabel::AlgorithmicMedia => LocalizedStr {
            zh: "内容由程序生成（IPTC 标识）",
            en: "it was generated by a program (IPTC label)",
        },
        AiLabel::Tc260 => LocalizedStr {
            zh: "内容由人工智能生成或可能由人工智能生成（AIGC 标识）",
            en: "it was, or may have been, generated by artificial intelligence (China's AIGC label)",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The app that is named by this software.
    fn app(software: &[u8]) -> Option<&'static str> {
        beauty_app(&Exif { software: software.to_vec(), ..Exif::default() }).map(|product| product.shown.en)
    }

    #[test]
    fn a_beauty_app_is_known_by_its_whole_name_in_every_case_script_and_encoding() {
        let cases: [(&[u8], Option<&str>); 26] = [
            (b"MEITU 9.8", Some("Meitu")),
            (b"Meitu9.8", Some("Meitu")),
            (b"com.meitu.mtxx", Some("Meitu")),
            ("美图秀秀 10.2".as_bytes(), Some("Meitu (美图秀秀)")),
            ("醒图".as_bytes(), Some("Xingtu (醒图)")),
            ("醒图9.1".as_bytes(), Some("Xingtu (醒图)")),
            (b"\xd0\xd1\xcd\xbc 9.1", Some("Xingtu (醒图)")),
            (b"\xc3\xc0\xcd\xbc\xd0\xe3\xd0\xe3", Some("Meitu (美图秀秀)")),
            ("天天P图 6.1".as_bytes(), Some("Pitu (天天P图)")),
            (b"B612 12.3.5", Some("B612")),
            ("B612咔叽 12.3".as_bytes(), Some("B612")),
            (b"SNOW", Some("SNOW")),
            (b"SNOW 11.9.30", Some("SNOW")),
            (b"Facetune2 2.0", Some("Facetune")),
            (b"17.1", None),
            (b"", None),
            (b"Snowflake 3.1", None),
            (b"Snow Leopard 10.6", None),
            (b"Let it snow", None),
            (b"HUAWEI C432B612 EMUI", None),
            (b"C432B612", None),
            (b"B6125", None),
            (b"B612a", None),
            (b"Adobe Photoshop 24.0 (Windows)", None),
            ("超美图册".as_bytes(), None),
            (b"Meituan 12.1", None),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(software, expected)| (String::from_utf8_lossy(software), app(software), expected))
            .filter(|(_, is, expected)| is != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_front_camera_is_known_by_the_name_of_its_lens() {
        let lens = |lens_model: &[u8]| Exif { lens_model: lens_model.to_vec(), ..Exif::default() };
        let front: [&[u8]; 3] =
            [b"iPhone 13 Front Camera 2.71mm f/2.2", "前置镜头".as_bytes(), b"\xc7\xb0\xd6\xc3"];
        assert!(front.iter().all(|name| is_from_front_camera(&lens(name))));
        assert!(!is_from_front_camera(&lens(b"iPhone 15 back camera 6.9mm f/1.6")));
    }
}
