//! 「不得佩戴耳环……等饰品」 — no earrings.
//!
//! # What is measured
//! How much a small spot at an ear's lobe or below it stands out: the distance (CIELAB) of its median colour from that
//! of the ring around it, over the ring's own spread of colours, at the most conspicuous place of both sides. Skin,
//! wall and hair are alike in the spot and around it; a stud, a pearl or a hoop is not.
//!
//! # When it cannot tell
//! When no face was found, or it has too few pixels.
//!
//! # Known limits
//! Strands of hair and the outline of a lobe before a light wall stand out as well; small studs are missed. So it only
//! warns.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::{Mark, Point};
use crate::scene::parts::SIDES;
use crate::scene::stats::median;
use crate::scene::{Closeup, EYE_DISTANCE, Scene, Unmeasurable, median_colour};
use crate::text::Text;

/// See the file's head.
pub enum EarringsFree {}

/// Where earrings are looked for, in eye distances from where the ear begins: from a little inside the face's outline
/// outwards, and from the lobe down to where long ones hang, in steps.
const OUT: [f64; 1] = [-0.06];
const BELOW: f64 = 0.2;
const STEP: f64 = 0.03;
const ACROSS: u32 = 10;
const DOWN: u32 = 20;

/// Radius of a spot and of the ring around it, in eye distances.
const SPOT: f64 = 0.035;
const RING: f64 = 0.08;

/// A ring is never taken for more even than this (CIELAB): the noise of JPEG.
const EVEN: f64 = 4.0;

impl Rule for EarringsFree {
    const ID: &'static str = "earrings-free";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Person;
    const NAME: Text = Text { zh: "不戴耳环", en: "no earrings" };
    const FAIL: Text = Text {
        zh: "耳朵附近可能有耳环（明显程度 {value}，最多允许 {max}）。",
        en: "There may be an earring ({value}, at most {max} is allowed).",
    };
    const ADVICE: Text = Text {
        zh: "请取下耳环、耳钉等饰品后重拍。",
        en: "Take off earrings and studs, and take the photo again.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, closeup) = (scene.face()?, scene.closeup()?);
        let mut most = (0.0, face.point(SIDES[0]));
        for (side, number) in [-1.0, 1.0].into_iter().zip(SIDES) {
            let start = face.point(number);
            for step in 0..ACROSS * DOWN {
                let (across, down) = (step % ACROSS, step / ACROSS);
                let place = face.beside(
                    start,
                    side * (OUT[0] + f64::from(across) * STEP),
                    BELOW + f64::from(down) * STEP,
                );
                if let Some(contrast) = contrast(closeup, place).filter(|contrast| *contrast > most.0) {
                    most = (contrast, place);
                }
            }
        }
        let corner = |sign: f64| face.beside(most.1, sign * 2.0 * RING, sign * 2.0 * RING);
        let measured = Measured::new(most.0, Unit::Times)?;
        Ok(measured.with_marks(Mark::round([corner(-1.0), corner(1.0)])))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// How much the spot at `place` differs from the ring around it, over the ring's spread.
fn contrast(closeup: &Closeup, place: Point) -> Option<f64> {
    let unit = EYE_DISTANCE * closeup.colours.frame.scale();
    let spot = median_colour(closeup.disc(place, SPOT))?;
    let ring: Vec<_> = closeup
        .colours
        .disc(place, RING * unit)
        .filter(|(x, y)| closeup.colours.middle(*x, *y).distance(place) > SPOT * GAP * unit)
        .filter_map(|(x, y)| closeup.colours.at(x, y).copied())
        .collect();
    let around = median_colour(ring.iter().copied())?;
    let spread = median(&mut ring.iter().map(|lab| lab.distance(around)).collect::<Vec<_>>())?;
    Some(spot.distance(around) / spread.max(EVEN))
}

/// The ring begins so many times the spot's radius from its middle.
const GAP: f64 = 1.4;
