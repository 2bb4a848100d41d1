//! What a page draws over the photo to show where a finding was measured.
//!
//! Coordinates are those of [`crate::geometry`]: pixels of the whole upright photo, origin top left.

use crate::geometry::{Point, Rect};
use crate::json::{FromJson, Json, ObjectReader, write_object};
use serde_json::Value;
use std::ops::Range;

/// A point of a mark, rounded to whole pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Distance from the left edge.
    pub x: i32,
    /// Distance from the upper edge.
    pub y: i32,
}

impl From<Point> for Spot {
    fn from(point: Point) -> Self {
        Self { x: point.x.round() as i32, y: point.y.round() as i32 }
    }
}

/// A shape that shows where a finding was measured. Points may be a little outside the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// The rectangle of the picture that was measured.
    Area(Rect),
    /// A measured direction.
    Line {
        /// Where it begins.
        from: Spot,
        /// Where it ends.
        to: Spot,
    },
    /// A measured length, proportional to the finding's value: a page draws the lengths that the limits allow beside it,
    /// from the same end.
    Bar {
        /// The end for a value of 0.
        from: Spot,
        /// The end for the measured value.
        to: Spot,
    },
    /// An outline.
    Polygon {
        /// Its corners in order.
        points: Vec<Spot>,
    },
    /// Heat map of the whole picture, in cells of equal size.
    Heat {
        /// Rows of cells from the top, one character a cell: `0` (no deviation) to `9`, and `.` where nothing was
        /// measured.
        rows: Vec<String>,
    },
}

/// Most columns and rows of [`Mark::Heat`]: enough to show where a shadow is, in less than 1 kB of the report.
const HEAT_COLUMNS: u32 = 24;
const HEAT_ROWS: u32 = 32;

/// The highest digit of a cell.
const HOTTEST: f64 = 9.0;

impl Json for Spot {
    fn write(&self, out: &mut String) {
        write_object(out, &[("x", &self.x), ("y", &self.y)]);
    }
}

/// The shape's name first, then its coordinates.
impl Json for Mark {
    fn write(&self, out: &mut String) {
        match self {
            Self::Area(Rect { x, y, width, height }) => {
                write_object(
                    out,
                    &[("shape", &"area"), ("x", x), ("y", y), ("width", width), ("height", height)],
                );
            }
            Self::Line { from, to } => write_object(out, &[("shape", &"line"), ("from", from), ("to", to)]),
            Self::Bar { from, to } => write_object(out, &[("shape", &"bar"), ("from", from), ("to", to)]),
            Self::Polygon { points } => write_object(out, &[("shape", &"polygon"), ("points", points)]),
            Self::Heat { rows } => write_object(out, &[("shape", &"heat"), ("rows", rows)]),
        }
    }
}

impl FromJson for Spot {
    fn read(value: &Value) -> Result<Self, String> {
        let members = ObjectReader::of(value, &["x", "y"])?;
        Ok(Self { x: members.need("x")?, y: members.need("y")? })
    }
}

impl FromJson for Mark {
    fn read(value: &Value) -> Result<Self, String> {
        let shape = String::read(value.get("shape").ok_or("missing field `shape`")?)?;
        let members = |known| ObjectReader::of(value, known);
        let ends = || {
            let members = members(&["shape", "from", "to"])?;
            Ok::<_, String>((members.need("from")?, members.need("to")?))
        };
        match shape.as_str() {
            "area" => {
                let members = members(&["shape", "x", "y", "width", "height"])?;
                let side = |name| members.need(name);
                let (x, y, width, height) = (side("x")?, side("y")?, side("width")?, side("height")?);
                Ok(Self::Area(Rect { x, y, width, height }))
            }
            "line" => ends().map(|(from, to)| Self::Line { from, to }),
            "bar" => ends().map(|(from, to)| Self::Bar { from, to }),
            "polygon" => Ok(Self::Polygon { points: members(&["shape", "points"])?.need("points")? }),
            "heat" => Ok(Self::Heat { rows: members(&["shape", "rows"])?.need("rows")? }),
            _ => Err(format!("unknown shape `{shape}`")),
        }
    }
}

