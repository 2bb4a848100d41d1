//! Post-operations of a convolution (the term of oneDNN; an epilogue in CUTLASS): an activation, the addition of a
//! residual, another activation. They are applied while the sums are in registers, which saves reading and writing
//! whole tensors.

use crate::simd::{LANES, LaneArray, SimdVector};

/// An element-wise function with at most one parameter a channel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Activation {
    None,
    Relu,
    Relu6,
    /// x relu6(x + 3) / 6.
    HardSwish,
    /// x where it is positive, x times the channel's slope elsewhere.
    Prelu(Vec<LaneArray>),
}

/// What is applied to the sums, in this order.
#[derive(Clone, Debug)]
pub(crate) struct PostOps {
    pub activation: Activation,
    /// Number of channels of the residual, the tensor that is added; missing channels count as 0.
    pub residual: Option<usize>,
    /// The activation after the residual.
    pub final_activation: Activation,
}

/// The residual's values at run time.
#[derive(Clone, Copy)]
pub(crate) struct Residual<'a> {
    pub values: &'a [f32],
    pub channels: usize,
}

/// Position of a tile of sums in the output.
#[derive(Clone, Copy)]
pub(crate) struct TileOrigin {
    /// Index of its first pixel.
    pub pixel: usize,
    /// Index of its first block of [`LANES`] channels.
    pub block: usize,
}

impl PostOps {
    pub fn new(activation: Activation) -> Self {
        Self { activation, residual: None, final_activation: Activation::None }
    }

    /// Appends an activation; false if there is no slot left for it.
    pub fn push_activation(&mut self, activation: Activation) -> bool {
        let slot = if self.residual.is_some() { &mut self.final_activation } else { &mut self.activation };
        let free = *slot == Activation::None;
        if free {
            *slot = activation;
        }
        free
    }

    /// Applies the post-operations to the sums of `PIXELS` pixels and `BLOCKS` blocks of channels and stores them in
    /// `output`, which has `channels` values a pixel.
    #[inline(always)]
    pub fn apply_and_store<V: SimdVector, const PIXELS: usize, const BLOCKS: usize>(
        &self,
        mut sums: [[V; BLOCKS]; PIXELS],
        residual: Option<Residual>,
        output: &mut [f32],
        channels: usize,
        origin: TileOrigin,
    ) {
        self.activation.apply(&mut sums, origin.block);
        if let Some(residual) = residual {
            let pixels = &residual.values[origin.pixel * residual.channels..];
            for (sums, pixel) in sums.iter_mut().zip(pixels.chunks_exact(residual.channels)) {
                for (index, sum) in sums.iter_mut().enumerate() {
                    *sum = *sum + load_block::<V>(pixel, origin.block + index);
                }
            }
        }
        self.final_activation.apply(&mut sums, origin.block);
        let pixels = output[origin.pixel * channels..].chunks_exact_mut(channels);
        for (sums, pixel) in sums.iter().zip(pixels) {
            for (index, sum) in sums.iter().enumerate() {
                store_block(*sum, pixel, origin.block + index);
            }
        }
    }
}

impl Activation {
    #[inline(always)]
    fn apply<V: SimdVector, const PIXELS: usize, const BLOCKS: usize>(
        &self,
        sums: &mut [[V; BLOCKS]; PIXELS],
        first_block: usize,
    ) {
        let (zero, six) = (V::splat(0.0), V::splat(6.0));
        match self {
            Self::None => {}
            Self::Relu => for_each_sum(sums, |x, _| x.max(zero)),
            Self::Relu6 => for_each_sum(sums, |x, _| x.max(zero).min(six)),
            Self::HardSwish => for_each_sum(sums, |x, _| hard_swish(x)),
            Self::Prelu(slopes) => {
                let slopes = &slopes[first_block..][..BLOCKS];
                for_each_sum(sums, |x, block| x.positive_or(x * V::load(&slopes[block])));
            }
        }
    }
}

/// x relu6(x + 3) / 6 in each lane.
#[inline(always)]
pub(crate) fn hard_swish<V: SimdVector>(x: V) -> V {
    let gate = (x + V::splat(3.0)).max(V::splat(0.0)).min(V::splat(6.0));
    x * gate * V::splat(1.0 / 6.0)
}

/// Replaces every sum by `function` of the sum and the index of its block in the tile.
#[inline(always)]
fn for_each_sum<V: SimdVector, const PIXELS: usize, const BLOCKS: usize>(
    sums: &mut [[V; BLOCKS]; PIXELS],
    function: impl Fn(V, usize) -> V,
) {
    for pixel in sums {
        for (block, sum) in pixel.iter_mut().enumerate() {
            *sum = function(*sum, block);
        }
    }
}

/// Loads a block of a pixel's channels; channels that the pixel does not have are 0.
#[inline(always)]
fn load_block<V: SimdVector>(pixel: &[f32], block: usize) -> V {
    let rest = pixel.get(block * LANES..).unwrap_or(&[]);
    match rest.first_chunk() {
        Some(full) => V::load(full),
        None => {
            let mut padded = [0.0; LANES];
            padded[..rest.len()].copy_from_slice(rest);
            V::load(&padded)
        }
    }
}

/// Stores a block of a pixel's channels, as many as the pixel has.
#[inline(always)]
fn store_block<V: SimdVector>(value: V, pixel: &mut [f32], block: usize) {
    let rest = &mut pixel[block * LANES..];
    match rest.first_chunk_mut() {
        Some(full) => value.store(full),
        None => {
            let mut padded = [0.0; LANES];
            value.store(&mut padded);
            rest.copy_from_slice(&padded[..rest.len()]);
        }
    }
}
