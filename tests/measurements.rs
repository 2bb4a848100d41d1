//! Stored measurements give the report that the photo gives, byte for byte.

use portrait_precheck::models::{ModelSet, Models, NoModels};
use portrait_precheck::{Inspection, Measurements, check, profile};
use precheck_foundation::json::Json;

const FACE: &[u8] = include_bytes!("../src/self_test.jpg");

#[test]
fn stored_measurements_are_judged_as_the_photo_is() {
    let all = ModelSet::embedded().unwrap();
    let cut = &FACE[..FACE.len() / 2];
    let cases: [(&str, &[u8], &dyn Models); 5] = [
        ("face", FACE, &all),
        ("face without models", FACE, &NoModels),
        ("cut file", cut, &all),
        ("no picture", b"GIF89a", &all),
        ("nothing", b"", &all),
    ];
    let mut wrong = Vec::new();
    for (name, bytes, models) in cases {
        let mut inspection = Inspection::open(bytes);
        inspection.analyze(models);
        let stored = inspection.measure().to_json();
        let read = Measurements::from_json(&stored).unwrap();
        if read != inspection.measure() || read.to_json() != stored {
            wrong.push(format!("{name}: {stored} is read as {read:?}"));
        }
        for profile in profile::builtins() {
            let (by_photo, by_store) = (check(bytes, &profile, models), read.judge(&profile));
            if by_photo.to_json() != by_store.to_json() {
                wrong.push(format!("{name}, {}: {by_store:?}", profile.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_misspelt_is_refused_by_name() {
    let stored = Inspection::open(FACE).measure().to_json();
    let cases = [
        (r#""schema":1"#, r#""schema":9"#, "`schema`: is 9"),
        (r#""file-size":"#, r#""file-length":"#, "`rules`: unknown rule `file-length`"),
        (r#""unit":"bytes""#, r#""unit":"px""#, "`file-size`: `unit`: must be `bytes`"),
        (
            "not looked at yet",
            "too dark to see",
            "`background-colour`: `because`: unknown value `too dark to see`",
        ),
        (r#""engine":"#, r#""motor":"#, "unknown field `motor`"),
    ];
    let wrong: Vec<_> = cases
        .into_iter()
        .map(|(is, spoiled, problem)| (Measurements::from_json(&stored.replace(is, spoiled)), problem))
        .filter(|(read, problem)| !read.as_ref().is_err_and(|error| error.starts_with(problem)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
