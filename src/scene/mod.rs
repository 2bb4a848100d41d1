//! What is in the picture, without opinion. No rule and no profile is known here.

mod absent;
mod middle;
mod shades;
mod tones;
mod window;

pub use absent::Unmeasurable;
pub use middle::Middle;
pub use tones::Tones;

use crate::models::{ModelId, Models};
use crate::photo::{Photo, Refusal};
use crate::raster::{ColourSpace, Decoded, Undecodable, decode};

/// Everything that is known of one photo. Each fact can be absent, with its reason.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The facts of the file.
    pub photo: Photo,
    /// The pixels, once somebody has looked.
    pub pixels: Result<Decoded, Unmeasurable>,
    /// Light and colour.
    pub tones: Result<Tones, Unmeasurable>,
    /// The models that helped.
    pub models: Vec<ModelId>,
}

impl Scene {
    /// The scene before any pixel is decoded.
    pub fn unseen(photo: Photo) -> Self {
        let reason = match &photo.header {
            Ok(_) => Unmeasurable::NotYet,
            Err(refusal) => Unmeasurable::from(*refusal),
        };
        Self { photo, pixels: Err(reason), tones: Err(reason), models: Vec::new() }
    }

    /// Looks at the pixels of `bytes`, which are the photo's, unless that was done before.
    pub fn look(&mut self, bytes: &[u8], models: &dyn Models) {
        self.models = models.manifest().to_vec();
        if let (Err(Unmeasurable::NotYet), Ok(header)) = (&self.pixels, &self.photo.header) {
            self.pixels = decode(bytes, header, window::upper_middle).map_err(|error| match error {
                Undecodable::Refused(refusal) => Unmeasurable::from(refusal),
                Undecodable::Damaged => Unmeasurable::Damaged,
            });
            self.tones = self.pixels().and_then(tones_of);
        }
    }

    /// The pixels, or why there are none.
    pub fn pixels(&self) -> Result<&Decoded, Unmeasurable> {
        self.pixels.as_ref().map_err(|reason| *reason)
    }

    /// Light and colour, or why they cannot be told.
    pub fn tones(&self) -> Result<&Tones, Unmeasurable> {
        self.tones.as_ref().map_err(|reason| *reason)
    }
}

fn tones_of(pixels: &Decoded) -> Result<Tones, Unmeasurable> {
    if pixels.space == ColourSpace::Unknown {
        return Err(Unmeasurable::UnknownColourProfile);
    }
    Tones::of(&pixels.overview)
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
