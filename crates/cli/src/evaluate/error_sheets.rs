//! Contact sheets of wrong verdicts: one page per rule, and one of complying photos that are not accepted and of
//! faulty photos without a report of their fault.

use super::contact_sheet::{Figure, Picture, contact_sheet};
use super::labels::{Fault, Label, Truth};
use super::photo::Photo;
use super::photo_metrics::PhotoMetrics;
use super::photos_by_value::value_or_reason;
use crate::exit::CliError;
use crate::lang::Lang;
use crate::progress::map_with_progress;
use portrait_precheck::models::Models;
use portrait_precheck::profile::Severity;
use portrait_precheck::{Outcome, Profile};
use precheck_foundation::text::LocalizedStr;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const MISSED: LocalizedStr = LocalizedStr { zh: "漏报", en: "Missed" };
const MISSED_BESIDE_OTHERS: LocalizedStr =
    LocalizedStr { zh: "另有其他问题时漏报", en: "Missed beside other faults" };
const FALSE_ALARMS: LocalizedStr = LocalizedStr { zh: "误报", en: "False alarms" };
const FAULTY_DOUBTFUL: LocalizedStr = LocalizedStr { zh: "有问题，拿不准", en: "Faulty, in doubt" };
const GOOD_DOUBTFUL: LocalizedStr = LocalizedStr { zh: "没有问题，拿不准", en: "Good, in doubt" };
const FAULTY_NOT_ASSESSED: LocalizedStr =
    LocalizedStr { zh: "有问题，但无法判断", en: "Faulty, not assessed" };
const GOOD_NOT_ASSESSED: LocalizedStr =
    LocalizedStr { zh: "没有问题，但无法判断", en: "Good, not assessed" };
const NOT_ACCEPTED: LocalizedStr =
    LocalizedStr { zh: "合格，但未通过", en: "Complying, not accepted" };
const UNREPORTED: LocalizedStr = LocalizedStr { zh: "有问题，但未报告", en: "Faulty, not reported" };

/// One page.
pub struct Sheet<'a> {
    /// The file name without its extension.
    name: String,
    sections: Vec<Section<'a>>,
}

struct Section<'a> {
    title: LocalizedStr,
    entries: Vec<Entry<'a>>,
}

/// A photo on a sheet, and the rules whose values and marks are shown with it.
struct Entry<'a> {
    photo: &'a Photo,
    rules: Vec<&'a str>,
}

/// The sheets that are not empty.
pub fn error_sheets<'a>(photos: &'a [Photo], faults: &'a [Fault], profile: &'a Profile) -> Vec<Sheet<'a>> {
    let of_rules = faults.iter().map(|fault| rule_sheet(fault, photos));
    let mut sheets: Vec<Sheet> = of_rules.chain([whole_photo_sheet(photos, profile)]).collect();
    for sheet in &mut sheets {
        sheet.sections.retain(|section| !section.entries.is_empty());
    }
    sheets.retain(|sheet| !sheet.sections.is_empty());
    sheets
}

/// Writes the sheets into a folder.
pub fn write_sheets(
    target: &Path,
    sheets: &[Sheet],
    models: &(dyn Models + Sync),
    lang: Lang,
) -> Result<(), CliError> {
    let pictures = pictures(sheets, models)?;
    fs::create_dir_all(target)?;
    for Sheet { name, sections } in sheets {
        let sections: Vec<_> = sections
            .iter()
            .map(|Section { title, entries }| {
                let figures = entries.iter().map(|entry| figure(entry, &pictures)).collect();
                (lang.text(*title), figures)
            })
            .collect();
        fs::write(target.join(format!("{name}.html")), contact_sheet(name, &sections))?;
    }
    Ok(())
}

