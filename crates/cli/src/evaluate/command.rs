//! The command: labels and measurements in, figures out.

use super::figures::Figures;
use super::page::written;
use super::{errors, listing, photo, words};
use crate::Trouble;
use crate::args::EvaluateArgs;
use crate::check::{embedded_models, load_profile};
use crate::lang::Lang;
use portrait_precheck::rules;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::io::{self, Write, stdout};

const UNKNOWN_RULE: LocalizedStr =
    LocalizedStr { zh: "没有名为“{name}”的规则。", en: "there is no rule `{name}`." };

/// Evaluates and writes what came out.
pub fn evaluate(args: &EvaluateArgs, lang: Lang) -> Result<u8, Trouble> {
    let profile = load_profile(&args.profile)?;
    let photos = photo::labelled(&args.labels, args.measurements.as_deref(), &profile, lang)?;
    let faults = photo::faults(&photos);
    let mut out = stdout();
    if let Some(name) = &args.rule {
        let unknown = || UNKNOWN_RULE.fill(&[("name".to_owned(), LocalizedString::same(name))]);
        let rule = rules::by_id(name).ok_or_else(|| Trouble::Told(unknown()))?;
        write!(out, "{}", listing::of(rule.id, &photos))?;
        return Ok(0);
    }
    if let Some(to) = &args.errors {
        let sheets = errors::sheets(&photos, &faults, &profile);
        errors::write(to, &sheets, photo::folder_of(&args.labels), &embedded_models()?, lang)?;
    }
    let figures = Figures::of(&photos, &faults, &profile);
    let text = written(&figures, &words::page(&figures, lang), args.format).map_err(io::Error::from)?;
    write!(out, "{text}")?;
    Ok(0)
}
