//! The light on the wall: a smooth surface of colours through the background, without its shadows and things.

use super::stats::{quantile, solve};
use super::{Background, Map2d};
use precheck_imaging::colour::Lab;

/// A quadratic surface in each coordinate of CIELAB, fitted to the background. Light falls off smoothly on an even wall, and
/// such a surface follows it; shadows with an edge, objects and textures stay beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct WallLight {
    /// For L*, a* and b*.
    coefficients: [[f64; TERMS]; 3],
    /// How much lighter than the surface the lit part of the wall is: where a shadow takes a large part of it, the surface runs
    /// between both.
    lit: f64,
    /// Columns and rows of the background's maps.
    size: (f64, f64),
}

/// Terms of the surface: 1, x, y, x^2, xy, y^2.
const TERMS: usize = 6;

/// Cells between two samples of the background, in both directions.
const STRIDE: usize = 4;

/// Fewest samples to which a surface is fitted.
const MIN_SAMPLES: usize = 60;

/// Rounds of weighted least squares; later ones change nothing noticeably.
const ROUNDS: usize = 8;

/// Distances (CIELAB) below this are noise: the spread is not taken for smaller.
const MIN_SPREAD: f64 = 1.0;

/// The standard deviation of Gaussian noise over its median absolute value.
const DEVIATION_PER_MEDIAN: f64 = 1.4826;

/// Distance, in spreads, at which a sample's weight is a quarter.
const REACH: f64 = 2.0;

/// The quantile of lightness above the surface that stands for the lit wall.
const LIT: f64 = 0.9;

impl WallLight {
    /// The light on this background; `None` if too little of it shows.
    #[inline(never)]
    pub fn of(background: &Background) -> Option<Self> {
        let map = &background.smoothed;
        let size = (map.width() as f64, map.height() as f64);
        let samples: Vec<([f64; TERMS], Lab)> =
            samples(background).map(|((x, y), lab)| (terms(x as f64, y as f64, size), lab)).collect();
        if samples.len() < MIN_SAMPLES {
            return None;
        }
        let mut weights = vec![1.0; samples.len()];
        let mut wall = Self { coefficients: [[0.0; TERMS]; 3], lit: 0.0, size };
        for _ in 0..ROUNDS {
            wall.coefficients = fitted(&samples, &weights)?;
            let off: Vec<f64> =
                samples.iter().map(|(terms, lab)| wall.surface(terms).distance(*lab)).collect();
            let spread = quantile(&mut off.clone(), 0.5)? * DEVIATION_PER_MEDIAN;
            let reach = REACH * spread.max(MIN_SPREAD);
            weights = off.iter().map(|off| quarter_at(*off, reach)).collect();
        }
        let mut lighter: Vec<f64> =
            samples.iter().map(|(terms, lab)| lab.l - wall.surface(terms).l).collect();
        wall.lit = quantile(&mut lighter, LIT)?.max(0.0);
        Some(wall)
    }

    /// The colour of the lit wall, without shadow, in a cell of the background's maps.
    pub fn lit(&self, x: usize, y: usize) -> Lab {
        let surface = self.at(x, y);
        Lab { l: surface.l + self.lit, ..surface }
    }

    /// The colour of the surface in a cell of the background's maps.
    pub fn at(&self, x: usize, y: usize) -> Lab {
        self.surface(&terms(x as f64, y as f64, self.size))
    }

    fn surface(&self, terms: &[f64; TERMS]) -> Lab {
        let [l, a, b] =
            self.coefficients.map(|row| row.iter().zip(terms).map(|(factor, term)| factor * term).sum());
        Lab { l, a, b }
    }
}

/// Every fourth cell of the background in every fourth row, with its smoothed colour.
pub fn samples(background: &Background) -> impl Iterator<Item = ((usize, usize), Lab)> {
    let shown: &Map2d<Option<f32>> = &background.distance_from_median;
    let rows = (0..shown.height()).step_by(STRIDE);
    let cells = rows.flat_map(|y| (0..shown.width()).step_by(STRIDE).map(move |x| (x, y)));
    cells.filter_map(move |(x, y)| {
        shown.at(x, y)?.as_ref()?;
        Some(((x, y), *background.smoothed.at(x, y)?))
    })
}

/// The terms at a cell, with x and y from -1 to 1.
fn terms(x: f64, y: f64, (width, height): (f64, f64)) -> [f64; TERMS] {
    let (x, y) = (2.0 * x / width - 1.0, 2.0 * y / height - 1.0);
    [1.0, x, y, x * x, x * y, y * y]
}

/// 1 at 0, a quarter at `reach`, and 0 far beyond it.
fn quarter_at(off: f64, reach: f64) -> f64 {
    let share = off / reach;
    let falling = 1.0 / (1.0 + share * share);
    falling * falling
}

/// The weighted least squares fit.
fn fitted(samples: &[([f64; TERMS], Lab)], weights: &[f64]) -> Option<[[f64; TERMS]; 3]> {
    let mut normal = [[0.0; TERMS]; TERMS];
    let mut right = [[0.0; TERMS]; 3];
    for ((terms, lab), weight) in samples.iter().zip(weights) {
        for (row, term) in terms.iter().enumerate() {
            let weighted = weight * term;
            for (sum, other) in normal[row].iter_mut().zip(terms) {
                *sum += weighted * other;
            }
            for (sums, coordinate) in right.iter_mut().zip([lab.l, lab.a, lab.b]) {
                sums[row] += weighted * coordinate;
            }
        }
    }
    let [l, a, b] = right.map(|right| solve(normal, right));
    Some([l?, a?, b?])
}

#[cfg(test)]
mod tests {
    use crate::scene::testing::SyntheticPortrait;

    /// The lightness of the fitted wall in the upper corners.
    fn corners(light: impl Fn(precheck_foundation::geometry::Point) -> f64) -> [f64; 2] {
        let scene = SyntheticPortrait::default().scene_with(|canvas| canvas.light_wall(light));
        let background = scene.background().unwrap();
        let wall = background.light.as_ref().unwrap();
        [wall.at(0, 0).l, wall.at(background.smoothed.width() - 1, 0).l]
    }

    #[test]
    fn the_surface_follows_a_fall_off_and_not_a_shadow() {
        let [left, right] = corners(|place| 1.0 - place.x / 960.0);
        assert!((left - 91.0).abs() < 2.0 && (right - 69.0).abs() < 2.0, "{left} {right}");
        let [left, right] = corners(|place| if place.x > 330.0 && place.y > 200.0 { 0.6 } else { 1.0 });
        assert!((left - 91.0).abs() < 3.0 && (right - 91.0).abs() < 3.0, "{left} {right}");
    }
}
