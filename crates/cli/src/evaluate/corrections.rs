//! Labels that a second look found wrong: `corrections.csv` of the training's folder. A row corrects one attribute of a photo,
//! or, of what no attribute says, what a rule should find: `faulty`, `good` or `unsure`.

use super::labels::{Expected, Label};
use crate::exit::CliError;
use portrait_precheck::rules;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The corrections, by file.
#[derive(Debug, Default)]
pub struct Corrections(BTreeMap<String, Vec<Correction>>);

#[derive(Debug, Deserialize)]
struct Correction {
    file: String,
    column: String,
    value: String,
}

impl Corrections {
    /// Reads `corrections.csv` from the folder of the training.
    pub fn read(folder: &Path) -> Result<Self, CliError> {
        let path = folder.join("corrections.csv");
        let wrong = |problem: &dyn ToString| CliError::file(&path, &problem.to_string());
        let mut by_file: BTreeMap<String, Vec<Correction>> = BTreeMap::new();
        for row in csv::Reader::from_path(&path).map_err(|error| wrong(&error))?.into_deserialize() {
            let row: Correction = row.map_err(|error| wrong(&error))?;
            if rules::by_id(&row.column).is_some() && Expected::named(&row.value).is_none() {
                return Err(wrong(&format!("{}: `{}` is not faulty, good or unsure", row.file, row.value)));
            }
            by_file.entry(row.file.clone()).or_default().push(row);
        }
        Ok(Self(by_file))
    }

    /// The label with what is corrected of it; it keeps the one that was stored.
    pub fn correct(&self, label: Label) -> Label {
        let Some(corrections) = self.0.get(&label.file) else { return label };
        let mut corrected = label.clone();
        let (of_rules, of_attributes): (Vec<_>, Vec<_>) =
            corrections.iter().partition(|correction| rules::by_id(&correction.column).is_some());
        if !of_attributes.is_empty() {
            let pairs = of_attributes.into_iter().map(|own| (own.column.clone(), own.value.clone()));
            corrected.attributes.extend(pairs);
            corrected.expect_what_was_seen();
        }
        for Correction { column, value, .. } in of_rules {
            corrected.expect(column, Expected::named(value).unwrap_or(Expected::Unsure));
        }
        corrected.instead_of(label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::labels::{Kind, Truth, tests::label};

    fn read(rows: &str) -> Result<Corrections, CliError> {
        let folder = tempfile::tempdir().unwrap();
        let table = format!("file,column,value,why\n{rows}");
        std::fs::write(folder.path().join("corrections.csv"), table).unwrap();
        Corrections::read(folder.path())
    }

    #[test]
    fn a_correction_changes_what_is_expected_and_keeps_what_was_stored() {
        let rows =
            "a.jpg,mouth,teeth,they show\na.jpg,text-free,faulty,letters\nb.jpg,earring,none,\"a curl\"\n";
        let Ok(corrections) = read(rows) else { panic!("the table is not read") };
        let truth = |label: &Label, rule: &str| label.truth(&[rule.to_owned()]);
        let seen = |file, column: &str, value: &str| {
            let mut label = label(file, "", "head-pose-roll", Kind::Real, "p");
            label.attributes.insert(column.to_owned(), value.to_owned());
            label.expect_what_was_seen();
            corrections.correct(label)
        };
        let (a, b) = (seen("a.jpg", "mouth", "closed"), seen("b.jpg", "earring", "stud"));
        let cases = [
            (&a, "teeth-hidden", Truth::FaultyBesideOthers, Truth::Good),
            (&a, "mouth-closed", Truth::Unlabelled, Truth::Good),
            (&a, "text-free", Truth::FaultyBesideOthers, Truth::Good),
            (&a, "head-pose-roll", Truth::Unlabelled, Truth::Unlabelled),
            (&b, "earrings-free", Truth::Good, Truth::Faulty),
            (&b, "head-height", Truth::Good, Truth::Good),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(label, rule, is, was)| (truth(label, rule), truth(label.stored(), rule)) != (*is, *was))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let c = label("c.jpg", "", "", Kind::Real, "r");
        assert_eq!(corrections.correct(c.clone()), c);
    }

    #[test]
    fn a_rule_has_one_of_three_values() {
        assert!(read("a.jpg,text-free,yes,\n").is_err());
        assert!(Corrections::read(Path::new("missing")).is_err());
    }
}
