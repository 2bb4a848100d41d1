//! How tests of rules that look at a person read: a list of scenes, each with the answer that is expected.

use crate::rules::{Rule, Verdict};
use crate::scene::{Scene, Unmeasurable};

/// What a rule says of a scene.
pub type Answer = Result<Verdict, Unmeasurable>;

/// The scene is allowed.
pub const PASS: Answer = Ok(Verdict::Pass);

/// It is not.
pub const FAIL: Answer = Ok(Verdict::Fail);

/// Asks the rule about every scene under these limits, and panics with all whose answer is another one.
pub fn assert_verdicts<R: Rule>(
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
