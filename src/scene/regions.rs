//! What belongs to hair, skin, ears and clothes: our own region network on a square round the head.

use super::closeup::median_colour;
use super::grid::Grid;
use super::refine::Guide;
use super::{Face, Unmeasurable};
use crate::geometry::Point;
use crate::models::{ModelName, Models};
use crate::num;
use crate::raster::{Beyond, Frame, Lab, Pyramid};

/// What a place of the picture shows, in the order of the network's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    /// Whatever is behind the person.
    Background,
    /// Hair, beard left out.
    Hair,
    /// Skin of face and neck.
    Skin,
    /// An ear.
    Ear,
    /// Clothes.
    Clothes,
    /// A hat, mask, hand, glasses or thing.
    Other,
}

/// The head's surroundings, twice the head's height to each side, with the face level.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    /// The colours of the cells; beyond the picture those of its edge.
    pub colours: Grid<Lab>,
    /// What the cells show; `None` beyond the picture.
    pub labels: Grid<Option<Region>>,
}

const KINDS: [Region; 6] =
    [Region::Background, Region::Hair, Region::Skin, Region::Ear, Region::Clothes, Region::Other];

/// Side of the network's input in samples, and of what is made of its output.
const SIDE: u32 = 192;

/// Side of the network's output.
const OUTPUT: usize = 96;

/// The forehead's upper end and the chin.
const FACE_ENDS: (usize, usize) = (10, 152);

/// The distance of these two over the head's height (as the network was trained).
const FACE_IN_HEAD: f64 = 0.8;

/// The crop's side over the head's height (as the network was trained).
const CROP: f64 = 2.0;

/// How far the network's outline may be off, in cells: one of its output's cells is two of ours.
const COARSENESS: usize = 3;

impl Regions {
    /// The regions round this face; `None` without the model.
    pub fn of(picture: &Pyramid, reduction: u32, face: &Face, models: &dyn Models) -> Option<Self> {
        let reduction = f64::from(reduction);
        let frame = crop_round(face);
        let samples = frame.scaled(1.0 / reduction).sample(picture, Beyond::Edge, (0.0, 1.0));
        let outputs = models.run(ModelName::PortraitRegions, &samples)?;
        let logits = outputs.first()?;
        let cells: Vec<Lab> = samples
            .as_chunks::<3>()
            .0
            .iter()
            .map(|pixel| Lab::of(pixel.map(|channel| (channel * 255.0).round() as u8)))
            .collect();
        let brightness: Vec<f32> = cells.iter().map(|lab| lab.l as f32).collect();
        let guide = Guide::new(&brightness, SIDE as usize, COARSENESS);
        let maps = probabilities(logits).map(|map| guide.fit(&map));
        let colours = Grid { frame, cells };
        let (width, height) = (f64::from(picture.full().width()), f64::from(picture.full().height()));
        let on_picture = |x: usize, y: usize| {
            let place = frame.to_picture(x as f64 + 0.5, y as f64 + 0.5);
            (0.0..width * reduction).contains(&place.x) && (0.0..height * reduction).contains(&place.y)
        };
        let labels = (0..SIDE as usize * SIDE as usize)
            .map(|cell| {
                let (x, y) = (cell % SIDE as usize, cell / SIDE as usize);
                on_picture(x, y).then(|| surest(&maps, cell))
            })
            .collect();
        Some(Self { colours, labels: Grid { frame, cells: labels } })
    }

    /// What a place on the photo shows.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] beyond the picture or the crop.
    pub fn at(&self, place: Point) -> Result<Region, Unmeasurable> {
        self.labels.near(place).copied().flatten().ok_or(Unmeasurable::OutOfPicture)
    }

    /// The median colour of a region; `None` where there is nothing of it.
    pub fn colour_of(&self, region: Region) -> Option<Lab> {
        let cells = self.labels.cells.iter().zip(&self.colours.cells);
        median_colour(cells.filter(|(label, _)| **label == Some(region)).map(|(_, lab)| *lab))
    }
}

