//! The profile summary: what a page needs before the wasm module is loaded, or where it cannot run, so that no page
//! holds a limit or the text of a rule. It contains each profile's title, the demands that a candidate should know before
//! taking the photo, whether the camera may be offered, and the clauses about the file itself. `cargo xtask wasm` writes it beside the module.

use super::{Capture, Clause, Profile, Severity, builtins};
use crate::rules::{Remedy, Unit};
use precheck_foundation::json::{Json, write_object};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::Format;
use serde_json::Value;
use std::collections::BTreeMap;

/// The rules about the file itself. JavaScript measures the first three from the file's length and first bytes, the
/// preflight module (`crates/preflight/`) the others.
const FILE_RULES: [&str; 5] =
    ["file-format", "file-size", "pixel-size", "file-readable", "compression-artifacts"];

/// How many demands are shown before a photo is chosen, by what would remedy a failure: those first that take another
/// photo.
const SHOWN_DEMANDS: [(Remedy, usize); 3] =
    [(Remedy::Retake, 3), (Remedy::Framing, 1), (Remedy::AnotherFile, 1)];

/// The summary as a whole.
struct Summaries {
    /// Names of file formats for people, by their names in reports.
    formats: BTreeMap<&'static str, LocalizedString>,
    profiles: Vec<ProfileSummary>,
}

struct ProfileSummary {
    id: String,
    title: LocalizedString,
    demands: Vec<ShownDemand>,
    capture: Option<Capture>,
    clauses: Vec<ClauseSummary>,
}

/// A sentence of the notice, to be known before the photo is taken.
struct ShownDemand {
    sentence: String,
    english: String,
}

/// A clause with its rule's texts, in which `{allowed}` is filled in.
struct ClauseSummary {
    rule: &'static str,
    unit: Unit,
    sentence: String,
    severity: Severity,
    limits: Value,
    name: LocalizedString,
    english: String,
    fail: LocalizedString,
    advice: LocalizedString,
    advice_above: LocalizedString,
}

/// The summary of all built-in profiles, as JSON.
pub fn summaries() -> String {
    let formats = Format::ALL.map(|format| (format.id(), format.text().into())).into();
    let profiles = builtins().map(ProfileSummary::from).collect();
    Summaries { formats, profiles }.to_json()
}

impl Json for Summaries {
    fn write(&self, out: &mut String) {
        let Self { formats, profiles } = self;
        write_object(out, &[("formats", formats), ("profiles", profiles)]);
    }
}

impl Json for ProfileSummary {
    fn write(&self, out: &mut String) {
        let Self { id, title, demands, capture, clauses } = self;
        write_object(
            out,
            &[("id", id), ("title", title), ("demands", demands), ("capture", capture), ("clauses", clauses)],
        );
    }
}

impl Json for ShownDemand {
    fn write(&self, out: &mut String) {
        let Self { sentence, english } = self;
        write_object(out, &[("sentence", sentence), ("english", english)]);
    }
}

impl Json for ClauseSummary {
    fn write(&self, out: &mut String) {
        let Self { rule, unit, sentence, english, severity, limits, name, fail, advice, advice_above } = self;
        write_object(
            out,
            &[
                ("rule", rule),
                ("unit", unit),
                ("sentence", sentence),
                ("english", english),
                ("severity", severity),
                ("limits", limits),
                ("name", name),
                ("fail", fail),
                ("advice", advice),
                ("advice_above", advice_above),
            ],
        );
    }
}

impl From<Profile> for ProfileSummary {
    fn from(profile: Profile) -> Self {
        let Profile { id, title, capture, clauses, .. } = profile;
        let demands = shown_demands(&clauses);
        Self { id, title, demands, capture, clauses: clauses.into_iter().filter_map(summarized).collect() }
    }
}

