//! Where photos come from, so that limits can be judged on a source that did not set them.

use super::labels::{Kind, Label};
use super::photo::Photo;
use std::collections::BTreeSet;

/// The folders of known collections, and what they are.
const KNOWN: [(&str, &str); 12] = [
    ("house", STAFF),
    ("civ", STAFF),
    ("pif", STAFF),
    ("f18", STAFF),
    ("udc", STAFF),
    ("rops", STAFF),
    ("carp", STAFF),
    ("sye", "Nigerian portraits"),
    ("hmpo", "passport office"),
    ("pxb", WEB),
    ("cjd", WEB),
    ("aca", WEB),
];

/// Official portraits, and pages of staff.
const STAFF: &str = "staff portraits";
/// Photographs from the web, many of them cropped tightly.
const WEB: &str = "web crops";
/// People before a studio's wall, also cut out and with drawn faults.
pub const STUDIO: &str = "studio";
/// Painted people, who set no limits.
pub const GENERATED: &str = "generated";

/// How the names of untouched studio photographs begin, in the folder `natural` of various sources.
const NATURAL: &str = "natural";
const STUDIO_NAMES: [&str; 2] = ["london_", "canada_"];

/// The folders of photos that were made of studio photographs.
const COMPOSED: [&str; 4] = ["pass", "variant", "variant_real", "container"];

/// The source of a photo; of an unknown collection its folder.
pub fn source(label: &Label) -> &str {
    let (folder, name) = label.file.split_once('/').unwrap_or(("", &label.file));
    match label.kind {
        Kind::Generated => return GENERATED,
        Kind::Comply => return STAFF,
        _ => {}
    }
    if label.shows_an_official() {
        return STAFF;
    }
    if COMPOSED.contains(&folder) {
        return STUDIO;
    }
    if folder == NATURAL {
        return if STUDIO_NAMES.iter().any(|own| name.starts_with(own)) { STUDIO } else { WEB };
    }
    KNOWN.iter().find(|(own, _)| *own == folder).map_or(folder, |(_, source)| source)
}

/// The source of each photo as a number, none for painted people; `None` if all others have the same.
pub fn groups_by_source(photos: &[Photo]) -> Option<Vec<Option<usize>>> {
    let sources: BTreeSet<&str> = photos.iter().map(|photo| source(&photo.label)).collect();
    let sources: Vec<&str> = sources.into_iter().filter(|source| *source != GENERATED).collect();
    let number = |photo: &Photo| sources.iter().position(|own| *own == source(&photo.label));
    (sources.len() > 1).then(|| photos.iter().map(number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::labels::tests::label;

    #[test]
    fn the_source_follows_from_the_folder_and_the_person() {
        let cases = [
            ("pass/pass_001.jpg", Kind::Pass, "L082", STUDIO),
            ("pass/pass_077.jpg", Kind::Pass, "Cmike-quigley", STAFF),
            ("variant/hat_001.jpg", Kind::Variant, "L082", STUDIO),
            ("natural/london_044.jpg", Kind::Natural, "L044", STUDIO),
            ("natural/lisa1.jpg", Kind::Natural, "-", WEB),
            ("dcomply_001.jpg", Kind::Comply, "Cdavid-young", STAFF),
            ("sye/sye_1.jpg", Kind::Real, "-", "Nigerian portraits"),
            ("faker/faker_1.jpg", Kind::Generated, "-", GENERATED),
            ("office/0001.jpg", Kind::Real, "17", "office"),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(file, kind, person, is)| source(&label(file, "", "", *kind, person)) != *is)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
