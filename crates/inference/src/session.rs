//! Runs models.

use crate::error::RunError;
use crate::model::Model;
use crate::ops::RunContext;
use crate::plan::{Plan, TensorLocation};
use crate::simd::InstructionSet;

/// Working memory for running models one after another. It grows to what the largest of them needs; from then on runs
/// allocate nothing.
pub struct Session {
    instructions: InstructionSet,
    buffers: Vec<Vec<f32>>,
    scratch: Vec<f32>,
}

/// The outputs of a run.
pub struct Outputs<'a> {
    plan: &'a Plan,
    buffers: &'a [Vec<f32>],
}

impl Default for Session {
    /// A session with the fastest instruction set of this machine.
    fn default() -> Self {
        Self::with_instructions(InstructionSet::best())
    }
}

impl Session {
    /// A session with the given instruction set; results are bit-identical with all of them.
    pub fn with_instructions(instructions: InstructionSet) -> Self {
        Self { instructions, buffers: Vec::new(), scratch: Vec::new() }
    }

    /// Computes the outputs of a model from its inputs, which are given in the order of [`Model::inputs`].
    ///
    /// # Errors
    /// When the number of inputs or the number of their values is not the model's.
    pub fn run<'a>(&'a mut self, model: &'a Model, inputs: &[&[f32]]) -> Result<Outputs<'a>, RunError> {
        check(model, inputs)?;
        let plan = model.plan();
        self.grow_buffers(plan);
        for step in &plan.steps {
            let (index, length) = step.output;
            // Moved out, so that other buffers can be read while this one is written.
            let mut output = std::mem::take(&mut self.buffers[index]);
            let buffers = &self.buffers;
            let input = |index: usize| match step.inputs[index] {
                TensorLocation::Input(input) => inputs[input],
                TensorLocation::Constant(constant) => &plan.constants[constant],
                TensorLocation::Buffer { index, length } => &buffers[index][..length],
            };
            step.operator.run(RunContext {
                inputs: &input,
                output: &mut output[..length],
                scratch: &mut self.scratch,
                instructions: self.instructions,
            });
            self.buffers[index] = output;
        }
        Ok(Outputs { plan, buffers: &self.buffers })
    }

    /// Makes all buffers long enough. Values of earlier runs need not be cleared: every operator overwrites its whole output.
    fn grow_buffers(&mut self, plan: &Plan) {
        if self.buffers.len() < plan.buffers.len() {
            self.buffers.resize_with(plan.buffers.len(), Vec::new);
        }
        let lengths = plan.buffers.iter().chain([&plan.scratch]);
        for (buffer, length) in
            self.buffers.iter_mut().take(plan.buffers.len()).chain([&mut self.scratch]).zip(lengths)
        {
            if buffer.len() < *length {
                *buffer = vec![0.0; *length];
            }
        }
    }
}

impl<'a> Outputs<'a> {
    /// The values of each output, in the order of [`Model::outputs`].
    pub fn iter(&self) -> impl Iterator<Item = &'a [f32]> {
        self.plan.outputs.iter().map(|&(buffer, length)| &self.buffers[buffer][..length])
    }
}

fn check(model: &Model, inputs: &[&[f32]]) -> Result<(), RunError> {
    let shapes = model.inputs();
    if inputs.len() != shapes.len() {
        return Err(RunError::InputCount { given: inputs.len(), expected: shapes.len() });
    }
    for (index, (input, shape)) in inputs.iter().zip(shapes).enumerate() {
        let expected = shape.iter().product();
        if input.len() != expected {
            return Err(RunError::InputLength { index, given: input.len(), expected });
        }
    }
    Ok(())
}