/// For each remedy, the first demands of the notice, each about something else.
fn shown_demands(clauses: &[Clause]) -> Vec<ShownDemand> {
    let demanding = clauses.iter().filter(|clause| clause.severity <= Severity::Warn);
    let grouped: Vec<_> = demanding.filter_map(|clause| Some((clause, clause.rule?.group))).collect();
    let shown = SHOWN_DEMANDS.iter().flat_map(|(remedy, count)| {
        let first = grouped.iter().enumerate().filter(|(place, (_, group))| {
            group.remedy() == *remedy && grouped[..*place].iter().all(|(_, earlier)| earlier != group)
        });
        first.take(*count).map(|(_, (clause, _))| *clause)
    });
    shown
        .map(|Clause { sentence, english, .. }| ShownDemand {
            sentence: sentence.clone(),
            english: english.clone(),
        })
        .collect()
}

fn summarized(clause: Clause) -> Option<ClauseSummary> {
    let rule = clause.rule.filter(|rule| FILE_RULES.contains(&rule.id))?;
    let words = [("allowed".to_owned(), clause.demand?.allowed())];
    Some(ClauseSummary {
        rule: rule.id,
        unit: rule.unit,
        sentence: clause.sentence,
        english: clause.english,
        severity: clause.severity,
        limits: clause.limits,
        name: rule.name.into(),
        fail: rule.fail.fill(&words),
        advice: rule.advice.fill(&words),
        advice_above: rule.advice_above.fill(&words),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_has_the_clauses_about_the_file() {
        let summaries: Value = serde_json::from_str(&summaries()).unwrap();
        let profiles = summaries["profiles"].as_array().unwrap();
        assert_eq!(profiles.len(), builtins().count());
        for (summary, profile) in profiles.iter().zip(builtins()) {
            let expected = profile.clauses.iter().filter_map(|clause| clause.rule.map(|rule| rule.id));
            let expected: Vec<_> = expected.filter(|id| FILE_RULES.contains(id)).collect();
            let clauses = summary["clauses"].as_array().unwrap();
            let shown: Vec<_> = clauses.iter().map(|clause| clause["rule"].as_str().unwrap()).collect();
            assert_eq!((summary["id"].as_str().unwrap(), shown), (profile.id.as_str(), expected));
        }
    }

    #[test]
    fn a_summary_has_a_demand_about_each_remedy() {
        let summaries: Value = serde_json::from_str(&summaries()).unwrap();
        for (summary, profile) in summaries["profiles"].as_array().unwrap().iter().zip(builtins()) {
            let shown: Vec<_> = summary["demands"].as_array().unwrap().iter().collect();
            let most: usize = SHOWN_DEMANDS.iter().map(|(_, count)| count).sum();
            assert!(shown.len() <= most, "{}", profile.id);
            let demanding: Vec<_> =
                profile.clauses.iter().filter(|clause| clause.severity <= Severity::Warn).collect();
            for (remedy, _) in SHOWN_DEMANDS {
                let about = |clause: &&&Clause| clause.rule.is_some_and(|rule| rule.group.remedy() == remedy);
                let sentences: Vec<_> =
                    demanding.iter().filter(about).map(|clause| &clause.sentence).collect();
                let is_shown =
                    |sentence: &&String| shown.iter().any(|demand| demand["sentence"] == **sentence);
                let none = sentences.is_empty();
                assert!(none || sentences.iter().any(|s| is_shown(s)), "{} {remedy:?}", profile.id);
            }
        }
    }

    #[test]
    fn a_limit_is_written_as_in_the_profile() {
        let summaries: Value = serde_json::from_str(&summaries()).unwrap();
        let beijing =
            summaries["profiles"].as_array().unwrap().iter().find(|p| p["id"] == "beijing-zikao-2022");
        let summarized = beijing.unwrap()["clauses"].as_array().unwrap();
        let profile = crate::profile::builtin("beijing-zikao-2022").unwrap();
        let limits =
            profile.clauses.iter().filter(|clause| clause.rule.is_some_and(|rule| rule.id == "file-size"));
        let written: Vec<_> = limits.map(|clause| &clause.limits).collect();
        let shown = summarized.iter().filter(|clause| clause["rule"] == "file-size");
        assert_eq!(shown.map(|clause| &clause["limits"]).collect::<Vec<_>>(), written);
        assert!(!written.is_empty());
    }
}
