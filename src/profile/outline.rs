//! What a page knows of the profiles without the module: their names, whether the camera may be used, and the
//! clauses on the file itself, which a page holds a photo against before the checker is there, or where it cannot
//! run. `cargo xtask wasm` writes it beside the module, so that no page holds a limit or the text of a rule.

use super::{Capture, Clause, Profile, Severity, builtins};
use crate::rules::{STANDARD, Unit};
use precheck_foundation::json::{Json, write_object};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::Format;
use serde_json::Value;
use std::collections::BTreeMap;

/// The rules about the file itself, and their units. JavaScript measures the first three, from the length of a file
/// and its first bytes; the small module (`crates/preflight/`) the others.
const OF_THE_FILE: [(&str, Unit); 5] = [
    ("file-format", Unit::Flag),
    ("file-size", Unit::Bytes),
    ("pixel-size", Unit::Times),
    ("file-readable", Unit::Percent),
    ("compression-artifacts", Unit::JpegQuality),
];

/// The formats that a page tells by their first bytes; it calls any other unknown.
const BY_FIRST_BYTES: [Format; 6] =
    [Format::Jpeg, Format::Png, Format::Gif, Format::WebP, Format::Heic, Format::Unknown];

/// All that a page gets.
struct Outlines {
    /// What to call a file, by the name of its format in reports.
    formats: BTreeMap<&'static str, LocalizedString>,
    /// The yardstick of `pixel-size`: width and height in pixels.
    standard: Vec<f64>,
    profiles: Vec<Outline>,
}

struct Outline {
    id: String,
    title: LocalizedString,
    capture: Option<Capture>,
    clauses: Vec<OutlineClause>,
}

/// A clause with its rule's texts, their placeholders not filled in.
struct OutlineClause {
    rule: &'static str,
    unit: &'static str,
    sentence: String,
    severity: Severity,
    limits: Value,
    name: LocalizedString,
    fail: LocalizedString,
    advice: LocalizedString,
}

/// The outlines of all profiles that ship with the checker, as JSON.
pub fn outlines() -> String {
    let formats = BY_FIRST_BYTES.map(|format| (format.id(), format.text().into())).into();
    let profiles = builtins().map(Outline::from).collect();
    Outlines { formats, standard: vec![STANDARD.0, STANDARD.1], profiles }.to_json()
}

impl Json for Outlines {
    fn write(&self, out: &mut String) {
        let Self { formats, standard, profiles } = self;
        write_object(out, &[("formats", formats), ("standard", standard), ("profiles", profiles)]);
    }
}

impl Json for Outline {
    fn write(&self, out: &mut String) {
        let Self { id, title, capture, clauses } = self;
        write_object(out, &[("id", id), ("title", title), ("capture", capture), ("clauses", clauses)]);
    }
}

impl Json for OutlineClause {
    fn write(&self, out: &mut String) {
        let Self { rule, unit, sentence, severity, limits, name, fail, advice } = self;
        write_object(
            out,
            &[
                ("rule", rule),
                ("unit", unit),
                ("sentence", sentence),
                ("severity", severity),
                ("limits", limits),
                ("name", name),
                ("fail", fail),
                ("advice", advice),
            ],
        );
    }
}

impl From<Profile> for Outline {
    fn from(profile: Profile) -> Self {
        let Profile { id, title, capture, clauses, .. } = profile;
        Self { id, title, capture, clauses: clauses.into_iter().filter_map(outlined).collect() }
    }
}

fn outlined(clause: Clause) -> Option<OutlineClause> {
    let entry = clause.rule?;
    let (_, unit) = OF_THE_FILE.iter().find(|(id, _)| *id == entry.id)?;
    Some(OutlineClause {
        rule: entry.id,
        unit: unit.id(),
        sentence: clause.sentence,
        severity: clause.severity,
        limits: clause.limits,
        name: entry.name.into(),
        fail: entry.fail.into(),
        advice: entry.advice.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_shows_its_clauses_on_the_file() {
        let outlines: Value = serde_json::from_str(&outlines()).unwrap();
        let profiles = outlines["profiles"].as_array().unwrap();
        assert_eq!(profiles.len(), builtins().count());
        for (outline, profile) in profiles.iter().zip(builtins()) {
            let expected = profile.clauses.iter().filter_map(|clause| clause.rule.map(|entry| entry.id));
            let expected: Vec<_> =
                expected.filter(|id| OF_THE_FILE.iter().any(|(other, _)| other == id)).collect();
            let clauses = outline["clauses"].as_array().unwrap();
            let shown: Vec<_> = clauses.iter().map(|clause| clause["rule"].as_str().unwrap()).collect();
            assert_eq!((outline["id"].as_str().unwrap(), shown), (profile.id.as_str(), expected));
        }
    }

    #[test]
    fn a_limit_stands_as_the_profile_writes_it() {
        let outlines: Value = serde_json::from_str(&outlines()).unwrap();
        let beijing =
            outlines["profiles"].as_array().unwrap().iter().find(|p| p["id"] == "beijing-zikao-2022");
        let clauses = beijing.unwrap()["clauses"].as_array().unwrap();
        let size = clauses.iter().find(|clause| clause["rule"] == "file-size").unwrap();
        assert_eq!(size["limits"]["more_than"], 51_200);
    }
}
