//! ICC profiles (ICC.1:2010): which of the three colour spaces that phones and cameras write a profile describes.
//!
//! A space is recognised by its primaries and tone curves, never by its name. Anything else (grey, CMYK, lookup tables,
//! damage) is [`ColourSpace::Unknown`].

use super::convert::adobe_to_linear;
use super::lab::srgb_to_linear;
use precheck_foundation::num;

/// The colour space of pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourSpace {
    /// IEC 61966-2-1; also pictures without a profile.
    Srgb,
    /// Display P3: iPhones and newer Android phones.
    DisplayP3,
    /// Adobe RGB (1998): cameras set to it.
    AdobeRgb,
    /// None of these: its colours cannot be measured.
    Unknown,
}

/// The colour space that an ICC profile describes.
pub fn recognise(icc: &[u8]) -> ColourSpace {
    space_of(icc).unwrap_or(ColourSpace::Unknown)
}

/// A colour space by its profiles.
struct Known {
    space: ColourSpace,
    primaries: Primaries,
    to_linear: Curve,
}

/// X, Y and Z of red, green and blue, adapted to D50 as profiles write them.
type Primaries = [[f64; 3]; 3];

/// A tone curve: from an encoded value to linear light, both 0 to 1.
type Curve = fn(f64) -> f64;

const SRGB: Known = Known {
    space: ColourSpace::Srgb,
    primaries: [[0.4360, 0.2225, 0.0139], [0.3851, 0.7169, 0.0971], [0.1431, 0.0606, 0.7141]],
    to_linear: srgb_to_linear,
};

const DISPLAY_P3: Known = Known {
    space: ColourSpace::DisplayP3,
    primaries: [[0.5151, 0.2412, -0.0011], [0.2920, 0.6922, 0.0419], [0.1571, 0.0666, 0.7841]],
    to_linear: srgb_to_linear,
};

const ADOBE_RGB: Known = Known {
    space: ColourSpace::AdobeRgb,
    primaries: [[0.6097, 0.3111, 0.0195], [0.2053, 0.6257, 0.0609], [0.1492, 0.0632, 0.7446]],
    to_linear: adobe_to_linear,
};

/// Profiles of one space differ by up to this in the primaries, from rounding and slightly different white points. The
/// nearest other spaces in use are 0.02 away.
const PRIMARY_TOLERANCE: f64 = 0.003;

/// Tone curves may differ by up to this share of full light: a plain exponent of 2.2 in place of sRGB's curve is within,
/// the 1.8 of older Macintosh profiles is not.
const CURVE_TOLERANCE: f64 = 0.01;

/// Intervals at whose ends tone curves are compared.
const CURVE_SAMPLES: u32 = 16;

fn space_of(icc: &[u8]) -> Option<ColourSpace> {
    if four(icc, 36)? != *b"acsp" || four(icc, 16)? != *b"RGB " || four(icc, 20)? != *b"XYZ " {
        return None;
    }
    if tag(icc, b"A2B0").is_some() {
        return None;
    }
    let primaries = [xyz(tag(icc, b"rXYZ")?)?, xyz(tag(icc, b"gXYZ")?)?, xyz(tag(icc, b"bXYZ")?)?];
    let curves = [tag(icc, b"rTRC")?, tag(icc, b"gTRC")?, tag(icc, b"bTRC")?];
    [SRGB, DISPLAY_P3, ADOBE_RGB]
        .into_iter()
        .find(|known| {
            near(&primaries, &known.primaries) && curves.iter().all(|curve| follows(curve, known.to_linear))
        })
        .map(|known| known.space)
}

fn near(primaries: &Primaries, known: &Primaries) -> bool {
    primaries.iter().flatten().zip(known.iter().flatten()).all(|(a, b)| (a - b).abs() <= PRIMARY_TOLERANCE)
}

fn follows(curve: &[u8], to_linear: Curve) -> bool {
    (0..=CURVE_SAMPLES).all(|sample| {
        let encoded = f64::from(sample) / f64::from(CURVE_SAMPLES);
        curve_at(curve, encoded).is_some_and(|light| (light - to_linear(encoded)).abs() <= CURVE_TOLERANCE)
    })
}

