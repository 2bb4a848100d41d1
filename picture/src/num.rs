//! The only place for transcendental functions, and the one form of a number in a report.
//!
//! The standard library's `exp`, `ln`, `pow`, `cbrt` and trigonometry differ between platforms in some per
//! cent of all inputs; the crate `libm` computes the same bits everywhere, WebAssembly included.

/// Decimals that a reported number keeps.
const DECIMALS: f64 = 1e4;

/// Largest magnitude that a reported number may have: whole numbers stay exact in a JavaScript number.
const LARGEST: f64 = 9.0e15;

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

/// The natural logarithm; not finite for zero and below.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// The logistic function 1 / (1 + exp(-x)), for logits of up to 100 in magnitude.
pub fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x.clamp(-100.0, 100.0)))
}

/// The angle of the direction (x, y) against the x axis, in degrees from -180 to 180.
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

/// The number as a report shows it: four decimals, no negative zero; `None` if it is no finite number of
/// reasonable size.
///
/// Rules round *before* they judge, so that the value a person reads is the value that was compared.
pub fn canonical(x: f64) -> Option<f64> {
    if !x.is_finite() || x.abs() > LARGEST {
        return None;
    }
    let scaled = x * DECIMALS;
    if scaled.abs() > LARGEST {
        return Some(x.round() + 0.0);
    }
    Some((scaled.round() / DECIMALS) + 0.0)
}

/// The canonical JSON number: whole numbers without a decimal point, as JavaScript writes them.
pub fn to_json(x: f64) -> serde_json::Value {
    match canonical(x) {
        Some(v) if v.fract() == 0.0 => serde_json::Value::from(v as i64),
        Some(v) => serde_json::Value::from(v),
        None => serde_json::Value::Null,
    }
}

/// Writes an `f64` field in its canonical form; for `#[serde(serialize_with)]`.
pub fn serialize<S: serde::Serializer>(x: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serde::Serialize::serialize(&to_json(*x), serializer)
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
            (f64::NAN, "null"),
            (f64::INFINITY, "null"),
            (1.0e300, "null"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(x, text)| (to_json(*x).to_string(), *text))
            .filter(|(is, text)| is != text)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
