//! A scene and its three states: no pixels, pixels without a face, a subject.

use super::{AlignedFace, Background, Expression, Face, FaceColour, Faces, GlobalTones, Head, HeadCrop};
use super::{PersonMask, Segmentation, Unmeasurable};
use crate::models::ModelId;
use precheck_imaging::container::Photo;
use precheck_imaging::decode::DecodedPhoto;
use precheck_imaging::raster::quant_steps::FREQUENCIES;

/// A fact, or why it is not known.
type Fact<T> = Result<T, Unmeasurable>;

/// Everything that is known of one photo.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The file.
    pub photo: Photo,
    /// The models that were run, in the order of their names.
    pub models: Vec<ModelId>,
    pub(super) state: State,
}

/// How far the photo could be analyzed.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// There are no pixels: not decoded yet, or why they cannot be.
    Unreadable(Unmeasurable),
    /// There are pixels, and no face that could be analyzed: none was found, or why none was looked for.
    NoFace(Picture, Fact<Faces>),
    /// There are pixels and a main face.
    Subject(Picture, Box<Subject>),
}

/// The decoded picture, whatever it shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The pixels.
    pub pixels: DecodedPhoto,
    /// The quantisation steps of all compressions that left traces in the full-resolution region, see
    /// [`precheck_imaging::raster::quant_steps::surviving_quant_steps`].
    pub quant_steps: [Option<u32>; FREQUENCIES.len()],
    pub(super) global_tones: Fact<GlobalTones>,
}

/// The person whose portrait this is.
#[derive(Debug, Clone)]
pub struct Subject {
    pub(crate) faces: Faces,
    pub(crate) face: Face,
    pub(crate) expression: Fact<Expression>,
    pub(crate) aligned_face: Fact<AlignedFace>,
    pub(crate) head_crop: Fact<HeadCrop>,
    pub(crate) segmentation: Fact<Segmentation>,
    pub(crate) person_mask: Fact<PersonMask>,
    pub(crate) head: Fact<Head>,
    pub(crate) background: Fact<Background>,
}

/// Each fact, or the reason why it is not known.
impl Scene {
    /// The decoded picture.
    pub fn picture(&self) -> Fact<&Picture> {
        match &self.state {
            State::Unreadable(reason) => Err(*reason),
            State::NoFace(picture, _) | State::Subject(picture, _) => Ok(picture),
        }
    }

    /// The pixels.
    pub fn pixels(&self) -> Fact<&DecodedPhoto> {
        Ok(&self.picture()?.pixels)
    }

    /// Light and colour of the whole picture.
    pub fn global_tones(&self) -> Fact<&GlobalTones> {
        known(&self.picture()?.global_tones)
    }

    /// All faces.
    pub fn faces(&self) -> Fact<&Faces> {
        match &self.state {
            State::Unreadable(reason) => Err(*reason),
            State::NoFace(_, faces) => known(faces),
            State::Subject(_, subject) => Ok(&subject.faces),
        }
    }

    fn subject(&self) -> Fact<&Subject> {
        match &self.state {
            State::Subject(_, subject) => Ok(subject),
            _ => Err(self.faces().err().unwrap_or(Unmeasurable::NoFace)),
        }
    }

    /// The main face.
    pub fn face(&self) -> Fact<&Face> {
        Ok(&self.subject()?.face)
    }

    /// The main face's expression.
    pub fn expression(&self) -> Fact<&Expression> {
        known(&self.subject()?.expression)
    }

    /// The main face, level and at a fixed size.
    pub fn aligned_face(&self) -> Fact<&AlignedFace> {
        known(&self.subject()?.aligned_face)
    }

    /// Exposure and colours of the main face. Unknown where those of the whole picture are.
    pub fn face_colour(&self) -> Fact<&FaceColour> {
        self.global_tones()?;
        Ok(&self.aligned_face()?.face_colour)
    }

    /// The head at full resolution.
    pub fn head_crop(&self) -> Fact<&HeadCrop> {
        known(&self.subject()?.head_crop)
    }

    /// Hair, skin, ears and clothes around the main face.
    pub fn segmentation(&self) -> Fact<&Segmentation> {
        known(&self.subject()?.segmentation)
    }

    /// Where the person is on the whole picture.
    pub fn person_mask(&self) -> Fact<&PersonMask> {
        known(&self.subject()?.person_mask)
    }

    /// Where the head begins and ends.
    pub fn head(&self) -> Fact<&Head> {
        known(&self.subject()?.head)
    }

    /// What is behind the person.
    pub fn background(&self) -> Fact<&Background> {
        known(&self.subject()?.background)
    }

    /// The subject of a scene that was made for a test, to be spoiled.
    #[cfg(test)]
    pub fn subject_mut(&mut self) -> &mut Subject {
        match &mut self.state {
            State::Subject(_, subject) => subject,
            other => panic!("no subject: {other:?}"),
        }
    }
}

fn known<T>(fact: &Fact<T>) -> Fact<&T> {
    fact.as_ref().map_err(|reason| *reason)
}
