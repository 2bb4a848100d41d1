//! Every rule of a part of the person, on a picture that does not show this part.

use crate::rules::by_id;
use crate::scene::testing::SyntheticPortrait;
use crate::scene::{Scene, Unmeasurable};

/// Where the synthetic portrait of 480 x 640 pixels is cropped.
#[derive(Clone, Copy)]
enum Crop {
    /// Above this row nothing is left.
    Above(u32),
    /// Below this row nothing is left.
    Below(u32),
    /// To the left of this column nothing is left.
    LeftOf(u32),
}

/// Rows and columns of the default portrait.
const BELOW_BROWS: u32 = 265;
const BELOW_EYES: u32 = 300;
const ABOVE_NOSE: u32 = 300;
const ABOVE_MOUTH: u32 = 330;
const BELOW_CHIN: u32 = 420;
const BESIDE_FACE: u32 = 170;
const MIDDLE_OF_FACE: u32 = 225;

/// Each rule with a crop that takes its part away.
const CASES: &[(&str, Crop)] = &[
    ("head-pose-yaw", Crop::Above(BELOW_EYES)),
    ("head-pose-pitch", Crop::Above(BELOW_EYES)),
    ("head-pose-roll", Crop::LeftOf(MIDDLE_OF_FACE)),
    ("head-centred", Crop::LeftOf(MIDDLE_OF_FACE)),
    ("face-width", Crop::LeftOf(MIDDLE_OF_FACE)),
    ("expression-natural", Crop::Below(ABOVE_NOSE)),
    ("shoulders-level", Crop::Below(BELOW_CHIN)),
    ("shoulders-covered", Crop::Below(BELOW_CHIN)),
    ("clothing-contrast", Crop::Below(BELOW_CHIN)),
    ("collar-plain", Crop::Below(BELOW_CHIN)),
    ("necklace-free", Crop::Below(BELOW_CHIN)),
    ("eyes-open", Crop::Above(BELOW_EYES)),
    ("gaze-forward", Crop::Above(BELOW_EYES)),
    ("red-eye-free", Crop::Above(BELOW_EYES)),
    ("lenses-clear", Crop::Above(BELOW_EYES + 20)),
    ("lenses-glare-free", Crop::Above(BELOW_EYES)),
    ("frames-off-eyes", Crop::Above(BELOW_EYES)),
    ("eyes-visible", Crop::Above(BELOW_EYES)),
    ("eye-line", Crop::Above(BELOW_EYES)),
    ("eye-distance", Crop::Above(BELOW_EYES)),
    ("eyes-centred", Crop::Above(BELOW_EYES)),
    ("chin-margin", Crop::Below(ABOVE_MOUTH)),
    ("brows-visible", Crop::Above(BELOW_BROWS)),
    ("no-head-coverings", Crop::Above(BELOW_BROWS)),
    ("head-height", Crop::Above(BELOW_BROWS)),
    ("head-top-margin", Crop::Above(BELOW_BROWS)),
    ("ears-visible", Crop::LeftOf(BESIDE_FACE)),
    ("earrings-free", Crop::LeftOf(BESIDE_FACE)),
    ("mouth-closed", Crop::Below(ABOVE_MOUTH)),
    ("teeth-hidden", Crop::Below(ABOVE_MOUTH)),
    ("face-unoccluded", Crop::Below(ABOVE_MOUTH)),
    ("illumination-uniformity", Crop::Below(ABOVE_NOSE)),
    ("makeup-free", Crop::Below(ABOVE_MOUTH)),
    ("retouching-free", Crop::Above(BELOW_EYES)),
    ("not-too-dark", Crop::Below(ABOVE_NOSE)),
    ("not-too-bright", Crop::Below(ABOVE_NOSE)),
    ("dynamic-range", Crop::Below(ABOVE_NOSE)),
    ("colour-picture", Crop::Below(ABOVE_NOSE)),
    ("colour-cast-free", Crop::Below(ABOVE_NOSE)),
    ("saturation-natural", Crop::Below(ABOVE_NOSE)),
];

impl Crop {
    fn scene(self) -> Scene {
        let whole = SyntheticPortrait::default();
        let ((width, height), (x, y)) = (whole.size, whole.place);
        let portrait = match self {
            Self::Above(row) => {
                SyntheticPortrait { size: (width, height - row), place: (x, y - f64::from(row)), ..whole }
            }
            Self::Below(row) => SyntheticPortrait { size: (width, row), ..whole },
            Self::LeftOf(column) => SyntheticPortrait {
                size: (width - column, height),
                place: (x - f64::from(column), y),
                ..whole
            },
        };
        portrait.scene()
    }
}

#[test]
fn what_the_picture_does_not_show_is_not_measured() {
    let mut wrong = Vec::new();
    for (id, crop) in CASES {
        let rule = by_id(id).unwrap();
        let whole = (rule.measure)(&SyntheticPortrait::default().scene());
        let cropped = (rule.measure)(&crop.scene());
        if whole.is_err() || cropped != Err(Unmeasurable::OutOfPicture) {
            wrong.push(format!(
                "{id}: {:?}, cropped {:?}",
                whole.map(|m| m.quantity),
                cropped.map(|m| m.quantity)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Rules of these groups that need no part of the person in particular.
const WHOLE: [&str; 4] = ["single-face-present", "head-inside-picture", "border-free", "aspect-ratio"];

#[test]
fn no_rule_about_a_part_of_the_person_is_left_out() {
    use crate::rules::{Group, all};
    let about = |group| matches!(group, Group::Person | Group::Clothing | Group::Framing);
    let missing: Vec<_> = all()
        .filter(|rule| about(rule.group) && !WHOLE.contains(&rule.id))
        .filter(|rule| !CASES.iter().any(|(id, _)| *id == rule.id))
        .map(|rule| rule.id)
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
