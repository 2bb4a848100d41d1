//! What people say of the labelled photos: `labels.csv`.

use serde::{Deserialize, Serialize};
use std::path::Path;

/// One labelled photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Where the photo lies, beside `labels.csv`.
    pub file: String,
    /// Whether the photo as a whole complies; `None` where nobody is sure.
    pub complies: Option<bool>,
    /// What must fail. Of a fault's rules, at least one has to.
    pub faults: Vec<Fault>,
    /// Rules that may fail without being a false alarm; `*` is any.
    allowed: Vec<String>,
    /// How the photo came to be.
    pub kind: Kind,
    /// Who it shows.
    person: String,
    /// Whatever else was noted.
    notes: String,
}

/// The rules of which at least one has to fail: `a`, or `a|b`.
pub type Fault = Vec<String>;

/// How a photo came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Composed so that it complies.
    Pass,
    /// Given one synthetic fault.
    Variant,
    /// A real fault of the face on a complying background.
    VariantReal,
    /// Untouched.
    Natural,
    /// About the file, not about what it shows.
    Container,
}

/// What a photo is for a rule, or for the rules of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Truth {
    /// The rules stand in neither column: they must not fail.
    Good,
    /// This is the only fault.
    Faulty,
    /// This is a fault, and others are there as well.
    FaultyBesideOthers,
    /// Nobody says.
    Unlabelled,
}

/// Synthetic faults that convince nobody: drawn hats, hands, strokes of hair, straps.
const POOR: [&str; 5] = ["hat_", "hand_mouth_", "eye_hair_", "brows_hair_", "sleeveless_"];

/// The columns that are read.
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

/// All labels of the table.
///
/// # Errors
/// Says what is wrong with the file.
pub fn read(path: &Path) -> Result<Vec<Label>, csv::Error> {
    csv::Reader::from_path(path)?.deserialize::<Row>().map(|row| row.map(Label::from)).collect()
}

impl From<Row> for Label {
    fn from(row: Row) -> Self {
        let list = |cell: &str, separator| -> Vec<String> {
            cell.split(separator).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        Self {
            complies: match row.expected_pass.as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            faults: list(&row.expected_findings, ';').iter().map(|fault| list(fault, '|')).collect(),
            allowed: list(&row.allowed_findings, ';'),
            file: row.file,
            kind: row.kind,
            person: row.person,
            notes: row.notes,
        }
    }
}

impl Label {
    /// What the photo is for the rules of this fault.
    pub fn truth(&self, fault: &[String]) -> Truth {
        if self.faults.iter().any(|own| own == fault) {
            return if self.faults.len() == 1 { Truth::Faulty } else { Truth::FaultyBesideOthers };
        }
        let concerned = self.allows_anything() || fault.iter().any(|rule| self.mentions(rule));
        if concerned { Truth::Unlabelled } else { Truth::Good }
    }

    /// Whether this rule may fail.
    pub fn mentions(&self, rule: &str) -> bool {
        self.allows_anything()
            || self.faults.iter().flatten().any(|name| name == rule)
            || self.allowed.iter().any(|name| name == rule)
    }

    /// Whether nobody says what must not fail.
    pub fn allows_anything(&self) -> bool {
        self.allowed.iter().any(|name| name == "*")
    }

    /// Whether the fault was made by a program.
    pub fn is_synthetic(&self) -> bool {
        self.kind == Kind::Variant
    }

    /// Whether the fault looks as it does on a real photo.
    pub fn is_convincing(&self) -> bool {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        !(self.is_synthetic() && POOR.iter().any(|poor| name.starts_with(poor)))
    }

    /// Who the photo shows; a photo of nobody known is alone.
    pub fn person(&self) -> &str {
        if self.person == "-" { &self.file } else { &self.person }
    }

    /// Whether somebody is known to be on the photo.
    pub fn shows_somebody(&self) -> bool {
        self.person != "-" && self.kind != Kind::Container
    }

    /// Whether clear glasses were noted.
    pub fn wears_clear_glasses(&self) -> bool {
        self.notes.contains("clear glasses")
    }

    /// `f` or `m` at the end of the person's number, where the collection tells it.
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
    fn a_photo_is_good_faulty_or_left_out_as_the_labels_define_it() {
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
    fn a_drawn_hat_convinces_nobody_and_a_real_one_does() {
        let hat = |kind| label("variant/hat_001.jpg", "no-head-coverings", "", kind, "p");
        assert!(!hat(Kind::Variant).is_convincing());
        assert!(hat(Kind::Natural).is_convincing());
    }

    #[test]
    fn the_sex_is_known_where_the_number_tells_it() {
        let sex = |person| label("a.jpg", "", "", Kind::Natural, person).sex();
        assert_eq!(
            [sex("K003f"), sex("K110m"), sex("L005"), sex("Xtim")],
            [Some('f'), Some('m'), None, None]
        );
    }
}
