//! Which rules the doubt on complying photos comes from, and what it buys: the faulty photos that they only ask about.

use super::labels::{Kind, Truth};
use super::photo::Photo;
use super::source::{STUDIO, source};
use super::statistics::Proportion;
use portrait_precheck::{Outcome, rules};
use serde::Serialize;

/// The doubt of one rule, by the profile's limits.
#[derive(Debug, Serialize)]
pub struct Doubt {
    /// The rule.
    pub rule: &'static str,
    /// Complying photos that it asks about.
    pub complying: Proportion,
    /// Those that no other rule asks about.
    pub alone: usize,
    /// Photographs of people, not from the studio, with the fault that it asks about, of those that were assessed.
    pub faulty: Proportion,
    /// The same without the fault.
    pub good: Proportion,
}

impl Doubt {
    /// That of all rules that are in doubt about a complying photo, the largest first.
    pub fn of_all(photos: &[Photo]) -> Vec<Self> {
        let mut all: Vec<Self> = rules::all().map(|rule| Self::of(rule.id, photos)).collect();
        all.retain(|doubt| doubt.complying.count > 0);
        all.sort_by_key(|doubt| std::cmp::Reverse(doubt.complying.count));
        all
    }

    fn of(rule: &'static str, photos: &[Photo]) -> Self {
        let asks = |photo: &Photo, rule: &str| photo.outcome(rule) == Outcome::Doubtful;
        let is_portrait = |photo: &&Photo| photo.label.kind != Kind::Container;
        let complying =
            || photos.iter().filter(is_portrait).filter(|photo| photo.label.complies == Some(true));
        let others_ask = |photo: &&Photo| rules::all().any(|other| other.id != rule && asks(photo, other.id));
        let fault = [rule.to_owned()];
        let of = |truths: &[Truth]| {
            let people =
                photos.iter().filter(|own| own.label.is_of_a_person() && source(&own.label) != STUDIO);
            let own = people.filter(|photo| truths.contains(&photo.label.truth(&fault)));
            let assessed = own.filter(|photo| photo.outcome(rule) != Outcome::NotAssessed);
            Proportion::of(assessed, |photo| asks(photo, rule))
        };
        Self {
            rule,
            complying: Proportion::of(complying(), |photo| asks(photo, rule)),
            alone: complying().filter(|photo| asks(photo, rule) && !others_ask(photo)).count(),
            faulty: of(&[Truth::Faulty, Truth::FaultyBesideOthers]),
            good: of(&[Truth::Good]),
        }
    }
}
