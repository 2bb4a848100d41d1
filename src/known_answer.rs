//! A photo whose answer is known: whoever does not compute it must not judge photos.
//!
//! Some versions of iOS are reported to compute SIMD wrongly, which no other check of a browser shows.

use crate::Inspection;
use crate::models::NoModels;
use precheck_imaging::container::sha256;

/// A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
const PHOTO: &[u8] = include_bytes!("known_answer.jpg");

/// SHA-256 of its decoded pixels.
const ANSWER: &str = "baa60a762c6b299e089e449612838edf795386057885ee7cfcb483c1df9d9132";

/// Whether this machine computes the known answer.
pub fn holds() -> bool {
    answer().as_deref() == Some(ANSWER)
}

fn answer() -> Option<String> {
    let mut inspection = Inspection::open(PHOTO);
    let pixels = inspection.measure(&NoModels).pixels().ok()?;
    Some(sha256(pixels.overview.rgb()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_computes_the_known_answer() {
        assert_eq!(answer().as_deref(), Some(ANSWER));
        assert!(holds());
    }
}
