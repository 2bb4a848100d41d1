//! Where the background is off, to be shown.

use super::Background;
use precheck_foundation::marks::Mark;

/// This far from the background's colour (CIELAB) a place is shown hottest: nobody takes it for the same colour.
const HOTTEST: f64 = 27.0;

/// A part of which a smaller share is shown belongs to the person beside it.
const MOST: f64 = 0.5;

impl Background {
    /// How far the background's cells for which `shown` holds are off the median colour.
    pub fn heat(&self, shown: impl Fn(usize, usize) -> bool) -> Mark {
        let grid = self.distance_from_median.grid;
        Mark::heat((grid.width, grid.height), |columns, rows| {
            let cells = rows.len() * columns.len();
            let places = rows.flat_map(|y| columns.clone().map(move |x| (x as usize, y as usize)));
            let off = places
                .filter(|(x, y)| shown(*x, *y))
                .filter_map(|(x, y)| *self.distance_from_median.at(x, y)?);
            let (count, sum) = off.fold((0_u32, 0.0), |(count, sum), off| (count + 1, sum + f64::from(off)));
            (f64::from(count) >= MOST * cells as f64).then(|| sum / f64::from(count) / HOTTEST)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::scene::testing::SyntheticPortrait;
    use precheck_foundation::marks::Mark;

    #[test]
    fn a_bare_wall_is_cold_and_a_darker_half_of_it_is_hot() {
        let rows = |light: f64| {
            let scene = SyntheticPortrait::default().scene_with(|canvas| {
                canvas.light_wall(|place| if place.x > 300.0 { light } else { 1.0 });
            });
            match scene.background().unwrap().heat(|_, _| true) {
                Mark::Heat { rows } => rows,
                other => panic!("{other:?}"),
            }
        };
        let letters = |row: &str, of: &str| row.chars().filter(|letter| of.contains(*letter)).count();
        assert_eq!(letters(&rows(1.0)[0], "0"), 24);
        assert_eq!(letters(&rows(0.6)[0], "9"), 9, "{:?}", rows(0.6));
        assert!(letters(&rows(0.6)[15], ".") > 5, "{:?}", rows(0.6));
    }
}
