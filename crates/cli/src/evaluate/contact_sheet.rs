//! A contact sheet: a web page of thumbnails with the marks of rules on them, in one file.

use super::marks_svg::marks_svg;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{RgbImage, imageops};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use portrait_precheck::rules;
use precheck_foundation::marks::Mark;
use precheck_imaging::raster::Raster;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

/// Longest side of a thumbnail in pixels.
const THUMBNAIL_SIDE: u32 = 360;

/// JPEG quality of a thumbnail, 1 to 100.
const THUMBNAIL_QUALITY: u8 = 80;

const STYLE: &str = "
body { font: 13px sans-serif; margin: 1em }
div { display: flex; flex-wrap: wrap; gap: 10px }
figure { margin: 0; width: 240px; overflow-wrap: anywhere }
svg { width: 240px; background: #ddd; display: block }
svg [stroke] { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke }
";

/// What a sheet shows of a photo.
pub struct Picture {
    /// A JPEG; empty if the file cannot be decoded.
    thumbnail: Vec<u8>,
    /// Upright width and height of the photo in pixels.
    size: (u32, u32),
    /// The marks of each rule, in pixels of the photo.
    marks: BTreeMap<&'static str, Vec<Mark>>,
}

/// A photo on a sheet.
pub struct Figure<'a> {
    pub picture: Option<&'a Picture>,
    /// The rules whose marks are drawn.
    pub rules: &'a [&'a str],
    /// The lines below the photo.
    pub caption: Vec<String>,
}

impl Picture {
    /// Reads and measures a photo.
    pub fn read(path: &Path, models: &dyn Models) -> io::Result<Self> {
        let mut inspection = Inspection::read(File::open(path)?)?;
        let scene = inspection.analyze(models);
        let marks = rules::all().filter_map(|entry| {
            let measured = (entry.measure)(scene).ok()?;
            Some((entry.id, measured.marks))
        });
        let marks = marks.collect();
        let size = scene.photo.upright_size().unwrap_or((THUMBNAIL_SIDE, THUMBNAIL_SIDE));
        let thumbnail = scene.pixels().map_or(Ok(Vec::new()), |pixels| thumbnail(&pixels.overview))?;
        Ok(Self { thumbnail, size, marks })
    }
}

fn thumbnail(picture: &Raster) -> io::Result<Vec<u8>> {
    let (width, height) = (picture.width(), picture.height());
    let reduction = (f64::from(width.max(height)) / f64::from(THUMBNAIL_SIDE)).max(1.0);
    let reduced = |side: u32| ((f64::from(side) / reduction) as u32).max(1);
    let image = RgbImage::from_raw(width, height, picture.rgb().to_vec()).unwrap_or_default();
    let image = imageops::thumbnail(&image, reduced(width), reduced(height));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, THUMBNAIL_QUALITY);
    encoder.encode_image(&image).map_err(io::Error::other)?;
    Ok(bytes)
}

/// The page, from its title and its sections, which have a heading and figures.
pub fn contact_sheet(title: &str, sections: &[(&str, Vec<Figure>)]) -> String {
    let page = html! {
        (DOCTYPE)
        meta charset="utf-8";
        title { (title) }
        style { (PreEscaped(STYLE)) }
        h1 { (title) }
        @for (heading, figures) in sections {
            h2 { (heading) " (" (figures.len()) ")" }
            div { @for figure in figures { (figure_html(figure)) } }
        }
    };
    page.into_string()
}

fn figure_html(figure: &Figure) -> Markup {
    html! {
        figure {
            @if let Some(picture) = figure.picture { (picture_svg(picture, figure.rules)) }
            figcaption { @for line in &figure.caption { (line) br; } }
        }
    }
}

fn picture_svg(Picture { thumbnail, size, marks }: &Picture, rules: &[&str]) -> Markup {
    let (width, height) = size;
    let data = format!("data:image/jpeg;base64,{}", BASE64_STANDARD.encode(thumbnail));
    let marks = rules.iter().filter_map(|rule| marks.get(rule)).flatten();
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } {
            image width=(width) height=(height) preserveAspectRatio="none" href=(data) {}
            (marks_svg(marks, *size))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_foundation::geometry::Rect;

    #[test]
    fn a_figure_shows_the_thumbnail_its_caption_and_the_marks_of_its_rules_only() {
        let mark = |x| vec![Mark::Area(Rect { x, y: 20, width: 30, height: 40 })];
        let marks = BTreeMap::from([("eyes-open", mark(10)), ("sharpness", mark(11))]);
        let picture = Picture { thumbnail: b"jpeg".to_vec(), size: (480, 640), marks };
        let figure = Figure {
            picture: Some(&picture),
            rules: &["eyes-open"],
            caption: vec!["a<b.jpg".to_owned(), "closed eyes".to_owned()],
        };
        let page = contact_sheet("eyes-open", &[("Missed", vec![figure])]);
        let expected = [
            "<h1>eyes-open</h1>",
            "<h2>Missed (1)</h2>",
            "<svg viewBox=\"0 0 480 640\">",
            "href=\"data:image/jpeg;base64,anBlZw==\"",
            "<rect x=\"10\" y=\"20\"",
            "a&lt;b.jpg<br>closed eyes<br>",
        ];
        let missing: Vec<_> = expected.iter().filter(|part| !page.contains(**part)).collect();
        assert!(missing.is_empty(), "{missing:?}: {page}");
        assert!(!page.contains("x=\"11\""), "{page}");
    }
}
