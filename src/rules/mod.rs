//! The rules: one file per rule, named like its id. How to add one: `README.md` in this folder.

mod aspect_ratio;
mod background_colour;
mod background_empty;
mod background_shadow_free;
mod background_uniformity;
mod border_free;
mod brows_visible;
mod chin_margin;
mod clothing_contrast;
mod collar_plain;
mod colour_cast_free;
mod colour_model;
mod colour_picture;
mod compression_artifacts;
mod compression_ratio;
mod dots_per_inch;
mod dynamic_range;
mod earrings_free;
mod ears_visible;
mod editing_software_free;
mod expression_natural;
mod eye_distance;
mod eye_line;
mod eyes_centred;
mod eyes_open;
mod eyes_visible;
mod face_unoccluded;
mod face_width;
mod file_format;
mod file_readable;
mod file_size;
mod frames_off_eyes;
mod gaze_forward;
mod head_centred;
mod head_height;
mod head_inside_picture;
mod head_pose_pitch;
mod head_pose_roll;
mod head_pose_yaw;
mod head_top_margin;
mod illumination_uniformity;
mod lenses_clear;
mod lenses_glare_free;
mod makeup_free;
mod mouth_closed;
mod necklace_free;
mod no_head_coverings;
mod noise_free;
mod not_too_bright;
mod not_too_dark;
mod pixel_size;
mod red_eye_free;
mod retouching_free;
mod saturation_natural;
mod sharpness;
mod shoulders_covered;
mod shoulders_level;
mod single_face_present;
mod studio_portrait;
mod teeth_hidden;
mod text_free;

pub mod evidence;
mod limits;
mod measured;
mod registry;
mod rule;
#[cfg(test)]
mod testing;
mod unit;

pub use compression_artifacts::CompressionArtifacts;
pub use file_readable::FileReadable;
pub use limits::{
    AtLeast, AtMost, Axis, Bounds, BoundsIfGiven, ColourModels, Colours, Context, Demand, Formats, Frame,
    Judgement, Key, KeyType, Limits, Magnitude, Ratio, Size,
};
pub use measured::{Measured, Quantity};
pub use registry::{RuleDef, all, by_id};
pub use rule::{Group, Proof, Remedy, Rule, Verdict};
pub use unit::Unit;
