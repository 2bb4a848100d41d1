//! Reports for people: the decision first, then what to mend, then the rest in short. What stands before each
//! line tells it apart without colour.

use super::Output;
use crate::check::Tally;
use crate::lang::Lang;
use crate::wrap::wrapped;
use console::{Style, Term};
use portrait_precheck::profile::{Kind, Severity};
use portrait_precheck::rules::{self, Unit};
use portrait_precheck::scene::Unmeasurable;
use portrait_precheck::{Decision, Finding, Outcome, Profile, Report};
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::io::{self, Stdout, Write, stdout};
use std::path::Path;

/// Longer lines are tiring to read, however wide the window is.
const WIDEST: usize = 100;

/// The columns before a text, for its mark.
const INDENT: usize = 4;

const ACCEPTED: LocalizedStr = LocalizedStr {
    zh: "合格：电脑能检查的必备要求全部符合。",
    en: "Accepted: whatever a computer can check and the notice insists on is fine.",
};
const REJECTED: LocalizedStr =
    LocalizedStr { zh: "不合格：有 {count} 处必须修改。", en: "Rejected: {count} to mend." };
const UNDECIDED: LocalizedStr = LocalizedStr {
    zh: "尚不能判定：没有发现必须修改之处，但有 {count} 项必备要求暂时无法检查。",
    en: "Undecided: nothing has to be mended, but {count} of the notice's demands could not be checked.",
};
const MUST: LocalizedStr = LocalizedStr { zh: "必须修改", en: "Has to be mended" };
const SHOULD: LocalizedStr = LocalizedStr { zh: "可能通不过审核", en: "May not be approved" };
const BETTER: LocalizedStr = LocalizedStr { zh: "建议改进", en: "Would be better otherwise" };
const NOTICE: LocalizedStr =
    LocalizedStr { zh: "公告要求：「{sentence}」", en: "The notice: “{sentence}”" };
const NOT_ASSESSED: LocalizedStr =
    LocalizedStr { zh: "暂时无法检查（{because}）", en: "Could not be checked ({because})" };
const FOR_HUMAN: LocalizedStr = LocalizedStr {
    zh: "由审核人员判断，请自行核对",
    en: "Judged by a reviewer; please look yourself",
};
const INFORMATION: LocalizedStr = LocalizedStr { zh: "请注意", en: "Please note" };
const FINE: LocalizedStr = LocalizedStr { zh: "符合要求", en: "Fine" };
const PIXELS: LocalizedStr = LocalizedStr { zh: "像素", en: "pixels" };
const TALLY: LocalizedStr = LocalizedStr {
    zh: "共 {all} 张照片：合格 {accepted}，不合格 {rejected}，尚不能判定 {undecided}，无法读取 {unreadable}。",
    en: "{all} photos: {accepted} accepted, {rejected} rejected, {undecided} undecided, {unreadable} unreadable.",
};

/// Reports in words.
pub struct InWords<'a> {
    out: Stdout,
    width: usize,
    lang: Lang,
    profile: &'a Profile,
    photos: usize,
}

impl<'a> InWords<'a> {
    /// Wraps lines only where a terminal shows them, so that they can be searched otherwise.
    pub fn new(lang: Lang, profile: &'a Profile) -> Self {
        let terminal = Term::stdout();
        let width = if terminal.is_term() { usize::from(terminal.size().1).min(WIDEST) } else { usize::MAX };
        Self { out: stdout(), width, lang, profile, photos: 0 }
    }

    fn facts(&mut self, report: &Report) -> io::Result<()> {
        let photo = &report.photo;
        let size = Unit::Bytes.show(photo.bytes as f64);
        write!(self.out, "  {} · {}", photo.format.to_uppercase(), self.lang.of(&size))?;
        if let (Some(width), Some(height)) = (photo.width, photo.height) {
            write!(self.out, " · {width}×{height} {}", self.lang.fixed(PIXELS))?;
        }
        writeln!(self.out)
    }

    fn decision(&mut self, report: &Report) -> io::Result<()> {
        let (mark, style, text, counted) = match report.decision {
            Decision::Accepted => ("✓", Style::new().green(), ACCEPTED, Outcome::Pass),
            Decision::Rejected => ("✗", Style::new().red(), REJECTED, Outcome::Fail),
            Decision::Undecided => ("?", Style::new().yellow(), UNDECIDED, Outcome::NotAssessed),
        };
        let count = with_outcome(report, counted).filter(|f| f.severity == Severity::Reject).count();
        let text = text.fill(&[("count".to_owned(), LocalizedString::same(count.to_string()))]);
        let text = wrapped(self.lang.of(&text), INDENT, self.width);
        writeln!(self.out, "  {}", style.bold().apply_to(format!("{mark} {text}")))
    }

