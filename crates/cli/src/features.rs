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
use portrait_precheck::rules::evidence;
use portrait_precheck::scene::{Features, Scene};
use precheck_foundation::text::LocalizedStr;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};

/// The features: for each photo the values of [`Features::tensors`], one tensor after another, as 32-bit floats, the
/// lowest byte first.
const VALUES: &str = "features.f32";

/// The landmarks of each photo, in the same order and form: x and y of each landmark in pixels of the upright photo. Crops for
/// training are cut around them.
const LANDMARKS: &str = "landmarks.f32";

/// The index: a row for each photo of [`VALUES`], in its order, with what is measured beside the networks' answers
/// ([`evidence`]).
const INDEX: &str = "features.csv";

const WRITTEN: LocalizedStr = LocalizedStr {
    zh: "已写入 {written} 张照片的特征；{skipped} 张照片上没有找到人脸。",
    en: "wrote the features of {written} photos; {skipped} show no face.",
};

/// What is written of a photo.
struct Written {
    features: Features,
    landmarks: Vec<f32>,
    measured: [Option<f64>; evidence::TARGETS.len()],
}

/// Writes features, landmarks and index into a folder.
pub fn features(args: &FeaturesArgs, lang: Lang) -> Result<u8, CliError> {
    let mut labels = labels::read_all(&args.labels)?;
    labels.retain(|label| label.kind != Kind::Container);
    let models = embedded_models()?;
    fs::create_dir_all(&args.out).map_err(|error| CliError::file(&args.out, &error))?;
    let [values, landmarks, index] = [VALUES, LANDMARKS, INDEX].map(|name| args.out.join(name));
    let create = |path| File::create(path).map_err(|error| CliError::file(path, &error));
    let [mut values, mut landmarks] = [BufWriter::new(create(&values)?), BufWriter::new(create(&landmarks)?)];
    let mut index = csv::Writer::from_writer(create(&index)?);
    let mut written = 0;
    index.write_record(["file"].into_iter().chain(evidence::TARGETS)).map_err(io::Error::from)?;
    map_with_progress(
        &labels,
        |label| of_photo(label, args.mirrored, &models),
        |label, found| -> Result<(), CliError> {
            let found = found.map_err(|error| CliError::file(&label.path(), &error))?;
            let Some(found) = found else { return Ok(()) };
            write_values(&mut values, found.features.tensors())?;
            write_values(&mut landmarks, [found.landmarks.as_slice()])?;
            let measured =
                found.measured.map(|value| value.map_or_else(String::new, |value| format!("{value:.4}")));
            index.write_record([label.file.clone()].into_iter().chain(measured)).map_err(io::Error::from)?;
            written += 1;
            Ok(())
        },
    )?;
    values.flush()?;
    landmarks.flush()?;
    index.flush()?;
    let (written, skipped) = (written.to_string(), (labels.len() - written).to_string());
    eprintln!("precheck: {}", lang.fill(WRITTEN, &[("written", &written), ("skipped", &skipped)]));
    Ok(SUCCESS)
}

/// What is written of a photo, or of its mirror image; `None` if there is no face on it, or nothing to mirror.
fn of_photo(label: &Label, mirrored: bool, models: &dyn Models) -> io::Result<Option<Written>> {
    let mut inspection = Inspection::read(File::open(label.path())?)?;
    let found = of_scene(inspection.analyze(models));
    // The other decoder has no limits: it is given only what the checker has decoded.
    if !mirrored || found.is_none() {
        return Ok(found);
    }
    let Some(bytes) = mirror(&fs::read(label.path())?) else { return Ok(None) };
    Ok(of_scene(Inspection::open(bytes).analyze(models)))
}

fn of_scene(scene: &Scene) -> Option<Written> {
    let (features, face) = (scene.features().ok()?.clone(), scene.face().ok()?);
    let landmarks = face.landmarks.points().iter().flat_map(|&[x, y, _]| [x as f32, y as f32]).collect();
    let measured = evidence::measured(scene).map(Result::ok);
    Some(Written { features, landmarks, measured })
}

/// The mirror image, as a JPEG; `None` for other formats.
fn mirror(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = LinearPicture::decode(bytes).ok()?;
    picture.mirror();
    picture.encode(QUALITY).ok()
}

fn write_values<'a>(out: &mut impl Write, tensors: impl IntoIterator<Item = &'a [f32]>) -> io::Result<()> {
    tensors.into_iter().flatten().try_for_each(|value| out.write_all(&value.to_le_bytes()))
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
        write_values(&mut out, features.tensors()).unwrap();
        let values = out.as_chunks().0.iter().map(|value| f32::from_le_bytes(*value));
        assert!(values.eq((0..first).map(|value| value as f32)));
    }
}
