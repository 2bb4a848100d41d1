//! Judging: from measurements and a profile to a report.

use super::causes;
use super::document::{Measurement, ProfileId, SCHEMA};
use super::{Decision, Finding, Report};
use crate::measurements::Measurements;
use crate::profile::{Kind, Profile};
use std::collections::BTreeMap;

impl Measurements {
    /// Judges every clause of the profile by these measurements.
    pub fn judge(&self, profile: &Profile) -> Report {
        let mut judged: Vec<_> = profile.clauses.iter().map(|clause| Finding::of(clause, self)).collect();
        causes::explain(&mut judged);
        // Inserted, not collected and sorted: a sort of its own adds kilobytes to the module.
        let mut findings: Vec<Finding> = Vec::new();
        for finding in judged {
            let place = findings.partition_point(|other| other.sort_key() <= finding.sort_key());
            findings.insert(place, finding);
        }
        let by_rules = findings.iter().filter(|finding| finding.kind == Kind::Rule);
        let decision = Decision::of(by_rules.map(|finding| (finding.severity, finding.outcome)));
        let mut measurements = BTreeMap::new();
        measurements.extend(
            self.quantities().map(|(rule, quantity)| {
                (rule.id, Measurement { quantity: quantity.clone(), unit: rule.unit })
            }),
        );
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
