//! From a picture's components to red, green, blue, a row at a time.
//!
//! YCbCr as JFIF defines it (full-range BT.601), with 14-bit constants, in the arithmetic of zune-jpeg. CMYK
//! is stored inverted by everybody who writes it (Adobe's habit, which browsers assume as well): full means
//! no ink.

use super::frame::Colour;

/// Bits behind the point of the constants.
const FRACTION: i32 = 14;
const ONE: i32 = 1 << FRACTION;
const RED_BY_CR: i32 = 22970; // 1.402
const GREEN_BY_CB: i32 = 5638; // 0.344136
const GREEN_BY_CR: i32 = 11700; // 0.714136
const BLUE_BY_CB: i32 = 29032; // 1.772
/// A half, less the smallest step.
const ROUNDING: i32 = ONE / 2 - 1;

/// Mixes a row of each component, all as long as `out` has pixels.
pub fn mix(colour: Colour, rows: [&[u8]; 4], out: &mut [[u8; 3]]) {
    let [a, b, c, d] = rows;
    match colour {
        Colour::Grey => out.iter_mut().zip(a).for_each(|(pixel, &grey)| *pixel = [grey; 3]),
        Colour::YCbCr => mix_ycbcr(a, b, c, out),
        Colour::Rgb => {
            for (pixel, ((&red, &green), &blue)) in out.iter_mut().zip(a.iter().zip(b).zip(c)) {
                *pixel = [red, green, blue];
            }
        }
        Colour::Cmyk => {
            for (pixel, (((&c, &m), &y), &k)) in out.iter_mut().zip(a.iter().zip(b).zip(c).zip(d)) {
                *pixel = [c, m, y].map(|ink| share(ink, k));
            }
        }
        Colour::Ycck => {
            mix_ycbcr(a, b, c, out);
            for (pixel, &k) in out.iter_mut().zip(d) {
                *pixel = pixel.map(|ink| share(255 - ink, k));
            }
        }
    }
}

fn mix_ycbcr(y: &[u8], cb: &[u8], cr: &[u8], out: &mut [[u8; 3]]) {
    for (pixel, ((&y, &cb), &cr)) in out.iter_mut().zip(y.iter().zip(cb).zip(cr)) {
        let (cb, cr) = (i32::from(cb) - 128, i32::from(cr) - 128);
        let y = i32::from(y) * ONE + ROUNDING;
        let sums = [y + RED_BY_CR * cr, y - GREEN_BY_CB * cb - GREEN_BY_CR * cr, y + BLUE_BY_CB * cb];
        *pixel = sums.map(|sum| (sum >> FRACTION).clamp(0, 255) as u8);
    }
}

/// a * b / 255, rounded (Blinn 1995).
fn share(a: u8, b: u8) -> u8 {
    let product = u32::from(a) * u32::from(b) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mixed(colour: Colour, [a, b, c, d]: [u8; 4]) -> [u8; 3] {
        let mut out = [[0; 3]];
        mix(colour, [&[a], &[b], &[c], &[d]], &mut out);
        out[0]
    }

    #[test]
    fn known_colours_come_out() {
        let cases = [
            (Colour::Grey, [77, 0, 0, 0], [77, 77, 77]),
            (Colour::Rgb, [1, 2, 3, 0], [1, 2, 3]),
            (Colour::YCbCr, [128, 128, 128, 0], [128, 128, 128]),
            (Colour::YCbCr, [76, 85, 255, 0], [254, 0, 0]),
            (Colour::YCbCr, [255, 255, 255, 0], [255, 121, 255]),
            (Colour::Cmyk, [255, 255, 255, 255], [255, 255, 255]),
            (Colour::Cmyk, [255, 0, 255, 255], [255, 0, 255]),
            (Colour::Cmyk, [255, 255, 255, 100], [100, 100, 100]),
            (Colour::Ycck, [0, 128, 128, 255], [255, 255, 255]),
            (Colour::Ycck, [255, 128, 128, 255], [0, 0, 0]),
        ];
        for (colour, samples, pixel) in cases {
            assert_eq!(mixed(colour, samples), pixel, "{colour:?} {samples:?}");
        }
    }

    #[test]
    fn ycbcr_is_within_one_of_the_definition() {
        for (y, cb, cr) in (0..=255).step_by(5).flat_map(|y| {
            (0..=255).step_by(15).flat_map(move |cb| (0..=255).step_by(17).map(move |cr| (y, cb, cr)))
        }) {
            let (l, b, r) = (f64::from(y), f64::from(cb) - 128.0, f64::from(cr) - 128.0);
            let exact = [l + 1.402 * r, l - 0.344136 * b - 0.714136 * r, l + 1.772 * b];
            let mixed = mixed(Colour::YCbCr, [y, cb, cr, 0]);
            for (value, exact) in mixed.into_iter().zip(exact) {
                assert!(
                    (f64::from(value) - exact.clamp(0.0, 255.0)).abs() < 0.51,
                    "{y} {cb} {cr}: {mixed:?}, {exact}"
                );
            }
        }
    }
}
