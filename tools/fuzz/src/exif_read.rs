//! Whatever stands in an EXIF segment: its words are short, and the picture stands some way up.

use precheck_imaging::container::{Exif, JpegHeader};

/// What marks an APP1 segment as EXIF.
const IDENTIFIER: &[u8] = b"Exif\0\0";

/// A frame of one grey pixel: a header is only read where there is a picture.
const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";

/// Longest word that is kept, in characters.
const LONGEST: usize = 64;

/// The bytes are what follows the segment's identifier.
pub fn exif_read(bytes: &[u8]) {
    let payload = [IDENTIFIER, bytes].concat();
    let Ok(length) = u16::try_from(payload.len() + 2) else { return };
    let exif = Exif::read(&payload).unwrap_or_default();
    for word in [&exif.make, &exif.model, &exif.software, &exif.lens_model] {
        assert!(word.chars().count() <= LONGEST, "{word:?} is too long");
    }
    let file = [b"\xff\xd8\xff\xe1", &length.to_be_bytes()[..], &payload, FRAME].concat();
    let header = JpegHeader::read(&file).expect("the frame behind the segment is sound");
    assert_eq!(header.exif, exif);
    assert!(header.orientation.quarter_turns < 4);
}
