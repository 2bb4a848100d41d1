//! 「图像清晰」 — the picture has not been spoiled by strong compression.
//!
//! # What is measured
//! The JPEG quality, 1 to 100 on the scale of the Independent JPEG Group, of the strongest compression that
//! the picture went through: the lower of two estimates.
//!
//! - From the file's own quantisation table for luma, compared with the example table of the JPEG standard
//!   that the Group's programs scale.
//! - From the traces of earlier compressions. When a picture that a chat app compressed is saved again in
//!   high quality, the file's table has small steps, but the DCT coefficients of the pixels still cluster
//!   at multiples of the earlier, larger steps. Those are estimated from the luma at full resolution in the
//!   upper middle of the picture (see `raster::quant_steps` in crates/imaging) and compared with the same
//!   table. For portraits compressed with quality 5 to 60 and saved again with 75 to 95, this gave the
//!   first quality to within three points in almost all cases, also after cropping in between.
//!
//! Both use the seven lowest AC frequencies of a block, where encoders differ least. For each, the step is
//! divided by that of the example table; the quality follows from the median p of these ratios in per cent
//! as `5000 / p` if p is above 100 and `(200 - p) / 2` otherwise, rounded. Visible block borders become
//! stronger as this value falls, but they also depend on the subject: at the same quality a plain wall
//! shows them twice as strongly as a bookshelf.
//!
//! # When it cannot tell
//! When the picture could not be decoded.
//!
//! # Known limits
//! Resizing, blurring or adding noise after the compression removes its traces; then only the file's own
//! table counts. When the steps of the second compression are nearly half as large as those of the first,
//! the first can be estimated up to twice as strong as it was. From quality 96 on all seven steps are 1,
//! and the value is 96. Programs with tables of their own (Photoshop, some phones) are only roughly on this
//! scale.

use super::{AtLeast, Group, Measured, Rule, Unit};
use crate::scene::stats::median;
use crate::scene::{Scene, Unmeasurable};
use precheck_foundation::marks::Mark;
use precheck_foundation::text::LocalizedStr;
use precheck_imaging::container::JpegHeader;
use precheck_imaging::raster::quant_steps::FREQUENCIES;

/// See the module documentation.
pub enum CompressionArtifacts {}

/// Quantisation steps of the [`FREQUENCIES`] in the example table for luma of ITU-T T.81, table K.1: quality 50.
const EXAMPLE_STEPS: [f64; FREQUENCIES.len()] = [11.0, 12.0, 14.0, 12.0, 10.0, 14.0, 13.0];

/// Indices of the [`FREQUENCIES`] in a table in zigzag order (ITU-T T.81, figure A.6).
const ZIGZAG: [usize; FREQUENCIES.len()] = [1, 2, 3, 4, 5, 7, 8];

/// Fewer frequencies with a known step give no quality.
const MIN_FREQUENCIES: usize = 3;

/// `{detail}` for a file that is itself strongly compressed.
const THIS_FILE: LocalizedStr = LocalizedStr {
    zh: "这个文件保存时画质选得太低",
    en: "this file was saved with too low a quality",
};

/// `{detail}` for a picture that was strongly compressed before.
const EARLIER: LocalizedStr = LocalizedStr {
    zh: "它在保存成这个文件之前就被强烈压缩过，例如经聊天软件转发",
    en: "it had been strongly compressed before it was saved as this file, for instance by a chat app",
};

impl Rule for CompressionArtifacts {
    const ID: &'static str = "compression-artifacts";
    const GROUP: Group = Group::File;
    const UNIT: Unit = Unit::JpegQuality;
    const NAME: LocalizedStr = LocalizedStr { zh: "没有过度压缩", en: "not overly compressed" };
    const FAIL: LocalizedStr = LocalizedStr {
        zh: "照片被压缩得太厉害，细节已经丢失：{detail}。",
        en: "The picture is compressed too strongly and has lost detail: {detail}.",
    };
    const QUESTION: LocalizedStr = LocalizedStr {
        zh: "放大看时，脸上没有小方块吗？",
        en: "Enlarged, is the face free of small squares?",
    };
    const ADVICE: LocalizedStr = LocalizedStr {
        zh: "请选择相机或手机相册里的原图；经聊天软件传送时请勾选“原图”。",
        en: "Choose the original from the camera or the album; if you send it through a chat app, send it as the original.",
    };
    type Limits = AtLeast;

