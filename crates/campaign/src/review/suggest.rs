//! The reasons that a report suggests to the person who looks at the photo.

use super::reason::Reason;
use serde_json::Value;
use std::collections::BTreeSet;

/// The reason that a failing or doubtful clause of each rule suggests. What only the file or the framing has wrong is in none
/// of the reasons for candidates.
const REASONS: [(Reason, &[&str]); 9] = [
    (Reason::Selfie, &["studio-portrait"]),
    (Reason::Beautified, &["editing-software-free", "retouching-free"]),
    (Reason::Person, &["single-face-present"]),
    (
        Reason::Quality,
        &[
            "colour-cast-free",
            "colour-picture",
            "compression-artifacts",
            "compression-ratio",
            "dynamic-range",
            "illumination-uniformity",
            "noise-free",
            "not-too-bright",
            "not-too-dark",
            "pixel-size",
            "red-eye-free",
            "saturation-natural",
            "sharpness",
        ],
    ),
    (
        Reason::Pose,
        &[
            "expression-natural",
            "eyes-open",
            "gaze-forward",
            "head-pose-pitch",
            "head-pose-roll",
            "head-pose-yaw",
            "mouth-closed",
            "shoulders-level",
            "teeth-hidden",
        ],
    ),
    (
        Reason::Background,
        &["background-colour", "background-empty", "background-shadow-free", "background-uniformity"],
    ),
    (
        Reason::Clothing,
        &["clothing-contrast", "collar-plain", "earrings-free", "necklace-free", "shoulders-covered"],
    ),
    (
        Reason::Covered,
        &["brows-visible", "ears-visible", "eyes-visible", "face-unoccluded", "no-head-coverings"],
    ),
    (Reason::Glasses, &["frames-off-eyes", "lenses-clear", "lenses-glare-free"]),
];

/// Rules of which no other reason speaks.
const OTHER: [&str; 18] = [
    "aspect-ratio",
    "border-free",
    "chin-margin",
    "colour-model",
    "dots-per-inch",
    "eye-distance",
    "eye-line",
    "eyes-centred",
    "face-width",
    "file-format",
    "file-readable",
    "file-size",
    "head-centred",
    "head-height",
    "head-inside-picture",
    "head-top-margin",
    "makeup-free",
    "text-free",
];

/// The reasons that the clauses of a report suggest which fail or are doubtful, in the order of the reasons.
pub fn suggested(report: &Value) -> Vec<Reason> {
    let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let counts = |finding: &&Value| {
        matches!(finding["outcome"].as_str(), Some("fail" | "doubtful")) && finding["severity"] != "advise"
    };
    let rules = findings.iter().filter(counts).filter_map(|finding| finding["rule"].as_str());
    rules.filter_map(of_rule).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The reason that a rule suggests; `None` if there is no such rule.
fn of_rule(rule: &str) -> Option<Reason> {
    let reason = REASONS.iter().find(|(_, rules)| rules.contains(&rule)).map(|(reason, _)| *reason);
    reason.or_else(|| OTHER.contains(&rule).then_some(Reason::Other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn every_rule_of_the_shipped_profiles_suggests_one_reason() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let profiles = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
        let mut rules = BTreeSet::new();
        for profile in profiles {
            let profile: toml::Table = std::fs::read_to_string(profile).unwrap().parse().unwrap();
            let clauses = profile["clause"].as_array().unwrap();
            rules.extend(clauses.iter().filter_map(|clause| clause.get("rule")?.as_str().map(str::to_owned)));
        }
        assert!(rules.len() > 50, "{}", rules.len());
        let missing: Vec<_> = rules.iter().filter(|rule| of_rule(rule).is_none()).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let mut named: Vec<_> = REASONS.iter().flat_map(|(_, rules)| *rules).chain(&OTHER).collect();
        let all = named.len();
        named.sort();
        named.dedup();
        assert_eq!(named.len(), all, "a rule has two reasons");
    }

    #[test]
    fn what_passes_or_is_only_advice_suggests_nothing() {
        let finding = |rule: &str, outcome: &str, severity: &str| json!({ "rule": rule, "outcome": outcome, "severity": severity });
        let report = json!({ "findings": [
            finding("lenses-clear", "doubtful", "warn"),
            finding("studio-portrait", "fail", "reject"),
            finding("frames-off-eyes", "fail", "warn"),
            finding("sharpness", "pass", "reject"),
            finding("expression-natural", "fail", "advise"),
            json!({ "rule": null, "outcome": "for-human", "severity": "warn" }),
        ] });
        assert_eq!(suggested(&report), [Reason::Selfie, Reason::Glasses]);
        assert!(suggested(&Value::Null).is_empty());
    }
}
