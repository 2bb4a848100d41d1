//! A photo's measurements in a line of JSON: what `measure` writes, and `judge` and `evaluate` read.

use portrait_precheck::Measurements;
use precheck_foundation::json::{Json, ObjectReader, write_object};
use serde_json::Value;

/// A photo by its file, and what was measured on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The photo's file.
    pub file: String,
    /// What was measured.
    pub measurements: Measurements,
    /// The individual typology angle of the skin in degrees, see [`crate::evaluate::skin::typology_angle`]; written by `evaluate` alone.
    pub skin: Option<f64>,
}

impl Stored {
    /// The line, without its end.
    pub fn to_line(&self) -> String {
        let Self { file, measurements, skin } = self;
        let mut members: Vec<(&str, &dyn Json)> = vec![("file", file), ("measurements", measurements)];
        if let Some(skin) = skin {
            members.push(("skin", skin));
        }
        let mut line = String::new();
        write_object(&mut line, &members);
        line
    }

    /// Reads a line; `index` is its place in its file, from 0.
    ///
    /// # Errors
    /// Names the line, from 1, and what is unknown, missing or of the wrong kind.
    pub fn from_line(index: usize, line: &[u8]) -> Result<Self, String> {
        Self::read(line).map_err(|problem| format!("line {}: {problem}", index + 1))
    }

    fn read(line: &[u8]) -> Result<Self, String> {
        let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
        let members = ObjectReader::of(&value, &["file", "measurements", "skin"])?;
        let measurements = members.need("measurements")?;
        Ok(Self { file: members.need("file")?, measurements, skin: members.get("skin")? })
    }
}
