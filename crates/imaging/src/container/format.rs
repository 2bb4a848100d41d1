//! What a file really is, by its first bytes.

use image::ImageFormat;
use precheck_foundation::text::LocalizedStr;

/// The kinds of file that people hand in as a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JPEG, whatever is inside.
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

/// How many leading bytes decide whether a file is text.
const TEXT_PROBE: usize = 512;

impl Format {
    /// Names the format of a file from its content.
    pub fn of(bytes: &[u8]) -> Self {
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

    /// What to call it in a sentence: "it really is {…}".
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

/// Tells still pictures from video by the brands of the `ftyp` box (ISO/IEC 14496-12, 4.3).
fn iso_media(bytes: &[u8]) -> Format {
    let length = bytes.iter().take(4).fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    let brands = bytes.get(8..length.clamp(8, 256).min(bytes.len())).unwrap_or_default();
    let has = |wanted: &[u8; 4]| brands.chunks_exact(4).any(|brand| brand == wanted);
    if has(b"avif") || has(b"avis") {
        Format::Avif
    } else if HEIC_BRANDS.into_iter().any(has) {
        Format::Heic
    } else {
        Format::Video
    }
}

/// Whether the beginning is printable text in UTF-8 (a character cut by the probe's end does not count).
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

    #[test]
    fn a_renamed_file_is_called_by_its_real_name() {
        let cases: [(&[u8], Format); 16] = [
            (b"", Format::Empty),
            (b"\xff\xd8\xff\xe0", Format::Jpeg),
            (b"\xff\xd8", Format::Jpeg),
            (b"\x89PNG\r\n\x1a\n", Format::Png),
            (b"GIF89a", Format::Gif),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Format::WebP),
            (b"BM\x46\0\0\0", Format::Bmp),
            (b"II*\0\x08\0\0\0", Format::Tiff),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Format::Heic),
            (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Format::Avif),
            (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", Format::Video),
            (b"\xff\xff\xff\xffftypheic", Format::Heic),
            (b"%PDF-1.7", Format::Pdf),
            (b"PK\x03\x04\x14\0", Format::Zip),
            ("<html>照片</html>".as_bytes(), Format::Text),
            (b"\x07\x01\x02\x00", Format::Unknown),
        ];
        let wrong: Vec<_> =
            cases.iter().map(|(bytes, f)| (Format::of(bytes), f)).filter(|(is, f)| is != *f).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
