//! What was measured on photos, without any opinion: kept in a file, it can be judged again without decoding.

use super::skin;
use crate::exit::CliError;
use crate::progress::map_with_progress;
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use portrait_precheck::rules;
use precheck_foundation::num;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// What was measured on one photo.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurements {
    /// The photo's file.
    pub file: String,
    /// The number of each rule that could tell it.
    pub values: BTreeMap<String, f64>,
    /// Why the other rules could not.
    pub reasons: BTreeMap<String, String>,
    /// How light the skin is: see [`skin::typology_angle`]; `None` where it cannot be told.
    pub skin: Option<f64>,
}

impl Measurements {
    /// Measures one photo.
    fn of(folder: &Path, file: &str, models: &dyn Models) -> io::Result<Self> {
        let mut inspection = Inspection::read(File::open(folder.join(file))?)?;
        let scene = inspection.analyze(models);
        let skin = skin::typology_angle(scene);
        let mut all = Self { file: file.to_owned(), skin, ..Self::default() };
        for entry in rules::all() {
            match (entry.measure)(scene) {
                Ok(measured) => drop(all.values.insert(entry.id.to_owned(), measured.value)),
                Err(reason) => drop(all.reasons.insert(entry.id.to_owned(), reason.id().to_owned())),
            }
        }
        Ok(all)
    }

    /// The value of a rule.
    pub fn value(&self, rule: &str) -> Option<f64> {
        self.values.get(rule).copied()
    }
}

/// Measures photos of a folder, on every core.
pub fn measure(
    folder: &Path,
    files: &[&str],
    models: &(dyn Models + Sync),
) -> Result<Vec<Measurements>, CliError> {
    let mut all = Vec::with_capacity(files.len());
    map_with_progress(
        files,
        |file| Measurements::of(folder, file, models),
        |file, measured| -> Result<(), CliError> {
            all.push(measured.map_err(|error| CliError::file(&folder.join(file), &error))?);
            Ok(())
        },
    )?;
    Ok(all)
}

/// Reads what [`save`] wrote.
pub fn load(path: &Path) -> Result<Vec<Measurements>, CliError> {
    let text = fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
    let line = |line| -> serde_json::Result<Measurements> {
        let mut measurements: Measurements = serde_json::from_str(line)?;
        // A number read from text may be off by its last bit; a limit would see that.
        measurements.values.values_mut().for_each(|value| *value = num::canonical(*value).unwrap_or(*value));
        Ok(measurements)
    };
    text.lines().map(line).collect::<Result<_, _>>().map_err(|error| CliError::file(path, &error))
}

/// Writes one line of JSON a photo.
pub fn save(path: &Path, all: &[Measurements]) -> Result<(), CliError> {
    let write = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        for measurements in all {
            writeln!(out, "{}", serde_json::to_string(measurements)?)?;
        }
        out.flush()
    };
    write().map_err(|error| CliError::file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("measurements.jsonl");
        let values = [("a", 0.1 + 0.2), ("b", 51_200.0), ("c", -12.3457), ("d", 1.0 / 3.0)];
        let values = values.map(|(rule, value)| (rule.to_owned(), num::canonical(value).unwrap()));
        let reasons = BTreeMap::from([("e".to_owned(), "no face found".to_owned())]);
        let all = [Measurements { file: "a.jpg".into(), values: values.into(), reasons, skin: Some(41.25) }];
        assert!(save(&file, &all).is_ok());
        assert_eq!(load(&file).ok().as_deref(), Some(&all[..]));
    }
}
