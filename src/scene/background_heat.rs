//! A heat map of the background's deviation from its colour.

use super::Background;
use precheck_foundation::marks::Mark;

/// Distance from the background's colour (CIELAB) at which the heat map is saturated: a clearly different colour.
const HOTTEST: f64 = 27.0;

/// Smallest share of a block's cells that must be shown background; otherwise the block belongs to the person.
const MIN_SHARE: f64 = 0.5;

impl Background {
    /// A heat map of the mean distance from the median colour, over the cells for which `shown` holds.
    pub fn heat(&self, shown: impl Fn(usize, usize) -> bool) -> Mark {
        self.heat_map(|x, y, distance| shown(x, y).then(|| f64::from(distance) / HOTTEST))
    }

    /// Where the background is, equally hot: what is wrong is the wall as a whole.
    pub fn extent(&self) -> Mark {
        self.heat_map(|_, _, _| Some(1.0))
    }

    /// A map of the mean of what `heat` gives for the background's cells; 1 is the hottest.
    fn heat_map(&self, heat: impl Fn(usize, usize, f32) -> Option<f64>) -> Mark {
        let grid = self.distance_from_median.grid;
        Mark::heat((grid.width, grid.height), |columns, rows| {
            let cells = rows.len() * columns.len();
            let places = rows.flat_map(|y| columns.clone().map(move |x| (x as usize, y as usize)));
            let heats = places.filter_map(|(x, y)| heat(x, y, (*self.distance_from_median.at(x, y)?)?));
            let (count, sum) = heats.fold((0_u32, 0.0), |(count, sum), heat| (count + 1, sum + heat));
            (f64::from(count) >= MIN_SHARE * cells as f64).then(|| sum / f64::from(count))
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
        assert_eq!(letters(&rows(0.33)[0], "9"), 9, "{:?}", rows(0.33));
        assert!(letters(&rows(0.33)[15], ".") > 5, "{:?}", rows(0.33));
        let Mark::Heat { rows } = SyntheticPortrait::default().scene().background().unwrap().extent() else {
            panic!("no heat map");
        };
        assert_eq!((letters(&rows[0], "9"), letters(&rows[15], "0")), (24, 0), "{rows:?}");
    }
}
