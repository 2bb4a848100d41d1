//! `precheck profiles`, `rules` and `explain`: lists the profiles and the rules, and documents a rule.

use crate::document::text_table;
use crate::exit::{CliError, SUCCESS};
use crate::lang::Lang;
use include_dir::{Dir, include_dir};
use portrait_precheck::profile::{self, Clause, Profile};
use portrait_precheck::rules;
use precheck_foundation::json::EnumName;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use std::io::{Write, stdout};

/// The source files of the rules; their header comments are the documentation of the rules.
static SOURCES: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../src/rules");

const UNKNOWN_RULE: LocalizedStr = LocalizedStr {
    zh: "没有名为“{name}”的规则；precheck rules 列出全部规则。",
    en: "there is no rule `{name}`; `precheck rules` lists all rules.",
};
const WHEN_IT_FAILS: LocalizedStr =
    LocalizedStr { zh: "不符合时给考生的提示：", en: "Shown to the candidate when it fails:" };
const ENFORCES: LocalizedStr =
    LocalizedStr { zh: "对应的公告要求：", en: "Sentences of notices that it checks:" };

/// Lists the profiles.
pub fn profiles(lang: Lang) -> Result<u8, CliError> {
    let rows: Vec<_> = profile::builtins()
        .map(|p| vec![p.id.clone(), p.version.clone(), lang.message(&p.title).to_owned()])
        .collect();
    print_table(&rows)
}

/// Lists the rules.
pub fn rules(lang: Lang) -> Result<u8, CliError> {
    let rows: Vec<_> =
        rules::all().map(|rule| vec![rule.id.to_owned(), lang.text(rule.name).to_owned()]).collect();
    print_table(&rows)
}

/// Prints a rule's documentation, its texts for candidates, and the sentences of notices that it checks.
pub fn explain(id: &str, lang: Lang) -> Result<u8, CliError> {
    let Some(rule) = rules::by_id(id) else {
        return Err(CliError::text(UNKNOWN_RULE, &[("name", LocalizedString::same(id))]));
    };
    let mut out = stdout();
    writeln!(out, "{} · {}\n", rule.id, lang.text(rule.name))?;
    writeln!(out, "{}", documentation(rule.id))?;
    writeln!(out, "{}", lang.text(WHEN_IT_FAILS))?;
    writeln!(out, "  {}", lang.text(rule.fail))?;
    writeln!(out, "  → {}", lang.text(rule.advice))?;
    writeln!(out, "\n{}", lang.text(ENFORCES))?;
    for profile in profile::builtins() {
        let own = profile.clauses.iter().filter(|c| c.rule.is_some_and(|r| r.id == rule.id));
        for clause in own {
            writeln!(out, "  {}", enforced(&profile, clause, lang))?;
        }
    }
    Ok(SUCCESS)
}

/// A sentence with the profile, the severity and the limits.
fn enforced(profile: &Profile, clause: &Clause, lang: Lang) -> String {
    let sentence = lang.sentence(&clause.sentence, &clause.english);
    let limits = if clause.demand.is_some() { clause.limits.to_string() } else { String::new() };
    let severity = clause.severity.name();
    format!("{} ({severity}): {sentence} {limits}", profile.id).trim_end().to_owned()
}

/// The `//!` lines at the top of the source file of the rule.
fn documentation(id: &str) -> String {
    let file = SOURCES.get_file(format!("{}.rs", id.replace('-', "_")));
    let source = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
    let header = source.lines().map_while(|line| line.strip_prefix("//!"));
    header.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect()
}

fn print_table(rows: &[Vec<String>]) -> Result<u8, CliError> {
    stdout().write_all(text_table(rows).as_bytes())?;
    Ok(SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_file_has_a_header_with_the_four_parts() {
        let parts = ["「", "# What is measured", "# When it cannot tell", "# Known limits"];
        let lacking: Vec<_> = rules::all()
            .filter(|rule| !parts.iter().all(|part| documentation(rule.id).contains(part)))
            .map(|rule| rule.id)
            .collect();
        assert!(lacking.is_empty(), "{lacking:?}");
    }
}
