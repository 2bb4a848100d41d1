//! Finds the photos to check: files named on the command line, and photos in folders named there.

use std::io;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// File name extensions of photos in a folder. Formats other than JPEG are included because people hand them in,
/// and should be told that they are not accepted.
const EXTENSIONS: [&str; 13] =
    ["jpg", "jpeg", "jpe", "jfif", "png", "heic", "heif", "webp", "avif", "gif", "bmp", "tif", "tiff"];

/// The photos of all paths. Prints and counts those that cannot be read.
pub fn find_photos(paths: &[PathBuf], unreadable: &mut usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        for photo in photos_at(path) {
            match photo {
                Ok(photo) => found.push(photo),
                Err(error) => {
                    *unreadable += 1;
                    print_read_error(path, &error);
                }
            }
        }
    }
    found
}

/// Prints why a path cannot be read.
pub fn print_read_error(path: &Path, error: &io::Error) {
    eprintln!("precheck: {}: {error}", path.display());
}

/// The photos of one path: a file itself; of a folder all photos below it, sorted by name. An entry that cannot be
/// read is an error in its place.
fn photos_at(path: &Path) -> Vec<io::Result<PathBuf>> {
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
    let extension = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| EXTENSIONS.contains(&extension.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_folder_gives_its_photos_at_every_depth_sorted_by_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("b/c")).unwrap();
        fs::create_dir_all(folder.path().join(".trash")).unwrap();
        for name in
            ["z.JPG", "b/c/1.jpeg", "b/2.heic", "a.png", "notes.txt", "._a.jpg", ".trash/3.jpg", "jpg"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let found: Vec<_> = photos_at(folder.path())
            .into_iter()
            .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(found, ["a.png", "b/2.heic", "b/c/1.jpeg", "z.JPG"]);
    }

    #[test]
    fn a_named_file_counts_whatever_its_extension_and_a_missing_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("photo");
        assert!(photos_at(&file).iter().all(Result::is_err));
        fs::write(&file, "").unwrap();
        assert_eq!(photos_at(&file).into_iter().filter_map(Result::ok).collect::<Vec<_>>(), [file]);
    }
}
