//! ICC profiles (ICC.1:2010): how the numbers of a picture become sRGB.
//!
//! A profile of three primaries and tone curves, or of one tone curve for grey, is converted whatever its numbers are. A
//! profile that is cut, invalid or made for other pixels is ignored, as browsers do. Only what lookup tables alone
//! describe stays unknown.

use super::convert::ToSrgb;
use precheck_foundation::num;

/// The colour space of pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColourSpace {
    /// IEC 61966-2-1; also pictures without a profile, or with one that browsers ignore.
    Srgb,
    /// Any other primaries and tone curves.
    Matrix(Box<ToSrgb>),
    /// Lookup tables, or inks: its colours cannot be measured.
    Unknown,
}

/// What the pixels of a JPEG are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pixels {
    /// One component.
    Grey,
    /// Red, green and blue, however they are stored.
    Rgb,
}

impl ColourSpace {
    /// The colour space of such pixels by the ICC profile of their file.
    pub fn of_profile(icc: &[u8], pixels: Pixels) -> Self {
        match (read(icc, pixels), is_lookup_table(icc)) {
            (Some(conversion), _) if conversion.changes_nothing() => Self::Srgb,
            (Some(conversion), _) => Self::Matrix(Box::new(conversion)),
            (None, true) => Self::Unknown,
            (None, false) => Self::Srgb,
        }
    }

    /// Converts pixels to sRGB. Colours outside its gamut are clamped in each channel; unknown ones are left as they are.
    pub fn to_srgb(&self, pixels: &mut [[u8; 3]]) {
        if let Self::Matrix(conversion) = self {
            conversion.convert(pixels);
        }
    }
}

/// Length of a profile's header, and of the count of tags behind it, in bytes.
const HEADER: usize = 128;
const COUNT: usize = 4;

/// The conversion that a whole profile for such pixels describes by curves.
fn read(icc: &[u8], pixels: Pixels) -> Option<ToSrgb> {
    let icc = whole(icc)?;
    if four(icc, 20)? != *b"XYZ " {
        return None;
    }
    let table = |signature| curve_table(tag(icc, signature)?);
    match &four(icc, 16)? {
        b"RGB " => {
            let primaries = [xyz(tag(icc, b"rXYZ")?)?, xyz(tag(icc, b"gXYZ")?)?, xyz(tag(icc, b"bXYZ")?)?];
            Some(ToSrgb::new(primaries, [table(b"rTRC")?, table(b"gTRC")?, table(b"bTRC")?]))
        }
        b"GRAY" if pixels == Pixels::Grey => Some(ToSrgb::grey(table(b"kTRC")?)),
        _ => None,
    }
}

/// Whether a whole profile for red, green and blue has a lookup table.
fn is_lookup_table(icc: &[u8]) -> bool {
    whole(icc).is_some_and(|icc| four(icc, 16) == Some(*b"RGB ") && tag(icc, b"A2B0").is_some())
}

/// The profile up to the length that it gives for itself; `None` if it is cut or no profile.
fn whole(icc: &[u8]) -> Option<&[u8]> {
    let whole = icc.get(..number(icc, 0)? as usize)?;
    (whole.len() >= HEADER + COUNT && four(whole, 36)? == *b"acsp").then_some(whole)
}

/// Linear light by encoded value, both 0 to 1, at the 256 values of a pixel.
fn curve_table(data: &[u8]) -> Option<[f64; 256]> {
    let mut table = [0.0; 256];
    for (value, light) in table.iter_mut().enumerate() {
        *light = curve_at(data, value as f64 / 255.0)?.clamp(0.0, 1.0);
    }
    Some(table)
}

/// The data of the tag with this signature.
fn tag<'a>(icc: &'a [u8], signature: &[u8; 4]) -> Option<&'a [u8]> {
    let entries = icc.get(HEADER + COUNT..)?.as_chunks::<12>().0;
    let count = number(icc, HEADER)? as usize;
    let entry = entries.iter().take(count).find(|entry| entry.starts_with(signature))?;
    let (start, length) = (number(entry, 4)? as usize, number(entry, 8)? as usize);
    icc.get(start..start.checked_add(length)?)
}

