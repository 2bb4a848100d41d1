//! Running models.

use crate::error::RunError;
use crate::model::Model;
use crate::ops::Job;
use crate::plan::{Place, Plan};
use crate::simd::Instructions;

/// The memory that a run needs, for any models, one after another. It grows to what the largest of them asks for;
/// from then on runs allocate nothing.
pub struct Session {
    instructions: Instructions,
    buffers: Vec<Vec<f32>>,
    scratch: Vec<f32>,
}

/// What a run has computed.
pub struct Outputs<'a> {
    plan: &'a Plan,
    buffers: &'a [Vec<f32>],
}

impl Default for Session {
    /// A session that uses the fastest instructions there are.
    fn default() -> Self {
        Self::with_instructions(Instructions::best())
    }
}

impl Session {
    /// A session that uses the given instructions; the answers are the same with all of them.
    pub fn with_instructions(instructions: Instructions) -> Self {
        Self { instructions, buffers: Vec::new(), scratch: Vec::new() }
    }

    /// Computes the outputs of a model from its inputs, which are given in the order of [`Model::inputs`].
    ///
    /// # Errors
    /// When the number of inputs or the number of their values is not the model's.
    pub fn run<'a>(&'a mut self, model: &'a Model, inputs: &[&[f32]]) -> Result<Outputs<'a>, RunError> {
        check(model, inputs)?;
        let plan = model.plan();
        self.make_room(plan);
        for step in &plan.steps {
            let (index, length) = step.output;
            // Taken out, so that the other buffers can be read while this one is written.
            let mut output = std::mem::take(&mut self.buffers[index]);
            let buffers = &self.buffers;
            let input = |number: usize| match step.inputs[number] {
                Place::Input(input) => inputs[input],
                Place::Constant(constant) => &plan.constants[constant],
                Place::Buffer { index, length } => &buffers[index][..length],
            };
            step.operator.run(Job {
                inputs: &input,
                output: &mut output[..length],
                scratch: &mut self.scratch,
                instructions: self.instructions,
            });
            self.buffers[index] = output;
        }
        Ok(Outputs { plan, buffers: &self.buffers })
    }

    /// What earlier runs left is no matter: every operator writes the whole of its output.
    fn make_room(&mut self, plan: &Plan) {
        if self.buffers.len() < plan.buffers.len() {
            self.buffers.resize_with(plan.buffers.len(), Vec::new);
        }
        let wanted = plan.buffers.iter().chain([&plan.scratch]);
        for (buffer, length) in
            self.buffers.iter_mut().take(plan.buffers.len()).chain([&mut self.scratch]).zip(wanted)
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
