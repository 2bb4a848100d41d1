//! A profile as people write it: TOML, with what it says of its notice. All mistakes are found at once, each with its line.

use super::compile::{self, Bases, Merged};
use super::load::{BUILTIN, Problems};
use super::nearest::with_suggestion;
use super::{Budget, Notice, Profile, ProfileError, ProfileErrors};
use precheck_foundation::json::FromJson as _;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use std::path::Path;
use toml::Spanned;

/// A profile with what its file says of the notice.
#[derive(Debug)]
pub struct Document {
    /// The profile.
    pub profile: Profile,
    /// What it says of its notice.
    pub notice: Notice,
    /// What its limits may cost people with good photos; `None` if its limits are not tuned.
    pub budget: Option<Budget>,
    /// The profile's canonical JSON, of which its hash is, and which [`Profile::from_json`] reads anywhere.
    pub json: String,
}

/// The profiles that ship with the checker.
pub fn shipped() -> impl Iterator<Item = Document> {
    shipped_values().filter_map(|value| Document::read(value, &mut Problems::new()))
}

fn shipped_values() -> impl Iterator<Item = Value> {
    BUILTIN.iter().filter_map(|json| serde_json::from_str(json).ok())
}

impl Profile {
    /// Reads a profile from TOML; it may be based on one that ships with the checker.
    ///
    /// # Errors
    /// Those of [`Document::from_toml`].
    pub fn from_toml(text: &str) -> Result<Self, ProfileErrors> {
        Document::from_toml(text, None).map(|document| document.profile)
    }
}

impl Document {
    /// Reads a profile from TOML; it may be based on one in this folder or on one that ships with the checker.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line and, for a misspelt word, the one that was probably meant.
    pub fn from_toml(text: &str, folder: Option<&Path>) -> Result<Self, ProfileErrors> {
        let value = toml::from_str(text).map_err(|error: toml::de::Error| {
            let line = error.span().map(|span| line_at(text, span.start));
            ProfileErrors(vec![ProfileError { clause: None, line, problem: error.message().to_owned() }])
        })?;
        let mut problems = Problems::new();
        let shipped = |id: &str| shipped_values().find(|profile| profile["id"] == id);
        let Merged { mut profile, origins } = match (Bases { folder, other: &shipped }).merge(value) {
            Ok(merged) => merged,
            Err(problem) => {
                problems.add(problem);
                return Err(located(text, problems, &[]));
            }
        };
        compile::drop_reasons(&mut profile);
        let document = Self::read(profile, &mut problems);
        document.filter(|_| problems.found.is_empty()).ok_or_else(|| located(text, problems, &origins))
    }

    /// Reads a merged profile; `None` only if something wrong with it was noted.
    fn read(mut value: Value, problems: &mut Problems) -> Option<Self> {
        let (notice, budget) = compile::split_unjudged(&mut value);
        let json = value.to_string();
        let rules =
            value["clause"].as_array().into_iter().flatten().filter_map(|clause| clause["rule"].as_str());
        let asked: Vec<String> = rules.map(str::to_owned).collect();
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let notice = Notice::read(&notice, &asked, problems);
        let budget = budget.and_then(|budget| problems.keep(Budget::read(&budget)));
        let profile = Profile::read(&value, problems);
        if let Some(id) = profile.as_ref().map(|profile| &profile.id).filter(|id| !compile::is_id(id)) {
            problems.add(format!("`id`: `{id}` is no id: lower-case letters, digits and hyphens"));
        }
        Some(Self { profile: profile?, notice: notice?, budget, json })
    }
}

/// The clauses' positions in the text.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    clause: Vec<Spanned<IgnoredAny>>,
}

/// The problems in the order of their lines, with suggestions. `origins` are the indices of the clauses in the file; a
/// problem of an inherited clause is one of the whole profile.
fn located(text: &str, problems: Problems, origins: &[Option<usize>]) -> ProfileErrors {
    let places = toml::from_str::<Places>(text).map(|places| places.clause).unwrap_or_default();
    let starts: Vec<usize> = places.iter().map(|clause| clause.span().start).collect();
    let at = |error: ProfileError| {
        let clause = error.clause.and_then(|place| origins.get(place).copied().flatten());
        let line = Some(line_at(text, offset_of(text, &starts, clause, &error.problem)));
        ProfileError { clause, line, problem: with_suggestion(error.problem) }
    };
    let mut errors: Vec<_> = problems.found.into_iter().map(at).collect();
    errors.sort_by_key(|error| error.line);
    ProfileErrors(errors)
}

/// Where the name stands that the problem quotes, searched within its clause, or else where the clause begins.
fn offset_of(text: &str, starts: &[usize], clause: Option<usize>, problem: &str) -> usize {
    let start = clause.and_then(|i| starts.get(i)).copied().unwrap_or(0);
    let end = starts.get(clause.map_or(0, |i| i + 1)).copied().unwrap_or(text.len());
    let part = text.get(start..end).unwrap_or_default();
    start + offending_name(problem).and_then(|name| part.find(name)).unwrap_or(0)
}

/// The first quoted name in the innermost part of the message that has one: "limits of `file-size`: unknown field
/// `minn`, …".
fn offending_name(problem: &str) -> Option<&str> {
    problem.rsplit(": ").find_map(|part| part.split('`').nth(1))
}

