//! What a profile says of its notice: whose it is, where it was read, and what it does not ask. For programs on hosts and
//! for pages; no report depends on it.

use super::load::Problems;
use crate::rules::{self, RuleDef};
use precheck_foundation::json::{EnumName, FromJson, ObjectReader};
use precheck_foundation::text::LocalizedString;
use serde_json::Value;

/// What a profile says of its notice.
#[derive(Debug, Default)]
pub struct Notice {
    /// Whose notice it is.
    pub office: Option<LocalizedString>,
    /// The office's country or region: two letters of ISO 3166-1.
    pub region: Option<String>,
    /// Where the notice was read.
    pub sources: Vec<Source>,
    /// Which file the demands are made of.
    pub stage: Stage,
    /// Whether the sentences are the notice's own.
    pub wording: Wording,
    /// Rules that the notice was read for and does not ask for.
    pub silent: Vec<&'static RuleDef>,
}

/// A page on which the notice was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its address.
    pub url: String,
    /// The day on which it was read, YYYY-MM-DD.
    pub seen: String,
    /// Whose page it is.
    pub kind: SourceKind,
}

/// Whose page a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// The office's own.
    Official,
    /// Somebody else's, with the office's text.
    Copy,
    /// Somebody else's, with the demands in other words.
    Secondary,
}

/// Which file the demands are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// The photo before the office's own tool or page crops it.
    Source,
    /// The file that is handed in as it is.
    #[default]
    Final,
}

/// Whether a profile's sentences are the notice's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wording {
    /// They stand in the notice word for word.
    #[default]
    Verbatim,
    /// They say in other words what the notice demands.
    Paraphrase,
}

impl EnumName for SourceKind {
    const NAMES: &'static [(&'static str, Self)] =
        &[("official", Self::Official), ("copy", Self::Copy), ("secondary", Self::Secondary)];
}

impl EnumName for Stage {
    const NAMES: &'static [(&'static str, Self)] = &[("source", Self::Source), ("final", Self::Final)];
}

impl EnumName for Wording {
    const NAMES: &'static [(&'static str, Self)] =
        &[("verbatim", Self::Verbatim), ("paraphrase", Self::Paraphrase)];
}

impl FromJson for Source {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["url", "seen", "kind"])?;
        let source =
            Self { url: members.need("url")?, seen: members.need("seen")?, kind: members.need("kind")? };
        if !source.url.starts_with("https://") && !source.url.starts_with("http://") {
            return Err(format!("`url`: `{}` is no address of a page", source.url));
        }
        if !is_day(&source.seen) {
            return Err(format!("`seen`: `{}` is no day such as \"2026-11-27\"", source.seen));
        }
        Ok(source)
    }
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    matches!(text.split('-').collect::<Vec<_>>()[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

impl Notice {
    /// Reads the keys about the notice; `asked` are the rules of the clauses.
    pub(super) fn read(value: &Value, asked: &[&str], problems: &mut Problems) -> Option<Self> {
        let members =
            problems.members(value, &["office", "region", "source", "stage", "wording", "silent"])?;
        let region: Option<String> = problems.keep(members.get("region")).flatten();
        let is_code = |region: &String| region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase());
        if let Some(region) = region.as_ref().filter(|region| !is_code(region)) {
            problems.add(format!("`region`: `{region}` is no code of two capital letters such as \"CN\""));
        }
        let silent: Option<Vec<String>> = problems.keep(members.get("silent")).flatten();
        let mut rules = Vec::new();
        for id in silent.unwrap_or_default() {
            match rules::by_id(&id) {
                None => problems.add(format!("`silent`: unknown rule `{id}`")),
                Some(_) if asked.contains(&id.as_str()) => {
                    problems.add(format!("`silent`: the rule `{id}` has a clause"));
                }
                Some(rule) => rules.push(rule),
            }
        }
        Some(Self {
            office: problems.keep(members.get("office")).flatten(),
            region,
            sources: problems.keep(members.get("source")).flatten().unwrap_or_default(),
            stage: problems.keep(members.get("stage")).flatten().unwrap_or_default(),
            wording: problems.keep(members.get("wording")).flatten().unwrap_or_default(),
            silent: rules,
        })
    }
}
