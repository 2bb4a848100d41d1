//! Groups of people who have something in common, to compare how often the checker is wrong about them.

use super::photo::Photo;
use super::statistics::median;
use serde::Serialize;
use std::collections::BTreeMap;

/// People who have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// A third of the people by skin tone, 0 the darkest; with the range of its typology angles in degrees.
    Skin { third: usize, from: f64, to: f64 },
    /// People who look East Asian.
    EastAsian,
    /// People with a beard.
    Beard,
    /// Bald heads.
    Bald,
    /// Clear glasses.
    ClearGlasses,
    /// Children.
    Child,
    /// Old people.
    Elderly,
    /// Women, where the collection labels the sex.
    Women,
    /// Men, where the collection labels the sex.
    Men,
}

/// Number of groups by skin tone.
const THIRDS: usize = 3;

/// Groups that a column of the attributes tells, with its value.
const BY_ATTRIBUTE: [(Group, &str, &str); 6] = [
    (Group::EastAsian, "looks", "east_asian"),
    (Group::Beard, "beard", "beard"),
    (Group::Bald, "hair", "bald"),
    (Group::ClearGlasses, "glasses", "clear"),
    (Group::Child, "age", "child"),
    (Group::Elderly, "age", "elderly"),
];

/// A group among some photos.
pub struct Members {
    pub group: Group,
    /// For each photo whether it shows one of the group; `None` if nobody knows.
    pub is_member: Vec<Option<bool>>,
}

impl Members {
    /// Every group among these photos.
    pub fn of_all(photos: &[&Photo]) -> Vec<Self> {
        let by = |group, is_member: &dyn Fn(&Photo) -> Option<bool>| Self {
            group,
            is_member: photos.iter().map(|photo| is_member(photo)).collect(),
        };
        let thirds = thirds_by_skin(photos);
        let third_of = |photo: &Photo| thirds.iter().position(|own| own.contains_key(photo.label.person()));
        let by_skin = thirds.iter().enumerate().map(|(third, angles)| {
            let mut sorted: Vec<f64> = angles.values().copied().collect();
            sorted.sort_by(f64::total_cmp);
            let end = |angle: Option<&f64>| angle.copied().unwrap_or_default();
            let group = Group::Skin { third, from: end(sorted.first()), to: end(sorted.last()) };
            by(group, &|photo| third_of(photo).map(|own| own == third))
        });
        let by_attribute = BY_ATTRIBUTE.into_iter().map(|(group, column, value)| {
            by(group, &|photo| photo.label.attributes.get(column).map(|own| own == value))
        });
        let by_sex = [(Group::Women, 'f'), (Group::Men, 'm')]
            .into_iter()
            .map(|(group, sex)| by(group, &|photo| photo.label.sex().map(|own| own == sex)));
        by_skin.chain(by_attribute).chain(by_sex).collect()
    }
}

/// The people of each third with their typology angles, the darkest third first. The angle of a person is the median
/// over their photos, so that bad light on one photo does not matter.
fn thirds_by_skin<'a>(photos: &[&'a Photo]) -> Vec<BTreeMap<&'a str, f64>> {
    let mut angles: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for photo in photos {
        if let Some(angle) = photo.measurements.skin() {
            angles.entry(photo.label.person()).or_default().push(angle);
        }
    }
    let mut people: Vec<(&str, f64)> =
        angles.iter().filter_map(|(person, angles)| Some((*person, median(angles)?))).collect();
    people.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut thirds = vec![BTreeMap::new(); THIRDS];
    for (rank, (person, angle)) in people.iter().enumerate() {
        if let Some(third) = thirds.get_mut(rank * THIRDS / people.len()) {
            third.insert(*person, *angle);
        }
    }
    thirds
}
