//! The faces in the picture: detection, landmarks, pose and expression.

mod canonical;
mod detector;
mod expression;
mod faces;
mod landmarks;
mod main_face;
pub mod parts;
mod pose;

#[cfg(test)]
pub use canonical::vendored::mesh;
pub use detector::Detection;
pub use expression::{BLENDSHAPES, Expression};
pub use faces::Faces;
pub use landmarks::Landmarks;
pub use main_face::Face;
pub use pose::Pose;
