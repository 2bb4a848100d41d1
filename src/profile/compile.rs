//! From a profile as people write it to the one that is judged by: the profile that it is based on is merged in, and what
//! only readers need is taken out. Used when a profile is loaded from TOML, and by `build.rs`, which includes this file.

use serde_json::Value;
use std::path::Path;

/// The keys that say something of the notice and not of photos; see `Notice`.
const NOTICE_KEYS: [&str; 6] = ["office", "region", "source", "stage", "wording", "silent"];

/// The key of what limits are tuned to; see `Budget`.
const BUDGET_KEY: &str = "budget";

/// Longest chain of profiles that are based on one another.
const LONGEST_CHAIN: usize = 8;

/// Where the profiles are that others are based on.
pub struct Bases<'a> {
    /// A folder of TOML files, each named like its profile's id.
    pub folder: Option<&'a Path>,
    /// Profiles from elsewhere, merged.
    pub other: &'a dyn Fn(&str) -> Option<Value>,
}

/// A profile with the one that it is based on.
pub struct Merged {
    /// The profile, without `based_on` and `without`.
    pub profile: Value,
    /// For each clause its index in the profile's own file; `None` if it is inherited.
    pub origins: Vec<Option<usize>>,
}

impl Bases<'_> {
    /// Merges a profile with the one that its key `based_on` names: its own keys replace inherited ones, its clauses those
    /// of the same rule, and the clauses of the rules in `without` are dropped. A clause with `limits_from` takes limits and
    /// margin from that profile's clause of the same rule.
    ///
    /// # Errors
    /// There is no such profile, it cannot be read, or profiles need one another in a circle.
    pub fn merge(&self, own: Value) -> Result<Merged, String> {
        self.merge_below(own, 0)
    }

    fn merge_below(&self, mut own: Value, depth: usize) -> Result<Merged, String> {
        let taken = |own: &mut Value, key| own.as_object_mut().and_then(|members| members.remove(key));
        let (base, without) = (taken(&mut own, "based_on"), taken(&mut own, "without"));
        self.fill_limits(&mut own, depth)?;
        let Some(base) = base else {
            return match without {
                Some(_) => Err("`without` needs `based_on`".into()),
                None => Ok(Merged { origins: (0..clauses(&own).len()).map(Some).collect(), profile: own }),
            };
        };
        let base = self.find("based_on", &base, depth)?;
        let without = rules_without(without.as_ref())?;
        let inherited = clauses(&base).iter().filter_map(rule_of);
        if let Some(unknown) =
            without.iter().find(|rule| inherited.clone().all(|inherited| inherited != **rule))
        {
            return Err(format!("`without`: no inherited clause has the rule `{unknown}`"));
        }
        Ok(merged(own, base, &without))
    }

    /// Fills in the limits of clauses that have them from another profile.
    fn fill_limits(&self, own: &mut Value, depth: usize) -> Result<(), String> {
        let clauses = own.get_mut("clause").and_then(Value::as_array_mut);
        for clause in clauses.into_iter().flatten() {
            let Some(from) = clause.as_object_mut().and_then(|clause| clause.remove("limits_from")) else {
                continue;
            };
            let other = self.find("limits_from", &from, depth)?;
            let rule = rule_of(clause).ok_or("`limits_from` needs a rule")?;
            let same = self::clauses(&other).iter().find(|clause| rule_of(clause) == Some(rule));
            let missing = || format!("`limits_from`: {from} has no clause with the rule `{rule}`");
            let same = same.ok_or_else(missing)?;
            let Some((limits, members)) = same.get("limits").zip(clause.as_object_mut()) else { continue };
            if members.contains_key("limits") || limits.get("unit").is_some() {
                return Err(format!(
                    "`limits_from`: the clause has `limits` too, or those of {from} refer to its `frame`"
                ));
            }
            members.insert("limits".into(), limits.clone());
            if let Some(margin) = same.get("margin") {
                members.entry("margin").or_insert_with(|| margin.clone());
            }
        }
        Ok(())
    }

    fn find(&self, key: &str, id: &Value, depth: usize) -> Result<Value, String> {
        let id = id
            .as_str()
            .filter(|id| is_id(id))
            .ok_or_else(|| format!("`{key}`: {id} is no id: lower-case letters, digits and hyphens"))?;
        if depth == LONGEST_CHAIN {
            let longest = LONGEST_CHAIN;
            return Err(format!("`{key}`: `{id}` ends a chain of more than {longest} profiles, or a circle"));
        }
        let file =
            self.folder.map(|folder| folder.join(id).with_extension("toml")).filter(|file| file.exists());
        let Some(file) = file else {
            let missing =
                || format!("`{key}`: there is no profile `{id}`, neither in the same folder nor shipped");
            return (self.other)(id).ok_or_else(missing);
        };
        let unreadable = |error: String| format!("`{key}`: {}: {error}", file.display());
        let text = std::fs::read_to_string(&file).map_err(|error| unreadable(error.to_string()))?;
        let value = toml::from_str(&text).map_err(|error| unreadable(error.message().to_owned()))?;
        Ok(self.merge_below(value, depth + 1)?.profile)
    }
}

