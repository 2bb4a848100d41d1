//! The command: stored measurements in, limits and their errors out.

use super::folds::{FOLDS, folds};
use super::limit::Limit;
use crate::Trouble;
use crate::args::{Rates, TuneArgs};
use crate::check::load_profile;
use crate::evaluate::figures::Figures;
use crate::evaluate::labels::Truth;
use crate::evaluate::page::{Page, written};
use crate::evaluate::photo::{self, Photo};
use crate::evaluate::rule_figures::{RuleFigures, clause_of};
use crate::evaluate::score::Score;
use crate::evaluate::statistics::Share;
use crate::evaluate::whole_figures::WholeFigures;
use crate::evaluate::words;
use crate::lang::Lang;
use portrait_precheck::Profile;
use portrait_precheck::profile::Severity;
use portrait_precheck::rules::{self, Entry, Group};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{self, Write, stdout};

/// The limits of some rules.
type Limits = BTreeMap<&'static str, Limit>;

const TITLE: LocalizedStr = LocalizedStr { zh: "限值建议", en: "Proposed limits" };
const EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "每条规则：好照片至多误报 {rate}（reject 级）或 {warn_rate}（其他）时的限值；好与有问题的照片之间有空隙时取其中点（*）。漏报、误报为五折交叉（同一人只在一折）汇总：每折用其余四折定出的限值判断。文件类规则照旧。只在“a|b”标注中出现的规则，以这些照片为有问题的照片（†），其中有些也许只是另一条规则的问题。",
    en: "For each rule the limit at which at most {rate} (at reject level) or {warn_rate} (otherwise) of the good photos fail; where good and faulty photos leave a gap, its middle (*). Missed and false alarms are pooled over five folds by person, each judged by limits from the other four. Rules about the file keep their limits. Rules that are labelled as `a|b` only take those photos as faulty (†), though some may have the other fault.",
};
const COLUMNS: [LocalizedStr; 5] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "现有限值", en: "limits now" },
    LocalizedStr { zh: "建议限值", en: "proposed" },
    LocalizedStr { zh: "漏报（折外）", en: "missed out of fold" },
    LocalizedStr { zh: "误报（折外）", en: "false alarms out of fold" },
];
const WHOLE: LocalizedStr = LocalizedStr { zh: "整张照片，折外", en: "The whole photo, out of fold" };

/// What came out.
#[derive(Serialize)]
struct Tuned {
    rates: Rates,
    rules: Vec<Proposal>,
    /// How whole photos end, each judged by limits from the other folds.
    whole: Vec<WholeFigures>,
}

/// The limit that is proposed for one rule.
#[derive(Serialize)]
struct Proposal {
    rule: &'static str,
    /// The profile's own.
    now: Option<Value>,
    proposed: Value,
    in_a_gap: bool,
    /// Whether photos that another rule may tell of as well stand in for faulty ones.
    stand_ins: bool,
    missed: Option<Share>,
    false_alarms: Share,
}

/// Proposes limits and writes how they do.
pub fn tune(args: &TuneArgs, lang: Lang) -> Result<u8, Trouble> {
    let profile = load_profile(&args.profile)?;
    let photos = photo::labelled(&args.labels, args.measurements.as_deref(), &profile, lang)?;
    let judged = out_of_fold(&photos, &profile, args.rates);
    let proposed = limits(&photos.iter().collect::<Vec<_>>(), &profile, args.rates);
    let rules = proposed.iter().map(|(rule, limit)| Proposal::of(rule, limit, &judged, &profile)).collect();
    let whole = Figures::of(&judged, &[], &profile).whole;
    let tuned = Tuned { rates: args.rates, rules, whole };
    let text = written(&tuned, &tuned.page(lang), args.format).map_err(io::Error::from)?;
    write!(stdout(), "{text}")?;
    Ok(0)
}

/// The limits that these photos propose.
fn limits(photos: &[&Photo], profile: &Profile, rates: Rates) -> Limits {
    let tuned = rules::all().filter(|rule| rule.group != Group::File);
    tuned.filter_map(|rule: &Entry| Some((rule.id, limit(rule.id, photos, profile, rates)?))).collect()
}

