//! Mappings of native values to qualities from 0 to 100. The constants are those of the standard.

use precheck_foundation::num;

/// The sigmoid of the standard, `h (a + s / (1 + exp((x0 - x) / w)))`.
struct Sigmoid {
    h: f64,
    a: f64,
    s: f64,
    x0: f64,
    w: f64,
}

impl Sigmoid {
    fn of(&self, x: f64) -> u8 {
        rounded(self.h * (self.a + self.s * num::sigmoid((x - self.x0) / self.w)))
    }
}

fn rounded(quality: f64) -> u8 {
    quality.round().clamp(0.0, 100.0) as u8
}

pub fn illumination_uniformity(x: f64) -> u8 {
    rounded(100.0 * num::pow(x, 0.3))
}

pub fn luminance_mean(x: f64) -> u8 {
    let rises = num::sigmoid((x - 0.2) / 0.05);
    let falls = 1.0 - num::sigmoid((x - 0.8) / 0.05);
    rounded(100.0 * rises * falls)
}

pub fn luminance_variance(x: f64) -> u8 {
    rounded(100.0 * num::sin(180.0 * 60.0 * x / (60.0 * x + 1.0)))
}

pub fn dynamic_range(x: f64) -> u8 {
    rounded(12.5 * x)
}

pub fn natural_colour(x: f64) -> u8 {
    Sigmoid { h: 200.0, a: 1.0, s: -1.0, x0: 0.0, w: 10.0 }.of(x)
}

pub fn single_face_present(x: f64) -> u8 {
    rounded(100.0 * (1.0 - x))
}

pub fn eyes_open(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 0.0, s: 1.0, x0: 0.02, w: 0.01 }.of(x)
}

pub fn mouth_closed(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 1.0, s: -1.0, x0: 0.2, w: 0.06 }.of(x)
}

pub fn inter_eye_distance(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 0.0, s: 1.0, x0: 70.0, w: 20.0 }.of(x)
}

pub fn head_size(x: f64) -> u8 {
    Sigmoid { h: 200.0, a: 1.0, s: -1.0, x0: 0.0, w: 0.05 }.of((x - 0.45).abs())
}

/// Leftward and rightward crop.
pub fn crop(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 0.0, s: 1.0, x0: 0.9, w: 0.1 }.of(x)
}

pub fn margin_above(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 0.0, s: 1.0, x0: 1.4, w: 0.1 }.of(x)
}

pub fn margin_below(x: f64) -> u8 {
    Sigmoid { h: 100.0, a: 0.0, s: 1.0, x0: 1.8, w: 0.1 }.of(x)
}

/// Of an angle in degrees, for yaw, pitch and roll.
pub fn head_pose(x: f64) -> u8 {
    let cosine = num::cos(x).max(0.0);
    rounded(100.0 * cosine * cosine)
}
