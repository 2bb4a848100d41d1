//! The faults, each simulated in linear light.

use super::filter::{blurred, normal};
use super::linear_picture::{LinearPicture, QUALITY};
use super::scene_maps::SceneMaps;
use image::ImageResult;
use precheck_foundation::num;
use precheck_foundation::text::LocalizedStr;

/// A fault; the strength's unit stands beside each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Gaussian blur of the whole picture: standard deviation in pixels at 480 columns.
    Blur,
    /// Shot noise, independent in each channel: standard deviation in grey levels on a mid grey.
    Noise,
    /// Compression before the photo was saved again at high quality: JPEG quality (falling).
    Compression,
    /// Less exposure: stops.
    Darker,
    /// More exposure: stops.
    Brighter,
    /// Stray light over the whole picture: its share in per cent.
    Veil,
    /// Bluish light: per cent less red, and 0.42 times as much less green.
    BlueLight,
    /// Warm light: per cent less blue, and 0.4 times as much less green.
    WarmLight,
    /// Greenish light: per cent less red and blue.
    GreenLight,
    /// Magenta light: per cent less green.
    MagentaLight,
    /// Colours farther from the grey of the same luminance: per cent more.
    Saturation,
    /// Less light on the half of the person at the picture's right, with a soft border over the nose: per cent less.
    SideLight,
    /// Less light above the brows, as under a brim: per cent less.
    DarkForehead,
    /// Light on the wall that falls off from the left edge to the right: per cent less at the right.
    WallFallOff,
    /// Light on the wall that falls off with the square of the distance from the middle: per cent less in the corners.
    WallVignette,
    /// A wall that turns from its colour at the top towards light blue (sRGB 100, 197, 255) at the bottom: per cent of the way.
    WallGradient,
    /// The person's own shadow on the wall, a third of an eye distance aside, with a soft border: per cent less light.
    CastShadow,
    /// Gaussian blur of the face's skin alone: standard deviation in per mille of the eye distance.
    Smoothing,
    /// The same, then camera noise with a standard deviation of 1.5 grey levels.
    SmoothingThenNoise,
}

/// Columns at which a blur is given.
const BLUR_WIDTH: f64 = 480.0;

/// Standard deviation in linear light of shot noise of 1 grey level on a mid grey, over the square root of the light: the
/// slope of sRGB there is 275.5 grey levels, and the square root of its light is 0.4626.
const SHOT_NOISE: f32 = 1.0 / (275.5 * 0.4626);

/// The noise that is added to smoothed skin, in grey levels.
const NOISE_AFTER_SMOOTHING: f32 = 1.5;

/// The light of a veil, as a share of white.
const VEIL: f32 = 0.4;

/// Luminance of linear sRGB (IEC 61966-2-1).
const LUMINANCE: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// The light that light blue (sRGB 100, 197, 255) reflects, as a share of that of white.
const LIGHT_BLUE: [f32; 3] = [0.127, 0.558, 1.0];

/// Half the width of the soft border of side light, in halves of the face's width.
const SIDE_BORDER: f32 = 0.6;

/// The rows, in eye distances below the eyes, between which the shade of a brim ends.
const BRIM: (f32, f32) = (-0.4, -0.2);

/// The cast shadow: how far to the right and down, and the standard deviation of its border, in eye distances.
const SHADOW_PLACE: (f64, f64) = (0.35, 0.2);
const SHADOW_BORDER: f64 = 0.1;

impl Fault {
    /// The bytes of the photo with this fault.
    pub fn applied(self, photo: &LinearPicture, maps: &SceneMaps, strength: f64) -> ImageResult<Vec<u8>> {
        let mut picture = photo.clone();
        if self == Self::Compression {
            let compressed = photo.encode(strength.round() as u8)?;
            return LinearPicture::decode(&compressed)?.encode(QUALITY);
        }
        self.apply(&mut picture, maps, strength);
        picture.encode(QUALITY)
    }

