//! Reports for a spreadsheet: one row a photo.

use super::Output;
use crate::check::Tally;
use crate::lang::Lang;
use portrait_precheck::profile::Severity;
use portrait_precheck::{Decision, Finding, Outcome, Report};
use std::io::{self, Write};
use std::path::Path;

/// Tells spreadsheets that the table is UTF-8; without it they show Chinese as garbage.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 12] = [
    "file",
    "decision",
    "format",
    "width",
    "height",
    "bytes",
    "reject",
    "warn",
    "advise",
    "not_assessed",
    "advice",
    "sha256",
];

/// Reports as CSV. `reject`, `warn` and `advise` list the rules that fail at that level, `not_assessed` those
/// that could not be told; `advice` says what is wrong and what to do, in the chosen language.
pub struct Table<W: Write> {
    rows: csv::Writer<W>,
    lang: Lang,
}

impl<W: Write> Table<W> {
    pub fn new(mut out: W, lang: Lang) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut rows = csv::Writer::from_writer(out);
        rows.write_record(COLUMNS)?;
        Ok(Self { rows, lang })
    }

    fn advice(&self, report: &Report) -> String {
        let failing = report.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
        let texts = failing.flat_map(|finding| [Some(&finding.message), finding.advice.as_ref()]).flatten();
        texts.map(|text| self.lang.of(text)).collect::<Vec<_>>().join(" ")
    }
}

impl<W: Write> Output for Table<W> {
    fn photo(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        let photo = &report.photo;
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let failing = |severity| rules(report, |f| f.outcome == Outcome::Fail && f.severity == severity);
        self.rows.write_record([
            path.to_string_lossy().as_ref(),
            decision(report.decision),
            photo.format,
            &number(photo.width),
            &number(photo.height),
            &photo.bytes.to_string(),
            &failing(Severity::Reject),
            &failing(Severity::Warn),
            &failing(Severity::Advise),
            &rules(report, |f| f.outcome == Outcome::NotAssessed),
            &self.advice(report),
            &photo.sha256,
        ])?;
        self.rows.flush()
    }

    fn finish(&mut self, _: &Tally) -> io::Result<()> {
        self.rows.flush()
    }
}

fn rules(report: &Report, wanted: impl Fn(&Finding) -> bool) -> String {
    let findings = report.findings.iter().filter(|finding| wanted(finding));
    findings.filter_map(|finding| finding.rule).collect::<Vec<_>>().join(";")
}

/// As in the JSON.
fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Accepted => "accepted",
        Decision::Rejected => "rejected",
        Decision::Undecided => "undecided",
    }
}
