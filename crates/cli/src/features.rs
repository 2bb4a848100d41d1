//! `precheck features`: the inner features of every labelled photo, for training (`training/README.md`). They come from
//! the checker's own crops and arithmetic, so that a network learns from exactly what it will be given.

use crate::args::FeaturesArgs;
use crate::curves::linear_picture::{LinearPicture, QUALITY};
use crate::evaluate::labels::{self, Kind, Label};
use crate::exit::{CliError, SUCCESS};
use crate::inputs::embedded_models;
use crate::lang::Lang;
use crate::progress::map_with_progress;
use portrait_precheck::Inspection;
use portrait_precheck::models::Models;
use portrait_precheck::scene::Features;
use precheck_foundation::text::LocalizedStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

/// The features: for each photo the values of [`Features::tensors`], one tensor after another, as 32-bit floats, the
/// lowest byte first.
const VALUES: &str = "features.f32";

/// The index: a row for each photo of [`VALUES`], in its order.
const INDEX: &str = "features.csv";

const WRITTEN: LocalizedStr = LocalizedStr {
    zh: "已写入 {written} 张照片的特征；{skipped} 张照片上没有找到人脸。",
    en: "wrote the features of {written} photos; {skipped} show no face.",
};

/// Writes features and index into a folder.
pub fn features(args: &FeaturesArgs, lang: Lang) -> Result<u8, CliError> {
    let mut labels = labels::read_all(&args.labels)?;
    labels.retain(|label| label.kind != Kind::Container);
    let models = embedded_models()?;
    fs::create_dir_all(&args.out).map_err(|error| CliError::file(&args.out, &error))?;
    let [values, index] = [VALUES, INDEX].map(|name| args.out.join(name));
    let create = |path| File::create(path).map_err(|error| CliError::file(path, &error));
    let mut values = BufWriter::new(create(&values)?);
    let mut index = csv::Writer::from_writer(create(&index)?);
    let mut written = 0;
    index.write_record(["file"]).map_err(io::Error::from)?;
    map_with_progress(
        &labels,
        |label| of_photo(label, args.mirrored, &models),
        |label, features| -> Result<(), CliError> {
            let features = features.map_err(|error| CliError::file(&label.path(), &error))?;
            let Some(features) = features else { return Ok(()) };
            write_values(&mut values, &features)?;
            index.write_record([&label.file]).map_err(io::Error::from)?;
            written += 1;
            Ok(())
        },
    )?;
    values.flush()?;
    index.flush()?;
    let (written, skipped) = (written.to_string(), (labels.len() - written).to_string());
    eprintln!("precheck: {}", lang.fill(WRITTEN, &[("written", &written), ("skipped", &skipped)]));
    Ok(SUCCESS)
}

/// The features of a photo, or of its mirror image; `None` if there is no face on it, or nothing to mirror.
fn of_photo(label: &Label, mirrored: bool, models: &dyn Models) -> io::Result<Option<Features>> {
    let mut inspection = Inspection::read(File::open(label.path())?)?;
    let features = inspection.analyze(models).features().ok().cloned();
    // The other decoder has no limits: it is given only what the checker has decoded.
    if !mirrored || features.is_none() {
        return Ok(features);
    }
    let Some(bytes) = mirror(&fs::read(label.path())?) else { return Ok(None) };
    Ok(Inspection::open(bytes).analyze(models).features().ok().cloned())
}

/// The mirror image, as a JPEG; `None` for other formats.
fn mirror(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = LinearPicture::decode(bytes).ok()?;
    picture.mirror();
    picture.encode(QUALITY).ok()
}

fn write_values(out: &mut impl Write, features: &Features) -> io::Result<()> {
    features.tensors().into_iter().flatten().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_in_the_order_of_the_tensors() {
        let mut first = 0;
        let [fine, coarse, wide, narrow] = Features::SHAPES.map(|shape| {
            let length: usize = shape.iter().product();
            first += length;
            (first - length..first).map(|value| value as f32).collect::<Vec<_>>()
        });
        let features = Features { landmarks: [fine, coarse], regions: [wide, narrow] };
        let mut out = Vec::new();
        write_values(&mut out, &features).unwrap();
        let values = out.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value));
        assert!(values.eq((0..first).map(|value| value as f32)));
    }
}
