//! The photos sorted by their values for one rule: shows where a limit can be, and which photos are in its way.

use super::labels::Truth;
use super::photo::Photo;
use portrait_precheck::Outcome;
use precheck_foundation::json::EnumName;
use std::fmt::Write;

/// One line per photo: value, label, outcome and file, separated by tabs. Photos without a value come last, with
/// the reason in its place.
pub fn photos_by_value(rule: &str, photos: &[Photo]) -> String {
    let mut photos: Vec<&Photo> = photos.iter().collect();
    let value = |photo: &Photo| photo.value(rule).unwrap_or(f64::INFINITY);
    photos.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let mut lines = String::new();
    for photo in photos {
        let value = value_or_reason(photo, rule);
        let outcome = match photo.outcome(rule) {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            _ => "-",
        };
        let label = label(photo.label.truth(&[rule.to_owned()]));
        // Writing to a String cannot fail.
        let _ = writeln!(lines, "{value}\t{label}\t{outcome}\t{}", photo.label.file);
    }
    lines
}

/// The value of a rule on a photo, or the reason why there is none.
pub fn value_or_reason(photo: &Photo, rule: &str) -> String {
    let reason = || photo.measurements.reason(rule).map_or("-", EnumName::name).to_owned();
    photo.value(rule).map_or_else(reason, |value| value.to_string())
}

fn label(truth: Truth) -> &'static str {
    match truth {
        Truth::Good => "good",
        Truth::Faulty => "faulty",
        Truth::FaultyBesideOthers => "faulty+",
        Truth::Unlabelled => "other",
    }
}
