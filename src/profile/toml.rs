//! Loading a profile from TOML, with line numbers in errors.

use super::{Profile, ProfileError};
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

/// The clauses' positions in the text.
#[derive(Deserialize)]
struct Places {
    #[serde(default)]
    clause: Vec<Spanned<IgnoredAny>>,
}

impl Profile {
    /// Reads a profile from TOML, by converting it to JSON.
    ///
    /// # Errors
    /// Those of [`Profile::from_json`], with the line, and those of TOML's syntax.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let value: serde_json::Value = toml::from_str(text).map_err(|error| ProfileError {
            clause: None,
            line: error.span().map(|span| line_at(text, span.start)),
            problem: error.message().to_owned(),
        })?;
        Self::from_json(&value.to_string())
            .map_err(|error| ProfileError { line: Some(line_of(text, &error)), ..error })
    }
}

/// The line of the name that the problem quotes, searched within its clause; otherwise the clause's first line.
fn line_of(text: &str, error: &ProfileError) -> usize {
    let places = toml::from_str::<Places>(text).map(|places| places.clause).unwrap_or_default();
    let starts: Vec<usize> = places.iter().map(|clause| clause.span().start).collect();
    let start = error.clause.and_then(|i| starts.get(i)).copied().unwrap_or(0);
    let end = error.clause.and_then(|i| starts.get(i + 1)).copied().unwrap_or(text.len());
    let name = offending_name(&error.problem).and_then(|name| text.get(start..end)?.find(name)).unwrap_or(0);
    line_at(text, start + name)
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
                let error = Profile::from_toml(&GOOD.replacen(good, bad, 1)).err();
                let right = error.as_ref().is_some_and(|e| e.line == Some(*line) && e.problem.contains(name));
                (!right).then_some((bad, line, error))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_limit_of_the_wrong_type_is_refused() {
        let error = Profile::from_toml(&GOOD.replace("51200", "\"50K\"")).unwrap_err();
        assert!(error.to_string().contains("file-size"), "{error}");
    }
}
