//! Judging: from measurements and a profile to a report.

use super::document::{Number, ProfileId, SCHEMA};
use super::{Decision, Finding, Report};
use crate::measurements::Measurements;
use crate::profile::{Kind, Profile};
use std::collections::BTreeMap;

impl Measurements {
    /// Judges every clause of the profile by these measurements.
    pub fn judge(&self, profile: &Profile) -> Report {
        // Inserted, not collected and sorted: a sort of its own adds kilobytes to the module.
        let mut findings: Vec<Finding> = Vec::new();
        for clause in &profile.clauses {
            let finding = Finding::of(clause, self);
            let place = findings.partition_point(|other| other.sort_key() <= finding.sort_key());
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
