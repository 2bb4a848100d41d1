//! A vector as one 256-bit register. See the [parent module](super) for soundness.

use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Sub};

use super::{LaneArray, SimdKernel, SimdVector};

/// Runs a kernel compiled for AVX2, without FMA, which would round differently.
#[target_feature(enable = "avx2")]
pub(super) fn run(kernel: impl SimdKernel) {
    kernel.run::<Avx2>();
}

#[derive(Clone, Copy)]
pub(super) struct Avx2(__m256);

impl SimdVector for Avx2 {
    const SIXTEEN_REGISTERS: bool = true;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        // SAFETY: as in every block here, the type is used only inside `run`, where AVX2 is available.
        Self(unsafe { _mm256_set1_ps(value) })
    }

    #[inline(always)]
    fn load(group: &LaneArray) -> Self {
        // SAFETY: the reference is to eight floats; no alignment is needed.
        Self(unsafe { _mm256_loadu_ps(group.as_ptr()) })
    }

    #[inline(always)]
    fn store(self, group: &mut LaneArray) {
        // SAFETY: the reference is to eight floats; no alignment is needed.
        unsafe { _mm256_storeu_ps(group.as_mut_ptr(), self.0) }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self(unsafe { _mm256_max_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self(unsafe { _mm256_min_ps(self.0, other.0) })
    }

    #[inline(always)]
    fn positive_or(self, otherwise: Self) -> Self {
        Self(unsafe {
            let positive = _mm256_cmp_ps::<_CMP_GT_OQ>(self.0, _mm256_setzero_ps());
            _mm256_blendv_ps(otherwise.0, self.0, positive)
        })
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(unsafe { _mm256_sqrt_ps(self.0) })
    }

    #[inline(always)]
    fn add_to_exponent(self, exponent: Self) -> Self {
        Self(unsafe {
            let shifted = _mm256_slli_epi32::<23>(_mm256_castps_si256(exponent.0));
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(self.0), shifted))
        })
    }
}

impl Add for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(unsafe { _mm256_add_ps(self.0, other.0) })
    }
}

impl Sub for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(unsafe { _mm256_sub_ps(self.0, other.0) })
    }
}

impl Mul for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(unsafe { _mm256_mul_ps(self.0, other.0) })
    }
}

impl Div for Avx2 {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(unsafe { _mm256_div_ps(self.0, other.0) })
    }
}
