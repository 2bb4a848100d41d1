//! 「图像清晰」 — the picture is free of grain and speckles.
//!
//! # What is measured
//! The noise in grey levels of 255, as it shows on a picture up to 720 pixels wide. On the head, at full
//! resolution, every pixel is compared with its eight neighbours by the operator of Immerkær, which answers to
//! noise but neither to slopes nor to straight edges. The mean over squares of 16 x 16 pixels, scaled to the
//! standard deviation of normally distributed noise, is the noise of a square. The least noisy tenth of the
//! squares is smooth skin, and what little wall there is beside the head: its upper end is the number. Hair,
//! brows and beard, which look like noise, lie in the other nine tenths; speckles (salt and pepper) raise the
//! mean everywhere. Of even noise the number is 0.85 times the standard deviation.
//!
//! A finer picture is looked at smaller, where its noise averages out: above 720 pixels the number shrinks
//! with the shorter side. (J. Immerkær, "Fast Noise Variance Estimation", Computer Vision and Image
//! Understanding 64(2), 1996.)
//!
//! # When it cannot tell
//! When no face was found, it does not lie in the upper middle of the picture (the only part that is decoded
//! at full resolution), or it is so small that hair and brows reach into every square.
//!
//! # Known limits
//! Strong compression wipes noise away before it can be measured, and so does light that burns a tenth of the
//! head out. Coloured blotches without difference in brightness are not seen.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::raster::Luma;

/// See the file's head.
pub enum NoiseFree {}

/// Shorter side, in pixels, up to which noise shows as it is: one and a half times the national standard.
/// The labelled noisy pictures are up to this wide.
const SHOWN_SIDE: f64 = 720.0;

/// Side of a square in pixels: two blocks of a JPEG, so that no square lies within one flattened block.
const SQUARE: usize = 16;

/// Heads of fewer squares, those with less than about 45 pixels between the eyes, have no smooth one.
const FEWEST_SQUARES: u32 = 100;

/// Bins of mean answers of the operator: eighths up to 256. Stronger noise counts as that.
const BINS: usize = 2048;
const BINS_PER_ANSWER: u64 = 8;

/// Of normally distributed noise of standard deviation 1 the operator's mean answer is 6 sqrt(2 / pi)
/// (Immerkær, equation 6): the constant is its inverse.
const DEVIATION_PER_ANSWER: f64 = 0.208_885_689_552_583_4;

impl Rule for NoiseFree {
    const ID: &'static str = "noise-free";
    const GROUP: Group = Group::Picture;
    const UNIT: Unit = Unit::GreyLevels;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有噪点", en: "no noise" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片噪点（颗粒、斑点）太多：强度为 {value}，最多允许 {max}。",
        en: "The picture has too much noise (grain or speckles): {value}; at most {max} are allowed.",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请在明亮、均匀的光线下重拍，例如白天面对窗户；不要在昏暗处拍摄后再调亮。",
        en: "Take it again in bright, even light, for instance facing a window by day. Do not take it in the dark and brighten it afterwards.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let head = scene.head_crop()?;
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let shown = (SHOWN_SIDE / f64::from(width.min(height))).min(1.0);
        let noise = tenth_of(&square_answers(&head.luma))? * DEVIATION_PER_ANSWER;
        Ok(Measured::new(noise * shown)?.with_mark(Mark::Area(head.rect)))
    }

    fn judge(value: f64, limits: &AtMost) -> Verdict {
        limits.judge(value)
    }
}

/// How many squares of the picture have which mean answer of the operator, in [`BINS`].
fn square_answers(picture: &Luma) -> Vec<u32> {
    let mut counts = vec![0; BINS];
    let inner_columns = picture.width().saturating_sub(2);
    let mut sums = vec![0_u64; inner_columns / SQUARE];
    let rows: Vec<&[u8]> = picture.rows().collect();
    let three_rows = rows.windows(3).enumerate();
    for (y, around) in three_rows {
        let &[above, row, below] = around else { continue };
        for ((sum, above), (row, below)) in
            sums.iter_mut().zip(squares(above)).zip(squares(row).zip(squares(below)))
        {
            *sum += u64::from(answers(above, row, below));
        }
        if y % SQUARE == SQUARE - 1 {
            for sum in &mut sums {
                let bin = (*sum * BINS_PER_ANSWER) as usize / (SQUARE * SQUARE);
                if let Some(count) = counts.get_mut(bin.min(BINS - 1)) {
                    *count += 1;
                }
                *sum = 0;
            }
        }
    }
    counts
}

