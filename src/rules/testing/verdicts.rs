//! Tables of scenes, each with the expected verdict.

use super::shipped_limits;
use crate::rules::{Demand, Measured, Rule, Verdict};
use crate::scene::{Scene, Unmeasurable};

/// A verdict, or why there is none.
pub type Answer = Result<Verdict, Unmeasurable>;

/// The scene passes.
pub const PASS: Answer = Ok(Verdict::Pass);

/// The scene fails.
pub const FAIL: Answer = Ok(Verdict::Fail);

/// Measures and judges each scene under the limits of the shipped profile.
///
/// # Panics
/// With all scenes whose answer is not the expected one.
pub fn assert_verdicts<R: Rule>(scenes: impl IntoIterator<Item = (&'static str, Scene, Answer)>) {
    assert_verdicts_under::<R>(&shipped_limits::<R>(), scenes);
}

/// The same under limits of the test's own, for a rule that the shipped profile does not use.
pub fn assert_verdicts_under<R: Rule>(
    limits: &R::Limits,
    scenes: impl IntoIterator<Item = (&'static str, Scene, Answer)>,
) {
    let wrong: Vec<_> = scenes
        .into_iter()
        .filter_map(|(name, scene, expected)| {
            let answer = answer::<R>(limits, &scene);
            let measured = || R::measure(&scene).map(|measured| measured.quantity);
            (answer != expected)
                .then(|| format!("{name}: {answer:?} of {:?} instead of {expected:?}", measured()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", R::ID);
}

/// Measures and judges one scene.
pub fn answer<R: Rule>(limits: &R::Limits, scene: &Scene) -> Answer {
    Ok(verdict::<R>(limits, &R::measure(scene)?))
}

/// Judges what was measured.
///
/// # Panics
/// If the rule measured a quantity of another kind than it judges.
pub fn verdict<R: Rule>(limits: &R::Limits, measured: &Measured) -> Verdict {
    limits.judge(&measured.quantity, 0.0).expect("a quantity of the kind that the rule judges").verdict
}
