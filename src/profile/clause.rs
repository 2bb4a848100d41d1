//! The clause: a sentence of the notice with the rule that checks it.

use crate::rules::{Demand, RuleDef};
use precheck_foundation::json::EnumName;
use serde_json::Value;
use std::fmt;

/// A sentence of the notice with the rule that checks it.
pub struct Clause {
    /// The wording of the notice.
    pub sentence: String,
    /// Its English translation.
    pub english: String,
    /// Who judges the clause.
    pub kind: Kind,
    /// The consequence of a failure.
    pub severity: Severity,
    /// The rule, for [`Kind::Rule`].
    pub rule: Option<&'static RuleDef>,
    /// The rule's limits as written in the profile.
    pub limits: Value,
    /// The parsed limits; `None` without a rule.
    pub demand: Option<Box<dyn Demand>>,
    /// How far beyond the limits a quantity is in doubt, in the rule's unit.
    pub margin: f64,
}

/// Who judges a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A rule of the checker.
    #[default]
    Rule,
    /// A reviewer.
    ForHuman,
    /// No one: the clause informs the candidate.
    Information,
}

/// The consequence of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The photo is not accepted.
    Reject,
    /// The photo may be refused.
    Warn,
    /// The photo is acceptable but could be better.
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
            .field("rule", &self.rule.map(|rule| rule.id))
            .finish_non_exhaustive()
    }
}
