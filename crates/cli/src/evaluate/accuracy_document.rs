//! The document of an evaluation, which is ACCURACY.md if written as Markdown.

use super::cells::{kind_name, percent};
use super::fairness::{MIN_GOOD, MOST};
use super::metrics::Metrics;
use super::people_tables::{complying_table, disparity_table, doubt_table, faulty_table, group_table};
use super::rule_tables::{evidence_table, rule_table, short_table, source_table, unseen_table};
use crate::document::Document;
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;

const TITLE: LocalizedStr = LocalizedStr { zh: "准确度", en: "Accuracy" };
const BASIS: LocalizedStr = LocalizedStr {
    zh: "依据 {count} 张带标注的照片（{kinds}），按“{profile}”判断。括号内为 95 % 置信区间（Wilson）。其中 {corrected} 张的标注经复看更正（`corrections.csv`）。",
    en: "On {count} labelled photos ({kinds}), judged by `{profile}`. In brackets: 95 % intervals (Wilson). The labels of {corrected} photos were corrected after a second look (`corrections.csv`).",
};
const PEOPLE: LocalizedStr =
    LocalizedStr { zh: "没有见过的人", en: "Photographs of people it has not seen" };
const PEOPLE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "下表说明哪些规则可以信赖：真实人物的照片，这些人既没有参与定限值，也没有参与训练网络。“有问题却通过”少，规则可以依靠；多，则它的报告只是提示，没有报告也说明不了什么。其余有问题的照片被判为不通过，或向考生提问；其余没有问题的照片通过。有问题的照片不足十张的规则不列，见后。光线、颜色、清晰度、压缩和位置由模拟的问题证明：见“强度曲线”。文件本身的规则是精确的。只提醒（warn）的规则不会使照片不合格。",
    en: "What to trust, by this table: photographs of real people who neither set the rule's limits nor trained its network. Where few faulty photos pass, the rule can be relied on; where many do, what it reports is a hint, and its silence proves nothing. The other faulty photos fail or are asked about, the other good ones pass. Rules with fewer than ten faulty photographs are left out here. Light, colour, sharpness, compression and place are proved by simulated faults: “Curves” says from which strength on a fault is seen. The rules of the file itself are exact. A rule at level warn rejects no photo.",
};
const UNSEEN: LocalizedStr = LocalizedStr { zh: "没有见过的人，逐条规则", en: "The same in full" };
const UNSEEN_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "五折交叉，同一人只在一折：由真实照片定限值的规则，用其余四折定出的限值判断，网络的输出也来自没有用此人训练的网络；光线、颜色、位置的规则由模拟的问题定限值，按公告的限值判断。不含影棚照片、画上去的问题和生成的人像。“有问题”包括同时还有其他问题的照片；各列为能够判断的照片中的份额，无法判断的张数另列。复看的是与网络或规则相矛盾的照片，因而对检查程序有利：真值在更正后的数字与最后一列（按原标注）之间。",
    en: "Five folds by person: a rule whose limits photographs of people set is judged by limits from the other four folds, and by networks that were trained without the person; the rules of light, colour and place by the profile's limits, which simulated faults set. Without studio photos, drawn faults and generated people. “Faulty” are also photos that have other faults beside. All are shares of the photos that could be assessed; the number of the others has a column. The second look went to photos that contradicted the networks or the rules, which favours the checker: the truth lies between these figures and those of the last column, by the labels as they were stored.",
};
const WHOLE: LocalizedStr = LocalizedStr { zh: "整张照片", en: "The profile as a whole" };
const WHOLE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "合格的照片：被判不合格、尚不能判定、向考生提问的份额，按照片和按人计。先按公告的限值：",
    en: "Complying photos: the shares that are rejected, undecided, or of which the candidate is asked something, of photos and of people. By the profile's limits:",
};
const WHOLE_UNSEEN: LocalizedStr = LocalizedStr {
    zh: "折外，用没有见过这些人的限值（见上）：",
    en: "Out of fold, by limits that these people did not set (see above):",
};
const DOUBT_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "按公告的限值，询问来自哪些规则、换来什么：它询问的合格照片（其中只有它询问的）；它询问的有问题的与没有问题的真实照片。",
    en: "Where the questions come from, by the profile's limits, and what they buy: the complying photos that a rule asks about, and those that it alone asks about; the faulty and the good photographs of people that it asks about.",
};
const FAULTY_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "有问题的照片（不含画上去的帽子、手、发丝、首饰和无袖），按公告的限值：所标注的问题被报告的份额，“部分”至少一处，“全部”每一处。其余的就是漏报：",
    en: "Faulty photos (without drawn hats, hands, strands of hair, straps and jewellery) by the profile's limits: the share whose labelled faults are reported, “some” at least one of them, “all” every one. The rest is missed:",
};
const FAIRNESS: LocalizedStr = LocalizedStr { zh: "公平", en: "Groups of people" };
const FAIRNESS_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "任何规则在一个人群上出错的频率都不应超过在所有人（已知是否属于该人群者）上的 {most} 倍。下面列出真实人物的好照片中超过此数、且区间全部在 1 以上的（按公告的限值；共比较 {pairs} 对，“不通过”和“不通过或被询问”分别计）。置信区间考虑了同一人有多张照片。人群至少有 {least} 张好照片、区间全部在 {most} 以上的标 †，由测试列名，有新增或消失时测试不通过。更小的人群还说明不了什么。",
    en: "No rule may be wrong about a group more than {most} times as often as about all people of whom it is known whether they belong to it. These are above it, on good photographs of people, by the profile's limits, with an interval wholly above 1 (of {pairs} comparisons; photos that fail, and photos that fail or are asked about). The interval minds that one person has several photos. Where it lies wholly above {most} for a group of at least {least} good photos, the rule has a †: a test names these and fails when one comes or goes. Smaller groups prove nothing yet.",
};
const GROUPS_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "合格的照片，按人群。肤色按双颊的个体类型角（ITA）把人分为三组，角度越小肤色越深。其余是看照片得到的印象，并非本人的说法；性别只有部分来源标注。",
    en: "Complying photos by group. Skin tone: the people are divided into thirds by the individual typology angle (ITA) of their cheeks; the smaller the angle, the darker the skin. The others are impressions of a picture, nobody's statement about themselves; sex is labelled in some collections only.",
};
const SOURCES: LocalizedStr = LocalizedStr { zh: "没有见过的来源", en: "Sources it has not seen" };
const SOURCES_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "每一列的来源都没有参与定限值：限值来自其余来源的照片。网络的输出仍是折外（同一人不在训练中），但训练中有同一来源的其他人；护照机关和尼日利亚的照片从未用于训练。生成的人像从不定限值，单列。",
    en: "The limits for each column come from the photos of the other sources. The networks' answers are those of networks trained without the person, but with other people of the same source; the passport office's and the Nigerian portraits never trained one. Generated people never set limits and stand apart.",
};
const STUDIO: LocalizedStr =
    LocalizedStr { zh: "影棚照片与画上去的问题", en: "Studio portraits and drawn faults" };
