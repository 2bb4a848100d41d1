//! 「图像清晰」 — the picture is in focus and not shaken.
//!
//! # What is measured
//! How many pixels wide a picture would have to be to show as much detail as this one: its shorter side,
//! divided by the width in pixels of its strongest edges. A sharp picture of 480 x 640 resolves 98 to 512
//! columns; the same picture out of focus, shaken or enlarged from a small one resolves 30 to 59, and so
//! does a blurred one of 12 megapixels. The number therefore depends neither on the resolution nor, as it
//! is a ratio, on the contrast.
//!
//! It is taken at full resolution, on the head, across and down separately; the worse direction counts, because
//! a shaken picture is sharp in the other. Edges are the 5 % of places with the largest difference over a fortieth of the shorter side. On the way over that distance the difference
//! comes in small steps: the square of the whole divided by the sum of the squares of the steps says on how
//! many equal steps it is spread (the participation ratio): 1 for a hard edge, all of them for a slope. Only
//! strong edges are asked, so noise and the borders of JPEG blocks hardly count, and flat parts not at all.
//!
//! # When it cannot tell
//! When no face was found, it does not lie in the upper middle of the picture (the only part that is decoded
//! at full resolution), or hardly any place of it differs from its surroundings (a nearly black picture).
//!
//! # Known limits
//! A blurred face under sharp hair or behind sharp glasses passes, and so does one with noise as strong as its
//! edges (`noise-free` sees that). Slightly soft pictures, as if blurred by one pixel at 480 x 640, lie at 70
//! to 100.

use super::{AtLeast, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::raster::Luma;

/// See the file's head.
pub enum Sharpness {}

/// Finest detail that is looked for, as parts of the shorter side: three quarters of the 480 columns of the
/// national standard. In larger pictures a step is several pixels, which keeps noise out.
const FINEST: u32 = 360;

/// Length over which an edge is followed, as parts of the shorter side. The faulty pictures resolve no more
/// than one and a half times this number.
const REACH: u32 = 40;

/// One of so many places is an edge: 5 %, the outlines of head, hair, eyes and collar.
const PLACES_PER_EDGE: u64 = 20;

/// About so many rows are looked at: neighbours cross the same edges.
const ROWS: usize = 320;

/// Least difference of an edge, in grey levels: three times what saving as JPEG does to a plain wall.
const LEAST_CONTRAST: usize = 6;

impl Rule for Sharpness {
    const ID: &'static str = "sharpness";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::Pixels;
    const NAME: LocalizedStr = LocalizedStr { zh: "照片清晰", en: "sharp picture" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片不够清晰：画面细节只相当于一张宽 {value}的小图，至少需要 {min}。可能是没有对焦、手抖，或由小图放大而来。",
        en: "The picture is not sharp: it shows no more detail than one that is {value} wide; at least {min} are needed. It may be out of focus, shaken, or enlarged from a small one.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请在光线充足处重拍：擦净镜头，固定好手机或请人帮忙拍摄，点一下屏幕上的脸部对焦；不要把小图放大。",
        en: "Take it again in good light: wipe the lens, rest the phone on something or ask somebody to hold it, and tap on the face to focus. Do not enlarge a small picture.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let head = scene.head_crop()?;
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let resolved = resolved_columns(&head.luma, width.min(height))?;
        Ok(Measured::new(resolved)?.with_mark(Mark::Area(head.rect)))
    }

    fn judge(value: f64, limits: &AtLeast) -> Verdict {
        limits.judge(value)
    }
}

/// The direction in which edges are crossed.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Across,
    Down,
}

/// How a length is cut into steps.
#[derive(Debug, Clone, Copy)]
struct Path {
    /// Pixels of one step.
    step: usize,
    /// Number of steps.
    steps: usize,
}

/// How many columns the picture resolves whose shorter side is `side` and of which `part` is a part.
fn resolved_columns(part: &Luma, side: u32) -> Result<f64, Unmeasurable> {
    let step = (side / FINEST).max(1);
    let steps = ((side + REACH * step / 2) / (REACH * step)).max(2);
    let path = Path { step: step as usize, steps: steps as usize };
    let across = edge_width(part, path, Direction::Across)?;
    let down = edge_width(part, path, Direction::Down)?;
    Ok(f64::from(side) / (f64::from(step) * across.max(down).max(1.0)))
}

