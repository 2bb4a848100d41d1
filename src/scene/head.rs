//! Crown and chin: where the head begins and ends, and how much of it the picture's edges cut off.

use super::face::parts::{CHIN, FOREHEAD, OVAL, SIDES};
use super::{Face, MOST_OUTSIDE, PersonMask, Region, Segmentation, Unmeasurable};
use precheck_foundation::geometry::Point;

/// The head including hair, in pixels of the photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// The highest point of the head, hair or covering included. Where the upper edge cuts the head off, it is above
    /// the picture, as far as the proportions of the face say.
    pub crown: Point,
    /// The lower end of the chin.
    pub chin: Point,
    /// The largest share (0 to 1) of the head's height or width that one of the picture's edges cuts off.
    pub cut_off: f64,
}

/// The head's height over the distance from the forehead's upper end to the chin, on labelled portraits.
const HEAD_OVER_FACE: f64 = 1.33;

/// The columns searched for the crown reach this far from the centre of the face, in eye distances.
const SEARCH_WIDTH: f64 = 0.75;

/// Lines across the head along which it is followed to each edge of the picture.
const LINES: u32 = 40;

/// Smallest cosine of a head's tilt at which it counts as upright: 45 degrees.
const MIN_UPRIGHT: f64 = 0.707;

/// What is in a place, by both networks.
struct Maps<'a> {
    segmentation: &'a Segmentation,
    person: &'a PersonMask,
}

impl Maps<'_> {
    fn is_head(&self, place: Point) -> bool {
        matches!(self.segmentation.at(place), Ok(Region::Hair | Region::Skin | Region::Ear | Region::Other))
    }

    fn is_person(&self, place: Point) -> bool {
        self.person.probability.at_point(place).is_some_and(|cell| PersonMask::is_person(*cell))
    }

    /// Whether both show the head from a place in the picture to its edge.
    fn reach_edge(&self, mut place: Point, (across, down): (f64, f64)) -> bool {
        while self.person.probability.cell_at(place).is_some() {
            if !self.is_head(place) || !self.is_person(place) {
                return false;
            }
            place = Point { x: place.x + across, y: place.y + down };
        }
        true
    }
}

impl Head {
    /// The head with this face. The crown is the median of three estimates: from the segmentation, from the person
    /// mask, and from the proportions of the face.
    #[inline(never)]
    pub fn of(face: &Face, segmentation: &Segmentation, person: &PersonMask) -> Self {
        let maps = Maps { segmentation, person };
        let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
        let unit = face.eye_distance();
        let centre = face.centre_x();
        let by_face = chin.y - HEAD_OVER_FACE * (chin.y - top.y);
        let columns = || (-10..=10).map(|step| f64::from(step) / 10.0 * SEARCH_WIDTH * unit);
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
        let step = person.probability.grid.scale() / 2.0;
        let by_segmentation = highest(&|place| maps.is_head(place), segmentation.labels.grid.scale() / 2.0);
        let by_mask = highest(&|place| maps.is_person(place), step);
        let (lower, upper) = (by_face.min(by_segmentation), by_face.max(by_segmentation));
        let visible = by_mask.max(lower).min(upper);
        // A head that is seen up to the edge goes on above it.
        let crown = if visible < step { visible.min(by_face) } else { visible };
        let crown = Point { x: centre, y: crown };
        Self { crown, chin, cut_off: cut_off(face, &maps, crown) }
    }

    /// The distance from chin to crown, straight up, in pixels of the photo.
    pub fn height(&self) -> f64 {
        self.chin.y - self.crown.y
    }

    /// The head, if the picture shows most of it.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if more than [`MOST_OUTSIDE`] of it is cut off.
    pub fn shown(&self) -> Result<&Self, Unmeasurable> {
        if self.cut_off <= MOST_OUTSIDE { Ok(self) } else { Err(Unmeasurable::OutOfPicture) }
    }
}

/// See [`Head::cut_off`]. Above and beside an upright head it follows from the width at which an edge cuts the head; on
/// every side, from landmarks of the face's outline that lie outside.
fn cut_off(face: &Face, maps: &Maps, crown: Point) -> f64 {
    let grid = maps.person.probability.grid;
    let (width, height) = (2.0 * grid.centre.x, 2.0 * grid.centre.y);
    let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
    let beyond = face.points(&OVAL).into_iter().map(|p| (-p.x).max(p.x - width).max(-p.y).max(p.y - height));
    let by_outline = beyond.fold(0.0, f64::max) / (HEAD_OVER_FACE * top.distance(chin));
    let (upright, _) = face.eye_axis();
    if upright < MIN_UPRIGHT {
        return by_outline.min(1.0);
    }
    let [right, left] = SIDES.map(|side| face.point(side).x);
    let step = grid.scale() / 2.0;
    let shown = |place: Point| Point {
        x: place.x.max(step).min(width - step),
        y: place.y.max(step).min(height - step),
    };
    let above = |share: f64| {
        let place = Point { x: right + share * (left - right), y: top.y };
        maps.reach_edge(shown(place), (0.0, -step))
    };
    let beside = |x: f64, across: f64| {
        move |share: f64| {
            let place = Point { x, y: crown.y + share * (chin.y - crown.y) };
            maps.reach_edge(shown(place), (across, 0.0))
        }
    };
    let edges = [depth(above), depth(beside(right, -step)), depth(beside(left, step))];
    edges.into_iter().fold(by_outline, f64::max).min(1.0)
}

/// The share of a head that an edge cuts off, as if the head were an ellipse: from the share of lines across the head
/// that reach the edge. `reaches` is told where a line is, from 0 to 1.
fn depth(reaches: impl Fn(f64) -> bool) -> f64 {
    let places = (0..LINES).map(|line| (f64::from(line) + 0.5) / f64::from(LINES));
    let width = places.filter(|place| reaches(*place)).count() as f64 / f64::from(LINES);
    (1.0 - (1.0 - width * width).sqrt()) / 2.0
}
