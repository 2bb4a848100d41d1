//! A photo whose decoded pixels are known. A machine that decodes it differently must not judge photos.
//!
//! Some versions of iOS are reported to compute WebAssembly SIMD wrongly.

use crate::Inspection;
use crate::models::NoModels;
use precheck_imaging::container::sha256;

/// A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
const PHOTO: &[u8] = include_bytes!("self_test.jpg");

/// SHA-256 of its decoded pixels.
const PIXELS_SHA256: &str = "baa60a762c6b299e089e449612838edf795386057885ee7cfcb483c1df9d9132";

/// Whether this machine decodes the photo as it should.
pub fn passes() -> bool {
    pixels_sha256().as_deref() == Some(PIXELS_SHA256)
}

fn pixels_sha256() -> Option<String> {
    let mut inspection = Inspection::open(PHOTO);
    let pixels = inspection.analyze(&NoModels).pixels().ok()?;
    Some(sha256(pixels.overview.rgb()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_passes() {
        assert_eq!(pixels_sha256().as_deref(), Some(PIXELS_SHA256));
        assert!(passes());
    }
}
