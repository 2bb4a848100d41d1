//! What happens to a convolution's sums before they are written: an activation, the addition of
//! another tensor (the residual of a skip connection), another activation. Done while the sums are in
//! registers, this saves reading and writing whole tensors.

use crate::simd::{Group, LANES, Lanes};

/// A function of one value, at most with one parameter for each channel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Activation {
    None,
    Relu,
    Relu6,
    /// x relu6(x + 3) / 6.
    HardSwish,
    /// x where it is positive, x times the channel's slope elsewhere.
    Prelu(Vec<Group>),
}

/// The steps after the sum, in this order.
#[derive(Clone, Debug)]
pub(crate) struct Epilogue {
    pub before: Activation,
    /// Channels of the tensor that is added; those it does not have count as 0.
    pub residual: Option<usize>,
    pub after: Activation,
}

/// The residual's values at run time.
#[derive(Clone, Copy)]
pub(crate) struct Residual<'a> {
    pub values: &'a [f32],
    pub channels: usize,
}

impl Epilogue {
    pub fn new(activation: Activation) -> Self {
        Self { before: activation, residual: None, after: Activation::None }
    }

    /// Takes over an activation that follows, if there is a step left for it.
    pub fn push_activation(&mut self, activation: Activation) -> bool {
        let step = if self.residual.is_some() { &mut self.after } else { &mut self.before };
        let free = *step == Activation::None;
        if free {
            *step = activation;
        }
        free
    }

    /// Finishes the sums of `ROWS` pixels and `PANELS` groups of channels and writes them.
    ///
    /// `output` begins at the first of the pixels and has `channels` values for each.
    #[inline(always)]
    pub fn finish<L: Lanes, const ROWS: usize, const PANELS: usize>(
        &self,
        mut sums: [[L; PANELS]; ROWS],
        residual: Option<Residual>,
        output: &mut [f32],
        channels: usize,
        place: Place,
    ) {
        self.before.apply(&mut sums, place.group);
        if let Some(residual) = residual {
            let pixels = &residual.values[place.pixel * residual.channels..];
            for (row, pixel) in sums.iter_mut().zip(pixels.chunks_exact(residual.channels)) {
                for (panel, sum) in row.iter_mut().enumerate() {
                    *sum = *sum + load_group::<L>(pixel, place.group + panel);
                }
            }
        }
        self.after.apply(&mut sums, place.group);
        let pixels = output[place.pixel * channels..].chunks_exact_mut(channels);
        for (row, pixel) in sums.iter().zip(pixels) {
            for (panel, sum) in row.iter().enumerate() {
                store_group(*sum, pixel, place.group + panel);
            }
        }
    }
}

/// Where a block of sums belongs.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Number of its first pixel in the output.
    pub pixel: usize,
    /// Number of its first group of channels.
    pub group: usize,
}

impl Activation {
    #[inline(always)]
    fn apply<L: Lanes, const ROWS: usize, const PANELS: usize>(
        &self,
        sums: &mut [[L; PANELS]; ROWS],
        group: usize,
    ) {
        let (zero, six) = (L::splat(0.0), L::splat(6.0));
        match self {
            Self::None => {}
            Self::Relu => each(sums, |x, _| x.max(zero)),
            Self::Relu6 => each(sums, |x, _| x.max(zero).min(six)),
            Self::HardSwish => each(sums, |x, _| hard_swish(x)),
            Self::Prelu(slopes) => {
                let slopes = &slopes[group..][..PANELS];
                each(sums, |x, panel| x.positive_or(x * L::load(&slopes[panel])));
            }
        }
    }
}

/// x relu6(x + 3) / 6 of each lane.
#[inline(always)]
pub(crate) fn hard_swish<L: Lanes>(x: L) -> L {
    let gate = (x + L::splat(3.0)).max(L::splat(0.0)).min(L::splat(6.0));
    x * gate * L::splat(1.0 / 6.0)
}

/// Applies `function` to every sum and the number of its panel.
#[inline(always)]
fn each<L: Lanes, const ROWS: usize, const PANELS: usize>(
    sums: &mut [[L; PANELS]; ROWS],
    function: impl Fn(L, usize) -> L,
) {
    for row in sums {
        for (panel, sum) in row.iter_mut().enumerate() {
            *sum = function(*sum, panel);
        }
    }
}

/// Group `group` of a pixel's channels; channels that the pixel does not have are 0.
#[inline(always)]
pub(crate) fn load_group<L: Lanes>(pixel: &[f32], group: usize) -> L {
    let rest = pixel.get(group * LANES..).unwrap_or(&[]);
    match rest.first_chunk() {
        Some(full) => L::load(full),
        None => {
            let mut padded = [0.0; LANES];
            padded[..rest.len()].copy_from_slice(rest);
            L::load(&padded)
        }
    }
}

/// Writes group `group` of a pixel's channels, as many as the pixel has.
#[inline(always)]
fn store_group<L: Lanes>(value: L, pixel: &mut [f32], group: usize) {
    let rest = &mut pixel[group * LANES..];
    match rest.first_chunk_mut() {
        Some(full) => value.store(full),
        None => {
            let mut padded = [0.0; LANES];
            value.store(&mut padded);
            rest.copy_from_slice(&padded[..rest.len()]);
        }
    }
}
