//! 「双耳外露」 — both ears show.
//!
//! # What is measured
//! How much of the less visible ear shows, in per cent: beside the face, from the middle of an ear down to where lobes
//! hang, the rows in which the region network sees an ear, against those in which it sees hair and no ear. An ear that
//! lies close to the head shows little of itself, but no hair either: where the network sees neither ear nor hair in
//! any row, but skin, this is such an ear.
//!
//! # When it cannot tell
//! When no face was found, an ear lies outside the picture, or neither ear nor hair nor skin is seen beside the face because
//! the ear lies behind the cheek.
//!
//! # Known limits
//! Hair over the upper half of an ear and strands that leave it recognisable are not seen: three of ten labelled
//! covered ears are missed for that, two of them of one man, because the network sees both his ears from top to lobe. Higher
//! rows were tried, and hair at the temples then counts against free ears; strands of a loose plait beside the lobe are
//! the false alarms. The network's training knew 101 people.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::parts::SIDES;
use crate::scene::stats::share;
use crate::scene::{Face, Region, Sampled, Scene, Segmentation, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;

/// See the module documentation.
pub enum EarsVisible {}

/// Where the lower part of an ear is: down to the lobe, and outwards, from where the face ends, in eye distances.
const FROM: f64 = 0.0;
const TO: f64 = 0.625;
const OUT: f64 = 0.31;

/// So many places are looked at across and down.
const STEPS: u32 = 24;

impl Rule for EarsVisible {
    const ID: &'static str = "ears-visible";
    const GROUP: Group = Group::Person;
    const UNIT: Unit = Unit::Percent;
    const NAME: LocalizedStr = LocalizedStr { zh: "双耳外露", en: "both ears visible" };
    const FAIL: LocalizedStr = LocalizedStr { zh: "头发遮住了耳朵。", en: "Hair covers an ear." };
    const QUESTION: LocalizedStr =
        LocalizedStr { zh: "两只耳朵都完整露出来了吗？", en: "Do both ears show completely?" };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请把头发拢到耳后，露出两只耳朵，并正对镜头。",
        en: "Comb your hair behind your ears so that both show, and face the camera.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let (face, segmentation) = (scene.face()?, scene.segmentation()?);
        let [right, left] =
            [(0, -1.0), (1, 1.0)].map(|(ear, side)| visible_share(face, segmentation, ear, side));
        let (right, left) = (right?, left?);
        let (least, ear, side) = if right <= left { (right, 0, -1.0) } else { (left, 1, 1.0) };
        let corners =
            [(0.0, FROM), (OUT, TO)].map(|(out, down)| face.offset(face.point(SIDES[ear]), side * out, down));
        Ok(Measured::new(100.0 * least)?.with_marks(Mark::bounding_box(corners)))
    }
}

/// The share of the rows with an ear among those with an ear or hair.
fn visible_share(
    face: &Face,
    segmentation: &Segmentation,
    ear: usize,
    side: f64,
) -> Result<f64, Unmeasurable> {
    let part = |step: u32| f64::from(step) / f64::from(STEPS);
    let at = |row: u32, out: f64| {
        let down = FROM + (TO - FROM) * part(row);
        segmentation.at(face.offset(face.point(SIDES[ear]), side * out, down)).ok()
    };
    let beside = || (0..STEPS).map(|step| OUT * part(step));
    let zone = (0..STEPS).flat_map(|row| beside().map(move |out| at(row, out)));
    zone.collect::<Sampled<Region>>().values()?;
    let shows = |row: u32, region: Region| beside().any(|out| at(row, out) == Some(region));
    let ears_and_hair = (0..STEPS).filter_map(|row| {
        let ear = shows(row, Region::Ear);
        (ear || shows(row, Region::Hair)).then_some(ear)
    });
    let skin = (0..STEPS).filter_map(|row| shows(row, Region::Skin).then_some(true));
    let seen = share(ears_and_hair, |ear| ear).or_else(|| share(skin, |ear| ear));
    seen.ok_or(Unmeasurable::OutOfPicture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn bare_ears_pass_and_ears_under_hair_fail() {
        assert_verdicts::<EarsVisible>([
            ("plain", SyntheticPortrait::default().scene(), PASS),
            (
                "long hair over the ears",
                SyntheticPortrait { long_hair: true, ..SyntheticPortrait::default() }.scene(),
                FAIL,
            ),
        ]);
    }
}
