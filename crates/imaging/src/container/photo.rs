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
    /// The header gives more pixels than [`limits::MAX_PIXELS`].
    #[error("picture too large")]
    PictureTooLarge,
    /// There is no complete frame header, or it gives no pixels.
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

    /// Width and height in pixels of the upright picture; `None` without a header.
    pub fn upright_size(&self) -> Option<(u32, u32)> {
        self.header.as_ref().ok().map(JpegHeader::upright_size)
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
    if u64::from(header.width) * u64::from(header.height) > limits::MAX_PIXELS {
        return Err(Undecodable::PictureTooLarge);
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
