//! Tables of rules: on people unseen, by source, in the studio, and what each has proved.

use super::cells::{counted, percent, proportion, rate, table};
use super::evidence::Evidence;
use super::ficv;
use super::rule_metrics::RuleMetrics;
use super::unseen::{UnseenMetrics, Verdicts};
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;
use std::collections::BTreeMap;

const SHORT_COLUMNS: [LocalizedStr; 4] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "有问题却通过", en: "faulty photos that pass" },
    LocalizedStr { zh: "没有问题却不通过", en: "good photos that fail" },
    LocalizedStr { zh: "没有问题却被询问", en: "good photos that are asked about" },
];
const UNSEEN_COLUMNS: [LocalizedStr; 12] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "级别", en: "level" },
    LocalizedStr { zh: "有问题（人数）", en: "faulty (people)" },
    LocalizedStr { zh: "发现", en: "found" },
    LocalizedStr { zh: "存疑", en: "asked about" },
    LocalizedStr { zh: "漏报", en: "missed" },
    LocalizedStr { zh: "好（人数）", en: "good (people)" },
    LocalizedStr { zh: "通过", en: "pass" },
    LocalizedStr { zh: "存疑", en: "asked about" },
    LocalizedStr { zh: "误报", en: "wrongly fail" },
    LocalizedStr { zh: "无法判断：有问题、好", en: "not assessed: faulty, good" },
    LocalizedStr { zh: "按原标注：漏报、误报", en: "by stored labels: missed, wrongly fail" },
];
const SOURCE_CELL: LocalizedStr =
    LocalizedStr { zh: "漏报 {missed}；误报 {wrong}", en: "missed {missed}; wrong {wrong}" };
const RULE_COLUMNS: [LocalizedStr; 10] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "级别", en: "level" },
    LocalizedStr { zh: "有问题（合成）", en: "faulty (synthetic)" },
    LocalizedStr { zh: "漏报", en: "missed" },
    LocalizedStr { zh: "误报", en: "false alarms" },
    LocalizedStr { zh: "拿不准：有问题、好", en: "in doubt: faulty, good" },
    LocalizedStr { zh: "EER", en: "EER" },
    LocalizedStr { zh: "FICV", en: "FICV" },
    LocalizedStr { zh: "无法判断：有问题、好", en: "not assessed: faulty, good" },
    LocalizedStr { zh: "另有问题时漏报", en: "missed beside others" },
];
const NOT_MEASURABLE: LocalizedStr = LocalizedStr { zh: "样本不足", en: "not measurable here" };
const EVIDENCE_COLUMNS: [LocalizedStr; 7] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "凭据", en: "proof" },
    LocalizedStr { zh: "有问题（人数）", en: "faulty (people)" },
    LocalizedStr { zh: "漏报（折外）", en: "missed out of fold" },
    LocalizedStr { zh: "误判", en: "wrongly failed" },
    LocalizedStr { zh: "误判（折外）", en: "wrongly failed out of fold" },
    LocalizedStr { zh: "最高级别", en: "strictest severity" },
];

/// The rules with enough faulty photographs, the one that misses least first.
pub fn short_table(unseen: &[UnseenMetrics], lang: Lang) -> Vec<Vec<String>> {
    let mut shown: Vec<_> = unseen.iter().filter(|rule| rule.shows_what_is_missed()).collect();
    let missed = |rule: &UnseenMetrics| rule.faulty.pass.rate.unwrap_or(1.0);
    shown.sort_by(|a, b| missed(a).total_cmp(&missed(b)));
    let row = |rule: &UnseenMetrics| {
        let shares = [rule.faulty.pass, rule.good.fail, rule.good.doubtful].map(proportion);
        [format!("`{}`: {}", rule.rule, lang.text(rule.name))].into_iter().chain(shares).collect()
    };
    table(lang, &SHORT_COLUMNS, shown.into_iter().map(row))
}

