//! From a photo to its scene: decodes the pixels, runs the models, derives the facts.

use super::state::State;
use super::{
    AlignedFace, Attributes, Background, Expression, Face, Faces, Features, Head, HeadCrop, PersonMask,
};
use super::{Picture, PictureBorder, Scene, Segmentation, Subject, Unmeasurable, roi};
use crate::models::Models;
use precheck_imaging::container::{Photo, Undecodable};
use precheck_imaging::decode::{DecodedPhoto, decode};
use precheck_imaging::jpeg;
use precheck_imaging::raster::Pyramid;
use precheck_imaging::raster::quant_steps::surviving_quant_steps;

impl Scene {
    /// The scene before any pixel is decoded.
    pub fn of_file(photo: Photo) -> Self {
        let reason = match &photo.header {
            Ok(_) => Unmeasurable::NotYet,
            Err(refusal) => Unmeasurable::from(*refusal),
        };
        Self { photo, models: Vec::new(), state: State::Unreadable(reason) }
    }

    /// Decodes the pixels and runs the models. Neither is repeated: the pixels are decoded once, and the models are run
    /// again only if others are loaded. `bytes` is the content of the photo's file.
    pub fn analyze(&mut self, bytes: &[u8], models: &dyn Models) {
        let decoded = self.decode(bytes);
        if decoded || self.models != models.manifest() {
            self.find_subject(models);
        }
    }

    /// Decodes the pixels from `bytes`, the content of the photo's file, unless that has been tried before; returns
    /// whether it did.
    pub fn decode(&mut self, bytes: &[u8]) -> bool {
        let (State::Unreadable(Unmeasurable::NotYet), Ok(header)) = (&self.state, &self.photo.header) else {
            return false;
        };
        let pixels = match decode(bytes, header, roi::upper_middle(header.upright_size())) {
            Ok(pixels) if pixels.readable == 0.0 => Err(Unmeasurable::Damaged),
            decoded => decoded.map_err(Unmeasurable::from),
        };
        self.state = match pixels {
            Ok(pixels) => {
                let picture = Picture::of(pixels, header.upright_size());
                State::NoFace(picture, Err(Unmeasurable::ModelMissing))
            }
            Err(reason) => State::Unreadable(reason),
        };
        true
    }

    fn find_subject(&mut self, models: &dyn Models) {
        let unread = State::Unreadable(Unmeasurable::NotYet);
        let picture = match std::mem::replace(&mut self.state, unread) {
            State::NoFace(picture, _) | State::Subject(picture, _) => picture,
            unreadable => return self.state = unreadable,
        };
        let present = models.manifest();
        let found = if present.is_empty() { None } else { Subject::find(&picture, models) };
        if found.is_some() {
            self.models = present;
        }
        self.state = match found {
            None => State::NoFace(picture, Err(Unmeasurable::ModelMissing)),
            Some(Err(faces)) => State::NoFace(picture, Ok(faces)),
            Some(Ok(subject)) => State::Subject(picture, subject),
        };
    }
}

impl Picture {
    fn of(pixels: DecodedPhoto, size: (u32, u32)) -> Self {
        let quant_steps = surviving_quant_steps(&pixels.roi.luma);
        let border = PictureBorder::of(&pixels.overview, pixels.reduction, size);
        Self { pixels, quant_steps, border }
    }
}

impl Subject {
    /// The person whose face has the highest score; the detections as an error if none of them has landmarks; `None`
    /// while a model that finds faces is missing.
    fn find(picture: &Picture, models: &dyn Models) -> Option<Result<Box<Self>, Faces>> {
        let (pixels, border) = (&picture.pixels, &picture.border);
        let (overview, reduction) = (Pyramid::of(&pixels.overview), pixels.reduction);
        let (mut faces, main) = Faces::find(&overview, reduction, models)?;
        let Some((face, landmarks)) = main else { return Some(Err(faces)) };
        let missing = Unmeasurable::ModelMissing;
        let expression = Expression::of(&face.landmarks, models).ok_or(missing);
        let aligned_face = AlignedFace::of(&overview, reduction, &face);
        let head_crop = HeadCrop::of(&pixels.roi, &face);
        let (segmentation, regions) = Segmentation::of(&overview, reduction, &face, models).unzip();
        let segmentation = segmentation.ok_or(missing);
        let features = regions.map(|regions| Features { landmarks, regions }).ok_or(missing);
        let attributes = features.as_ref().map_err(|reason| *reason);
        let attributes = attributes.and_then(|features| {
            Attributes::of(&overview, reduction, &face, features, models).ok_or(missing)
        });
        let person_mask = PersonMask::of(&overview, reduction, &face, border, models).ok_or(missing);
        let (head, background) = head_and_background(&face, border, &segmentation, &person_mask);
        if !background.as_ref().is_ok_and(Background::is_plain) {
            faces.find_small(&overview, reduction, models);
        }
        Some(Ok(Box::new(Self {
            faces,
            face,
            expression,
            aligned_face,
            head_crop,
            segmentation,
            person_mask,
            head,
            background,
            features,
            attributes,
        })))
    }
}

/// The facts derived from the segmentation and the person mask.
pub(super) fn head_and_background(
    face: &Face,
    border: &PictureBorder,
    segmentation: &Result<Segmentation, Unmeasurable>,
    person_mask: &Result<PersonMask, Unmeasurable>,
) -> (Result<Head, Unmeasurable>, Result<Background, Unmeasurable>) {
    let head = match (segmentation, person_mask) {
        (Ok(segmentation), Ok(person_mask)) => Ok(Head::of(face, segmentation, person_mask)),
        _ => Err(Unmeasurable::ModelMissing),
    };
    let background = match person_mask {
        Ok(person_mask) => Background::of(person_mask, face, border),
        Err(reason) => Err(*reason),
    };
    (head, background)
}

impl From<Undecodable> for Unmeasurable {
    fn from(why: Undecodable) -> Self {
        match why {
            Undecodable::NotJpeg => Self::NotJpeg,
            Undecodable::FileTooLarge => Self::FileTooLarge,
            Undecodable::PictureTooLarge(..) => Self::PictureTooLarge,
            Undecodable::NoPicture => Self::NoPicture,
            Undecodable::UnusualCoding => Self::UnusualCoding,
        }
    }
}

impl From<jpeg::DecodeError> for Unmeasurable {
    fn from(error: jpeg::DecodeError) -> Self {
        match error {
            jpeg::DecodeError::TooManyPixels(_) => Self::PictureTooLarge,
            jpeg::DecodeError::NotJpeg | jpeg::DecodeError::NoFrame | jpeg::DecodeError::Empty(..) => {
                Self::NoPicture
            }
            _ => Self::UnusualCoding,
        }
    }
}
