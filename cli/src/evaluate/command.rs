//! The command: labels and measurements in, figures out.

use super::fairness::{self, GroupFigures};
use super::labels::{self, Kind, Label};
use super::measurements::{self, Measurements};
use super::rule_figures::RuleFigures;
use super::statistics::rounded;
use super::whole_figures::WholeFigures;
use super::{Photo, listing, words};
use crate::Trouble;
use crate::args::{EvaluateArgs, EvaluationFormat};
use crate::check::load_profile;
use crate::lang::Lang;
use portrait_precheck::Profile;
use portrait_precheck::models::ModelSet;
use portrait_precheck::rules;
use portrait_precheck::text::{Message, Text};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Write, stdout};
use std::path::Path;

const UNMEASURED: Text = Text {
    zh: "{file} 里没有照片 {photo} 的测量数据；删除该文件即可重新测量。",
    en: "{file} holds no measurements of {photo}; delete it to measure anew.",
};
const FROM_FILE: Text = Text {
    zh: "测量数据读自 {file}，没有重新测量。",
    en: "the measurements are those in {file}; nothing was measured anew.",
};
const UNKNOWN_RULE: Text =
    Text { zh: "没有名为“{name}”的规则。", en: "there is no rule `{name}`." };

/// All figures.
#[derive(Serialize)]
pub struct Figures {
    /// The profile whose limits judged, with its hash.
    pub profile: String,
    pub sha256: String,
    /// Number of labelled photos, by kind.
    pub photos: BTreeMap<Kind, usize>,
    /// One a rule of the engine, then one a fault of several rules.
    pub rules: Vec<RuleFigures>,
    /// Mean equal error rate over the measurable ones, and how many they are.
    pub mean_equal_error_rate: Option<f64>,
    pub measurable: usize,
    /// All kinds but the container together, then each kind.
    pub whole: Vec<WholeFigures>,
    /// By groups of people.
    pub fairness: Vec<GroupFigures>,
}

/// Evaluates and writes what came out.
pub fn evaluate(args: &EvaluateArgs, lang: Lang) -> Result<u8, Trouble> {
    let profile = load_profile(&args.profile)?;
    let photos = photos(&args.labels, args.measurements.as_deref(), lang)?;
    let mut out = stdout();
    if let Some(rule) = &args.rule {
        let entry = rules::by_id(rule).ok_or_else(|| told(UNKNOWN_RULE, &[("name", rule)]))?;
        write!(out, "{}", listing::of(entry.id, &photos, &profile))?;
        return Ok(0);
    }
    let figures = Figures::of(&photos, &profile);
    match args.format {
        EvaluationFormat::Json => {
            writeln!(out, "{}", serde_json::to_string_pretty(&figures).map_err(std::io::Error::from)?)?
        }
        EvaluationFormat::Text => write!(out, "{}", words::page(&figures, lang).to_text())?,
        EvaluationFormat::Markdown => write!(out, "{}", words::page(&figures, lang).to_markdown())?,
    }
    Ok(0)
}

/// The labelled photos with their measurements: those in the file if it is there; otherwise they are measured,
/// and written to the file.
pub fn photos(labels: &Path, file: Option<&Path>, lang: Lang) -> Result<Vec<Photo>, Trouble> {
    let trouble = |error| Trouble::Told(Message::same(format!("{}: {error}", labels.display())));
    let read = labels::read(labels).map_err(trouble)?;
    match file.filter(|file| file.exists()) {
        Some(file) => {
            let name = file.display().to_string();
            eprintln!("precheck: {}", lang.of(&filled(FROM_FILE, &[("file", &name)])));
            paired(read, measurements::load(file)?, &name)
        }
        None => {
            let models =
                ModelSet::embedded().map_err(|error| Trouble::Told(Message::same(error.to_string())))?;
            let files: Vec<&str> = read.iter().map(|label| label.file.as_str()).collect();
            let folder = labels.parent().unwrap_or(Path::new(""));
            let all = measurements::measure(folder, &files, &models)?;
            if let Some(file) = file {
                measurements::save(file, &all)?;
            }
            paired(read, all, "")
        }
    }
}

/// Every label with the measurements of its photo.
fn paired(labels: Vec<Label>, all: Vec<Measurements>, file: &str) -> Result<Vec<Photo>, Trouble> {
    let mut by_file: BTreeMap<String, Measurements> =
        all.into_iter().map(|measurements| (measurements.file.clone(), measurements)).collect();
    let pair = |label: Label| match by_file.remove(&label.file) {
        Some(measurements) => Ok(Photo { label, measurements }),
        None => Err(told(UNMEASURED, &[("file", file), ("photo", &label.file)])),
    };
    labels.into_iter().map(pair).collect()
}

fn filled(text: Text, words: &[(&str, &str)]) -> Message {
    let words: Vec<_> = words.iter().map(|(name, word)| ((*name).to_owned(), Message::same(*word))).collect();
    text.fill(&words)
}

fn told(text: Text, words: &[(&str, &str)]) -> Trouble {
    Trouble::Told(filled(text, words))
}

impl Figures {
    pub fn of(photos: &[Photo], profile: &Profile) -> Self {
        let single = rules::all().map(|entry| vec![entry.id.to_owned()]);
        let mut several: Vec<_> = photos
            .iter()
            .flat_map(|photo| &photo.label.faults)
            .filter(|fault| fault.len() > 1)
            .cloned()
            .collect();
        several.sort();
        several.dedup();
        let rules: Vec<_> =
            single.chain(several).map(|fault| RuleFigures::of(&fault, photos, profile)).collect();
        let rates: Vec<f64> = rules.iter().filter_map(|figures| figures.equal_error_rate).collect();
        let mut by_kind = BTreeMap::new();
        for photo in photos {
            *by_kind.entry(photo.label.kind).or_insert(0) += 1;
        }
        let kinds: Vec<Kind> = by_kind.keys().copied().collect();
        let with_people: Vec<Kind> = kinds.iter().copied().filter(|kind| *kind != Kind::Container).collect();
        let together = (with_people.len() > 1).then_some(with_people);
        let groups = together.into_iter().chain(kinds.iter().map(|kind| vec![*kind]));
        Self {
            profile: profile.id.clone(),
            sha256: profile.sha256.clone(),
            photos: by_kind,
            measurable: rates.len(),
            mean_equal_error_rate: (!rates.is_empty())
                .then(|| rounded(rates.iter().sum::<f64>() / rates.len() as f64)),
            rules,
            whole: groups.map(|kinds| WholeFigures::of(&kinds, photos, profile)).collect(),
            fairness: fairness::figures(photos, profile),
        }
    }
}
