//! The report: what everybody outside sees, versioned, in one canonical form.

mod finding;

pub use finding::{Finding, Outcome};

use crate::measurements::{Measurements, PhotoId};
use crate::models::ModelId;
use crate::profile::{Kind, Profile, Severity};
use crate::rules::Unit;
use precheck_foundation::json::{EnumName, Json, write_object};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The version of the report's form.
const SCHEMA: u32 = 1;

/// The form of a report as a JSON Schema (2020-12): the source of the OpenAPI document's and of the TypeScript
/// types.
pub const REPORT_SCHEMA: &str = include_str!("schema.json");

/// The answer to one photo and one profile. Its canonical JSON has the keys in the order of these fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Version of the report's form.
    pub schema: u32,
    /// Version of the checker.
    pub engine: Cow<'static, str>,
    /// The profile that judged.
    pub profile: ProfileId,
    /// The models that helped.
    pub models: Vec<ModelId>,
    /// The file.
    pub photo: PhotoId,
    /// The answer as a whole.
    pub decision: Decision,
    /// One finding a clause: first what fails, in the order in which to mend it; then what could not be
    /// assessed, what is for a person, what informs, and what passes.
    pub findings: Vec<Finding>,
    /// What every rule measured, also rules that the profile does not use.
    pub measurements: BTreeMap<&'static str, Number>,
}

/// A profile by name and content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileId {
    /// See [`Profile::id`].
    pub id: String,
    /// See [`Profile::version`].
    pub version: String,
    /// See [`Profile::sha256`].
    pub sha256: String,
}

/// The answer as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Every reject-level clause that a rule judges passes.
    Accepted,
    /// A reject-level clause fails.
    Rejected,
    /// None fails, but a reject-level clause could not be assessed.
    Undecided,
}

/// A measured number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: Unit,
}

impl Measurements {
    /// What the profile demands, held against what was measured.
    pub fn judge(&self, profile: &Profile) -> Report {
        // Inserted, not collected and sorted: a sort of its own adds kilobytes to the module.
        let mut findings: Vec<Finding> = Vec::new();
        for clause in &profile.clauses {
            let finding = Finding::of(clause, self);
            let place = findings.partition_point(|other| other.place_in_line() <= finding.place_in_line());
            findings.insert(place, finding);
        }
        let by_rules = findings.iter().filter(|finding| finding.kind == Kind::Rule);
        let decision = Decision::of(by_rules.map(|finding| (finding.severity, finding.outcome)));
        let mut measurements = BTreeMap::new();
        measurements.extend(self.values().map(|(rule, value)| (rule.id, Number { value, unit: rule.unit })));
        Report {
            schema: SCHEMA,
            engine: self.engine.clone(),
            profile: ProfileId {
                id: profile.id.clone(),
                version: profile.version.clone(),
                sha256: profile.sha256.clone(),
            },
            models: self.models.clone(),
            photo: self.photo.clone(),
            decision,
            findings,
            measurements,
        }
    }
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

impl Json for Number {
    fn write(&self, out: &mut String) {
        write_object(out, &[("value", &self.value), ("unit", &self.unit)]);
    }
}

impl EnumName for Decision {
    const NAMES: &'static [(&'static str, Self)] =
        &[("accepted", Self::Accepted), ("rejected", Self::Rejected), ("undecided", Self::Undecided)];
}

impl Decision {
    /// The answer that follows from the outcomes of all clauses that a rule judges.
    pub fn of(clauses: impl IntoIterator<Item = (Severity, Outcome)>) -> Self {
        let demands = clauses.into_iter().filter(|(severity, _)| *severity == Severity::Reject);
        let outcomes: Vec<Outcome> = demands.map(|(_, outcome)| outcome).collect();
        if outcomes.contains(&Outcome::Fail) {
            Self::Rejected
        } else if outcomes.contains(&Outcome::NotAssessed) {
            Self::Undecided
        } else {
            Self::Accepted
        }
    }
}
