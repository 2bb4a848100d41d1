//! The report: what everybody outside sees, versioned, in one canonical form.

mod finding;

pub use finding::{Finding, Outcome};

use crate::models::ModelId;
use crate::profile::{Kind, Profile, Severity};
use crate::rules::{self, Measured};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::json::{EnumName, Json, write_object};
use precheck_imaging::container::Photo;
use std::collections::BTreeMap;

/// The version of the report's form.
const SCHEMA: u32 = 1;

/// The answer to one photo and one profile. Its canonical JSON has the keys in the order of these fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Version of the report's form.
    pub schema: u32,
    /// Version of the checker.
    pub engine: &'static str,
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

/// The facts that identify a photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoId {
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Length of the file.
    pub bytes: u64,
    /// What it really is.
    pub format: &'static str,
    /// Upright width in pixels; `null` where the file does not tell.
    pub width: Option<u32>,
    /// Upright height in pixels; `null` where the file does not tell.
    pub height: Option<u32>,
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
    pub unit: &'static str,
}

impl Report {
    /// Measures every rule on the scene and lets the profile judge.
    pub(crate) fn of(scene: &Scene, profile: &Profile) -> Self {
        // Extended and inserted, not collected and sorted: each sort of its own adds kilobytes to the module.
        let mut measured: BTreeMap<&'static str, Result<Measured, Unmeasurable>> = BTreeMap::new();
        measured.extend(rules::all().map(|entry| (entry.id, (entry.measure)(scene))));
        let mut findings: Vec<Finding> = Vec::new();
        for clause in &profile.clauses {
            let finding = Finding::of(clause, &measured, &scene.photo);
            let place = findings.partition_point(|other| other.place_in_line() <= finding.place_in_line());
            findings.insert(place, finding);
        }
        let by_rules = findings.iter().filter(|finding| finding.kind == Kind::Rule);
        let decision = Decision::of(by_rules.map(|finding| (finding.severity, finding.outcome)));
        let mut measurements = BTreeMap::new();
        measurements.extend(measured.iter().filter_map(|(id, m)| {
            m.as_ref().ok().map(|m| (*id, Number { value: m.value, unit: m.unit.id() }))
        }));
        Self {
            schema: SCHEMA,
            engine: crate::ENGINE,
            profile: ProfileId {
                id: profile.id.clone(),
                version: profile.version.clone(),
                sha256: profile.sha256.clone(),
            },
            models: scene.models.clone(),
            photo: PhotoId::of(&scene.photo),
            decision,
            findings,
            measurements,
        }
    }

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
                ("engine", engine),
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

impl Json for PhotoId {
    fn write(&self, out: &mut String) {
        let Self { sha256, bytes, format, width, height } = self;
        write_object(
            out,
            &[("sha256", sha256), ("bytes", bytes), ("format", format), ("width", width), ("height", height)],
        );
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

impl PhotoId {
    fn of(photo: &Photo) -> Self {
        let (width, height) = photo.upright_size().unzip();
        Self { sha256: photo.sha256.clone(), bytes: photo.bytes, format: photo.format.id(), width, height }
    }
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
