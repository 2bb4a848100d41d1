//! The command: reads labels and measurements, writes metrics.

use super::accuracy_document::accuracy_document;
use super::cross_validation::{is_set_on_people, judged_by_others};
use super::error_sheets::{error_sheets, write_sheets};
use super::evidence;
use super::folds::folds;
use super::metrics::{Judged, Metrics};
use super::photo;
use super::photos_by_value::photos_by_value;
use super::source::groups_by_source;
use crate::args::EvaluateArgs;
use crate::document::render;
use crate::exit::{CliError, SUCCESS};
use crate::inputs::{embedded_models, load_budgeted};
use crate::lang::Lang;
use portrait_precheck::rules;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::fs;
use std::io::{self, Write, stdout};

const UNKNOWN_RULE: LocalizedStr =
    LocalizedStr { zh: "没有名为“{name}”的规则。", en: "there is no rule `{name}`." };

/// Evaluates the labelled photos and prints the metrics, or only the values of one rule.
pub fn evaluate(args: &EvaluateArgs, lang: Lang) -> Result<u8, CliError> {
    let (profile, budget) = load_budgeted(&args.labelled.profile)?;
    let photos = photo::labelled_photos(&args.labelled, &profile, lang)?;
    let faults = photo::faults(&photos);
    let mut out = stdout();
    if let Some(name) = &args.rule {
        let unknown = || CliError::text(UNKNOWN_RULE, &[("name", LocalizedString::same(name))]);
        let rule = rules::by_id(name).ok_or_else(unknown)?;
        write!(out, "{}", photos_by_value(rule.id, &photos))?;
        return Ok(SUCCESS);
    }
    if let Some(folder) = &args.errors {
        let sheets = error_sheets(&photos, &faults, &profile);
        write_sheets(folder, &sheets, &embedded_models()?, lang)?;
    }
    let by_others =
        |groups: &[Option<usize>]| judged_by_others(&photos, groups, &profile, budget, is_set_on_people);
    let out_of_fold = by_others(&folds(&photos));
    let out_of_source = groups_by_source(&photos).map(|groups| by_others(&groups)).unwrap_or_default();
    let judged = Judged { by_profile: &photos, out_of_fold: &out_of_fold, out_of_source: &out_of_source };
    let metrics = Metrics::of(&judged, &faults, &profile);
    if let Some(file) = &args.evidence {
        fs::write(file, evidence::table(&metrics.evidence)).map_err(|error| CliError::file(file, &error))?;
    }
    let document = accuracy_document(&metrics, lang);
    write!(out, "{}", render(&metrics, &document, args.labelled.format).map_err(io::Error::from)?)?;
    Ok(SUCCESS)
}
