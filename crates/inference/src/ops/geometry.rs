//! Where a sliding window (of a convolution or a pool) lies in its input.

use crate::error::LoadError;
use crate::simd::LANES;
use crate::spec::Spec;
use crate::tflite::MAX_VALUES;

/// Sizes are height and width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Geometry {
    pub input: [usize; 2],
    pub output: [usize; 2],
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    /// Rows and columns of padding above and left of the input.
    pub before: [usize; 2],
}

impl Geometry {
    /// Reads padding and stride, which every sliding operator has in fields 0 to 2 of its options,
    /// and checks them against the output's shape.
    pub fn new(spec: &Spec, kernel: [usize; 2], channels: usize) -> Result<Self, LoadError> {
        let [input_height, input_width, input_channels] = spec.image(0)?;
        let input = [input_height, input_width];
        let stride = [spec.size(2)?, spec.size(1)?];
        let same = match spec.byte(0)? {
            0 => true,
            1 => false,
            other => return Err(spec.fail(format!("padding {other} (0 or 1 are known)"))),
        };
        let mut geometry = Self { input, output: input, kernel, stride, before: [0; 2] };
        for side in 0..2 {
            let (size, kernel, stride) = (input[side], kernel[side], stride[side]);
            if same {
                let output = size.div_ceil(stride);
                let covered = (output - 1)
                    .checked_mul(stride)
                    .and_then(|last| last.checked_add(kernel))
                    .ok_or_else(|| spec.fail("kernel and stride are too large"))?;
                geometry.output[side] = output;
                geometry.before[side] = covered.saturating_sub(size) / 2;
            } else {
                let room = size.checked_sub(kernel).ok_or_else(|| {
                    spec.fail(format!("a kernel of {kernel} in an input of {size} without padding"))
                })?;
                geometry.output[side] = room / stride + 1;
            }
        }
        spec.expect_output(&[1, geometry.output[0], geometry.output[1], channels])?;
        // The rows under a window are what a kernel may keep a copy of, in groups of channels.
        let window = kernel[0]
            .checked_mul(geometry.padded_width())
            .and_then(|pixels| pixels.checked_mul(input_channels.next_multiple_of(LANES)));
        match window {
            Some(values) if values <= MAX_VALUES => Ok(geometry),
            _ => Err(LoadError::TooLarge { what: "the input under a window", allowed: MAX_VALUES }),
        }
    }

    /// Whether no window reaches over the input's edge.
    pub fn inside(&self) -> bool {
        (0..2).all(|side| self.before[side] == 0 && self.covered(side) <= self.input[side])
    }

    /// Columns of a row with its padding, at least as many as the windows reach.
    pub fn padded_width(&self) -> usize {
        self.covered(1).max(self.before[1] + self.input[1])
    }

    /// The input row that is row `padded` of the padded input, `None` in the padding.
    pub fn input_row(&self, padded: usize) -> Option<usize> {
        padded.checked_sub(self.before[0]).filter(|&row| row < self.input[0])
    }

    fn covered(&self, side: usize) -> usize {
        (self.output[side] - 1) * self.stride[side] + self.kernel[side]
    }
}
