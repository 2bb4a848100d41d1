//! Every endpoint through the router.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use precheck_simulator::{Simulator, router};
use serde_json::{Value, json};
use tower::ServiceExt;

async fn call(router: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn get(router: &Router, path: &str) -> (StatusCode, Value) {
    call(router, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn post(router: &Router, path: &str, body: Value) -> (StatusCode, Value) {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    call(router, request.body(Body::from(body.to_string())).unwrap()).await
}

fn login(code: &str) -> String {
    format!("/sns/jscode2session?appid=wx&secret=s&grant_type=authorization_code&js_code={code}")
}

async fn token(router: &Router, force: bool) -> String {
    let body =
        json!({ "grant_type": "client_credential", "appid": "wx", "secret": "s", "force_refresh": force });
    let (_, answer) = post(router, "/cgi-bin/stable_token", body).await;
    answer["access_token"].as_str().unwrap().to_owned()
}

async fn phone(router: &Router, token: &str, code: &str) -> Value {
    let path = format!("/wxa/business/getuserphonenumber?access_token={token}");
    post(router, &path, json!({ "code": code })).await.1
}

#[tokio::test]
async fn a_login_code_works_once() {
    let router = router(Simulator::default());
    let (status, first) = get(&router, &login("alice.1")).await;
    assert_eq!((status, first["openid"].as_str()), (StatusCode::OK, Some("openid-alice")));
    assert_eq!(get(&router, &login("alice.1")).await.1["errcode"], 40163);
    assert_eq!(get(&router, &login("alice.2")).await.1["openid"], "openid-alice");
    for code in ["", "alice", ".1", "alice.", "a%20b.1"] {
        assert_eq!(get(&router, &login(code)).await.1["errcode"], 40029, "{code}");
    }
}

#[tokio::test]
async fn a_token_is_stable_until_it_ends_or_is_refreshed() {
    let router = router(Simulator::default());
    let first = token(&router, false).await;
    assert_eq!(token(&router, false).await, first);
    assert_eq!(phone(&router, &first, "13901234567.1").await["phone_info"]["purePhoneNumber"], "13901234567");
    assert_eq!(phone(&router, &first, "13901234567.1").await["errcode"], 40163);
    assert_eq!(phone(&router, "other", "13901234567.2").await["errcode"], 40001);
    assert_eq!(
        post(&router, "/_control/advance", json!({ "seconds": 7200 })).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(phone(&router, &first, "13901234567.3").await["errcode"], 42001);
    let second = token(&router, false).await;
    assert_ne!(second, first);
    assert_ne!(token(&router, true).await, second);
}

#[tokio::test]
async fn faults_happen_as_often_as_asked() {
    let router = router(Simulator::default());
    let faults = json!([
        { "path": "/sns/jscode2session", "fault": "unavailable", "times": 1 },
        { "path": "/sns/jscode2session", "fault": "unavailable-after-effect", "times": 1 },
        { "path": "/sns/jscode2session", "fault": "slow", "times": 1, "seconds": 0.01 },
    ]);
    assert_eq!(post(&router, "/_control/faults", faults).await.0, StatusCode::NO_CONTENT);
    let mut statuses = Vec::new();
    for number in 0..4 {
        statuses.push(get(&router, &login(&format!("alice.{number}"))).await.0.as_u16());
    }
    assert_eq!(statuses, [503, 502, 200, 200]);
    let (_, ledger) = get(&router, "/_control/ledger").await;
    assert_eq!(ledger["logins"], 3);
}
