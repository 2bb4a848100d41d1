//! Reports for a spreadsheet: a CSV table with one row per photo.

use super::{Output, Tally};
use crate::lang::Lang;
use crate::spreadsheet::text_cell;
use ::csv::{QuoteStyle, Writer, WriterBuilder};
use portrait_precheck::profile::Severity;
use portrait_precheck::{Finding, Outcome, Report};
use precheck_foundation::json::EnumName;
use std::io::{self, Write};
use std::path::Path;

/// Marks the table as UTF-8; without it spreadsheets show Chinese as garbage.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

const COLUMNS: [&str; 13] = [
    "file",
    "decision",
    "format",
    "width",
    "height",
    "bytes",
    "reject",
    "warn",
    "advise",
    "doubtful",
    "not_assessed",
    "advice",
    "sha256",
];

/// Reports as CSV. `reject`, `warn` and `advise` list the rules that fail at that severity, `doubtful` those within the
/// margin of doubt, `not_assessed` those without a result; `advice` says in the chosen language what is wrong and what to do.
pub struct CsvOutput<W: Write> {
    rows: Writer<W>,
    lang: Lang,
}

impl<W: Write> CsvOutput<W> {
    pub fn new(mut out: W, lang: Lang) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut rows = WriterBuilder::new().quote_style(QuoteStyle::NonNumeric).from_writer(out);
        rows.write_record(COLUMNS)?;
        Ok(Self { rows, lang })
    }

    fn advice(&self, report: &Report) -> String {
        let failing = report.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
        let texts = failing.flat_map(|finding| [Some(&finding.message), finding.advice.as_ref()]).flatten();
        texts.map(|text| self.lang.message(text)).collect::<Vec<_>>().join(" ")
    }
}

impl<W: Write> Output for CsvOutput<W> {
    fn report(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        let photo = &report.photo;
        let number = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
        let failing = |severity| rules(report, |f| f.outcome == Outcome::Fail && f.severity == severity);
        self.rows.write_record([
            &text_cell(&path.to_string_lossy()),
            report.decision.name(),
            &photo.format,
            &number(photo.width),
            &number(photo.height),
            &photo.bytes.to_string(),
            &failing(Severity::Reject),
            &failing(Severity::Warn),
            &failing(Severity::Advise),
            &rules(report, |f| f.outcome == Outcome::Doubtful),
            &rules(report, |f| f.outcome == Outcome::NotAssessed),
            &text_cell(&self.advice(report)),
            &photo.sha256,
        ])?;
        self.rows.flush()
    }

    fn finish(&mut self, _: &Tally) -> io::Result<()> {
        self.rows.flush()
    }
}

/// The rules of the findings that match, separated by semicolons.
fn rules(report: &Report, matches: impl Fn(&Finding) -> bool) -> String {
    let findings = report.findings.iter().filter(|finding| matches(finding));
    findings.filter_map(|finding| finding.rule).collect::<Vec<_>>().join(";")
}
