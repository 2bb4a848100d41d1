//! The report's fields and their canonical JSON.

use super::{Decision, Finding};
use crate::measurements::PhotoId;
use crate::models::ModelId;
use crate::rules::{Quantity, Unit};
use precheck_foundation::json::{Json, write_object};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Version of the report's form.
pub(super) const SCHEMA: u32 = 2;

/// The JSON Schema (2020-12) of a report, from which the OpenAPI document and the TypeScript types are made.
pub const REPORT_SCHEMA: &str = include_str!("schema.json");

/// One profile's judgement of one photo. Its canonical JSON has the keys in the order of these fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Version of the report's form.
    pub schema: u32,
    /// Version of the checker.
    pub engine: Cow<'static, str>,
    /// The profile.
    pub profile: ProfileId,
    /// The models that were run.
    pub models: Vec<ModelId>,
    /// The file.
    pub photo: PhotoId,
    /// The overall result.
    pub decision: Decision,
    /// One finding for each clause: first the failures, in the order in which a candidate should correct them; then
    /// what could not be assessed, what a reviewer judges, what informs, and what passes.
    pub findings: Vec<Finding>,
    /// What all rules measured, by their ids, also rules that the profile does not use.
    pub measurements: BTreeMap<&'static str, Measurement>,
}

/// A profile identified by name and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileId {
    /// The profile's id.
    pub id: String,
    /// The profile's version.
    pub version: String,
    /// SHA-256 of the profile's canonical JSON, lower-case hexadecimal.
    pub sha256: String,
}

/// What a rule measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The quantity.
    pub quantity: Quantity,
    /// The unit of a number.
    pub unit: Unit,
}

impl Report {
    /// The canonical JSON: compact, keys in the order of the fields, numbers as JavaScript writes them.
    pub fn to_json(&self) -> String {
        Json::to_json(self)
    }
}

impl Json for Report {
    fn write(&self, out: &mut String) {
        let Self { schema, engine, profile, models, photo, decision, findings, measurements } = self;
        write_object(
            out,
            &[
                ("schema", schema),
                ("engine", &&**engine),
                ("profile", profile),
                ("models", models),
                ("photo", photo),
                ("decision", decision),
                ("findings", findings),
                ("measurements", measurements),
            ],
        );
    }
}

impl Json for ProfileId {
    fn write(&self, out: &mut String) {
        write_object(out, &[("id", &self.id), ("version", &self.version), ("sha256", &self.sha256)]);
    }
}

impl Json for Measurement {
    fn write(&self, out: &mut String) {
        self.quantity.write(self.unit, &[], out);
    }
}