    /// What fails at this level, each with what to do and the sentence that asks for it.
    fn failing(
        &mut self,
        report: &Report,
        severity: Severity,
        mark: &str,
        title: LocalizedStr,
    ) -> io::Result<()> {
        let failing: Vec<_> =
            with_outcome(report, Outcome::Fail).filter(|finding| finding.severity == severity).collect();
        if failing.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {}", self.lang.fixed(title))?;
        for finding in failing {
            let sentence = ("sentence".to_owned(), self.sentence(finding));
            self.item(mark, self.lang.of(&finding.message))?;
            if let Some(advice) = &finding.advice {
                self.item("→", self.lang.of(advice))?;
            }
            self.item(" ", self.lang.of(&NOTICE.fill(&[sentence])))?;
        }
        Ok(())
    }

    /// What could not be told, one list a reason.
    fn not_assessed(&mut self, report: &Report) -> io::Result<()> {
        let mut reasons: Vec<Unmeasurable> = Vec::new();
        for reason in with_outcome(report, Outcome::NotAssessed).filter_map(|finding| finding.because) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        for reason in reasons {
            let title = NOT_ASSESSED.fill(&[("because".to_owned(), reason.text().into())]);
            let names = self.names(report.findings.iter().filter(|f| f.because == Some(reason)));
            self.listed("?", self.lang.of(&title), &names)?;
        }
        Ok(())
    }

    /// The notice's own words, one line a sentence.
    fn sentences(&mut self, kind: Kind, mark: &str, title: LocalizedStr) -> io::Result<()> {
        let of_kind: Vec<_> = self.profile.clauses.iter().filter(|clause| clause.kind == kind).collect();
        if of_kind.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {}", self.lang.fixed(title))?;
        of_kind.into_iter().try_for_each(|clause| self.item(mark, self.lang.clause(clause)))
    }

    fn listed(&mut self, mark: &str, title: &str, names: &[&str]) -> io::Result<()> {
        if names.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n  {title}")?;
        self.item(mark, &names.join(self.lang.semicolon()))
    }

    fn item(&mut self, mark: &str, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {mark} {}", wrapped(text, INDENT, self.width))
    }

    fn names<'f>(&self, findings: impl Iterator<Item = &'f Finding>) -> Vec<&'static str> {
        findings.filter_map(|f| rules::by_id(f.rule?)).map(|rule| self.lang.fixed(rule.name)).collect()
    }

    /// The sentence that the finding enforces; reports hold it in the notice's own words only.
    fn sentence(&self, finding: &Finding) -> LocalizedString {
        let mut clauses = self.profile.clauses.iter();
        let clause = clauses.find(|clause| clause.sentence == finding.sentence);
        LocalizedString::same(clause.map_or(finding.sentence.as_str(), |clause| self.lang.clause(clause)))
    }
}

impl Output for InWords<'_> {
    fn photo(&mut self, path: &Path, report: &Report) -> io::Result<()> {
        if self.photos > 0 {
            writeln!(self.out)?;
        }
        self.photos += 1;
        writeln!(self.out, "{}", Style::new().bold().apply_to(path.display()))?;
        self.facts(report)?;
        self.decision(report)?;
        self.failing(report, Severity::Reject, "✗", MUST)?;
        self.failing(report, Severity::Warn, "!", SHOULD)?;
        self.failing(report, Severity::Advise, "·", BETTER)?;
        self.not_assessed(report)?;
        let fine = self.names(with_outcome(report, Outcome::Pass));
        self.listed("✓", self.lang.fixed(FINE), &fine)
    }

    /// First the sentences that no photo changes, for no rule judges them.
    fn finish(&mut self, tally: &Tally) -> io::Result<()> {
        if self.photos > 0 {
            self.sentences(Kind::ForHuman, "○", FOR_HUMAN)?;
            self.sentences(Kind::Information, "i", INFORMATION)?;
        }
        let Tally { accepted, rejected, undecided, unreadable } = tally;
        let all = accepted + rejected + undecided + unreadable;
        if all > 1 {
            let counts = [
                ("all", &all),
                ("accepted", accepted),
                ("rejected", rejected),
                ("undecided", undecided),
                ("unreadable", unreadable),
            ];
            let words =
                counts.map(|(name, count)| (name.to_owned(), LocalizedString::same(count.to_string())));
            writeln!(self.out, "\n{}", self.lang.of(&TALLY.fill(&words)))?;
        }
        self.out.flush()
    }
}

fn with_outcome(report: &Report, outcome: Outcome) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(move |finding| finding.outcome == outcome)
}
