//! The preflight module: measures whether a photo's file is complete and how strongly it was compressed.
//!
//! It is small, so that on a slow network it is loaded seconds before the checker. It measures with the checker's own
//! rules, so its numbers are those of the report; a page compares them with the limits in the profile summary
//! (`src/profile/summary.rs`). To stay small it contains no profile, report or model.
#![forbid(unsafe_code)]
#![cfg(target_arch = "wasm32")]

use portrait_precheck::rules::{CompressionArtifacts, FileReadable, Rule};
use portrait_precheck::scene::Scene;
use precheck_foundation::json::EnumName;
use precheck_foundation::marks::Mark;
use precheck_imaging::container::{Photo, limits};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object of the page that receives the measurements.
    pub type Listener;

    /// A rule's number, the `{detail}` of its message in Chinese and English (empty if there is none), and areas on the
    /// upright photo, in pixels: `x, y, width, height` of each.
    #[wasm_bindgen(method)]
    fn measured(this: &Listener, rule: &str, value: f64, zh: &str, en: &str, areas: &[u32]);

    /// Why a rule could not be measured: the name in reports, and the reason and what to do, for people in Chinese and
    /// English.
    #[wasm_bindgen(method)]
    fn unmeasurable(
        this: &Listener,
        rule: &str,
        because: &str,
        zh: &str,
        en: &str,
        advice_zh: &str,
        advice_en: &str,
    );
}

/// Length of the longest file that can be measured, in bytes.
#[wasm_bindgen(js_name = maxBytes)]
pub fn max_bytes() -> u32 {
    limits::MAX_BYTES as u32
}

/// Measures a file given by its content.
#[wasm_bindgen]
pub fn measure(bytes: &[u8], listener: &Listener) {
    let mut scene = Scene::of_file(Photo::open_without_digest(bytes));
    scene.decode(bytes);
    report::<FileReadable>(&scene, listener);
    report::<CompressionArtifacts>(&scene, listener);
}

/// Measures one rule and passes the result to the listener.
fn report<R: Rule>(scene: &Scene, listener: &Listener) {
    match R::measure(scene) {
        Ok(measured) => {
            let areas: Vec<u32> = measured.marks.iter().flat_map(area).collect();
            let value = measured.quantity.number().unwrap_or_default();
            let detail = measured.detail.unwrap_or_default();
            listener.measured(R::ID, value, &detail.zh, &detail.en, &areas);
        }
        Err(why) => {
            let (reason, advice) = (why.text(), why.advice());
            listener.unmeasurable(R::ID, why.name(), reason.zh, reason.en, advice.zh, advice.en);
        }
    }
}

/// The rectangle of an area; the two rules use no other marks.
fn area(mark: &Mark) -> impl Iterator<Item = u32> {
    let rect = match mark {
        Mark::Area(rect) => Some([rect.x, rect.y, rect.width, rect.height]),
        _ => None,
    };
    rect.into_iter().flatten()
}
