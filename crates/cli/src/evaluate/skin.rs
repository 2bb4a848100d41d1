//! Skin tone, to compare the error rates of groups of people.

use super::statistics::median;
use portrait_precheck::scene::{Scene, parts};
use precheck_foundation::geometry::Point;
use precheck_foundation::num;
use precheck_imaging::colour::Lab;
use precheck_imaging::raster::Raster;

/// Half the side of the square that is sampled on each cheek, as a share of the distance between the eyes.
const CHEEK_RADIUS: f64 = 0.12;

/// The individual typology angle (ITA) in degrees (Chardon, Cretois, Hourseau 1991): above 55 is very light, below
/// -30 dark. From the medians of L* and b* of both cheeks; `None` if no face was found or the colours are unknown.
pub fn typology_angle(scene: &Scene) -> Option<f64> {
    scene.require_known_colours().ok()?;
    let pixels = scene.pixels().ok()?;
    let face = scene.face().ok()?;
    let reduction = f64::from(pixels.reduction);
    let half = CHEEK_RADIUS * face.eye_distance() / reduction;
    let mut colours = Vec::new();
    for cheek in parts::CHEEKS {
        let Point { x, y } = face.landmarks.point(cheek);
        colours.extend(square(&pixels.overview, Point { x: x / reduction, y: y / reduction }, half));
    }
    let median_of = |channel: fn(&Lab) -> f64| median(&colours.iter().map(channel).collect::<Vec<_>>());
    let l = median_of(|colour| colour.l)?;
    let b = median_of(|colour| colour.b)?;
    num::canonical(num::angle(b, l - 50.0))
}

/// The colours of the pixels in a square; `half` of its side and its centre are in pixels of the raster.
fn square(raster: &Raster, centre: Point, half: f64) -> Vec<Lab> {
    let range = |centre: f64, end: u32| {
        let inside = |x: f64| x.clamp(0.0, f64::from(end)) as u32;
        inside(centre - half)..inside(centre + half)
    };
    let columns = range(centre.x, raster.width());
    let rows = range(centre.y, raster.height());
    let index = |x: u32, y: u32| y as usize * raster.width() as usize + x as usize;
    rows.flat_map(|y| columns.clone().map(move |x| index(x, y)))
        .filter_map(|index| raster.pixels().get(index))
        .map(|pixel| Lab::of(*pixel))
        .collect()
}
