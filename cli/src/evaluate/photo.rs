//! The labelled photos with what was measured on them.

use super::labels::{self, Fault, Label};
use super::measurements::{self, Measurements};
use crate::Trouble;
use crate::check::embedded_models;
use crate::lang::Lang;
use portrait_precheck::rules;
use portrait_precheck::text::{Message, Text};
use std::collections::BTreeMap;
use std::path::Path;

/// A photo with what people and what the checker say of it.
pub struct Photo {
    pub label: Label,
    pub measurements: Measurements,
}

const FROM_FILE: Text = Text {
    zh: "测量数据读自 {file}，没有重新测量。",
    en: "the measurements are those in {file}; nothing was measured anew.",
};
const UNMEASURED: Text = Text {
    zh: "{file} 里没有照片 {photo} 的测量数据；删除该文件即可重新测量。",
    en: "{file} holds no measurements of {photo}; delete it to measure anew.",
};

/// The labelled photos. Their measurements are those in `kept` if that file is there; otherwise the photos
/// are measured, and what comes out is written to it.
pub fn labelled(labels: &Path, kept: Option<&Path>, lang: Lang) -> Result<Vec<Photo>, Trouble> {
    let trouble = |error| Trouble::Told(Message::same(format!("{}: {error}", labels.display())));
    let labelled = labels::read(labels).map_err(trouble)?;
    if let Some(kept) = kept.filter(|kept| kept.exists()) {
        let file = ("file".to_owned(), Message::same(kept.display().to_string()));
        eprintln!("precheck: {}", lang.of(&FROM_FILE.fill(std::slice::from_ref(&file))));
        return paired(labelled, measurements::load(kept)?, &file);
    }
    let files: Vec<&str> = labelled.iter().map(|label| label.file.as_str()).collect();
    let all = measurements::measure(folder_of(labels), &files, &embedded_models()?)?;
    if let Some(kept) = kept {
        measurements::save(kept, &all)?;
    }
    Ok(labelled.into_iter().zip(all).map(|(label, measurements)| Photo { label, measurements }).collect())
}

/// Every label with the measurements of its photo.
fn paired(
    labels: Vec<Label>,
    all: Vec<Measurements>,
    file: &(String, Message),
) -> Result<Vec<Photo>, Trouble> {
    let mut by_file: BTreeMap<String, Measurements> =
        all.into_iter().map(|measurements| (measurements.file.clone(), measurements)).collect();
    let pair = |label: Label| {
        let Some(measurements) = by_file.remove(&label.file) else {
            let photo = ("photo".to_owned(), Message::same(label.file));
            return Err(Trouble::Told(UNMEASURED.fill(&[file.clone(), photo])));
        };
        Ok(Photo { label, measurements })
    };
    labels.into_iter().map(pair).collect()
}

/// Where the photos lie: beside their labels.
pub fn folder_of(labels: &Path) -> &Path {
    labels.parent().unwrap_or(Path::new(""))
}

/// Every rule of the engine, then every labelled fault of which several rules may tell.
pub fn faults(photos: &[Photo]) -> Vec<Fault> {
    let labelled = photos.iter().flat_map(|photo| &photo.label.faults);
    let mut several: Vec<Fault> = labelled.filter(|fault| fault.len() > 1).cloned().collect();
    several.sort();
    several.dedup();
    rules::all().map(|entry| vec![entry.id.to_owned()]).chain(several).collect()
}
