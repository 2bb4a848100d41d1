//! Converts a picture's components to RGB, a row at a time.
//!
//! YCbCr as JFIF defines it (full-range BT.601), with 14-bit constants, in the arithmetic of zune-jpeg. CMYK is stored
//! inverted, as Adobe's programs write it and browsers assume: 255 means no ink.

use super::frame::ColourModel;

/// Fraction bits of the constants.
const FRACTION_BITS: i32 = 14;
const ONE: i32 = 1 << FRACTION_BITS;
const RED_BY_CR: i32 = 22970; // 1.402
const GREEN_BY_CB: i32 = 5638; // 0.344136
const GREEN_BY_CR: i32 = 11700; // 0.714136
const BLUE_BY_CB: i32 = 29032; // 1.772
/// A half, minus the smallest step.
const ROUNDING: i32 = ONE / 2 - 1;

/// Converts a row of each component, each as long as `out` has pixels.
pub fn convert_row(colour: ColourModel, rows: [&[u8]; 4], out: &mut [[u8; 3]]) {
    let [a, b, c, d] = rows;
    match colour {
        ColourModel::Grey => out.iter_mut().zip(a).for_each(|(pixel, &grey)| *pixel = [grey; 3]),
        ColourModel::YCbCr => convert_ycbcr(a, b, c, out),
        ColourModel::Rgb => {
            for (pixel, ((&red, &green), &blue)) in out.iter_mut().zip(a.iter().zip(b).zip(c)) {
                *pixel = [red, green, blue];
            }
        }
        ColourModel::Cmyk => {
            for (pixel, (((&c, &m), &y), &k)) in out.iter_mut().zip(a.iter().zip(b).zip(c).zip(d)) {
                *pixel = [c, m, y].map(|ink| scaled(ink, k));
            }
        }
        ColourModel::Ycck => {
            convert_ycbcr(a, b, c, out);
            for (pixel, &k) in out.iter_mut().zip(d) {
                *pixel = pixel.map(|ink| scaled(255 - ink, k));
            }
        }
    }
}

fn convert_ycbcr(y: &[u8], cb: &[u8], cr: &[u8], out: &mut [[u8; 3]]) {
    for (pixel, ((&y, &cb), &cr)) in out.iter_mut().zip(y.iter().zip(cb).zip(cr)) {
        let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
        let y = i32::from(y) * ONE + ROUNDING;
        let sums = [y + RED_BY_CR * cr, y - GREEN_BY_CB * cb - GREEN_BY_CR * cr, y + BLUE_BY_CB * cb];
        *pixel = sums.map(|sum| (sum >> FRACTION_BITS).clamp(0, 255) as u8);
    }
}

/// a * b / 255, rounded (Blinn 1995).
fn scaled(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(colour: ColourModel, [a, b, c, d]: [u8; 4]) -> [u8; 3] {
        let mut out = [[0; 3]];
        convert_row(colour, [&[a], &[b], &[c], &[d]], &mut out);
        out[0]
    }

    #[test]
    fn known_colours_are_converted() {
        let cases = [
            (ColourModel::Grey, [77, 0, 0, 0], [77, 77, 77]),
            (ColourModel::Rgb, [1, 2, 3, 0], [1, 2, 3]),
            (ColourModel::YCbCr, [128, 128, 128, 0], [128, 128, 128]),
            (ColourModel::YCbCr, [76, 85, 255, 0], [254, 0, 0]),
            (ColourModel::YCbCr, [255, 255, 255, 0], [255, 121, 255]),
            (ColourModel::Cmyk, [255, 255, 255, 255], [255, 255, 255]),
            (ColourModel::Cmyk, [255, 0, 255, 255], [255, 0, 255]),
            (ColourModel::Cmyk, [255, 255, 255, 100], [100, 100, 100]),
            (ColourModel::Ycck, [0, 128, 128, 255], [255, 255, 255]),
            (ColourModel::Ycck, [255, 128, 128, 255], [0, 0, 0]),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(colour, samples, pixel)| (colour, samples, converted(colour, samples), pixel))
            .filter(|(_, _, is, pixel)| is != pixel)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn ycbcr_is_within_one_of_the_definition() {
        for (y, cb, cr) in (0..=255).step_by(5).flat_map(|y| {
            (0..=255).step_by(15).flat_map(move |cb| (0..=255).step_by(17).map(move |cr| (y, cb, cr)))
        }) {
            let (l, b, r) = (f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0);
            let exact = [l + 1.402 * r, l - 0.344136 * b - 0.714136 * r, l + 1.772 * b];
            let converted = converted(ColourModel::YCbCr, [y, cb, cr, 0]);
            for (value, exact) in converted.into_iter().zip(exact) {
                assert!(
                    (f64::from(value) - exact.clamp(0.0, 255.0)).abs() < 0.51,
                    "{y} {cb} {cr}: {converted:?}, {exact}"
                );
            }
        }
    }
}
