//! The exponential function from IEEE 754 additions and multiplications and bit operations alone, so that its results
//! are bit-identical on every machine.

use crate::simd::SimdVector;

/// Arguments are clamped to this range: e to the lower is the smallest normal `f32`, to the upper almost the largest.
const RANGE: (f32, f32) = (-87.3, 88.7);

/// Adding and subtracting 1.5 x 2^23, where the spacing of `f32` is 1, rounds to an integer. The lowest bits of the
/// intermediate sum are that integer.
const ROUNDER: f32 = 12_582_912.0;

/// ln 2 in two parts, the first with few enough bits that its multiples are exact (Cephes, `expf`).
const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);

/// Coefficients of (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2, highest power first (Cephes, `expf`).
const POLYNOMIAL: [f32; 6] = [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5];

/// e to the power of each lane, within 2 units in the last place.
#[inline(always)]
pub(crate) fn exp<V: SimdVector>(x: V) -> V {
    let x = x.max(V::splat(RANGE.0)).min(V::splat(RANGE.1));
    // e^x = 2^k e^r with k the integer nearest to x / ln 2.
    let shifted = x * V::splat(std::f32::consts::LOG2_E) + V::splat(ROUNDER);
    let k = shifted - V::splat(ROUNDER);
    let r = x - k * V::splat(LN_2.0) - k * V::splat(LN_2.1);
    let mut sum = V::splat(POLYNOMIAL[0]);
    for coefficient in &POLYNOMIAL[1..] {
        sum = sum * r + V::splat(*coefficient);
    }
    (sum * r * r + r + V::splat(1.0)).add_to_exponent(shifted)
}

/// The logistic function 1 / (1 + e^-x) of each lane.
#[inline(always)]
pub(crate) fn logistic<V: SimdVector>(x: V) -> V {
    let one = V::splat(1.0);
    one / (one + exp(V::splat(0.0) - x))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simd::{InstructionSet, LANES, LaneArray, SimdKernel};

    struct Exp<'a>(&'a LaneArray, &'a mut LaneArray);

    impl SimdKernel for Exp<'_> {
        #[inline(always)]
        fn run<V: SimdVector>(self) {
            exp(V::load(self.0)).store(self.1);
        }
    }

    fn exp_of(values: LaneArray) -> LaneArray {
        let mut result = [0.0; LANES];
        InstructionSet::best().run(Exp(&values, &mut result));
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
