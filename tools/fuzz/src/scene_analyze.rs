//! Whatever the models answer, a portrait gets a report from every profile, the same one every time, in which every
//! number is finite and every mark is near the picture.

use super::model_outputs::{FuzzedModels, PORTRAIT};
use portrait_precheck::iso::MEASURES;
use portrait_precheck::{Inspection, Profile, profile};
use serde_json::Value;
use std::sync::LazyLock;

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| profile::builtins().collect());

/// No coordinate of a mark on the portrait of 144 x 192 pixels is larger.
const FARTHEST_MARK: f64 = 20_000.0;

/// No measurement of the portrait, a file of 4 kB, is larger.
const LARGEST_VALUE: f64 = 1e6;

/// The bytes choose the outputs of the models, see [`FuzzedModels::new`].
pub fn scene_analyze(bytes: &[u8]) {
    let models = FuzzedModels::new(bytes);
    let reports = reports(&models);
    assert_eq!(reports, self::reports(&models), "the second report differs");
    for (report, profile) in reports.iter().zip(PROFILES.iter()) {
        let report: Value = serde_json::from_str(report).expect("a report is JSON");
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(profile.clauses.len()));
        for (rule, number) in report["measurements"].as_object().expect("an object") {
            let value = number["value"].as_f64().expect("a measurement is a number");
            assert!(value.abs() <= LARGEST_VALUE, "{rule} is {value}");
        }
        for finding in report["findings"].as_array().expect("checked above") {
            finding["marks"].as_array().into_iter().flatten().for_each(|mark| check_mark(mark, finding));
        }
    }
}

/// The report of every profile. The measures of ISO/IEC 29794-5, which no report has, are finite too.
fn reports(models: &FuzzedModels) -> Vec<String> {
    let mut inspection = Inspection::open(PORTRAIT);
    let scene = inspection.analyze(models);
    for measure in &MEASURES {
        if let Some(Ok(value)) = measure.method.as_ref().map(|method| (method.native)(scene)) {
            assert!(value.is_finite(), "{} is {value}", measure.name);
        }
    }
    PROFILES.iter().map(|profile| inspection.judge(profile).to_json()).collect()
}

fn check_mark(mark: &Value, finding: &Value) {
    match mark {
        Value::Number(number) => {
            let coordinate = number.as_f64().unwrap_or(f64::NAN);
            assert!(coordinate.abs() <= FARTHEST_MARK, "{coordinate} in a mark of {}", finding["rule"]);
        }
        Value::Array(items) => items.iter().for_each(|item| check_mark(item, finding)),
        Value::Object(members) => members.values().for_each(|member| check_mark(member, finding)),
        _ => {}
    }
}
