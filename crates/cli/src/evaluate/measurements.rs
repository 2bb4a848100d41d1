//! Measurements of labelled photos. Stored in a file, they can be judged again without decoding.

use super::labels::Label;
use super::skin;
use super::trained_scores::TrainedScores;
use crate::exit::CliError;
use crate::progress::map_with_progress;
use crate::stored::Stored;
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use portrait_precheck::rules::Quantity;
use portrait_precheck::scene::Unmeasurable;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

/// The measurements of one photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The photo's file.
    pub file: String,
    stored: Arc<Stored>,
}

impl From<Stored> for Measured {
    fn from(stored: Stored) -> Self {
        Self { file: stored.file.clone(), stored: Arc::new(stored) }
    }
}

impl Measured {
    /// Measures one photo.
    fn of(label: &Label, scores: &TrainedScores, models: &dyn Models) -> io::Result<Self> {
        let mut inspection = Inspection::read(File::open(label.path())?)?;
        let models = scores.models(&label.file, models);
        let skin = skin::typology_angle(inspection.analyze(&models));
        Ok(Stored { file: label.file.clone(), measurements: inspection.measure(), skin }.into())
    }

    /// What each rule measured.
    pub fn quantities(&self) -> impl Iterator<Item = (&'static str, &Quantity)> {
        self.stored.measurements.quantities().map(|(rule, quantity)| (rule.id, quantity))
    }

    /// What a rule measured.
    pub fn quantity(&self, rule: &str) -> Option<&Quantity> {
        self.stored.measurements.of_rule(rule).ok().map(|measured| &measured.quantity)
    }

    /// Why a rule has no value.
    pub fn reason(&self, rule: &str) -> Option<Unmeasurable> {
        self.stored.measurements.of_rule(rule).err()
    }

    /// Skin tone, see [`skin::typology_angle`]; `None` if it could not be measured.
    pub fn skin(&self) -> Option<f64> {
        self.stored.skin
    }
}

/// Measures labelled photos, on every core. The attributes of photos that `scores` names come from there.
pub fn measure(
    labels: &[Label],
    scores: &TrainedScores,
    models: &(dyn Models + Sync),
) -> Result<Vec<Measured>, CliError> {
    let mut all = Vec::with_capacity(labels.len());
    map_with_progress(
        labels,
        |label| Measured::of(label, scores, models),
        |label, measured| -> Result<(), CliError> {
            all.push(measured.map_err(|error| CliError::file(&label.path(), &error))?);
            Ok(())
        },
    )?;
    Ok(all)
}

/// Reads what [`save`] wrote.
pub fn load(path: &Path) -> Result<Vec<Measured>, CliError> {
    let text = fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let stored = text.lines().enumerate().map(|(index, line)| Stored::from_line(index, line.as_bytes()));
    stored
        .map(|stored| stored.map(Measured::from))
        .collect::<Result<_, String>>()
        .map_err(|problem| CliError::file(path, &problem))
}

/// Writes one line of JSON per photo.
pub fn save(path: &Path, all: &[Measured]) -> Result<(), CliError> {
    let write = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        for measured in all {
            writeln!(out, "{}", measured.stored.to_line())?;
        }
        out.flush()
    };
    write().map_err(|error| CliError::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::models::NoModels;

    impl Measured {
        /// What is measured on an empty file.
        pub fn of_nothing() -> Self {
            let measurements = Inspection::open(&[][..]).measure();
            Stored { file: "nothing.jpg".into(), measurements, skin: None }.into()
        }
    }

    #[test]
    fn stored_measurements_are_read_back_bit_for_bit() {
        let photo: &[u8] = include_bytes!("../../../../src/self_test.jpg");
        let mut inspection = Inspection::open(photo);
        inspection.analyze(&NoModels);
        let stored = Stored { file: "a.jpg".into(), measurements: inspection.measure(), skin: Some(41.25) };
        let all = [stored.into(), Measured::of_nothing()];
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("measurements.jsonl");
        assert!(save(&file, &all).is_ok());
        assert_eq!(load(&file).ok().as_deref(), Some(&all[..]));
    }
}
