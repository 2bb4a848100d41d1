//! Small things around the face, in the photo's own pixels: crops of both ears, of the neck, and of the top of the head.

use super::Face;
use super::parts::{CHIN, FOREHEAD, SIDES};
use crate::models::{self, ModelName, Models};
use precheck_foundation::geometry::Point;
use precheck_imaging::raster::{Border, Pyramid, SampleGrid};

/// Where a crop lies on a face. Lengths are in heights of the face: the distance from the forehead's upper end to the
/// chin (`training/crops.py`).
struct Crop {
    width: u32,
    height: u32,
    /// The width of what it shows.
    span: f64,
    /// How far its centre is from its place, to the picture's right of it and below.
    centre: (f64, f64),
    place: Place,
    /// The ear at the right of the picture is mirrored: both look alike then.
    mirrored: bool,
}

enum Place {
    Landmark(usize),
    /// Above the forehead's upper end, in the middle between the sides of the face.
    TopOfFace,
}

/// Where the ears begin, at the left and the right of the picture.
const EARS: [usize; 2] = [127, 356];

/// The crops in the order of the network's inputs.
const CROPS: [Crop; 4] = [
    Crop {
        width: 96,
        height: 96,
        span: 0.62,
        centre: (-0.10, 0.24),
        place: Place::Landmark(EARS[0]),
        mirrored: false,
    },
    Crop {
        width: 96,
        height: 96,
        span: 0.62,
        centre: (0.10, 0.24),
        place: Place::Landmark(EARS[1]),
        mirrored: true,
    },
    Crop {
        width: 112,
        height: 64,
        span: 1.26,
        centre: (0.0, 0.27),
        place: Place::Landmark(CHIN),
        mirrored: false,
    },
    Crop {
        width: 96,
        height: 64,
        span: 1.68,
        centre: (0.0, -0.15),
        place: Place::TopOfFace,
        mirrored: false,
    },
];

/// What the network is given for black and for white.
const RANGE: (f32, f32) = (-127.0 / 128.0, 1.0);

/// The network's output for the crops around this face; `None` without the model. `picture` is `reduction` times smaller
/// than the photo.
#[inline(never)]
pub(super) fn crop_logits(
    picture: &Pyramid,
    reduction: u32,
    face: &Face,
    models: &dyn Models,
) -> Option<Vec<f32>> {
    let inputs = CROPS.map(|crop| {
        let grid = crop.grid(face).scaled(1.0 / f64::from(reduction));
        let mut samples = grid.sample(picture, Border::Black, RANGE);
        if crop.mirrored {
            samples.as_chunks_mut::<3>().0.chunks_mut(crop.width as usize).for_each(<[_]>::reverse);
        }
        samples
    });
    models::run(models, ModelName::Crops, &inputs.each_ref().map(Vec::as_slice))?.pop()
}

impl Crop {
    fn grid(&self, face: &Face) -> SampleGrid {
        let (cos, sin) = face.eye_axis();
        let (top, chin) = (face.point(FOREHEAD), face.point(CHIN));
        let along = |point: Point| (point.x * cos + point.y * sin, point.y * cos - point.x * sin);
        let unit = top.distance(chin);
        let (across, down) = match self.place {
            Place::Landmark(number) => along(face.point(number)),
            Place::TopOfFace => {
                let [right, left] = SIDES.map(|side| along(face.point(side)).0);
                ((right + left) / 2.0, along(top).1)
            }
        };
        let (across, down) = (across + unit * self.centre.0, down + unit * self.centre.1);
        let step = self.span * unit / f64::from(self.width);
        SampleGrid {
            centre: Point { x: across * cos - down * sin, y: across * sin + down * cos },
            across: Point { x: cos * step, y: sin * step },
            width: self.width,
            height: self.height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::testing::SyntheticPortrait;

    #[test]
    fn crops_are_centred_on_their_parts_and_turn_with_the_head() {
        let mut wrong = Vec::new();
        for roll in [0.0, 30.0] {
            let face = SyntheticPortrait { roll, ..SyntheticPortrait::default() }.face();
            let parts = [EARS[0], EARS[1], CHIN, FOREHEAD];
            for (crop, part) in CROPS.iter().zip(parts) {
                let grid = crop.grid(&face);
                let place = grid.from_picture(face.point(part));
                let (x, y) = (place.x / f64::from(grid.width), place.y / f64::from(grid.height));
                // The landmark is inside, opposite to where the centre was moved.
                let (right, down) = crop.centre;
                let aside = (0.5 - x - right / crop.span).abs();
                let rows = f64::from(grid.height) / f64::from(grid.width);
                let below = (0.5 - y - down / (crop.span * rows)).abs();
                if aside > 0.05 || below > 0.05 {
                    wrong.push(format!("{part} at {roll} degrees: {x} {y}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
