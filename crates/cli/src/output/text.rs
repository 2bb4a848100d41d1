//! Reports for people: first the decision, then what to change, then the rest in short. A symbol before each line
//! tells the kinds of lines apart without colour.

use super::{Output, Tally};
use crate::lang::Lang;
use console::{Style, Term};
use portrait_precheck::profile::{Kind, Severity};
use portrait_precheck::rules::{self, Unit};
use portrait_precheck::scene::Unmeasurable;
use portrait_precheck::{Decision, Finding, Outcome, Profile, Report};
use precheck_foundation::text::LocalizedStr;
use std::io::{self, Stdout, Write, stdout};
use std::path::Path;
use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WrapAlgorithm, fill};
use unicode_linebreak::linebreaks;

/// Longest line in columns, however wide the terminal: longer lines are tiring to read.
const MAX_WIDTH: usize = 100;

const ACCEPTED: LocalizedStr = LocalizedStr {
    zh: "合格：电脑能检查的必备要求全部符合。",
    en: "Accepted: the photo meets every mandatory requirement that a computer can check.",
};
const REJECTED: LocalizedStr = LocalizedStr {
    zh: "不合格：有 {count} 处必须修改。",
    en: "Rejected. Problems that must be fixed: {count}.",
};
const UNDECIDED: LocalizedStr = LocalizedStr {
    zh: "尚不能判定：没有发现必须修改之处，但有 {count} 项必备要求拿不准或无法检查。",
    en: "Undecided: no certain problem was found, but some mandatory requirements are in doubt or could not be checked: {count}.",
};
const MUST_FIX: LocalizedStr = LocalizedStr { zh: "必须修改", en: "Must be fixed" };
const MAY_FAIL: LocalizedStr = LocalizedStr { zh: "可能通不过审核", en: "May not pass the review" };
const DOUBTFUL: LocalizedStr =
    LocalizedStr { zh: "拿不准，请您自己看一看", en: "In doubt; please look for yourself" };
const SUGGESTIONS: LocalizedStr = LocalizedStr { zh: "建议改进", en: "Suggestions" };
const NOTICE: LocalizedStr =
    LocalizedStr { zh: "公告要求：「{sentence}」", en: "The notice says: “{sentence}”" };
const NOT_ASSESSED: LocalizedStr =
    LocalizedStr { zh: "暂时无法检查（{because}）", en: "Could not be checked ({because})" };
const FOR_HUMAN: LocalizedStr = LocalizedStr {
    zh: "由审核人员判断，请自行核对",
    en: "Decided by a reviewer; please check these yourself",
};
const INFORMATION: LocalizedStr = LocalizedStr { zh: "请注意", en: "Please note" };
const PASSED: LocalizedStr = LocalizedStr { zh: "符合要求", en: "Meets the requirements" };
const PIXELS: LocalizedStr = LocalizedStr { zh: "像素", en: "pixels" };
const TOTALS: LocalizedStr = LocalizedStr {
    zh: "共 {total} 张照片：合格 {accepted}，不合格 {rejected}，尚不能判定 {undecided}，无法读取 {unreadable}。",
    en: "{total} photos: {accepted} accepted, {rejected} rejected, {undecided} undecided, {unreadable} unreadable.",
};

/// Reports as text.
pub struct TextOutput<'a> {
    out: Stdout,
    width: usize,
    lang: Lang,
    profile: &'a Profile,
    photos: usize,
}

impl<'a> TextOutput<'a> {
    /// Wraps lines on a terminal only; elsewhere whole lines are easier to search.
    pub fn new(lang: Lang, profile: &'a Profile) -> Self {
        let terminal = Term::stdout();
        let columns = terminal.size().1;
        let width = if terminal.is_term() { usize::from(columns).min(MAX_WIDTH) } else { usize::MAX };
        Self { out: stdout(), width, lang, profile, photos: 0 }
    }

    /// Format, length and pixel size of the file.
    fn file_facts(&mut self, report: &Report) -> io::Result<()> {
        let photo = &report.photo;
        let size = Unit::Bytes.show(photo.bytes as f64);
        write!(self.out, "  {} · {}", photo.format.to_uppercase(), self.lang.message(&size))?;
        if let (Some(width), Some(height)) = (photo.width, photo.height) {
            write!(self.out, " · {width}×{height} {}", self.lang.text(PIXELS))?;
        }
        writeln!(self.out)
    }

    fn decision(&mut self, report: &Report) -> io::Result<()> {
        let (symbol, style, text, counted) = match report.decision {
            Decision::Accepted => ("✓", Style::new().green(), ACCEPTED, &[][..]),
            Decision::Rejected => ("✗", Style::new().red(), REJECTED, &[Outcome::Fail][..]),
            Decision::Undecided => {
                ("?", Style::new().yellow(), UNDECIDED, &[Outcome::Doubtful, Outcome::NotAssessed][..])
            }
        };
        let counts = |f: &&Finding| f.severity == Severity::Reject && counted.contains(&f.outcome);
        let count = report.findings.iter().filter(counts).count();
        let text = self.lang.fill(text, &[("count", &count.to_string())]);
        let item = item(symbol, &text, self.width);
        writeln!(self.out, "  {}", style.bold().apply_to(item.trim_start()))
    }

    /// What fails at this severity, each with what to do and the sentence of the notice.
    fn failures(
        &mut self,
        report: &Report,
        severity: Severity,
        symbol: &str,
        title: LocalizedStr,
    ) -> io::Result<()> {
        let failing = with_outcome(report, Outcome::Fail).filter(|finding| finding.severity == severity);
        self.list_to_mend(failing.collect(), symbol, title)
    }

