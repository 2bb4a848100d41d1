//! Which photos the faults are simulated on: one of each person, a fixed number of people.

use crate::evaluate::labels::{self, Kind};
use crate::exit::CliError;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Two groups of photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Photos that comply.
    Complying,
    /// Photographs of people as they are, whatever else is wrong with them.
    Real,
}

/// The photos of all tables, with their group, in a fixed order.
///
/// # Errors
/// If a table cannot be read or a row is not as expected.
pub fn sampled(tables: &[PathBuf], people: usize) -> Result<Vec<(Group, PathBuf)>, CliError> {
    let (mut complying, mut real) = (BTreeMap::new(), BTreeMap::new());
    for label in labels::read_all(tables)? {
        let group = match label.kind {
            Kind::Real if !label.allows_anything() => &mut real,
            Kind::Pass | Kind::Comply if label.complies == Some(true) => &mut complying,
            _ => continue,
        };
        group.entry(label.person().to_owned()).or_insert_with(|| label.path());
    }
    let chosen = |group, all: BTreeMap<String, PathBuf>| {
        evenly(all.into_values().collect(), people).into_iter().map(move |file| (group, file))
    };
    Ok(chosen(Group::Complying, complying).chain(chosen(Group::Real, real)).collect())
}

/// `count` of the items, at even distances; all of them if there are fewer.
fn evenly<T>(items: Vec<T>, count: usize) -> Vec<T> {
    let all = items.len();
    let mut next = 0;
    items
        .into_iter()
        .enumerate()
        .filter(|(index, _)| {
            let chosen = index * count.min(all) >= next * all;
            next += usize::from(chosen);
            chosen
        })
        .map(|(_, item)| item)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_chosen_at_even_distances() {
        assert_eq!(evenly((0..10).collect(), 3), [0, 4, 7]);
        assert_eq!(evenly((0..3).collect(), 10), [0, 1, 2]);
        assert_eq!(evenly((0..3).collect::<Vec<_>>(), 3), [0, 1, 2]);
    }

    #[test]
    fn each_person_gives_one_photo_of_the_right_group() {
        let folder = tempfile::tempdir().unwrap();
        let table = folder.path().join("labels.csv");
        let rows = "file,expected_pass,expected_findings,allowed_findings,kind,person,notes\n\
            a1.jpg,true,,,pass,A,\na2.jpg,true,,,pass,A,\nb.jpg,false,,,variant,B,\nc.jpg,unsure,,,comply,C,\n\
            d.jpg,true,,,comply,D,\ne.jpg,false,,,real,E,\nf.jpg,false,,*,real,F,\n";
        std::fs::write(&table, rows).unwrap();
        let chosen = sampled(&[table], 10).ok().expect("the table is sound");
        let names: Vec<_> = chosen
            .iter()
            .map(|(group, file)| (*group, file.file_name().unwrap().to_str().unwrap()))
            .collect();
        assert_eq!(
            names,
            [(Group::Complying, "a1.jpg"), (Group::Complying, "d.jpg"), (Group::Real, "e.jpg")]
        );
    }
}
