//! The stages of a check as separate calls, so that a clock outside can time them and the checker itself needs none.
//! `cargo xtask bench` runs them natively (`native.rs`) and in a browser (`wasm.rs`).
#![forbid(unsafe_code)]
#![warn(missing_docs)]

#[cfg(target_arch = "wasm32")]
mod wasm;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;

use portrait_precheck::models::{ModelName, ModelSet};
use portrait_precheck::{Inspection, Measurements, Profile, profile};
use precheck_foundation::geometry::Rect;
use precheck_imaging::container::{JpegHeader, Photo};
use precheck_imaging::decode::{self, ROI_SIDE};
use precheck_imaging::jpeg::{self, Scale};
use precheck_inference::{Model, Session};

/// A whole check, in order.
pub const CHECK: [&str; 4] = ["open", "analyze", "measure", "judge"];

/// The decoder alone, at each scale.
pub const SCALES: [(&str, Scale); 4] =
    [("1/1", Scale::Full), ("1/2", Scale::Half), ("1/4", Scale::Quarter), ("1/8", Scale::Eighth)];

/// One photo with everything that the stages need.
pub struct Stages {
    photo: Arc<[u8]>,
    header: JpegHeader,
    profile: Profile,
    models: ModelSet,
    /// Each model for a run of its own, with inputs of grey.
    alone: BTreeMap<&'static str, (Model, Vec<Vec<f32>>)>,
    session: Session,
    inspection: Inspection<Arc<[u8]>>,
    measurements: Option<Measurements>,
}

impl Stages {
    /// The stages of this photo.
    ///
    /// # Errors
    /// It is no JPEG.
    pub fn new(photo: &[u8]) -> Result<Self, String> {
        let header = Photo::open(photo).header.map_err(|refusal| format!("{refusal:?}"))?;
        let profile = profile::builtins().next().ok_or("no profile")?;
        let photo: Arc<[u8]> = photo.into();
        let inspection = Inspection::open(photo.clone());
        let (models, alone, session) = (ModelSet::default(), BTreeMap::new(), Session::default());
        Ok(Self { photo, header, profile, models, alone, session, inspection, measurements: None })
    }

    /// Adds a model from the bytes of its file.
    ///
    /// # Errors
    /// The bytes are not those of the vendored file.
    pub fn add_model(&mut self, id: &str, bytes: &[u8]) -> Result<(), String> {
        self.models.add(id, bytes).map_err(|error| error.to_string())?;
        let name = ModelName::by_id(id).ok_or("unknown model")?;
        let model = Model::load(bytes).map_err(|error| error.to_string())?;
        let inputs = model.inputs().iter().map(|shape| vec![0.5; shape.iter().product()]).collect();
        self.alone.insert(name.id(), (model, inputs));
        Ok(())
    }

    /// The names of all stages: those of [`CHECK`], `decode` (overview and full-resolution region), the decoder at each of
    /// [`SCALES`], and each model by its id.
    pub fn names() -> Vec<&'static str> {
        let scales = SCALES.map(|(name, _)| name);
        let models = ModelName::ALL.map(ModelName::id);
        [&CHECK[..], &["decode"], &scales, &models].concat()
    }

    /// Runs a stage; `analyze`, `measure` and `judge` continue from the result of the stage before.
    ///
    /// # Errors
    /// There is no such stage, or it refuses the photo.
    pub fn run(&mut self, stage: &str) -> Result<(), String> {
        let scale = SCALES.iter().find(|(name, _)| *name == stage);
        match (stage, scale) {
            ("open", _) => self.inspection = Inspection::open(self.photo.clone()),
            ("analyze", _) => drop(black_box(self.inspection.analyze(&self.models))),
            ("measure", _) => self.measurements = Some(self.inspection.measure()),
            ("judge", _) => {
                let measurements = self.measurements.as_ref().ok_or("nothing is measured yet")?;
                black_box(measurements.judge(&self.profile).to_json());
            }
            ("decode", _) => {
                let decoded = decode::decode(&self.photo, &self.header, self.middle());
                black_box(decoded.map_err(|refusal| format!("{refusal:?}"))?);
            }
            (_, Some((_, scale))) => {
                let decoded = jpeg::decode(&self.photo, *scale, None);
                black_box(decoded.map_err(|refusal| format!("{refusal:?}"))?);
            }
            _ => {
                let (model, inputs) = self.alone.get(stage).ok_or("no such stage")?;
                let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
                let outputs = self.session.run(model, &inputs).map_err(|error| error.to_string())?;
                black_box(outputs.iter().next());
            }
        }
        Ok(())
    }

    /// A full-resolution region of the size that the checker uses, in the middle of the photo.
    fn middle(&self) -> Rect {
        let JpegHeader { width, height, .. } = self.header;
        let start = |side: u32| (side / 2).saturating_sub(ROI_SIDE / 2);
        Rect { x: start(width), y: start(height), width: ROI_SIDE, height: ROI_SIDE }
    }
}