const STUDIO_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "按公告的限值。“有问题”指只有这一处问题的照片，“好”指标注表明这一处没有问题的照片。漏报是通过的有问题照片，误报是不通过的好照片，拿不准的两者都不算；都按能够判断的照片计算，无法判断的另列。等错误率（EER）与限值无关。括号中的“合成”是程序制作的问题照片；画上去的帽子、手、发丝、首饰和无袖不计。“另有问题”指同时还有其他问题的照片。FICV 是 FVC-onGoing FICV-1.0 评测中同类要求公布过的最低等错误率，照片不同，仅供参考。",
    en: "By the profile's limits. “Faulty” are photos with this fault alone, “good” those whose labels exclude it. “Missed” are faulty photos that pass, “false alarms” good ones that fail; what is within the margin of doubt is neither. All are shares of the photos that could be assessed; the others are counted under “not assessed”. The equal error rate (EER) does not depend on the limit. “Synthetic” faults were made by a program; drawn hats, hands, strands of hair, straps and jewellery are not counted. “Beside others” are photos that have other faults as well. FICV is the lowest equal error rate published for a similar requirement in the benchmark FVC-onGoing FICV-1.0, on other photos.",
};
const RULES: LocalizedStr = LocalizedStr { zh: "全部照片", en: "All photos" };
const RULES_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "同样的列，计入全部来源，不含生成的人像。",
    en: "The same columns on all sources, without generated people.",
};
const MEAN: LocalizedStr = LocalizedStr {
    zh: "平均等错误率：{rate}，取自 {count} 行可测的、与画面有关的规则（不含只涉及文件的规则）。",
    en: "Mean equal error rate: {rate}, over the {count} measurable rows about the picture (rules about the file are left out).",
};
const EVIDENCE: LocalizedStr = LocalizedStr { zh: "证据与级别", en: "Evidence and severity" };
const EVIDENCE_EXPLAINED: LocalizedStr = LocalizedStr {
    zh: "一条规则最多能用到哪一级。涉及人的穿戴或动作（photographs）：至少要有 20 张、10 人只有这一处问题的真实照片，并且好照片被误判的份额，按现有限值和按他人照片定出的限值，95 % 置信上限都不超过 1 %，才可用 reject。光线、颜色、清晰度、位置和背景（simulation）：问题可以模拟，只看现有限值下的误判。文件事实（exact）不需要证据。测试不允许任何公告超过这里的级别。",
    en: "The strictest severity that each rule may have. What a person wears or does (photographs): rejecting needs at least 20 photographs with this fault alone, of 10 people, and a share of good photographs that fail whose upper 95 % bound is at most 1 %, under the profile's limits and under limits set on other people. Light, colour, sharpness, place and background (simulation): the faults can be simulated, and only wrong failures under the profile's limits count. Facts of the file (exact) need no evidence. A test refuses a profile that goes beyond this table.",
};

