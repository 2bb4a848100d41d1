//! What is in the picture, without opinion. No rule and no profile is known here.

mod absent;
mod window;

pub use absent::Unmeasurable;

use crate::models::{ModelId, Models};
use crate::photo::{Photo, Refusal};
use crate::raster::{Decoded, Undecodable, decode};

/// Everything that is known of one photo. Each fact can be absent, with its reason.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The facts of the file.
    pub photo: Photo,
    /// The pixels, once somebody has looked.
    pub pixels: Result<Decoded, Unmeasurable>,
    /// The models that helped.
    pub models: Vec<ModelId>,
}

impl Scene {
    /// The scene before any pixel is decoded.
    pub fn unseen(photo: Photo) -> Self {
        let pixels = match &photo.header {
            Ok(_) => Err(Unmeasurable::NotYet),
            Err(refusal) => Err(Unmeasurable::from(*refusal)),
        };
        Self { photo, pixels, models: Vec::new() }
    }

    /// Looks at the pixels of `bytes`, which are the photo's, unless that was done before.
    pub fn look(&mut self, bytes: &[u8], models: &dyn Models) {
        self.models = models.manifest().to_vec();
        if let (Err(Unmeasurable::NotYet), Ok(header)) = (&self.pixels, &self.photo.header) {
            self.pixels = decode(bytes, header, window::upper_middle).map_err(|error| match error {
                Undecodable::Refused(refusal) => Unmeasurable::from(refusal),
                Undecodable::Damaged => Unmeasurable::Damaged,
            });
        }
    }

    /// The pixels, or why there are none.
    pub fn pixels(&self) -> Result<&Decoded, Unmeasurable> {
        self.pixels.as_ref().map_err(|reason| *reason)
    }
}

impl From<Refusal> for Unmeasurable {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotJpeg => Self::NotJpeg,
            Refusal::FileTooLarge => Self::FileTooLarge,
            Refusal::PictureTooLarge => Self::PictureTooLarge,
            Refusal::NoPicture => Self::NoPicture,
            Refusal::UnusualCoding => Self::UnusualCoding,
        }
    }
}
