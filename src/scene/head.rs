//! Where the head begins and ends.

use super::face::parts::{CHIN, FOREHEAD, SIDES};
use super::{Face, PersonMask, Region, Segmentation};
use precheck_foundation::geometry::Point;

/// The head with its hair, in pixels of the photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// The highest point of the head, hair or covering included.
    pub crown: Point,
    /// The lower end of the chin.
    pub chin: Point,
    /// How far apart the three opinions on the crown are, as a share of the head's height: large where hair
    /// and background cannot be told apart.
    pub doubt: f64,
    /// Whether the head is cut off by the upper edge of the picture.
    pub cut_off: bool,
}

/// The head's height over the distance from the forehead's upper end to the chin, on labelled portraits.
const HEAD_OVER_FACE: f64 = 1.33;

/// The crown is looked for in columns up to this far from the middle of the face, in eye distances.
const ASIDE: f64 = 0.75;

/// A cell shows the person from here on.
const PERSON: f32 = 0.5;

impl Head {
    /// The head with this face. The crown is the middle one of three opinions: the region network's, the
    /// person mask's, and the face's proportions'.
    #[inline(never)]
    pub fn of(face: &Face, segmentation: &Segmentation, person: &PersonMask) -> Self {
        let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
        let unit = face.eye_distance();
        let middle = (face.point(SIDES[0]).x + face.point(SIDES[1]).x) / 2.0;
        let by_face = chin.y - HEAD_OVER_FACE * (chin.y - top.y);
        let columns = || (-10..=10).map(|step| f64::from(step) / 10.0 * ASIDE * unit);
        let is_head = |place: Point| {
            matches!(
                segmentation.labels.near(place),
                Some(Some(Region::Hair | Region::Skin | Region::Ear | Region::Other))
            )
        };
        let is_person =
            |place: Point| matches!(person.probability.near(place), Some(Some(sure)) if *sure >= PERSON);
        let highest = |holds: &dyn Fn(Point) -> bool, step: f64| {
            columns()
                .map(|aside| {
                    let mut y = top.y;
                    while y - step >= 0.0 && holds(Point { x: middle + aside, y: y - step }) {
                        y -= step;
                    }
                    y
                })
                .fold(top.y, f64::min)
        };
        let by_segmentation = highest(&is_head, segmentation.labels.frame.scale() / 2.0);
        let by_mask = highest(&is_person, person.probability.frame.scale() / 2.0);
        let (lower, upper) = (by_face.min(by_segmentation), by_face.max(by_segmentation));
        let crown = by_mask.max(lower).min(upper).max(0.0);
        Self {
            crown: Point { x: middle, y: crown },
            chin,
            doubt: (upper.max(by_mask) - lower.min(by_mask)) / (chin.y - crown).max(1.0),
            cut_off: crown <= person.probability.frame.scale(),
        }
    }

    /// From the chin up to the crown, in pixels of the photo.
    pub fn height(&self) -> f64 {
        self.chin.y - self.crown.y
    }
}
