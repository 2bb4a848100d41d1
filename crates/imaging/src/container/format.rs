//! Which format a file has, by its content.

use image::ImageFormat;
use precheck_foundation::text::LocalizedStr;

/// The kinds of file that people hand in as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG, of whatever coding process.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// Windows bitmap.
    Bmp,
    /// TIFF.
    Tiff,
    /// HEIC or HEIF, the usual format of iPhones.
    Heic,
    /// AVIF.
    Avif,
    /// Another picture format.
    OtherPicture,
    /// A PDF document.
    Pdf,
    /// A ZIP archive, which word processors' documents are as well.
    Zip,
    /// A video or other ISO media file.
    Video,
    /// Readable text: SVG, HTML or plain.
    Text,
    /// No byte at all.
    Empty,
    /// None of these.
    Unknown,
}

/// ISO base media brands of HEIC and HEIF still pictures (ISO/IEC 23008-12).
const HEIC_BRANDS: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1"];

/// Leading bytes that have to be text for a file to be text.
const TEXT_PROBE: usize = 512;

impl Format {
    /// Every format.
    pub const ALL: [Self; 15] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::WebP,
        Self::Bmp,
        Self::Tiff,
        Self::Heic,
        Self::Avif,
        Self::OtherPicture,
        Self::Pdf,
        Self::Zip,
        Self::Video,
        Self::Text,
        Self::Empty,
        Self::Unknown,
    ];

    /// The format of a file with this content, of which the first 512 bytes are enough.
    pub fn sniff(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        if bytes.starts_with(&[0xff, 0xd8]) {
            return Self::Jpeg;
        }
        if bytes.get(4..8) == Some(b"ftyp") {
            return iso_media(bytes);
        }
        if bytes.starts_with(b"%PDF") {
            return Self::Pdf;
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Self::Zip;
        }
        match image::guess_format(bytes) {
            Ok(ImageFormat::Png) => Self::Png,
            Ok(ImageFormat::Gif) => Self::Gif,
            Ok(ImageFormat::WebP) => Self::WebP,
            Ok(ImageFormat::Bmp) => Self::Bmp,
            Ok(ImageFormat::Tiff) => Self::Tiff,
            Ok(_) => Self::OtherPicture,
            Err(_) if is_text(bytes) => Self::Text,
            Err(_) => Self::Unknown,
        }
    }

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Heic => "heic",
            Self::Avif => "avif",
            Self::OtherPicture => "other-picture",
            Self::Pdf => "pdf",
            Self::Zip => "zip",
            Self::Video => "video",
            Self::Text => "text",
            Self::Empty => "empty",
            Self::Unknown => "unknown",
        }
    }

    /// The name within a sentence: "this file is in fact {…}".
    pub fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::Jpeg => ("JPG 图片", "a JPEG picture"),
            Self::Png => ("PNG 图片", "a PNG picture"),
            Self::Gif => ("GIF 图片", "a GIF picture"),
            Self::WebP => ("WebP 图片", "a WebP picture"),
            Self::Bmp => ("BMP 图片", "a BMP picture"),
            Self::Tiff => ("TIFF 图片", "a TIFF picture"),
            Self::Heic => ("HEIC 图片（苹果手机常用格式）", "a HEIC picture (as iPhones write them)"),
            Self::Avif => ("AVIF 图片", "an AVIF picture"),
            Self::OtherPicture => ("其他格式的图片", "a picture of another format"),
            Self::Pdf => ("PDF 文档", "a PDF document"),
            Self::Zip => ("压缩包或办公文档", "an archive or office document"),
            Self::Video => ("视频文件", "a video"),
            Self::Text => ("文本或网页文件", "a text or web page"),
            Self::Empty => ("空文件", "an empty file"),
            Self::Unknown => ("无法识别的文件", "a file of an unknown kind"),
        };
        LocalizedStr { zh, en }
    }
}

/// Longest `ftyp` box that is read, in bytes; real ones have up to 60.
const MAX_FTYP: usize = 256;

/// Distinguishes still pictures from video by the brands of the `ftyp` box (ISO/IEC 14496-12, 4.3).
fn iso_media(bytes: &[u8]) -> Format {
    let length = bytes.iter().take(4).fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    let brands = bytes.get(8..length.clamp(8, MAX_FTYP).min(bytes.len())).unwrap_or_default();
    let has = |wanted: &[u8; 4]| brands.chunks_exact(4).any(|brand| brand == wanted);
    if has(b"avif") || has(b"avis") {
        Format::Avif
    } else if HEIC_BRANDS.into_iter().any(has) {
        Format::Heic
    } else {
        Format::Video
    }
}

/// Whether the beginning is printable text in UTF-8. A character that is cut by its end is left out.
fn is_text(bytes: &[u8]) -> bool {
    let probe = bytes.get(..TEXT_PROBE).unwrap_or(bytes);
    let readable = match std::str::from_utf8(probe) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            probe.get(..error.valid_up_to()).and_then(|head| std::str::from_utf8(head).ok()).unwrap_or("")
        }
        Err(_) => return false,
    };
    !readable.is_empty() && !readable.chars().any(|c| c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// Shared with the page's test, `tests/browser/formats.test.js`: both have to give the same answers.
    const CASES: &str = include_str!("../../../../tests/fixtures/formats.json");

    fn bytes_of(hex: &str) -> Vec<u8> {
        let byte = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(byte).collect()
    }

    #[test]
    fn a_file_is_called_by_its_content() {
        let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
        let text = |case: &Value, field: &str| case[field].as_str().unwrap().to_owned();
        let is_wrong =
            |case: &&Value| Format::sniff(&bytes_of(&text(case, "bytes"))).id() != text(case, "format");
        let wrong: Vec<_> = cases.iter().filter(is_wrong).map(|case| text(case, "name")).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let seen = |format: &Format| cases.iter().any(|case| text(case, "format") == format.id());
        assert!(Format::ALL.iter().all(seen), "every format has a case");
    }
}
