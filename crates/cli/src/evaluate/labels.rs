//! The labels of photos: what people found on them, read from `labels.csv`.

use super::attributes::{self, Attributes};
use crate::exit::CliError;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One labelled photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Path of the photo, relative to the folder of `labels.csv`.
    pub file: String,
    /// That folder.
    folder: PathBuf,
    /// Whether the photo as a whole complies; `None` if that is unsure.
    pub complies: Option<bool>,
    /// What must fail: of each fault at least one rule.
    pub faults: Vec<Fault>,
    /// Rules whose failure is no false alarm; `*` is any rule.
    allowed: Vec<String>,
    /// How the photo was made.
    pub kind: Kind,
    /// Id of the person on the photo; `-` if unknown.
    person: String,
    /// What a person saw, by column; empty if nobody wrote it down.
    pub attributes: Attributes,
    /// The label before it was corrected; `None` if it was not.
    stored: Option<Arc<Label>>,
}

/// The rules of which at least one has to fail: `a`, or `a|b`.
pub type Fault = Vec<String>;

/// How a photo was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Composed so that it complies.
    Pass,
    /// A complying photo with one synthetic fault.
    Variant,
    /// A real face with a real fault, put on a complying background.
    VariantReal,
    /// Not edited.
    Natural,
    /// Made to test the file format, not what the photo shows.
    Container,
    /// A photograph of a person as they are, of which single rules are labelled.
    Real,
    /// Painted by a generative model.
    Generated,
    /// A real person, cut out and placed so that the photo complies.
    Comply,
}

/// The ground truth of a photo for a rule, or for the rules of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// The labels do not mention the rules: they must not fail.
    Good,
    /// This is the only fault.
    Faulty,
    /// This is one of several faults.
    FaultyBesideOthers,
    /// The labels do not say.
    Unlabelled,
}

/// What a rule should find on a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    Faulty,
    Good,
    Unsure,
}

/// File name prefixes of synthetic faults that prove nothing: drawn hats, hands, strands of hair, straps, jewellery.
const UNREALISTIC: [&str; 7] =
    ["hat_", "hand_mouth_", "eye_hair_", "brows_hair_", "sleeveless_", "earrings_", "necklace_"];

/// Rules that are younger than the labels, each with one that the labels know: where that one may fail, they say nothing
/// of the younger either.
const UNLABELLED_WITH: [(&str, &str); 3] = [
    ("head-inside-picture", "head-height"),
    ("border-free", "background-uniformity"),
    ("text-free", "background-empty"),
];

/// The columns of the table that are used.
#[derive(Deserialize)]
struct Row {
    file: String,
    expected_pass: String,
    expected_findings: String,
    allowed_findings: String,
    kind: Kind,
    person: String,
    notes: String,
}

/// Reads all labels of the table.
///
/// # Errors
/// If the file cannot be read or a row is not as expected.
fn read(path: &Path) -> Result<Vec<Label>, csv::Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut attributes = attributes::read(folder)?;
    let rows = csv::Reader::from_path(path)?.into_deserialize::<Row>();
    let mut label = |row| {
        let mut label = Label { folder: folder.to_owned(), ..Label::from(row) };
        if let Some(seen) = attributes.remove(&label.file) {
            label.attributes.extend(seen);
            label.expect_what_was_seen();
        }
        label
    };
    rows.map(|row| row.map(&mut label)).collect()
}

/// The labels of all these tables, in their order.
///
/// # Errors
/// As [`read`], with the table's name.
pub fn read_all(tables: &[PathBuf]) -> Result<Vec<Label>, CliError> {
    let read = |path: &PathBuf| read(path).map_err(|error| CliError::file(path, &error));
    Ok(tables.iter().map(read).collect::<Result<Vec<_>, _>>()?.concat())
}

