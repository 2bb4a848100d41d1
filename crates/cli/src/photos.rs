//! Which files are checked: those that are named, and the photos in the folders that are named.

use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Endings that make a file in a folder a photo. Others than JPEG stand here because people hand them in as
/// photos, and should learn that they are none of the wanted kind.
const ENDINGS: [&str; 13] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "heic", "heif", "webp", "avif", "gif", "bmp", "tif", "tiff"];

/// The photos of one path: itself if it is a file; if it is a folder, what it holds at any depth, in the order
/// of names. What cannot be read stands in its place as an error.
pub fn of(path: &Path) -> Vec<io::Result<PathBuf>> {
    match path.metadata() {
        Err(error) => vec![Err(error)],
        Ok(metadata) if !metadata.is_dir() => vec![Ok(path.to_owned())],
        Ok(_) => in_folder(path),
    }
}

fn in_folder(folder: &Path) -> Vec<io::Result<PathBuf>> {
    WalkDir::new(folder)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter(|entry| entry.as_ref().map_or(true, |e| e.file_type().is_file() && is_photo(e.path())))
        .map(|entry| entry.map(DirEntry::into_path).map_err(io::Error::from))
        .collect()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn is_photo(path: &Path) -> bool {
    let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_gives_its_photos_at_every_depth_in_the_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        fs::create_dir_all(folder.path().join(".trash")).unwrap();
        for name in
            ["z.JPG", "b/c/1.jpeg", "b/2.heic", "a.png", "notes.txt", "._a.jpg", ".trash/3.jpg", "jpg"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found: Vec<_> = of(folder.path())
            .into_iter()
            .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(found, ["a.png", "b/2.heic", "b/c/1.jpeg", "z.JPG"]);
    }

    #[test]
    fn a_named_file_counts_whatever_its_ending_and_a_missing_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("photo");
        assert!(of(&file).iter().all(Result::is_err));
        fs::write(&file, "").unwrap();
        assert_eq!(of(&file).into_iter().filter_map(Result::ok).collect::<Vec<_>>(), [file]);
    }
}
