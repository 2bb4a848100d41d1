//! Which failures explain others: a picture on its side has its head at a wrong place, and one messy room is not four
//! problems. A page shows the cause first and folds under it what it explains.

use super::{Finding, Outcome};

/// A rule, and rules whose failure follows from its own; a rule may have several rows.
///
/// A failure can have several causes; the first in this list counts.
const CAUSES: &[(&str, &[&str])] = &[
    ("file-format", &["file-size", "pixel-size", "file-readable", "compression-artifacts"]),
    ("file-readable", PLACE_AND_BACKGROUND),
    ("file-readable", AFTER_DECODING),
    ("single-face-present", PLACE_AND_BACKGROUND),
    ("single-face-present", ON_THE_PERSON),
    ("border-free", PLACE_AND_BACKGROUND),
    ("head-inside-picture", &["head-height", "head-top-margin", "head-centred", "face-width", "eye-line"]),
    (
        "background-empty",
        &["background-colour", "background-uniformity", "background-shadow-free", "clothing-contrast"],
    ),
    ("background-uniformity", &["background-shadow-free"]),
    ("colour-cast-free", &["background-colour", "saturation-natural"]),
    ("head-pose-roll", &["shoulders-level", "head-centred"]),
    ("head-pose-yaw", &["ears-visible", "gaze-forward", "illumination-uniformity", "head-centred"]),
    (
        "no-head-coverings",
        &["brows-visible", "ears-visible", "eyes-visible", "head-height", "head-top-margin"],
    ),
    ("face-unoccluded", &["mouth-closed", "teeth-hidden", "eyes-visible", "illumination-uniformity"]),
    ("lenses-clear", &["eyes-open", "eyes-visible", "gaze-forward", "lenses-glare-free", "frames-off-eyes"]),
    ("eyes-open", &["gaze-forward"]),
    ("teeth-hidden", &["mouth-closed"]),
    ("not-too-dark", &["dynamic-range", "noise-free"]),
    ("pixel-size", &["sharpness"]),
];

/// Where the head is in the picture, and what surrounds the person.
const PLACE_AND_BACKGROUND: &[&str] = &[
    "head-height",
    "head-top-margin",
    "head-centred",
    "eye-line",
    "face-width",
    "background-empty",
    "background-colour",
    "background-uniformity",
    "background-shadow-free",
    "clothing-contrast",
];

/// What else is measured on pixels.
const AFTER_DECODING: &[&str] = &[
    "sharpness",
    "noise-free",
    "not-too-dark",
    "not-too-bright",
    "dynamic-range",
    "colour-picture",
    "colour-cast-free",
    "saturation-natural",
    "single-face-present",
    "border-free",
    "text-free",
    "head-inside-picture",
    "shoulders-level",
    "shoulders-covered",
    "collar-plain",
];

/// What else is measured on the one person that is taken for the candidate.
const ON_THE_PERSON: &[&str] = &[
    "shoulders-level",
    "ears-visible",
    "brows-visible",
    "eyes-visible",
    "face-unoccluded",
    "no-head-coverings",
];

/// Sets [`Finding::explained_by`] of what fails or is doubtful where its cause fails too, at no milder severity.
pub fn explain(findings: &mut [Finding]) {
    let failing: Vec<_> = findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fail)
        .filter_map(|finding| Some((finding.rule?, finding.severity)))
        .collect();
    for finding in findings {
        let (Some(rule), Outcome::Fail | Outcome::Doubtful) = (finding.rule, finding.outcome) else {
            continue;
        };
        let causes = CAUSES.iter().filter(|(_, effects)| effects.contains(&rule)).map(|(cause, _)| *cause);
        let fails = |cause: &&str| {
            failing.iter().any(|(other, severity)| other == cause && *severity <= finding.severity)
        };
        finding.explained_by = causes.into_iter().find(fails);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn causes_and_effects_are_rules() {
        let named = CAUSES.iter().flat_map(|(cause, effects)| effects.iter().chain([cause]));
        let unknown: Vec<_> = named.filter(|id| rules::by_id(id).is_none()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