/// The numbers of a tag of type XYZ.
fn xyz(data: &[u8]) -> Option<[f64; 3]> {
    if four(data, 0)? != *b"XYZ " {
        return None;
    }
    Some([fixed(data, 8)?, fixed(data, 12)?, fixed(data, 16)?])
}

/// The linear light of a tone curve at an encoded value, both 0 to 1.
fn curve_at(data: &[u8], encoded: f64) -> Option<f64> {
    match &four(data, 0)? {
        b"curv" => sampled_curve_at(data, encoded),
        b"para" => parametric_curve_at(data, encoded),
        _ => None,
    }
}

/// Type `curv`: no number for the identity, one for an exponent, or a table.
fn sampled_curve_at(data: &[u8], encoded: f64) -> Option<f64> {
    let entry = |index: usize| {
        let offset = index.checked_mul(2)?.checked_add(12)?;
        Some(f64::from(u16::from_be_bytes(*data.get(offset..)?.first_chunk()?)))
    };
    match number(data, 8)? as usize {
        0 => Some(encoded),
        1 => Some(num::pow(encoded, entry(0)? / 256.0)),
        count => {
            let position = encoded * (count - 1) as f64;
            let below = (position as usize).min(count - 2);
            let (low, high) = (entry(below)?, entry(below + 1)?);
            Some((low + (high - low) * (position - below as f64)) / 65_535.0)
        }
    }
}

/// Type `para`, functions 0 to 4 of table 65: a power, and a straight line below a threshold.
fn parametric_curve_at(data: &[u8], encoded: f64) -> Option<f64> {
    let parameter = |index: usize| fixed(data, 12 + 4 * index);
    let function = u16::from_be_bytes(*data.get(8..)?.first_chunk()?);
    let gamma = parameter(0)?;
    if function == 0 {
        return Some(num::pow(encoded, gamma));
    }
    let (a, b) = (parameter(1)?, parameter(2)?);
    let power = num::pow((a * encoded + b).max(0.0), gamma);
    let (threshold, below, offset) = match function {
        1 => (-b / a, 0.0, 0.0),
        2 => (-b / a, parameter(3)?, parameter(3)?),
        3 => (parameter(4)?, parameter(3)? * encoded, 0.0),
        4 => (parameter(4)?, parameter(3)? * encoded + parameter(6)?, parameter(5)?),
        _ => return None,
    };
    Some(if encoded >= threshold { power + offset } else { below })
}

fn four(data: &[u8], offset: usize) -> Option<[u8; 4]> {
    data.get(offset..)?.first_chunk().copied()
}

fn number(data: &[u8], offset: usize) -> Option<u32> {
    four(data, offset).map(u32::from_be_bytes)
}

/// A number of type `s15Fixed16`.
fn fixed(data: &[u8], offset: usize) -> Option<f64> {
    four(data, offset).map(|bytes| f64::from(i32::from_be_bytes(bytes)) / 65_536.0)
}

#[cfg(test)]
mod tests {
    use super::super::lab::srgb_to_linear;
    use super::*;

    /// X, Y and Z of red, green and blue, adapted to D50 as profiles write them.
    type Primaries = [[f64; 3]; 3];

    const SRGB: Primaries = [[0.4360, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]];
    const P3: Primaries = [[0.5151, 0.2412, -0.0011], [0.2920, 0.6922, 0.0419], [0.1571, 0.0666, 0.7841]];
    const ADOBE: Primaries = [[0.6097, 0.3111, 0.0195], [0.2053, 0.6257, 0.0609], [0.1492, 0.0632, 0.7446]];
    const REC_2020: Primaries =
        [[0.6734, 0.2790, -0.0019], [0.1656, 0.6753, 0.0299], [0.1251, 0.0456, 0.7969]];
    const PROPHOTO: Primaries = [[0.7977, 0.2880, 0.0], [0.1352, 0.7119, 0.0], [0.0313, 0.0001, 0.8249]];

    const SRGB_CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

