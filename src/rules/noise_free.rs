//! 「图像清晰」 — the picture is free of grain and speckles.
//!
//! # What is measured
//! The standard deviation of the noise in grey levels (0 to 255), as it appears when the picture is viewed
//! at no more than 720 pixels on its shorter side.
//!
//! On the luma of the head at full resolution, the filter 1 -2 1 / -2 4 -2 / 1 -2 1 of Immerkær is applied
//! to each pixel; it responds to noise but not to gradients or straight edges. The mean absolute response
//! of a tile of 16 x 16 pixels, times `sqrt(pi / 2) / 6`, estimates the standard deviation of the noise in
//! that tile. The value is the first decile over all tiles: the quietest tenth is smooth skin and some
//! background, while hair, brows and beard, which look like noise, are in the other nine tenths. Speckles
//! (salt and pepper) raise the mean in every tile. For uniform Gaussian noise the value is about 0.85 times
//! its standard deviation.
//!
//! In larger pictures noise averages out when they are viewed: the value is multiplied by 720 / (shorter
//! side) where that is less than 1. (J. Immerkær, "Fast Noise Variance Estimation", Computer Vision and
//! Image Understanding 64(2), 1996.)
//!
//! # When it cannot tell
//! When no face was found, the face is not in the upper middle of the picture (the only part that is
//! decoded at full resolution), or the head covers fewer than 100 tiles (less than about 45 pixels between
//! the eyes), so that hair and brows reach into every one.
//!
//! # Known limits
//! Strong compression removes noise before it can be measured, and so does over-exposure of a tenth of the
//! head. Coloured blotches without a difference in brightness are not detected.

use super::{AtMost, Group, Measured, Rule, Unit};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::raster::Luma;

/// See the module documentation.
pub enum NoiseFree {}

/// Shorter side, in pixels, at which a larger picture is viewed: one and a half times the national standard,
/// and the largest of the labelled noisy pictures.
const VIEWING_SIDE: f64 = 720.0;

/// Side of a tile in pixels: two blocks of a JPEG, so that no tile is inside a single flattened block.
const TILE: usize = 16;

/// Heads of fewer tiles, those with less than about 45 pixels between the eyes, have no smooth one.
const MIN_TILES: u32 = 100;

/// The histogram of mean absolute responses of the filter: bins of an eighth, up to 256. Stronger noise counts
/// as that.
const BINS: usize = 2048;
const BINS_PER_RESPONSE: u64 = 8;

/// The mean absolute response to Gaussian noise of standard deviation 1 is 6 sqrt(2 / pi) (Immerkær, equation
/// 6); this is its inverse.
const SIGMA_PER_RESPONSE: f64 = 0.208_885_689_552_583_4;

impl Rule for NoiseFree {
    const ID: &'static str = "noise-free";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::GreyLevels;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有噪点", en: "no noise" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片噪点（颗粒、斑点）太多。",
        en: "The picture has too much noise: grain or speckles.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "放大看时，照片没有明显的颗粒、斑点吗？",
        en: "Enlarged, is the picture free of grain and speckles?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请在明亮、均匀的光线下重拍，例如白天面对窗户；不要在昏暗处拍摄后再调亮。",
        en: "Retake the photo in bright, even light, for instance facing a window by day. Do not take it in the dark and brighten it afterwards.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let head = scene.head_crop()?;
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let reduction = (VIEWING_SIDE / f64::from(width.min(height))).min(1.0);
        let noise = first_decile(&tile_responses(&head.luma))? * SIGMA_PER_RESPONSE;
        Ok(Measured::new(noise * reduction)?.with_mark(Mark::Area(head.rect)))
    }
}

