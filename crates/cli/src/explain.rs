//! `precheck profiles`, `rules` and `explain`: lists the profiles and the rules, and documents a rule.

use crate::document::text_table;
use crate::exit::{CliError, SUCCESS};
use crate::lang::Lang;
use include_dir::{Dir, include_dir};
use portrait_precheck::profile::{self, Clause, Profile};
use portrait_precheck::rules::{self, RuleDef};
use precheck_foundation::json::EnumName;
use precheck_foundation::text::{LocalizedStr, LocalizedString};
use serde_json::Value;
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
const ENGLISH_ONLY: &str = "怎样测量、何时无法判断，目前只有英文说明：precheck explain {rule} --lang en";

/// What stands in a text where a report has a number or a name.
const LEFT_OPEN: &str = "…";

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

/// Prints how a rule measures, its texts for candidates, and the sentences of notices that it checks.
pub fn explain(id: &str, lang: Lang) -> Result<u8, CliError> {
    let Some(rule) = rules::by_id(id) else {
        return Err(CliError::text(UNKNOWN_RULE, &[("name", LocalizedString::same(id))]));
    };
    stdout().write_all(explanation(rule, lang).as_bytes())?;
    Ok(SUCCESS)
}

/// All of it in one language. The documentation is in English alone.
fn explanation(rule: &RuleDef, lang: Lang) -> String {
    let mut lines = vec![format!("{} · {}", rule.id, lang.text(rule.name)), String::new()];
    if lang == Lang::En {
        lines.push(in_english(&documentation(rule.id)));
    }
    lines.push(lang.text(WHEN_IT_FAILS).to_owned());
    lines.push(format!("  {}", without_placeholders(lang.text(rule.fail))));
    lines.push(format!("  → {}", without_placeholders(lang.text(rule.advice))));
    lines.extend([String::new(), lang.text(ENFORCES).to_owned()]);
    for profile in profile::builtins() {
        let own = profile.clauses.iter().filter(|clause| clause.rule.is_some_and(|own| own.id == rule.id));
        lines.extend(own.map(|clause| format!("  {}", enforced(&profile, clause, lang))));
    }
    if lang == Lang::Zh {
        lines.extend([String::new(), ENGLISH_ONLY.replace("{rule}", rule.id)]);
    }
    lines.join("\n") + "\n"
}

/// A sentence with the profile, the severity and the limits.
fn enforced(profile: &Profile, clause: &Clause, lang: Lang) -> String {
    let sentence = lang.sentence(&clause.sentence, &clause.english);
    let limits = match clause.demand {
        Some(_) => in_one_language(&clause.limits, lang).to_string(),
        None => String::new(),
    };
    let severity = clause.severity.name();
    format!("{} ({severity}): {sentence} {limits}", profile.id).trim_end().to_owned()
}

/// Limits with the names in them, such as those of colours, in this language.
fn in_one_language(limits: &Value, lang: Lang) -> Value {
    match limits {
        Value::Object(members) => match (members.get("zh"), members.get("en"), lang) {
            (Some(zh), Some(_), Lang::Zh) => zh.clone(),
            (Some(_), Some(en), Lang::En) => en.clone(),
            _ => members.iter().map(|(name, member)| (name.clone(), in_one_language(member, lang))).collect(),
        },
        Value::Array(items) => items.iter().map(|item| in_one_language(item, lang)).collect(),
        other => other.clone(),
    }
}

/// A text of a report with [`LEFT_OPEN`] for each `{placeholder}`.
fn without_placeholders(text: &str) -> String {
    let mut parts = text.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + LEFT_OPEN + part.split_once('}').map_or(part, |(_, rest)| rest))
}

/// The documentation without the Chinese sentence that it begins with.
fn in_english(documentation: &str) -> String {
    let quoted = documentation.starts_with('「');
    let rest = documentation.split_once(" — ").filter(|_| quoted).map(|(_, rest)| rest);
    rest.unwrap_or(documentation).to_owned()
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
    #[test]
    fn a_rule_is_explained_in_one_language_without_placeholders() {
        let is_chinese =
            |c: char| ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c);
        let is_english = |line: &str| {
            let words = line.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_lowercase()));
            words.count() >= 4 && !line.contains(is_chinese)
        };
        let mut wrong = Vec::new();
        for rule in rules::all() {
            let (zh, en) = (explanation(rule, Lang::Zh), explanation(rule, Lang::En));
            wrong.extend(zh.lines().filter(|line| is_english(line)).map(str::to_owned));
            wrong.extend(en.lines().filter(|line| line.contains(is_chinese)).map(str::to_owned));
            let open =
                |line: &&str| line.contains("{value}") || line.contains("{m") || line.contains("{name}");
            wrong.extend([zh, en].iter().flat_map(|text| text.lines().filter(open)).map(str::to_owned));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
