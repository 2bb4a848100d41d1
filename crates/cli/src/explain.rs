//! `precheck profiles`, `rules` and `explain`: what there is, and what it means.

use crate::Trouble;
use crate::lang::Lang;
use console::{Alignment, pad_str};
use include_dir::{Dir, include_dir};
use portrait_precheck::profile::{self, Clause, Profile, Severity};
use portrait_precheck::rules;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::io::{Write, stdout};

/// The rules' files; their heads are their documentation.
static SOURCES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../src/rules");

const UNKNOWN_RULE: LocalizedStr = LocalizedStr {
    zh: "没有名为“{name}”的规则；precheck rules 列出全部规则。",
    en: "there is no rule `{name}`; `precheck rules` lists them all.",
};
const WHEN_IT_FAILS: LocalizedStr =
    LocalizedStr { zh: "不符合时这样告诉考生：", en: "What a candidate is told when it fails:" };
const ENFORCES: LocalizedStr =
    LocalizedStr { zh: "对应的公告要求：", en: "The sentences of notices that it enforces:" };

/// Lists the profiles.
pub fn profiles(lang: Lang) -> Result<u8, Trouble> {
    let rows: Vec<_> = profile::builtins()
        .map(|p| [p.id.clone(), p.version.clone(), lang.of(&p.title).to_owned()])
        .collect();
    in_columns(&rows)
}

/// Lists the rules.
pub fn rules(lang: Lang) -> Result<u8, Trouble> {
    let rows: Vec<_> =
        rules::all().map(|rule| [rule.id.to_owned(), lang.fixed(rule.name).to_owned()]).collect();
    in_columns(&rows)
}

/// Says what a rule measures, from the head of its file, and which sentences it enforces.
pub fn explain(id: &str, lang: Lang) -> Result<u8, Trouble> {
    let Some(rule) = rules::by_id(id) else {
        let words = [("name".to_owned(), LocalizedString::same(id))];
        return Err(Trouble::Told(UNKNOWN_RULE.fill(&words)));
    };
    let mut out = stdout();
    writeln!(out, "{} · {}\n", rule.id, lang.fixed(rule.name))?;
    writeln!(out, "{}", documentation(rule.id))?;
    writeln!(out, "{}", lang.fixed(WHEN_IT_FAILS))?;
    writeln!(out, "  {}", lang.fixed(rule.fail))?;
    writeln!(out, "  → {}", lang.fixed(rule.advice))?;
    writeln!(out, "\n{}", lang.fixed(ENFORCES))?;
    for profile in profile::builtins() {
        let own = profile.clauses.iter().filter(|c| c.rule.is_some_and(|r| r.id == rule.id));
        for clause in own {
            writeln!(out, "  {}", enforced(&profile, clause, lang))?;
        }
    }
    Ok(0)
}

fn enforced(profile: &Profile, clause: &Clause, lang: Lang) -> String {
    let sentence = lang.clause(clause);
    let limits = if clause.judge.is_some() { clause.limits.to_string() } else { String::new() };
    let severity = match clause.severity {
        Severity::Reject => "reject",
        Severity::Warn => "warn",
        Severity::Advise => "advise",
    };
    format!("{} ({severity}): {sentence} {limits}", profile.id).trim_end().to_owned()
}

/// The `//!` lines at the top of the rule's file.
fn documentation(id: &str) -> String {
    let file = SOURCES.get_file(format!("{}.rs", id.replace('-', "_")));
    let source = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let head = source.lines().map_while(|line| line.strip_prefix("//!"));
    head.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
}

fn in_columns<const COLUMNS: usize>(rows: &[[String; COLUMNS]]) -> Result<u8, Trouble> {
    let mut out = stdout();
    for row in rows {
        let padded = row.iter().enumerate().map(|(column, words)| {
            let width = rows.iter().map(|row| console::measure_text_width(&row[column])).max();
            pad_str(words, width.unwrap_or(0), Alignment::Left, None)
        });
        writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_head_with_the_four_parts() {
        let parts = ["「", "# What is measured", "# When it cannot tell", "# Known limits"];
        let lacking: Vec<_> = rules::all()
            .filter(|rule| !parts.iter().all(|part| documentation(rule.id).contains(part)))
            .map(|rule| rule.id)
            .collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}
