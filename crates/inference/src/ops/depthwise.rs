//! DEPTHWISE_CONV_2D: every channel is convolved with a kernel of its own.

use super::geometry::Geometry;
use super::ring::Ring;
use super::{Built, Job, Operator};
use crate::epilogue::{Epilogue, Place, Residual};
use crate::panels::groups;
use crate::simd::{Group, Kernel, LANES, Lanes};
use crate::spec::Spec;

/// Neighbouring output pixels that are computed at a time.
const PIXELS: usize = 4;

pub(crate) struct Depthwise {
    geometry: Geometry,
    channels: usize,
    /// For each group of channels the kernel, row after row.
    weights: Vec<Group>,
    bias: Vec<Group>,
    pub epilogue: Epilogue,
}

pub(super) fn build(spec: &Spec) -> Built {
    let [_, _, channels] = spec.image(0)?;
    let weights_shape = spec.shape(1)?;
    let [1, kernel_height, kernel_width, outputs] = weights_shape[..] else {
        return Err(spec.fail(format!("weights of shape {weights_shape:?}")));
    };
    if outputs != channels || spec.integer(3, 1)? != 1 {
        let problem = format!("{outputs} outputs from {channels} channels; one for each is known");
        return Err(spec.fail(problem));
    }
    if (spec.integer(5, 1)?, spec.integer(6, 1)?) != (1, 1) {
        return Err(spec.fail("a dilated kernel"));
    }
    let geometry = Geometry::new(spec, [kernel_height, kernel_width], channels)?;
    let bias = spec.floats(2)?;
    if bias.len() != channels {
        return Err(spec.fail(format!("{} biases for {channels} channels", bias.len())));
    }
    let taps = kernel_height * kernel_width;
    spec.reserve(channels.next_multiple_of(LANES).checked_mul(taps))?;
    let by_tap: Vec<Vec<Group>> = spec.floats(1)?.chunks(channels).map(groups).collect();
    let bias = groups(&bias);
    let weights = (0..bias.len()).flat_map(|group| by_tap.iter().map(move |tap| tap[group])).collect();
    let epilogue = Epilogue::new(spec.activation(4)?);
    Ok((Operator::Depthwise(Depthwise { geometry, channels, weights, bias, epilogue }), 1))
}

impl Depthwise {
    /// Room for the padded rows of a window.
    pub fn scratch(&self) -> usize {
        self.geometry.kernel[0] * self.padded_row() * LANES
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        let residual = self.epilogue.residual;
        job.instructions.run(Run {
            op: self,
            input: (job.inputs)(0),
            residual: residual.map(|channels| Residual { values: (job.inputs)(1), channels }),
            scratch: job.scratch,
            output: job.output,
        });
    }

    /// Groups in a padded row, in which each group of channels has its pixels next to each other.
    fn padded_row(&self) -> usize {
        self.geometry.padded_width() * self.bias.len()
    }
}

struct Run<'a> {
    op: &'a Depthwise,
    input: &'a [f32],
    residual: Option<Residual<'a>>,
    scratch: &'a mut [f32],
    output: &'a mut [f32],
}

/// The padded rows that an output row is made of.
struct Rows<'a> {
    groups: &'a [Group],
    row_length: usize,
    top: usize,
    /// Number of the output row.
    output: usize,
}

impl Kernel for Run<'_> {
    #[inline(always)]
    fn run<L: Lanes>(mut self) {
        let op = self.op;
        let geometry = &op.geometry;
        let row_length = op.padded_row();
        let scratch = std::mem::take(&mut self.scratch);
        let groups = &mut scratch.as_chunks_mut().0[..geometry.kernel[0] * row_length];
        groups.fill([0.0; LANES]);
        let mut ring = Ring::new(geometry.kernel[0]);
        for output in 0..geometry.output[0] {
            let top = ring.advance(output * geometry.stride[0], |place, padded| {
                self.fill(&mut groups[place * row_length..][..row_length], padded);
            });
            let rows = Rows { groups, row_length, top, output };
            // The usual kernels with their sizes known to the compiler, which then unrolls them.
            match (geometry.kernel, geometry.stride[1]) {
                ([3, 3], 1) => self.row::<L>(&rows, [3, 3], 1),
                ([3, 3], 2) => self.row::<L>(&rows, [3, 3], 2),
                ([5, 5], 1) => self.row::<L>(&rows, [5, 5], 1),
                ([5, 5], 2) => self.row::<L>(&rows, [5, 5], 2),
                (kernel, stride) => self.row::<L>(&rows, kernel, stride),
            }
        }
    }
}

impl Run<'_> {
    /// Fills in a row of the ring from row `padded` of the padded input.
    #[inline(always)]
    fn fill(&self, to: &mut [Group], padded: usize) {
        let geometry = &self.op.geometry;
        let channels = self.op.channels;
        let width = geometry.input[1];
        let input =
            geometry.input_row(padded).map(|row| &self.input[row * width * channels..][..width * channels]);
        for (index, pixels) in to.chunks_exact_mut(geometry.padded_width()).enumerate() {
            let pixels = &mut pixels[geometry.before[1]..][..width];
            let Some(input) = input else {
                pixels.fill([0.0; LANES]);
                continue;
            };
            let start = index * LANES;
            let length = LANES.min(channels - start);
            for (group, pixel) in pixels.iter_mut().zip(input.chunks_exact(channels)) {
                match pixel[start..].first_chunk() {
                    Some(full) => *group = *full,
                    None => group[..length].copy_from_slice(&pixel[start..]),
                }
            }
        }
    }

    /// Computes an output row; a function of its own in WebAssembly, as a strip of panels is.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn row<L: Lanes>(&mut self, rows: &Rows, kernel: [usize; 2], stride: usize) {
        let width = self.op.geometry.output[1];
        for group in 0..self.op.bias.len() {
            let mut pixel = 0;
            while pixel + PIXELS <= width {
                self.tile::<L, PIXELS>(rows, kernel, stride, group, pixel);
                pixel += PIXELS;
            }
            while pixel < width {
                self.tile::<L, 1>(rows, kernel, stride, group, pixel);
                pixel += 1;
            }
        }
    }

    /// Computes one group of channels of `COUNT` neighbouring pixels.
    #[inline(always)]
    fn tile<L: Lanes, const COUNT: usize>(
        &mut self,
        rows: &Rows,
        kernel: [usize; 2],
        stride: usize,
        group: usize,
        pixel: usize,
    ) {
        let width = self.op.geometry.padded_width();
        let weights = &self.op.weights[group * kernel[0] * kernel[1]..][..kernel[0] * kernel[1]];
        let mut sums = [[L::load(&self.op.bias[group])]; COUNT];
        for y in 0..kernel[0] {
            let place = if rows.top + y < kernel[0] { rows.top + y } else { rows.top + y - kernel[0] };
            let start = place * rows.row_length + group * width + pixel * stride;
            let span = &rows.groups[start..start + (COUNT - 1) * stride + kernel[1]];
            for x in 0..kernel[1] {
                let weight = L::load(&weights[y * kernel[1] + x]);
                for (index, [sum]) in sums.iter_mut().enumerate() {
                    *sum = *sum + L::load(&span[index * stride + x]) * weight;
                }
            }
        }
        let place = Place { pixel: rows.output * self.op.geometry.output[1] + pixel, group };
        self.op.epilogue.finish(sums, self.residual, self.output, self.op.channels, place);
    }
}
