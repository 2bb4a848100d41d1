//! Whatever an EXIF segment contains: its strings are short, and the picture has an orientation.

use precheck_imaging::container::{Exif, JpegHeader};

/// The identifier of an EXIF segment.
const IDENTIFIER: &[u8] = b"Exif\0\0";

/// A frame of one grey pixel: without a frame there is no header.
const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";

/// Longest string, in bytes.
const LONGEST: usize = 64;

/// The bytes are what follows the segment's identifier.
pub fn exif_read(bytes: &[u8]) {
    let payload = [IDENTIFIER, bytes].concat();
    let Ok(length) = u16::try_from(payload.len() + 2) else { return };
    let exif = Exif::read(&payload).unwrap_or_default();
    for string in [&exif.make, &exif.model, &exif.software, &exif.lens_model] {
        assert!(string.len() <= LONGEST, "{string:?} is too long");
    }
    let file = [b"\xff\xd8\xff\xe1", &length.to_be_bytes()[..], &payload, FRAME].concat();
    let header = JpegHeader::read(&file).expect("the frame behind the segment is sound");
    assert_eq!(header.exif, exif);
    assert!(header.orientation.quarter_turns < 4);
}
