//! What a camera or program says of itself in a JPEG's EXIF segment (CIPA DC-008: TIFF 6.0 directories).

/// What an EXIF segment says of how the photo was made; words are empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exif {
    /// Maker of the camera.
    pub make: String,
    /// The camera.
    pub model: String,
    /// The program that wrote the file last.
    pub software: String,
    /// The lens, which on phones tells the front camera.
    pub lens: String,
    /// What the lens' focal length would be before 35 mm film, in millimetres.
    pub film_focal_length: Option<u16>,
}

/// How phones call their front cameras, in lower case.
const FRONT_CAMERAS: [&str; 3] = ["front camera", "front truedepth camera", "前置"];

/// Programs for beautifying selfies, as they sign the files they write, in lower case.
const BEAUTY_APPS: [&str; 12] = [
    "meitu",
    "美图",
    "beautyplus",
    "beautycam",
    "美颜",
    "b612",
    "faceu",
    "snow",
    "轻颜",
    "ulike",
    "醒图",
    "facetune",
];

/// Tags of the first directory and of the one about exposure.
const MAKE: u16 = 0x010f;
const MODEL: u16 = 0x0110;
const SOFTWARE: u16 = 0x0131;
const EXPOSURE_DIRECTORY: u16 = 0x8769;
const LENS_MODEL: u16 = 0xa434;
const FILM_FOCAL_LENGTH: u16 = 0xa405;

/// TIFF's types of text and of numbers of 16 bits.
const ASCII: u16 = 2;
const SHORT: u16 = 3;

/// A directory with more entries is no camera's.
const MOST_ENTRIES: u16 = 256;

/// Longer texts are cut.
const LONGEST: usize = 64;

impl Exif {
    /// Reads the payload of an APP1 segment; `None` if it is no EXIF. Whatever is damaged is left out.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let tiff = payload.strip_prefix(b"Exif\0\0")?;
        let big = match tiff.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        let reader = Reader { tiff, big };
        let first = reader.entries(reader.u32_at(4)?);
        let exposure = first.iter().find(|entry| entry.tag == EXPOSURE_DIRECTORY).map(|entry| entry.value);
        let second = exposure.map(|offset| reader.entries(offset)).unwrap_or_default();
        let text = |entries: &[Entry], tag: u16| {
            entries
                .iter()
                .find(|entry| entry.tag == tag)
                .and_then(|entry| reader.text(entry))
                .unwrap_or_default()
        };
        Some(Self {
            make: text(&first, MAKE),
            model: text(&first, MODEL),
            software: text(&first, SOFTWARE),
            lens: text(&second, LENS_MODEL),
            film_focal_length: reader.number(&second, FILM_FOCAL_LENGTH),
        })
    }

    /// Whether it says anything at all.
    pub fn is_silent(&self) -> bool {
        *self == Self::default()
    }

    /// Whether the lens calls itself a front camera's.
    pub fn front_camera(&self) -> bool {
        names_any(&self.lens, &FRONT_CAMERAS)
    }

    /// Whether a program for beautifying selfies wrote the file last.
    pub fn beauty_app(&self) -> bool {
        names_any(&self.software, &BEAUTY_APPS)
    }
}

fn names_any(words: &str, signs: &[&str]) -> bool {
    let words = words.to_ascii_lowercase();
    signs.iter().any(|sign| words.contains(sign))
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// The value itself, or where it lies.
    value: u32,
    /// Where `value` lies.
    place: usize,
}

struct Reader<'a> {
    tiff: &'a [u8],
    big: bool,
}

impl Reader<'_> {
    fn u16_at(&self, place: usize) -> Option<u16> {
        let bytes = self.tiff.get(place..place.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32_at(&self, place: usize) -> Option<u32> {
        let bytes = self.tiff.get(place..place.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// The entries of the directory at `offset`, as far as they are whole.
    fn entries(&self, offset: u32) -> Vec<Entry> {
        let start = offset as usize;
        let count = self.u16_at(start).unwrap_or(0).min(MOST_ENTRIES);
        (0..usize::from(count)).map_while(|number| self.entry(start.checked_add(2 + 12 * number)?)).collect()
    }

    fn entry(&self, place: usize) -> Option<Entry> {
        let place_of_value = place.checked_add(8)?;
        Some(Entry {
            tag: self.u16_at(place)?,
            kind: self.u16_at(place.checked_add(2)?)?,
            count: self.u32_at(place.checked_add(4)?)?,
            value: self.u32_at(place_of_value)?,
            place: place_of_value,
        })
    }

    /// A number of 16 bits that is not 0, which stands for unknown.
    fn number(&self, entries: &[Entry], tag: u16) -> Option<u16> {
        let entry = entries.iter().find(|entry| entry.tag == tag && entry.kind == SHORT)?;
        self.u16_at(entry.place).filter(|number| *number > 0)
    }

    fn text(&self, entry: &Entry) -> Option<String> {
        if entry.kind != ASCII {
            return None;
        }
        let length = entry.count as usize;
        let start = if length <= 4 { entry.place } else { entry.value as usize };
        let bytes = self.tiff.get(start..start.checked_add(length)?)?;
        let bytes = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        Some(String::from_utf8_lossy(bytes.get(..LONGEST).unwrap_or(bytes)).trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The payload of an EXIF segment, little-endian, with these two texts of at least four letters and a
    /// focal length of 26 mm.
    fn payload(software: &str, lens: &str) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        let entry = |tag: u16, kind: u16, count: usize, value: u32| {
            [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &(count as u32).to_le_bytes(), &value.to_le_bytes()]
                .concat()
        };
        let (second, texts) = (8 + 2 + 24 + 4, 8 + 2 + 24 + 4 + 2 + 24 + 4);
        tiff.extend(2_u16.to_le_bytes());
        tiff.extend(entry(SOFTWARE, ASCII, software.len() + 1, texts));
        tiff.extend(entry(EXPOSURE_DIRECTORY, 4, 1, second));
        tiff.extend([0; 4]);
        tiff.extend(2_u16.to_le_bytes());
        tiff.extend(entry(FILM_FOCAL_LENGTH, SHORT, 1, 26));
        tiff.extend(entry(LENS_MODEL, ASCII, lens.len() + 1, texts + software.len() as u32 + 1));
        tiff.extend([0; 4]);
        [b"Exif\0\0", &tiff[..], software.as_bytes(), b"\0", lens.as_bytes(), b"\0"].concat()
    }

    #[test]
    fn program_lens_and_focal_length_are_read() {
        let exif = Exif::read(&payload("Adobe Lightroom", "iPhone 13 front camera 2.71mm f/2.2")).unwrap();
        assert_eq!(
            (exif.software.as_str(), exif.lens.as_str()),
            ("Adobe Lightroom", "iPhone 13 front camera 2.71mm f/2.2")
        );
        assert!(exif.make.is_empty() && !exif.is_silent());
        assert_eq!(exif.film_focal_length, Some(26));
        assert!(exif.front_camera() && !exif.beauty_app());
    }

    #[test]
    fn a_beauty_app_is_known_by_its_name_in_either_case_and_script() {
        let written_by = |software: &str| Exif { software: software.into(), ..Exif::default() };
        assert!(written_by("MEITU 9.8").beauty_app() && written_by("醒图").beauty_app());
        assert!(!written_by("17.1").beauty_app() && !written_by("").beauty_app());
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
