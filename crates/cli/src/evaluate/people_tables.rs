//! Tables of whole photos, and of groups of people.

use super::cells::{counted, kind_name, proportion, relative, table};
use super::doubt::Doubt;
use super::fairness::{Disparity, GroupMetrics, MOST, Wrong};
use super::groups::Group;
use super::labels::Kind;
use super::photo_metrics::PhotoMetrics;
use crate::lang::Lang;
use precheck_foundation::text::LocalizedStr;

const KIND: LocalizedStr = LocalizedStr { zh: "类别", en: "kind" };
const ALL_KINDS: LocalizedStr = LocalizedStr { zh: "全部（不含 container）", en: "all but container" };
const COMPLYING_COLUMNS: [LocalizedStr; 6] = [
    KIND,
    LocalizedStr { zh: "不通过", en: "rejected" },
    LocalizedStr { zh: "未判定", en: "undecided" },
    LocalizedStr { zh: "被询问", en: "asked about" },
    LocalizedStr { zh: "人：有照片不通过", en: "people with a rejected photo" },
    LocalizedStr { zh: "人：有照片被询问", en: "people asked about one" },
];
const FAULTY_COLUMNS: [LocalizedStr; 5] = [
    KIND,
    LocalizedStr { zh: "报告部分（warn 以上）", en: "some fault reported" },
    LocalizedStr { zh: "报告全部（warn 以上）", en: "all faults reported" },
    LocalizedStr { zh: "部分在 reject 级", en: "some at reject" },
    LocalizedStr { zh: "全部在 reject 级", en: "all at reject" },
];
const DOUBT_COLUMNS: [LocalizedStr; 5] = [
    LocalizedStr { zh: "规则", en: "rule" },
    LocalizedStr { zh: "询问的合格照片", en: "complying photos" },
    LocalizedStr { zh: "只有它询问", en: "by it alone" },
    LocalizedStr { zh: "询问的有问题的照片", en: "faulty photos" },
    LocalizedStr { zh: "询问的好照片", en: "good photos" },
];
const GROUP: LocalizedStr = LocalizedStr { zh: "人群", en: "group" };
const GROUP_COLUMNS: [LocalizedStr; 5] = [
    GROUP,
    LocalizedStr { zh: "人数", en: "people" },
    LocalizedStr { zh: "合格却不通过", en: "complying, rejected" },
    LocalizedStr { zh: "合格却未通过或未判定", en: "complying, not accepted" },
    LocalizedStr { zh: "合格却被询问", en: "complying, asked about" },
];
const DISPARITY_COLUMNS: [LocalizedStr; 7] = [
    LocalizedStr { zh: "规则", en: "rule" },
    GROUP,
    LocalizedStr { zh: "计入", en: "counted" },
    LocalizedStr { zh: "人数", en: "people" },
    LocalizedStr { zh: "该人群", en: "of the group" },
    LocalizedStr { zh: "所有人", en: "of all" },
    LocalizedStr { zh: "倍数", en: "times as often" },
];
const SKIN: LocalizedStr = LocalizedStr {
    zh: "肤色 {third}/3（ITA {from} 至 {to}）",
    en: "skin {third}/3 (ITA {from} to {to})",
};

/// How many of the complying photos of each kind, and of the people on them, are rejected or asked about.
pub fn complying_table(metrics: &[PhotoMetrics], lang: Lang) -> Vec<Vec<String>> {
    let shown = metrics.iter().filter(|own| own.complying_rejected.of > 0 && own.kinds != [Kind::Container]);
    let row = |own: &PhotoMetrics| {
        let shares = [
            own.complying_rejected,
            own.complying_undecided,
            own.complying_asked_about,
            own.people_rejected,
            own.people_asked_about,
        ];
        kinds(own, lang).into_iter().chain(shares.map(proportion)).collect()
    };
    table(lang, &COMPLYING_COLUMNS, shown.map(row))
}

