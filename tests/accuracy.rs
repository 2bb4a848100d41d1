//! How well the rules tell labelled faulty portraits from good ones. Reads the folder that
//! `PRECHECK_PORTRAITS` names (`labels.csv` and the files it lists); without it, says that it was skipped.
//!
//! The labels are the truth. What [`REACHED`] says was reached with the limits of the Beijing profile, and
//! may only become better.

use portrait_precheck::Inspection;
use portrait_precheck::models::NoModels;
use portrait_precheck::profile;
use portrait_precheck::rules::{self, Judge, Verdict};
use portrait_precheck::scene::Scene;
use std::path::{Path, PathBuf};
use std::{env, fmt, fs};

/// What a rule still has to reach.
struct Reached {
    rule: &'static str,
    /// Most faulty photos that may pass.
    missed: usize,
    /// Most good photos that may fail.
    false_alarms: usize,
    /// Most photos, good or faulty, of which it may not be able to tell.
    untold: usize,
}

const REACHED: [Reached; 9] = [
    Reached { rule: "sharpness", missed: 0, false_alarms: 0, untold: 0 },
    Reached { rule: "noise-free", missed: 0, false_alarms: 0, untold: 0 },
    Reached { rule: "compression-artifacts", missed: 0, false_alarms: 0, untold: 0 },
    Reached { rule: "not-too-dark", missed: 0, false_alarms: 0, untold: 0 },
    Reached { rule: "not-too-bright", missed: 0, false_alarms: 1, untold: 4 },
    Reached { rule: "dynamic-range", missed: 0, false_alarms: 0, untold: 0 },
    Reached { rule: "colour-picture", missed: 0, false_alarms: 1, untold: 0 },
    Reached { rule: "colour-cast-free", missed: 0, false_alarms: 3, untold: 4 },
    Reached { rule: "saturation-natural", missed: 2, false_alarms: 0, untold: 8 },
];

#[test]
fn rules_tell_faulty_portraits_from_good_ones_as_well_as_before() {
    let Some(folder) = env::var_os("PRECHECK_PORTRAITS").map(PathBuf::from) else {
        println!("skipped: PRECHECK_PORTRAITS names no folder with labelled portraits");
        return;
    };
    let mut figures: Vec<Figures> = REACHED.iter().map(|reached| Figures::new(reached.rule)).collect();
    for label in labels(&folder) {
        let bytes = fs::read(folder.join(&label.file)).expect("a labelled file can be read");
        let mut inspection = Inspection::open(bytes);
        let scene = inspection.measure(&NoModels);
        if scene.pixels().is_ok() {
            figures.iter_mut().for_each(|figures| figures.add(&label, scene));
        }
    }
    for figures in &figures {
        println!("{figures}");
    }
    let worse: Vec<_> =
        figures.iter().zip(&REACHED).filter(|(is, reached)| is.is_worse_than(reached)).collect();
    assert!(worse.is_empty(), "{}", worse.iter().map(|(is, _)| is.to_string()).collect::<String>());
}

/// A row of `labels.csv`.
struct Label {
    file: String,
    expected: Vec<String>,
    allowed: Vec<String>,
}

/// What a photo is for a rule.
enum Truth {
    Good,
    Faulty,
    Unlabelled,
}

fn labels(folder: &Path) -> Vec<Label> {
    let table = fs::read_to_string(folder.join("labels.csv")).expect("the folder has a labels.csv");
    let list = |column: Option<&str>| column.unwrap_or("").split(';').map(str::to_owned).collect();
    let row = |line: &str| {
        let mut columns = line.split(',');
        let file = columns.next().unwrap_or("").to_owned();
        let _expected_pass = columns.next();
        Label { file, expected: list(columns.next()), allowed: list(columns.next()) }
    };
    table.lines().skip(1).map(row).collect()
}

impl Label {
    /// Faulty photos have this fault alone, or beside a file that the fault made too small.
    fn truth(&self, rule: &str) -> Truth {
        let names = |list: &[String]| list.iter().any(|entry| entry.split('|').any(|name| name == rule));
        let others = self.expected.iter().filter(|fault| *fault != rule && *fault != "file-size").count();
        if others == 0 && self.expected.iter().any(|fault| fault == rule) {
            Truth::Faulty
        } else if names(&self.expected) || names(&self.allowed) || self.allowed.iter().any(|a| a == "*") {
            Truth::Unlabelled
        } else {
            Truth::Good
        }
    }
}

/// The numbers of a rule on all labelled photos, each with its file.
struct Figures {
    rule: &'static str,
    judge: Judge,
    good: Vec<(f64, String)>,
    faulty: Vec<(f64, String)>,
    untold: Vec<String>,
}

impl Figures {
    fn new(rule: &'static str) -> Self {
        let profile = profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker");
        let mut clauses = profile.clauses.into_iter();
        let clause = clauses.find(|clause| clause.rule.is_some_and(|entry| entry.id == rule));
        let judge = clause.and_then(|clause| clause.judge).expect("the profile sets limits for the rule");
        Self { rule, judge, good: Vec::new(), faulty: Vec::new(), untold: Vec::new() }
    }

    fn add(&mut self, label: &Label, scene: &Scene) {
        let group = match label.truth(self.rule) {
            Truth::Good => &mut self.good,
            Truth::Faulty => &mut self.faulty,
            Truth::Unlabelled => return,
        };
        let measurement = rules::by_id(self.rule).and_then(|entry| entry.measurement.as_ref());
        match measurement.map(|measurement| (measurement.measure)(scene)) {
            Some(Ok(measured)) => group.push((measured.value, label.file.clone())),
            _ => self.untold.push(label.file.clone()),
        }
    }

    fn missed(&self) -> Vec<&str> {
        self.judged(&self.faulty, Verdict::Pass)
    }

    fn false_alarms(&self) -> Vec<&str> {
        self.judged(&self.good, Verdict::Fail)
    }

    fn judged<'a>(&self, photos: &'a [(f64, String)], verdict: Verdict) -> Vec<&'a str> {
        photos
            .iter()
            .filter(|(value, _)| (self.judge)(*value) == verdict)
            .map(|(_, file)| file.as_str())
            .collect()
    }

    fn is_worse_than(&self, reached: &Reached) -> bool {
        self.missed().len() > reached.missed
            || self.false_alarms().len() > reached.false_alarms
            || self.untold.len() > reached.untold
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: good {}; faulty {}", self.rule, spread(&self.good), spread(&self.faulty))?;
        writeln!(f, "  missed {:?}", self.missed())?;
        writeln!(f, "  false alarms {:?}", self.false_alarms())?;
        writeln!(f, "  cannot tell {:?}", self.untold)
    }
}

/// Number, and quantiles 0, 1, 50, 99 and 100 %.
fn spread(photos: &[(f64, String)]) -> String {
    let mut values: Vec<f64> = photos.iter().map(|(value, _)| *value).collect();
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let quantiles =
        [0, 1, 50, 99, 100].map(|percent| values.get(last * percent / 100).copied().unwrap_or(f64::NAN));
    format!("{} photos, {quantiles:?}", values.len())
}
