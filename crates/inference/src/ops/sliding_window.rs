//! Sizes, stride and padding of a sliding window: of a convolution or a pool.

use crate::build_context::BuildContext;
use crate::error::LoadError;
use crate::simd::LANES;
use crate::tflite::MAX_VALUES;

/// Sizes are height and width.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SlidingWindow {
    pub input: [usize; 2],
    pub output: [usize; 2],
    pub kernel: [usize; 2],
    pub stride: [usize; 2],
    /// Rows of padding above and columns left of the input.
    pub padding_before: [usize; 2],
}

impl SlidingWindow {
    /// Reads padding and stride from fields 0 to 2 of the options, where every operator with a window has them, and
    /// checks them against the output's shape.
    pub fn new(context: &BuildContext, kernel: [usize; 2], channels: usize) -> Result<Self, LoadError> {
        let [input_height, input_width, input_channels] = context.image(0)?;
        let input = [input_height, input_width];
        let stride = [context.size(2)?, context.size(1)?];
        let same = match context.byte(0)? {
            0 => true,
            1 => false,
            other => return Err(context.fail(format!("padding {other} (0 or 1 are known)"))),
        };
        let mut geometry = Self { input, output: input, kernel, stride, padding_before: [0; 2] };
        for side in 0..2 {
            let (size, kernel, stride) = (input[side], kernel[side], stride[side]);
            if same {
                let output = size.div_ceil(stride);
                let extent = (output - 1)
                    .checked_mul(stride)
                    .and_then(|last| last.checked_add(kernel))
                    .ok_or_else(|| context.fail("kernel and stride are too large"))?;
                geometry.output[side] = output;
                geometry.padding_before[side] = extent.saturating_sub(size) / 2;
            } else {
                let room = size.checked_sub(kernel).ok_or_else(|| {
                    context.fail(format!("a kernel of {kernel} in an input of {size} without padding"))
                })?;
                geometry.output[side] = room / stride + 1;
            }
        }
        context.expect_output(&[1, geometry.output[0], geometry.output[1], channels])?;
        // Operators may copy the rows under a window, in blocks of channels, into their scratch memory.
        let copied = kernel[0]
            .checked_mul(geometry.padded_width())
            .and_then(|pixels| pixels.checked_mul(input_channels.next_multiple_of(LANES)));
        match copied {
            Some(values) if values <= MAX_VALUES => Ok(geometry),
            _ => Err(LoadError::TooLarge { what: "the input under a window", allowed: MAX_VALUES }),
        }
    }

    /// Whether every window is inside the input.
    pub fn is_unpadded(&self) -> bool {
        (0..2).all(|side| self.padding_before[side] == 0 && self.extent(side) <= self.input[side])
    }

    /// Width of the padded input: the input with its left padding, and what windows cover on the right.
    pub fn padded_width(&self) -> usize {
        self.extent(1).max(self.padding_before[1] + self.input[1])
    }

    /// The input row at row `padded` of the padded input; `None` for padding.
    pub fn input_row(&self, padded: usize) -> Option<usize> {
        padded.checked_sub(self.padding_before[0]).filter(|&row| row < self.input[0])
    }

    /// Rows or columns of the padded input that windows cover.
    fn extent(&self, side: usize) -> usize {
        (self.output[side] - 1) * self.stride[side] + self.kernel[side]
    }
}
