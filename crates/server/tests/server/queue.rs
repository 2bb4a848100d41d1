//! More photos than the processor can check.

use crate::common::{Held, PROFILE, ask, get, post, with};
use axum::Router;
use axum::http::{StatusCode, header};
use precheck_server::ChecksConfig;
use std::num::NonZero;

/// Waits until the metrics contain `line`.
async fn counted(app: &Router, line: &str) {
    while !ask(app, get("/metrics")).await.text().lines().any(|l| l == line) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_full_queue_answers_429_and_says_when_to_retry() {
    let (models, mut held) = Held::new();
    let config = ChecksConfig { workers: NonZero::<usize>::MIN, queue_length: 1, ..ChecksConfig::default() };
    let app = with(config, models);
    let ask_in_background = || {
        let app = app.clone();
        tokio::spawn(async move { ask(&app, post(PROFILE, b"photo".to_vec())).await })
    };
    let running = ask_in_background();
    held.check_begins().await;
    let waiting = ask_in_background();
    counted(&app, "precheck_checks_waiting 1").await;

    let refused = ask(&app, post(PROFILE, b"photo".to_vec())).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().is_ok());
    assert!(refused.text().contains(r#""code":"busy""#), "{}", refused.text());
    assert_eq!(ask(&app, get("/healthz")).await.status, StatusCode::OK);

    held.let_go();
    assert_eq!(running.await.unwrap().status, StatusCode::OK);
    assert_eq!(waiting.await.unwrap().status, StatusCode::OK);
    assert_eq!(ask(&app, post(PROFILE, b"photo".to_vec())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_check_that_takes_too_long_is_a_503() {
    let (models, held) = Held::new();
    let app = with(ChecksConfig { check_seconds: 0, ..ChecksConfig::default() }, models);
    let answer = ask(&app, post(PROFILE, b"photo".to_vec())).await;
    held.let_go();
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains(r#""code":"check-too-long""#), "{}", answer.text());
}
