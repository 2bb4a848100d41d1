//! The photo: the file as it was handed in, and what its container says.

use super::digest::{sha256, sha256_of_stream};
use super::{Format, JpegHeader, limits};
use std::io::{self, Read};

/// What is known of the file before any pixel is decoded.
#[derive(Debug, Clone)]
pub struct Photo {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// The format by content, whatever the file's name says.
    pub format: Format,
    /// The header of a JPEG, or why its pixels will not be decoded.
    pub header: Result<JpegHeader, Undecodable>,
}

/// Why no pixel of this file will be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Undecodable {
    /// The file is no JPEG.
    #[error("not a jpeg")]
    NotJpeg,
    /// The file is longer than [`limits::MAX_BYTES`].
    #[error("file too large")]
    FileTooLarge,
    /// The header gives more pixels than [`limits::MAX_PIXELS`]: width and height of the upright picture.
    #[error("picture too large")]
    PictureTooLarge(u32, u32),
    /// There is no complete frame header, or it gives no pixels, or more than [`limits::MAX_SHOWN_PIXELS`].
    #[error("no picture in the file")]
    NoPicture,
    /// A JPEG of a kind that browsers and phones do not decode: 12-bit, lossless, arithmetic or hierarchical.
    #[error("unusual kind of jpeg")]
    UnusualCoding,
}

/// The only sample precision that is decoded, in bits.
const PRECISION: u8 = 8;

/// No picture of any format has fewer bytes: a signature alone has two.
const MIN_BYTES: usize = 2;

impl Photo {
    /// Reads the container. Never fails: what is wrong with the file is in `header`.
    pub fn open(bytes: &[u8]) -> Self {
        Self { sha256: sha256(bytes), ..Self::open_without_digest(bytes) }
    }

    /// The same with an empty `sha256`: for callers that measure and write no report.
    pub fn open_without_digest(bytes: &[u8]) -> Self {
        let format = Format::sniff(bytes);
        let header = header_within_limits(bytes, format);
        Self { sha256: String::new(), bytes: bytes.len() as u64, format, header }
    }

    /// The same as [`Photo::open`] for a file longer than [`limits::MAX_BYTES`], without holding it: `head` is its
    /// beginning, longer than that limit already, and `rest` is read to its end.
    ///
    /// # Errors
    /// Those of reading `rest`.
    pub fn open_oversized(head: &[u8], rest: impl Read) -> io::Result<Self> {
        let format = Format::sniff(head);
        let (sha256, bytes) = sha256_of_stream(head, rest)?;
        Ok(Self { sha256, bytes, format, header: header_within_limits(head, format) })
    }

    /// Width and height in pixels of the upright picture, also of one with too many; `None` without a picture.
    pub fn upright_size(&self) -> Option<(u32, u32)> {
        match &self.header {
            Ok(header) => Some(header.upright_size()),
            Err(Undecodable::PictureTooLarge(width, height)) => Some((*width, *height)),
            Err(_) => None,
        }
    }
}

fn header_within_limits(bytes: &[u8], format: Format) -> Result<JpegHeader, Undecodable> {
    if bytes.len() < MIN_BYTES {
        return Err(Undecodable::NoPicture);
    }
    if format != Format::Jpeg {
        return Err(Undecodable::NotJpeg);
    }
    if bytes.len() as u64 > limits::MAX_BYTES {
        return Err(Undecodable::FileTooLarge);
    }
    let header = JpegHeader::read(bytes).ok_or(Undecodable::NoPicture)?;
    if !header.process.is_supported() || header.precision != PRECISION {
        return Err(Undecodable::UnusualCoding);
    }
    let (width, height) = header.upright_size();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > limits::MAX_SHOWN_PIXELS {
        return Err(Undecodable::NoPicture);
    }
    if pixels > limits::MAX_PIXELS {
        return Err(Undecodable::PictureTooLarge(width, height));
    }
    Ok(header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_is_opened_like_any_other() {
        let photo = Photo::open(b"");
        assert_eq!(
            (photo.bytes, photo.format, photo.header),
            (0, Format::Empty, Err(Undecodable::NoPicture))
        );
    }

    /// Shared with the page's test, `tests/browser/formats.test.js`: both have to give the same answers.
    const CASES: &str = include_str!("../../../../tests/fixtures/jpeg-headers.json");

    #[test]
    fn the_upright_size_is_read_as_by_the_page() {
        let cases: Vec<serde_json::Value> = serde_json::from_str(CASES).unwrap();
        let bytes = |hex: &str| -> Vec<u8> {
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
        };
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| {
                let expected = case["width"].as_u64().zip(case["height"].as_u64());
                let read = Photo::open(&bytes(case["bytes"].as_str().unwrap())).upright_size();
                (case["name"].as_str(), read, expected)
            })
            .filter(|(_, read, expected)| read.map(|(w, h)| (w.into(), h.into())) != *expected)
            .collect();
        assert!(wrong.is_empty() && cases.len() > 30, "{wrong:?}");
    }

    #[test]
    fn a_picture_is_too_large_to_be_decoded_before_it_is_too_large_to_be_one() {
        let of_side = |side: u16| {
            let [high, low] = side.to_be_bytes();
            Photo::open(&[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0, 0xff, 0xd9])
        };
        let too_large = |side: u32| Err(Undecodable::PictureTooLarge(side, side));
        let cases = [
            (11_313, Ok(())),
            (11_314, too_large(11_314)),
            (23_170, too_large(23_170)),
            (23_171, Err(Undecodable::NoPicture)),
        ];
        for (side, header) in cases {
            let photo = of_side(side);
            let has_size = header != Err(Undecodable::NoPicture);
            assert_eq!(photo.upright_size().is_some(), has_size, "{side}");
            assert_eq!(photo.header.map(|_| ()), header);
        }
    }

    #[test]
    fn an_oversized_file_read_as_a_stream_has_the_facts_of_the_whole() {
        let mut file = vec![7; limits::MAX_BYTES as usize + 200_001];
        for start in [b"\xff\xd8", b"BM"] {
            file[..2].copy_from_slice(start);
            let (head, rest) = file.split_at(limits::MAX_BYTES as usize + 1);
            let (streamed, whole) = (Photo::open_oversized(head, rest).unwrap(), Photo::open(&file));
            assert_eq!((streamed.sha256, streamed.bytes), (whole.sha256, whole.bytes));
            assert_eq!((streamed.format, streamed.header), (whole.format, whole.header));
        }
    }
}
