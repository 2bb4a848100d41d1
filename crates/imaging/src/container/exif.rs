//! EXIF (CIPA DC-008-2023): orientation, camera and program from the TIFF directories of a JPEG's APP1 segment. Which of
//! several such segments counts is decided in `jpeg_header.rs`.
//!
//! Strings are kept as bytes: the standard has ASCII and, since version 3.0, UTF-8, and Chinese programs write GBK.

use crate::raster::Orientation;

/// What an EXIF segment says of the picture and how it was made; strings are empty where it says nothing, and in the
/// encoding of the program that wrote them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Exif {
    /// How the stored picture has to be turned to be upright.
    pub orientation: Option<Orientation>,
    /// Manufacturer of the camera.
    pub make: Vec<u8>,
    /// Model of the camera.
    pub model: Vec<u8>,
    /// The program that wrote the file last.
    pub software: Vec<u8>,
    /// Model of the lens; phones name the front camera here.
    pub lens_model: Vec<u8>,
    /// Focal length of a lens with the same angle of view before 35 mm film, in millimetres.
    pub focal_length_35mm: Option<u16>,
    /// Horizontal resolution in dots per inch.
    pub dots_per_inch: Option<f64>,
}

/// Tags of the first directory.
const MAKE: u16 = 0x010f;
const MODEL: u16 = 0x0110;
const ORIENTATION: u16 = 0x0112;
const X_RESOLUTION: u16 = 0x011a;
const RESOLUTION_UNIT: u16 = 0x0128;
const SOFTWARE: u16 = 0x0131;
const EXIF_IFD: u16 = 0x8769;

/// Tags of the EXIF directory.
const FOCAL_LENGTH_35MM: u16 = 0xa405;
const LENS_MODEL: u16 = 0xa434;

/// TIFF's field types for strings and for 16-bit numbers, and EXIF 3.0's for strings in UTF-8.
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const UTF8: u16 = 129;

/// Longer strings are cut, in bytes.
const MAX_STRING: usize = 64;

impl Exif {
    /// Reads the payload of an APP1 segment; `None` if it is no EXIF. Damaged fields are left out.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let tiff = payload.strip_prefix(b"Exif\0\0")?;
        let is_big_endian = match tiff.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        let reader = TiffReader { tiff, is_big_endian };
        let first = reader.directory(reader.u32_at(4)?);
        let exif_ifd = first.iter().find(|field| field.tag == EXIF_IFD).map(|field| field.value);
        let second = exif_ifd.map(|offset| reader.directory(offset)).unwrap_or_default();
        Some(Self {
            orientation: reader.orientation(&first),
            make: reader.string(&first, MAKE),
            model: reader.string(&first, MODEL),
            software: reader.string(&first, SOFTWARE),
            lens_model: reader.string(&second, LENS_MODEL),
            focal_length_35mm: reader.short(&second, FOCAL_LENGTH_35MM).filter(|length| *length > 0),
            dots_per_inch: reader.dots_per_inch(&first),
        })
    }

    /// Whether it says nothing of how the photo was made.
    pub fn is_empty(&self) -> bool {
        let Self { orientation, dots_per_inch, .. } = *self;
        *self == Self { orientation, dots_per_inch, ..Self::default() }
    }
}

/// A field of a TIFF directory.
struct Field {
    tag: u16,
    field_type: u16,
    count: u32,
    /// The value, or the offset of a longer one.
    value: u32,
    /// Offset of `value` itself.
    value_offset: usize,
}

/// Reads numbers and directories; every offset comes from the file and is checked.
struct TiffReader<'a> {
    tiff: &'a [u8],
    is_big_endian: bool,
}