fn line_at(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id = "test"
version = "1"
title = { zh = "测试", en = "test" }
capture = { mode = "assisted", sentence = "手机自拍照", english = "selfies" }

[[clause]]
sentence = "照片文件大于50K"
english = "the file is larger than 50K"
severity = "reject"
rule = "file-size"
limits = { more_than = 51200 }

[[clause]]
sentence = "两肩同高"
english = "level shoulders"
severity = "warn"
rule = "shoulders-level"
limits = { max = 9 }
"#;

    #[test]
    fn a_good_profile_loads() {
        let profile = Profile::from_toml(GOOD).unwrap();
        assert_eq!((profile.id.as_str(), profile.clauses.len()), ("test", 2));
    }

    #[test]
    fn misspelt_names_are_refused_with_their_line() {
        let cases = [
            ("version =", "verson =", 3, "`verson`"),
            ("\"assisted\"", "\"assistd\"", 5, "`assistd`"),
            ("more_than", "more_then", 12, "`more_then`"),
            ("rule = \"shoulders-level\"", "rule = \"shoulder-level\"", 18, "`shoulder-level`"),
            ("severity = \"warn\"", "severity = \"warning\"", 17, "`warning`"),
            ("english = \"level", "englisch = \"level", 16, "`englisch`"),
            ("limits = { max = 9 }", "", 14, "`shoulders-level`"),
            ("rule = \"shoulders-level\"", "", 14, "`rule`"),
            ("id = \"test\"", "id = test", 2, ""),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter_map(|(good, bad, line, name)| {
                let errors = Profile::from_toml(&GOOD.replacen(good, bad, 1)).err();
                let right = errors.as_ref().is_some_and(|errors| {
                    errors.0.iter().any(|error| error.line == Some(*line) && error.problem.contains(name))
                });
                (!right).then_some((bad, line, errors))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_limit_of_the_wrong_type_is_refused() {
        let error = Profile::from_toml(&GOOD.replace("51200", "\"50K\"")).unwrap_err();
        assert!(error.to_string().contains("file-size"), "{error}");
    }

    #[test]
    fn all_mistakes_are_found_at_once_each_with_the_right_word() {
        let mistakes = [
            ("version =", "verson ="),
            ("\"assisted\"", "\"assistd\""),
            ("more_than", "more_then"),
            ("rule = \"shoulders-level\"", "rule = \"shoulder-level\""),
            ("severity = \"warn\"", "severity = \"wrn\""),
        ];
        let text = mistakes.iter().fold(GOOD.to_owned(), |text, (good, bad)| text.replacen(good, bad, 1));
        let said = Profile::from_toml(&text).unwrap_err().to_string();
        let right = ["version", "assisted", "more_than", "shoulders-level", "warn"];
        let missing: Vec<_> =
            right.iter().filter(|word| !said.contains(&format!("did you mean `{word}`?"))).collect();
        assert!(missing.is_empty(), "{missing:?} in\n{said}");
    }

    const BASED: &str = r#"
id = "variant"
version = "2"
title = { zh = "变体", en = "variant" }
based_on = "beijing-zikao-2022"
without = ["teeth-hidden"]
silent = ["eye-line"]

[[clause]]
sentence = "照片文件大于30K"
english = "the file is larger than 30K"
severity = "warn"
rule = "file-size"
limits = { more_than = 30720 }
"#;

    #[test]
    fn a_profile_that_is_based_on_another_replaces_and_drops_clauses() {
        let base = super::super::builtin("beijing-zikao-2022").unwrap();
        let Document { profile, notice, budget, json } = Document::from_toml(BASED, None).unwrap();
        assert_eq!((profile.id.as_str(), profile.clauses.len()), ("variant", base.clauses.len() - 1));
        let of = |rule: &str| profile.clauses.iter().find(|c| c.rule.is_some_and(|r| r.id == rule));
        assert_eq!(of("file-size").unwrap().limits["more_than"], 30720);
        assert!(of("teeth-hidden").is_none());
        assert_eq!(notice.silent.iter().map(|rule| rule.id).collect::<Vec<_>>(), ["eye-line"]);
        assert!(budget.is_some(), "it is inherited");
        // Self-contained: what is judged by needs neither the base nor the file.
        assert_eq!(Profile::from_json(&json).unwrap().sha256, profile.sha256);
    }

    #[test]
    fn limits_can_be_those_of_another_profile() {
        let with = |limits: &str| {
            Document::from_toml(&BASED.replace("limits = { more_than = 30720 }", limits), None)
        };
        let profile = with("limits_from = \"beijing-zikao-2022\"").unwrap().profile;
        let size = profile.clauses.iter().find(|c| c.rule.is_some_and(|r| r.id == "file-size")).unwrap();
        assert_eq!(size.limits["more_than"], 51200);
        assert!(with("limits_from = \"beijing-zikao-2022\"\nlimits = { min = 1 }").is_err());
        assert!(with("limits_from = \"nowhere\"").is_err());
    }

    #[test]
    fn what_cannot_be_based_on_another_is_refused() {
        let cases = [
            ("\"beijing-zikao-2022\"", "\"nowhere\"", "no profile `nowhere`"),
            ("\"beijing-zikao-2022\"", "\"../secret\"", "is no id"),
            ("teeth-hidden", "eye-line", "no inherited clause has the rule `eye-line`"),
            ("based_on = \"beijing-zikao-2022\"", "", "`without` needs `based_on`"),
            ("[\"eye-line\"]", "[\"file-size\"]", "the rule `file-size` has a clause"),
            ("[\"eye-line\"]", "[\"eye-lime\"]", "did you mean `eye-line`?"),
            ("30720", "\"30K\"", "line 14: clause 1: "),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(good, bad, said)| (Document::from_toml(&BASED.replacen(good, bad, 1), None), said))
            .filter(|(read, said)| !read.as_ref().is_err_and(|errors| errors.to_string().contains(*said)))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_shipped_profile_loads() {
        assert_eq!(shipped().count(), BUILTIN.len());
        assert_eq!(
            shipped().next().map(|document| document.profile.id).as_deref(),
            Some(super::super::DEFAULT)
        );
    }
}
