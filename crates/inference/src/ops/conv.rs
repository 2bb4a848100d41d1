//! CONV_2D: every output value sums the kernel times a window over all input channels.

use super::geometry::Geometry;
use super::ring::Ring;
use super::{Built, Job, Operator};
use crate::epilogue::{Epilogue, Residual};
use crate::panels::{Line, Panels, Target, Window};
use crate::simd::{Kernel, Lanes};
use crate::spec::Spec;

pub(crate) struct Conv {
    geometry: Geometry,
    input_channels: usize,
    panels: Panels,
    pub epilogue: Epilogue,
}

pub(super) fn build(spec: &Spec) -> Built {
    let [_, _, input_channels] = spec.image(0)?;
    let weights_shape = spec.shape(1)?;
    let [outputs, kernel_height, kernel_width, depth] = weights_shape[..] else {
        return Err(spec.fail(format!("weights of shape {weights_shape:?}")));
    };
    if depth != input_channels {
        let problem = format!("weights for {depth} channels, the input has {input_channels}");
        return Err(spec.fail(problem));
    }
    if (spec.integer(4, 1)?, spec.integer(5, 1)?) != (1, 1) {
        return Err(spec.fail("a dilated kernel"));
    }
    let geometry = Geometry::new(spec, [kernel_height, kernel_width], outputs)?;
    let bias = spec.floats(2)?;
    if bias.len() != outputs {
        return Err(spec.fail(format!("{} biases for {outputs} outputs", bias.len())));
    }
    let depth = kernel_height * kernel_width * depth;
    spec.reserve(Panels::size(outputs, depth))?;
    let panels = Panels::pack(depth, &spec.floats(1)?, &bias);
    let epilogue = Epilogue::new(spec.activation(3)?);
    Ok((Operator::Conv(Conv { geometry, input_channels, panels, epilogue }), 1))
}

impl Conv {
    /// Room for the padded rows of a window, where windows reach over the edge.
    pub fn scratch(&self) -> usize {
        if self.geometry.inside() { 0 } else { self.geometry.kernel[0] * self.padded_row() }
    }

    #[inline(never)]
    pub fn run(&self, job: Job) {
        let residual = self.epilogue.residual;
        let target = Target {
            epilogue: &self.epilogue,
            residual: residual.map(|channels| Residual { values: (job.inputs)(1), channels }),
            output: job.output,
        };
        let input = (job.inputs)(0);
        job.instructions.run(Run { conv: self, input, scratch: job.scratch, target });
    }

    fn padded_row(&self) -> usize {
        self.geometry.padded_width() * self.input_channels
    }

    /// Whether output pixel after output pixel is made of input pixel after input pixel.
    fn is_pointwise(&self) -> bool {
        self.geometry.kernel == [1, 1] && self.geometry.stride == [1, 1]
    }

    /// The line of output row `row`.
    fn line<'a>(&self, window: Window<'a>, row: usize) -> Line<'a> {
        let count = self.geometry.output[1];
        let step = self.geometry.stride[1] * self.input_channels;
        Line { window, step, count, first: row * count }
    }
}

struct Run<'a> {
    conv: &'a Conv,
    input: &'a [f32],
    scratch: &'a mut [f32],
    target: Target<'a>,
}

impl Kernel for Run<'_> {
    #[inline(always)]
    fn run<L: Lanes>(mut self) {
        let geometry = &self.conv.geometry;
        let channels = self.conv.input_channels;
        let height = geometry.kernel[0];
        if self.conv.is_pointwise() {
            let window = Window { rows: self.input, row_length: self.input.len(), top: 0, height };
            let count = geometry.output[0] * geometry.output[1];
            let line = Line { window, step: channels, count, first: 0 };
            self.conv.panels.line::<L>(&line, &mut self.target);
            return;
        }
        if geometry.inside() {
            for row in 0..geometry.output[0] {
                let row_length = geometry.input[1] * channels;
                let top = row * geometry.stride[0];
                let window = Window { rows: self.input, row_length, top, height };
                self.conv.panels.line::<L>(&self.conv.line(window, row), &mut self.target);
            }
            return;
        }
        let row_length = self.conv.padded_row();
        let rows = &mut self.scratch[..height * row_length];
        rows.fill(0.0);
        let left = geometry.before[1] * channels;
        let input_length = geometry.input[1] * channels;
        let mut ring = Ring::new(height);
        for row in 0..geometry.output[0] {
            let top = ring.advance(row * geometry.stride[0], |place, padded| {
                let to = &mut rows[place * row_length + left..][..input_length];
                match geometry.input_row(padded) {
                    Some(from) => to.copy_from_slice(&self.input[from * input_length..][..input_length]),
                    None => to.fill(0.0),
                }
            });
            let window = Window { rows, row_length, top, height };
            self.conv.panels.line::<L>(&self.conv.line(window, row), &mut self.target);
        }
    }
}
