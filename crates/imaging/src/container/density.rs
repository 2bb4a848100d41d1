//! How many pixels a file says that an inch has: the density of JFIF (ITU-T T.871), or else the resolution of EXIF.

/// The identifier of a JFIF segment; the version follows in two bytes.
const JFIF: &[u8] = b"JFIF\0";

/// JFIF's units: dots per inch and per centimetre.
const PER_INCH: u8 = 1;
const PER_CENTIMETRE: u8 = 2;

/// Centimetres of an inch.
const INCH: f64 = 2.54;

/// Horizontal density in dots per inch, from the payload of an APP0 segment; `None` if it is no JFIF or gives only a ratio.
pub fn of_jfif(payload: &[u8]) -> Option<f64> {
    let [_, _, unit, high, low, ..] = *payload.strip_prefix(JFIF)? else { return None };
    per_inch(unit, f64::from(u16::from_be_bytes([high, low])))
}

/// Dots per inch of a resolution in EXIF's units, which are one more than those of JFIF.
pub fn of_exif(unit: u16, resolution: f64) -> Option<f64> {
    per_inch(u8::try_from(unit).ok()?.checked_sub(1)?, resolution)
}

fn per_inch(unit: u8, density: f64) -> Option<f64> {
    let dots = match unit {
        PER_INCH => density,
        PER_CENTIMETRE => density * INCH,
        _ => return None,
    };
    (dots >= 1.0).then_some(dots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn densities_of_both_units_are_dots_per_inch() {
        let jfif = |unit, density: u16| {
            of_jfif(&[JFIF, &[1, 2, unit], &density.to_be_bytes(), &density.to_be_bytes(), &[0, 0]].concat())
        };
        assert_eq!(jfif(1, 300), Some(300.0));
        assert_eq!(jfif(2, 118), Some(118.0 * 2.54));
        assert_eq!([jfif(0, 1), jfif(1, 0), jfif(3, 300)], [None; 3]);
        assert_eq!((of_exif(2, 72.0), of_exif(3, 100.0)), (Some(72.0), Some(254.0)));
        assert_eq!([of_exif(0, 72.0), of_exif(1, 72.0), of_exif(999, 72.0)], [None; 3]);
        assert_eq!([of_jfif(b"JFIF\0\x01"), of_jfif(b"JFXX\0")], [None; 2]);
    }
}
