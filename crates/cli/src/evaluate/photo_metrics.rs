//! Error rates of whole photos: complying photos not accepted, faults not reported.

use super::labels::{Fault, Kind};
use super::photo::Photo;
use super::rule_metrics::clause_of;
use super::statistics::Proportion;
use portrait_precheck::profile::{Profile, Severity};
use portrait_precheck::{Decision, Outcome};
use serde::Serialize;
use std::collections::BTreeSet;

/// The metrics of the photos of one kind, or of several.
#[derive(Debug, Serialize)]
pub struct PhotoMetrics {
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// Complying photos that are rejected.
    pub complying_rejected: Proportion,
    /// Complying photos that are undecided: a rule at reject level could not be assessed.
    pub complying_undecided: Proportion,
    /// Complying photos of which some clause is in doubt, whatever its severity: the candidate is asked.
    pub complying_asked_about: Proportion,
    /// People with complying photos of whom one is rejected.
    pub people_rejected: Proportion,
    /// People with complying photos who are asked about one.
    pub people_asked_about: Proportion,
    /// Photos with a realistic fault on which a failure at warn level or above reports at least one fault.
    pub some_fault_reported: Proportion,
    /// The same where every fault is reported.
    pub every_fault_reported: Proportion,
    /// Photos with a realistic fault on which at least one fault is reported at reject level.
    pub some_fault_rejected: Proportion,
    /// The same where every fault is reported at reject level.
    pub every_fault_rejected: Proportion,
    /// Complying photos that are not accepted.
    pub complying_not_accepted_files: Vec<String>,
    /// Photos with a realistic fault on which no fault is reported.
    pub unreported_files: Vec<String>,
}

impl PhotoMetrics {
    /// The metrics of the photos of these kinds.
    pub fn of(kinds: &[Kind], photos: &[Photo], profile: &Profile) -> Self {
        let own = || photos.iter().filter(|photo| kinds.contains(&photo.label.kind));
        let complying = || own().filter(|photo| photo.label.complies == Some(true));
        let faulty = || own().filter(|photo| !photo.label.faults.is_empty() && photo.label.is_realistic());
        let people = |of: &mut dyn Iterator<Item = &Photo>| -> BTreeSet<String> {
            of.map(|photo| photo.label.person().to_owned()).collect()
        };
        let all_people = people(&mut complying()).len();
        let of_people = |is: &dyn Fn(&Photo) -> bool| {
            Proportion::new(people(&mut complying().filter(|photo| is(photo))).len(), all_people)
        };
        let ends = |decision| Proportion::of(complying(), |photo| photo.decision == decision);
        let reported = |photo: &Photo, fault: &Fault, level: Severity| {
            let mut failing = fault.iter().filter(|rule| photo.outcome(rule) == Outcome::Fail);
            failing.any(|rule| clause_of(profile, rule).is_some_and(|clause| clause.severity <= level))
        };
        let some = |level| move |photo: &Photo| photo.label.faults.iter().any(|f| reported(photo, f, level));
        let every = |level| move |photo: &Photo| photo.label.faults.iter().all(|f| reported(photo, f, level));
        let files = |photos: &mut dyn Iterator<Item = &Photo>| -> Vec<String> {
            photos.map(|photo| photo.label.file.clone()).collect()
        };
        let accepted = |photo: &&Photo| photo.decision == Decision::Accepted;
        Self {
            kinds: kinds.to_vec(),
            complying_rejected: ends(Decision::Rejected),
            complying_undecided: ends(Decision::Undecided),
            complying_asked_about: Proportion::of(complying(), Photo::is_asked_about),
            people_rejected: of_people(&|photo| photo.decision == Decision::Rejected),
            people_asked_about: of_people(&Photo::is_asked_about),
            some_fault_reported: Proportion::of(faulty(), some(Severity::Warn)),
            every_fault_reported: Proportion::of(faulty(), every(Severity::Warn)),
            some_fault_rejected: Proportion::of(faulty(), some(Severity::Reject)),
            every_fault_rejected: Proportion::of(faulty(), every(Severity::Reject)),
            complying_not_accepted_files: files(&mut complying().filter(|photo| !accepted(photo))),
            unreported_files: files(&mut faulty().filter(|photo| !some(Severity::Warn)(photo))),
        }
    }
}
