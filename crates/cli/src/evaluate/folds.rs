//! Splits photos into folds for cross-validation, all photos of a person into the same fold.

use crate::evaluate::photo::Photo;
use std::collections::BTreeMap;

/// Number of folds.
const FOLDS: usize = 5;

/// The fold of each photo. People with many photos are assigned first, each to the fold with the fewest photos.
pub fn folds(photos: &[Photo]) -> Vec<Option<usize>> {
    let people: Vec<&str> = photos.iter().map(|photo| photo.label.person()).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for person in &people {
        *counts.entry(person).or_default() += 1;
    }
    let mut ordered: Vec<_> = counts.iter().collect();
    ordered.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
    let mut sizes = [0; FOLDS];
    let mut fold_of = BTreeMap::new();
    for (person, count) in ordered {
        let smallest = (0..FOLDS).min_by_key(|fold| sizes[*fold]).unwrap_or(0);
        sizes[smallest] += count;
        fold_of.insert(*person, smallest);
    }
    people.iter().map(|person| fold_of.get(person).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::labels::{Kind, tests::label};
    use crate::evaluate::measurements::Measured;
    use portrait_precheck::profile;

    #[test]
    fn no_person_is_in_two_folds_and_the_folds_have_the_same_size() {
        let beijing = profile::builtin("beijing-zikao-2022").unwrap();
        let photos: Vec<Photo> = (0..60)
            .map(|n| {
                let label = label(&format!("{n}.jpg"), "", "", Kind::Pass, &format!("person {}", n % 20));
                Photo::judged(label, Measured::of_nothing(), &beijing, |_, _| None)
            })
            .collect();
        let folds = folds(&photos);
        assert!((0..40).all(|n| folds[n] == folds[n + 20]), "{folds:?}");
        let sizes: Vec<_> = (0..FOLDS).map(|f| folds.iter().filter(|own| **own == Some(f)).count()).collect();
        assert_eq!(sizes, [12; FOLDS]);
    }
}
