//! Running a model.

use std::sync::Arc;

use crate::error::RunError;
use crate::model::Model;
use crate::ops::Job;
use crate::plan::Place;
use crate::simd::Instructions;

/// A model with the memory that a run needs. Runs allocate nothing.
pub struct Session {
    model: Arc<Model>,
    instructions: Instructions,
    buffers: Vec<Vec<f32>>,
    scratch: Vec<f32>,
}

impl Session {
    /// A session that uses the fastest instructions there are.
    pub fn new(model: Arc<Model>) -> Self {
        Self::with_instructions(model, Instructions::best())
    }

    /// A session that uses the given instructions; the answers are the same with all of them.
    pub fn with_instructions(model: Arc<Model>, instructions: Instructions) -> Self {
        let buffers = model.plan().buffers.iter().map(|&length| vec![0.0; length]).collect();
        let scratch = vec![0.0; model.plan().scratch];
        Self { model, instructions, buffers, scratch }
    }

    /// The model that this runs.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Computes the outputs from the inputs, which are given in the order of [`Model::inputs`].
    ///
    /// # Errors
    /// When the number of inputs or the number of their values is not the model's.
    pub fn run(&mut self, inputs: &[&[f32]]) -> Result<(), RunError> {
        self.check(inputs)?;
        let plan = self.model.plan();
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
        Ok(())
    }

    /// The values of output `index` after a run, in the order of [`Model::outputs`].
    ///
    /// # Panics
    /// If the model has no such output.
    pub fn output(&self, index: usize) -> &[f32] {
        let (buffer, length) = self.model.plan().outputs[index];
        &self.buffers[buffer][..length]
    }

    fn check(&self, inputs: &[&[f32]]) -> Result<(), RunError> {
        let shapes = self.model.inputs();
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
}
