//! Texts for people, always in both Simplified Chinese and English.

use crate::json::{FromJson, Json, ObjectReader, write_object};
use serde_json::Value;

/// A constant text in both languages. It may have `{placeholders}`, see [`LocalizedStr::fill`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalizedStr {
    /// Simplified Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// A finished text in both languages, as in a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalizedString {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl LocalizedStr {
    /// The text with each `{name}` replaced by the value of that name. Unknown names are left as they are; the tests of the
    /// rules refuse them.
    pub fn fill(&self, values: &[(String, LocalizedString)]) -> LocalizedString {
        let filled = |template: &str, of: fn(&LocalizedString) -> &str| {
            let mut parts = template.split('{');
            let mut text = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let named = values.iter().find_map(|(name, value)| {
                    Some((of(value), part.strip_prefix(name.as_str())?.strip_prefix('}')?))
                });
                let (value, rest) = named.unwrap_or(("{", part));
                text.push_str(value);
                text.push_str(rest);
            }
            text
        };
        LocalizedString { zh: filled(self.zh, |value| &value.zh), en: filled(self.en, |value| &value.en) }
    }
}

impl LocalizedString {
    /// The same string in both languages: for numbers and names.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }

    /// Alternatives in a sentence: "white, light blue or light grey".
    pub fn one_of(alternatives: impl IntoIterator<Item = Self>) -> Self {
        let mut alternatives: Vec<Self> = alternatives.into_iter().collect();
        let Some(mut last) = alternatives.pop() else { return Self::default() };
        if alternatives.is_empty() {
            return last;
        }
        let zh: Vec<_> = alternatives.iter().map(|text| text.zh.as_str()).collect();
        let en: Vec<_> = alternatives.iter().map(|text| text.en.as_str()).collect();
        last.zh = format!("{}或{}", zh.join("、"), last.zh);
        last.en = format!("{} or {}", en.join(", "), last.en);
        last
    }
}

impl Json for LocalizedString {
    fn write(&self, out: &mut String) {
        write_object(out, &[("zh", &self.zh), ("en", &self.en)]);
    }
}

impl FromJson for LocalizedString {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["zh", "en"])?;
        Ok(Self { zh: members.need("zh")?, en: members.need("en")? })
    }
}

impl From<LocalizedStr> for LocalizedString {
    fn from(text: LocalizedStr) -> Self {
        Self { zh: text.zh.to_owned(), en: text.en.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_both_languages() {
        let text = LocalizedStr { zh: "只有 {value}", en: "only {value} of {min}" };
        let message = text.fill(&[
            ("value".into(), LocalizedString { zh: "三".into(), en: "three".into() }),
            ("min".into(), LocalizedString::same("5")),
        ]);
        assert_eq!(message, LocalizedString { zh: "只有 三".into(), en: "only three of 5".into() });
    }
}