/// All verdicts of every rule.
pub fn unseen_table(unseen: &[UnseenMetrics], lang: Lang) -> Vec<Vec<String>> {
    let row = |rule: &UnseenMetrics| {
        let UnseenMetrics { faulty, good, by_stored_labels: (missed, fail), .. } = rule;
        let photos = |verdicts: &Verdicts| format!("{} ({})", verdicts.pass.of, verdicts.people);
        let unassessed = [faulty, good].map(|verdicts| verdicts.not_assessed.count.to_string());
        let cells = [
            rule.rule.to_owned(),
            rule.severity.to_owned(),
            photos(faulty),
            rate(faulty.fail),
            rate(faulty.doubtful),
            rate(faulty.pass),
            photos(good),
            rate(good.pass),
            rate(good.doubtful),
            rate(good.fail),
            unassessed.join(", "),
            format!("{}, {}", proportion(*missed), proportion(*fail)),
        ];
        cells.to_vec()
    };
    table(lang, &UNSEEN_COLUMNS, unseen.iter().map(row))
}

/// The rules that people set, with enough faulty photographs; a column for each source.
pub fn source_table(
    unseen: &[UnseenMetrics],
    sources: &BTreeMap<String, Vec<UnseenMetrics>>,
    lang: Lang,
) -> Vec<Vec<String>> {
    let head = [lang.text(SHORT_COLUMNS[0]).to_owned()].into_iter().chain(sources.keys().cloned());
    let row = |rule: &UnseenMetrics| -> Vec<String> {
        let cell = |metrics: &Vec<UnseenMetrics>| {
            let own = metrics.iter().find(|own| own.rule == rule.rule);
            let shares = own.map(|own| [own.faulty.pass, own.good.fail].map(proportion));
            let Some([missed, wrong]) = shares.filter(|shares| shares != &["-", "-"]) else {
                return "-".to_owned();
            };
            lang.fill(SOURCE_CELL, &[("missed", &missed), ("wrong", &wrong)])
        };
        [rule.rule.to_owned()].into_iter().chain(sources.values().map(cell)).collect()
    };
    let shown = unseen.iter().filter(|rule| rule.is_set_on_people && rule.shows_what_is_missed());
    [head.collect()].into_iter().chain(shown.map(row)).collect()
}

/// Every fault with its error rates.
pub fn rule_table(rules: &[RuleMetrics], lang: Lang) -> Vec<Vec<String>> {
    table(lang, &RULE_COLUMNS, rules.iter().map(|rule| rule_row(rule, lang)))
}

fn rule_row(rule: &RuleMetrics, lang: Lang) -> Vec<String> {
    vec![
        rule.rule.clone(),
        rule.severity.unwrap_or("-").to_owned(),
        format!("{} ({})", rule.faulty, rule.synthetic),
        rule.missed.map_or(lang.text(NOT_MEASURABLE).to_owned(), proportion),
        proportion(rule.false_alarms),
        format!("{}, {}", counted(rule.doubtful_faulty), counted(rule.doubtful_good)),
        percent(rule.equal_error_rate),
        percent(ficv::lowest_eer(&rule.rule)),
        format!("{}, {}", counted(rule.unmeasured_faulty), counted(rule.unmeasured_good)),
        if rule.missed_beside_others.of > 0 { counted(rule.missed_beside_others) } else { "-".to_owned() },
    ]
}

/// What every rule has proved.
pub fn evidence_table(evidence: &[Evidence], lang: Lang) -> Vec<Vec<String>> {
    table(lang, &EVIDENCE_COLUMNS, evidence.iter().map(evidence_row))
}

fn evidence_row(evidence: &Evidence) -> Vec<String> {
    vec![
        evidence.rule.to_owned(),
        evidence.proof.to_owned(),
        format!("{} ({})", evidence.faulty, evidence.people),
        proportion(evidence.missed),
        proportion(evidence.false_rejects),
        proportion(evidence.false_rejects_out_of_fold),
        evidence.severity.to_owned(),
    ]
}