fn limit(rule: &str, photos: &[&Photo], profile: &Profile, rates: Rates) -> Option<Limit> {
    let fault = [rule.to_owned()];
    let values = |belongs: &dyn Fn(&Photo) -> bool| -> Vec<f64> {
        let own = photos.iter().filter(|photo| belongs(photo));
        own.filter_map(|photo| photo.measurements.value(rule)).collect()
    };
    let good = values(&|photo| photo.label.truth(&fault) == Truth::Good);
    let mut faulty = values(&|photo| photo.label.truth(&fault) == Truth::Faulty);
    if faulty.is_empty() {
        faulty = values(&|photo| is_faulty_with_others(photo, rule));
    }
    let told = || Score::told_by(&good, &faulty);
    let clause = clause_of(profile, rule);
    let score = clause.and_then(Score::judged_by).unwrap_or_else(told);
    let rejects = clause.is_some_and(|clause| clause.severity == Severity::Reject);
    let rate = if rejects { rates.rate } else { rates.warn_rate };
    Limit::propose(score, &good, &faulty, rate)
}

/// Whether the only fault is one of which this rule or another has to tell.
fn is_faulty_with_others(photo: &Photo, rule: &str) -> bool {
    let [fault] = photo.label.faults.as_slice() else { return false };
    fault.len() > 1 && fault.iter().any(|name| name == rule)
}

/// Every photo as limits from the other folds judge it.
fn out_of_fold(photos: &[Photo], profile: &Profile, rates: Rates) -> Vec<Photo> {
    let folds = folds(photos);
    let of_others = |fold| -> Vec<&Photo> {
        photos.iter().zip(&folds).filter(|(_, own)| **own != fold).map(|(photo, _)| photo).collect()
    };
    let by_fold: Vec<Limits> = (0..FOLDS).map(|fold| limits(&of_others(fold), profile, rates)).collect();
    let judged = photos.iter().zip(&folds).filter_map(|(photo, fold)| {
        let limits = by_fold.get(*fold)?;
        Some(photo.judged_again(profile, |clause, value| {
            match clause.rule.and_then(|rule| limits.get(rule.id)) {
                Some(limit) => Some(limit.judge(value)),
                None => clause.judge.as_ref().map(|judge| judge(value)),
            }
        }))
    });
    judged.collect()
}

impl Proposal {
    /// `judged` are all photos as limits from the other folds judge them.
    fn of(rule: &'static str, limit: &Limit, judged: &[Photo], profile: &Profile) -> Self {
        let own = RuleFigures::of(&vec![rule.to_owned()], judged, profile);
        let several = photo::faults(judged).into_iter().find(|f| f.len() > 1 && f.iter().any(|r| r == rule));
        let stood_in = several.filter(|_| own.faulty == 0);
        let stand_ins = stood_in.is_some();
        let figures = stood_in.map_or(own, |fault| RuleFigures::of(&fault, judged, profile));
        let now = clause_of(profile, rule).filter(|clause| clause.judge.is_some());
        Self {
            rule,
            now: now.map(|clause| clause.limits.clone()),
            proposed: limit.to_json(),
            in_a_gap: limit.in_a_gap,
            stand_ins,
            missed: figures.missed,
            false_alarms: figures.false_alarms,
        }
    }

    fn row(&self) -> Vec<String> {
        let mark = |yes, mark| if yes { mark } else { "" };
        vec![
            format!("{}{}", self.rule, mark(self.stand_ins, "†")),
            self.now.as_ref().map_or("-".to_owned(), Value::to_string),
            format!("{}{}", self.proposed, mark(self.in_a_gap, "*")),
            self.missed.map_or("-".to_owned(), words::shown),
            words::shown(self.false_alarms),
        ]
    }
}

impl Tuned {
    /// The page for people.
    fn page(&self, lang: Lang) -> Page {
        let mut page = Page::default();
        page.heading(lang.fixed(TITLE));
        let share = |name: &str, rate: f64| {
            (name.to_owned(), LocalizedString::same(format!("{:.1} %", 100.0 * rate)))
        };
        let rates = [share("rate", self.rates.rate), share("warn_rate", self.rates.warn_rate)];
        page.words(lang.of(&EXPLAINED.fill(&rates)));
        page.table(words::rows(lang, &COLUMNS, self.rules.iter().map(Proposal::row)));
        page.heading(lang.fixed(WHOLE));
        page.table(words::whole_rows(&self.whole, lang));
        page
    }
}
