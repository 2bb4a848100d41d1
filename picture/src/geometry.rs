//! Places on the picture.
//!
//! Every coordinate is in pixels of the whole upright photo, origin top left, x to the right, y down.

use serde::Serialize;

/// A place between pixels: the first pixel reaches from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Distance from the left edge.
    pub x: f64,
    /// Distance from the upper edge.
    pub y: f64,
}

impl Point {
    /// The distance to another place.
    pub fn distance(self, other: Self) -> f64 {
        let (dx, dy) = (other.x - self.x, other.y - self.y);
        (dx * dx + dy * dy).sqrt()
    }
}

/// An axis-parallel rectangle of whole pixels: columns `x .. x + width`, rows `y .. y + height`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rect {
    /// Left column.
    pub x: u32,
    /// Top row.
    pub y: u32,
    /// Number of columns.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
}

/// A place to the nearest pixel corner, as marks give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// What an overlay draws to show where a finding was measured. Points may lie a little beyond the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Mark {
    /// The part of the picture that was looked at.
    Area(Rect),
    /// A measured distance or direction.
    Line {
        /// Where it begins.
        from: Spot,
        /// Where it ends.
        to: Spot,
    },
    /// The outline of a part.
    Polygon {
        /// Its corners in order.
        points: Vec<Spot>,
    },
}

impl Mark {
    /// From one place to another.
    pub fn line(from: Point, to: Point) -> Self {
        Self::Line { from: from.into(), to: to.into() }
    }

    /// Round these corners.
    pub fn polygon(corners: &[Point]) -> Self {
        Self::Polygon { points: corners.iter().map(|corner| (*corner).into()).collect() }
    }

    /// The upright rectangle round all these points, as far as it is right of and below the origin; `None`
    /// round nothing.
    pub fn round(points: impl IntoIterator<Item = Point>) -> Option<Self> {
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
    fn a_mark_round_points_holds_them_all() {
        let points = [(3.5, 9.0), (-2.0, 4.2), (8.1, 5.0)].map(|(x, y)| Point { x, y });
        assert_eq!(Mark::round(points), Some(Mark::Area(Rect { x: 0, y: 4, width: 9, height: 5 })));
        assert_eq!(Mark::round([]), None);
    }

    #[test]
    fn marks_say_their_shape() {
        let json = |mark: Mark| serde_json::to_string(&mark).unwrap();
        let (a, b) = (Point { x: 1.4, y: 2.6 }, Point { x: 5.0, y: 6.0 });
        assert_eq!(json(Mark::line(a, b)), r#"{"shape":"line","from":{"x":1,"y":3},"to":{"x":5,"y":6}}"#);
        assert_eq!(json(Mark::polygon(&[a])), r#"{"shape":"polygon","points":[{"x":1,"y":3}]}"#);
    }
}
