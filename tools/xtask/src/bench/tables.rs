//! The tables of README.md.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Photo;
use super::measure::{CHECK, Measured};
use crate::command::Result;

/// Milliseconds by stage, cold and warm.
type Times = BTreeMap<String, [f64; 2]>;

/// Name of the browser's decoder in the list of stages.
const BROWSER: &str = "browser";

/// A figure that must not exceed a limit, measured on one photo.
struct Limit {
    what: &'static str,
    photo: &'static str,
    of: fn(&Measured, usize) -> f64,
    at_most: f64,
}

const LIMITS: [Limit; 9] = [
    Limit {
        what: "whole check, module / browser's decoder",
        photo: "12 MP baseline",
        of: |measured, photo| {
            let times = &measured.wasm[photo].times;
            whole(times) / warm(times, BROWSER)
        },
        at_most: 1.2,
    },
    Limit {
        what: "module and models loaded, first photo checked / browser's decoder",
        photo: "12 MP baseline",
        of: |measured, photo| {
            let wasm = &measured.wasm[photo];
            wasm.first / warm(&wasm.times, BROWSER)
        },
        at_most: 3.0,
    },
    Limit {
        what: "whole check, natively / libjpeg-turbo's 1/1",
        photo: "12 MP baseline",
        of: |measured, photo| whole(&measured.native[photo].times) / measured.others[photo].whole,
        at_most: 2.0,
    },
    Limit {
        what: "module, 1/4 / browser's decoder",
        photo: "12 MP baseline",
        of: |measured, photo| by_browser(measured, photo, "1/4"),
        at_most: 0.40,
    },
    Limit {
        what: "module, 1/8 / browser's decoder",
        photo: "12 MP baseline",
        of: |measured, photo| by_browser(measured, photo, "1/8"),
        at_most: 0.25,
    },
    Limit {
        what: "module, 1/8 / browser's decoder",
        photo: "12 MP progressive",
        of: |measured, photo| by_browser(measured, photo, "1/8"),
        at_most: 0.12,
    },
    Limit {
        what: "module's memory after 1/4, in MB",
        photo: "12 MP baseline",
        of: |measured, photo| measured.wasm[photo].memory["1/4"] / 1e6,
        at_most: 16.0,
    },
    Limit {
        what: "natively, 1/4, by libjpeg-turbo's 1/4",
        photo: "12 MP baseline",
        of: |measured, photo| warm(&measured.native[photo].times, "1/4") / measured.others[photo].quarter,
        at_most: 1.0,
    },
    Limit {
        what: "natively, 1/1, by libjpeg-turbo's 1/1",
        photo: "12 MP baseline",
        of: |measured, photo| warm(&measured.native[photo].times, "1/1") / measured.others[photo].whole,
        at_most: f64::INFINITY,
    },
];

/// All tables, as Markdown.
///
/// # Errors
/// A stage was not measured.
pub fn written(photos: &[Photo], stages: &[String], measured: &Measured) -> Result<String> {
    let native: Vec<&Times> = measured.native.iter().map(|native| &native.times).collect();
    let wasm: Vec<&Times> = measured.wasm.iter().map(|wasm| &wasm.times).collect();
    let mut text = String::from(
        "Written by `cargo xtask bench`. The pictures are made from scikit-image's `astronaut.png` (enlarged, with \
         noise, quality 90, 4:2:0). Milliseconds: the fastest call, and in brackets the first; `analyze` decodes \
         and runs the models; `decode` is the overview and the region of interest; 1/1 to 1/8 is the decoder \
         alone; the browser's decoder is `createImageBitmap` and `getImageData` on the same file in the same run. \
         A first photo is the fastest of five, each in an empty page of its own that was opened half a second \
         before, because a browser is busy for a while after it opens a page.\n",
    );
    pictures(&mut text, photos)?;
    table(&mut text, "natively", photos, stages, &native)?;
    let with_browser: Vec<String> = stages.iter().cloned().chain([BROWSER.to_owned()]).collect();
    table(&mut text, "module with SIMD", photos, &with_browser, &wasm)?;
    whole_checks(&mut text, photos, measured)?;
    limits(&mut text, photos, measured)?;
    write!(text, "\n| server, {} cores | measured | must be |\n|---|---|---|\n{}", cores(), measured.load)?;
    Ok(text)
}

