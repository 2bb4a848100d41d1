//! A map: values on a regular grid of cells on the photo, which may be rotated.

use precheck_foundation::geometry::Point;
use precheck_imaging::raster::SampleGrid;
use precheck_imaging::raster::patches::for_each_patch;

/// A value for each cell of a grid on the upright photo.
#[derive(Debug, Clone, PartialEq)]
pub struct Map2d<T> {
    /// The cells' places, in pixels of the photo.
    pub grid: SampleGrid,
    /// The values, row by row.
    pub cells: Vec<T>,
}

impl<T> Map2d<T> {
    /// Number of columns.
    pub fn width(&self) -> usize {
        self.grid.width as usize
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.grid.height as usize
    }

    /// The value of a cell; `None` outside the grid.
    pub fn at(&self, x: usize, y: usize) -> Option<&T> {
        if x < self.width() && y < self.height() { self.cells.get(y * self.width() + x) } else { None }
    }

    /// Column and row of the cell that contains a place on the photo; `None` outside the grid.
    pub fn cell_at(&self, place: Point) -> Option<(usize, usize)> {
        self.cell_on_grid(self.grid.from_picture(place))
    }

    /// The value of the cell that contains a position on the grid; `None` outside the grid.
    pub fn at_position(&self, position: Point) -> Option<&T> {
        self.cell_on_grid(position).and_then(|(x, y)| self.at(x, y))
    }

    fn cell_on_grid(&self, position: Point) -> Option<(usize, usize)> {
        let (x, y) = (position.x.floor(), position.y.floor());
        let inside = x >= 0.0 && y >= 0.0 && x < self.width() as f64 && y < self.height() as f64;
        inside.then_some((x as usize, y as usize))
    }

    /// The value of the cell that contains a place on the photo; `None` outside the grid.
    pub fn at_point(&self, place: Point) -> Option<&T> {
        self.cell_at(place).and_then(|(x, y)| self.at(x, y))
    }

    /// The centre of a cell, on the photo.
    pub fn cell_centre(&self, x: usize, y: usize) -> Point {
        self.grid.to_picture(x as f64 + 0.5, y as f64 + 0.5)
    }

    /// The same map with `None` for the cells whose centre is outside a photo of this width and height.
    pub fn inside_picture(self, (width, height): (u32, u32)) -> Map2d<Option<T>> {
        let (grid, columns) = (self.grid, self.width());
        let inside = |x: usize, y: usize| {
            let place = grid.to_picture(x as f64 + 0.5, y as f64 + 0.5);
            (0.0..f64::from(width)).contains(&place.x) && (0.0..f64::from(height)).contains(&place.y)
        };
        let mut cells = Vec::with_capacity(self.cells.len());
        let mut values = self.cells.into_iter();
        for y in 0..self.grid.height as usize {
            // The picture is convex: a row that begins and ends inside never leaves it.
            let whole = inside(0, y) && inside(columns.saturating_sub(1), y);
            let row = values.by_ref().take(columns).enumerate();
            cells.extend(row.map(|(x, value)| (whole || inside(x, y)).then_some(value)));
        }
        Map2d { grid, cells }
    }

    /// The largest connected component (4-connectivity) of these cells; empty without cells.
    pub fn largest_patch_of(&self, cells: impl IntoIterator<Item = (usize, usize)>) -> Vec<(usize, usize)> {
        largest(self.patches_of(cells))
    }

    /// The connected components (4-connectivity) of the cells for which `holds`.
    pub fn patches(&self, holds: impl Fn(usize, usize) -> bool) -> Vec<Vec<(usize, usize)>> {
        let all = (0..self.height()).flat_map(|y| (0..self.width()).map(move |x| (x, y)));
        self.patches_of(all.filter(|(x, y)| holds(*x, *y)))
    }

    /// The connected components (4-connectivity) of these cells, in the order of their first rows.
    pub fn patches_of(&self, cells: impl IntoIterator<Item = (usize, usize)>) -> Vec<Vec<(usize, usize)>> {
        let (width, height) = (self.width(), self.height());
        let (mut waiting, mut patches) = (vec![false; width * height], Vec::new());
        cells.into_iter().for_each(|(x, y)| waiting[y * width + x] = true);
        for_each_patch(waiting, width, &mut |patch| patches.push(patch.to_vec()));
        patches
    }

