//! A photo's file without what it tells beside the picture: place, time, camera, thumbnails, comments, videos. The
//! entropy-coded data is copied as it is, so that every program shows the same pixels as before.

use precheck_imaging::container::JpegHeader;
use precheck_imaging::jpeg::{Segment, Segments, marker, trailer_start};
use precheck_imaging::raster::Orientation;

/// Length of a JFIF header without its thumbnail, and of the part in front of that thumbnail's size (ITU-T T.871).
const JFIF: usize = 14;
const JFIF_BEFORE_THUMBNAIL: usize = 12;

/// Length of an Adobe header; its last byte says how the colours are coded (Adobe technical note 5116).
const ADOBE: usize = 12;

/// Bytes of a segment in front of its payload: marker and length.
const SEGMENT_HEAD: usize = 4;

/// Define number of lines, hierarchical progression, expand reference components (T.81, table B.1).
const DNL: u8 = 0xDC;
const EXP: u8 = 0xDF;

/// A file without a picture that could be handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file is no whole JPEG")]
pub struct NotAPhoto;

/// Whether a file can be handed on as a photo.
pub fn is_deliverable(photo: &[u8]) -> bool {
    without_metadata(photo).is_ok()
}

/// The same picture with nothing but what decides how it looks: tables, frames, scans, the JFIF and Adobe headers, the
/// colour profile, and an orientation other than upright as the only field of a new EXIF segment.
///
/// # Errors
/// [`NotAPhoto`], if the file begins otherwise than a JPEG, there is no picture in it, or one of its segments is cut off.
pub fn without_metadata(photo: &[u8]) -> Result<Vec<u8>, NotAPhoto> {
    if !photo.starts_with(&[0xFF, marker::SOI]) {
        return Err(NotAPhoto);
    }
    let header = JpegHeader::read(photo).ok_or(NotAPhoto)?;
    let trailer = trailer_start(photo).unwrap_or(photo.len());
    let mut clean = Vec::with_capacity(photo.len().min(trailer).saturating_add(64));
    clean.extend([0xFF, marker::SOI]);
    let mut exif = exif_of(header.orientation);
    let (mut has_jfif, mut has_scan) = (false, false);
    for segment in Segments::new(photo).skip_while(|segment| segment.marker == marker::SOI) {
        // A second picture, or the end of this one.
        if matches!(segment.marker, marker::SOI | marker::EOI) {
            break;
        }
        if segment.is_truncated {
            return Err(NotAPhoto);
        }
        let is_jfif = segment.marker == marker::APP0;
        let Some(payload) = kept(&segment).filter(|_| !(is_jfif && has_jfif)) else { continue };
        has_jfif |= is_jfif;
        has_scan |= segment.marker == marker::SOS;
        // Behind a JFIF header, which has to be first.
        if !is_jfif && let Some(exif) = exif.take() {
            write(&mut clean, marker::APP1, &exif);
        }
        write(&mut clean, segment.marker, &payload);
        // Some programs append a video without an end-of-image marker in front of it.
        let start = segment.offset + SEGMENT_HEAD + segment.payload.len();
        let picture = segment.entropy_coded.get(..trailer.saturating_sub(start));
        clean.extend(picture.unwrap_or(segment.entropy_coded));
        if picture.is_some_and(|picture| picture.len() < segment.entropy_coded.len()) {
            break;
        }
    }
    clean.extend([0xFF, marker::EOI]);
    if has_scan { Ok(clean) } else { Err(NotAPhoto) }
}

/// What is kept of a segment.
fn kept(segment: &Segment) -> Option<Vec<u8>> {
    let payload = segment.payload;
    match segment.marker {
        marker::APP0 => {
            let head = payload.get(..JFIF).filter(|head| head.starts_with(b"JFIF\0"))?;
            // A thumbnail of 0 x 0 pixels.
            Some([head.get(..JFIF_BEFORE_THUMBNAIL)?, &[0, 0]].concat())
        }
        marker::APP2 => payload.starts_with(b"ICC_PROFILE\0").then(|| payload.to_vec()),
        marker::APP14 => payload.get(..ADOBE).filter(|head| head.starts_with(b"Adobe")).map(<[u8]>::to_vec),
        // Tables, frames and scans.
        marker::SOF0..=marker::SOF15 | marker::SOS..=marker::DRI | DNL..=EXP => Some(payload.to_vec()),
        _ => None,
    }
}

