//! The exponential function, from additions, multiplications and bit patterns alone, so that it has
//! the same bits on every machine.

use crate::simd::Lanes;

/// Arguments are held within these: e to the lower is the smallest normal `f32`, to the upper almost
/// the largest.
const RANGE: (f32, f32) = (-87.3, 88.7);

/// Added and subtracted again, it rounds to an integer: 1.5 x 2^23, where `f32` counts in ones. In
/// between, the lowest bits of its pattern are that integer.
const ROUNDER: f32 = 12_582_912.0;

/// ln 2 in two parts, the first with so few digits that its multiples are exact (Cephes, `expf`).
const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);

/// Coefficients of (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2, highest power first (Cephes, `expf`).
const POLYNOMIAL: [f32; 6] = [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5];

/// e to the power of each lane, within 2 units in the last place.
#[inline(always)]
pub(crate) fn exp<L: Lanes>(x: L) -> L {
    let x = x.max(L::splat(RANGE.0)).min(L::splat(RANGE.1));
    // e^x = 2^k e^r with k the integer nearest to x / ln 2.
    let shifted = x * L::splat(std::f32::consts::LOG2_E) + L::splat(ROUNDER);
    let k = shifted - L::splat(ROUNDER);
    let r = x - k * L::splat(LN_2.0) - k * L::splat(LN_2.1);
    let mut sum = L::splat(POLYNOMIAL[0]);
    for coefficient in &POLYNOMIAL[1..] {
        sum = sum * r + L::splat(*coefficient);
    }
    (sum * r * r + r + L::splat(1.0)).add_to_exponent(shifted)
}

/// The logistic function 1 / (1 + e^-x) of each lane.
#[inline(always)]
pub(crate) fn logistic<L: Lanes>(x: L) -> L {
    let one = L::splat(1.0);
    one / (one + exp(L::splat(0.0) - x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{Group, Instructions, Kernel, LANES};

    struct Exp<'a>(&'a Group, &'a mut Group);

    impl Kernel for Exp<'_> {
        #[inline(always)]
        fn run<L: Lanes>(self) {
            exp(L::load(self.0)).store(self.1);
        }
    }

    fn exp_of(values: Group) -> Group {
        let mut result = [0.0; LANES];
        Instructions::best().run(Exp(&values, &mut result));
        result
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "the standard library's exp is what this is measured against"
    )]
    fn exp_is_within_two_units_in_the_last_place() {
        let worst = (-87_000..88_600)
            .map(|thousandths| thousandths as f32 / 1000.0)
            .map(|x| {
                let exact = f64::from(x).exp();
                let unit = exact * f64::from(f32::EPSILON);
                ((f64::from(exp_of([x; LANES])[3]) - exact) / unit).abs()
            })
            .fold(0.0, f64::max);
        assert!(worst < 2.0, "{worst} units");
    }

    #[test]
    fn exp_stays_finite_whatever_is_asked() {
        let asked = [f32::NEG_INFINITY, -1.0e9, -88.0, 0.0, 88.7, 89.0, f32::INFINITY, f32::NAN];
        let answers = exp_of(asked);
        assert!(answers.iter().all(|answer| answer.is_finite() && *answer > 0.0), "{answers:?}");
        assert_eq!(answers[3], 1.0);
    }
}