impl From<Row> for Label {
    fn from(row: Row) -> Self {
        let list = |cell: &str, separator| -> Vec<String> {
            cell.split(separator).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let mut allowed = list(&row.allowed_findings, ';');
        let with_older = UNLABELLED_WITH.iter().filter(|(_, older)| allowed.iter().any(|rule| rule == older));
        let younger: Vec<String> = with_older.map(|(rule, _)| (*rule).to_owned()).collect();
        allowed.extend(younger);
        Self {
            complies: match row.expected_pass.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            faults: list(&row.expected_findings, ';').iter().map(|fault| list(fault, '|')).collect(),
            allowed,
            file: row.file,
            folder: PathBuf::new(),
            kind: row.kind,
            person: one_person(row.person),
            attributes: attributes::of_notes(&row.notes),
            stored: None,
        }
    }
}

/// The London set has each person neutral (`L`) and smiling (`S`) under the same number.
fn one_person(person: String) -> String {
    let number = person.strip_prefix('S').filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    number.map_or(person.clone(), |number| format!("L{number}"))
}

impl Expected {
    /// The value with this name in a table.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "faulty" => Some(Self::Faulty),
            "good" => Some(Self::Good),
            "unsure" => Some(Self::Unsure),
            _ => None,
        }
    }
}

