//! The only unsafe code of the crate: eight floats at a time, and the choice of the instructions
//! that do it.
//!
//! A kernel is written once, over [`Lanes`], and [`Instructions::run`] picks what the lanes are:
//! AVX2 where the processor has it, simd128 where the WebAssembly module was built with it, plain
//! arrays otherwise. Every implementation does the same IEEE 754 operation on each lane, never fuses
//! a multiplication with an addition and never sums across lanes, so all of them give the same bits.
//!
//! # Why this is sound
//! - AVX2 instructions are reached only through [`Instructions::run`], which finds `Choice::Avx2`
//!   only if [`Instructions::best`] saw the processor report AVX2: both `Choice` and the AVX2 lanes
//!   are private to this module, so nobody else can name them.
//! - simd128 instructions are compiled in only if the whole module has them, and a WebAssembly engine
//!   without them refuses the module.
//! - Lanes are read from and written to `[f32; 8]` by reference, with instructions that need no
//!   alignment.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), path = "simd128.rs")]
#[cfg_attr(not(all(target_arch = "wasm32", target_feature = "simd128")), path = "portable.rs")]
mod baseline;

use std::ops::{Add, Div, Mul, Sub};

/// Number of floats that a kernel works on at a time, whatever the instructions.
pub(crate) const LANES: usize = 8;

/// Eight floats as memory holds them.
pub(crate) type Group = [f32; LANES];

/// Eight floats as the processor holds them.
pub(crate) trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// Whether sixteen of these fit the registers: kernels then keep twice as many sums.
    const WIDE: bool;

    /// The same value in every lane.
    fn splat(value: f32) -> Self;

    fn load(group: &Group) -> Self;

    fn store(self, group: &mut Group);

    /// In each lane `self` where it is greater than `other`, `other` elsewhere (and where either is
    /// not a number).
    fn max(self, other: Self) -> Self;

    /// In each lane `self` where it is less than `other`, `other` elsewhere (and where either is not
    /// a number).
    fn min(self, other: Self) -> Self;

    /// In each lane `self` where it is greater than 0, `otherwise` elsewhere.
    fn positive_or(self, otherwise: Self) -> Self;

    /// The square root of each lane.
    fn sqrt(self) -> Self;

    /// Adds the low nine bits of the bit pattern of `exponent` to the exponent field of `self`.
    fn add_to_exponent(self, exponent: Self) -> Self;
}

/// A computation written over [`Lanes`].
///
/// `run` and everything generic that it calls must be `#[inline(always)]` natively, closures aside
/// that touch no lanes: only what is inlined into the function that enables AVX2 is compiled with it.
pub(crate) trait Kernel {
    fn run<L: Lanes>(self);
}

/// The instructions that kernels are run with. All of them give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Choice);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
}

impl Instructions {
    /// The fastest instructions that this processor, or this WebAssembly module, has.
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            return Self(Choice::Avx2);
        }
        Self::baseline()
    }

    /// What needs no asking: plain arithmetic natively, the reference that the others are compared
    /// with; in WebAssembly whatever the module was built for.
    pub fn baseline() -> Self {
        Self(Choice::Baseline)
    }

    pub(crate) fn run(self, kernel: impl Kernel) {
        match self.0 {
            Choice::Baseline => kernel.run::<baseline::Baseline>(),
            // SAFETY: `Choice::Avx2` is made by `best` alone, after the processor reported AVX2.
            #[cfg(target_arch = "x86_64")]
            Choice::Avx2 => unsafe { avx2::run(kernel) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values whose lanes differ in sign, size and kind.
    const LEFT: Group = [1.5, -2.25, 0.0, -0.0, 3.0e38, 1.0e-40, f32::NAN, 7.0];
    const RIGHT: Group = [0.1, 4.0, -0.0, 0.0, 2.0, 3.0, 1.0, f32::NAN];

    /// Every operation of a lane on the two groups above.
    struct EveryOperation<'a>(&'a mut [Group; 9]);

    impl Kernel for EveryOperation<'_> {
        #[inline(always)]
        fn run<L: Lanes>(self) {
            let (left, right) = (L::load(&LEFT), L::load(&RIGHT));
            let exponent = L::splat(f32::from_bits(3));
            let results = [
                left + right,
                left - right,
                left * right,
                left / right,
                left.max(right),
                left.min(right),
                left.positive_or(right),
                left.sqrt(),
                L::splat(1.5).add_to_exponent(exponent),
            ];
            for (group, result) in self.0.iter_mut().zip(results) {
                result.store(group);
            }
        }
    }

    #[test]
    fn every_kind_of_lanes_gives_the_same_bits() {
        let mut answers = [[[0.0; LANES]; 9]; 2];
        Instructions::baseline().run(EveryOperation(&mut answers[0]));
        Instructions::best().run(EveryOperation(&mut answers[1]));
        // What kind of NaN comes out is nobody's promise; that it is one is.
        let bits = answers.map(|results| {
            results.map(|group| group.map(|value| if value.is_nan() { None } else { Some(value.to_bits()) }))
        });
        assert_eq!(bits[0], bits[1]);
        assert_eq!(answers[0][8], [12.0; LANES]);
    }
}