fn pictures(text: &mut String, photos: &[Photo]) -> Result<()> {
    writeln!(text, "\n| picture | pixels | bytes | sha-256 |\n|---|---|---|---|")?;
    for photo in photos {
        let (width, height) = photo.size;
        let digest = photo.sha256.get(..16).unwrap_or_default();
        writeln!(text, "| {} | {width} x {height} | {} | `{digest}…` |", photo.name(), photo.bytes)?;
    }
    Ok(())
}

/// One row per stage, one column per photo.
fn table(
    text: &mut String,
    title: &str,
    photos: &[Photo],
    stages: &[String],
    times: &[&Times],
) -> Result<()> {
    heading(text, title, photos)?;
    for stage in stages {
        write!(text, "| {stage} |")?;
        for times in times {
            let [cold, warm] = times.get(stage).ok_or_else(|| format!("{stage} was not measured"))?;
            write!(text, " {} ({}) |", shown(*warm), shown(*cold))?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn whole_checks(text: &mut String, photos: &[Photo], measured: &Measured) -> Result<()> {
    heading(text, "whole check", photos)?;
    let mut row = |name: &str, figure: &dyn Fn(usize) -> String| -> Result<()> {
        let figures: Vec<String> = (0..photos.len()).map(figure).collect();
        Ok(writeln!(text, "| {name} | {} |", figures.join(" | "))?)
    };
    let megabytes = |bytes: f64| format!("{:.0} MB", bytes / 1e6);
    row("natively", &|photo| shown(whole(&measured.native[photo].times)))?;
    row("natively, most memory", &|photo| megabytes(measured.native[photo].memory))?;
    row("module", &|photo| shown(whole(&measured.wasm[photo].times)))?;
    row("module / browser's decoder", &|photo| {
        let times = &measured.wasm[photo].times;
        format!("{:.2}", whole(times) / warm(times, BROWSER))
    })?;
    row("module, first photo, loading included", &|photo| shown(measured.wasm[photo].first))?;
    row("the same by the page's worker", &|photo| shown(measured.wasm[photo].first_by_worker))?;
    row("module's memory, with all models", &|photo| megabytes(measured.wasm[photo].memory["check"]))
}

fn limits(text: &mut String, photos: &[Photo], measured: &Measured) -> Result<()> {
    writeln!(text, "\n| limit | picture | measured | must be at most |\n|---|---|---|---|")?;
    for Limit { what, photo, of, at_most } in &LIMITS {
        let index = photos.iter().position(|one| one.name() == *photo).ok_or("no such photo")?;
        let figure = of(measured, index);
        let limit = if at_most.is_finite() { format!("{at_most:.2}") } else { String::new() };
        writeln!(text, "| {what} | {photo} | {figure:.2} | {limit} |")?;
    }
    Ok(())
}

fn heading(text: &mut String, title: &str, photos: &[Photo]) -> Result<()> {
    let names: Vec<String> = photos.iter().map(Photo::name).collect();
    Ok(writeln!(text, "\n| {title} | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len()))?)
}

/// Milliseconds of a whole check.
fn whole(times: &Times) -> f64 {
    CHECK.iter().map(|stage| warm(times, stage)).sum()
}

fn by_browser(measured: &Measured, photo: usize, stage: &str) -> f64 {
    let times = &measured.wasm[photo].times;
    warm(times, stage) / warm(times, BROWSER)
}

/// NaN where the stage was not measured.
fn warm(times: &Times, stage: &str) -> f64 {
    times.get(stage).map_or(f64::NAN, |[_, warm]| *warm)
}

/// Milliseconds with one decimal below 10.
fn shown(milliseconds: f64) -> String {
    if milliseconds < 10.0 { format!("{milliseconds:.1}") } else { format!("{milliseconds:.0}") }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
