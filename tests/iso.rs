//! The measures of ISO/IEC 29794-5 against the table of the reference implementation, where
//! `PRECHECK_OFIQ_RESULTS` names it, and on a photo.

use portrait_precheck::Inspection;
use portrait_precheck::iso::MEASURES;
use portrait_precheck::models::{ModelSet, NoModels};
use portrait_precheck::scene::Unmeasurable;
use std::{env, fs};

#[test]
#[ignore = "needs PRECHECK_OFIQ_RESULTS: the table of the reference implementation"]
fn every_quality_is_the_one_that_the_reference_implementation_gives() {
    let path = env::var_os("PRECHECK_OFIQ_RESULTS").expect("PRECHECK_OFIQ_RESULTS is set");
    let mut table = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(path).unwrap();
    let columns = table.headers().unwrap().clone();
    let column = |name: &str| columns.iter().position(|own| own == name).expect("the table has the measure");
    let rows: Vec<_> = table.records().map(Result::unwrap).collect();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for measure in &MEASURES {
        let (native, scalar) = (column(measure.name), column(&format!("{}.scalar", measure.name)));
        let Some(method) = &measure.method else { continue };
        for row in &rows {
            let (native, quality): (f64, u8) = (row[native].parse().unwrap(), row[scalar].parse().unwrap());
            compared += 1;
            if (method.scalar)(native) != quality {
                wrong.push((measure.name, native, quality, (method.scalar)(native)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(compared, 28 * 17, "measures times photos of the table");
}

/// NASA's portrait of the astronaut Eileen Collins, from the known answer's folder.
fn astronaut() -> Inspection<Vec<u8>> {
    let bytes = fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/src/self_test.jpg")).unwrap();
    Inspection::open(bytes)
}

#[test]
fn without_models_nothing_about_a_face_is_told() {
    let mut photo = astronaut();
    let scene = photo.analyze(&NoModels);
    let methods = MEASURES.iter().filter_map(|measure| Some((measure.name, measure.method.as_ref()?)));
    let told: Vec<_> = methods
        .filter(|(_, method)| method.native(scene) != Err(Unmeasurable::ModelMissing))
        .map(|(name, _)| name)
        .collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_frontal_portrait_has_plausible_values() {
    let mut photo = astronaut();
    let scene = photo.analyze(&ModelSet::embedded().unwrap());
    // 72 x 72 pixels, eyes wide open, a broad smile; too few pixels to compare the cheeks.
    let cases = [
        ("SingleFacePresent", 0.0..=0.0),
        ("InterEyeDistance", 14.0..=18.0),
        ("HeadSize", 0.3..=0.8),
        ("EyesOpen", 0.04..=0.2),
        ("MouthClosed", 0.02..=0.3),
        ("LeftwardCropOfTheFaceImage", 1.5..=2.0),
        ("RightwardCropOfTheFaceImage", 1.5..=2.0),
        ("HeadPoseYaw", -20.0..=20.0),
        ("HeadPosePitch", -25.0..=25.0),
        ("HeadPoseRoll", -15.0..=15.0),
        ("LuminanceMean", 0.1..=0.8),
        ("LuminanceVariance", 0.001..=0.2),
        ("DynamicRange", 4.0..=8.0),
        ("NaturalColour", 0.0..=10.0),
    ];
    let native = |name: &str| {
        let measure = MEASURES.iter().find(|measure| measure.name == name).unwrap();
        measure.method.as_ref().unwrap().native(scene)
    };
    let wrong: Vec<_> = cases
        .iter()
        .map(|(name, plausible)| (name, native(name), plausible))
        .filter(|(_, value, plausible)| !value.is_ok_and(|value| plausible.contains(&value)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
