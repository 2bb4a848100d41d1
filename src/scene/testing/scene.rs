//! The scene of a painted portrait.

use super::Canvas;
use crate::models::NoModels;
use crate::scene::Scene;
use crate::scene::analyze::head_and_background;
use crate::scene::state::State;
use crate::scene::{
    AlignedFace, Attributes, Detection, Expression, Faces, HeadCrop, Map2d, PersonMask, PictureBorder,
    Region, Unmeasurable,
};
use crate::scene::{Segmentation, Subject, person_mask, segmentation};
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::{Lab, labs};
use precheck_imaging::container::Photo;
use precheck_imaging::raster::{Border, Pyramid, Raster};

/// JPEG quality of the file: higher than that of phones, so that the noise is kept.
const QUALITY: u8 = 95;

/// The scene of `picture`, which shows what is on this canvas.
pub(super) fn scene_of(canvas: &Canvas, attributes: Attributes, picture: &Raster) -> Scene {
    let bytes = jpeg(picture, QUALITY);
    let mut scene = Scene::of_file(Photo::open(&bytes));
    scene.analyze(&bytes, &NoModels);
    let picture = scene.picture().unwrap().clone();
    let pixels = &picture.pixels;
    let (overview, reduction) = (Pyramid::of(&pixels.overview), pixels.reduction);
    let face = canvas.face.clone();
    let segmentation = Ok(segmentation_of(&overview, reduction, canvas));
    let person_mask = Ok(person_mask_of(&overview, reduction, canvas, &picture.border));
    let (head, background) = head_and_background(&face, &picture.border, &segmentation, &person_mask);
    let [right_eye, left_eye] = face.eyes();
    let side = 3.0 * face.eye_distance();
    let detection = Detection { score: 0.95, centre: face.point(4), side, right_eye, left_eye };
    let subject = Subject {
        faces: Faces { detections: vec![detection], small: Vec::new() },
        expression: Ok(Expression::showing(&[])),
        aligned_face: AlignedFace::of(&overview, reduction, &face),
        head_crop: HeadCrop::of(&pixels.roi, &face),
        face,
        segmentation,
        person_mask,
        head,
        background,
        features: Err(Unmeasurable::ModelMissing),
        attributes: Ok(attributes),
    };
    scene.state = State::Subject(picture, Box::new(subject));
    scene
}

fn segmentation_of(picture: &Pyramid, reduction: u32, canvas: &Canvas) -> Segmentation {
    let grid = segmentation::crop_around(&canvas.face);
    let colours = grid.scaled(1.0 / f64::from(reduction)).colours(picture, Border::Edge);
    let colours = Map2d { grid, cells: labs(&colours) };
    let labels = map_of(&colours, |place| canvas.segmentation.at_point(place).copied());
    Segmentation { colours, labels }
}

fn person_mask_of(picture: &Pyramid, reduction: u32, canvas: &Canvas, border: &PictureBorder) -> PersonMask {
    let colours = person_mask::colour_cells(picture, reduction);
    let crop = person_mask::crop_around(&canvas.face, border);
    let crop = Map2d { grid: crop, cells: Vec::<()>::new() };
    let shows = |region: &Region| if *region == Region::Background { 0.0 } else { 1.0 };
    let probability = map_of(&colours, |place| {
        crop.cell_at(place)?;
        canvas.segmentation.at_point(place).map(shows)
    });
    PersonMask::connected(colours, probability, &canvas.face)
}

/// A map with the grid of another one, from a function of each cell's centre.
fn map_of<T>(like: &Map2d<Lab>, of: impl Fn(Point) -> T) -> Map2d<T> {
    let cells =
        (0..like.cells.len()).map(|cell| of(like.cell_centre(cell % like.width(), cell / like.width())));
    Map2d { grid: like.grid, cells: cells.collect() }
}

/// The picture encoded as a JPEG of this quality (1 to 100).
pub fn jpeg(picture: &Raster, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(picture.rgb(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}