fn surest(maps: &[Vec<f32>; 6], cell: usize) -> Region {
    let of = |map: &Vec<f32>| map.get(cell).copied().unwrap_or(0.0);
    let best = maps.iter().zip(KINDS).reduce(|best, next| if of(next.0) > of(best.0) { next } else { best });
    best.map_or(Region::Background, |(_, kind)| kind)
}

/// The square that the network looks at: level with the eyes, the middle of the head in its middle.
pub(super) fn crop_round(face: &Face) -> Frame {
    let (top, chin) = (face.landmarks.point(FACE_ENDS.0), face.landmarks.point(FACE_ENDS.1));
    let (up_x, up_y) = ((top.x - chin.x) / FACE_IN_HEAD, (top.y - chin.y) / FACE_IN_HEAD);
    let head = (up_x * up_x + up_y * up_y).sqrt();
    let step = CROP * head / f64::from(SIDE);
    let (cos, sin) = face.level();
    Frame {
        centre: Point { x: chin.x + up_x / 2.0, y: chin.y + up_y / 2.0 },
        across: Point { x: cos * step, y: sin * step },
        width: SIDE,
        height: SIDE,
    }
}

/// The softmax of the logits, resized bilinearly with half-pixel centres; one map for each region.
fn probabilities(logits: &[f32]) -> [Vec<f32>; 6] {
    let cells = logits.as_chunks::<6>().0;
    let side = SIDE as usize;
    let mut maps: [Vec<f32>; 6] = std::array::from_fn(|_| Vec::with_capacity(side * side));
    let places: Vec<(usize, usize, f32)> = (0..side).map(between).collect();
    for (upper, lower, down) in &places {
        for (left, right, across) in &places {
            let at = |x: &usize, y: &usize| cells.get(y * OUTPUT + x).copied().unwrap_or([0.0; 6]);
            let corners = [at(left, upper), at(right, upper), at(left, lower), at(right, lower)];
            let mixed: [f32; 6] = std::array::from_fn(|kind| {
                let [a, b, c, d] = corners.map(|cell| cell[kind]);
                let (above, below) = (a + (b - a) * across, c + (d - c) * across);
                above + (below - above) * down
            });
            for (map, share) in maps.iter_mut().zip(softmax(mixed)) {
                map.push(share);
            }
        }
    }
    maps
}

/// The two cells of the output that a cell of ours lies between, and how close it is to the second.
fn between(cell: usize) -> (usize, usize, f32) {
    let place = ((cell as f32 + 0.5) / 2.0 - 0.5).clamp(0.0, (OUTPUT - 1) as f32);
    let first = place as usize;
    (first, (first + 1).min(OUTPUT - 1), place - first as f32)
}

fn softmax(logits: [f32; 6]) -> [f32; 6] {
    let most = logits.into_iter().fold(f32::MIN, f32::max);
    let raised = logits.map(|logit| num::exp(f64::from(logit - most)) as f32);
    let sum: f32 = raised.iter().sum();
    raised.map(|value| value / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_maps_are_shares_and_follow_the_logits() {
        let logits: Vec<f32> = (0..OUTPUT * OUTPUT)
            .flat_map(|cell| {
                if cell % OUTPUT < 48 {
                    [0.0, 9.0, 0.0, 0.0, 0.0, 0.0]
                } else {
                    [9.0, 0.0, 0.0, 0.0, 0.0, 0.0]
                }
            })
            .collect();
        let maps = probabilities(&logits);
        let at = |x: usize| surest(&maps, 100 * SIDE as usize + x);
        assert_eq!(
            [at(3), at(94), at(97), at(191)],
            [Region::Hair, Region::Hair, Region::Background, Region::Background]
        );
        let sum: f32 = maps.iter().map(|map| map[77]).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}
