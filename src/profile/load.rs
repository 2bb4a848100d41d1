//! Loading a profile from its canonical JSON. Unknown keys, rules and limits are refused by name.

use super::{Capture, Clause, Kind, Severity};
use crate::rules::{self, Frame};
use precheck_foundation::json::{Json, ObjectReader};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::sha256;
use serde_json::Value;

/// The clauses of one office's notice, with parsed limits.
#[derive(Debug)]
pub struct Profile {
    /// `<region>-<exam>-<year>`.
    pub id: String,
    /// The profile's version, which changes with every change of a limit or sentence.
    pub version: String,
    /// SHA-256 of the canonical JSON, lower-case hexadecimal.
    pub sha256: String,
    /// Title for people.
    pub title: LocalizedString,
    /// What the notice says about the camera; `None` if nothing, and a page then offers none.
    pub capture: Option<Capture>,
    /// The clauses in the order of the notice.
    pub clauses: Vec<Clause>,
}

/// Why a profile was refused, for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{problem}", place(*clause, *line))]
pub struct ProfileError {
    /// Index of the clause, from 0; `None` if the problem is not in a clause.
    pub clause: Option<usize>,
    /// Line of the TOML file, from 1; `None` if the profile was read from JSON.
    pub line: Option<usize>,
    /// The problem, with the offending name.
    pub problem: String,
}

fn place(clause: Option<usize>, line: Option<usize>) -> String {
    let line = line.map(|n| format!("line {n}: ")).unwrap_or_default();
    let clause = clause.map(|n| format!("clause {}: ", n + 1)).unwrap_or_default();
    line + &clause
}

impl Profile {
    /// Reads a profile from JSON, the form in which it is embedded and hashed.
    ///
    /// # Errors
    /// [`ProfileError`] with the first key, rule or limit that is unknown, missing or contradictory.
    pub fn from_json(json: &str) -> Result<Self, ProfileError> {
        let of_whole = |problem: String| ProfileError { clause: None, line: None, problem };
        let mut value: Value = serde_json::from_str(json).map_err(|error| of_whole(error.to_string()))?;
        drop_reasons(&mut value);
        let sha256 = sha256(value.to_json().as_bytes());
        let mut members = ObjectReader::of(value, &["id", "version", "title", "frame", "capture", "clause"])
            .map_err(of_whole)?;
        let frame = members.take("frame").map_err(of_whole)?;
        let clauses: Vec<Value> = members.need("clause").map_err(of_whole)?;
        let clauses = clauses.into_iter().enumerate().map(|(i, clause)| {
            Clause::read(clause, frame).map_err(|problem| ProfileError {
                clause: Some(i),
                line: None,
                problem,
            })
        });
        Ok(Self {
            id: members.need("id").map_err(of_whole)?,
            version: members.need("version").map_err(of_whole)?,
            sha256,
            title: members.need("title").map_err(of_whole)?,
            capture: members.take("capture").map_err(of_whole)?,
            clauses: clauses.collect::<Result<_, _>>()?,
        })
    }
}

/// Removes the `reason` of every clause, which explains a limit to readers of the TOML and is not part of the hash.
fn drop_reasons(profile: &mut Value) {
    let clauses = profile.get_mut("clause").and_then(Value::as_array_mut);
    for clause in clauses.into_iter().flatten().filter_map(Value::as_object_mut) {
        clause.remove("reason");
    }
}

impl Clause {
    /// Reads a clause; lengths in its limits refer to `frame`.
    fn read(value: Value, frame: Option<Frame>) -> Result<Self, String> {
        let known = ["sentence", "english", "kind", "severity", "rule", "limits", "margin"];
        let mut members = ObjectReader::of(value, &known)?;
        let kind = members.take("kind")?.unwrap_or_default();
        let id: Option<String> = members.take("rule")?;
        let rule = match (kind, id) {
            (Kind::Rule, Some(id)) => Some(rules::by_id(&id).ok_or_else(|| format!("unknown rule `{id}`"))?),
            (Kind::Rule, None) => return Err("a clause without `rule` needs `kind`".into()),
            (_, Some(id)) => return Err(format!("only a clause of kind `rule` can have a rule, not `{id}`")),
            (_, None) => None,
        };
        let severity = match (kind, members.take("severity")?) {
            (Kind::Information, None) => Severity::Advise,
            (_, Some(severity)) => severity,
            (_, None) => return Err("missing field `severity`".into()),
        };
        let limits: Value = members.take("limits")?.unwrap_or_else(no_limits);
        let demand = match rule {
            Some(rule) => {
                let demand = (rule.read_limits)(&limits, frame);
                Some(demand.map_err(|problem| format!("limits of `{}`: {problem}", rule.id))?)
            }
            None if limits == no_limits() => None,
            None => return Err("`limits` without a rule".into()),
        };
        let margin: Option<f64> = members.take("margin")?;
        if margin.is_some_and(|margin| rule.is_none() || margin <= 0.0) {
            return Err("`margin` has to be above 0 and needs a rule".into());
        }
        Ok(Self {
            sentence: members.need("sentence")?,
            english: members.need("english")?,
            kind,
            severity,
            rule,
            limits,
            demand,
            margin: margin.unwrap_or(0.0),
        })
    }
}

fn no_limits() -> Value {
    Value::Object(serde_json::Map::new())
}

/// The canonical JSON of the built-in profiles, in the order of their file names.
static BUILTIN: &[&str] = include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

/// All built-in profiles.
pub fn builtins() -> impl Iterator<Item = Profile> {
    BUILTIN.iter().filter_map(|json| Profile::from_json(json).ok())
}

/// The built-in profile with this id.
pub fn builtin(id: &str) -> Option<Profile> {
    builtins().find(|profile| profile.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_loads() {
        let broken: Vec<_> = BUILTIN.iter().filter_map(|json| Profile::from_json(json).err()).collect();
        assert!(broken.is_empty(), "{broken:?}");
        assert!(!BUILTIN.is_empty());
    }
}
