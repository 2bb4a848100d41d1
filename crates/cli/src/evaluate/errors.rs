//! Contact sheets of what went wrong: one page a rule, and one for complying photos that are not accepted and
//! for faulty ones of which nothing is reported.

use super::labels::{Fault, Truth};
use super::photo::Photo;
use super::sheet::{self, Picture};
use super::whole_figures::WholeFigures;
use crate::Trouble;
use crate::lanes;
use crate::lang::Lang;
use crate::progress::Progress;
use portrait_precheck::models::Models;
use portrait_precheck::profile::Severity;
use portrait_precheck::{Outcome, Profile};
use precheck_foundation::text::LocalizedStr;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const MISSED: LocalizedStr = LocalizedStr { zh: "漏报", en: "Missed" };
const MISSED_BESIDE_OTHERS: LocalizedStr =
    LocalizedStr { zh: "另有他错时漏报", en: "Missed beside others" };
const FALSE_ALARMS: LocalizedStr = LocalizedStr { zh: "误报", en: "False alarms" };
const UNTOLD_FAULTY: LocalizedStr =
    LocalizedStr { zh: "有问题却无法判断", en: "Faulty, and could not be told" };
const UNTOLD_GOOD: LocalizedStr =
    LocalizedStr { zh: "好却无法判断", en: "Good, and could not be told" };
const NOT_ACCEPTED: LocalizedStr =
    LocalizedStr { zh: "合格却未通过", en: "Complying, and not accepted" };
const UNREPORTED: LocalizedStr = LocalizedStr { zh: "有问题却未报告", en: "Faulty, and not reported" };

/// One page.
pub struct Sheet<'a> {
    /// The name of its file, without the ending.
    name: String,
    /// Its parts with their headings.
    parts: Vec<(LocalizedStr, Vec<Shown<'a>>)>,
}

/// A photo on a sheet, and the rules whose numbers and marks it is shown with.
struct Shown<'a> {
    photo: &'a Photo,
    rules: Vec<&'a str>,
}

/// The sheets on which there is something to see.
pub fn sheets<'a>(photos: &'a [Photo], faults: &'a [Fault], profile: &'a Profile) -> Vec<Sheet<'a>> {
    let of_rules = faults.iter().map(|fault| of_rule(fault, photos));
    let sheets = of_rules.chain([of_whole_photos(photos, profile)]);
    sheets.filter(|sheet| sheet.parts.iter().any(|(_, shown)| !shown.is_empty())).collect()
}

/// Writes sheets of photos that lie in `folder` into the folder `to`.
pub fn write(
    to: &Path,
    sheets: &[Sheet],
    folder: &Path,
    models: &(dyn Models + Sync),
    lang: Lang,
) -> Result<(), Trouble> {
    let pictures = pictures(sheets, folder, models)?;
    fs::create_dir_all(to)?;
    for Sheet { name, parts } in sheets {
        let parts = parts.iter().filter(|(_, shown)| !shown.is_empty()).map(|(title, shown)| {
            let figure = |shown: &Shown| {
                let picture = pictures.get(shown.photo.label.file.as_str());
                sheet::figure(picture, &shown.rules, &caption(shown))
            };
            (lang.fixed(*title), shown.iter().map(figure).collect())
        });
        fs::write(to.join(format!("{name}.html")), sheet::page(name, parts))?;
    }
    Ok(())
}

fn of_rule<'a>(fault: &'a Fault, photos: &'a [Photo]) -> Sheet<'a> {
    let judged = photos.iter().any(|photo| photo.outcome_of_any(fault) != Outcome::NotAssessed);
    let part = |title, truth, outcome| {
        let wrong = photos.iter().filter(|photo| {
            judged && photo.label.truth(fault) == truth && photo.outcome_of_any(fault) == outcome
        });
        let shown = |photo| Shown { photo, rules: fault.iter().map(String::as_str).collect() };
        (title, wrong.map(shown).collect())
    };
    let parts = vec![
        part(MISSED, Truth::Faulty, Outcome::Pass),
        part(MISSED_BESIDE_OTHERS, Truth::FaultyBesideOthers, Outcome::Pass),
        part(FALSE_ALARMS, Truth::Good, Outcome::Fail),
        part(UNTOLD_FAULTY, Truth::Faulty, Outcome::NotAssessed),
        part(UNTOLD_GOOD, Truth::Good, Outcome::NotAssessed),
    ];
    Sheet { name: fault.join("-or-"), parts }
}

/// The page about whole photos: each with the rules that are the reason.
fn of_whole_photos<'a>(photos: &'a [Photo], profile: &'a Profile) -> Sheet<'a> {
    let kinds: Vec<_> = photos.iter().map(|photo| photo.label.kind).collect();
    let figures = WholeFigures::of(&kinds, photos, profile);
    let shown = |files: &[String], rules: &dyn Fn(&'a Photo) -> Vec<&'a str>| {
        let own = photos.iter().filter(|photo| files.contains(&photo.label.file));
        own.map(|photo| Shown { photo, rules: rules(photo) }).collect()
    };
    let not_accepted_for = |photo: &Photo| {
        let demands = profile.clauses.iter().filter(|clause| clause.severity == Severity::Reject);
        let rules = demands.filter_map(|clause| clause.rule).map(|rule| rule.id);
        rules.filter(|rule| photo.outcome(rule) != Outcome::Pass).collect()
    };
    let faults = |photo: &'a Photo| photo.label.faults.iter().flatten().map(String::as_str).collect();
    Sheet {
        name: "whole-photos".to_owned(),
        parts: vec![
            (NOT_ACCEPTED, shown(&figures.complying_not_accepted_files, &not_accepted_for)),
            (UNREPORTED, shown(&figures.unreported_files, &faults)),
        ],
    }
}

/// What stands under a photo: its file, its label, its numbers.
fn caption(shown: &Shown) -> Vec<String> {
    let Photo { label, measurements, .. } = shown.photo;
    let faults: Vec<_> = label.faults.iter().map(|fault| fault.join("|")).collect();
    let number = |rule: &&str| {
        let reason = measurements.reasons.get(*rule).map_or("-", String::as_str);
        let value = measurements.value(rule).map_or(reason.to_owned(), |value| value.to_string());
        format!("{rule}: {value}")
    };
    [label.file.clone(), faults.join("; ")].into_iter().chain(shown.rules.iter().map(number)).collect()
}

/// Every photo of the sheets, looked at once.
fn pictures<'a>(
    sheets: &[Sheet<'a>],
    folder: &Path,
    models: &(dyn Models + Sync),
) -> Result<BTreeMap<&'a str, Picture>, Trouble> {
    let mut files: Vec<&str> = sheets
        .iter()
        .flat_map(|sheet| &sheet.parts)
        .flat_map(|(_, shown)| shown)
        .map(|shown| shown.photo.label.file.as_str())
        .collect();
    files.sort_unstable();
    files.dedup();
    let mut progress = Progress::new(files.len());
    let mut pictures = BTreeMap::new();
    lanes::in_order(
        &files,
        |file| Picture::of(&folder.join(file), models),
        |file, picture| -> Result<(), Trouble> {
            progress.step();
            pictures.insert(*file, picture?);
            Ok(())
        },
    )?;
    progress.finish();
    Ok(pictures)
}
