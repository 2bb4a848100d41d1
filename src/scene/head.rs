//! Crown and chin: where the head begins and ends.

use super::face::parts::{CHIN, FOREHEAD};
use super::{Face, PersonMask, Region, Segmentation};
use precheck_foundation::geometry::Point;

/// The head including hair, in pixels of the photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// The highest point of the head, hair or covering included.
    pub crown: Point,
    /// The lower end of the chin.
    pub chin: Point,
}

/// The head's height over the distance from the forehead's upper end to the chin, on labelled portraits.
const HEAD_OVER_FACE: f64 = 1.33;

/// The columns searched for the crown reach this far from the centre of the face, in eye distances.
const SEARCH_WIDTH: f64 = 0.75;

impl Head {
    /// The head with this face. The crown is the median of three estimates: from the segmentation, from the person
    /// mask, and from the proportions of the face.
    #[inline(never)]
    pub fn of(face: &Face, segmentation: &Segmentation, person: &PersonMask) -> Self {
        let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
        let unit = face.eye_distance();
        let centre = face.centre_x();
        let by_face = chin.y - HEAD_OVER_FACE * (chin.y - top.y);
        let columns = || (-10..=10).map(|step| f64::from(step) / 10.0 * SEARCH_WIDTH * unit);
        let is_head = |place: Point| {
            matches!(segmentation.at(place), Ok(Region::Hair | Region::Skin | Region::Ear | Region::Other))
        };
        let is_person = |place: Point| {
            person.probability.at_point(place).is_some_and(|cell| PersonMask::is_person(*cell))
        };
        let highest = |holds: &dyn Fn(Point) -> bool, step: f64| {
            columns()
                .map(|aside| {
                    let mut y = top.y;
                    while y - step >= 0.0 && holds(Point { x: centre + aside, y: y - step }) {
                        y -= step;
                    }
                    y
                })
                .fold(top.y, f64::min)
        };
        let by_segmentation = highest(&is_head, segmentation.labels.grid.scale() / 2.0);
        let by_mask = highest(&is_person, person.probability.grid.scale() / 2.0);
        let (lower, upper) = (by_face.min(by_segmentation), by_face.max(by_segmentation));
        let crown = by_mask.max(lower).min(upper).max(0.0);
        Self { crown: Point { x: centre, y: crown }, chin }
    }

    /// The distance from chin to crown, straight up, in pixels of the photo.
    pub fn height(&self) -> f64 {
        self.chin.y - self.crown.y
    }
}
