//! A sentence of the notice, and what becomes of it.

use crate::rules::{Judge, RuleDef};
use precheck_foundation::json::EnumName;
use serde_json::Value;
use std::fmt;

/// A sentence of the notice with what enforces it.
pub struct Clause {
    /// The notice's own words.
    pub sentence: String,
    /// The same in English.
    pub english: String,
    /// Who judges it.
    pub kind: Kind,
    /// What a failure means.
    pub severity: Severity,
    /// The rule, for [`Kind::Rule`].
    pub rule: Option<&'static RuleDef>,
    /// The rule's limits as the profile writes them.
    pub limits: Value,
    /// The rule's opinion under these limits; `None` where nothing is measured.
    pub judge: Option<Judge>,
}

/// Who judges a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A rule of this engine.
    #[default]
    Rule,
    /// A person.
    ForHuman,
    /// Nobody: it informs the candidate.
    Information,
}

/// What a failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The photo is not accepted.
    Reject,
    /// The photo may well not be accepted.
    Warn,
    /// It would be better otherwise.
    Advise,
}

impl EnumName for Kind {
    const NAMES: &'static [(&'static str, Self)] =
        &[("rule", Self::Rule), ("for-human", Self::ForHuman), ("information", Self::Information)];
}

impl EnumName for Severity {
    const NAMES: &'static [(&'static str, Self)] =
        &[("reject", Self::Reject), ("warn", Self::Warn), ("advise", Self::Advise)];
}

impl fmt::Debug for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clause")
            .field("sentence", &self.sentence)
            .field("severity", &self.severity)
            .field("rule", &self.rule.map(|entry| entry.id))
            .finish_non_exhaustive()
    }
}