    fn apply(self, picture: &mut LinearPicture, maps: &SceneMaps, strength: f64) {
        let share = strength as f32 / 100.0;
        let (width, height) = (picture.width, picture.height);
        let lit =
            |picture: &mut LinearPicture, light: [f32; 3]| picture.change(|_, _, pixel| times(pixel, light));
        let stops = |stops: f64| [num::exp(stops * std::f64::consts::LN_2) as f32; 3];
        let wall = |picture: &mut LinearPicture, less: &dyn Fn(usize, usize) -> [f32; 3]| {
            picture.change(|x, y, pixel| {
                let background = 1.0 - maps.person[y * width + x];
                times(pixel, less(x, y).map(|less| 1.0 - background * less))
            });
        };
        match self {
            Self::Compression => {}
            Self::Blur => {
                picture.light = blurred(&picture.light, width, strength * width as f64 / BLUR_WIDTH)
            }
            Self::Noise => add_noise(picture, strength as f32),
            Self::Darker => lit(picture, stops(-strength)),
            Self::Brighter => lit(picture, stops(strength)),
            Self::Veil => {
                picture.change(|_, _, pixel| pixel.map(|light| (1.0 - share) * light + share * VEIL))
            }
            Self::BlueLight => lit(picture, [1.0 - share, 1.0 - 0.42 * share, 1.0]),
            Self::WarmLight => lit(picture, [1.0, 1.0 - 0.4 * share, 1.0 - share]),
            Self::GreenLight => lit(picture, [1.0 - share, 1.0, 1.0 - share]),
            Self::MagentaLight => lit(picture, [1.0, 1.0 - share, 1.0]),
            Self::Saturation => picture.change(|_, _, pixel| {
                let grey: f32 = pixel.iter().zip(LUMINANCE).map(|(light, weight)| light * weight).sum();
                pixel.map(|light| grey + (1.0 + share) * (light - grey))
            }),
            Self::SideLight => picture.change(|x, y, pixel| {
                let shaded = step(maps.on_face(x, y).0, -SIDE_BORDER, SIDE_BORDER);
                times(pixel, [1.0 - share * shaded * maps.person[y * width + x]; 3])
            }),
            Self::DarkForehead => picture.change(|x, y, pixel| {
                let shaded = 1.0 - step(maps.on_face(x, y).1, BRIM.0, BRIM.1);
                times(pixel, [1.0 - share * shaded * maps.person[y * width + x]; 3])
            }),
            Self::WallFallOff => wall(picture, &|x, _| [share * x as f32 / width as f32; 3]),
            Self::WallVignette => wall(picture, &|x, y| {
                let (x, y) = (2.0 * x as f32 / width as f32 - 1.0, 2.0 * y as f32 / height as f32 - 1.0);
                [share * (x * x + y * y) / 2.0; 3]
            }),
            Self::WallGradient => wall(picture, &|_, y| {
                LIGHT_BLUE.map(|light| share * (1.0 - light) * y as f32 / height as f32)
            }),
            Self::CastShadow => {
                let shadow = cast_shadow(maps, width);
                wall(picture, &|x, y| [share * shadow[y * width + x]; 3]);
            }
            Self::Smoothing => smooth(picture, maps, strength),
            Self::SmoothingThenNoise => {
                smooth(picture, maps, strength);
                add_noise(picture, NOISE_AFTER_SMOOTHING);
            }
        }
    }

    /// Name and unit for people.
    pub fn text(self) -> LocalizedStr {
        let (zh, en) = match self {
            Self::Blur => (
                "高斯模糊（480 像素宽时的标准差，像素）",
                "Gaussian blur (standard deviation in pixels at 480 columns)",
            ),
            Self::Noise => (
                "散粒噪声（中灰处的标准差，灰度级）",
                "shot noise (standard deviation on a mid grey, grey levels)",
            ),
            Self::Compression => ("压缩后另存（JPEG 质量）", "compressed, then saved again (JPEG quality)"),
            Self::Darker => ("曝光减少（档）", "less exposure (stops)"),
            Self::Brighter => ("曝光增加（档）", "more exposure (stops)"),
            Self::Veil => ("杂散光（占比，%）", "stray light (share, %)"),
            Self::BlueLight => ("偏蓝的光（红光减少，%）", "bluish light (less red, %)"),
            Self::WarmLight => ("偏黄的光（蓝光减少，%）", "warm light (less blue, %)"),
            Self::GreenLight => ("偏绿的光（红光和蓝光减少，%）", "greenish light (less red and blue, %)"),
            Self::MagentaLight => ("偏品红的光（绿光减少，%）", "magenta light (less green, %)"),
            Self::Saturation => ("饱和度增加（%）", "more saturation (%)"),
            Self::SideLight => ("侧光（一侧的光减少，%）", "side light (less on one side, %)"),
            Self::DarkForehead => ("额头处的光减少（%）", "less light on the forehead (%)"),
            Self::WallFallOff => {
                ("墙面光线从左到右减弱（%）", "light on the wall falls off from left to right (%)")
            }
            Self::WallVignette => ("墙面四角变暗（%）", "dark corners of the wall (%)"),
            Self::WallGradient => ("墙面渐变为浅蓝色（%）", "gradient of the wall towards light blue (%)"),
            Self::CastShadow => {
                ("人影投在墙上（光减少，%）", "the person's shadow on the wall (less light, %)")
            }
            Self::Smoothing => (
                "磨皮（标准差，眼距的千分之几）",
                "smoothed skin (standard deviation, per mille of the eye distance)",
            ),
            Self::SmoothingThenNoise => ("磨皮后加噪声 1.5 级", "the same, then noise of 1.5 grey levels"),
        };
        LocalizedStr { zh, en }
    }
}

fn times(pixel: [f32; 3], light: [f32; 3]) -> [f32; 3] {
    [pixel[0] * light[0], pixel[1] * light[1], pixel[2] * light[2]]
}

/// 0 up to `from`, 1 from `to` on, and smooth between them.
fn step(x: f32, from: f32, to: f32) -> f32 {
    let x = ((x - from) / (to - from)).clamp(0.0, 1.0);
    x * x * (3.0 - 2.0 * x)
}

fn add_noise(picture: &mut LinearPicture, deviation: f32) {
    for (index, light) in picture.light.as_flattened_mut().iter_mut().enumerate() {
        *light += deviation * SHOT_NOISE * light.max(0.0).sqrt() * normal(index);
    }
}

