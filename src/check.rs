//! The pipeline on one page: open, analyze, measure, judge.

use crate::measurements::Measurements;
use crate::models::Models;
use crate::profile::Profile;
use crate::report::Report;
use crate::scene::Scene;
use precheck_imaging::container::{Photo, limits};
use std::io::{self, Read};

/// One photo on its way through the steps.
#[derive(Debug)]
pub struct Inspection<B> {
    /// The file, until it is decoded.
    bytes: Option<B>,
    scene: Scene,
}

impl<B: AsRef<[u8]>> Inspection<B> {
    /// Reads the container. Never fails: a file that cannot be read is a finding.
    pub fn open(bytes: B) -> Self {
        let scene = Scene::of_file(Photo::open(bytes.as_ref()));
        Self { bytes: Some(bytes), scene }
    }

    /// Decodes the picture and runs the models at hand. Called again when more models have arrived, it decodes
    /// nothing again: the bytes are dropped after the first time.
    pub fn analyze(&mut self, models: &dyn Models) -> &Scene {
        let bytes = self.bytes.take();
        self.scene.analyze(bytes.as_ref().map_or(&[], B::as_ref), models);
        &self.scene
    }

    /// Asks every rule what it measures on what is known by now.
    pub fn measure(&self) -> Measurements {
        Measurements::of(&self.scene)
    }
}

impl Inspection<Vec<u8>> {
    /// Reads the container from a file or stream of any length, of which no more is held than the engine takes
    /// ([`limits::MAX_BYTES`]).
    ///
    /// # Errors
    /// Those of reading.
    pub fn read(mut file: impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        file.by_ref().take(limits::MAX_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 <= limits::MAX_BYTES {
            return Ok(Self::open(bytes));
        }
        let scene = Scene::of_file(Photo::open_oversized(&bytes, file)?);
        Ok(Self { bytes: None, scene })
    }
}

/// All four verbs in a row.
pub fn check(bytes: &[u8], profile: &Profile, models: &dyn Models) -> Report {
    let mut inspection = Inspection::open(bytes);
    inspection.analyze(models);
    inspection.measure().judge(profile)
}
