//! Names of photos in an archive, by a pattern such as `{institution_code}/{student_number}.jpg`. ASCII only, so that every
//! system unpacks them alike.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest pattern, and longest name, in bytes.
const MAX_LENGTH: usize = 200;

/// A valid pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NamePattern(String);

/// What a pattern may name of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhotoName<'a> {
    /// The institution's code.
    pub institution_code: &'a str,
    /// The student number.
    pub student_number: &'a str,
    /// The place of the level in the campaign's list, from 1.
    pub level: usize,
}

/// Why a pattern is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPattern {
    /// It does not tell candidates apart.
    #[error("a name needs `{{student_number}}` and ends in `.jpg`")]
    NotUnique,
    /// A placeholder that there is none of.
    #[error(
        "unknown placeholder `{0}`, known are `{{student_number}}`, `{{institution_code}}` and `{{level}}`"
    )]
    Placeholder(String),
    /// A character, or a way out of the folder.
    #[error(
        "allowed are letters, digits, `_`, `-`, `.` and `/` between names; at most {MAX_LENGTH} characters"
    )]
    Characters,
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl NamePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// [`InvalidPattern`].
    pub fn parse(pattern: &str) -> Result<Self, InvalidPattern> {
        let mut literal = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').ok_or(InvalidPattern::Characters)?;
            if !["student_number", "institution_code", "level"].contains(&name) {
                return Err(InvalidPattern::Placeholder(format!("{{{name}}}")));
            }
            // One letter stands for the value, which is never empty.
            literal.extend([before, "x"]);
            rest = behind;
        }
        literal.push_str(rest);
        if pattern.len() > MAX_LENGTH || !is_path(&literal) {
            return Err(InvalidPattern::Characters);
        }
        if !pattern.contains("{student_number}") || !pattern.ends_with(".jpg") {
            return Err(InvalidPattern::NotUnique);
        }
        Ok(Self(pattern.to_owned()))
    }

    /// The name of one photo; `None` if a value has characters that no name may have, or if the name is too long.
    pub fn name(&self, photo: PhotoName) -> Option<String> {
        let is_value = |value: &str| {
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let name = self
            .0
            .replace("{student_number}", photo.student_number)
            .replace("{institution_code}", photo.institution_code)
            .replace("{level}", &photo.level.to_string());
        let is_good = is_value(photo.student_number) && is_value(photo.institution_code);
        (is_good && name.len() <= MAX_LENGTH).then_some(name)
    }
}

/// Whether this is a relative path of portable names, none of which begins with a dot.
pub fn is_path(path: &str) -> bool {
    path.split('/').all(|name| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    })
}

impl TryFrom<String> for NamePattern {
    type Error = InvalidPattern;

    fn try_from(pattern: String) -> Result<Self, InvalidPattern> {
        Self::parse(&pattern)
    }
}

impl From<NamePattern> for String {
    fn from(pattern: NamePattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PHOTO: PhotoName =
        PhotoName { institution_code: "90001", student_number: "050111000001", level: 2 };

    #[test]
    fn a_pattern_names_a_photo() {
        let pattern = NamePattern::parse("{institution_code}/{level}_{student_number}.jpg").unwrap();
        assert_eq!(pattern.name(PHOTO).as_deref(), Some("90001/2_050111000001.jpg"));
        assert_eq!(pattern.name(PhotoName { student_number: "../x", ..PHOTO }), None);
        assert_eq!(pattern.name(PhotoName { student_number: "", ..PHOTO }), None);
    }

    #[test]
    fn what_is_no_portable_unique_name_is_refused() {
        let cases = [
            ("photo.jpg", InvalidPattern::NotUnique),
            ("{student_number}.png", InvalidPattern::NotUnique),
            ("{name}-{student_number}.jpg", InvalidPattern::Placeholder("{name}".into())),
            ("/{student_number}.jpg", InvalidPattern::Characters),
            ("../{student_number}.jpg", InvalidPattern::Characters),
            ("a//{student_number}.jpg", InvalidPattern::Characters),
            ("照片/{student_number}.jpg", InvalidPattern::Characters),
            ("{student_number.jpg", InvalidPattern::Characters),
            ("a\\{student_number}.jpg", InvalidPattern::Characters),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(text, error)| NamePattern::parse(text).as_ref() != Err(error)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    proptest! {
        #[test]
        fn every_name_stays_in_its_folder(pattern in "([a-z./{}]|\\{student_number\\}|\\PC){0,12}\\.jpg", number in "\\PC{0,9}") {
            if let Ok(pattern) = NamePattern::parse(&pattern)
                && let Some(name) = pattern.name(PhotoName { student_number: &number, ..PHOTO })
            {
                prop_assert!(is_path(&name) && name.contains(&number), "{}", name);
            }
        }
    }
}
