//! The document of an evaluation, which is ACCURACY.md if written as Markdown.

use super::evidence::Evidence;
use super::fairness::{Group, GroupMetrics};
use super::ficv;
use super::labels::Kind;
use super::metrics::Metrics;
use super::photo_metrics::PhotoMetrics;
use super::rule_metrics::RuleMetrics;
use super::statistics::Proportion;
use crate::document::Document;
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;

const TITLE: LocalizedStr = LocalizedStr { zh: "准确度", en: "Accuracy" };
const BASIS: LocalizedStr = LocalizedStr {
    zh: "依据 {count} 张带标注的照片（{kinds}），按“{profile}”的限值判断。括号内为 95 % 置信区间（Wilson）。",
    en: "On {count} labelled photos ({kinds}), judged by the limits of `{profile}`. In brackets: 95 % intervals (Wilson).",
};
const PEOPLE: LocalizedStr =
    LocalizedStr { zh: "真实人物，逐条规则", en: "Photographs of people, rule by rule" };
const PEOPLE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "只计真实人物的照片；画上去的问题、为文件格式制作的照片和生成的人像不计。列的含义见后文“全部照片”。",
    en: "Photographs of people only: no drawn faults, no files made to test the format, no generated portraits. The columns are explained below, under “All photos”.",
};
const EVIDENCE: LocalizedStr = LocalizedStr { zh: "证据与级别", en: "Evidence and severity" };
const EVIDENCE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "一条规则最多能用到哪一级。涉及人的穿戴或动作（photographs）：至少要有 20 张、10 人只有这一处问题的真实照片，并且好照片被误判的份额，按现有限值和按他人照片定出的限值，95 % 置信上限都不超过 1 %，才可用 reject。光线、颜色、清晰度、位置和背景（simulation）：问题可以模拟，只看现有限值下的误判。文件事实（exact）不需要证据。测试不允许任何公告超过这里的级别。",
    en: "The strictest severity that each rule may have. What a person wears or does (photographs): rejecting needs at least 20 photographs with this fault alone, of 10 people, and a share of good photographs that fail whose upper 95 % bound is at most 1 %, under the profile's limits and under limits set on other people. Light, colour, sharpness, place and background (simulation): the faults can be simulated, and only wrong failures under the profile's limits count. Facts of the file (exact) need no evidence. A test refuses a profile that goes beyond this table.",
};
const EVIDENCE_COLUMNS: [LocalizedStr; 7] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "凭据", en: "proof" },
    LocalizedStr { zh: "有问题（人数）", en: "faulty (people)" },
    LocalizedStr { zh: "漏报（折外）", en: "missed out of fold" },
    LocalizedStr { zh: "误判", en: "wrongly failed" },
    LocalizedStr { zh: "误判（折外）", en: "wrongly failed out of fold" },
    LocalizedStr { zh: "最高级别", en: "strictest severity" },
];
const RULES: LocalizedStr =
    LocalizedStr { zh: "全部照片，逐条规则", en: "All photos, rule by rule" };