fn smooth(picture: &mut LinearPicture, maps: &SceneMaps, strength: f64) {
    let smooth = blurred(&picture.light, picture.width, (strength / 1000.0 * maps.eye_distance).max(0.1));
    for ((pixel, smooth), skin) in picture.light.iter_mut().zip(smooth).zip(&maps.skin) {
        pixel.iter_mut().zip(smooth).for_each(|(light, smooth)| *light += skin * (smooth - *light));
    }
}

/// The person's map moved aside, with a soft border.
fn cast_shadow(maps: &SceneMaps, width: usize) -> Vec<f32> {
    let height = maps.person.len() / width;
    let by = |share: f64| (share * maps.eye_distance).round() as usize;
    let (right, down) = (by(SHADOW_PLACE.0), by(SHADOW_PLACE.1));
    let moved: Vec<[f32; 1]> = (0..width * height)
        .map(|pixel| match ((pixel % width).checked_sub(right), (pixel / width).checked_sub(down)) {
            (Some(x), Some(y)) => [maps.person[y * width + x]],
            _ => [0.0],
        })
        .collect();
    blurred(&moved, width, SHADOW_BORDER * maps.eye_distance).into_iter().map(|[share]| share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_foundation::geometry::Point;

    /// A mid grey picture of 40 x 40 pixels; the person is the disc in its middle.
    fn grey() -> (LinearPicture, SceneMaps) {
        let inside = |pixel: usize, radius: f64| {
            let (x, y) = ((pixel % 40) as f64 - 19.5, (pixel / 40) as f64 - 19.5);
            f32::from(u8::from(x * x + y * y < radius * radius))
        };
        let maps = SceneMaps {
            person: (0..1600).map(|pixel| inside(pixel, 10.0)).collect(),
            skin: (0..1600).map(|pixel| inside(pixel, 8.0)).collect(),
            middle: Point { x: 20.0, y: 20.0 },
            axis: (1.0, 0.0),
            eye_distance: 8.0,
            half_width: 8.0,
        };
        (LinearPicture { width: 40, height: 40, light: vec![[0.25; 3]; 1600] }, maps)
    }

    fn light_at(fault: Fault, strength: f64, places: [(usize, usize); 2]) -> [[f32; 3]; 2] {
        let (mut picture, maps) = grey();
        fault.apply(&mut picture, &maps, strength);
        places.map(|(x, y)| picture.light[y * 40 + x])
    }

    #[test]
    fn light_is_changed_where_and_by_as_much_as_is_said() {
        let (left, right, corner) = ((13, 20), (26, 20), (39, 39));
        let cases = [
            ("a stop less", Fault::Darker, 1.0, [left, corner], [0.125, 0.125]),
            ("a stop more", Fault::Brighter, 1.0, [left, corner], [0.5, 0.5]),
            ("half of it stray", Fault::Veil, 50.0, [left, corner], [0.325, 0.325]),
            ("half the red", Fault::BlueLight, 50.0, [left, corner], [0.125, 0.125]),
            ("one side with 40 %", Fault::SideLight, 60.0, [left, right], [0.25, 0.1]),
            ("the wall is not in the side light", Fault::SideLight, 60.0, [left, corner], [0.25, 0.25]),
            ("wall, not the person", Fault::WallFallOff, 80.0, [right, (20, 0)], [0.25, 0.15]),
            ("shadow beside the person", Fault::CastShadow, 50.0, [left, (2, 2)], [0.25, 0.25]),
        ];
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(name, fault, strength, places, red)| (name, light_at(fault, strength, places), red))
            .filter(|(_, is, red)| is.iter().zip(red).any(|(is, red)| (is[0] - red).abs() > 1e-3))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        let [beside, _] = light_at(Fault::CastShadow, 50.0, [(31, 22), left]);
        assert!(beside[0] < 0.2, "{beside:?}");
    }

    #[test]
    fn noise_has_its_strength_and_smoothing_takes_it_from_the_skin_alone() {
        let spread = |picture: &LinearPicture, maps: &SceneMaps, skin: f32| {
            let chosen = picture.light.iter().zip(&maps.skin).filter(|(_, own)| **own == skin);
            let squares: Vec<f32> = chosen.map(|(pixel, _)| (pixel[0] - 0.25) * (pixel[0] - 0.25)).collect();
            (squares.iter().sum::<f32>() / squares.len() as f32).sqrt()
        };
        let (mut picture, maps) = grey();
        Fault::Noise.apply(&mut picture, &maps, 10.0);
        let noisy = spread(&picture, &maps, 1.0);
        assert!((noisy - 10.0 * SHOT_NOISE * 0.5).abs() < 0.1 * noisy, "{noisy}");
        Fault::Smoothing.apply(&mut picture, &maps, 250.0);
        let (skin, wall) = (spread(&picture, &maps, 1.0), spread(&picture, &maps, 0.0));
        assert!(skin < 0.3 * noisy && wall > 0.8 * noisy, "{skin} {wall} {noisy}");
    }
}