/// The data of the tag with this signature.
fn tag<'a>(icc: &'a [u8], signature: &[u8; 4]) -> Option<&'a [u8]> {
    let entries = icc.get(132..)?.as_chunks::<12>().0;
    let count = number(icc, 128)? as usize;
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
    use super::*;

    const SRGB_CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

    /// An RGB profile with these tags.
    fn profile(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
        let mut icc = vec![0; 128];
        icc[16..20].copy_from_slice(b"RGB ");
        icc[20..24].copy_from_slice(b"XYZ ");
        icc[36..40].copy_from_slice(b"acsp");
        icc.extend((tags.len() as u32).to_be_bytes());
        let mut start = 132 + 12 * tags.len();
        for (signature, data) in tags {
            icc.extend(*signature);
            icc.extend((start as u32).to_be_bytes());
            icc.extend((data.len() as u32).to_be_bytes());
            start += data.len();
        }
        icc.extend(tags.iter().flat_map(|(_, data)| data));
        icc
    }

    /// A profile of three primaries and one curve.
    fn matrix_profile(primaries: Primaries, curve: &[u8]) -> Vec<u8> {
        let xyz = |numbers| typed(b"XYZ ", &fixed_bytes(numbers));
        profile(&[
            (b"rXYZ", xyz(&primaries[0])),
            (b"gXYZ", xyz(&primaries[1])),
            (b"bXYZ", xyz(&primaries[2])),
            (b"rTRC", curve.to_vec()),
            (b"gTRC", curve.to_vec()),
            (b"bTRC", curve.to_vec()),
        ])
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

    #[test]
    fn spaces_are_recognised_by_primaries_and_curves() {
        let [srgb, p3, adobe] = [SRGB, DISPLAY_P3, ADOBE_RGB].map(|known| known.primaries);
        let para = parametric(3, &SRGB_CURVE);
        let cases = [
            ("sRGB with a table", matrix_profile(srgb, &srgb_table()), ColourSpace::Srgb),
            ("sRGB with a formula", matrix_profile(srgb, &para), ColourSpace::Srgb),
            (
                "sRGB, full formula",
                matrix_profile(srgb, &parametric_curve_of_all_parameters()),
                ColourSpace::Srgb,
            ),
            ("sRGB, plain 2.2", matrix_profile(srgb, &parametric(0, &[2.2])), ColourSpace::Srgb),
            ("Display P3", matrix_profile(p3, &para), ColourSpace::DisplayP3),
            ("Adobe RGB", matrix_profile(adobe, &sampled(&[563])), ColourSpace::AdobeRgb),
            ("sRGB primaries, 1.8", matrix_profile(srgb, &sampled(&[461])), ColourSpace::Unknown),
            ("sRGB primaries, linear", matrix_profile(srgb, &sampled(&[])), ColourSpace::Unknown),
            ("others", matrix_profile([[0.3; 3]; 3], &para), ColourSpace::Unknown),
            ("nothing", Vec::new(), ColourSpace::Unknown),
            ("no tags", profile(&[]), ColourSpace::Unknown),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(name, icc, expected)| (name, recognise(icc), expected))
            .filter(|(_, is, expected)| is != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    fn parametric_curve_of_all_parameters() -> Vec<u8> {
        parametric(4, &[SRGB_CURVE.as_slice(), &[0.0, 0.0]].concat())
    }

    #[test]
    fn grey_and_cmyk_profiles_and_tables_are_unknown() {
        let good = matrix_profile(SRGB.primaries, &srgb_table());
        let spoilt = |place: usize, with: &[u8; 4]| {
            let mut icc = good.clone();
            icc[place..place + 4].copy_from_slice(with);
            recognise(&icc)
        };
        assert_eq!(recognise(&good), ColourSpace::Srgb);
        assert_eq!(spoilt(16, b"GRAY"), ColourSpace::Unknown);
        assert_eq!(spoilt(16, b"CMYK"), ColourSpace::Unknown);
        assert_eq!(spoilt(20, b"Lab "), ColourSpace::Unknown);
        assert_eq!(recognise(&profile(&[(b"A2B0", vec![0; 32])])), ColourSpace::Unknown);
    }

    /// Every byte replaced by several others, and the profile cut at every byte: any result, no panic.
    #[test]
    fn damage_never_panics() {
        for curve in [parametric(3, &SRGB_CURVE), sampled(&[0, 9, 65_535]), sampled(&[563])] {
            let good = matrix_profile(DISPLAY_P3.primaries, &curve);
            for place in 0..good.len() {
                recognise(&good[..place]);
                for with in [0x00, 0x01, 0x7f, 0x80, 0xff] {
                    let mut icc = good.clone();
                    icc[place] = with;
                    recognise(&icc);
                    if let Some(four) = icc[place..].first_chunk_mut::<4>() {
                        *four = [with; 4];
                        recognise(&icc);
                    }
                }
            }
        }
    }
}
