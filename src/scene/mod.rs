//! What is in the picture, without opinion. No rule and no profile is known here.

mod absent;
mod backdrop;
#[cfg(test)]
pub mod built;
mod closeup;
mod complexion;
mod detail;
mod face;
mod grid;
mod head;
mod heat;
mod person;
mod regions;
mod shades;
pub mod stats;
mod tones;
mod window;

pub use absent::Unmeasurable;
pub use backdrop::Backdrop;
pub use closeup::{Closeup, EYE_DISTANCE, Skin, median_colour};
pub use complexion::Complexion;
pub use detail::Detail;
pub use face::{Candidate, Expression, Face, Faces, Landmarks, MOVEMENTS, Pose, parts};
pub use grid::Grid;
pub use head::Head;
pub use person::Person;
pub use regions::{Region, Regions};
pub use tones::Tones;

use crate::models::{ModelId, Models};
use precheck_imaging::colour::ColourSpace;
use precheck_imaging::container::{Photo, Undecodable};
use precheck_imaging::decode::{DecodedPhoto, decode};
use precheck_imaging::jpeg;
use precheck_imaging::raster::Pyramid;
use precheck_imaging::raster::quant_steps::{FREQUENCIES, surviving_quant_steps};

/// Everything that is known of one photo. Each fact can be absent, with its reason.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The facts of the file.
    pub photo: Photo,
    /// The pixels, once somebody has looked.
    pub pixels: Result<DecodedPhoto, Unmeasurable>,
    /// The steps of its compressions that the window shows, see [`surviving_quant_steps`].
    pub steps: Result<[Option<u32>; FREQUENCIES.len()], Unmeasurable>,
    /// Light and colour of the whole picture.
    pub tones: Result<Tones, Unmeasurable>,
    /// The faces in the picture, the surest first.
    pub faces: Result<Faces, Unmeasurable>,
    /// What the main face does.
    pub expression: Result<Expression, Unmeasurable>,
    /// The main face from close by.
    pub closeup: Result<Closeup, Unmeasurable>,
    /// The main face's head at full resolution.
    pub detail: Result<Detail, Unmeasurable>,
    /// Hair, skin, ears and clothes round the main face.
    pub regions: Result<Regions, Unmeasurable>,
    /// The main face's owner on the whole picture.
    pub person: Result<Person, Unmeasurable>,
    /// The main face's head.
    pub head: Result<Head, Unmeasurable>,
    /// What is behind the person.
    pub backdrop: Result<Backdrop, Unmeasurable>,
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
        Self {
            photo,
            pixels: Err(reason),
            steps: Err(reason),
            tones: Err(reason),
            faces: Err(reason),
            expression: Err(reason),
            closeup: Err(reason),
            detail: Err(reason),
            regions: Err(reason),
            person: Err(reason),
            head: Err(reason),
            backdrop: Err(reason),
            models: Vec::new(),
        }
    }

    /// Looks at the pixels of `bytes`, which are the photo's, as far as that was not done before, and at what
    /// they show, unless the same models have looked already.
    pub fn look(&mut self, bytes: &[u8], models: &dyn Models) {
        if self.decode(bytes) {
            self.tones = self.pixels().and_then(tones_of);
            self.look_for_people(models);
        } else if self.models != models.manifest() {
            self.look_for_people(models);
        }
    }

    /// Decodes the pixels of `bytes`, which are the photo's; says whether that was still to be done.
    pub fn decode(&mut self, bytes: &[u8]) -> bool {
        let (Err(Unmeasurable::NotYet), Ok(header)) = (&self.pixels, &self.photo.header) else {
            return false;
        };
        self.pixels = match decode(bytes, header, window::upper_middle(header.upright_size())) {
            Ok(pixels) if pixels.readable == 0.0 => Err(Unmeasurable::Damaged),
            decoded => decoded.map_err(Unmeasurable::from),
        };
        self.steps = self.pixels().map(|pixels| surviving_quant_steps(&pixels.roi.luma));
        true
    }

    fn look_for_people(&mut self, models: &dyn Models) {
        let (overview, reduction) = match &self.pixels {
            Ok(pixels) => (&pixels.overview, pixels.reduction),
            Err(reason) => return self.nobody(*reason),
        };
        let missing = Unmeasurable::ModelMissing;
        let present = models.manifest();
        if present.is_empty() {
            return self.nobody(missing);
        }
        let picture = Pyramid::of(overview);
        let Some(mut faces) = Faces::find(&picture, reduction, models) else { return self.nobody(missing) };
        self.models = present;
        let Some(face) = faces.main.clone() else {
            self.nobody(Unmeasurable::NoFace);
            self.faces = Ok(faces);
            return;
        };
        self.expression = Expression::of(&face.landmarks, models).ok_or(missing);
        let closeup = Closeup::of(&picture, reduction, &face);
        self.detail = self.pixels().and_then(|pixels| Detail::of(&pixels.roi, &face));
        let regions = Regions::of(&picture, reduction, &face, models).ok_or(missing);
        let person = Person::of(&picture, reduction, &face, models).ok_or(missing);
        self.head = match (&regions, &person) {
            (Ok(regions), Ok(person)) => Ok(Head::of(&face, regions, person)),
            _ => Err(missing),
        };
        self.backdrop =
            person.as_ref().map_err(|reason| *reason).and_then(|person| Backdrop::of(person, &face));
        if self.backdrop.as_ref().map_or(true, Backdrop::holds_anything) {
            faces.find_small(&picture, reduction, models);
        }
        (self.faces, self.closeup, self.regions, self.person) = (Ok(faces), closeup, regions, person);
    }

    /// Whatever belongs to a person is absent for this reason.
    fn nobody(&mut self, reason: Unmeasurable) {
        self.faces = Err(reason);
        self.expression = Err(reason);
        self.closeup = Err(reason);
        self.detail = Err(reason);
        self.regions = Err(reason);
        self.person = Err(reason);
        self.head = Err(reason);
        self.backdrop = Err(reason);
    }

    /// The pixels, or why there are none.
    pub fn pixels(&self) -> Result<&DecodedPhoto, Unmeasurable> {
        self.pixels.as_ref().map_err(|reason| *reason)
    }

    /// Light and colour of the whole picture, or why they cannot be told.
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

    /// What the main face does, or why that cannot be told.
    pub fn expression(&self) -> Result<&Expression, Unmeasurable> {
        self.expression.as_ref().map_err(|reason| *reason)
    }

    /// The main face from close by, or why there is none.
    pub fn closeup(&self) -> Result<&Closeup, Unmeasurable> {
        self.closeup.as_ref().map_err(|reason| *reason)
    }

    /// Light and colours of the main face, or why they cannot be told: those of the whole picture have to be
    /// known.
    pub fn complexion(&self) -> Result<&Complexion, Unmeasurable> {
        self.tones()?;
        Ok(&self.closeup()?.complexion)
    }

    /// The main face's head at full resolution, or why it was not seen so.
    pub fn detail(&self) -> Result<&Detail, Unmeasurable> {
        self.detail.as_ref().map_err(|reason| *reason)
    }

    /// Hair, skin, ears and clothes, or why they cannot be told.
    pub fn regions(&self) -> Result<&Regions, Unmeasurable> {
        self.regions.as_ref().map_err(|reason| *reason)
    }

    /// The main face's owner on the whole picture, or why that cannot be told.
    pub fn person(&self) -> Result<&Person, Unmeasurable> {
        self.person.as_ref().map_err(|reason| *reason)
    }

    /// The head, or why it cannot be told where it ends.
    pub fn head(&self) -> Result<&Head, Unmeasurable> {
        self.head.as_ref().map_err(|reason| *reason)
    }

    /// What is behind the person, or why that cannot be told.
    pub fn backdrop(&self) -> Result<&Backdrop, Unmeasurable> {
        self.backdrop.as_ref().map_err(|reason| *reason)
    }
}

fn tones_of(pixels: &DecodedPhoto) -> Result<Tones, Unmeasurable> {
    if pixels.colour_space == ColourSpace::Unknown {
        return Err(Unmeasurable::UnknownColourProfile);
    }
    Tones::of(&pixels.overview)
}

impl From<Undecodable> for Unmeasurable {
    fn from(refusal: Undecodable) -> Self {
        match refusal {
            Undecodable::NotJpeg => Self::NotJpeg,
            Undecodable::FileTooLarge => Self::FileTooLarge,
            Undecodable::PictureTooLarge => Self::PictureTooLarge,
            Undecodable::NoPicture => Self::NoPicture,
            Undecodable::UnusualCoding => Self::UnusualCoding,
        }
    }
}

impl From<jpeg::DecodeError> for Unmeasurable {
    fn from(refusal: jpeg::DecodeError) -> Self {
        match refusal {
            jpeg::DecodeError::TooManyPixels(_) => Self::PictureTooLarge,
            jpeg::DecodeError::NotJpeg | jpeg::DecodeError::NoFrame | jpeg::DecodeError::Empty(..) => {
                Self::NoPicture
            }
            _ => Self::UnusualCoding,
        }
    }
}