/// The document of these metrics.
pub fn accuracy_document(metrics: &Metrics, lang: Lang) -> Document {
    let mut document = Document::default();
    document.title(lang.text(TITLE));
    document.paragraph(basis(metrics, lang));
    document.heading(lang.text(PEOPLE));
    document.paragraph(lang.text(PEOPLE_EXPLAINED));
    document.table(short_table(&metrics.unseen, lang));
    document.heading(lang.text(UNSEEN));
    document.paragraph(lang.text(UNSEEN_EXPLAINED));
    document.table(unseen_table(&metrics.unseen, lang));
    document.heading(lang.text(WHOLE));
    document.paragraph(lang.text(WHOLE_EXPLAINED));
    document.table(complying_table(&metrics.whole, lang));
    document.paragraph(lang.text(WHOLE_UNSEEN));
    document.table(complying_table(&metrics.whole_unseen, lang));
    document.paragraph(lang.text(DOUBT_EXPLAINED));
    document.table(doubt_table(&metrics.doubt, lang));
    document.paragraph(lang.text(FAULTY_EXPLAINED));
    document.table(faulty_table(&metrics.whole, lang));
    document.heading(lang.text(FAIRNESS));
    let (most, least) = (MOST.to_string(), MIN_GOOD.to_string());
    let pairs = metrics.disparities.len().to_string();
    let values = [("most", &*most), ("least", &least), ("pairs", &pairs)];
    document.paragraph(lang.fill(FAIRNESS_EXPLAINED, &values));
    document.table(disparity_table(&metrics.disparities, lang));
    document.paragraph(lang.text(GROUPS_EXPLAINED));
    document.table(group_table(&metrics.fairness, lang));
    if !metrics.sources.is_empty() {
        document.heading(lang.text(SOURCES));
        document.paragraph(lang.text(SOURCES_EXPLAINED));
        document.table(source_table(&metrics.unseen, &metrics.sources, lang));
    }
    document.heading(lang.text(STUDIO));
    document.paragraph(lang.text(STUDIO_EXPLAINED));
    document.table(rule_table(&metrics.studio, lang));
    document.heading(lang.text(RULES));
    document.paragraph(lang.text(RULES_EXPLAINED));
    document.table(rule_table(&metrics.rules, lang));
    let (rate, count) = (percent(metrics.mean_equal_error_rate), metrics.measurable.to_string());
    document.paragraph(lang.fill(MEAN, &[("rate", &rate), ("count", &count)]));
    document.heading(lang.text(EVIDENCE));
    document.paragraph(lang.text(EVIDENCE_EXPLAINED));
    document.table(evidence_table(&metrics.evidence, lang));
    document
}

fn basis(metrics: &Metrics, lang: Lang) -> String {
    let kinds = metrics.photos.iter().map(|(kind, count)| format!("{} {count}", kind_name(*kind)));
    let kinds = kinds.collect::<Vec<_>>().join(", ");
    let count: usize = metrics.photos.values().sum();
    let (count, corrected) = (count.to_string(), metrics.corrected.to_string());
    let values =
        [("count", &*count), ("kinds", &kinds), ("profile", &metrics.profile), ("corrected", &corrected)];
    lang.fill(BASIS, &values)
}
