//! 「图像清晰」 — the picture is in focus and free of motion blur.
//!
//! # What is measured
//! The shorter side of the picture divided by the mean width of its strongest edges, both in pixels: the
//! number of columns that a picture needs to show as much detail as this one. A sharp picture of 480 x 640
//! pixels reaches 98 to 512; the same picture out of focus, shaken or enlarged from a small one reaches 30
//! to 59, and so does a blurred one of 12 megapixels. The value does not depend on the resolution and,
//! being a ratio, hardly on the contrast.
//!
//! It is computed from the luma I of the head at full resolution, on about 320 of its rows. At each
//! position the difference |I(x + d) - I(x)| is taken over a distance d of a fortieth of the shorter side;
//! the largest 5 % of these are edges (outlines of head, hair, eyes and collar). Along an edge the
//! difference is the sum of steps s between neighbouring samples, and (sum of s)^2 / (sum of s^2) is the
//! number of equal steps it is spread over (the participation ratio): 1 for a step edge, n for a linear
//! ramp of n steps. The mean width is the ratio of both sums over all edges. Horizontal and vertical
//! differences are measured separately, and the wider of the two widths counts, because motion blur leaves
//! edges along the motion sharp. Only strong edges are used, so that noise and the borders of JPEG blocks
//! have little influence and flat areas none.
//!
//! # When it cannot tell
//! When no face was found, the face is not in the upper middle of the picture (the only part that is
//! decoded at full resolution), the head is smaller than the distance d, or fewer than 5 % of the positions
//! differ by at least 6 grey levels (a nearly black picture).
//!
//! # Known limits
//! A blurred face under sharp hair or behind sharp glasses passes, and so does one with noise as strong as
//! its edges (`noise-free` detects that). Slightly soft pictures, with a blur of about one pixel at 480 x
//! 640, reach 70 to 100.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::raster::Luma;

/// See the module documentation.
pub enum Sharpness {}

/// Samples along the shorter side are at least this many: three quarters of the 480 columns of the national
/// standard. In larger pictures samples are several pixels apart, which keeps noise out.
const MIN_SAMPLES_PER_SIDE: u32 = 360;

/// The shorter side over the length along which an edge is followed. Labelled faulty pictures resolve at most
/// one and a half times this number of columns.
const SIDE_OVER_LINE: u32 = 40;

/// One in this many positions is an edge: 5 %, the outlines of head, hair, eyes and collar.
const POSITIONS_PER_EDGE: u64 = 20;

/// About this many rows are sampled: neighbouring rows cross the same edges.
const SAMPLED_ROWS: usize = 320;

/// Smallest contrast of an edge in grey levels: three times what JPEG compression adds to a plain wall.
const MIN_CONTRAST: usize = 6;

impl Rule for Sharpness {
    const ID: &'static str = "sharpness";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Pixels;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片清晰", en: "sharp picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片不够清晰，可能是没有对焦、手抖，或由小图放大而来。",
        en: "The picture is not sharp: it may be out of focus, shaken, or enlarged from a small one.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "放大看时，眼睛和睫毛清楚吗？",
        en: "Enlarged, are the eyes and lashes sharp?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请在光线充足处重拍：擦净镜头，固定好手机或请人帮忙拍摄，点一下屏幕上的脸部对焦；不要把小图放大。",
        en: "Retake the photo in good light: wipe the lens, rest the phone on something or ask somebody to take the picture, and tap on the face to focus. Do not enlarge a small picture.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let head = scene.head_crop()?;
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let resolved = resolved_columns(&head.luma, width.min(height))?;
        Ok(Measured::new(resolved)?.with_mark(Mark::Area(head.rect)))
    }
}

/// The direction in which edges are crossed.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Across,
    Down,
}

/// The samples along which an edge is followed.
#[derive(Debug, Clone, Copy)]
struct SampleLine {
    /// Pixels from one sample to the next.
    step: usize,
    /// Number of steps from the first sample to the last.
    steps: usize,
}

/// Samples are at least one pixel apart, and an edge is at least one step wide.
const FINEST_STEP: u32 = 1;
const NARROWEST: f64 = 1.0;

/// How many columns a picture resolves whose shorter side is `side` and of which `crop` is a part.
fn resolved_columns(crop: &Luma, side: u32) -> Result<f64, Unmeasurable> {
    let step = (side / MIN_SAMPLES_PER_SIDE).max(FINEST_STEP);
    let steps = ((side + SIDE_OVER_LINE * step / 2) / (SIDE_OVER_LINE * step)).max(2);
    let line = SampleLine { step: step as usize, steps: steps as usize };
    let across = edge_width(crop, line, Direction::Across)?;
    let down = edge_width(crop, line, Direction::Down)?;
    Ok(f64::from(side) / (f64::from(step) * across.max(down).max(NARROWEST)))
}

/// Mean width of the strongest edges, in steps of `line`.
fn edge_width(crop: &Luma, line: SampleLine, direction: Direction) -> Result<f64, Unmeasurable> {
    let contrast = edge_contrast(crop, line, direction)?;
    let stride = line.step * array_stride(crop, direction);
    let (mut squared_contrasts, mut squared_steps) = (0_u64, 0_u64);
    for (start, from, to) in sample_pairs(crop, line, direction) {
        for (position, (a, b)) in from.iter().zip(to).enumerate() {
            if usize::from(a.abs_diff(*b)) < contrast {
                continue;
            }
            squared_contrasts += squared_difference(*a, *b);
            let onwards = crop.values().get(start + position + stride..).into_iter().flatten();
            let mut last = *a;
            for next in onwards.step_by(stride).take(line.steps) {
                squared_steps += squared_difference(last, *next);
                last = *next;
            }
        }
    }
    if squared_steps == 0 {
        return Err(Unmeasurable::NoDetail);
    }
    Ok(squared_contrasts as f64 / squared_steps as f64)
}

