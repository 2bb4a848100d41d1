//! Tables of scenes, each with the expected verdict.

use super::shipped_limits;
use crate::rules::{Rule, Verdict};
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
    let mut wrong = Vec::new();
    for (name, scene, expected) in scenes {
        let measured =
            R::measure(&scene).and_then(|measured| R::value(&measured).ok_or(Unmeasurable::NoDetail));
        let answer = measured.map(|value| R::judge(value, limits));
        if answer != expected {
            wrong.push(format!("{name}: {answer:?} of {measured:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}: {wrong:#?}", R::ID);
}
