//! The usual kinds of limits. A misspelt name is refused when the profile loads.

use super::Verdict;
use serde::Deserialize;

/// The number may not be smaller.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// Smallest allowed value.
    pub min: f64,
}

impl AtLeast {
    /// Passes from `min` on.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value >= self.min)
    }
}

/// The number may not be larger.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtMost {
    /// Largest allowed value.
    pub max: f64,
}

impl AtMost {
    /// Passes up to `max`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value <= self.max)
    }
}

/// The number must be strictly larger.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreThan {
    /// Largest value that is not allowed any more.
    pub more_than: f64,
}

impl MoreThan {
    /// Passes above `more_than`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value > self.more_than)
    }
}

/// The number must lie between two others, both included.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
}

impl Range {
    /// Passes from `min` to `max`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if((self.min..=self.max).contains(&value))
    }
}

/// There is nothing to set.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoLimits {}
