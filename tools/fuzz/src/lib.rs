//! What must hold whatever the bytes are: one statement a file, which panics where it does not hold. `cargo xtask
//! fuzz` looks for bytes that break one; `tests/regressions.rs` shows each statement the bytes that once did.

mod exif_read;
mod graphs;
mod icc_read;
mod inference_load;
mod jpeg_decode;
mod model_outputs;
mod photo_open;
mod profile_load;
mod scene_analyze;
mod second_decoder;
mod xmp_read;

pub use exif_read::exif_read;
pub use icc_read::icc_read;
pub use inference_load::inference_load;
pub use jpeg_decode::jpeg_decode;
pub use photo_open::photo_open;
pub use profile_load::profile_load;
pub use scene_analyze::scene_analyze;
pub use xmp_read::xmp_read;

/// A statement under the name of its target.
pub type Named = (&'static str, fn(&[u8]));

/// All of them.
pub const STATEMENTS: [Named; 8] = [
    ("exif_read", exif_read),
    ("icc_read", icc_read),
    ("inference_load", inference_load),
    ("jpeg_decode", jpeg_decode),
    ("photo_open", photo_open),
    ("profile_load", profile_load),
    ("scene_analyze", scene_analyze),
    ("xmp_read", xmp_read),
];