/// The rules that ask about complying photos.
pub fn doubt_table(doubt: &[Doubt], lang: Lang) -> Vec<Vec<String>> {
    let row = |own: &Doubt| {
        let [complying, faulty, good] = [own.complying, own.faulty, own.good].map(proportion);
        vec![own.rule.to_owned(), complying, own.alone.to_string(), faulty, good]
    };
    table(lang, &DOUBT_COLUMNS, doubt.iter().map(row))
}

/// On how many of the faulty photos of each kind faults are reported.
pub fn faulty_table(metrics: &[PhotoMetrics], lang: Lang) -> Vec<Vec<String>> {
    let shown = metrics.iter().filter(|metrics| metrics.some_fault_reported.of > 0);
    let row = |own: &PhotoMetrics| {
        let shares = [
            own.some_fault_reported,
            own.every_fault_reported,
            own.some_fault_rejected,
            own.every_fault_rejected,
        ];
        kinds(own, lang).into_iter().chain(shares.map(proportion)).collect()
    };
    table(lang, &FAULTY_COLUMNS, shown.map(row))
}

fn kinds(metrics: &PhotoMetrics, lang: Lang) -> [String; 1] {
    match metrics.kinds[..] {
        [kind] => [kind_name(kind).to_owned()],
        _ => [lang.text(ALL_KINDS).to_owned()],
    }
}

/// The complying photos of each group.
pub fn group_table(groups: &[GroupMetrics], lang: Lang) -> Vec<Vec<String>> {
    let row = |own: &GroupMetrics| {
        let shares = [own.complying_rejected, own.complying_not_accepted, own.complying_asked_about];
        let first = [group_name(own.group, lang), own.people.to_string()];
        first.into_iter().chain(shares.map(proportion)).collect()
    };
    table(lang, &GROUP_COLUMNS, groups.iter().map(row))
}

/// The rules that are wrong about a group more often than they may be, and surely more often than about all, the surest
/// first; † those that are unfair beyond doubt.
pub fn disparity_table(disparities: &[Disparity], lang: Lang) -> Vec<Vec<String>> {
    let over = |own: &&Disparity| own.relative.is_some_and(|own| own.ratio > MOST && own.low > 1.0);
    let mut shown: Vec<&Disparity> = disparities.iter().filter(over).collect();
    let low = |own: &Disparity| own.relative.map_or(0.0, |relative| relative.low);
    shown.sort_by(|a, b| low(b).total_cmp(&low(a)));
    let row = |own: &Disparity| {
        let counted_as = match own.wrong {
            Wrong::Fails => LocalizedStr { zh: "不通过", en: "fail" },
            Wrong::FailsOrAsks => LocalizedStr { zh: "不通过或被询问", en: "fail or are asked about" },
        };
        vec![
            format!("{}{}", own.rule, if own.is_unfair { "†" } else { "" }),
            group_name(own.group, lang),
            lang.text(counted_as).to_owned(),
            own.people.to_string(),
            proportion(own.of_group),
            counted(own.of_all),
            relative(own.relative),
        ]
    };
    table(lang, &DISPARITY_COLUMNS, shown.into_iter().map(row))
}

fn group_name(group: Group, lang: Lang) -> String {
    let fixed = |zh, en| lang.text(LocalizedStr { zh, en }).to_owned();
    match group {
        Group::Skin { third, from, to } => {
            let (third, from, to) = ((third + 1).to_string(), format!("{from:.0}"), format!("{to:.0}"));
            lang.fill(SKIN, &[("third", &third), ("from", &from), ("to", &to)])
        }
        Group::EastAsian => fixed("东亚面孔", "East Asian looks"),
        Group::Beard => fixed("有胡须", "beards"),
        Group::Bald => fixed("无发", "bald heads"),
        Group::ClearGlasses => fixed("戴无色眼镜", "clear glasses"),
        Group::Child => fixed("儿童", "children"),
        Group::Elderly => fixed("老年人", "old people"),
        Group::Women => fixed("女", "women"),
        Group::Men => fixed("男", "men"),
    }
}