/// Mean width of the strongest edges, in steps of `path`.
fn edge_width(part: &Luma, path: Path, direction: Direction) -> Result<f64, Unmeasurable> {
    let contrast = edge_contrast(part, path, direction)?;
    let stride = path.step * pixels_between(part, direction);
    let (mut whole, mut in_steps) = (0_u64, 0_u64);
    for (start, from, to) in pairs(part, path, direction) {
        for (place, (a, b)) in from.iter().zip(to).enumerate() {
            if usize::from(a.abs_diff(*b)) < contrast {
                continue;
            }
            whole += square_of_difference(*a, *b);
            let onwards = part.values().get(start + place + stride..).unwrap_or_default();
            let mut last = *a;
            for next in onwards.iter().step_by(stride).take(path.steps) {
                in_steps += square_of_difference(last, *next);
                last = *next;
            }
        }
    }
    Ok(whole as f64 / in_steps.max(1) as f64)
}

/// The difference, in grey levels, that only one in [`PLACES_PER_EDGE`] places reaches.
fn edge_contrast(part: &Luma, path: Path, direction: Direction) -> Result<usize, Unmeasurable> {
    let mut counts = [0_u64; 256];
    for (_, from, to) in pairs(part, path, direction) {
        for (a, b) in from.iter().zip(to) {
            if let Some(count) = counts.get_mut(usize::from(a.abs_diff(*b))) {
                *count += 1;
            }
        }
    }
    let places: u64 = counts.iter().sum();
    if places == 0 {
        return Err(Unmeasurable::TooSmall);
    }
    let mut reaching = 0;
    let strongest_first = counts.iter().enumerate().rev();
    let contrast = strongest_first
        .take_while(|(_, count)| {
            let before = reaching;
            reaching += **count;
            before * PLACES_PER_EDGE < places
        })
        .last()
        .map_or(0, |(difference, _)| difference);
    if contrast < LEAST_CONTRAST { Err(Unmeasurable::NoDetail) } else { Ok(contrast) }
}

/// Stretches of pixels with the pixels that lie one path further, and the index of the first.
fn pairs(part: &Luma, path: Path, direction: Direction) -> impl Iterator<Item = (usize, &[u8], &[u8])> {
    let length = path.step * path.steps;
    let (rows, columns) = match direction {
        Direction::Across => (0, length),
        Direction::Down => (length, 0),
    };
    let every = part.height().div_ceil(ROWS);
    let starts = (0..).step_by(part.width() * every);
    let ends = part.rows().skip(rows).step_by(every);
    let stretches = part.rows().step_by(every).zip(ends);
    starts.zip(stretches).map(move |(start, (row, end))| (start, row, end.get(columns..).unwrap_or_default()))
}

fn pixels_between(part: &Luma, direction: Direction) -> usize {
    match direction {
        Direction::Across => 1,
        Direction::Down => part.width(),
    }
}

fn square_of_difference(a: u8, b: u8) -> u64 {
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

    const LIMITS: AtLeast = AtLeast { min: 78.0 };

    #[test]
    fn blurred_shaken_and_enlarged_pictures_fail_at_every_size() {
        for width in [480, 900, 1800] {
            let reach = width / 120;
            let spoiled = |name, spoil: &dyn Fn(&Raster) -> Raster, answer: Answer| {
                (name, SyntheticPortrait::with_width(width).scene_spoiled(spoil), answer)
            };
            assert_verdicts::<Sharpness>(
                &LIMITS,
                [
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
                ],
            );
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
        assert_verdicts::<Sharpness>(&LIMITS, [("checked all around", checked, FAIL)]);
    }

    #[test]
    fn nothing_can_be_told_without_edges_or_beside_the_window() {
        let black = SyntheticPortrait::default().scene_spoiled(|picture| {
            Raster::new(picture.width(), picture.height(), vec![3; picture.rgb().len()]).unwrap()
        });
        let aside =
            SyntheticPortrait { size: (4000, 1500), place: (300.0, 400.0), ..SyntheticPortrait::default() }
                .scene();
        assert_verdicts::<Sharpness>(
            &LIMITS,
            [
                ("black", black, Err(Unmeasurable::NoDetail)),
                ("far aside", aside, Err(Unmeasurable::OffCentre)),
            ],
        );
    }
}
