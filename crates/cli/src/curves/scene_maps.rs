//! What a fault has to know of a photo: for each pixel how much of it is the person and how much is skin, and where the face
//! is.

use super::filter::blurred;
use portrait_precheck::scene::parts::{EYES, OUTER_LIPS, OVAL, SIDES};
use portrait_precheck::scene::{Map2d, Region, Scene, Unmeasurable};
use precheck_foundation::geometry::Point;

/// The maps have a value for each pixel of the upright photo.
pub struct SceneMaps {
    /// How much of the pixel is the person, 0 to 1.
    pub person: Vec<f32>,
    /// How much of it is skin of the face that a filter smooths: without eyes, brows and mouth.
    pub skin: Vec<f32>,
    /// Between the eyes.
    pub middle: Point,
    /// Along the line of the eyes to the picture's right, of length 1.
    pub axis: (f64, f64),
    /// The distance between the eyes, in pixels.
    pub eye_distance: f64,
    /// Half the width of the face, in pixels.
    pub half_width: f64,
}

/// Standard deviation of the blur at the borders of the skin, in eye distances.
const SKIN_BORDER: f64 = 0.02;

impl SceneMaps {
    /// The maps of a photo of this size.
    pub fn of(scene: &Scene, (width, height): (usize, usize)) -> Result<Self, Unmeasurable> {
        let (face, segmentation) = (scene.face()?, scene.segmentation()?);
        let person = &scene.person_mask()?.probability;
        let [right, left] = SIDES.map(|number| face.point(number));
        let features = [&EYES[0].outline[..], &EYES[1].outline, &EYES[0].brow, &EYES[1].brow, &OUTER_LIPS];
        let mut skin = vec![[0.0]; width * height];
        let pixels = Map2d {
            grid: precheck_imaging::raster::SampleGrid::whole(width as u32, height as u32, 1.0),
            cells: vec![(); width * height],
        };
        for (x, y) in pixels.inside(&face.points(&OVAL)) {
            let is_skin = segmentation.at(pixels.cell_centre(x, y)) == Ok(Region::Skin);
            skin[y * width + x] = [f32::from(u8::from(is_skin))];
        }
        for feature in features {
            for (x, y) in pixels.inside(&face.points(feature)) {
                skin[y * width + x] = [0.0];
            }
        }
        let skin = blurred(&skin, width, (SKIN_BORDER * face.eye_distance()).max(0.5));
        Ok(Self {
            person: (0..width * height)
                .map(|pixel| at(person, pixels.cell_centre(pixel % width, pixel / width)))
                .collect(),
            skin: skin.into_iter().map(|[share]| share).collect(),
            middle: face.between_eyes(),
            axis: face.eye_axis(),
            eye_distance: face.eye_distance(),
            half_width: right.distance(left) / 2.0,
        })
    }

    /// The place of a pixel in the face's axes: to the picture's right in halves of its width, and down in eye distances.
    pub fn on_face(&self, x: usize, y: usize) -> (f32, f32) {
        let (dx, dy) = (x as f64 + 0.5 - self.middle.x, y as f64 + 0.5 - self.middle.y);
        let ((cos, sin), unit) = (self.axis, self.eye_distance);
        (((dx * cos + dy * sin) / self.half_width) as f32, ((dy * cos - dx * sin) / unit) as f32)
    }
}

/// Bilinear interpolation; outside the network's crop nobody is.
fn at(map: &Map2d<Option<f32>>, place: Point) -> f32 {
    let place = map.grid.from_picture(place);
    let clamped = |value: f64, length: usize| (value - 0.5).clamp(0.0, (length - 1) as f64);
    let (x, y) = (clamped(place.x, map.width()), clamped(place.y, map.height()));
    let (left, top) = (x as usize, y as usize);
    let (across, down) = ((x - left as f64) as f32, (y - top as f64) as f32);
    let cell = |x: usize, y: usize| map.at(x, y).copied().flatten().unwrap_or(0.0);
    let row = |y: usize| cell(left, y) + across * (cell((left + 1).min(map.width() - 1), y) - cell(left, y));
    row(top) + down * (row((top + 1).min(map.height() - 1)) - row(top))
}
