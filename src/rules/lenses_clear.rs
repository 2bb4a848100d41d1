//! 「不得戴有色……眼镜」 — the glasses, if there are any, are clear.
//!
//! # What is measured
//! The share of the skin below an eye, where the lens of glasses lies, that is much darker than this person's skin and
//! has little colour, in per cent: a dark lens darkens it, a clear one does not. Glasses have two lenses alike, so the
//! eye with the smaller share counts: light from one side and hair over one eye darken the other only. Without glasses
//! it is zero or nearly so.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or an eye lies outside the picture.
//!
//! # Known limits
//! A light tint, blue or brown, darkens too little to be seen, and so does one lens alone. Dark frames that reach below the
//! eyes count: three of six hundred pairs of clear or no glasses fail for them. The labelled tinted lenses are synthetic.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Skin, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum LensesClear {}

/// Where a lens covers skin only, in eye distances from the middle of the eye: aside, and below it.
const ASIDE: f64 = 0.3;
const FROM: f64 = 0.15;
const TO: f64 = 0.36;

/// A darkened place has less than this share of the skin's lightness.
const DARKER: f64 = 0.42;

/// It has at most this share of the skin's chroma and so much more.
const PALER: f64 = 0.6;
const CHROMA: f64 = 4.0;

impl Rule for LensesClear {
    const ID: &'static str = "lenses-clear";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "镜片无色", en: "clear lenses" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "镜片颜色太深。", en: "The lenses are too dark." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "您的镜片是无色透明的吗？", en: "Are your lenses clear?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请换上无色透明镜片的眼镜，不要戴墨镜、变色镜或美瞳。",
        en: "Wear clear glasses: no sunglasses, no photochromic lenses, no cosmetic contact lenses.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let eyes = face.eyes();
        let mut dark: f64 = 1.0;
        for eye in eyes {
            let below = aligned_face.rectangle(eye, (-ASIDE, ASIDE), (FROM, TO));
            dark = dark.min(below.share(|cell| is_darkened(cell.lab, &aligned_face.skin))?);
        }
        let marks = eyes.iter().filter_map(|eye| {
            Mark::bounding_box([face.offset(*eye, -ASIDE, FROM), face.offset(*eye, ASIDE, TO)])
        });
        Ok(Measured::new(100.0 * dark)?.with_marks(marks))
    }
}

fn is_darkened(lab: Lab, skin: &Skin) -> bool {
    lab.l < DARKER * skin.colour.l && lab.chroma() < PALER * skin.colour.chroma() + CHROMA
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::{SyntheticPortrait, lit};

    #[test]
    fn bare_eyes_pass_and_dark_lenses_fail() {
        assert_verdicts::<LensesClear>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "half in the shade",
                SyntheticPortrait::default().scene_with(|canvas| {
                    canvas.change(|place, _, colour| lit(colour, if place.x < 240.0 { 0.03 } else { 1.0 }))
                }),
                PASS,
            ),
            (
                "dark lenses",
                SyntheticPortrait::default().scene_with(|canvas| {
                    for eye in canvas.face.eyes() {
                        let lens = canvas.oval(eye, (0.4, 0.42));
                        canvas.tint(&lens, [36, 36, 38]);
                    }
                }),
                FAIL,
            ),
        ]);
    }
}