/// The payload of an EXIF segment with this orientation only; none for an upright picture.
fn exif_of(orientation: Orientation) -> Option<Vec<u8>> {
    let value = (2..=8).find(|value| Orientation::from_exif(*value) == Some(orientation))?;
    let [high, low] = value.to_be_bytes();
    // A big-endian TIFF whose only directory has one field: tag 0x0112, one 16-bit number; no directory follows.
    let tiff = [b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01", &[high, low, 0, 0][..], &[0; 4]];
    Some([b"Exif\0\0", &tiff.concat()[..]].concat())
}

/// A payload has at most 65,533 bytes, as everything that is kept had.
fn write(out: &mut Vec<u8>, marker: u8, payload: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend(((payload.len() + 2) as u16).to_be_bytes());
    out.extend(payload);
}

/// Photos for the tests of the whole archive.
#[cfg(test)]
pub mod testing {
    use super::*;
    use image::codecs::jpeg::JpegEncoder;

    /// A picture of 48 x 40 pixels, another one for each number.
    pub fn picture(number: u8) -> Vec<u8> {
        let pixels =
            image::RgbImage::from_fn(48, 40, |x, y| image::Rgb([(5 * x) as u8, (6 * y) as u8, number]));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&pixels).unwrap();
        bytes
    }

    /// The same with an EXIF segment that tells where it was taken.
    pub fn picture_with_place(number: u8) -> Vec<u8> {
        let picture = picture(number);
        [&picture[..2], &exif(1), &picture[2..]].concat()
    }

    /// A segment with this orientation and a place.
    pub fn exif(orientation: u8) -> Vec<u8> {
        let mut payload = b"Exif\0\0MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        payload.push(orientation);
        // The second field: a directory with the place.
        payload.extend(b"\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPS 39 54 20 N 116 24 26 E");
        segment(marker::APP1, &payload)
    }

    /// A segment.
    pub fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, marker, payload);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{exif, picture, segment};
    use super::*;
    use precheck_imaging::jpeg::{Scale, decode};
    use proptest::prelude::*;

    /// The picture with these bytes behind its start-of-image marker.
    fn with(segments: &[Vec<u8>]) -> Vec<u8> {
        let picture = picture(0);
        [&picture[..2], &segments.concat(), &picture[2..]].concat()
    }

    fn pixels(photo: &[u8]) -> Vec<u8> {
        decode(photo, Scale::Full, None).unwrap().rgb
    }

    fn holds(bytes: &[u8], text: &[u8]) -> bool {
        bytes.windows(text.len()).any(|window| window == text)
    }

    #[test]
    fn what_tells_of_place_device_or_person_is_gone_and_the_picture_is_the_same() {
        let thumbnail = [b"JFIF\0\x01\x01\x01\0\x48\0\x48\x01\x01SEC".as_slice()].concat();
        let tail = |bytes: &[u8]| [&picture(0)[..], bytes].concat();
        let cases = [
            ("EXIF with GPS", with(&[exif(1)])),
            ("comment", with(&[segment(marker::COM, b"SECRET")])),
            ("XMP", with(&[segment(marker::APP1, b"http://ns.adobe.com/xap/1.0/\0SECRET")])),
            ("JFIF thumbnail", with(&[segment(marker::APP0, &thumbnail)])),
            ("JFXX thumbnail", with(&[segment(marker::APP0, b"JFXX\0\x10SECRET")])),
            ("IPTC", with(&[segment(0xED, b"Photoshop 3.0\0SECRET")])),
            ("another picture's index", with(&[segment(marker::APP2, b"MPF\0SECRET")])),
            ("behind the picture", tail(b"SECRET GPS")),
            ("a second picture behind it", tail(&with(&[segment(marker::COM, b"SECRET")]))),
            ("a reserved segment", with(&[segment(0xF3, b"SECRET")])),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(_, photo)| {
                let clean = without_metadata(photo).unwrap();
                holds(&clean, b"SEC") || holds(&clean, b"GPS") || pixels(&clean) != pixels(photo)
            })
            .map(|(name, _)| name)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_video_behind_a_picture_without_end_marker_is_cut_off() {
        let picture = picture(0);
        let photo =
            [&picture[..picture.len() - 2], b"MotionPhoto_Data\0\0\0\x18ftypmp42 SECRET \xFF\xD9"].concat();
        assert_eq!(without_metadata(&photo), without_metadata(&picture));
    }

    #[test]
    fn orientation_and_colour_profile_stay() {
        let profile = segment(marker::APP2, b"ICC_PROFILE\0\x01\x01profile");
        for orientation in 2..=8 {
            let photo = with(&[exif(orientation), profile.clone()]);
            let (before, clean) = (JpegHeader::read(&photo).unwrap(), without_metadata(&photo).unwrap());
            let after = JpegHeader::read(&clean).unwrap();
            assert_eq!((after.orientation, after.icc), (before.orientation, before.icc), "{orientation}");
            assert_eq!(image_orientation(&clean), orientation, "as another program reads it");
        }
        assert!(!holds(&without_metadata(&with(&[exif(1)])).unwrap(), b"Exif"));
    }

    /// The orientation as the crate `image` reads it.
    fn image_orientation(photo: &[u8]) -> u8 {
        use image::ImageDecoder;
        let mut decoder = image::codecs::jpeg::JpegDecoder::new(std::io::Cursor::new(photo)).unwrap();
        decoder.orientation().unwrap().to_exif()
    }

    #[test]
    fn a_clean_photo_stays_as_it_is() {
        let clean = without_metadata(&with(&[exif(6)])).unwrap();
        assert_eq!(without_metadata(&clean).as_deref(), Ok(&clean[..]));
    }

    #[test]
    fn what_is_no_whole_picture_is_refused() {
        let picture = picture(0);
        let scan = picture.windows(2).position(|pair| pair == [0xFF, marker::SOS]).unwrap();
        for bytes in [&b""[..], b"\xFF\xD8", b"GIF89a", &picture[..scan], &picture[..scan + 5]] {
            assert_eq!(without_metadata(bytes), Err(NotAPhoto), "{} bytes", bytes.len());
        }
    }

    proptest! {
        #[test]
        fn any_damage_is_refused_or_cleaned(place in 0..2000_usize, value: u8, tail: Vec<u8>) {
            let mut photo = with(&[exif(6), segment(marker::COM, b"SECRET")]);
            let length = photo.len();
            photo[place % length] = value;
            photo.extend(tail);
            let _ = without_metadata(&photo);
            let _ = without_metadata(&photo[..place % length]);
        }
    }
}
