//! How the photo was made, by the strings of its EXIF.

use precheck_imaging::container::Exif;

/// What phones call their front cameras, in lower case.
const FRONT_CAMERAS: [&str; 3] = ["front camera", "front truedepth camera", "前置"];

/// Selfie beauty apps, as they sign the files they write, in lower case.
const BEAUTY_APPS: [&str; 12] = [
    "meitu",
    "美图",
    "beautyplus",
    "beautycam",
    "美颜",
    "b612",
    "faceu",
    "snow",
    "轻颜",
    "ulike",
    "醒图",
    "facetune",
];

/// Whether the lens is a phone's front camera.
pub fn is_from_front_camera(exif: &Exif) -> bool {
    contains_any(&exif.lens_model, &FRONT_CAMERAS)
}

/// Whether a beauty app wrote the file last.
pub fn is_from_beauty_app(exif: &Exif) -> bool {
    contains_any(&exif.software, &BEAUTY_APPS)
}

fn contains_any(text: &str, names: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    names.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beauty_app_is_known_by_its_name_in_either_case_and_script() {
        let written_by = |software: &str| Exif { software: software.into(), ..Exif::default() };
        assert!(["MEITU 9.8", "醒图"].map(written_by).iter().all(is_from_beauty_app));
        assert!(!["17.1", ""].map(written_by).iter().any(is_from_beauty_app));
    }

    #[test]
    fn a_front_camera_is_known_by_the_name_of_its_lens() {
        let lens = |lens_model: &str| Exif { lens_model: lens_model.into(), ..Exif::default() };
        assert!(is_from_front_camera(&lens("iPhone 13 Front Camera 2.71mm f/2.2")));
        assert!(!is_from_front_camera(&lens("iPhone 15 back camera 6.9mm f/1.6")));
    }
}