impl Label {
    /// Where the photo is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.file)
    }

    /// This label in place of the stored one.
    pub fn instead_of(self, stored: Self) -> Self {
        Self { stored: Some(Arc::new(stored)), ..self }
    }

    /// The label as it was stored.
    pub fn stored(&self) -> &Self {
        self.stored.as_deref().unwrap_or(self)
    }

    /// Whether the stored label was corrected.
    pub fn is_corrected(&self) -> bool {
        self.stored.is_some()
    }

    /// What a person saw says what some rules should find, whatever the table of labels allows.
    pub fn expect_what_was_seen(&mut self) {
        for (rule, expected) in attributes::expected(self) {
            self.expect(rule, expected);
        }
    }

    /// Sets what this rule should find. Other rules of a fault `a|b` with it may then fail or not.
    pub fn expect(&mut self, rule: &str, expected: Expected) {
        let (own, faults): (Vec<Fault>, _) = std::mem::take(&mut self.faults)
            .into_iter()
            .partition(|fault| fault.iter().any(|own| own == rule));
        self.faults = faults;
        self.allowed.extend(own.into_iter().flatten());
        self.allowed.retain(|own| own != rule);
        match expected {
            Expected::Faulty => self.faults.push(vec![rule.to_owned()]),
            Expected::Good => {}
            Expected::Unsure => self.allowed.push(rule.to_owned()),
        }
    }

    /// The ground truth of the photo for the rules of this fault. Drawn faults that prove nothing say nothing.
    pub fn truth(&self, fault: &[String]) -> Truth {
        if !self.is_realistic() && fault.iter().any(|rule| self.mentions(rule)) {
            return Truth::Unlabelled;
        }
        if self.faults.iter().any(|own| own == fault) {
            return if self.faults.len() == 1 { Truth::Faulty } else { Truth::FaultyBesideOthers };
        }
        let mentioned = self.allows_anything() || fault.iter().any(|rule| self.mentions(rule));
        if mentioned { Truth::Unlabelled } else { Truth::Good }
    }

    /// Whether this rule must fail, alone or instead of another one.
    pub fn has_fault(&self, rule: &str) -> bool {
        self.faults.iter().flatten().any(|name| name == rule)
    }

    /// Whether this rule may fail without being a false alarm.
    pub fn mentions(&self, rule: &str) -> bool {
        self.allows_anything() || self.has_fault(rule) || self.allowed.iter().any(|name| name == rule)
    }

    /// Whether any rule may fail.
    pub fn allows_anything(&self) -> bool {
        self.allowed.iter().any(|name| name == "*")
    }

    /// Whether this is a photograph of a person, also one that was cut out and placed on another background.
    pub fn is_of_a_person(&self) -> bool {
        !matches!(self.kind, Kind::Variant | Kind::Container | Kind::Generated)
    }

    /// Whether the fault was made by a program.
    pub fn is_synthetic(&self) -> bool {
        self.kind == Kind::Variant
    }

    /// Whether the fault looks as on a real photo.
    pub fn is_realistic(&self) -> bool {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        !(self.is_synthetic() && UNREALISTIC.iter().any(|prefix| name.starts_with(prefix)))
    }

    /// Id of the person; the file where the person is unknown.
    pub fn person(&self) -> &str {
        if self.person == "-" { &self.file } else { &self.person }
    }

    /// Whether a known person is on the photo.
    pub fn shows_somebody(&self) -> bool {
        self.person != "-" && self.kind != Kind::Container
    }

    /// Whether this is a member of a parliament, whose ids are `C` and a name.
    pub fn shows_an_official(&self) -> bool {
        let name = self.person.strip_prefix('C');
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
    }

    /// `f` or `m` at the end of the person's id, where the collection labels the sex.
    pub fn sex(&self) -> Option<char> {
        let number = self.person.strip_suffix(['f', 'm'])?;
        if !number.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.person.chars().next_back()
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// The label that a line of the table makes: file, expected, allowed, kind and person.
    pub fn label(file: &str, expected: &str, allowed: &str, kind: Kind, person: &str) -> Label {
        Label::from(Row {
            file: file.to_owned(),
            expected_pass: expected.is_empty().to_string(),
            expected_findings: expected.to_owned(),
            allowed_findings: allowed.to_owned(),
            kind,
            person: person.to_owned(),
            notes: String::new(),
        })
    }

    fn truth(expected: &str, allowed: &str, fault: &str) -> Truth {
        let fault: Vec<_> = fault.split('|').map(str::to_owned).collect();
        label("a.jpg", expected, allowed, Kind::Natural, "p").truth(&fault)
    }

    #[test]
    fn the_ground_truth_follows_from_the_labels() {
        let cases = [
            ("", "", "eyes-open", Truth::Good),
            ("eyes-open", "", "eyes-open", Truth::Faulty),
            ("eyes-open;sharpness", "", "eyes-open", Truth::FaultyBesideOthers),
            ("sharpness", "eyes-open", "eyes-open", Truth::Unlabelled),
            ("sharpness", "*", "eyes-open", Truth::Unlabelled),
            ("sharpness", "", "eyes-open", Truth::Good),
            ("eyes-open|eyes-visible", "", "eyes-open", Truth::Unlabelled),
            ("eyes-open|eyes-visible", "", "eyes-open|eyes-visible", Truth::Faulty),
            ("eyes-open|eyes-visible", "eyes-open", "eyes-open|eyes-visible", Truth::Faulty),
            ("eyes-open", "", "eyes-open|eyes-visible", Truth::Unlabelled),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (case, truth(case.0, case.1, case.2)))
            .filter(|(case, is)| case.3 != *is)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_drawn_hat_proves_nothing_and_a_real_one_does() {
        let truth = |kind, rule: &str| {
            let hat = label("variant/hat_001.jpg", "no-head-coverings", "", kind, "p");
            hat.truth(&[rule.to_owned()])
        };
        assert_eq!(truth(Kind::Variant, "no-head-coverings"), Truth::Unlabelled);
        assert_eq!(truth(Kind::Variant, "sharpness"), Truth::Good);
        assert_eq!(truth(Kind::Natural, "no-head-coverings"), Truth::Faulty);
    }

    #[test]
    fn a_neutral_and_a_smiling_person_are_one() {
        let person = |id| label("a.jpg", "", "", Kind::Natural, id).person().to_owned();
        assert_eq!([person("S044"), person("L044"), person("Ssmith")], ["L044", "L044", "Ssmith"]);
    }

    #[test]
    fn the_sex_is_known_where_the_id_ends_with_it() {
        let sex = |person| label("a.jpg", "", "", Kind::Natural, person).sex();
        assert_eq!(
            [sex("K003f"), sex("K110m"), sex("L005"), sex("Xtim")],
            [Some('f'), Some('m'), None, None]
        );
    }
}
