//! What a person saw on a photo, column by column, read from `attributes.csv` beside the labels, and what it says of rules.

use super::labels::{Expected, Label};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the table, in the folder of `labels.csv`.
const TABLE: &str = "attributes.csv";

/// The values of one photo, by column.
pub type Attributes = BTreeMap<String, String>;

/// The tables of attributes by file; empty if the folder has none.
pub fn read(folder: &Path) -> csv::Result<BTreeMap<String, Attributes>> {
    let path = folder.join(TABLE);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let rows = csv::Reader::from_path(path)?.into_deserialize::<Attributes>();
    rows.map(|row| row.map(|mut row| (row.remove("file").unwrap_or_default(), row))).collect()
}

/// The attributes that notes list: `skin=light; glasses=none; …`, or in words “clear glasses”.
pub fn of_notes(notes: &str) -> Attributes {
    let pairs = notes.split("; ").filter_map(|note| note.split_once('='));
    let glasses = notes.contains("clear glasses").then_some(("glasses", "clear"));
    pairs.chain(glasses).map(|(column, value)| (column.to_owned(), value.to_owned())).collect()
}

/// What the values of a column say of a rule: those that are the fault, and those without it. Others say nothing.
struct Says {
    rule: &'static str,
    column: &'static str,
    faulty: &'static [&'static str],
    good: &'static [&'static str],
}

/// As in `COLUMNS` of the training's `labels.py`.
const SAYS: [Says; 14] = [
    Says {
        rule: "lenses-clear",
        column: "glasses",
        faulty: &["tinted", "sunglasses"],
        good: &["none", "clear"],
    },
    Says { rule: "lenses-glare-free", column: "glare", faulty: &["1"], good: &["0"] },
    Says { rule: "frames-off-eyes", column: "frames_over_eyes", faulty: &["1"], good: &["0"] },
    Says {
        rule: "no-head-coverings",
        column: "headwear",
        faulty: &["hat", "cap", "beanie_hood", "hijab", "turban_wrap", "other"],
        good: &["none"],
    },
    Says {
        rule: "face-unoccluded",
        column: "occluder",
        faulty: &["hand", "object", "mask", "scarf"],
        good: &["none"],
    },
    Says { rule: "brows-visible", column: "brows_hair", faulty: &["covered"], good: &["free"] },
    Says { rule: "eyes-visible", column: "eyes_hair", faulty: &["covered"], good: &["free"] },
    Says { rule: "earrings-free", column: "earring", faulty: &["stud", "large"], good: &["none"] },
    Says { rule: "necklace-free", column: "necklace", faulty: &["thin", "clear"], good: &["none"] },
    Says { rule: "collar-plain", column: "collar", faulty: &["fur", "large", "hood"], good: &["plain"] },
    Says { rule: "shoulders-covered", column: "shoulders", faulty: &["bare", "straps"], good: &["covered"] },
    // Teeth show between lips that are apart; how far is another question.
    Says { rule: "mouth-closed", column: "mouth", faulty: &["open"], good: &["closed"] },
    Says { rule: "teeth-hidden", column: "mouth", faulty: &["teeth"], good: &["closed", "open"] },
    Says { rule: "eyes-open", column: "eyes", faulty: &["closed"], good: &["open", "narrow"] },
];

/// Both columns of the rule on ears.
const EARS: [&str; 2] = ["ear_left", "ear_right"];
const EARS_RULE: &str = "ears-visible";

/// A turned head hides an ear without a fault of its own.
const TURNED: &str = "head-pose-yaw";

/// Nobody sees through dark lenses.
const BEHIND_LENSES: [&str; 5] =
    ["lenses-glare-free", "frames-off-eyes", "brows-visible", "eyes-visible", "eyes-open"];

/// What a hand hides was written down as free.
const BEHIND_HANDS: [&str; 4] = ["mouth-closed", "teeth-hidden", "brows-visible", "eyes-visible"];

/// What the label's attributes say of the rules that they are about.
pub fn expected(label: &Label) -> Vec<(&'static str, Expected)> {
    let value = |column: &str| label.attributes.get(column).map(String::as_str).unwrap_or_default();
    let is = |column: &str, values: &[&str]| values.contains(&value(column));
    let dark = is("glasses", &["tinted", "sunglasses"]);
    let hidden = is("occluder", &["hand", "object", "mask", "scarf"]);
    let of_rule = |says: &Says| match (is(says.column, says.faulty), is(says.column, says.good)) {
        _ if dark && BEHIND_LENSES.contains(&says.rule) => Expected::Unsure,
        (_, true) if hidden && BEHIND_HANDS.contains(&says.rule) => Expected::Unsure,
        (true, _) => Expected::Faulty,
        (_, true) => Expected::Good,
        _ => Expected::Unsure,
    };
    let ears = match EARS.map(value) {
        _ if label.has_fault(TURNED) => Expected::Unsure,
        ears if ears.contains(&"hidden") => Expected::Faulty,
        ["visible", "visible"] => Expected::Good,
        _ => Expected::Unsure,
    };
    SAYS.iter().map(|says| (says.rule, of_rule(says))).chain([(EARS_RULE, ears)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::labels::{Kind, tests::label};
    use portrait_precheck::rules;

    #[test]
    fn values_say_what_a_rule_should_find() {
        use Expected::{Faulty, Good, Unsure};
        let cases = [
            ("earring=stud", "", "earrings-free", Faulty),
            ("earring=unsure", "", "earrings-free", Unsure),
            ("mouth=teeth", "", "mouth-closed", Unsure),
            ("mouth=teeth", "", "teeth-hidden", Faulty),
            ("mouth=closed; occluder=hand", "", "mouth-closed", Unsure),
            ("eyes=narrow", "", "eyes-open", Good),
            ("eyes=open; glasses=sunglasses", "", "eyes-open", Unsure),
            ("ear_left=hidden; ear_right=visible", "", "ears-visible", Faulty),
            ("ear_left=visible; ear_right=visible", "", "ears-visible", Good),
            ("ear_left=out; ear_right=visible", "", "ears-visible", Unsure),
            ("ear_left=hidden; ear_right=visible", "head-pose-yaw", "ears-visible", Unsure),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(seen, faults, rule, should)| {
                let mut label = label("a/1.jpg", faults, "", Kind::Real, "p");
                label.attributes = of_notes(seen);
                !expected(&label).contains(&(*rule, *should))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn the_rules_exist_and_notes_are_read() {
        let rules_named = SAYS
            .iter()
            .map(|says| says.rule)
            .chain(BEHIND_LENSES)
            .chain(BEHIND_HANDS)
            .chain([EARS_RULE, TURNED]);
        assert_eq!(rules_named.filter(|rule| rules::by_id(rule).is_none()).collect::<Vec<_>>(), [""; 0]);
        let notes = of_notes("skin=dark; looks=other; relit: cheeks 2.84:1");
        assert_eq!((notes["skin"].as_str(), notes["looks"].as_str()), ("dark", "other"));
    }
}
