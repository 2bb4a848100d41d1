//! Whatever the file: the container is read, and there is a complete report.

use portrait_precheck::models::NoModels;
use portrait_precheck::{Profile, check, profile};
use precheck_imaging::container::Photo;
use std::sync::LazyLock;

static PROFILE: LazyLock<Profile> =
    LazyLock::new(|| profile::builtin("beijing-zikao-2022").expect("the profile ships with the checker"));

/// Larger pictures would only cost executions; the decoder has a target of its own.
const MAX_PIXELS: u64 = 1 << 12;

/// The bytes are the file.
pub fn photo_open(bytes: &[u8]) {
    let photo = Photo::open(bytes);
    let pixels = photo.upright_size().map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    if pixels <= MAX_PIXELS {
        let report = check(bytes, &PROFILE, &NoModels);
        assert_eq!(report.photo.bytes, bytes.len() as u64);
        assert_eq!(report.findings.len(), PROFILE.clauses.len());
    }
}