/// The stretches of a row that lie over squares, each with one pixel more on both sides.
fn squares(row: &[u8]) -> impl Iterator<Item = &[u8]> {
    row.windows(SQUARE + 2).step_by(SQUARE)
}

/// Sum of the absolute answers of the operator 1 -2 1 / -2 4 -2 / 1 -2 1 over a stretch of one row.
fn answers(above: &[u8], row: &[u8], below: &[u8]) -> u32 {
    let mut columns = [0_i32; SQUARE + 2];
    for (((column, above), row), below) in columns.iter_mut().zip(above).zip(row).zip(below) {
        *column = i32::from(*above) - 2 * i32::from(*row) + i32::from(*below);
    }
    let [_, second @ ..] = &columns;
    let [_, third @ ..] = second;
    let neighbours = columns.iter().zip(second).zip(third);
    neighbours.map(|((left, middle), right)| (left - 2 * middle + right).unsigned_abs()).sum()
}

/// The mean answer that a tenth of the squares do not exceed.
fn tenth_of(counts: &[u32]) -> Result<f64, Unmeasurable> {
    let squares: u32 = counts.iter().sum();
    if squares < FEWEST_SQUARES {
        return Err(Unmeasurable::FaceTooSmall);
    }
    let mut below = 0;
    let bin = counts.iter().take_while(|count| {
        below += **count;
        10 * below < squares
    });
    Ok(bin.count() as f64 / BINS_PER_ANSWER as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::images::{plain, smeared, with_noise, with_speckles};
    use crate::rules::testing::{FAIL, PASS, assert_verdicts};
    use crate::scene::testing::SyntheticPortrait;
    use precheck_imaging::raster::Raster;

    const LIMITS: AtMost = AtMost { max: 1.1 };

    #[test]
    fn grain_and_speckles_on_the_head_fail() {
        let spoiled = |spoil: &dyn Fn(&Raster) -> Raster| {
            SyntheticPortrait { grain: 0, ..SyntheticPortrait::default() }.scene_spoiled(spoil)
        };
        assert_verdicts::<NoiseFree>(
            &LIMITS,
            [
                ("plain", spoiled(&Raster::clone), PASS),
                ("slight grain", spoiled(&|picture| with_noise(picture, 1)), PASS),
                ("blurred", spoiled(&|picture| smeared(picture, 4, 4)), PASS),
                ("grain", spoiled(&|picture| with_noise(picture, 6)), FAIL),
                ("strong grain", spoiled(&|picture| with_noise(picture, 40)), FAIL),
                ("speckles", spoiled(&with_speckles), FAIL),
            ],
        );
    }

    #[test]
    fn a_head_of_a_few_pixels_cannot_be_told() {
        let small = SyntheticPortrait { scale: 3.0, ..SyntheticPortrait::default() }.scene();
        assert_verdicts::<NoiseFree>(&LIMITS, [("small", small, Err(Unmeasurable::FaceTooSmall))]);
    }

    #[test]
    fn the_number_is_a_little_below_the_standard_deviation_of_the_noise() {
        let grey = with_noise(&plain(480, 640, [128; 3]), 8);
        let answer = tenth_of(&square_answers(&Luma::of(480, grey.pixels()))).unwrap();
        let share = answer * DEVIATION_PER_ANSWER / 8.0;
        assert!((0.8..0.9).contains(&share), "{share}");
    }

    #[test]
    fn the_same_noise_shows_less_on_a_larger_picture() {
        let noisy = |width| {
            let sitter = SyntheticPortrait { grain: 0, ..SyntheticPortrait::with_width(width) };
            let scene = sitter.scene_spoiled(|picture| with_noise(picture, 8));
            NoiseFree::value(&NoiseFree::measure(&scene).unwrap()).unwrap()
        };
        let (small, large) = (noisy(720), noisy(1440));
        assert!((large * 2.0 - small).abs() < 0.3, "{small} {large}");
    }
}
