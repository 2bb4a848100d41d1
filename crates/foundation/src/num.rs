//! The only module with transcendental functions, and the canonical form of numbers in reports.
//!
//! The standard library's `exp`, `ln`, `pow`, `cbrt` and trigonometry differ between platforms for some per cent of all
//! inputs; the crate `libm` computes the same bits everywhere, WebAssembly included.

/// Decimals of a reported number.
pub const DECIMALS: u32 = 4;

/// Most decimals that can be asked for: with more, a double has too few digits left for the whole part.
const MOST_DECIMALS: u32 = 9;

/// Largest magnitude of a reported number: whole numbers up to this are exact in a JavaScript number.
const LARGEST: f64 = 9.0e15;

/// A double has fifteen digits: numbers that would need more with their decimals are rounded to whole ones.
const LARGEST_WITH_DECIMALS: f64 = 1e15;

/// `base` to the power of `exponent`.
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The cube root of `x`.
pub fn cbrt(x: f64) -> f64 {
    libm::cbrt(x)
}

/// The exponential function.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// The natural logarithm; not finite for 0 and below.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logistic function 1 / (1 + exp(-x)), for logits of up to 100 in magnitude.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x.clamp(-100.0, 100.0)))
}

/// The angle between the x axis and the direction (x, y), in degrees from -180 to 180.
pub fn angle(x: f64, y: f64) -> f64 {
    libm::atan2(y, x) * (180.0 / std::f64::consts::PI)
}

/// The sine of an angle in degrees.
pub fn sin(degrees: f64) -> f64 {
    libm::sin(degrees * (std::f64::consts::PI / 180.0))
}

/// The cosine of an angle in degrees.
pub fn cos(degrees: f64) -> f64 {
    libm::cos(degrees * (std::f64::consts::PI / 180.0))
}

/// The number as in a report: rounded to four decimals, without negative zero; `None` if it is not finite or too large.
///
/// Values are rounded *before* they are judged, so that the value a person reads is the one that was compared.
pub fn canonical(x: f64) -> Option<f64> {
    rounded(x, DECIMALS)
}

/// The number rounded to `decimals`, at most nine, without negative zero; `None` if it is not finite or too large.
pub fn rounded(x: f64, decimals: u32) -> Option<f64> {
    if !x.is_finite() || x.abs() > LARGEST {
        return None;
    }
    let unit = ten_to(decimals);
    if x.abs() > LARGEST_WITH_DECIMALS / unit {
        return Some(x.round() + 0.0);
    }
    Some(((x * unit).round() / unit) + 0.0)
}

fn ten_to(decimals: u32) -> f64 {
    10_i64.pow(decimals.min(MOST_DECIMALS)) as f64
}

/// The number in decimal as JavaScript writes it, rounded to `decimals` (at most nine), without trailing zeros; `None` if
/// it is not finite or too large.
pub fn shown(x: f64, decimals: u32) -> Option<String> {
    let x = rounded(x, decimals.max(DECIMALS))?;
    if x.fract() == 0.0 {
        return Some((x as i64).to_string());
    }
    let unit = ten_to(decimals);
    let scaled = (x * unit).round() as i64;
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, part) = (scaled.abs() / unit as i64, scaled.abs() % unit as i64);
    if part == 0 {
        return Some(format!("{sign}{whole}"));
    }
    let text = format!("{sign}{whole}.{part:0width$}", width = decimals as usize);
    Some(text.trim_end_matches('0').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_form() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (-0.000_01, "0"),
            (1.0, "1"),
            (51_200.0, "51200"),
            (0.123_456, "0.1235"),
            (-2.5, "-2.5"),
            (1.0e15, "1000000000000000"),
            (-0.004, "-0.004"),
            (12_345_678.9, "12345678.9"),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(x, text)| shown(*x, DECIMALS).as_deref() != Some(text)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!([f64::NAN, f64::INFINITY, 1.0e300].map(|x| shown(x, DECIMALS)), [None, None, None]);
    }

    #[test]
    fn a_number_is_shown_as_a_general_printer_shows_it() {
        let mut x = 1e-5;
        while x < 1e15 {
            for number in [x, -x] {
                let rounded = canonical(number).unwrap();
                assert_eq!(shown(number, DECIMALS), Some(rounded.to_string()), "{number:e}");
            }
            x *= 1.003;
        }
    }

    #[test]
    fn fewer_decimals_are_rounded() {
        let cases =
            [(0.126, 2, "0.13"), (-0.126, 2, "-0.13"), (1.6189, 1, "1.6"), (0.004, 2, "0"), (2.5, 0, "3")];
        let wrong: Vec<_> =
            cases.iter().filter(|(x, n, text)| shown(*x, *n).as_deref() != Some(text)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