    /// The cells whose centre is at most `radius` pixels of the photo from `centre`.
    pub fn disc(&self, centre: Point, radius: f64) -> impl Iterator<Item = (usize, usize)> {
        let middle = self.grid.from_picture(centre);
        let reach = radius / self.grid.scale();
        let (columns, rows) = (
            span(middle.x - reach, middle.x + reach, self.width()),
            span(middle.y - reach, middle.y + reach, self.height()),
        );
        rows.flat_map(move |y| columns.clone().map(move |x| (x, y))).filter(move |(x, y)| {
            let (dx, dy) = (*x as f64 + 0.5 - middle.x, *y as f64 + 0.5 - middle.y);
            dx * dx + dy * dy <= reach * reach
        })
    }

    /// The cells whose centre is inside the polygon with these corners on the photo (even-odd rule).
    pub fn inside(&self, corners: &[Point]) -> Vec<(usize, usize)> {
        let corners: Vec<Point> = corners.iter().map(|corner| self.grid.from_picture(*corner)).collect();
        let (top, bottom) =
            corners.iter().fold((f64::MAX, f64::MIN), |(low, high), p| (low.min(p.y), high.max(p.y)));
        let mut cells = Vec::new();
        let mut crossings = Vec::new();
        for y in span(top, bottom, self.height()) {
            crossings.clear();
            let middle = y as f64 + 0.5;
            for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                if (a.y <= middle) != (b.y <= middle) {
                    let x = a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x);
                    crossings.insert(crossings.partition_point(|other| *other < x), x);
                }
            }
            for [from, to] in crossings.as_chunks::<2>().0 {
                let first = (from - 0.5).ceil().max(0.0) as usize;
                let end = ((to - 0.5).ceil().max(0.0) as usize).min(self.width());
                cells.extend((first..end).map(|x| (x, y)));
            }
        }
        cells
    }
}

/// The longest of these lists, among equals the last; empty without lists.
pub fn largest<T>(lists: impl IntoIterator<Item = Vec<T>>) -> Vec<T> {
    lists.into_iter().fold(Vec::new(), |best, next| if next.len() >= best.len() { next } else { best })
}

/// The indices, below `length`, of cells that intersect `from .. to`.
fn span(from: f64, to: f64, length: usize) -> std::ops::Range<usize> {
    from.floor().max(0.0) as usize..(to.ceil().max(0.0) as usize).min(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Map2d<usize> {
        Map2d { grid: SampleGrid::whole(10, 8, 3.0), cells: (0..80).collect() }
    }

    #[test]
    fn a_place_on_the_photo_is_in_one_cell() {
        let at = |x, y| grid().at_point(Point { x, y }).copied();
        assert_eq!([at(0.1, 0.1), at(29.9, 0.0), at(4.0, 23.9)], [Some(0), Some(9), Some(71)]);
        assert_eq!([at(-0.1, 4.0), at(30.1, 4.0), at(4.0, 24.1)], [None; 3]);
    }

    #[test]
    fn patches_are_connected_components() {
        let patches = grid().patches(|x, y| y == 0 && x != 4 || (x, y) == (0, 1) || (x, y) == (5, 2));
        assert_eq!(patches.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 1]);
        assert_eq!(grid().patches_of([(3, 3), (4, 3), (4, 5)]), [vec![(3, 3), (4, 3)], vec![(4, 5)]]);
    }

    #[test]
    fn a_disc_and_a_polygon_contain_the_cells_whose_centre_they_contain() {
        let disc: Vec<_> = grid().disc(Point { x: 4.5, y: 4.5 }, 3.1).collect();
        assert_eq!(disc, [(1, 0), (0, 1), (1, 1), (2, 1), (1, 2)]);
        let corners = [(3.0, 3.0), (9.0, 3.0), (9.0, 6.1), (3.0, 6.1)].map(|(x, y)| Point { x, y });
        assert_eq!(grid().inside(&corners), [(1, 1), (2, 1)]);
        let beyond = corners.map(|p| Point { x: p.x - 100.0, y: p.y + 1000.0 });
        assert!(grid().inside(&beyond).is_empty());
    }
}
