//! The scene: facts about a photo, independent of rules and profiles.

mod aligned_face;
mod analyze;
mod background;
mod background_heat;
mod face;
mod face_colour;
mod face_light;
mod features;
mod head;
mod head_crop;
mod lab_histogram;
mod lettering;
pub mod light_colour;
mod map2d;
mod person_mask;
mod picture_border;
mod provenance;
mod roi;
mod sampled;
mod segmentation;
mod state;
pub mod stats;
#[cfg(test)]
pub mod testing;
mod unmeasurable;
pub mod wall_light;

pub use aligned_face::{AlignedFace, EYE_DISTANCE, FaceCell, Skin, median_colour};
pub use background::Background;
pub use face::{BLENDSHAPES, Detection, Expression, Face, Faces, Landmarks, Pose, parts};
pub use face_colour::FaceColour;
pub use face_light::FaceLight;
pub use features::{Features, InnerTensors};
pub use head::Head;
pub use head_crop::HeadCrop;
pub use lettering::Lettering;
pub use map2d::{Map2d, largest};
pub use person_mask::PersonMask;
pub use picture_border::PictureBorder;
pub use provenance::{ai_label_text, beauty_app, is_from_front_camera};
pub use sampled::{MOST_OUTSIDE, Sampled};
pub use segmentation::{Region, Segmentation};
pub use state::{Picture, Scene, Subject};
pub use unmeasurable::Unmeasurable;
pub use wall_light::WallLight;
