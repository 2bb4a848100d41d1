//! What a photo's file tells by itself: whether it is complete, and how strongly it was compressed.
//!
//! This is the small module. On a slow network it is there seconds before the checker, and it measures with the
//! checker's own functions, so that its numbers are those of the report. It judges nothing: a page holds the
//! numbers against the limits of the profile's outline (`profile/outline.rs`). No profile, no report and no model
//! comes along, and nothing may that makes it large.
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
    /// An object of the page's that hears what is measured.
    pub type Listener;

    /// A rule's number, with words for its message, empty where there are none, and the areas on the upright photo:
    /// `x, y, width, height` of each.
    #[wasm_bindgen(method)]
    fn measured(this: &Listener, rule: &str, value: f64, zh: &str, en: &str, areas: &[u32]);

    /// Why a rule's number cannot be told: as reports name it, and for people.
    #[wasm_bindgen(method)]
    fn unmeasurable(this: &Listener, rule: &str, because: &str, zh: &str, en: &str);
}

/// The longest file that may be handed over, in bytes.
#[wasm_bindgen]
pub fn longest() -> u32 {
    limits::MAX_BYTES as u32
}

/// Measures what the file tells.
#[wasm_bindgen]
pub fn look(bytes: &[u8], listener: &Listener) {
    let mut scene = Scene::of_file(Photo::open_without_digest(bytes));
    scene.decode(bytes);
    tell::<FileReadable>(&scene, listener);
    tell::<CompressionArtifacts>(&scene, listener);
}

fn tell<R: Rule>(scene: &Scene, listener: &Listener) {
    match R::measure(scene) {
        Ok(measured) => {
            let areas: Vec<u32> = measured.marks.iter().flat_map(area).collect();
            let value = R::value(&measured).unwrap_or_default();
            let detail = measured.detail.unwrap_or_default();
            listener.measured(R::ID, value, &detail.zh, &detail.en, &areas);
        }
        Err(reason) => listener.unmeasurable(R::ID, reason.name(), reason.text().zh, reason.text().en),
    }
}

/// These two rules mark areas alone.
fn area(mark: &Mark) -> impl Iterator<Item = u32> {
    let rect = match mark {
        Mark::Area(rect) => Some([rect.x, rect.y, rect.width, rect.height]),
        _ => None,
    };
    rect.into_iter().flatten()
}
