//! The kinds of limits. An unknown name is refused when the profile loads.

use super::Verdict;
use precheck_foundation::json::ObjectReader;
use serde_json::Value;

/// What a profile may set for a rule.
pub trait Limits: Sized + Send + Sync + 'static {
    /// Reads the limits as a profile writes them.
    ///
    /// # Errors
    /// Names the field that is unknown, missing or not a number.
    fn read(limits: &Value) -> Result<Self, String>;
}

/// A smallest allowed value.
#[derive(Debug, Clone, Copy)]
pub struct AtLeast {
    /// Smallest allowed value.
    pub min: f64,
}

impl Limits for AtLeast {
    fn read(limits: &Value) -> Result<Self, String> {
        let mut members = ObjectReader::of(limits.clone(), &["min"])?;
        Ok(Self { min: members.need("min")? })
    }
}

impl AtLeast {
    /// Passes from `min` on.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value >= self.min)
    }
}

/// A largest allowed value.
#[derive(Debug, Clone, Copy)]
pub struct AtMost {
    /// Largest allowed value.
    pub max: f64,
}

impl Limits for AtMost {
    fn read(limits: &Value) -> Result<Self, String> {
        let mut members = ObjectReader::of(limits.clone(), &["max"])?;
        Ok(Self { max: members.need("max")? })
    }
}

impl AtMost {
    /// Passes up to `max`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value <= self.max)
    }
}

/// A value that has to be exceeded.
#[derive(Debug, Clone, Copy)]
pub struct MoreThan {
    /// Largest value that is not allowed.
    pub more_than: f64,
}

impl Limits for MoreThan {
    fn read(limits: &Value) -> Result<Self, String> {
        let mut members = ObjectReader::of(limits.clone(), &["more_than"])?;
        Ok(Self { more_than: members.need("more_than")? })
    }
}

impl MoreThan {
    /// Passes above `more_than`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if(value > self.more_than)
    }
}

/// A smallest and a largest allowed value.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
}

impl Limits for Range {
    fn read(limits: &Value) -> Result<Self, String> {
        let mut members = ObjectReader::of(limits.clone(), &["min", "max"])?;
        Ok(Self { min: members.need("min")?, max: members.need("max")? })
    }
}

impl Range {
    /// Passes from `min` to `max`.
    pub fn judge(&self, value: f64) -> Verdict {
        Verdict::pass_if((self.min..=self.max).contains(&value))
    }
}

/// No limits.
#[derive(Debug, Clone, Copy)]
pub struct NoLimits {}

impl Limits for NoLimits {
    fn read(limits: &Value) -> Result<Self, String> {
        ObjectReader::of(limits.clone(), &[])?;
        Ok(Self {})
    }
}
