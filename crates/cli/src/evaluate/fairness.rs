//! Error rates by group of people.

use super::photo::Photo;
use super::statistics::{Proportion, median};
use portrait_precheck::profile::{Profile, Severity};
use portrait_precheck::{Decision, Outcome};
use serde::Serialize;
use std::collections::BTreeMap;

/// The metrics of one group of people.
#[derive(Debug, Serialize)]
pub struct GroupMetrics {
    pub group: Group,
    /// The number of people.
    pub people: usize,
    /// Complying photos that are rejected.
    pub complying_rejected: Proportion,
    /// Complying photos that are rejected or undecided.
    pub complying_not_accepted: Proportion,
    /// Photos, good or faulty, with a false alarm: a rule fails at reject level that must not.
    pub some_false_alarm: Proportion,
}

/// People who have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// A third of the people by skin tone, 0 the darkest; with the range of its typology angles in degrees.
    Skin { third: usize, from: f64, to: f64 },
    /// People whose skin tone could not be measured.
    SkinUnknown,
    /// Photos whose notes mention clear glasses.
    ClearGlasses,
    /// Photos without such a note.
    NoClearGlassesNoted,
    /// Women, where the collection labels the sex.
    Women,
    /// Men, where the collection labels the sex.
    Men,
    /// People of other collections.
    SexUnlabelled,
}

/// Number of groups by skin tone.
const THIRDS: usize = 3;

/// The metrics of every group that is not empty.
pub fn by_group(photos: &[Photo], profile: &Profile) -> Vec<GroupMetrics> {
    let people: Vec<&Photo> = photos.iter().filter(|photo| photo.label.shows_somebody()).collect();
    let of_group = |group, belongs: &dyn Fn(&Photo) -> bool| {
        let own: Vec<&Photo> = people.iter().copied().filter(|photo| belongs(photo)).collect();
        GroupMetrics::of(group, &own, profile)
    };
    let thirds = thirds_by_skin(&people);
    let mut all: Vec<_> = thirds
        .iter()
        .enumerate()
        .map(|(third, angles)| {
            let mut sorted: Vec<f64> = angles.values().copied().collect();
            sorted.sort_by(f64::total_cmp);
            let end = |angle: Option<&f64>| angle.copied().unwrap_or_default();
            let group = Group::Skin { third, from: end(sorted.first()), to: end(sorted.last()) };
            of_group(group, &|photo| angles.contains_key(photo.label.person()))
        })
        .collect();
    let seen = |photo: &Photo| thirds.iter().any(|angles| angles.contains_key(photo.label.person()));
    all.push(of_group(Group::SkinUnknown, &|photo| !seen(photo)));
    all.push(of_group(Group::ClearGlasses, &|photo| photo.label.wears_clear_glasses()));
    all.push(of_group(Group::NoClearGlassesNoted, &|photo| !photo.label.wears_clear_glasses()));
    for (group, sex) in [(Group::Women, Some('f')), (Group::Men, Some('m')), (Group::SexUnlabelled, None)] {
        all.push(of_group(group, &|photo| photo.label.sex() == sex));
    }
    all.retain(|group| group.people > 0);
    all
}

impl GroupMetrics {
    fn of(group: Group, photos: &[&Photo], profile: &Profile) -> Self {
        let mut people: Vec<&str> = photos.iter().map(|photo| photo.label.person()).collect();
        people.sort_unstable();
        people.dedup();
        let complying = || photos.iter().filter(|photo| photo.label.complies == Some(true));
        let labelled = photos.iter().filter(|photo| !photo.label.allows_anything());
        Self {
            group,
            people: people.len(),
            complying_rejected: Proportion::of(complying(), |photo| photo.decision == Decision::Rejected),
            complying_not_accepted: Proportion::of(complying(), |photo| photo.decision != Decision::Accepted),
            some_false_alarm: Proportion::of(labelled, |photo| has_false_alarm(photo, profile)),
        }
    }
}

/// Whether a rule fails at reject level that the labels do not mention.
fn has_false_alarm(photo: &Photo, profile: &Profile) -> bool {
    let mandatory = profile.clauses.iter().filter(|clause| clause.severity == Severity::Reject);
    let mut rules = mandatory.filter_map(|clause| clause.rule);
    rules.any(|rule| photo.outcome(rule.id) == Outcome::Fail && !photo.label.mentions(rule.id))
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
