//! What pages know of profiles: an index of all that ship, and a file for each with what a page needs before the wasm
//! module is loaded, or where it cannot run, so that no page holds a limit or the text of a rule: the title, the
//! demands that a candidate should know before taking the photo, whether the camera may be offered, and the clauses about
//! the file itself. `cargo xtask wasm` writes them beside the module, which
//! carries the default profile only: the others are in their files.

use super::{Capture, Clause, DEFAULT, Document, Profile, Severity, Stage, shipped};
use crate::rules::Unit;
use precheck_foundation::json::{Json, write_object};
use precheck_foundation::text::LocalizedString;
use precheck_imaging::container::{Format, sha256};
use serde_json::Value;
use std::collections::BTreeMap;

/// The rules about the file itself. JavaScript measures the first three from the file's length and first bytes, the
/// preflight module (`crates/preflight/`) the others.
const FILE_RULES: [&str; 5] =
    ["file-format", "file-size", "pixel-size", "file-readable", "compression-artifacts"];

/// The rules whose demands are shown before a photo is chosen, those first that a candidate fails most often and that take
/// another photo; so many of them, each sentence once.
const SHOWN_RULES: [&str; 12] = [
    "single-face-present",
    "background-colour",
    "ears-visible",
    "brows-visible",
    "file-size",
    "no-head-coverings",
    "head-height",
    "pixel-size",
    "background-uniformity",
    "lenses-clear",
    "clothing-contrast",
    "file-format",
];
const SHOWN_DEMANDS: usize = 5;

/// Digits of a file's SHA-256 in its name.
const HASH_DIGITS: usize = 16;

/// All profiles, for a page to choose from.
struct Index {
    /// Names of file formats for people, by their names in reports.
    formats: BTreeMap<&'static str, LocalizedString>,
    profiles: Vec<IndexEntry>,
}

struct IndexEntry {
    id: String,
    title: LocalizedString,
    office: Option<LocalizedString>,
    region: Option<String>,
    stage: Stage,
    sha256: String,
    /// Where its file is, relative to the index; `None` for the default profile, whose summary is in the index, because
    /// most pages need no other.
    file: Option<String>,
    summary: Option<ProfileSummary>,
}