    /// Findings with what to do and the sentence of the notice.
    fn list_to_mend(&mut self, findings: Vec<&Finding>, symbol: &str, title: LocalizedStr) -> io::Result<()> {
        if findings.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {}", self.lang.text(title))?;
        for finding in findings {
            self.item(symbol, self.lang.message(&finding.message))?;
            if let Some(advice) = &finding.advice {
                self.item("→", self.lang.message(advice))?;
            }
            let notice = self
                .lang
                .fill(NOTICE, &[("sentence", self.lang.sentence(&finding.sentence, &finding.english))]);
            self.item(" ", &notice)?;
        }
        Ok(())
    }

    /// What could not be checked, grouped by reason.
    fn not_assessed(&mut self, report: &Report) -> io::Result<()> {
        let mut reasons: Vec<Unmeasurable> = Vec::new();
        for reason in with_outcome(report, Outcome::NotAssessed).filter_map(|finding| finding.because) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        for reason in reasons {
            let title = self.lang.fill(NOT_ASSESSED, &[("because", self.lang.text(reason.text()))]);
            let names = self.rule_names(report.findings.iter().filter(|f| f.because == Some(reason)));
            self.list("?", &title, &names)?;
        }
        Ok(())
    }

    /// The sentences of the notice that are of this kind.
    fn sentences(&mut self, kind: Kind, symbol: &str, title: LocalizedStr) -> io::Result<()> {
        let of_kind: Vec<_> = self.profile.clauses.iter().filter(|clause| clause.kind == kind).collect();
        if of_kind.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {}", self.lang.text(title))?;
        of_kind
            .into_iter()
            .try_for_each(|clause| self.item(symbol, self.lang.sentence(&clause.sentence, &clause.english)))
    }

    fn list(&mut self, symbol: &str, title: &str, names: &[&str]) -> io::Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {title}")?;
        self.item(symbol, &names.join(self.lang.list_separator()))
    }

    fn item(&mut self, symbol: &str, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", item(symbol, text, self.width))
    }

    fn rule_names<'f>(&self, findings: impl Iterator<Item = &'f Finding>) -> Vec<&'static str> {
        findings.filter_map(|f| rules::by_id(f.rule?)).map(|rule| self.lang.text(rule.name)).collect()
    }
}

impl Output for TextOutput<'_> {
    fn report(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        if self.photos > 0 {
            writeln!(self.out)?;
        }
        self.photos += 1;
        writeln!(self.out, "{}", Style::new().bold().apply_to(path.display()))?;
        self.file_facts(report)?;
        self.decision(report)?;
        self.failures(report, Severity::Reject, "✗", MUST_FIX)?;
        self.failures(report, Severity::Warn, "!", MAY_FAIL)?;
        self.list_to_mend(with_outcome(report, Outcome::Doubtful).collect(), "?", DOUBTFUL)?;
        self.failures(report, Severity::Advise, "·", SUGGESTIONS)?;
        self.not_assessed(report)?;
        let passed = self.rule_names(with_outcome(report, Outcome::Pass));
        self.list("✓", self.lang.text(PASSED), &passed)
    }

    /// Sentences without a rule are the same for all photos and come once, at the end.
    fn finish(&mut self, tally: &Tally) -> io::Result<()> {
        if self.photos > 0 {
            self.sentences(Kind::ForHuman, "○", FOR_HUMAN)?;
            self.sentences(Kind::Information, "i", INFORMATION)?;
        }
        if tally.total() > 1 {
            let totals = self.lang.fill(
                TOTALS,
                &[
                    ("total", &tally.total().to_string()),
                    ("accepted", &tally.accepted.to_string()),
                    ("rejected", &tally.rejected.to_string()),
                    ("undecided", &tally.undecided.to_string()),
                    ("unreadable", &tally.unreadable.to_string()),
                ],
            );
            writeln!(self.out, "\n{totals}")?;
        }
        self.out.flush()
    }
}

fn with_outcome(report: &Report, outcome: Outcome) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |finding| finding.outcome == outcome)
}

/// `text` after its symbol, in lines of at most `width` columns where it can be broken, each indented by four.
fn item(symbol: &str, text: &str, width: usize) -> String {
    let indent = format!("  {symbol} ");
    let options = Options::new(width)
        .initial_indent(&indent)
        .subsequent_indent("    ")
        .word_separator(WordSeparator::Custom(words))
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(false);
    fill(text, options)
}

/// The pieces of a line between which it may be broken.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut start = 0;
    Box::new(linebreaks(line).map(move |(end, _)| Word::from(&line[std::mem::replace(&mut start, end)..end])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_readers_expect_it() {
        let cases = [
            ("short", 20, "  → short"),
            ("one two three", 12, "  → one two\n    three"),
            ("照片文件必须大于标准", 12, "  → 照片文件\n    必须大于\n    标准"),
            ("照片文件，必须", 12, "  → 照片文\n    件，必须"),
            ("照片文（约）件", 12, "  → 照片文\n    （约）件"),
            ("宽 480、高 640 像素", 12, "  → 宽 480、\n    高 640\n    像素"),
            ("unbreakable", 6, "  → unbreakable"),
            ("照片 anywhere", usize::MAX, "  → 照片 anywhere"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(text, width, lines)| (item("→", text, *width), *lines))
            .filter(|(actual, expected)| actual != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