/// The largest difference, in grey levels, that one in [`POSITIONS_PER_EDGE`] positions reaches.
fn edge_contrast(crop: &Luma, line: SampleLine, direction: Direction) -> Result<usize, Unmeasurable> {
    let mut counts = [0_u64; 256];
    for (_, from, to) in sample_pairs(crop, line, direction) {
        for (a, b) in from.iter().zip(to) {
            if let Some(count) = counts.get_mut(usize::from(a.abs_diff(*b))) {
                *count += 1;
            }
        }
    }
    let positions: u64 = counts.iter().sum();
    if positions == 0 {
        return Err(Unmeasurable::TooSmall);
    }
    let mut reaching = 0;
    let strongest_first = counts.iter().enumerate().rev();
    let weakest = strongest_first
        .take_while(|(_, count)| {
            let before = reaching;
            reaching += **count;
            before * POSITIONS_PER_EDGE < positions
        })
        .last();
    match weakest {
        Some((contrast, _)) if contrast >= MIN_CONTRAST => Ok(contrast),
        _ => Err(Unmeasurable::NoDetail),
    }
}

/// Runs of pixels with the pixels that are the length of `line` further, and the index of the first in the
/// crop.
fn sample_pairs(
    crop: &Luma,
    line: SampleLine,
    direction: Direction,
) -> impl Iterator<Item = (usize, &[u8], &[u8])> {
    let length = line.step * line.steps;
    let (rows_down, columns) = match direction {
        Direction::Across => (0, length),
        Direction::Down => (length, 0),
    };
    let every = crop.height().div_ceil(SAMPLED_ROWS);
    let starts = (0..).step_by(crop.width() * every);
    let ends = crop.rows().skip(rows_down).step_by(every);
    let rows = crop.rows().step_by(every).zip(ends);
    starts.zip(rows).filter_map(move |(start, (row, end))| Some((start, row, end.get(columns..)?)))
}

/// The distance in the array of pixels from one pixel to the next in this direction.
fn array_stride(crop: &Luma, direction: Direction) -> usize {
    match direction {
        Direction::Across => 1,
        Direction::Down => crop.width(),
    }
}

fn squared_difference(a: u8, b: u8) -> u64 {
    let difference = u64::from(a.abs_diff(b));
    difference * difference
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{coarse, smeared, with_noise};
    use crate::rules::testing::{Answer, FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use precheck_imaging::raster::Raster;

    #[test]
    fn blurred_shaken_and_enlarged_pictures_fail_at_every_size() {
        for width in [480, 900, 1800] {
            let reach = width / 120;
            let spoiled = |name, spoil: &dyn Fn(&Raster) -> Raster, answer: Answer| {
                (name, SyntheticPortrait::with_width(width).scene_spoiled(spoil), answer)
            };
            assert_verdicts::<Sharpness>([
                spoiled("plain", &Raster::clone, PASS),
                spoiled("noisy", &|picture| with_noise(picture, 4), PASS),
                spoiled("out of focus", &|picture| smeared(picture, reach, reach), FAIL),
                spoiled(
                    "out of focus with noise",
                    &|picture| with_noise(&smeared(picture, reach, reach), 2),
                    FAIL,
                ),
                spoiled("shaken to the side", &|picture| smeared(picture, 2 * reach, 0), FAIL),
                spoiled("shaken upwards", &|picture| smeared(picture, 0, 2 * reach), FAIL),
                spoiled("enlarged", &|picture| coarse(picture, 75), FAIL),
            ]);
        }
    }

    #[test]
    fn a_sharp_wall_and_sharp_clothes_do_not_save_a_blurred_face() {
        let checked = SyntheticPortrait::default().scene_spoiled(|picture| {
            let blurred = smeared(picture, 4, 4);
            let rows = blurred.rows().enumerate().flat_map(|(y, row)| {
                row.iter().enumerate().map(move |(x, pixel)| {
                    let outside = !((60..420).contains(&x) && (60..560).contains(&y));
                    if outside && (x / 6 + y / 6) % 2 == 0 { [20; 3] } else { *pixel }
                })
            });
            Raster::new(480, 640, rows.flatten().collect()).unwrap()
        });
        assert_verdicts::<Sharpness>([("checked all around", checked, FAIL)]);
    }

    #[test]
    fn nothing_can_be_told_without_edges_or_beside_the_window() {
        let black = SyntheticPortrait::default().scene_spoiled(|picture| {
            Raster::new(picture.width(), picture.height(), vec![3; picture.rgb().len()]).unwrap()
        });
        let aside =
            SyntheticPortrait { size: (4000, 1500), place: (300.0, 400.0), ..SyntheticPortrait::default() }
                .scene();
        assert_verdicts::<Sharpness>([
            ("black", black, Err(Unmeasurable::NoDetail)),
            ("far aside", aside, Err(Unmeasurable::OffCentre)),
        ]);
    }
}
