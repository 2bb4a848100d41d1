//! Draws the marks of rules as SVG shapes, in pixels of the photo.

use maud::{Markup, html};
use precheck_foundation::geometry::Rect;
use precheck_foundation::marks::{Mark, Spot};

/// Magenta, which no part of a portrait has.
const COLOUR: &str = "#f0f";

/// The shapes of marks on a photo of this width and height.
pub fn marks_svg<'a>(marks: impl Iterator<Item = &'a Mark>, size: (u32, u32)) -> Markup {
    html! { @for mark in marks { (mark_svg(mark, size)) } }
}

fn mark_svg(mark: &Mark, size: (u32, u32)) -> Markup {
    match mark {
        Mark::Area(Rect { x, y, width, height }) => {
            html! { rect x=(x) y=(y) width=(width) height=(height) stroke=(COLOUR) {} }
        }
        Mark::Line { from, to } | Mark::Bar { from, to } => {
            html! { line x1=(from.x) y1=(from.y) x2=(to.x) y2=(to.y) stroke=(COLOUR) {} }
        }
        Mark::Polygon { points } => {
            let points: Vec<_> = points.iter().map(|Spot { x, y }| format!("{x},{y}")).collect();
            html! { polygon points=(points.join(" ")) stroke=(COLOUR) {} }
        }
        Mark::Heat { rows } => heat_svg(rows, size),
    }
}

/// A heat map over the whole photo: a translucent rectangle over each cell above 0; its digit is the opacity in
/// tenths.
fn heat_svg(rows: &[String], (width, height): (u32, u32)) -> Markup {
    let columns = rows.first().map_or(0, String::len);
    let cell_width = f64::from(width) / columns as f64;
    let cell_height = f64::from(height) / rows.len() as f64;
    html! {
        @for (row, digits) in rows.iter().enumerate() {
            @for (column, digit) in digits.chars().enumerate() {
                @if let Some(heat) = digit.to_digit(10).filter(|heat| *heat > 0) {
                    rect
                        x=(pixels(cell_width * column as f64))
                        y=(pixels(cell_height * row as f64))
                        width=(pixels(cell_width))
                        height=(pixels(cell_height))
                        fill=(COLOUR)
                        fill-opacity={ "0." (heat) } {}
                }
            }
        }
    }
}

fn pixels(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_mark_has_its_shape() {
        let (from, to) = (Spot { x: 1, y: 2 }, Spot { x: 3, y: 4 });
        let heat = Mark::Heat { rows: vec!["05".to_owned(), "..".to_owned()] };
        let line = "<line x1=\"1\" y1=\"2\" x2=\"3\" y2=\"4\" stroke=\"#f0f\"></line>";
        let cases = [
            (
                Mark::Area(Rect { x: 10, y: 20, width: 30, height: 40 }),
                "<rect x=\"10\" y=\"20\" width=\"30\" height=\"40\" stroke=\"#f0f\"></rect>",
            ),
            (Mark::Line { from, to }, line),
            (Mark::Bar { from, to }, line),
            (
                Mark::Polygon { points: vec![from, to] },
                "<polygon points=\"1,2 3,4\" stroke=\"#f0f\"></polygon>",
            ),
            (
                heat,
                "<rect x=\"240.0\" y=\"0.0\" width=\"240.0\" height=\"320.0\" fill=\"#f0f\" fill-opacity=\"0.5\"></rect>",
            ),
            (Mark::Heat { rows: Vec::new() }, ""),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .map(|(mark, expected)| (marks_svg([mark].into_iter(), (480, 640)).into_string(), *expected))
            .filter(|(actual, expected)| actual != expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
