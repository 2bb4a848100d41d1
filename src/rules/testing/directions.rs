//! Signs of angles and offsets: the advice names the direction from the person's own point of view.

use crate::rules::by_id;
use crate::scene::testing::SyntheticPortrait;

/// A rule, a portrait that fails it, whether its quantity is positive, and the English word for where to go back.
fn cases() -> Vec<(&'static str, SyntheticPortrait, bool, &'static str)> {
    let plain = SyntheticPortrait::default;
    let at = |x| SyntheticPortrait { place: (x, 307.0), ..plain() };
    vec![
        // The picture's right is the person's left.
        ("head-pose-yaw", SyntheticPortrait { yaw: 15.0, ..plain() }, true, "right"),
        ("head-pose-yaw", SyntheticPortrait { yaw: -15.0, ..plain() }, false, "left"),
        ("head-pose-roll", SyntheticPortrait { roll: 12.0, ..plain() }, true, "right"),
        ("head-pose-roll", SyntheticPortrait { roll: -12.0, ..plain() }, false, "left"),
        ("head-pose-pitch", SyntheticPortrait { pitch: 20.0, ..plain() }, true, "Lower your chin"),
        ("head-pose-pitch", SyntheticPortrait { pitch: -20.0, ..plain() }, false, "Raise your chin"),
        ("gaze-forward", SyntheticPortrait { gaze: 0.2, ..plain() }, true, "right"),
        ("gaze-forward", SyntheticPortrait { gaze: -0.2, ..plain() }, false, "left"),
        ("shoulders-level", SyntheticPortrait { shoulders: 12.0, ..plain() }, true, "left"),
        ("shoulders-level", SyntheticPortrait { shoulders: -12.0, ..plain() }, false, "right"),
        // Here the picture's own sides are meant: what lies there is cropped off.
        ("head-centred", at(310.0), true, "left"),
        ("head-centred", at(170.0), false, "right"),
    ]
}

#[test]
fn the_advice_says_where_to_go_back() {
    let mut wrong = Vec::new();
    for (id, portrait, positive, word) in cases() {
        let rule = by_id(id).unwrap();
        let measured = (rule.measure)(&portrait.scene()).unwrap();
        let signed = measured.quantity.number().unwrap();
        let detail = measured.detail.as_ref().map(|detail| detail.en.as_str());
        let tells = rule.advice.zh.contains("{detail}") && rule.advice.en.contains("{detail}");
        if !tells || (signed > 0.0) != positive || detail != Some(word) {
            wrong.push(format!("{id}: {signed}, {detail:?} instead of {word}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