/// A profile's own file.
struct PublishedProfile {
    summary: ProfileSummary,
    profile: Value,
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

/// A clause with its rule's texts, whose placeholders are not filled in.
struct ClauseSummary {
    rule: &'static str,
    unit: Unit,
    sentence: String,
    severity: Severity,
    limits: Value,
    allowed: LocalizedString,
    bounds: (Option<f64>, Option<f64>),
    name: LocalizedString,
    english: String,
    fail: LocalizedString,
    advice: LocalizedString,
    advice_above: LocalizedString,
}

/// The files about the profiles that ship, each with its path: `profiles.json`, the index, and those that it refers to,
/// which are named by their content.
pub fn published() -> Vec<(String, String)> {
    let formats = Format::ALL.map(|format| (format.id(), format.text().into())).into();
    let mut index = Index { formats, profiles: Vec::new() };
    let mut files = Vec::new();
    for document in shipped() {
        let is_embedded = document.profile.id == DEFAULT;
        let mut entry = IndexEntry {
            id: document.profile.id.clone(),
            title: document.profile.title.clone(),
            office: document.notice.office.clone(),
            region: document.notice.region.clone(),
            stage: document.notice.stage,
            sha256: document.profile.sha256.clone(),
            file: None,
            summary: None,
        };
        if is_embedded {
            entry.summary = Some((&document.profile).into());
        } else {
            let content = published_profile(&document);
            let digest = sha256(content.as_bytes());
            let file = format!("profiles/{}.{}.json", entry.id, &digest[..HASH_DIGITS]);
            entry.file = Some(file.clone());
            files.push((file, content));
        }
        index.profiles.push(entry);
    }
    files.insert(0, ("profiles.json".to_owned(), index.to_json()));
    files
}

/// The file from which a page takes a profile: its summary, and the profile itself for the module.
pub fn published_profile(document: &Document) -> String {
    // Canonical JSON is JSON.
    let profile = serde_json::from_str(&document.json).unwrap_or_default();
    PublishedProfile { summary: (&document.profile).into(), profile }.to_json()
}

impl Json for Index {
    fn write(&self, out: &mut String) {
        let Self { formats, profiles } = self;
        write_object(out, &[("formats", formats), ("profiles", profiles)]);
    }
}

impl Json for IndexEntry {
    fn write(&self, out: &mut String) {
        let Self { id, title, office, region, stage, sha256, file, summary } = self;
        write_object(
            out,
            &[
                ("id", id),
                ("title", title),
                ("office", office),
                ("region", region),
                ("stage", stage),
                ("sha256", sha256),
                ("file", file),
                ("summary", summary),
            ],
        );
    }
}

impl Json for PublishedProfile {
    fn write(&self, out: &mut String) {
        let Self { summary, profile } = self;
        write_object(out, &[("summary", summary), ("profile", profile)]);
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
        let Self { rule, unit, sentence, english, severity, limits, allowed, name, .. } = self;
        let Self { bounds: (min, max), fail, advice, advice_above, .. } = self;
        write_object(
            out,
            &[
                ("rule", rule),
                ("unit", unit),
                ("sentence", sentence),
                ("english", english),
                ("severity", severity),
                ("limits", limits),
                ("allowed", allowed),
                ("min", min),
                ("max", max),
                ("name", name),
                ("fail", fail),
                ("advice", advice),
                ("advice_above", advice_above),
            ],
        );
    }
}

impl From<&Profile> for ProfileSummary {
    fn from(profile: &Profile) -> Self {
        let Profile { id, title, capture, clauses, .. } = profile;
        let demands = shown_demands(clauses);
        let clauses = clauses.iter().filter_map(summarized).collect();
        Self { id: id.clone(), title: title.clone(), demands, capture: capture.clone(), clauses }
    }
}

/// What a candidate should know before the photo is taken.
fn shown_demands(clauses: &[Clause]) -> Vec<ShownDemand> {
    let clauses_of =
        |id: &'static str| clauses.iter().filter(move |clause| clause.rule.is_some_and(|rule| rule.id == id));
    let mut shown: Vec<ShownDemand> = Vec::new();
    for Clause { sentence, english, severity, .. } in SHOWN_RULES.into_iter().flat_map(clauses_of) {
        let is_new = shown.iter().all(|earlier| earlier.sentence != *sentence);
        if is_new && *severity <= Severity::Warn && shown.len() < SHOWN_DEMANDS {
            shown.push(ShownDemand { sentence: sentence.clone(), english: english.clone() });
        }
    }
    shown
}

fn summarized(clause: &Clause) -> Option<ClauseSummary> {
    let rule = clause.rule.filter(|rule| FILE_RULES.contains(&rule.id))?;
    let demand = clause.demand.as_ref()?;
    Some(ClauseSummary {
        rule: rule.id,
        unit: rule.unit,
        sentence: clause.sentence.clone(),
        english: clause.english.clone(),
        severity: clause.severity,
        limits: clause.limits.clone(),
        allowed: demand.allowed(),
        bounds: demand.ends(),
        name: rule.name.into(),
        fail: rule.fail.into(),
        advice: rule.advice.into(),
        advice_above: rule.advice_above.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::builtins;
    use super::*;
    use std::collections::BTreeSet;

    /// The index, and the summary of each profile from wherever it is.
    fn summaries() -> Vec<(Value, Value)> {
        let files = published();
        let content = |path: &str| files.iter().find(|(name, _)| name == path).unwrap().1.as_str();
        let index: Value = serde_json::from_str(content("profiles.json")).unwrap();
        let entries = index["profiles"].as_array().unwrap().clone();
        let summary = |entry: &Value| match entry["file"].as_str() {
            None => entry["summary"].clone(),
            Some(path) => serde_json::from_str::<Value>(content(path)).unwrap()["summary"].clone(),
        };
        entries.into_iter().map(|entry| (entry.clone(), summary(&entry))).collect()
    }

    #[test]
    fn a_summary_has_the_clauses_about_the_file() {
        let summaries = summaries();
        assert_eq!(summaries.len(), builtins().count());
        for ((_, summary), profile) in summaries.iter().zip(builtins()) {
            let expected = profile.clauses.iter().filter_map(|clause| clause.rule.map(|rule| rule.id));
            let expected: Vec<_> = expected.filter(|id| FILE_RULES.contains(id)).collect();
            let clauses = summary["clauses"].as_array().unwrap();
            let shown: Vec<_> = clauses.iter().map(|clause| clause["rule"].as_str().unwrap()).collect();
            assert_eq!((summary["id"].as_str().unwrap(), shown), (profile.id.as_str(), expected));
        }
    }

    #[test]
    fn a_summary_has_some_demands_each_once() {
        let wrong: Vec<_> = summaries()
            .iter()
            .filter_map(|(_, summary)| {
                let shown = summary["demands"].as_array()?;
                let sentences: BTreeSet<_> =
                    shown.iter().filter_map(|demand| demand["sentence"].as_str()).collect();
                let right = (3..=SHOWN_DEMANDS).contains(&shown.len()) && sentences.len() == shown.len();
                (!right).then(|| format!("{}: {shown:?}", summary["id"]))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_limit_is_written_as_in_the_profile() {
        let summaries = summaries();
        let summarized = summaries[0].1["clauses"].as_array().unwrap();
        let profile = crate::profile::builtin(DEFAULT).unwrap();
        let limits =
            profile.clauses.iter().filter(|clause| clause.rule.is_some_and(|rule| rule.id == "file-size"));
        let written: Vec<_> = limits.map(|clause| &clause.limits).collect();
        let shown = summarized.iter().filter(|clause| clause["rule"] == "file-size");
        assert_eq!(shown.map(|clause| &clause["limits"]).collect::<Vec<_>>(), written);
        assert!(!written.is_empty());
    }

    #[test]
    fn the_module_reads_each_published_profile_and_carries_only_the_default_one() {
        for (path, content) in published().iter().skip(1) {
            let file: Value = serde_json::from_str(content).unwrap();
            let profile = Profile::from_json(&file["profile"].to_string()).unwrap();
            let (entry, _) = summaries().into_iter().find(|(entry, _)| entry["file"] == *path).unwrap();
            assert_eq!(
                (entry["id"].as_str(), entry["sha256"].as_str()),
                (Some(&*profile.id), Some(&*profile.sha256))
            );
        }
        let embedded: Vec<_> = summaries().into_iter().filter(|(entry, _)| entry["file"].is_null()).collect();
        assert_eq!(embedded.iter().map(|(entry, _)| &entry["id"]).collect::<Vec<_>>(), [DEFAULT]);
    }
}
