//! What happens when more photos come than the processor can check.

use crate::common::{Held, PROFILE, ask, get, post};
use axum::Router;
use axum::http::{StatusCode, header};
use precheck_server::{AppState, Config, router};
use std::num::NonZero;

/// Waits until `line` stands in the metrics.
async fn counted(app: &Router, line: &str) {
    while !ask(app, get("/metrics")).await.text().lines().any(|l| l == line) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_full_queue_answers_429_and_says_when_to_come_again() {
    let (models, mut held) = Held::new();
    let config = Config { workers: NonZero::<usize>::MIN, waiting: 1, ..Config::default() };
    let app = router(AppState::new(config, models));
    let ask_in_background = || {
        let app = app.clone();
        tokio::spawn(async move { ask(&app, post(PROFILE, b"photo".to_vec())).await })
    };
    let running = ask_in_background();
    held.check_begins().await;
    let waiting = ask_in_background();
    counted(&app, "precheck_checks_waiting 1").await;

    let turned_away = ask(&app, post(PROFILE, b"photo".to_vec())).await;
    assert_eq!(turned_away.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(turned_away.headers[header::RETRY_AFTER].to_str().unwrap().parse::<u64>().is_ok());
    assert!(turned_away.text().contains(r#""code":"busy""#), "{}", turned_away.text());
    assert_eq!(ask(&app, get("/healthz")).await.status, StatusCode::OK);

    held.let_go();
    assert_eq!(running.await.unwrap().status, StatusCode::OK);
    assert_eq!(waiting.await.unwrap().status, StatusCode::OK);
    assert_eq!(ask(&app, post(PROFILE, b"photo".to_vec())).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_check_that_takes_too_long_is_given_up() {
    let (models, held) = Held::new();
    let app = router(AppState::new(Config { check_seconds: 0, ..Config::default() }, models));
    let answer = ask(&app, post(PROFILE, b"photo".to_vec())).await;
    held.let_go();
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.text().contains(r#""code":"check-too-long""#), "{}", answer.text());
}
