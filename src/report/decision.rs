//! The decision: what all findings together mean for the photo.

use super::Outcome;
use crate::profile::Severity;
use precheck_foundation::json::EnumName;

/// The overall result for a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Every clause of severity `reject` that has a rule passes.
    Accepted,
    /// A clause of severity `reject` fails.
    Rejected,
    /// No clause of severity `reject` fails, but at least one is in doubt or could not be assessed.
    Undecided,
}

impl EnumName for Decision {
    const NAMES: &'static [(&'static str, Self)] =
        &[("accepted", Self::Accepted), ("rejected", Self::Rejected), ("undecided", Self::Undecided)];
}

impl Decision {
    /// The decision from the severities and outcomes of all clauses that have a rule.
    pub fn of(clauses: impl IntoIterator<Item = (Severity, Outcome)>) -> Self {
        let required = clauses.into_iter().filter(|(severity, _)| *severity == Severity::Reject);
        let outcomes: Vec<Outcome> = required.map(|(_, outcome)| outcome).collect();
        if outcomes.contains(&Outcome::Fail) {
            Self::Rejected
        } else if outcomes.contains(&Outcome::Doubtful) || outcomes.contains(&Outcome::NotAssessed) {
            Self::Undecided
        } else {
            Self::Accepted
        }
    }
}
