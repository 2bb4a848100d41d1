//! All photos of one rule in the order of their numbers: where a limit may lie, and who is in its way.

use super::labels::Truth;
use super::photo::Photo;
use portrait_precheck::Outcome;
use std::fmt::Write;

/// One line a photo: number, label, verdict, file, set apart by tabs. Photos without a number come last, with
/// the reason.
pub fn of(rule: &str, photos: &[Photo]) -> String {
    let mut photos: Vec<&Photo> = photos.iter().collect();
    let value = |photo: &Photo| photo.measurements.value(rule).unwrap_or(f64::INFINITY);
    photos.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let mut lines = String::new();
    for photo in photos {
        let number = match (photo.measurements.value(rule), photo.measurements.reasons.get(rule)) {
            (Some(value), _) => value.to_string(),
            (None, reason) => reason.map_or("-", String::as_str).to_owned(),
        };
        let verdict = match photo.outcome(rule) {
            Outcome::Pass => "pass",
            Outcome::Fail => "fail",
            _ => "-",
        };
        let label = label(photo.label.truth(&[rule.to_owned()]));
        // A String takes whatever is written.
        let _ = writeln!(lines, "{number}\t{label}\t{verdict}\t{}", photo.label.file);
    }
    lines
}

fn label(truth: Truth) -> &'static str {
    match truth {
        Truth::Good => "good",
        Truth::Faulty => "faulty",
        Truth::FaultyBesideOthers => "faulty+",
        Truth::Unlabelled => "other",
    }
}
