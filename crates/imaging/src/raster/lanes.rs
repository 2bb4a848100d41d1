//! Sixteen bytes at a time. A compiler that vectorises loops needs no help; the modules' does not (rustc leaves it out
//! where the whole is linked for size), so that with SIMD each operation is one of its instructions there.

/// Bytes that are worked on together.
pub type Lanes = [u8; 16];

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use super::Lanes;
    use std::arch::wasm32::{u8x16_max, u8x16_sub_sat, u64x2, u64x2_extract_lane, v128};

    pub fn larger(one: Lanes, other: Lanes) -> Lanes {
        lanes(u8x16_max(vector(one), vector(other)))
    }

    pub fn minus(from: Lanes, what: Lanes) -> Lanes {
        lanes(u8x16_sub_sat(vector(from), vector(what)))
    }

    fn vector(lanes: Lanes) -> v128 {
        let all = u128::from_le_bytes(lanes);
        u64x2(all as u64, (all >> 64) as u64)
    }

    fn lanes(vector: v128) -> Lanes {
        let (low, high) = (u64x2_extract_lane::<0>(vector), u64x2_extract_lane::<1>(vector));
        (u128::from(low) | u128::from(high) << 64).to_le_bytes()
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vectors {
    use super::Lanes;
    use std::array::from_fn;

    pub fn larger(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane].max(other[lane]))
    }

    pub fn minus(from: Lanes, what: Lanes) -> Lanes {
        from_fn(|lane| from[lane].saturating_sub(what[lane]))
    }
}

/// In each lane the larger value.
#[inline(always)]
pub fn larger(one: Lanes, other: Lanes) -> Lanes {
    vectors::larger(one, other)
}

/// In each lane the difference, at least 0.
#[inline(always)]
pub fn minus(from: Lanes, what: Lanes) -> Lanes {
    vectors::minus(from, what)
}
