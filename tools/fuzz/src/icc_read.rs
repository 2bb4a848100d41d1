//! Whatever an ICC profile contains: the photo is decoded, and its colours are changed only by primaries and tone curves
//! other than those of sRGB.

use precheck_foundation::geometry::Rect;
use precheck_imaging::colour::ColourSpace;
use precheck_imaging::container::JpegHeader;
use precheck_imaging::decode::{DecodedPhoto, decode};
use std::sync::LazyLock;

/// A frame of 8 x 8 pixels in three components, without a scan: decoding one would only cost executions.
const PHOTO: &[u8] = b"\xff\xd8\xff\xc0\0\x11\x08\0\x08\0\x08\x03\x01\x11\0\x02\x11\0\x03\x11\0";

/// The photo without a profile.
static PLAIN: LazyLock<DecodedPhoto> = LazyLock::new(|| with_profile(None));

/// The bytes are the profile, joined from its chunks.
pub fn icc_read(bytes: &[u8]) {
    let decoded = with_profile(Some(bytes.to_vec()));
    assert_eq!(decoded.roi.rect, PLAIN.roi.rect);
    if let ColourSpace::Srgb | ColourSpace::Unknown = decoded.colour_space {
        assert!(decoded.overview.rgb() == PLAIN.overview.rgb(), "{:?} changes colours", decoded.colour_space);
    }
}

fn with_profile(icc: Option<Vec<u8>>) -> DecodedPhoto {
    let header = JpegHeader { icc, ..JpegHeader::read(PHOTO).expect("the frame is sound") };
    let whole = Rect { x: 0, y: 0, width: header.width, height: header.height };
    decode(PHOTO, &header, whole).expect("the frame is sound")
}