    /// A profile of this kind of pixels with these tags.
    fn profile(pixels: &[u8; 4], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut icc = vec![0; HEADER];
        icc[16..20].copy_from_slice(pixels);
        icc[20..24].copy_from_slice(b"XYZ ");
        icc[36..40].copy_from_slice(b"acsp");
        icc.extend((tags.len() as u32).to_be_bytes());
        let mut start = HEADER + COUNT + 12 * tags.len();
        for (signature, data) in tags {
            icc.extend(*signature);
            icc.extend((start as u32).to_be_bytes());
            icc.extend((data.len() as u32).to_be_bytes());
            start += data.len();
        }
        icc.extend(tags.iter().flat_map(|(_, data)| data));
        let length = (icc.len() as u32).to_be_bytes();
        icc[..4].copy_from_slice(&length);
        icc
    }

    /// A profile of three primaries and one curve.
    fn matrix_profile(primaries: Primaries, curve: &[u8]) -> Vec<u8> {
        let xyz = |numbers| typed(b"XYZ ", &fixed_bytes(numbers));
        let curves = [b"rTRC", b"gTRC", b"bTRC"].map(|signature| (signature, curve.to_vec()));
        let [red, green, blue] = curves;
        let columns =
            [(b"rXYZ", 0), (b"gXYZ", 1), (b"bXYZ", 2)].map(|(name, column)| (name, xyz(&primaries[column])));
        let [x, y, z] = columns;
        profile(b"RGB ", &[x, y, z, red, green, blue])
    }

