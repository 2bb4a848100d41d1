//! Each room of the checker uses only rooms to its left, so that the house can be understood from left to
//! right and no cycle creeps in.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// The rooms from left to right; those in one group may use each other.
const ROOMS: [&[&str]; 15] = [
    &["geometry", "json", "marks", "num", "text"],
    &["colour"],
    &["raster"],
    &["jpeg"],
    &["container"],
    &["decode"],
    &["models"],
    &["scene"],
    &["rules"],
    &["profile"],
    &["report"],
    &["check"],
    &["iso"],
    &["self_test"],
    &["wasm"],
];

#[test]
fn every_room_uses_only_rooms_to_its_left() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (source, file) in all_files() {
        let room = room_of(&source, &file);
        if room == "lib" {
            continue;
        }
        let Some(own) = place(&room) else {
            wrong.push(format!("{room} has no place in the order"));
            continue;
        };
        seen += 1;
        let text = fs::read_to_string(&file).unwrap();
        for used in rooms_used_by(&text) {
            if place(&used).is_some_and(|other| other > own) {
                wrong.push(format!("{} uses {used}", file.strip_prefix(&source).unwrap().display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen > 20, "only {seen} files were found");
}

#[test]
fn only_the_bindings_know_javascript() {
    let knowing: Vec<_> = all_files()
        .into_iter()
        .filter(|(source, file)| room_of(source, file) != "wasm")
        .filter(|(_, file)| {
            let text = fs::read_to_string(file).unwrap();
            ["wasm_bindgen", "js_sys", "web_sys"].iter().any(|name| text.contains(name))
        })
        .collect();
    assert!(knowing.is_empty(), "{knowing:?}");
}

/// Where rooms lie.
const HOUSES: [&str; 3] = ["src", "crates/foundation/src", "crates/imaging/src"];

/// Every file of every room, each with the folder of the house.
fn all_files() -> Vec<(PathBuf, PathBuf)> {
    let houses = HOUSES.map(|house| Path::new(env!("CARGO_MANIFEST_DIR")).join(house));
    let of =
        |house: &PathBuf| rust_files(house).unwrap().into_iter().map(|file| (house.clone(), file)).collect();
    houses.iter().flat_map(|house| -> Vec<_> { of(house) }).collect()
}

fn place(room: &str) -> Option<usize> {
    ROOMS.iter().position(|group| group.contains(&room))
}

/// `src/scene/face.rs` and `src/scene.rs` both belong to the room `scene`.
fn room_of(source: &Path, file: &Path) -> String {
    let first = file.strip_prefix(source).unwrap().components().next().unwrap();
    Path::new(first.as_os_str()).file_stem().unwrap().to_string_lossy().into_owned()
}

/// The names behind each `crate::` that are rooms.
fn rooms_used_by(text: &str) -> Vec<String> {
    let name =
        |rest: &str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned();
    text.split("crate::").skip(1).map(name).filter(|name| place(name).is_some()).collect()
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}