/// Whether this can be a profile's id, which is part of file names and addresses.
pub fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|b| b == b'-' || b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Removes what people read in the TOML alone: why each limit is what it is.
pub fn drop_reasons(profile: &mut Value) {
    let clauses = profile.get_mut("clause").and_then(Value::as_array_mut);
    for clause in clauses.into_iter().flatten().filter_map(Value::as_object_mut) {
        clause.remove("reason");
    }
}

/// Splits off the keys about the notice and the budget, which no report needs and which are not part of the profile's hash.
pub fn split_unjudged(profile: &mut Value) -> (Value, Option<Value>) {
    let Some(members) = profile.as_object_mut() else { return (Value::Null, None) };
    let taken = NOTICE_KEYS.iter().filter_map(|key| Some(((*key).to_owned(), members.remove(*key)?)));
    let notice = Value::Object(taken.collect());
    (notice, members.remove(BUDGET_KEY))
}

fn rules_without(without: Option<&Value>) -> Result<Vec<&str>, String> {
    let rules =
        without.map_or(Some(Vec::new()), |without| without.as_array()?.iter().map(Value::as_str).collect());
    rules.ok_or_else(|| "`without`: a list of rules is needed".into())
}

fn clauses(profile: &Value) -> &[Value] {
    profile.get("clause").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn rule_of(clause: &Value) -> Option<&str> {
    clause.get("rule")?.as_str()
}

fn merged(own: Value, base: Value, without: &[&str]) -> Merged {
    let mut own_clauses: Vec<_> = clauses(&own).iter().cloned().enumerate().map(Some).collect();
    let mut all: Vec<(Option<usize>, Value)> = Vec::new();
    for inherited in clauses(&base) {
        let rule = rule_of(inherited);
        if rule.is_some_and(|rule| without.contains(&rule)) {
            continue;
        }
        let same =
            |own: &&mut Option<(usize, Value)>| own.as_ref().is_some_and(|(_, own)| rule_of(own) == rule);
        let replacement = rule.and_then(|_| own_clauses.iter_mut().find(same)).and_then(Option::take);
        all.push(
            replacement.map_or_else(|| (None, inherited.clone()), |(place, clause)| (Some(place), clause)),
        );
    }
    all.extend(own_clauses.into_iter().flatten().map(|(place, clause)| (Some(place), clause)));
    let (origins, clauses): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    let mut profile = base;
    // A rule that has a clause now is no longer one of which the notice is silent.
    let asked: Vec<String> = clauses.iter().filter_map(rule_of).map(str::to_owned).collect();
    if let Some(silent) = profile.get_mut("silent").and_then(Value::as_array_mut) {
        silent.retain(|rule| rule.as_str().is_none_or(|rule| asked.iter().all(|asked| asked != rule)));
    }
    if let (Some(members), Value::Object(own)) = (profile.as_object_mut(), own) {
        members.extend(own);
        members.insert("clause".into(), Value::Array(clauses));
    }
    Merged { profile, origins }
}