    fn typed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [kind.as_slice(), &[0; 4], content].concat()
    }

    fn fixed_bytes(numbers: &[f64]) -> Vec<u8> {
        numbers.iter().flat_map(|number| ((number * 65_536.0).round() as i32).to_be_bytes()).collect()
    }

    fn parametric(function: u16, parameters: &[f64]) -> Vec<u8> {
        let content = [&function.to_be_bytes(), &[0; 2], fixed_bytes(parameters).as_slice()].concat();
        typed(b"para", &content)
    }

    fn sampled(entries: &[u16]) -> Vec<u8> {
        let bytes: Vec<u8> = entries.iter().flat_map(|entry| entry.to_be_bytes()).collect();
        typed(b"curv", &[&(entries.len() as u32).to_be_bytes(), bytes.as_slice()].concat())
    }

    fn srgb_table() -> Vec<u8> {
        let entry = |i: i32| (srgb_to_linear(f64::from(i) / 1023.0) * 65_535.0).round() as u16;
        sampled(&(0..1024).map(entry).collect::<Vec<_>>())
    }

    fn gamma(exponent: f64) -> Vec<u8> {
        sampled(&[(exponent * 256.0).round() as u16])
    }

    #[test]
    fn pixels_become_what_the_profile_describes() {
        // Computed independently in 64-bit floats from the primaries and curves.
        let para = parametric(3, &SRGB_CURVE);
        let cases = [
            ("Display P3", matrix_profile(P3, &para), [200, 158, 132], [208, 156, 128]),
            ("Display P3, dark", matrix_profile(P3, &para), [10, 20, 30], [7, 20, 31]),
            ("Display P3, beyond sRGB", matrix_profile(P3, &para), [240, 120, 100], [255, 111, 92]),
            ("Adobe RGB", matrix_profile(ADOBE, &sampled(&[563])), [200, 158, 132], [215, 159, 132]),
            ("Adobe RGB, beyond sRGB", matrix_profile(ADOBE, &sampled(&[563])), [30, 120, 60], [0, 121, 53]),
            (
                "Adobe RGB, formula",
                matrix_profile(ADOBE, &parametric(0, &[2.199_22])),
                [90, 60, 45],
                [99, 57, 40],
            ),
            ("ProPhoto", matrix_profile(PROPHOTO, &gamma(1.8)), [140, 110, 90], [185, 121, 105]),
            ("Rec. 2020", matrix_profile(REC_2020, &gamma(2.4)), [180, 150, 130], [194, 140, 120]),
            ("Generic RGB", matrix_profile(SRGB, &gamma(1.8)), [100, 80, 60], [119, 99, 77]),
            ("linear", matrix_profile(SRGB, &sampled(&[])), [128, 64, 8], [188, 137, 49]),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, icc, from, to)| {
                let mut pixels = [*from];
                ColourSpace::of_profile(icc, Pixels::Rgb).to_srgb(&mut pixels);
                (name, pixels[0], to)
            })
            .filter(|(_, is, to)| is.iter().zip(*to).any(|(a, b)| a.abs_diff(*b) > 1))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn grey_stays_grey_and_a_grey_curve_is_followed() {
        for primaries in [SRGB, P3, ADOBE, REC_2020, PROPHOTO] {
            let space = ColourSpace::of_profile(&matrix_profile(primaries, &gamma(1.8)), Pixels::Rgb);
            let grey = ColourSpace::of_profile(&profile(b"GRAY", &[(b"kTRC", gamma(1.8))]), Pixels::Grey);
            for value in 0..=255 {
                let mut pixels = [[value; 3]; 2];
                space.to_srgb(&mut pixels[..1]);
                grey.to_srgb(&mut pixels[1..]);
                let [[red, green, blue], by_curve] = pixels;
                assert!(red == green && green == blue && by_curve == [red; 3], "{value} became {pixels:?}");
            }
        }
    }

    #[test]
    fn a_profile_is_srgb_followed_ignored_or_unknown() {
        use ColourSpace::{Srgb, Unknown};
        let para = parametric(3, &SRGB_CURVE);
        let good = matrix_profile(P3, &para);
        let with = |place: usize, bytes: &[u8; 4]| {
            let mut icc = good.clone();
            icc[place..place + 4].copy_from_slice(bytes);
            icc
        };
        let table = |pixels| profile(pixels, &[(b"A2B0", vec![0; 32])]);
        let all_parameters = [SRGB_CURVE.as_slice(), &[0.0, 0.0]].concat();
        let cases = [
            ("sRGB with a table", matrix_profile(SRGB, &srgb_table()), Srgb),
            ("sRGB with a formula", matrix_profile(SRGB, &para), Srgb),
            ("sRGB, full formula", matrix_profile(SRGB, &parametric(4, &all_parameters)), Srgb),
            ("nothing", Vec::new(), Srgb),
            ("no tags", profile(b"RGB ", &[]), Srgb),
            ("grey for colour", profile(b"GRAY", &[(b"kTRC", gamma(2.2))]), Srgb),
            ("inks for colour", with(16, b"CMYK"), Srgb),
            ("inks by a table for colour", table(b"CMYK"), Srgb),
            ("Lab without a table", with(20, b"Lab "), Srgb),
            ("no signature", with(36, b"    "), Srgb),
            ("cut", good[..good.len() - 4].to_vec(), Srgb),
            ("a tag beyond the end", with(HEADER + COUNT + 4, &[0, 1, 0, 0]), Srgb),
            ("lookup table", table(b"RGB "), Unknown),
            ("lookup table, cut", table(b"RGB ")[..150].to_vec(), Srgb),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, icc, expected)| (name, ColourSpace::of_profile(icc, Pixels::Rgb), expected))
            .filter(|(_, is, expected)| is != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let longer = [&good[..], &[0; 9]].concat();
        for icc in [good, longer] {
            assert!(matches!(ColourSpace::of_profile(&icc, Pixels::Rgb), ColourSpace::Matrix(_)));
        }
    }

    /// Every byte replaced by several others, and the profile cut at every byte: any result, no panic.
    #[test]
    fn damage_never_panics() {
        for curve in [parametric(3, &SRGB_CURVE), sampled(&[0, 9, 65_535]), sampled(&[563])] {
            let good = matrix_profile(P3, &curve);
            let converted = |icc: &[u8]| {
                ColourSpace::of_profile(icc, Pixels::Rgb).to_srgb(&mut [[0; 3], [9, 99, 200], [255; 3]]);
            };
            for place in 0..good.len() {
                converted(&good[..place]);
                for with in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                    let mut icc = good.clone();
                    icc[place] = with;
                    converted(&icc);
                    if let Some(four) = icc[place..].first_chunk_mut::<4>() {
                        *four = [with; 4];
                        converted(&icc);
                    }
                }
            }
        }
    }
}
