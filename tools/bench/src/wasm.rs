//! The stages for JavaScript.

use crate::Stages;
use wasm_bindgen::prelude::*;

/// One photo and its stages.
#[wasm_bindgen]
pub struct Bench(Stages);

#[wasm_bindgen]
impl Bench {
    /// See [`Stages::new`].
    ///
    /// # Errors
    /// The photo is no JPEG.
    #[wasm_bindgen(constructor)]
    pub fn new(photo: &[u8]) -> Result<Bench, JsError> {
        Stages::new(photo).map(Bench).map_err(|error| JsError::new(&error))
    }

    /// See [`Stages::add_model`].
    ///
    /// # Errors
    /// The model is not the one that is vendored.
    #[wasm_bindgen(js_name = addModel)]
    pub fn add_model(&mut self, id: &str, bytes: &[u8]) -> Result<(), JsError> {
        self.0.add_model(id, bytes).map_err(|error| JsError::new(&error))
    }

    /// See [`Stages::run`].
    ///
    /// # Errors
    /// There is no such stage.
    pub fn run(&mut self, stage: &str) -> Result<(), JsError> {
        self.0.run(stage).map_err(|error| JsError::new(&error))
    }
}
