//! Whatever the models answer, a portrait has measurements, the same ones every time and after they were stored, and
//! gets a report from every profile, in which every number is finite and every mark is near the picture.

use super::model_outputs::{FuzzedModels, PORTRAIT};
use portrait_precheck::iso::MEASURES;
use portrait_precheck::{Inspection, Measurements, Profile, profile};
use precheck_foundation::json::Json;
use serde_json::Value;
use std::sync::LazyLock;

static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| profile::builtins().collect());

/// No coordinate of a mark is larger: a hundred times the height of the portrait.
const FARTHEST_MARK: f64 = 19_200.0;

/// No measurement of the portrait, a file of 3 kB, is larger.
const LARGEST_VALUE: f64 = 1e6;

/// The bytes choose the outputs of the models, see [`FuzzedModels::new`].
pub fn scene_analyze(bytes: &[u8]) {
    let models = FuzzedModels::new(bytes);
    let measurements = measured(&models);
    let stored = measurements.to_json();
    assert_eq!(stored, measured(&models).to_json(), "the second run differs");
    let restored = Measurements::from_json(&stored).expect("measurements can be read back");
    for (rule, quantity) in measurements.quantities() {
        let value = quantity.number().unwrap_or_default();
        assert!(value.abs() <= LARGEST_VALUE, "{} is {value}", rule.id);
    }
    for profile in PROFILES.iter() {
        let report = measurements.judge(profile).to_json();
        assert_eq!(report, restored.judge(profile).to_json(), "stored measurements give another report");
        let report: Value = serde_json::from_str(&report).expect("a report is JSON");
        let findings = report["findings"].as_array().expect("a report has findings");
        assert_eq!(findings.len(), profile.clauses.len());
        for finding in findings {
            finding["marks"].as_array().into_iter().flatten().for_each(|mark| check_mark(mark, finding));
        }
    }
}

/// The measurements. Those of ISO/IEC 29794-5, which no report has, are finite too.
fn measured(models: &FuzzedModels) -> Measurements {
    let mut inspection = Inspection::open(PORTRAIT);
    let scene = inspection.analyze(models);
    for measure in &MEASURES {
        if let Some(Ok(value)) = measure.method.as_ref().map(|method| method.native(scene)) {
            assert!(value.is_finite(), "{} is {value}", measure.name);
        }
    }
    inspection.measure()
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
