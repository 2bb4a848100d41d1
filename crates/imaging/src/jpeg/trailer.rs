//! What phones, cameras and editors append to a picture: a motion photo's video, a second picture, editing data.
//!
//! It belongs behind the end-of-image marker, but some programs leave that out. Browsers show such a picture whole: a
//! trailer that follows the last block of the picture is as good an end as the marker.

use super::segments::{Segments, marker};

/// Signatures of the known trailers; `?` is any byte. A trailer may have some bytes of a header in front of its signature,
/// as few as encoders leave behind a picture anyway.
const TRAILERS: [&[u8]; 9] = [
    // Samsung's extended format: the records that come first in photos of Galaxy phones.
    b"MotionPhoto_Data",
    b"Image_UTC_Data",
    b"MCC_Data",
    b"Camera_Capture_Mode_Info",
    b"DualShot_",
    // A file type box (ISO/IEC 14496-12): the video of a motion photo by Google, Huawei, OPPO, vivo or Xiaomi.
    b"\0\0\0?ftyp",
    // A second JPEG: CIPA DC-007 (multi-picture format), the gain map of an Ultra HDR photo.
    b"\xff\xd8\xff",
    // vivo: a JSON object of the camera app.
    b"vivo{\"",
    // Canon's editing data.
    b"CANON OPTIONAL DATA\0",
];

/// Where the signature of the first known trailer behind the first scan header is, if there is one.
pub fn start(bytes: &[u8]) -> Option<usize> {
    let scan = Segments::new(bytes).find(|segment| segment.marker == marker::SOS)?.offset;
    let behind = &bytes[scan..];
    let place_of =
        |signature: &&[u8]| behind.windows(signature.len()).position(|window| matches(window, signature));
    TRAILERS.iter().filter_map(place_of).min().map(|place| scan + place)
}

fn matches(bytes: &[u8], signature: &[u8]) -> bool {
    bytes.iter().zip(signature).all(|(byte, wanted)| byte == wanted || *wanted == b'?')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A start of scan with four bytes of data.
    const SCAN: &[u8] = b"\xff\xd8\xff\xda\0\x02\x01\x02\x03\x04";

    #[test]
    fn every_trailer_is_found_where_it_begins() {
        let cases: [(&str, &[u8]); 5] = [
            ("Samsung", b"MotionPhoto_Data\0\0\0\x18ftypmp42"),
            ("motion photo", b"\0\0\0\x1cftypisom"),
            ("second picture", b"\xff\xd8\xff\xe1"),
            ("vivo", b"vivo{\"version\":1}"),
            ("Canon", b"CANON OPTIONAL DATA\0\x01"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, trailer)| (name, start(&[SCAN, trailer].concat())))
            .filter(|(_, found)| *found != Some(SCAN.len()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn nothing_in_front_of_the_scan_is_a_trailer() {
        let thumbnail = b"\xff\xd8\xff\xe1\0\x09\xff\xd8\xff\xe0abc\xff\xda\0\x02\x01\x02";
        assert_eq!(start(thumbnail), None);
        assert_eq!(start(b"\xff\xd8MotionPhoto_Data"), None);
    }
}
