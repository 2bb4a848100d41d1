//! What the tests of the server share: routers, requests, answers, and files that are not photos.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
pub use portrait_precheck::models::NoModels;
use portrait_precheck::models::{ModelId, ModelName, Models};
use precheck_server::{ApiState, ChecksConfig, ServerConfig, api, app};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use tokio::sync::mpsc;
use tower::ServiceExt;

/// A folder of its own with these files.
pub fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (file, content) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// A profile that ships with the checker.
pub const PROFILE: &str = "chsi-graduation";

/// An answer, wholly read.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

/// The program's router with these settings of the API.
pub fn with(checks: ChecksConfig, models: impl Models + Send + Sync + 'static) -> Router {
    app(&ApiState::new(checks, models), &ServerConfig::default())
}

/// The program's router with these settings of the server.
pub fn with_server(config: &ServerConfig) -> Router {
    app(&ApiState::new(ChecksConfig::default(), NoModels), config)
}

/// The program's router with its defaults.
pub fn default_app() -> Router {
    with_server(&ServerConfig::default())
}

/// The bare API, as another program mounts it.
pub fn bare_api() -> Router {
    api(ApiState::new(ChecksConfig::default(), NoModels)).into()
}

pub async fn ask(app: &Router, request: Request<Body>) -> Answer {
    let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
    Answer { status: head.status, headers: head.headers, body: body.collect().await.unwrap().to_bytes() }
}

pub fn get(address: &str) -> Request<Body> {
    Request::get(address).body(Body::empty()).unwrap()
}

pub fn post(profile: &str, photo: impl Into<Body>) -> Request<Body> {
    Request::post(format!("/api/v1/checks?profile={profile}")).body(photo.into()).unwrap()
}

/// Files that a candidate might send by mistake or malice.
pub fn broken_photos() -> Vec<(&'static str, Vec<u8>)> {
    let start_of_image = [0xff, 0xd8];
    // SOF0 with one component, 8 bits, 60,000 x 60,000 pixels.
    let bomb = [0xff, 0xc0, 0, 11, 8, 0xea, 0x60, 0xea, 0x60, 1, 1, 0x11, 0];
    vec![
        ("empty file", Vec::new()),
        ("one byte", vec![0xff]),
        ("text", b"this is not a photo".to_vec()),
        ("a renamed png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        ("a renamed heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec()),
        ("a jpeg that ends at once", start_of_image.to_vec()),
        ("a picture bomb", [&start_of_image[..], &bomb[..]].concat()),
        ("a segment longer than the file", vec![0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1]),
        ("zeros", vec![0; 100_000]),
    ]
}

/// Models that hold every check that asks for them, until the test lets them go.
pub struct Held {
    begun: mpsc::UnboundedSender<()>,
    gate: Arc<Gate>,
}

/// The test's end of [`Held`].
pub struct Holder {
    begun: mpsc::UnboundedReceiver<()>,
    gate: Arc<Gate>,
}

#[derive(Default)]
struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Held {
    pub fn new() -> (Self, Holder) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let gate = Arc::<Gate>::default();
        (Self { begun: sender, gate: gate.clone() }, Holder { begun: receiver, gate })
    }
}

impl Models for Held {
    fn manifest(&self) -> Vec<ModelId> {
        // The holder may be gone: then nobody waits for the news.
        let _ = self.begun.send(());
        drop(self.gate.opened.wait_while(self.gate.open.lock().unwrap(), |open| !*open).unwrap());
        Vec::new()
    }

    fn run(&self, _: ModelName, _: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        None
    }
}

impl Holder {
    /// Waits until a check has begun.
    pub async fn check_begins(&mut self) {
        self.begun.recv().await.unwrap();
    }

    /// Lets all checks go on.
    pub fn let_go(&self) {
        *self.gate.open.lock().unwrap() = true;
        self.gate.opened.notify_all();
    }
}

impl Drop for Holder {
    /// So that a test that fails ends.
    fn drop(&mut self) {
        self.let_go();
    }
}
