//! Loading a profile from its canonical JSON. Unknown keys, rules and limits are refused by name, all at once.

use super::{Capture, Clause, Kind, Severity};
use crate::rules::{self, Demand, Frame, RuleDef};
use precheck_foundation::json::{Json, ObjectReader};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::sha256;
use serde_json::{Map, Value};

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

/// Everything that is wrong with a profile, for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct ProfileErrors(pub Vec<ProfileError>);

/// Something that is wrong with a profile.
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

/// Collects what is wrong, so that one reading finds all of it.
pub(super) struct Problems {
    pub(super) found: Vec<ProfileError>,
    clause: Option<usize>,
}

impl Problems {
    pub(super) fn new() -> Self {
        Self { found: Vec::new(), clause: None }
    }

    pub(super) fn add(&mut self, problem: String) {
        self.found.push(ProfileError { clause: self.clause, line: None, problem });
    }

    /// What was read; `None` if it could not be, which is noted.
    pub(super) fn keep<T>(&mut self, read: Result<T, String>) -> Option<T> {
        read.map_err(|problem| self.add(problem)).ok()
    }

    /// The members of a table; unknown ones are noted.
    pub(super) fn members<'a>(&mut self, value: &'a Value, known: &[&str]) -> Option<ObjectReader<'a>> {
        let (members, unknown) = self.keep(ObjectReader::with_unknown(value, known))?;
        unknown.into_iter().for_each(|problem| self.add(problem));
        Some(members)
    }
}

impl Profile {
    /// Reads a profile from JSON, the form in which it is embedded and hashed.
    ///
    /// # Errors
    /// [`ProfileErrors`]: every key, rule or limit that is unknown, missing or contradictory.
    pub fn from_json(json: &str) -> Result<Self, ProfileErrors> {
        let mut problems = Problems::new();
        let value = problems.keep(serde_json::from_str(json).map_err(|error| error.to_string()));
        let profile = value.and_then(|value| Self::read(&value, &mut problems));
        profile.filter(|_| problems.found.is_empty()).ok_or(ProfileErrors(problems.found))
    }

    /// Reads a profile; `None` only if something wrong with it was noted.
    pub(super) fn read(value: &Value, problems: &mut Problems) -> Option<Self> {
        let sha256 = sha256(value.to_json().as_bytes());
        let members = problems.members(value, &["id", "version", "title", "frame", "capture", "clause"])?;
        let frame = problems.keep(members.get("frame")).flatten();
        let listed: Option<Vec<Value>> = problems.keep(members.need("clause"));
        let mut clauses = Vec::new();
        for (place, clause) in listed.into_iter().flatten().enumerate() {
            problems.clause = Some(place);
            clauses.extend(Clause::read(&clause, frame, problems));
        }
        problems.clause = None;
        let (id, version, title, capture) = (
            problems.keep(members.need("id")),
            problems.keep(members.need("version")),
            problems.keep(members.need("title")),
            problems.keep(members.get("capture")),
        );
        Some(Self { id: id?, version: version?, sha256, title: title?, capture: capture?, clauses })
    }
}

impl Clause {
    /// Reads a clause; lengths in its limits refer to `frame`.
    fn read(value: &Value, frame: Option<Frame>, problems: &mut Problems) -> Option<Self> {
        let known = ["sentence", "english", "kind", "severity", "rule", "limits", "margin"];
        let members = problems.members(value, &known)?;
        let kind = problems.keep(members.get("kind")).map(Option::unwrap_or_default);
        let id: Option<Option<String>> = problems.keep(members.get("rule"));
        let rule = kind.zip(id).and_then(|(kind, id)| problems.keep(rule_of(kind, id)));
        let severity: Option<Option<Severity>> = problems.keep(members.get("severity"));
        let severity = kind.zip(severity).and_then(|(kind, severity)| {
            let information = (kind == Kind::Information).then_some(Severity::Advise);
            problems.keep(severity.or(information).ok_or_else(|| "missing field `severity`".into()))
        });
        let limits: Option<Value> = problems.keep(members.get("limits")).flatten();
        let limits = limits.unwrap_or_else(|| Value::Object(Map::new()));
        let demand = rule.and_then(|rule| problems.keep(demand_of(rule, &limits, frame)));
        let margin: Option<Option<f64>> = problems.keep(members.get("margin"));
        if margin.flatten().is_some_and(|margin| margin <= 0.0 || rule.is_some_and(|rule| rule.is_none())) {
            problems.add("`margin` has to be above 0 and needs a rule".into());
        }
        let (sentence, english) =
            (problems.keep(members.need("sentence")), problems.keep(members.need("english")));
        Some(Self {
            sentence: sentence?,
            english: english?,
            kind: kind?,
            severity: severity?,
            rule: rule?,
            limits,
            demand: demand?,
            margin: margin?.unwrap_or(0.0),
        })
    }
}

fn rule_of(kind: Kind, id: Option<String>) -> Result<Option<&'static RuleDef>, String> {
    match (kind, id) {
        (Kind::Rule, Some(id)) => Ok(Some(rules::by_id(&id).ok_or_else(|| format!("unknown rule `{id}`"))?)),
        (Kind::Rule, None) => Err("a clause without `rule` needs `kind`".into()),
        (_, Some(id)) => Err(format!("only a clause of kind `rule` can have a rule, not `{id}`")),
        (_, None) => Ok(None),
    }
}

fn demand_of(
    rule: Option<&'static RuleDef>,
    limits: &Value,
    frame: Option<Frame>,
) -> Result<Option<Box<dyn Demand>>, String> {
    match rule {
        Some(rule) => {
            let demand = (rule.read_limits)(limits, frame);
            demand.map(Some).map_err(|problem| format!("limits of `{}`: {problem}", rule.id))
        }
        None if limits.as_object().is_some_and(Map::is_empty) => Ok(None),
        None => Err("`limits` without a rule".into()),
    }
}

/// The id of the profile that is judged by where none is named. The module carries this one only.
pub const DEFAULT: &str = "beijing-zikao-2022";

/// The built-in profiles as JSON, the default one first, then in the order of their ids. On hosts they have the keys about
/// the notice as well.
pub(super) static BUILTIN: &[&str] = include!(concat!(env!("OUT_DIR"), "/profiles.rs"));

/// All built-in profiles: in the module the default one, on hosts all that ship.
#[cfg(target_arch = "wasm32")]
pub fn builtins() -> impl Iterator<Item = Profile> {
    BUILTIN.iter().filter_map(|json| Profile::from_json(json).ok())
}

/// All built-in profiles: in the module the default one, on hosts all that ship.
#[cfg(not(target_arch = "wasm32"))]
pub fn builtins() -> impl Iterator<Item = Profile> {
    super::document::shipped().map(|document| document.profile)
}

/// The built-in profile with this id.
pub fn builtin(id: &str) -> Option<Profile> {
    builtins().find(|profile| profile.id == id)
}
