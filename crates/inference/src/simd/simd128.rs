//! A vector as two 128-bit WebAssembly vectors. No relaxed instructions: their results depend on the machine.

use std::arch::wasm32::*;
use std::ops::{Add, Div, Mul, Sub};

use super::{LaneArray, SimdVector};

#[derive(Clone, Copy)]
pub(super) struct Baseline(v128, v128);

impl SimdVector for Baseline {
    const SIXTEEN_REGISTERS: bool = false;

    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(f32x4_splat(value), f32x4_splat(value))
    }

    #[inline(always)]
    fn load(group: &LaneArray) -> Self {
        let low = group.as_ptr().cast::<v128>();
        // SAFETY: the reference is to eight floats; no alignment is needed.
        unsafe { Self(v128_load(low), v128_load(low.add(1))) }
    }

    #[inline(always)]
    fn store(self, group: &mut LaneArray) {
        let low = group.as_mut_ptr().cast::<v128>();
        // SAFETY: the reference is to eight floats; no alignment is needed.
        unsafe {
            v128_store(low, self.0);
            v128_store(low.add(1), self.1);
        }
    }

    #[inline(always)]
    fn max(self, other: Self) -> Self {
        // `pmax(a, b)` is b if a < b, otherwise a.
        Self(f32x4_pmax(other.0, self.0), f32x4_pmax(other.1, self.1))
    }

    #[inline(always)]
    fn min(self, other: Self) -> Self {
        // `pmin(a, b)` is b if b < a, otherwise a.
        Self(f32x4_pmin(other.0, self.0), f32x4_pmin(other.1, self.1))
    }

    #[inline(always)]
    fn positive_or(self, otherwise: Self) -> Self {
        let zero = f32x4_splat(0.0);
        Self(
            v128_bitselect(self.0, otherwise.0, f32x4_gt(self.0, zero)),
            v128_bitselect(self.1, otherwise.1, f32x4_gt(self.1, zero)),
        )
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        Self(f32x4_sqrt(self.0), f32x4_sqrt(self.1))
    }

    #[inline(always)]
    fn add_to_exponent(self, exponent: Self) -> Self {
        Self(i32x4_add(self.0, i32x4_shl(exponent.0, 23)), i32x4_add(self.1, i32x4_shl(exponent.1, 23)))
    }
}

impl Add for Baseline {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(f32x4_add(self.0, other.0), f32x4_add(self.1, other.1))
    }
}

impl Sub for Baseline {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(f32x4_sub(self.0, other.0), f32x4_sub(self.1, other.1))
    }
}

impl Mul for Baseline {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(f32x4_mul(self.0, other.0), f32x4_mul(self.1, other.1))
    }
}

impl Div for Baseline {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(f32x4_div(self.0, other.0), f32x4_div(self.1, other.1))
    }
}
