//! What the networks for attributes say of the photos that it was trained on, as others say it that were not: without this,
//! figures of those photos would be of the fit.

use crate::exit::CliError;
use portrait_precheck::models::{ModelId, ModelName, Models};
use std::collections::BTreeMap;
use std::path::Path;

/// A network's outputs for photos, by file.
type Scores = BTreeMap<String, Vec<f32>>;

/// The outputs of both networks.
#[derive(Debug, Default)]
pub struct TrainedScores {
    attributes: Scores,
    crops: Scores,
}

impl TrainedScores {
    /// Reads `scores.csv` and `crop_scores.csv` from the folder of the training: a column `file`, then the network's outputs
    /// in their order.
    pub fn read(folder: &Path) -> Result<Self, CliError> {
        let read = |name: &str| -> Result<Scores, CliError> {
            let path = folder.join(name);
            let scores = || -> csv::Result<Scores> { csv::Reader::from_path(&path)?.deserialize().collect() };
            scores().map_err(|error| CliError::file(&path, &error))
        };
        Ok(Self { attributes: read("scores.csv")?, crops: read("crop_scores.csv")? })
    }

    /// The models as they answer for this photo.
    pub fn models<'a>(&'a self, file: &str, models: &'a dyn Models) -> impl Models + 'a {
        Answers { models, attributes: self.attributes.get(file), crops: self.crops.get(file) }
    }
}

struct Answers<'a> {
    models: &'a dyn Models,
    attributes: Option<&'a Vec<f32>>,
    crops: Option<&'a Vec<f32>>,
}

impl Models for Answers<'_> {
    fn manifest(&self) -> Vec<ModelId> {
        self.models.manifest()
    }

    fn run(&self, model: ModelName, inputs: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        let trained = match model {
            ModelName::Attributes => self.attributes,
            ModelName::Crops => self.crops,
            _ => None,
        };
        trained.map(|scores| vec![scores.clone()]).or_else(|| self.models.run(model, inputs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portrait_precheck::models::ModelSet;

    fn read(attributes: &str, crops: &str) -> Result<TrainedScores, CliError> {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("scores.csv", attributes), ("crop_scores.csv", crops)] {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        TrainedScores::read(folder.path())
    }

    #[test]
    fn only_the_attributes_of_photos_in_the_tables_come_from_them() {
        let scores = read("file,glasses,tinted\na/1.jpg,-1.5,2\n", "file,neck.necklace\na/1.jpg,3\n");
        let Ok(scores) = scores else { panic!("the tables are not read") };
        let models = ModelSet::embedded().unwrap();
        let run = |models: &dyn Models, model: ModelName| {
            let inputs: Vec<Vec<f32>> = model.inputs().iter().map(|length| vec![0.0; *length]).collect();
            models.run(model, &inputs.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        let (known, unknown) = (scores.models("a/1.jpg", &models), scores.models("a/2.jpg", &models));
        assert_eq!(run(&known, ModelName::Attributes), Some(vec![vec![-1.5, 2.0]]));
        assert_eq!(run(&known, ModelName::Crops), Some(vec![vec![3.0]]));
        assert_eq!(run(&unknown, ModelName::Attributes), run(&models, ModelName::Attributes));
        assert_eq!(run(&known, ModelName::FaceBlendshapes), run(&models, ModelName::FaceBlendshapes));
    }

    #[test]
    fn a_table_that_cannot_be_read_is_an_error() {
        assert!(read("file,glasses\na/1.jpg,yes\n", "file\n").is_err());
        assert!(TrainedScores::read(Path::new("missing")).is_err());
    }
}
