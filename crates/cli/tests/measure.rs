//! `precheck measure`: a line of JSON a photo, or one row a photo in the layout of OFIQ's table.

mod common;

use common::{Folder, portrait, run};

#[test]
fn every_measure_has_a_native_value_and_a_quality() {
    // A face of 72 x 72 pixels, from NASA's portrait of Eileen Collins (public domain).
    let face = include_bytes!("../../../src/self_test.jpg");
    let folder = Folder::with(&[("face.jpg", face), ("grain.jpg", &portrait())]);
    let done = run(&["measure", "--iso", &folder.file("face.jpg"), &folder.file("grain.jpg")]);
    assert_eq!(done.code, 0, "{done:?}");
    let mut table = csv::ReaderBuilder::new().delimiter(b';').from_reader(done.output.as_bytes());
    let columns = table.headers().unwrap().clone();
    assert_eq!((columns.len(), &columns[0], &columns[28]), (57, "Filename", "NoHeadCoverings"));
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        let place = columns.iter().position(|column| column == name).unwrap();
        rows[row][place].to_owned()
    };
    assert_eq!(cell(0, "SingleFacePresent.scalar"), "100");
    assert!(cell(0, "InterEyeDistance").parse::<f64>().unwrap() > 10.0);
    assert_eq!((cell(0, "Sharpness"), cell(0, "Sharpness.scalar")), (String::new(), String::new()));
    assert_eq!(cell(1, "InterEyeDistance.scalar"), "-1", "nobody is on the picture");
}

#[test]
fn a_path_that_is_no_photo_is_wrong_use() {
    let folder = Folder::with(&[]);
    assert_eq!(run(&["measure", "--iso"]).code, 2);
    assert_eq!(run(&["measure", &folder.file("missing.jpg")]).code, 2);
    assert_eq!(run(&["measure", "--iso", &folder.file("missing.jpg")]).code, 2);
}
