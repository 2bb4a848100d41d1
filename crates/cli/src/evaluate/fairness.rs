//! Whether good photos of some people fail more often than those of others.

use super::photo::Photo;
use super::score::median;
use super::statistics::Share;
use portrait_precheck::profile::{Profile, Severity};
use portrait_precheck::{Decision, Outcome};
use serde::Serialize;
use std::collections::BTreeMap;

/// The figures of one group of people.
#[derive(Debug, Serialize)]
pub struct GroupFigures {
    /// Which people.
    pub group: Group,
    /// How many people.
    pub people: usize,
    /// Complying photos that are rejected.
    pub complying_rejected: Share,
    /// Complying photos that are not accepted, rejected or undecided.
    pub complying_not_accepted: Share,
    /// Photos, faulty ones among them, on which some rule fails at reject level that must not.
    pub some_false_alarm: Share,
}

/// People who have something in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// A third of the people by the lightness of their skin, from the darkest on; with the limits of its
    /// typology angles in degrees.
    Skin { third: usize, from: f64, to: f64 },
    /// Of whom no face or skin was seen.
    SkinUnseen,
    /// Photos with clear glasses.
    ClearGlasses,
    /// Photos on which no clear glasses were noted.
    NoClearGlassesNoted,
    /// Women, where the collection says so.
    Women,
    /// Men, where the collection says so.
    Men,
    /// Where it does not.
    SexUnlabelled,
}

/// Groups by skin tone.
const THIRDS: usize = 3;

/// The figures of every group that has people.
pub fn figures(photos: &[Photo], profile: &Profile) -> Vec<GroupFigures> {
    let people: Vec<&Photo> = photos.iter().filter(|photo| photo.label.shows_somebody()).collect();
    let of_group = |group, belongs: &dyn Fn(&Photo) -> bool| {
        let own: Vec<&Photo> = people.iter().copied().filter(|photo| belongs(photo)).collect();
        GroupFigures::of(group, &own, profile)
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
    all.push(of_group(Group::SkinUnseen, &|photo| !seen(photo)));
    all.push(of_group(Group::ClearGlasses, &|photo| photo.label.wears_clear_glasses()));
    all.push(of_group(Group::NoClearGlassesNoted, &|photo| !photo.label.wears_clear_glasses()));
    for (group, sex) in [(Group::Women, Some('f')), (Group::Men, Some('m')), (Group::SexUnlabelled, None)] {
        all.push(of_group(group, &|photo| photo.label.sex() == sex));
    }
    all.retain(|figures| figures.people > 0);
    all
}

impl GroupFigures {
    fn of(group: Group, photos: &[&Photo], profile: &Profile) -> Self {
        let mut people: Vec<&str> = photos.iter().map(|photo| photo.label.person()).collect();
        people.sort_unstable();
        people.dedup();
        let complying = || photos.iter().filter(|photo| photo.label.complies == Some(true));
        let told = photos.iter().filter(|photo| !photo.label.allows_anything());
        Self {
            group,
            people: people.len(),
            complying_rejected: Share::of(complying(), |photo| photo.decision == Decision::Rejected),
            complying_not_accepted: Share::of(complying(), |photo| photo.decision != Decision::Accepted),
            some_false_alarm: Share::of(told, |photo| has_false_alarm(photo, profile)),
        }
    }
}

/// Whether some rule that is in neither column fails at reject level.
fn has_false_alarm(photo: &Photo, profile: &Profile) -> bool {
    let demands = profile.clauses.iter().filter(|clause| clause.severity == Severity::Reject);
    let mut rules = demands.filter_map(|clause| clause.rule);
    rules.any(|rule| photo.outcome(rule.id) == Outcome::Fail && !photo.label.mentions(rule.id))
}

/// The people of each third with their typology angle, the darkest third first. A person's angle is the
/// median of all their photos, so that a faulty light on one of them changes nothing.
fn thirds_by_skin<'a>(photos: &[&'a Photo]) -> Vec<BTreeMap<&'a str, f64>> {
    let mut angles: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for photo in photos {
        if let Some(angle) = photo.measurements.skin {
            angles.entry(photo.label.person()).or_default().push(angle);
        }
    }
    let mut people: Vec<(&str, f64)> = angles.iter().map(|(who, angles)| (*who, median(angles))).collect();
    people.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut thirds = vec![BTreeMap::new(); THIRDS];
    for (place, (who, angle)) in people.iter().enumerate() {
        if let Some(third) = thirds.get_mut(place * THIRDS / people.len()) {
            third.insert(*who, *angle);
        }
    }
    thirds
}
