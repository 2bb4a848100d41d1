//! The command: reads measurements, writes proposed limits and their error rates.

use crate::args::TuneArgs;
use crate::document::{Document, render};
use crate::evaluate::cells::{proportion, table};
use crate::evaluate::cross_validation::judged_by_others;
use crate::evaluate::folds::folds;
use crate::evaluate::limit::Limit;
use crate::evaluate::metrics::whole_photos;
use crate::evaluate::people_tables::complying_table;
use crate::evaluate::photo::{self, Photo};
use crate::evaluate::photo_metrics::PhotoMetrics;
use crate::evaluate::rule_metrics::{RuleMetrics, clause_of};
use crate::evaluate::statistics::Proportion;
use crate::evaluate::tuning::limits;
use crate::exit::{CliError, SUCCESS};
use crate::inputs::load_budgeted;
use crate::lang::Lang;
use portrait_precheck::Profile;
use portrait_precheck::profile::Budget;
use precheck_foundation::text::LocalizedStr;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write, stdout};

const TITLE: LocalizedStr = LocalizedStr { zh: "限值建议", en: "Proposed limits" };
const EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "每条规则：好照片至多误报 {rejected}（reject 级，合起来至多让同样份额的合格照片不通过）或 {warned}（其他）时的限值；只能由真实照片证明的规则另有存疑范围（±），由各规则分摊，与其余规则现有的存疑范围合起来至多让 {doubtful} 的合格照片存疑。这些上限写在公告文件的 budget 中。好与有问题的照片之间有空隙时取其中点（*）。漏报、误报为五折交叉（同一人只在一折）汇总：每折用其余四折定出的限值判断。文件类规则照旧。只在“a|b”标注中出现的规则，以这些照片为有问题的照片（†），其中有些也许只是另一条规则的问题。",
    en: "For each rule the limit at which at most {rejected} (at reject level, and of complying photos by all these rules together) or {warned} (otherwise) of the good photos fail. Rules that only photographs can prove leave some in doubt (±), so that by them and the other rules' present margins together at most {doubtful} of the complying photos are. These shares are the profile's `budget`. Where there is a gap between good and faulty photos, its middle (*). Missed and false alarms are counted out of fold: the people are divided into five folds, and each is judged by limits from the other four. Rules about the file are left out. For rules that occur in labels `a|b` only, those photos count as faulty (†), though some may have the other fault.",
};
const COLUMNS: [LocalizedStr; 5] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "现有限值", en: "limits now" },
    LocalizedStr { zh: "建议限值", en: "proposed" },
    LocalizedStr { zh: "漏报（折外）", en: "missed out of fold" },
    LocalizedStr { zh: "误报（折外）", en: "false alarms out of fold" },
];
const WHOLE: LocalizedStr = LocalizedStr { zh: "整张照片，折外", en: "The whole photo, out of fold" };

/// The proposed limits, and how they judge people on whom they were not set.
#[derive(Serialize)]
struct Proposals {
    rules: Vec<Proposal>,
    /// Metrics of whole photos, each judged by limits from the other folds.
    whole: Vec<PhotoMetrics>,
}

/// The limit that is proposed for one rule.
#[derive(Serialize)]
struct Proposal {
    rule: &'static str,
    /// The profile's present limits.
    now: Option<Value>,
    proposed: Value,
    margin: f64,
    in_a_gap: bool,
    /// Whether the faulty photos are those labelled `a|b`, of which another rule may be the one to fail.
    shared_faults: bool,
    missed: Option<Proportion>,
    false_alarms: Proportion,
}

/// Proposes limits and prints them with their error rates.
pub fn tune(args: &TuneArgs, lang: Lang) -> Result<u8, CliError> {
    let (profile, budget) = load_budgeted(&args.labelled.profile)?;
    let photos = photo::labelled_photos(&args.labelled, &profile, lang)?;
    let judged = judged_by_others(&photos, &folds(&photos), &profile, budget, |_| true);
    let proposed = limits(&photos.iter().collect::<Vec<_>>(), &profile, budget);
    let rules = proposed.iter().map(|(rule, limit)| Proposal::of(rule, limit, &judged, &profile)).collect();
    let whole = whole_photos(&judged, &profile);
    let proposals = Proposals { rules, whole };
    let text = render(&proposals, &proposals.document(budget, lang), args.labelled.format);
    stdout().write_all(text.map_err(io::Error::from)?.as_bytes())?;
    Ok(SUCCESS)
}

impl Proposal {
    /// `judged` are all photos, each judged by limits from the other folds.
    fn of(rule: &'static str, limit: &Limit, judged: &[Photo], profile: &Profile) -> Self {
        let all: Vec<&Photo> = judged.iter().collect();
        let own = RuleMetrics::of(&vec![rule.to_owned()], &all, profile);
        let shared = photo::faults(judged).into_iter().find(|f| f.len() > 1 && f.iter().any(|r| r == rule));
        let shared = shared.filter(|_| own.faulty == 0);
        let shared_faults = shared.is_some();
        let metrics = shared.map_or(own, |fault| RuleMetrics::of(&fault, &all, profile));
        let now = clause_of(profile, rule).filter(|clause| clause.demand.is_some());
        Self {
            rule,
            now: now.map(|clause| clause.limits.clone()),
            proposed: limit.to_json(),
            margin: limit.margin(),
            in_a_gap: limit.in_a_gap,
            shared_faults,
            missed: metrics.missed,
            false_alarms: metrics.false_alarms,
        }
    }

    fn row(&self) -> Vec<String> {
        let margin = if self.margin > 0.0 { format!(" ± {}", self.margin) } else { String::new() };
        let mark = |yes, mark| if yes { mark } else { "" };
        vec![
            format!("{}{}", self.rule, mark(self.shared_faults, "†")),
            self.now.as_ref().map_or("-".to_owned(), Value::to_string),
            format!("{}{}{}", self.proposed, margin, mark(self.in_a_gap, "*")),
            self.missed.map_or("-".to_owned(), proportion),
            proportion(self.false_alarms),
        ]
    }
}

impl Proposals {
    fn document(&self, budget: Budget, lang: Lang) -> Document {
        let mut document = Document::default();
        document.heading(lang.text(TITLE));
        let percent = |rate: f64| format!("{:.1} %", 100.0 * rate);
        let Budget { doubtful, wrongly_rejected, wrongly_warned } = budget;
        let (doubtful, rejected, warned) =
            (percent(doubtful), percent(wrongly_rejected), percent(wrongly_warned));
        let shares = [("doubtful", &*doubtful), ("rejected", &rejected), ("warned", &warned)];
        document.paragraph(lang.fill(EXPLAINED, &shares));
        document.table(table(lang, &COLUMNS, self.rules.iter().map(Proposal::row)));
        document.heading(lang.text(WHOLE));
        document.table(complying_table(&self.whole, lang));
        document
    }
}