    fn measure(scene: &Scene) -> Result<Measured, Unmeasurable> {
        let roi = &scene.pixels()?.roi;
        let header = scene.photo.header.as_ref().map_err(|refusal| Unmeasurable::from(*refusal))?;
        let own = quality_of(file_steps(header));
        let earlier = quality_of(scene.picture()?.quant_steps.map(|step| step.map(f64::from)));
        let (quality, cause) = match (own, earlier) {
            (Some(own), Some(earlier)) if earlier < own => (earlier, EARLIER),
            (Some(own), _) => (own, THIS_FILE),
            (None, Some(earlier)) => (earlier, EARLIER),
            (None, None) => return Err(Unmeasurable::NoDetail),
        };
        let measured = Measured::new(quality)?;
        Ok(measured.with_mark(Mark::Area(roi.rect)).with_detail(cause))
    }
}

/// The steps of the [`FREQUENCIES`] in the file's own quantisation table for luma.
fn file_steps(header: &JpegHeader) -> [Option<f64>; FREQUENCIES.len()] {
    let slot = header.components.first().map(|component| usize::from(component.quant_table));
    let table = slot.and_then(|slot| header.quant_tables.get(slot)).and_then(Option::as_ref);
    ZIGZAG.map(|index| table.and_then(|table| table.get(index)).map(|step| f64::from(*step)))
}

/// The quality at which the programs of the Independent JPEG Group use such steps for the [`FREQUENCIES`], an
/// integer from 1 to 100; `None` if too few steps are known.
fn quality_of(steps: [Option<f64>; FREQUENCIES.len()]) -> Option<f64> {
    let percent = |(step, example): (Option<f64>, &f64)| Some(100.0 * step? / example);
    let mut percents: Vec<f64> = steps.into_iter().zip(&EXAMPLE_STEPS).filter_map(percent).collect();
    if percents.len() < MIN_FREQUENCIES {
        return None;
    }
    let median = median(&mut percents)?;
    let quality = if median > 100.0 { 5000.0 / median } else { (200.0 - median) / 2.0 };
    Some(quality.round().clamp(1.0, 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Verdict;
    use crate::rules::testing::{images, shipped_limits, verdict};
    use precheck_imaging::raster::Raster;

    fn value(measured: &Measured) -> f64 {
        measured.quantity.number().unwrap()
    }

    fn measured(bytes: &[u8]) -> Measured {
        CompressionArtifacts::measure(&images::scene(bytes)).unwrap()
    }

    /// A portrait with the slight grain of a camera: without it a drawing has too few non-zero coefficients.
    fn portrait() -> Raster {
        images::with_noise(&images::portrait(480), 3)
    }

    #[test]
    fn strong_compression_fails_also_when_saved_again_in_high_quality() {
        let good = portrait();
        let squeezed = images::decoded(&images::jpeg(&good, 12));
        let cases = [
            ("high quality", images::jpeg(&good, 92), Verdict::Pass, THIS_FILE),
            ("web quality", images::jpeg(&good, 75), Verdict::Pass, THIS_FILE),
            (
                "saved twice in high quality",
                images::jpeg(&images::decoded(&images::jpeg(&good, 92)), 92),
                Verdict::Pass,
                THIS_FILE,
            ),
            ("low quality", images::jpeg(&good, 12), Verdict::Fail, THIS_FILE),
            ("low, then high quality", images::jpeg(&squeezed, 95), Verdict::Fail, EARLIER),
            (
                "low quality, cropped, then high",
                images::jpeg(&images::without_border(&squeezed, 3, 5), 95),
                Verdict::Fail,
                EARLIER,
            ),
        ];
        let limits = shipped_limits::<CompressionArtifacts>();
        let wrong: Vec<_> = cases
            .into_iter()
            .map(|(name, bytes, expected, cause)| (name, measured(&bytes), expected, cause))
            .filter(|(_, is, expected, cause)| {
                verdict::<CompressionArtifacts>(&limits, is) != *expected
                    || (*expected == Verdict::Fail && is.detail != Some((*cause).into()))
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn the_number_is_the_quality_that_was_chosen() {
        let wrong: Vec<_> = [5, 10, 20, 30, 50, 75, 90, 95]
            .into_iter()
            .map(|quality| (quality, value(&measured(&images::jpeg(&portrait(), quality)))))
            .filter(|(quality, value)| (value - f64::from(*quality)).abs() > 2.0)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn a_tiny_picture_is_judged_by_its_table() {
        let bytes = images::jpeg(&images::plain(1, 1, [0; 3]), 30);
        assert!((value(&measured(&bytes)) - 30.0).abs() <= 2.0);
    }
}
