//! How light somebody's skin is on a photo, to see whether the checker is as fair to everybody.

use portrait_precheck::scene::{Scene, parts};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::Raster;

/// Half the side of the square that is looked at on each cheek, as a share of the distance of the eyes.
const CHEEK: f64 = 0.12;

/// The individual typology angle in degrees (Chardon, Cretois, Hourseau 1991): above 55 very light, below -30
/// dark. From the median lightness and yellowness of both cheeks; `None` where no face or colour is known.
pub fn typology_angle(scene: &Scene) -> Option<f64> {
    scene.global_tones().ok()?;
    let pixels = scene.pixels().ok()?;
    let face = scene.face().ok()?;
    let reduction = f64::from(pixels.reduction);
    let half = CHEEK * face.eye_distance() / reduction;
    let mut colours = Vec::new();
    for cheek in parts::CHEEKS {
        let Point { x, y } = face.landmarks.point(cheek);
        colours.extend(square(&pixels.overview, Point { x: x / reduction, y: y / reduction }, half));
    }
    let lightness = median(colours.iter().map(|colour| colour.l))?;
    let yellowness = median(colours.iter().map(|colour| colour.b))?;
    num::canonical(num::angle(yellowness, lightness - 50.0))
}

/// The colours of the pixels around a place.
fn square(picture: &Raster, middle: Point, half: f64) -> Vec<Lab> {
    let range = |middle: f64, end: u32| {
        let inside = |x: f64| x.clamp(0.0, f64::from(end)) as u32;
        inside(middle - half)..inside(middle + half)
    };
    let columns = range(middle.x, picture.width());
    let rows = range(middle.y, picture.height());
    let place = |x: u32, y: u32| y as usize * picture.width() as usize + x as usize;
    rows.flat_map(|y| columns.clone().map(move |x| place(x, y)))
        .filter_map(|place| picture.pixels().get(place))
        .map(|pixel| Lab::of(*pixel))
        .collect()
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}
