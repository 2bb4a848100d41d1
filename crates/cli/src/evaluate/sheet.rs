//! A contact sheet as a web page that needs no other file: small pictures with the marks of their report.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{RgbImage, imageops};
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use portrait_precheck::rules;
use precheck_foundation::geometry::Rect;
use precheck_foundation::marks::{Mark, Spot};
use precheck_imaging::raster::Raster;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

/// Longest side of a small picture in pixels.
const SIDE: u32 = 360;

/// Quality of a small picture, 1 to 100.
const QUALITY: u8 = 80;

/// A photo as a sheet shows it.
pub struct Picture {
    /// A JPEG; empty where the file holds no picture.
    small: Vec<u8>,
    /// Upright size of the photo.
    size: (u32, u32),
    /// What each rule marks on it.
    marks: BTreeMap<&'static str, Vec<Mark>>,
}

impl Picture {
    /// Looks at a photo.
    pub fn of(path: &Path, models: &dyn Models) -> io::Result<Self> {
        let mut inspection = Inspection::read(File::open(path)?)?;
        let scene = inspection.analyze(models);
        let marks = rules::all().filter_map(|entry| {
            let measured = (entry.measure)(scene).ok()?;
            Some((entry.id, measured.marks))
        });
        let marks = marks.collect();
        let size = scene.photo.upright_size().unwrap_or((SIDE, SIDE));
        let small = scene.pixels().map_or(Ok(Vec::new()), |pixels| small(&pixels.overview))?;
        Ok(Self { small, size, marks })
    }
}

fn small(picture: &Raster) -> io::Result<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let shrink = (f64::from(width.max(height)) / f64::from(SIDE)).max(1.0);
    let side = |side: u32| ((f64::from(side) / shrink) as u32).max(1);
    let whole = RgbImage::from_raw(width, height, picture.rgb().to_vec()).unwrap_or_default();
    let small = imageops::thumbnail(&whole, side(width), side(height));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&small).map_err(io::Error::other)?;
    Ok(bytes)
}

/// The page: its title and its parts, each with a heading and figures.
pub fn page<'a>(title: &str, parts: impl Iterator<Item = (&'a str, Vec<String>)>) -> String {
    let parts: String = parts
        .map(|(heading, figures)| {
            format!("<h2>{heading} ({})</h2>\n<div>\n{}</div>\n", figures.len(), figures.concat())
        })
        .collect();
    format!("{HEAD}<title>{title}</title>\n<h1>{title}</h1>\n{parts}", title = escaped(title))
}

const HEAD: &str = "<!doctype html>
<meta charset=\"utf-8\">
<style>
body { font: 13px sans-serif; margin: 1em }
div { display: flex; flex-wrap: wrap; gap: 10px }
figure { margin: 0; width: 240px; overflow-wrap: anywhere }
svg { width: 240px; background: #ddd; display: block }
svg [stroke] { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke }
</style>
";

/// A photo with the marks of these rules and the lines of its caption.
pub fn figure(picture: Option<&Picture>, rules: &[&str], caption: &[String]) -> String {
    let caption: String = caption.iter().map(|line| format!("{}<br>", escaped(line))).collect();
    let picture = picture.map_or(String::new(), |picture| drawn(picture, rules));
    format!("<figure>{picture}<figcaption>{caption}</figcaption></figure>\n")
}

fn drawn(picture: &Picture, rules: &[&str]) -> String {
    let (width, height) = picture.size;
    let marks = rules.iter().filter_map(|rule| picture.marks.get(rule)).flatten();
    let marks: String = marks.map(|mark| outlined(mark, picture.size)).collect();
    let small = BASE64_STANDARD.encode(&picture.small);
    format!(
        "<svg viewBox=\"0 0 {width} {height}\"><image width=\"{width}\" height=\"{height}\" \
         preserveAspectRatio=\"none\" href=\"data:image/jpeg;base64,{small}\"/>{marks}</svg>"
    )
}

/// The mark as a shape of SVG.
fn outlined(mark: &Mark, size: (u32, u32)) -> String {
    match mark {
        Mark::Area(Rect { x, y, width, height }) => {
            format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" stroke=\"#f0f\"/>")
        }
        Mark::Line { from, to } | Mark::Bar { from, to } => format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"#f0f\"/>",
            from.x, from.y, to.x, to.y
        ),
        Mark::Polygon { points } => {
            let points: Vec<_> = points.iter().map(|Spot { x, y }| format!("{x},{y}")).collect();
            format!("<polygon points=\"{}\" fill=\"none\" stroke=\"#f0f\"/>", points.join(" "))
        }
        Mark::Heat { rows } => heated(rows, size),
    }
}

/// A translucent rectangle over each cell that is off.
fn heated(rows: &[String], (width, height): (u32, u32)) -> String {
    let cell = |row: usize, column: usize, letter: char| {
        let heat = letter.to_digit(10).filter(|heat| *heat > 0)?;
        let down = f64::from(height) / rows.len() as f64;
        let across = f64::from(width) / rows.first()?.len() as f64;
        Some(format!(
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{across:.1}\" height=\"{down:.1}\" fill=\"#f0f\" fill-opacity=\"0.{heat}\"/>",
            across * column as f64,
            down * row as f64,
        ))
    };
    let cells = |(row, letters): (usize, &String)| -> String {
        letters.chars().enumerate().filter_map(|(column, letter)| cell(row, column, letter)).collect()
    };
    rows.iter().enumerate().map(cells).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_shows_the_marks_of_its_rules_in_pixels_of_the_photo() {
        let mark = |x| vec![Mark::Area(Rect { x, y: 20, width: 30, height: 40 })];
        let heat = Mark::Heat { rows: vec!["05".to_owned(), "..".to_owned()] };
        let eyes = [mark(10), vec![heat]].concat();
        let marks = BTreeMap::from([("eyes-open", eyes), ("sharpness", mark(11))]);
        let picture = Picture { small: b"jpeg".to_vec(), size: (480, 640), marks };
        let figure = figure(Some(&picture), &["eyes-open"], &["a<b.jpg".to_owned()]);
        assert!(figure.contains("viewBox=\"0 0 480 640\""), "{figure}");
        assert!(figure.contains("<rect x=\"10\" y=\"20\" width=\"30\" height=\"40\""), "{figure}");
        assert!(!figure.contains("x=\"11\""), "{figure}");
        assert_eq!(figure.matches("<rect").count(), 2, "{figure}");
        assert!(figure.contains("x=\"240.0\" y=\"0.0\" width=\"240.0\" height=\"320.0\""), "{figure}");
        assert!(figure.contains("a&lt;b.jpg"), "{figure}");
        assert!(figure.contains("base64,anBlZw=="), "{figure}");
    }
}
