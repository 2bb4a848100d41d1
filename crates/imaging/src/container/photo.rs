//! The photo: the file as it was handed in, and the facts of its container. No pixel is decoded here.

use super::{Format, JpegHeader, limits};
use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// How many bytes of an oversized file are held at a time.
const PIECE: u64 = 1 << 16;

/// What is known of the file before any pixel is decoded.
#[derive(Debug, Clone)]
pub struct Photo {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// What the file really is, whatever its name says.
    pub format: Format,
    /// What a JPEG promises, or why its pixels will not be decoded.
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
    /// The header promises more pixels than [`limits::MAX_PIXELS`].
    #[error("picture too large")]
    PictureTooLarge,
    /// There is no usable picture in the file: no frame, no size, or segments that contradict themselves.
    #[error("no picture in the file")]
    NoPicture,
    /// A JPEG of a kind that browsers and phones do not show: 12-bit, lossless, arithmetic or hierarchical.
    #[error("unusual kind of jpeg")]
    UnusualCoding,
}

impl Photo {
    /// Reads the container. Never fails: what is wrong is a fact like any other.
    pub fn open(bytes: &[u8]) -> Self {
        Self { sha256: sha256(bytes), ..Self::open_without_digest(bytes) }
    }

    /// The same with an empty `sha256`: for callers that measure and write no report.
    pub fn open_without_digest(bytes: &[u8]) -> Self {
        let format = Format::of(bytes);
        let header = header_within_limits(bytes, format);
        Self { sha256: String::new(), bytes: bytes.len() as u64, format, header }
    }

    /// The same as [`Photo::open`] for a file longer than [`limits::MAX_BYTES`], without holding it: `head` is
    /// its beginning, longer than that limit already, and `rest` is read to its end piece by piece.
    ///
    /// # Errors
    /// Those of reading `rest`.
    pub fn open_oversized(head: &[u8], mut rest: impl Read) -> io::Result<Self> {
        let format = Format::of(head);
        let mut digest = Sha256::new_with_prefix(head);
        let mut bytes = head.len() as u64;
        let mut piece = Vec::new();
        while rest.by_ref().take(PIECE).read_to_end(&mut piece)? > 0 {
            digest.update(&piece);
            bytes += piece.len() as u64;
            piece.clear();
        }
        let sha256 = hexadecimal(&digest.finalize());
        Ok(Self { sha256, bytes, format, header: header_within_limits(head, format) })
    }

    /// Width and height in pixels as a person sees the picture, where the header tells.
    pub fn upright_size(&self) -> Option<(u32, u32)> {
        self.header.as_ref().ok().map(JpegHeader::upright_size)
    }
}

/// No picture of any format has fewer bytes: its signature alone has two.
const SHORTEST_PICTURE: usize = 2;

/// Browsers go over to a function's quick form when it is called, not in its midst: bytes are digested in pieces.
const DIGESTED_AT_ONCE: usize = 4096;

/// The SHA-256 of some bytes, in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let mut digest = Sha256::new();
    bytes.chunks(DIGESTED_AT_ONCE).for_each(|piece| digest.update(piece));
    hexadecimal(&digest.finalize())
}

/// Lower-case hexadecimal digits of `digest`.
fn hexadecimal(digest: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| DIGITS.get(usize::from(nibble)).map(|digit| char::from(*digit)))
        .collect()
}

fn header_within_limits(bytes: &[u8], format: Format) -> Result<JpegHeader, Undecodable> {
    if bytes.len() < SHORTEST_PICTURE {
        return Err(Undecodable::NoPicture);
    }
    if format != Format::Jpeg {
        return Err(Undecodable::NotJpeg);
    }
    if bytes.len() as u64 > limits::MAX_BYTES {
        return Err(Undecodable::FileTooLarge);
    }
    let header = JpegHeader::read(bytes).ok_or(Undecodable::NoPicture)?;
    if !header.coding.is_usual() || header.precision != 8 {
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
    fn the_digest_is_written_in_lower_case() {
        let photo = Photo::open(b"");
        assert_eq!(photo.sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!((photo.bytes, photo.format), (0, Format::Empty));
    }

    #[test]
    fn an_oversized_file_read_in_pieces_has_the_facts_of_the_whole() {
        let mut file = vec![7; limits::MAX_BYTES as usize + 200_001];
        for start in [b"\xff\xd8", b"BM"] {
            file[..2].copy_from_slice(start);
            let (head, rest) = file.split_at(limits::MAX_BYTES as usize + 1);
            let (pieces, whole) = (Photo::open_oversized(head, rest).unwrap(), Photo::open(&file));
            assert_eq!((pieces.sha256, pieces.bytes), (whole.sha256, whole.bytes));
            assert_eq!((pieces.format, pieces.header), (whole.format, whole.header));
        }
    }
}
