//! A scene and its three states: no pixels, pixels without a face, a subject.

use super::{
    AlignedFace, Attributes, Background, Expression, Face, FaceColour, Faces, Features, Head, HeadCrop,
};
use super::{PersonMask, PictureBorder, Sampled, Segmentation, Unmeasurable};
use crate::models::ModelId;
use precheck_foundation::geometry::Point;
use precheck_imaging::colour::ColourSpace;
use precheck_imaging::container::Photo;
use precheck_imaging::decode::DecodedPhoto;
use precheck_imaging::raster::quant_steps::FREQUENCIES;

/// A fact, or why it is not known.
type Fact<T> = Result<T, Unmeasurable>;

/// All facts known about one photo.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The file.
    pub photo: Photo,
    /// The models that were run, in the order of [`ModelName::ALL`](crate::models::ModelName::ALL).
    pub models: Vec<ModelId>,
    pub(super) state: State,
}

/// How far the analysis got.
#[derive(Debug, Clone)]
pub(super) enum State {
    /// No pixels: they have not been decoded yet, or cannot be.
    Unreadable(Unmeasurable),
    /// Pixels, but no face with landmarks: the detections, or why the detector was not run.
    NoFace(Picture, Fact<Faces>),
    /// Pixels and a main face.
    Subject(Picture, Box<Subject>),
}

/// Facts about the decoded picture that do not depend on what it shows.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The decoded pixels.
    pub pixels: DecodedPhoto,
    /// JPEG quantisation steps found in the full-resolution region, also of earlier compressions; see
    /// [`precheck_imaging::raster::quant_steps::surviving_quant_steps`].
    pub quant_steps: [Option<u32>; FREQUENCIES.len()],
    pub(super) border: PictureBorder,
}

/// Facts about the person with the main face.
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
    pub(crate) features: Fact<Features>,
    pub(crate) attributes: Fact<Attributes>,
}

/// Every accessor returns the fact, or the reason why it is not known.
impl Scene {
    /// The decoded picture.
    pub fn picture(&self) -> Fact<&Picture> {
        match &self.state {
            State::Unreadable(reason) => Err(*reason),
            State::NoFace(picture, _) | State::Subject(picture, _) => Ok(picture),
        }
    }

    /// The decoded pixels.
    pub fn pixels(&self) -> Fact<&DecodedPhoto> {
        Ok(&self.picture()?.pixels)
    }

    /// The border round the picture.
    pub fn border(&self) -> Fact<&PictureBorder> {
        Ok(&self.picture()?.border)
    }

    /// Refuses a picture whose colours are unknown.
    pub fn require_known_colours(&self) -> Fact<()> {
        match self.pixels()?.colour_space {
            ColourSpace::Unknown => Err(Unmeasurable::UnknownColourProfile),
            _ => Ok(()),
        }
    }

    /// All detected faces.
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

    /// The main face, if the picture shows most of these landmarks.
    ///
    /// # Errors
    /// [`Unmeasurable::OutOfPicture`] if more than [`MOST_OUTSIDE`](super::MOST_OUTSIDE) of them lie outside.
    pub fn face_showing(&self, landmarks: &[usize]) -> Fact<&Face> {
        let face = self.face()?;
        let (width, height) = self.photo.upright_size().ok_or(Unmeasurable::NoPicture)?;
        let inside = |place: Point| {
            (0.0..f64::from(width)).contains(&place.x) && (0.0..f64::from(height)).contains(&place.y)
        };
        let places = landmarks.iter().map(|number| face.point(*number));
        let shown: Sampled<Point> = places.map(|place| inside(place).then_some(place)).collect();
        shown.values().map(|_| face)
    }

    /// The main face's expression.
    pub fn expression(&self) -> Fact<&Expression> {
        known(&self.subject()?.expression)
    }

    /// Colours of the main face, rotated level and scaled to a fixed eye distance.
    pub fn aligned_face(&self) -> Fact<&AlignedFace> {
        known(&self.subject()?.aligned_face)
    }

    /// Exposure and colours of the main face; not known if its colours are not
    /// ([`Self::require_known_colours`]).
    pub fn face_colour(&self) -> Fact<&FaceColour> {
        self.require_known_colours()?;
        known(&self.aligned_face()?.face_colour)
    }

    /// Luma of the head at full resolution.
    pub fn head_crop(&self) -> Fact<&HeadCrop> {
        known(&self.subject()?.head_crop)
    }

    /// Hair, skin, ears and clothes around the main face.
    pub fn segmentation(&self) -> Fact<&Segmentation> {
        known(&self.subject()?.segmentation)
    }

    /// The person's mask on the whole picture.
    pub fn person_mask(&self) -> Fact<&PersonMask> {
        known(&self.subject()?.person_mask)
    }

    /// Crown and chin.
    pub fn head(&self) -> Fact<&Head> {
        known(&self.subject()?.head)
    }

    /// The background.
    pub fn background(&self) -> Fact<&Background> {
        known(&self.subject()?.background)
    }

    /// What the person wears and does.
    pub fn attributes(&self) -> Fact<&Attributes> {
        known(&self.subject()?.attributes)
    }

    /// Inner features of the networks around the main face.
    pub fn features(&self) -> Fact<&Features> {
        known(&self.subject()?.features)
    }

    /// The subject, to be changed by a test.
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