/// The histogram of the mean absolute responses of all tiles, in [`BINS`] bins.
fn tile_responses(picture: &Luma) -> Vec<u32> {
    let mut counts = vec![0; BINS];
    let inner_columns = picture.width().saturating_sub(2);
    let mut sums = vec![0_u64; inner_columns / TILE];
    let rows: Vec<&[u8]> = picture.rows().collect();
    let three_rows = rows.windows(3).enumerate();
    for (y, around) in three_rows {
        let &[above, row, below] = around else { continue };
        for ((sum, above), (row, below)) in
            sums.iter_mut().zip(tile_parts(above)).zip(tile_parts(row).zip(tile_parts(below)))
        {
            *sum += u64::from(absolute_responses(above, row, below));
        }
        if y % TILE == TILE - 1 {
            for sum in &mut sums {
                let bin = (*sum * BINS_PER_RESPONSE) as usize / (TILE * TILE);
                if let Some(count) = counts.get_mut(bin.min(BINS - 1)) {
                    *count += 1;
                }
                *sum = 0;
            }
        }
    }
    counts
}

/// The parts of a row that belong to each tile, with one more pixel on both sides.
fn tile_parts(row: &[u8]) -> impl Iterator<Item = &[u8]> {
    row.windows(TILE + 2).step_by(TILE)
}

/// Sum of the absolute responses of the filter 1 -2 1 / -2 4 -2 / 1 -2 1 over one row of a tile.
fn absolute_responses(above: &[u8], row: &[u8], below: &[u8]) -> u32 {
    let mut columns = [0_i32; TILE + 2];
    for (((column, above), row), below) in columns.iter_mut().zip(above).zip(row).zip(below) {
        *column = i32::from(*above) - 2 * i32::from(*row) + i32::from(*below);
    }
    let [_, second @ ..] = &columns;
    let [_, third @ ..] = second;
    let neighbours = columns.iter().zip(second).zip(third);
    neighbours.map(|((left, middle), right)| (left - 2 * middle + right).unsigned_abs()).sum()
}

/// The first decile of the mean responses.
fn first_decile(counts: &[u32]) -> Result<f64, Unmeasurable> {
    let tiles: u32 = counts.iter().sum();
    if tiles < MIN_TILES {
        return Err(Unmeasurable::FaceTooSmall);
    }
    let mut below = 0;
    let bin = counts.iter().take_while(|count| {
        below += **count;
        10 * below < tiles
    });
    Ok(bin.count() as f64 / BINS_PER_RESPONSE as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{plain, smeared, with_noise, with_speckles};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use precheck_imaging::raster::Raster;

    #[test]
    fn grain_and_speckles_on_the_head_fail() {
        let spoiled = |spoil: &dyn Fn(&Raster) -> Raster| {
            SyntheticPortrait { grain: 0, ..SyntheticPortrait::default() }.scene_spoiled(spoil)
        };
        assert_verdicts::<NoiseFree>([
            ("plain", spoiled(&Raster::clone), PASS),
            ("slight grain", spoiled(&|picture| with_noise(picture, 1)), PASS),
            ("blurred", spoiled(&|picture| smeared(picture, 4, 4)), PASS),
            ("grain", spoiled(&|picture| with_noise(picture, 6)), FAIL),
            ("strong grain", spoiled(&|picture| with_noise(picture, 40)), FAIL),
            ("speckles", spoiled(&with_speckles), FAIL),
        ]);
    }

    #[test]
    fn a_head_of_a_few_pixels_cannot_be_told() {
        let small = SyntheticPortrait { scale: 3.0, ..SyntheticPortrait::default() }.scene();
        assert_verdicts::<NoiseFree>([("small", small, Err(Unmeasurable::FaceTooSmall))]);
    }

    #[test]
    fn the_number_is_a_little_below_the_standard_deviation_of_the_noise() {
        let grey = with_noise(&plain(480, 640, [128; 3]), 8);
        let response = first_decile(&tile_responses(&Luma::of(480, grey.pixels()))).unwrap();
        let share = response * SIGMA_PER_RESPONSE / 8.0;
        assert!((0.8..0.9).contains(&share), "{share}");
    }

    #[test]
    fn the_same_noise_shows_less_on_a_larger_picture() {
        let noisy = |width| {
            let sitter = SyntheticPortrait { grain: 0, ..SyntheticPortrait::with_width(width) };
            let scene = sitter.scene_spoiled(|picture| with_noise(picture, 8));
            NoiseFree::measure(&scene).unwrap().quantity.number().unwrap()
        };
        let (small, large) = (noisy(720), noisy(1440));
        assert!((large * 2.0 - small).abs() < 0.3, "{small} {large}");
    }
}
