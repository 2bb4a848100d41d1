//! Vectors of eight floats and dispatch to the instruction set. The only unsafe code of the crate.
//!
//! A kernel is written once over [`SimdVector`], and [`InstructionSet::run`] selects the implementation: AVX2 if the
//! processor has it, simd128 if the WebAssembly module was built with it, plain arrays otherwise. All implementations do
//! the same IEEE 754 operation in each lane, never fuse multiplication and addition and never add across lanes, so their
//! results are bit-identical.
//!
//! # Soundness
//! - AVX2 instructions are reached only through [`InstructionSet::run`] with `Isa::Avx2`, which only
//!   [`InstructionSet::best`] creates, after the processor reported AVX2. `Isa` and the AVX2 vector are private to this
//!   module.
//! - simd128 instructions are compiled in only if the whole module requires them; an engine without simd128 rejects the
//!   module.
//! - Vectors are loaded from and stored to `[f32; 8]` by reference, with instructions that need no alignment.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg_attr(all(target_arch = "wasm32", target_feature = "simd128"), path = "simd128.rs")]
#[cfg_attr(not(all(target_arch = "wasm32", target_feature = "simd128")), path = "portable.rs")]
mod baseline;
#[cfg(test)]
mod faulty;

use std::ops::{Add, Div, Mul, Sub};

/// Floats in a vector, with every instruction set.
pub(crate) const LANES: usize = 8;

/// A vector in memory.
pub(crate) type LaneArray = [f32; LANES];

/// A vector in registers.
pub(crate) trait SimdVector:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// Whether there are registers for sixteen vectors: kernels then use larger tiles.
    const SIXTEEN_REGISTERS: bool;

    /// A vector with `value` in every lane.
    fn splat(value: f32) -> Self;

    fn load(group: &LaneArray) -> Self;

    fn store(self, group: &mut LaneArray);

    /// In each lane `self` if it is greater than `other`, otherwise (also for NaN) `other`.
    fn max(self, other: Self) -> Self;

    /// In each lane `self` if it is less than `other`, otherwise (also for NaN) `other`.
    fn min(self, other: Self) -> Self;

    /// In each lane `self` if it is greater than 0, otherwise `otherwise`.
    fn positive_or(self, otherwise: Self) -> Self;

    /// The square root of each lane.
    fn sqrt(self) -> Self;

    /// Adds the low nine bits of each lane of `exponent` to the exponent field of `self`.
    fn add_to_exponent(self, exponent: Self) -> Self;
}

/// A computation written over [`SimdVector`].
///
/// Natively, `run` and every generic function that it calls must be `#[inline(always)]`, except closures without vector
/// code: only what is inlined into the function with `target_feature` is compiled for AVX2.
pub(crate) trait SimdKernel {
    fn run<V: SimdVector>(self);
}

/// An instruction set to run kernels with. Results are bit-identical with all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstructionSet(Isa);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Isa {
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(test)]
    Faulty,
}

impl InstructionSet {
    /// The fastest instruction set of this processor or WebAssembly module.
    pub fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            return Self(Isa::Avx2);
        }
        Self::baseline()
    }

    /// The instruction set that needs no detection: natively plain arithmetic, the reference for the others; in
    /// WebAssembly whatever the module was built for.
    pub fn baseline() -> Self {
        Self(Isa::Baseline)
    }

    pub(crate) fn run(self, kernel: impl SimdKernel) {
        match self.0 {
            Isa::Baseline => kernel.run::<baseline::Baseline>(),
            // SAFETY: only `best` creates `Isa::Avx2`, after the processor reported AVX2.
            #[cfg(target_arch = "x86_64")]
            Isa::Avx2 => unsafe { avx2::run(kernel) },
            #[cfg(test)]
            Isa::Faulty => kernel.run::<faulty::Faulty>(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lanes that differ in sign, magnitude and class.
    const LEFT: LaneArray = [1.5, -2.25, 0.0, -0.0, 3.0e38, 1.0e-40, f32::NAN, 7.0];
    const RIGHT: LaneArray = [0.1, 4.0, -0.0, 0.0, 2.0, 3.0, 1.0, f32::NAN];

    /// Every operation on the two vectors above.
    struct EveryOperation<'a>(&'a mut [LaneArray; 9]);

    impl SimdKernel for EveryOperation<'_> {
        #[inline(always)]
        fn run<V: SimdVector>(self) {
            let (left, right) = (V::load(&LEFT), V::load(&RIGHT));
            let exponent = V::splat(f32::from_bits(3));
            let results = [
                left + right,
                left - right,
                left * right,
                left / right,
                left.max(right),
                left.min(right),
                left.positive_or(right),
                left.sqrt(),
                V::splat(1.5).add_to_exponent(exponent),
            ];
            for (group, result) in self.0.iter_mut().zip(results) {
                result.store(group);
            }
        }
    }

    #[test]
    fn all_instruction_sets_give_the_same_bits() {
        let mut answers = [[[0.0; LANES]; 9]; 2];
        InstructionSet::baseline().run(EveryOperation(&mut answers[0]));
        InstructionSet::best().run(EveryOperation(&mut answers[1]));
        // The payload of a NaN is unspecified; that it is one is not.
        let bits = answers.map(|results| {
            results.map(|group| group.map(|value| if value.is_nan() { None } else { Some(value.to_bits()) }))
        });
        assert_eq!(bits[0], bits[1]);
        assert_eq!(answers[0][8], [12.0; LANES]);
    }
}
