//! Photos made in code, and a profile of the rules that need no face.

#![allow(dead_code, reason = "each test file uses some of it")]

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use portrait_precheck::models::NoModels;
use portrait_precheck::{Profile, check};
use serde_json::Value;
use std::sync::LazyLock;

/// Accepts whatever is a complete JPEG of the standard's size, so that what a test spoils is seen alone.
pub static FILE_RULES: LazyLock<Profile> = LazyLock::new(|| {
    Profile::from_toml(include_str!("file-rules.toml")).expect("the test's own profile loads")
});

/// The report as JSON.
pub fn report_of(bytes: &[u8]) -> Value {
    let json = check(bytes, &FILE_RULES, &NoModels).to_json();
    serde_json::from_str(&json).expect("a report is JSON")
}

pub fn decision(report: &Value) -> &str {
    report["decision"].as_str().expect("a report has a decision")
}

/// What became of the clause of this rule.
pub fn outcome<'a>(report: &'a Value, rule: &str) -> &'a str {
    let findings = report["findings"].as_array().expect("a report has findings");
    findings.iter().find(|f| f["rule"] == rule).and_then(|f| f["outcome"].as_str()).unwrap_or("no clause")
}

pub fn fails(report: &Value, rule: &str) -> bool {
    outcome(report, rule) == "fail"
}

/// Encodes a drawn picture at quality 95.
pub fn jpeg(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let rgb = drawn(width, height, colour);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .write_image(&rgb, width, height, ExtendedColorType::Rgb8)
        .expect("drawn pictures can be encoded");
    bytes
}

fn drawn(width: u32, height: u32, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| colour(x, y)).collect()
}

/// A head and shoulders of flat colours with some texture, so that the file is larger than 50K.
fn portrait_colour(x: u32, y: u32) -> [u8; 3] {
    let grain =
        (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).wrapping_mul(3_266_489_917) >> 28;
    let (dx, dy) = (i64::from(x) - 240, i64::from(y) - 260);
    let base = if dx * dx * 4 + dy * dy * 2 < 50_000 {
        [205, 160, 135]
    } else if y > 440 {
        [40, 45, 70]
    } else {
        [225, 228, 232]
    };
    base.map(|channel: u8| channel.saturating_add(grain as u8))
}

/// 480 x 640 pixels, complete, above 50K.
pub fn portrait() -> Vec<u8> {
    jpeg(480, 640, portrait_colour)
}

/// The same as a progressive JPEG.
pub fn progressive_portrait() -> Vec<u8> {
    encoded(jpeg_encoder::ColorType::Rgb, true)
}

/// The same with other components: of grey the first channel, of four inks the three and no black.
pub fn encoded(colours: jpeg_encoder::ColorType, progressive: bool) -> Vec<u8> {
    let rgb = drawn(480, 640, portrait_colour);
    let samples = rgb.chunks_exact(3).flat_map(|pixel| match colours {
        jpeg_encoder::ColorType::Luma => vec![pixel[0]],
        jpeg_encoder::ColorType::Cmyk => vec![pixel[0], pixel[1], pixel[2], 255],
        _ => pixel.to_vec(),
    });
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 95);
    encoder.set_progressive(progressive);
    encoder.encode(&samples.collect::<Vec<_>>(), 480, 640, colours).expect("drawn pictures can be encoded");
    bytes
}

/// A tenth of the size, for tests that run many times.
pub fn small_portrait() -> Vec<u8> {
    jpeg(48, 64, |x, y| portrait_colour(10 * x, 10 * y))
}

/// A picture stored so that it stands upright as 480 x 640 under this orientation.
pub fn stored_for(orientation: u8) -> Vec<u8> {
    if orientation < 5 { portrait() } else { jpeg(640, 480, |x, y| portrait_colour(y, x)) }
}

/// Adds an EXIF segment with just this orientation.
pub fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let tiff =
        [b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation], &[0; 6]].concat();
    let length = (tiff.len() + 8) as u16;
    [&[0xff, 0xd8, 0xff, 0xe1], &length.to_be_bytes()[..], b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// Offset of the frame's marker.
pub fn frame_header(jpeg: &[u8]) -> usize {
    jpeg.windows(2).position(|pair| matches!(pair, [0xff, 0xc0..=0xc2])).expect("a JPEG has a frame")
}
