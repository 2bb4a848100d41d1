//! 「图像清晰」 — the picture is free of grain and speckles.
//!
//! # What is measured
//! The noise in grey levels of 255, as it shows on a picture up to 720 pixels wide. In the upper middle of
//! the picture, at full resolution, every pixel is compared with its eight neighbours by the operator of
//! Immerkær, which answers to noise but neither to slopes nor to straight edges. The mean over squares of
//! 16 x 16 pixels, scaled to the standard deviation of normally distributed noise, is the noise of a
//! square. The least noisy quarter of the squares is the skin, wall and cloth of a portrait: its upper
//! end is the number. Hair and fabric, which look like noise, lie in the other three quarters; speckles
//! (salt and pepper) raise the mean everywhere.
//!
//! A finer picture is looked at smaller, where its noise averages out: above 720 pixels the number shrinks
//! with the shorter side. (J. Immerkær, "Fast Noise Variance Estimation", Computer Vision and Image
//! Understanding 64(2), 1996.)
//!
//! # When it cannot tell
//! When the picture is smaller than one square.
//!
//! # Known limits
//! Strong compression wipes noise away before it can be measured, and so does a wall or sky that is so
//! bright that all its pixels are white: where that is more than a quarter of the picture, noise in the face
//! is missed. Coloured blotches without difference in brightness are not seen. A picture that is texture
//! all over, such as leaves, counts as noisy.

use super::{AtMost, Group, Measured, Rule, Unit, Verdict};
use crate::geometry::Mark;
use crate::raster::Luma;
use crate::scene::{Scene, Unmeasurable};
use crate::text::Text;

/// See the file's head.
pub enum NoiseFree {}

/// Shorter side, in pixels, up to which noise shows as it is: one and a half times the national standard.
/// The labelled noisy pictures are up to this wide.
const SHOWN_SIDE: f64 = 720.0;

/// Side of a square in pixels: two blocks of a JPEG, so that no square lies within one flattened block.
const SQUARE: usize = 16;

/// Bins of mean answers of the operator: eighths up to 256. Stronger noise counts as that.
const BINS: usize = 2048;
const BINS_PER_ANSWER: u64 = 8;

/// Of normally distributed noise of standard deviation 1 the operator's mean answer is 6 sqrt(2 / pi)
/// (Immerkær, equation 6): the constant is its inverse.
const DEVIATION_PER_ANSWER: f64 = 0.208_885_689_552_583_4;

impl Rule for NoiseFree {
    const ID: &'static str = "noise-free";
    const ISO: Option<&'static str> = None;
    const GROUP: Group = Group::Picture;
    const NAME: Text = Text { zh: "没有噪点", en: "no noise" };
    const FAIL: Text = Text {
        zh: "照片噪点（颗粒、斑点）太多：强度为 {value}，最多允许 {max}。",
        en: "The picture has too much noise (grain or speckles): {value}; at most {max} are allowed.",
    };
    const ADVICE: Text = Text {
        zh: "请在明亮、均匀的光线下重拍，例如白天面对窗户；不要在昏暗处拍摄后再调亮。",
        en: "Take it again in bright, even light, for instance facing a window by day. Do not take it in the dark and brighten it afterwards.",
    };
    type Limits = AtMost;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let window = &scene.pixels()?.window;
        let (width, height) = scene.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let shown = (SHOWN_SIDE / f64::from(width.min(height))).min(1.0);
        let noise = quarter_of(&square_answers(&window.luma))? * DEVIATION_PER_ANSWER;
        Ok(Measured::new(noise * shown, Unit::GreyLevels)?.with_mark(Mark::Area(window.place)))
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

/// The mean answer that a quarter of the squares do not exceed.
fn quarter_of(counts: &[u32]) -> Result<f64, Unmeasurable> {
    let squares: u32 = counts.iter().sum();
    if squares == 0 {
        return Err(Unmeasurable::TooSmall);
    }
    let mut below = 0;
    let bin = counts.iter().take_while(|count| {
        below += **count;
        4 * below < squares
    });
    Ok(bin.count() as f64 / BINS_PER_ANSWER as f64)
}

#[cfg(test)]
mod tests {
    use super::super::drawn;
    use super::*;
    use crate::raster::Raster;

    const LIMITS: AtMost = AtMost { max: 1.2 };

    fn noise(picture: &Raster) -> f64 {
        NoiseFree::measure(&drawn::scene(&drawn::jpeg(picture, 95))).unwrap().value
    }

    #[test]
    fn grain_and_speckles_fail() {
        let good = drawn::portrait(480);
        let cases = [
            ("good", good.clone(), Verdict::Pass),
            ("slight grain", drawn::with_noise(&good, 1), Verdict::Pass),
            ("blurred", drawn::smeared(&good, 4, 4), Verdict::Pass),
            ("grain", drawn::with_noise(&good, 6), Verdict::Fail),
            ("strong grain", drawn::with_noise(&good, 40), Verdict::Fail),
            ("speckles", drawn::with_speckles(&good), Verdict::Fail),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(name, picture, expected)| (name, noise(&picture), expected))
            .filter(|(_, value, expected)| NoiseFree::judge(*value, &LIMITS) != *expected)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_number_is_the_standard_deviation_of_the_noise() {
        let grey = drawn::with_noise(&drawn::plain(480, 640, [128; 3]), 8);
        let measured = noise(&grey);
        assert!((7.0..9.0).contains(&measured), "{measured}");
    }

    #[test]
    fn the_same_noise_shows_less_on_a_larger_picture() {
        let small = noise(&drawn::with_noise(&drawn::plain(700, 900, [128; 3]), 8));
        let large = noise(&drawn::with_noise(&drawn::plain(1440, 1800, [128; 3]), 8));
        assert!((large * 2.0 - small).abs() < 0.3, "{small} {large}");
    }

    #[test]
    fn a_picture_of_a_few_pixels_cannot_be_told() {
        let scene = drawn::scene(&drawn::jpeg(&drawn::plain(10, 10, [128; 3]), 95));
        assert_eq!(NoiseFree::measure(&scene), Err(Unmeasurable::TooSmall));
    }
}
