//! A check that panics is answered, logged and counted. A file of its own, because a process has one log.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use portrait_precheck::models::{ModelId, ModelName, Models};
use precheck_server::config::LogLevel;
use precheck_server::{ApiState, ChecksConfig, ServerConfig, app, log};
use serde_json::Value;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// Models with a fault.
struct Faulty;

impl Models for Faulty {
    fn manifest(&self) -> Vec<ModelId> {
        panic!("something of a photo")
    }

    fn run(&self, _: ModelName, _: &[&[f32]]) -> Option<Vec<Vec<f32>>> {
        None
    }
}

/// The log, in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_check_that_panics_is_answered_logged_and_counted() {
    let lines = Lines::default();
    let writer = lines.clone();
    log::to(LogLevel::Info, move || writer.clone());
    let app = app(&ApiState::new(ChecksConfig::default(), Faulty), &ServerConfig::default());
    let ask = async |method: &str, address: &str| {
        let request = Request::builder().method(method).uri(address).body(Body::from("photo")).unwrap();
        let (head, body) = app.clone().oneshot(request).await.unwrap().into_parts();
        (head, String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap())
    };

    let (head, body) = ask("POST", "/api/v1/checks?profile=chsi-graduation").await;
    assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(head.headers[header::CONTENT_TYPE], "application/problem+json");
    assert!(body.contains(r#""code":"internal-error""#), "{body}");

    let log = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    let logged: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let panic =
        logged.iter().find(|line| line["fields"]["message"] == "panic").expect("a line for the panic");
    assert_eq!(panic["level"], "ERROR");
    assert!(panic["fields"]["location"].as_str().unwrap().contains("panic.rs:"), "{panic}");
    assert!(!log.contains("something of a photo"), "{log}");

    let (_, metrics) = ask("GET", "/metrics").await;
    assert!(metrics.lines().any(|line| line == "precheck_check_panics_total 1"), "{metrics}");
}