const RULES_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "“有问题”指只有这一处问题的照片，“好”指标注表明这一处没有问题的照片。漏报是通过的有问题照片，误报是不通过的好照片，拿不准的两者都不算；都按能够判断的照片计算，无法判断的另列。等错误率（EER）与限值无关。括号中的“合成”是程序制作的问题照片。“另有问题”指同时还有其他问题的照片。FICV 是 FVC-onGoing FICV-1.0 评测中同类要求公布过的最低等错误率，照片不同，仅供参考。",
    en: "“Faulty” are photos with this fault alone, “good” those whose labels exclude it. “Missed” are faulty photos that pass, “false alarms” good ones that fail; what is within the margin of doubt is neither. All are shares of the photos that could be assessed; the others are counted under “not assessed”. The equal error rate (EER) does not depend on the limit. “Synthetic” faults were made by a program. “Beside others” are photos that have other faults as well. FICV is the lowest equal error rate published for a similar requirement in the benchmark FVC-onGoing FICV-1.0, on other photos.",
};
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
const MEAN: LocalizedStr = LocalizedStr {
    zh: "平均等错误率：{rate}，取自 {count} 行可测的、与画面有关的规则（不含只涉及文件的规则）。",
    en: "Mean equal error rate: {rate}, over the {count} measurable rows about the picture (rules about the file are left out).",
};
const WHOLE: LocalizedStr = LocalizedStr { zh: "整张照片", en: "The whole photo" };
const WHOLE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "合格照片：被判不合格、尚不能判定，以及向考生提问的份额。有问题的照片（不含画上去的帽子、手、发丝和无袖）：所标注的问题被报告的份额，“部分”至少一处，“全部”每一处。",
    en: "Complying photos: the shares that are rejected or undecided, and of which the candidate is asked about something. Faulty photos (without drawn hats, hands, strands of hair and straps): the share whose labelled faults are reported, “some” at least one of them, “all” every one.",
};
const PHOTO_COLUMNS: [LocalizedStr; 8] = [
    LocalizedStr { zh: "类别", en: "kind" },
    LocalizedStr { zh: "合格却不通过", en: "complying, rejected" },
    LocalizedStr { zh: "合格却未判定", en: "complying, undecided" },
    LocalizedStr { zh: "合格却存疑", en: "complying, asked about" },
    LocalizedStr { zh: "报告部分（warn 以上）", en: "some fault reported" },
    LocalizedStr { zh: "报告全部（warn 以上）", en: "all faults reported" },
    LocalizedStr { zh: "部分在 reject 级", en: "some at reject" },
    LocalizedStr { zh: "全部在 reject 级", en: "all at reject" },
];
const FAIRNESS: LocalizedStr = LocalizedStr { zh: "公平", en: "Fairness" };
const FAIRNESS_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "肤色按双颊的个体类型角（ITA）把人分为三组，角度越小肤色越深。性别只有部分照片来源标注；年龄和民族没有标注。没有人的组不列出。“任一误报”计算所有照片，包括有问题的照片：至少一条 reject 级规则不该报告却报告。",
    en: "Skin tone: the people are divided into thirds by the individual typology angle (ITA) of their cheeks; the smaller the angle, the darker the skin. Sex is labelled in some collections only; age and origin are not labelled. Empty groups are left out. “Some false alarm” is the share of all photos, good or faulty, on which a rule fails at reject level that must not.",
};
const GROUP_COLUMNS: [LocalizedStr; 5] = [
    LocalizedStr { zh: "人群", en: "group" },
    LocalizedStr { zh: "人数", en: "people" },
    LocalizedStr { zh: "合格却不通过", en: "complying, rejected" },
    LocalizedStr { zh: "合格却未通过或未判定", en: "complying, not accepted" },
    LocalizedStr { zh: "任一误报", en: "some false alarm" },
];
const SKIN: LocalizedStr = LocalizedStr {
    zh: "肤色 {third}/3（ITA {from} 至 {to}）",
    en: "skin {third}/3 (ITA {from} to {to})",
};

/// The document of these metrics.
pub fn accuracy_document(metrics: &Metrics, lang: Lang) -> Document {
    let mut document = Document::default();
    document.title(lang.text(TITLE));
    let kinds = metrics.photos.iter().map(|(kind, count)| format!("{} {count}", kind_name(*kind)));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let count: usize = metrics.photos.values().sum();
    let count = count.to_string();
    let basis = [("count", &*count), ("kinds", &kinds), ("profile", &metrics.profile)];
    document.paragraph(lang.fill(BASIS, &basis));
    document.heading(lang.text(PEOPLE));
    document.paragraph(lang.text(PEOPLE_EXPLAINED));
    document.table(table(lang, &RULE_COLUMNS, metrics.people.iter().map(|rule| rule_row(rule, lang))));
    document.heading(lang.text(EVIDENCE));
    document.paragraph(lang.text(EVIDENCE_EXPLAINED));
    document.table(table(lang, &EVIDENCE_COLUMNS, metrics.evidence.iter().map(evidence_row)));
    document.heading(lang.text(RULES));
    document.paragraph(lang.text(RULES_EXPLAINED));
    document.table(table(lang, &RULE_COLUMNS, metrics.rules.iter().map(|rule| rule_row(rule, lang))));
    let (rate, count) = (percent(metrics.mean_equal_error_rate), metrics.measurable.to_string());
    document.paragraph(lang.fill(MEAN, &[("rate", &rate), ("count", &count)]));
    document.heading(lang.text(WHOLE));
    document.paragraph(lang.text(WHOLE_EXPLAINED));
    document.table(photo_table(&metrics.whole, lang));
    document.heading(lang.text(FAIRNESS));
    document.paragraph(lang.text(FAIRNESS_EXPLAINED));
    document.table(table(lang, &GROUP_COLUMNS, metrics.fairness.iter().map(|group| group_row(group, lang))));
    document
}

