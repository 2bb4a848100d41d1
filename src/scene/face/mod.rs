//! The faces in the picture: detection, landmarks, pose and expression.

mod canonical;
mod detector;
mod expression;
mod face_geometry;
mod faces;
mod landmarks;

pub mod parts;
mod pose;

#[cfg(test)]
pub use canonical::vendored::mesh;
pub use detector::Detection;
pub use expression::{BLENDSHAPES, Expression};
pub use face_geometry::Face;
pub use faces::Faces;
pub use landmarks::Landmarks;
pub use pose::Pose;
