//! The limits of the shipped profile, read from its TOML file, since rules do not depend on profiles.

use crate::rules::{Context, Limits, Rule};
use serde_json::{Map, Value};

const PROFILE: &str = include_str!("../../../profiles/beijing-zikao-2022.toml");

/// The limits that `profiles/beijing-zikao-2022.toml` sets for this rule.
///
/// # Panics
/// If the profile does not use the rule.
pub fn shipped_limits<R: Rule>() -> R::Limits {
    let profile: Value = toml::from_str(PROFILE).unwrap();
    let clauses = profile["clause"].as_array().unwrap();
    let clause = clauses.iter().find(|clause| clause["rule"] == R::ID);
    let clause = clause.unwrap_or_else(|| panic!("the shipped profile does not use {}", R::ID));
    let limits = clause.get("limits").cloned().unwrap_or_else(|| Map::new().into());
    self::limits::<R>(&limits)
}

/// These limits, as a profile writes them.
///
/// # Panics
/// If they are not limits of the rule.
pub fn limits<R: Rule>(limits: &Value) -> R::Limits {
    R::Limits::read(limits, Context { unit: R::UNIT, frame: None }).unwrap()
}