/// A table: the names of the columns, then the rows.
pub fn table(
    lang: Lang,
    columns: &[LocalizedStr],
    rows: impl Iterator<Item = Vec<String>>,
) -> Vec<Vec<String>> {
    let head = columns.iter().map(|column| lang.text(*column).to_owned()).collect();
    [head].into_iter().chain(rows).collect()
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

/// The table of whole photos.
pub fn photo_table(metrics: &[PhotoMetrics], lang: Lang) -> Vec<Vec<String>> {
    table(lang, &PHOTO_COLUMNS, metrics.iter().map(photo_row))
}

fn photo_row(metrics: &PhotoMetrics) -> Vec<String> {
    let kinds: Vec<_> = metrics.kinds.iter().map(|kind| kind_name(*kind)).collect();
    let proportions = [
        metrics.complying_rejected,
        metrics.complying_undecided,
        metrics.complying_asked_about,
        metrics.some_fault_reported,
        metrics.every_fault_reported,
        metrics.some_fault_rejected,
        metrics.every_fault_rejected,
    ];
    [kinds.join(" + ")].into_iter().chain(proportions.map(proportion)).collect()
}

fn group_row(group: &GroupMetrics, lang: Lang) -> Vec<String> {
    vec![
        group_name(group.group, lang),
        group.people.to_string(),
        proportion(group.complying_rejected),
        proportion(group.complying_not_accepted),
        proportion(group.some_false_alarm),
    ]
}

fn group_name(group: Group, lang: Lang) -> String {
    let fixed = |zh, en| lang.text(LocalizedStr { zh, en }).to_owned();
    match group {
        Group::Skin { third, from, to } => {
            let (third, from, to) = ((third + 1).to_string(), format!("{from:.0}"), format!("{to:.0}"));
            lang.fill(SKIN, &[("third", &third), ("from", &from), ("to", &to)])
        }
        Group::SkinUnknown => fixed("没有看到肤色", "no skin seen"),
        Group::ClearGlasses => fixed("戴无色眼镜", "clear glasses"),
        Group::NoClearGlassesNoted => fixed("未注明戴无色眼镜", "no clear glasses noted"),
        Group::Women => fixed("女", "women"),
        Group::Men => fixed("男", "men"),
        Group::SexUnlabelled => fixed("性别未标注", "sex not labelled"),
    }
}

/// As in `labels.csv`.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Pass => "pass",
        Kind::Variant => "variant",
        Kind::VariantReal => "variant_real",
        Kind::Natural => "natural",
        Kind::Container => "container",
        Kind::Real => "real",
        Kind::Generated => "generated",
        Kind::Comply => "comply",
    }
}

/// Count, total, per cent and confidence interval: `2/10 20.0 % (5.7–51.0)`.
pub fn proportion(share: Proportion) -> String {
    match share.rate {
        None => "-".to_owned(),
        Some(rate) => format!(
            "{} {:.1} % ({:.1}–{:.1})",
            counted(share),
            100.0 * rate,
            100.0 * share.low,
            100.0 * share.high
        ),
    }
}

fn counted(share: Proportion) -> String {
    format!("{}/{}", share.count, share.of)
}

fn percent(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{:.1} %", 100.0 * rate))
}
