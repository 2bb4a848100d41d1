//! `precheck profile`: writes, checks and explains profiles.

use crate::args::ProfileCommand;
use crate::evaluate::statistics::rounded;
use crate::exit::{CliError, REJECTED, SUCCESS};
use crate::inputs::load_document;
use crate::lang::Lang;
use portrait_precheck::profile::reference::{json_schema, markdown, template};
use portrait_precheck::profile::{Budget, Clause, Document, Stage, Wording, published_profile};
use portrait_precheck::rules;
use precheck_foundation::json::EnumName;
use precheck_foundation::text::LocalizedStr;
use std::fs;
use std::io::{Write, stdout};
use std::path::PathBuf;

const FINE: LocalizedStr = LocalizedStr { zh: "没有问题，共 {count} 条", en: "fine, {count} clauses" };
const OFFICE: LocalizedStr = LocalizedStr { zh: "机构", en: "office" };
const SOURCE: LocalizedStr = LocalizedStr { zh: "出处", en: "source" };
const PARAPHRASED: LocalizedStr = LocalizedStr {
    zh: "条文为转述，并非公告原文。",
    en: "The sentences are a paraphrase, not the notice's own.",
};
const CROPPED_LATER: LocalizedStr = LocalizedStr {
    zh: "检查的是原图：机构的工具或网页随后会裁剪它。",
    en: "The photo is checked as it is before the office's tool or page crops it.",
};
const BUDGET: LocalizedStr = LocalizedStr {
    zh: "限值的代价上限：合格照片中，向考生提问的至多 {doubtful}，被误判不合格的至多 {rejected}；只提醒的每条规则，误报至多占好照片的 {warned}。",
    en: "What the limits may cost: of complying photos at most {doubtful} are asked about and {rejected} rejected; each rule that only warns fails at most {warned} of its good photos.",
};
const SILENT: LocalizedStr = LocalizedStr { zh: "公告未作要求", en: "not asked for by the notice" };
const UNDECIDED: LocalizedStr = LocalizedStr {
    zh: "既无条款、也未列入 silent",
    en: "without a clause and not listed as silent",
};

/// Runs one of the commands.
pub fn profile(command: &ProfileCommand, lang: Lang) -> Result<u8, CliError> {
    match command {
        ProfileCommand::New { id } => print(&template(id)),
        ProfileCommand::Schema => print(&json_schema()),
        ProfileCommand::Reference => print(&markdown()),
        ProfileCommand::Check { files } => check(files, lang),
        ProfileCommand::Explain { profile } => print(&explained(&load_document(profile)?, lang)),
        ProfileCommand::Json { profile } => print(&published_profile(&load_document(profile)?)),
    }
}

fn print(text: &str) -> Result<u8, CliError> {
    stdout().write_all(text.as_bytes())?;
    Ok(SUCCESS)
}

/// Lists every mistake of every file.
fn check(files: &[PathBuf], lang: Lang) -> Result<u8, CliError> {
    let mut code = SUCCESS;
    for path in files {
        let text = fs::read_to_string(path).map_err(|error| CliError::file(path, &error))?;
        match Document::from_toml(&text, path.parent()) {
            Ok(document) => {
                let count = document.profile.clauses.len().to_string();
                writeln!(stdout(), "{}: {}", path.display(), lang.fill(FINE, &[("count", &count)]))?;
            }
            Err(errors) => {
                code = REJECTED;
                for error in errors.0 {
                    writeln!(stdout(), "{}: {error}", path.display())?;
                }
            }
        }
    }
    Ok(code)
}

/// The profile in words.
fn explained(document: &Document, lang: Lang) -> String {
    let Document { profile, notice, budget, .. } = document;
    let mut lines = vec![format!("{} · {} ({})", profile.id, lang.message(&profile.title), profile.version)];
    if let Some(office) = &notice.office {
        let region = notice.region.iter().map(|region| format!(" ({region})")).collect::<String>();
        lines.push(format!("{}: {}{region}", lang.text(OFFICE), lang.message(office)));
    }
    for source in &notice.sources {
        lines.push(format!(
            "{}: {} ({}, {})",
            lang.text(SOURCE),
            source.url,
            source.kind.name(),
            source.seen
        ));
    }
    if notice.wording == Wording::Paraphrase {
        lines.push(lang.text(PARAPHRASED).to_owned());
    }
    if notice.stage == Stage::Source {
        lines.push(lang.text(CROPPED_LATER).to_owned());
    }
    if let Some(Budget { doubtful, wrongly_rejected, wrongly_warned }) = budget {
        let percent = |share: &f64| format!("{} %", rounded(100.0 * share));
        let (doubtful, rejected, warned) =
            (percent(doubtful), percent(wrongly_rejected), percent(wrongly_warned));
        let shares = [("doubtful", &*doubtful), ("rejected", &rejected), ("warned", &warned)];
        lines.push(lang.fill(BUDGET, &shares));
    }
    lines.push(String::new());
    lines.extend(profile.clauses.iter().map(|clause| explained_clause(clause, lang)));
    let has_clause =
        |id: &str| profile.clauses.iter().any(|clause| clause.rule.is_some_and(|rule| rule.id == id));
    let silent: Vec<_> = notice.silent.iter().map(|rule| rule.id).collect();
    let undecided = rules::all().map(|rule| rule.id).filter(|id| !has_clause(id) && !silent.contains(id));
    for (heading, ids) in [(SILENT, silent.clone()), (UNDECIDED, undecided.collect())] {
        if !ids.is_empty() {
            lines.push(format!("\n{}: {}", lang.text(heading), ids.join(", ")));
        }
    }
    lines.join("\n") + "\n"
}

/// Severity, sentence, and what its rule demands.
fn explained_clause(clause: &Clause, lang: Lang) -> String {
    let sentence = lang.sentence(&clause.sentence, &clause.english);
    let judged = match (&clause.demand, clause.rule) {
        (Some(demand), Some(rule)) => {
            let margin = if clause.margin > 0.0 { format!(" ± {}", clause.margin) } else { String::new() };
            format!("\n    {}: {}{margin}", rule.id, lang.message(&demand.allowed()))
        }
        _ => format!(" [{}]", clause.kind.name()),
    };
    format!("- {}: {sentence}{judged}", clause.severity.name())
}