impl TiffReader<'_> {
    fn u16_at(&self, offset: usize) -> Option<u16> {
        let bytes = *self.tiff.get(offset..)?.first_chunk()?;
        Some(if self.is_big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32_at(&self, offset: usize) -> Option<u32> {
        let bytes = *self.tiff.get(offset..)?.first_chunk()?;
        Some(if self.is_big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// The complete fields of the directory at `offset`; a segment of 64 kB has room for 5461.
    fn directory(&self, offset: u32) -> Vec<Field> {
        let start = offset as usize;
        let count = self.u16_at(start).unwrap_or(0);
        (0..usize::from(count)).map_while(|number| self.field(start.checked_add(2 + 12 * number)?)).collect()
    }

    fn field(&self, offset: usize) -> Option<Field> {
        let value_offset = offset.checked_add(8)?;
        Some(Field {
            tag: self.u16_at(offset)?,
            field_type: self.u16_at(offset.checked_add(2)?)?,
            count: self.u32_at(offset.checked_add(4)?)?,
            value: self.u32_at(value_offset)?,
            value_offset,
        })
    }

    /// The first 16-bit number of this tag.
    fn short(&self, directory: &[Field], tag: u16) -> Option<u16> {
        let field = directory.iter().find(|field| field.tag == tag && field.field_type == SHORT)?;
        self.u16_at(field.value_offset)
    }

    /// The resolution, a fraction of two 32-bit numbers elsewhere in the segment.
    fn dots_per_inch(&self, directory: &[Field]) -> Option<f64> {
        let field = directory.iter().find(|field| field.tag == X_RESOLUTION)?;
        let numerator = self.u32_at(field.value as usize)?;
        let denominator = self.u32_at((field.value as usize).checked_add(4)?).filter(|number| *number > 0)?;
        let unit = self.short(directory, RESOLUTION_UNIT)?;
        super::density::of_exif(unit, f64::from(numerator) / f64::from(denominator))
    }

    fn orientation(&self, directory: &[Field]) -> Option<Orientation> {
        let is_orientation =
            |field: &&Field| field.tag == ORIENTATION && field.field_type == SHORT && field.count == 1;
        Orientation::from_exif(self.u16_at(directory.iter().find(is_orientation)?.value_offset)?)
    }

    /// The string of this tag, trimmed and at most [`MAX_STRING`] bytes of it; empty if there is none.
    fn string(&self, directory: &[Field], tag: u16) -> Vec<u8> {
        let field = directory.iter().find(|field| field.tag == tag);
        field.and_then(|field| self.string_of(field)).unwrap_or_default()
    }

    fn string_of(&self, field: &Field) -> Option<Vec<u8>> {
        if ![ASCII, UTF8].contains(&field.field_type) {
            return None;
        }
        let length = field.count as usize;
        let start = if length <= 4 { field.value_offset } else { field.value as usize };
        let bytes = self.tiff.get(start..start.checked_add(length)?)?;
        let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        Some(bytes.get(..MAX_STRING).unwrap_or(bytes).trim_ascii().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(tag: u16, field_type: u16, count: usize, value: u32) -> Vec<u8> {
        [
            &tag.to_le_bytes()[..],
            &field_type.to_le_bytes(),
            &(count as u32).to_le_bytes(),
            &value.to_le_bytes(),
        ]
        .concat()
    }

    /// The payload of an EXIF segment, little-endian: a quarter turn, these two strings of at least four letters and a
    /// focal length of 26 mm.
    fn payload(software: &str, lens: &str) -> Vec<u8> {
        let (second, strings) = (8 + 2 + 36 + 4, 8 + 2 + 36 + 4 + 2 + 24 + 4);
        let tiff = [
            b"II*\0\x08\0\0\0\x03\0".to_vec(),
            field(ORIENTATION, SHORT, 1, 6),
            field(SOFTWARE, ASCII, software.len() + 1, strings),
            field(EXIF_IFD, 4, 1, second),
            vec![0; 4],
            b"\x02\0".to_vec(),
            field(FOCAL_LENGTH_35MM, SHORT, 1, 26),
            field(LENS_MODEL, ASCII, lens.len() + 1, strings + software.len() as u32 + 1),
            vec![0; 4],
        ];
        [b"Exif\0\0", &tiff.concat()[..], software.as_bytes(), b"\0", lens.as_bytes(), b"\0"].concat()
    }

    #[test]
    fn orientation_program_lens_and_focal_length_are_read() {
        let read = Exif::read(&payload("Adobe Lightroom", "iPhone 13 front camera 2.71mm f/2.2")).unwrap();
        let expected = Exif {
            orientation: Orientation::from_exif(6),
            software: "Adobe Lightroom".into(),
            lens_model: "iPhone 13 front camera 2.71mm f/2.2".into(),
            focal_length_35mm: Some(26),
            ..Exif::default()
        };
        assert_eq!(read, expected);
        assert!(!read.is_empty());
    }

    #[test]
    fn strings_are_read_in_every_encoding() {
        let read = |field_type: u16, text: &[u8]| {
            let tiff = [b"II*\0\x08\0\0\0\x01\0", &field(SOFTWARE, field_type, text.len(), 26)[..], &[0; 4]];
            Exif::read(&[b"Exif\0\0", &tiff.concat()[..], text].concat()).unwrap().software
        };
        assert_eq!(read(ASCII, b" 17.1.2\0 "), b"17.1.2");
        assert_eq!(read(ASCII, b"\xd0\xd1\xcd\xbc 9.1\0"), b"\xd0\xd1\xcd\xbc 9.1", "GBK");
        assert_eq!(read(UTF8, "醒图 9.1\0".as_bytes()), "醒图 9.1".as_bytes());
        assert_eq!(read(SHORT, b"17.1.2\0"), b"");
    }

    #[test]
    fn an_orientation_of_another_type_count_or_value_is_none() {
        let read = |field: Vec<u8>| {
            let payload = [&b"Exif\0\0II*\0\x08\0\0\0\x01\0"[..], &field].concat();
            Exif::read(&payload).unwrap().orientation
        };
        assert_eq!(read(field(ORIENTATION, SHORT, 1, 8)), Orientation::from_exif(8));
        let none = [
            field(ORIENTATION, 4, 1, 8),
            field(ORIENTATION, SHORT, 2, 8),
            field(ORIENTATION, SHORT, 1, 0),
            field(ORIENTATION, SHORT, 1, 9),
            field(ORIENTATION, SHORT, 1, 262),
        ];
        assert!(none.into_iter().all(|field| read(field).is_none()));
    }

    #[test]
    fn the_resolution_is_read_in_its_unit() {
        let read = |resolution: [u32; 2], unit| {
            let tiff = [
                b"II*\0\x08\0\0\0\x02\0".to_vec(),
                field(X_RESOLUTION, 5, 1, 8 + 2 + 24 + 4),
                field(RESOLUTION_UNIT, SHORT, 1, unit),
                vec![0; 4],
                resolution.map(u32::to_le_bytes).concat(),
            ];
            let exif = Exif::read(&[b"Exif\0\0", &tiff.concat()[..]].concat()).unwrap();
            assert!(exif.is_empty(), "a resolution says nothing of camera or program");
            exif.dots_per_inch
        };
        assert_eq!((read([600, 2], 2), read([100, 1], 3)), (Some(300.0), Some(254.0)));
        assert_eq!([read([300, 0], 2), read([300, 1], 1), read([1, 300], 2)], [None; 3]);
    }

    #[test]
    fn damage_anywhere_is_left_out_and_never_a_panic() {
        let good = payload("Program", "Lens name");
        for end in 0..good.len() {
            let _ = Exif::read(&good[..end]);
        }
        for place in 0..good.len() {
            for value in [0, 1, 127, 128, 255] {
                let mut bad = good.clone();
                bad[place] = value;
                let _ = Exif::read(&bad);
            }
        }
    }
}
