//! What is in the picture, without opinion. No rule and no profile is known here.

mod absent;
mod face;
mod middle;
mod shades;
mod tones;
mod window;

pub use absent::Unmeasurable;
pub use face::{Candidate, Face, Faces, Landmarks, Pose};
pub use middle::Middle;
pub use tones::Tones;

use crate::models::{ModelId, Models};
use crate::photo::{Photo, Refusal};
use crate::raster::{ColourSpace, Decoded, decode, jpeg};

/// Everything that is known of one photo. Each fact can be absent, with its reason.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The facts of the file.
    pub photo: Photo,
    /// The pixels, once somebody has looked.
    pub pixels: Result<Decoded, Unmeasurable>,
    /// Light and colour.
    pub tones: Result<Tones, Unmeasurable>,
    /// The faces in the picture, the surest first.
    pub faces: Result<Faces, Unmeasurable>,
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
        Self { photo, pixels: Err(reason), tones: Err(reason), faces: Err(reason), models: Vec::new() }
    }

    /// Looks at the pixels of `bytes`, which are the photo's, and for faces, as far as that was not done
    /// before.
    pub fn look(&mut self, bytes: &[u8], models: &dyn Models) {
        let at_hand = models.manifest();
        if let (Err(Unmeasurable::NotYet), Ok(header)) = (&self.pixels, &self.photo.header) {
            self.pixels = match decode(bytes, header, window::upper_middle) {
                Ok(pixels) if pixels.readable == 0.0 => Err(Unmeasurable::Damaged),
                decoded => decoded.map_err(Unmeasurable::from),
            };
            self.tones = self.pixels().and_then(tones_of);
        }
        match &self.pixels {
            Err(reason) => self.faces = Err(*reason),
            Ok(_) if self.faces.is_ok() => {}
            Ok(pixels) => {
                self.faces = Faces::find(pixels, models).ok_or(Unmeasurable::ModelMissing);
                self.models = if self.faces.is_ok() { at_hand } else { Vec::new() };
            }
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

    /// All faces, or why they were not looked for.
    pub fn faces(&self) -> Result<&Faces, Unmeasurable> {
        self.faces.as_ref().map_err(|reason| *reason)
    }

    /// The main face, or why there is none.
    pub fn face(&self) -> Result<&Face, Unmeasurable> {
        self.faces()?.main.as_ref().ok_or(Unmeasurable::NoFace)
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

impl From<jpeg::Refusal> for Unmeasurable {
    fn from(refusal: jpeg::Refusal) -> Self {
        match refusal {
            jpeg::Refusal::TooManyPixels(_) => Self::PictureTooLarge,
            jpeg::Refusal::NotJpeg | jpeg::Refusal::NoFrame | jpeg::Refusal::Empty(..) => Self::NoPicture,
            _ => Self::UnusualCoding,
        }
    }
}