fn rule_sheet<'a>(fault: &'a Fault, photos: &'a [Photo]) -> Sheet<'a> {
    let judged = photos.iter().any(|photo| photo.outcome_of_any(fault) != Outcome::NotAssessed);
    let section = |title, truth, outcome| {
        let wrong = photos.iter().filter(|photo| {
            judged && photo.label.truth(fault) == truth && photo.outcome_of_any(fault) == outcome
        });
        let entry = |photo| Entry { photo, rules: fault.iter().map(String::as_str).collect() };
        Section { title, entries: wrong.map(entry).collect() }
    };
    let sections = vec![
        section(MISSED, Truth::Faulty, Outcome::Pass),
        section(MISSED_BESIDE_OTHERS, Truth::FaultyBesideOthers, Outcome::Pass),
        section(FALSE_ALARMS, Truth::Good, Outcome::Fail),
        section(FAULTY_DOUBTFUL, Truth::Faulty, Outcome::Doubtful),
        section(GOOD_DOUBTFUL, Truth::Good, Outcome::Doubtful),
        section(FAULTY_NOT_ASSESSED, Truth::Faulty, Outcome::NotAssessed),
        section(GOOD_NOT_ASSESSED, Truth::Good, Outcome::NotAssessed),
    ];
    Sheet { name: fault.join("-or-"), sections }
}

/// The sheet of whole photos, each with the rules that are the reason.
fn whole_photo_sheet<'a>(photos: &'a [Photo], profile: &'a Profile) -> Sheet<'a> {
    let kinds: Vec<_> = photos.iter().map(|photo| photo.label.kind).collect();
    let metrics = PhotoMetrics::of(&kinds, photos, profile);
    let entries = |files: &[String], rules: &dyn Fn(&'a Photo) -> Vec<&'a str>| {
        let own = photos.iter().filter(|photo| files.contains(&photo.label.file));
        own.map(|photo| Entry { photo, rules: rules(photo) }).collect()
    };
    let not_passed = |photo: &Photo| {
        let mandatory = profile.clauses.iter().filter(|clause| clause.severity == Severity::Reject);
        let rules = mandatory.filter_map(|clause| clause.rule).map(|rule| rule.id);
        rules.filter(|rule| photo.outcome(rule) != Outcome::Pass).collect()
    };
    let faults = |photo: &'a Photo| photo.label.faults.iter().flatten().map(String::as_str).collect();
    Sheet {
        name: "whole-photos".to_owned(),
        sections: vec![
            Section {
                title: NOT_ACCEPTED,
                entries: entries(&metrics.complying_not_accepted_files, &not_passed),
            },
            Section { title: UNREPORTED, entries: entries(&metrics.unreported_files, &faults) },
        ],
    }
}

fn figure<'s>(entry: &'s Entry, pictures: &'s BTreeMap<&str, Picture>) -> Figure<'s> {
    let picture = pictures.get(entry.photo.label.file.as_str());
    Figure { picture, rules: &entry.rules, caption: caption(entry) }
}

/// The lines below a photo: its file, its labelled faults, the value of each rule.
fn caption(entry: &Entry) -> Vec<String> {
    let label = &entry.photo.label;
    let faults: Vec<_> = label.faults.iter().map(|fault| fault.join("|")).collect();
    let values = entry.rules.iter().map(|rule| format!("{rule}: {}", value_or_reason(entry.photo, rule)));
    [label.file.clone(), faults.join("; ")].into_iter().chain(values).collect()
}

/// The pictures of all photos on the sheets, by file.
fn pictures<'a>(
    sheets: &[Sheet<'a>],
    models: &(dyn Models + Sync),
) -> Result<BTreeMap<&'a str, Picture>, CliError> {
    let entries = sheets.iter().flat_map(|sheet| &sheet.sections).flat_map(|section| &section.entries);
    let mut labels: Vec<&Label> = entries.map(|entry| &entry.photo.label).collect();
    labels.sort_by(|a, b| a.file.cmp(&b.file));
    labels.dedup();
    let mut pictures = BTreeMap::new();
    map_with_progress(
        &labels,
        |label| Picture::read(&label.path(), models),
        |label, picture| -> Result<(), CliError> {
            pictures.insert(label.file.as_str(), picture?);
            Ok(())
        },
    )?;
    Ok(pictures)
}