impl Mark {
    /// A line between two points.
    pub fn line(from: Point, to: Point) -> Self {
        Self::Line { from: from.into(), to: to.into() }
    }

    /// A bar from the end for a value of 0 to the end for the measured value.
    pub fn bar(from: Point, to: Point) -> Self {
        Self::Bar { from: from.into(), to: to.into() }
    }

    /// A heat map of a picture of this width and height. `heat` gives the value of a range of its columns and rows, 0 to 1,
    /// or `None` where nothing was measured.
    pub fn heat((width, height): (u32, u32), heat: impl Fn(Range<u32>, Range<u32>) -> Option<f64>) -> Self {
        let (columns, rows) = (width.min(HEAT_COLUMNS), height.min(HEAT_ROWS));
        let part = |number: u32, of: u32, length: u32| {
            let end = |number: u32| (u64::from(number) * u64::from(length) / u64::from(of)) as u32;
            end(number)..end(number + 1)
        };
        let letter = |row: u32, column: u32| {
            let heat = heat(part(column, columns, width), part(row, rows, height));
            heat.map_or('.', |heat| char::from(b'0' + (HOTTEST * heat.clamp(0.0, 1.0)) as u8))
        };
        Self::Heat {
            rows: (0..rows).map(|row| (0..columns).map(|column| letter(row, column)).collect()).collect(),
        }
    }

    /// A polygon with these corners.
    pub fn polygon(corners: &[Point]) -> Self {
        Self::Polygon { points: corners.iter().map(|corner| (*corner).into()).collect() }
    }

    /// The axis-parallel bounding box of the points, cut at the picture's left and upper edge; `None` without
    /// points.
    pub fn bounding_box(points: impl IntoIterator<Item = Point>) -> Option<Self> {
        let mut points = points.into_iter();
        let first = points.next()?;
        let (mut low, mut high) = (first, first);
        for point in points {
            low = Point { x: low.x.min(point.x), y: low.y.min(point.y) };
            high = Point { x: high.x.max(point.x), y: high.y.max(point.y) };
        }
        let (x, y) = (low.x.max(0.0).floor() as u32, low.y.max(0.0).floor() as u32);
        let (right, bottom) = (high.x.max(0.0).ceil() as u32, high.y.max(0.0).ceil() as u32);
        Some(Self::Area(Rect { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounding_box_contains_all_points() {
        let points = [(3.5, 9.0), (-2.0, 4.2), (8.1, 5.0)].map(|(x, y)| Point { x, y });
        assert_eq!(Mark::bounding_box(points), Some(Mark::Area(Rect { x: 0, y: 4, width: 9, height: 5 })));
        assert_eq!(Mark::bounding_box([]), None);
    }

    #[test]
    fn marks_are_written_with_their_shape() {
        let json = |mark: Mark| mark.to_json();
        let (a, b) = (Point { x: 1.4, y: 2.6 }, Point { x: 5.0, y: 6.0 });
        assert_eq!(json(Mark::line(a, b)), r#"{"shape":"line","from":{"x":1,"y":3},"to":{"x":5,"y":6}}"#);
        assert_eq!(json(Mark::bar(a, b)), r#"{"shape":"bar","from":{"x":1,"y":3},"to":{"x":5,"y":6}}"#);
        let area = Mark::bounding_box([a, b]).unwrap();
        assert_eq!(json(area), r#"{"shape":"area","x":1,"y":2,"width":4,"height":4}"#);
        assert_eq!(json(Mark::polygon(&[a])), r#"{"shape":"polygon","points":[{"x":1,"y":3}]}"#);
    }

    #[test]
    fn a_heat_map_has_a_character_a_cell_and_stays_short() {
        let rising =
            Mark::heat((3, 2), |columns, rows| (rows.start == 0).then(|| f64::from(columns.start) / 2.0));
        assert_eq!(rising, Mark::Heat { rows: vec!["049".into(), "...".into()] });
        let whole = Mark::heat((3000, 4000), |_, _| Some(2.0)).to_json();
        assert!(whole.len() < 1024 && whole.contains("\"999999999999999999999999\""), "{whole}");
    }
}
