//! 「眼镜不能反光」 — no glare on the glasses.
//!
//! # What is measured
//! The largest bright spot on a lens, in per cent of the lens: places that are nearly white, clearly lighter than
//! this person's skin, and without colour. A reflection ends at the rim: a spot of which more lies beyond the lens or beyond
//! the outline of the face is sunlit skin, or the wall that is seen past a turned head. It counts by the probability that
//! there are glasses (`scene/attributes.rs`), and not at all where none are likelier.
//!
//! # When it cannot tell
//! When no face was found, it has too few pixels, or an eye lies outside the picture.
//!
//! # Known limits
//! Coloured reflections of a coated lens do not count, a glint on a metal rim does.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::parts::OVAL;
use crate::scene::{Attribute, EYE_DISTANCE, Scene, Skin, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::colour::Lab;

/// See the module documentation.
pub enum LensesGlareFree {}

/// The lens round the middle of the eye, in eye distances.
const ASIDE: f64 = 0.36;
const UP: f64 = 0.2;
const DOWN: f64 = 0.36;

/// How far around the lens a spot is followed, in eye distances.
const BEYOND: f64 = 0.12;

/// Probability of glasses from which their lenses are looked at: they are likelier than none.
const LIKELY: f64 = 0.5;

/// Glare is at least so light, so much lighter than the skin, and at most so colourful.
const LIGHT: f64 = 88.0;
const LIGHTER: f64 = 12.0;
const COLOURLESS: f64 = 14.0;

impl Rule for LensesGlareFree {
    const ID: &'static str = "lenses-glare-free";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "镜片不反光", en: "no glare on the lenses" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "镜片反光。", en: "There is glare on the glasses." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "镜片上没有反光吗？", en: "Are the lenses free of glare?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请稍微低头或调整光源方向，让镜片上没有光斑；不要使用闪光灯。",
        en: "Turn the light or tilt your glasses slightly until no spot is left on the lenses; use no flash.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, aligned_face) = (scene.face()?, scene.aligned_face()?);
        let glasses = scene.attributes()?.probability(Attribute::Glasses);
        let map = &aligned_face.colours;
        let mut on_face = vec![false; map.cells.len()];
        map.inside(&face.points(&OVAL)).into_iter().for_each(|(x, y)| on_face[y * map.width() + x] = true);
        let mut largest = Vec::new();
        let mut share: f64 = 0.0;
        for eye in face.eyes() {
            let lens = aligned_face.rectangle(eye, (-ASIDE, ASIDE), (-UP, DOWN));
            let cells = lens.values()?.len() as f64;
            if glasses < LIKELY {
                continue;
            }
            let (aside, up, down) = (ASIDE + BEYOND, UP + BEYOND, DOWN + BEYOND);
            let around = aligned_face.rectangle(eye, (-aside, aside), (-up, down)).allowing(1.0);
            let bright = around.values()?.iter().filter(|cell| is_glare(cell.lab, &aligned_face.skin));
            let middle = map.grid.from_picture(eye);
            let is_on_lens = |(x, y): &(usize, usize)| {
                let right = (*x as f64 + 0.5 - middle.x) / EYE_DISTANCE;
                let below = (*y as f64 + 0.5 - middle.y) / EYE_DISTANCE;
                right.abs() < ASIDE && (-UP..DOWN).contains(&below) && on_face[y * map.width() + x]
            };
            for mut spot in map.patches_of(bright.map(|cell| (cell.x, cell.y))) {
                let all = spot.len();
                spot.retain(is_on_lens);
                if 2 * spot.len() > all && spot.len() as f64 > share * cells {
                    share = spot.len() as f64 / cells;
                    largest = spot;
                }
            }
        }
        let mark = Mark::bounding_box(largest.into_iter().map(|(x, y)| map.cell_centre(x, y)));
        Ok(Measured::new(100.0 * share * glasses)?.with_marks(mark))
    }
}

fn is_glare(lab: Lab, skin: &Skin) -> bool {
    lab.l > LIGHT && lab.l > skin.colour.l + LIGHTER && lab.chroma() < COLOURLESS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::{Canvas, SyntheticPortrait};

    fn bright(attributes: &'static [Attribute], paint: impl FnOnce(&mut Canvas)) -> Scene {
        SyntheticPortrait { attributes, ..SyntheticPortrait::default() }.scene_with(paint)
    }

    /// An oval so far below the right eye, with these half axes, in eye distances.
    fn spot(down: f64, size: (f64, f64)) -> impl Fn(&mut Canvas) {
        move |canvas| {
            let eye = canvas.face.eyes()[0];
            let oval = canvas.oval(canvas.face.offset(eye, 0.0, down), size);
            canvas.tint(&oval, [255; 3]);
        }
    }

    #[test]
    fn bare_eyes_pass_and_glare_fails() {
        let glasses = &[Attribute::Glasses];
        assert_verdicts::<LensesGlareFree>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            ("glare", bright(glasses, spot(0.0, (0.25, 0.18))), FAIL),
            ("the same where there are no glasses", bright(&[], spot(0.0, (0.25, 0.18))), PASS),
            ("sunlit cheek below the rim", bright(glasses, spot(0.55, (0.3, 0.3))), PASS),
        ]);
    }
}
