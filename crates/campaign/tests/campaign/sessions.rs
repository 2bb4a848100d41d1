//! Who is signed in, for how long, and how that ends.

use crate::stage::{Database, PASSWORD, Stage, TOTP, on_both};
use precheck_campaign::clock::{DAY, HOUR, MINUTE};
use precheck_campaign::db::Actor;
use precheck_campaign::{password, staff};
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

on_both!(
    a_session_that_is_used_goes_on,
    a_member_of_staff_is_revoked_and_renewed,
    whoever_is_revoked_while_signing_in_stays_outside,
    tries_of_staff_from_one_address_are_few,
    a_ticket_opens_one_session_within_a_minute
);

async fn a_session_that_is_used_goes_on(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let (used, idle) = (stage.staff("reviewer").await, stage.staff("second").await);
    let signed_in = used.get("/api/v1/staff/sessions").await.need(200).json();
    assert_eq!(signed_in, json!({ "name": "reviewer", "role": "reviewer" }));
    let candidate = stage.confirmed(0).await;
    for _ in 0..3 {
        stage.pass(8 * HOUR).await;
        used.get("/api/v1/staff/sessions").await.need(200);
    }
    assert_eq!(idle.get("/api/v1/staff/sessions").await.says(), (401, "not-signed-in".to_owned()));
    stage.pass(12 * HOUR).await;
    assert_eq!(used.get("/api/v1/staff/sessions").await.says(), (401, "not-signed-in".to_owned()));
    stage.pass(8 * DAY).await;
    candidate.get("/api/v1/collection").await.need(200);
    stage.pass(13 * DAY).await;
    candidate.get("/api/v1/collection").await.need(200);
    stage.pass(14 * DAY).await;
    assert_eq!(candidate.get("/api/v1/collection").await.says(), (401, "not-signed-in".to_owned()));
}

async fn a_ticket_opens_one_session_within_a_minute(database: Database) {
    let stage = Stage::new(database, &[]).await;
    assert_eq!(
        stage.client().post("/api/v1/tickets", json!({})).await.says(),
        (401, "not-signed-in".to_owned())
    );
    let candidate = stage.confirmed(0).await;
    let ticket = async || {
        let answer = candidate.post("/api/v1/tickets", json!({})).await.need(200).json();
        format!("/enter?ticket={}", answer["ticket"].as_str().unwrap())
    };
    let address = ticket().await;
    let entered = stage.client().get(&address).await.need(303);
    assert_eq!(entered.headers["location"], "/");
    let mut view = stage.client();
    view.cookie = Some(entered.cookie());
    assert_eq!(view.state().await, "confirmed");
    let led =
        stage.client().ask("GET", &ticket().await, &[("sec-fetch-site", "cross-site")], String::new()).await;
    assert_eq!(led.says(), (403, "cross-site".to_owned()), "another site signs nobody in");
    let late = ticket().await;
    stage.pass(MINUTE).await;
    for address in [address, late, "/enter?ticket=".to_owned()] {
        let answer = stage.client().get(&address).await.need(303);
        assert!(!answer.headers.contains_key("set-cookie"), "{address}");
    }
    candidate.get("/api/v1/collection").await.need(200);
}

async fn a_member_of_staff_is_revoked_and_renewed(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    stage.submitted(0).await;
    let (reviewer, second) = (stage.staff("reviewer").await, stage.staff("second").await);
    let work = reviewer.get("/api/v1/staff/reviews/next").await.need(200).json();
    assert_eq!(work["reviews"].as_array().unwrap().len(), 1);
    staff::revoke(&stage.app, Actor::Operator, "reviewer").await.unwrap();
    assert_eq!(reviewer.get("/api/v1/staff/sessions").await.says(), (401, "not-signed-in".to_owned()));
    let work = second.get("/api/v1/staff/reviews/next").await.need(200).json();
    assert_eq!(work["reviews"].as_array().unwrap().len(), 1, "what the person had on lease is free");
    stage.pass(MINUTE).await;
    let sign_in = async |password: &str| {
        let totp = password::totp_at(TOTP, stage.app.clock.now());
        let body = json!({ "name": "reviewer", "password": password, "totp": totp });
        stage.client().post("/api/v1/staff/sessions", body).await
    };
    assert_eq!(sign_in(PASSWORD).await.says(), (401, "sign-in-failed".to_owned()));
    let listed =
        async || staff::list(&stage.app).await.unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert!(listed().await.contains(&"reviewer reviewer 0 revoked".to_owned()));
    let new = "another horse, another battery";
    let hash = password::hash(new).unwrap();
    staff::renew(&stage.app, Actor::Operator, "reviewer", &hash, TOTP).await.unwrap();
    assert_eq!(sign_in(PASSWORD).await.says(), (401, "sign-in-failed".to_owned()));
    sign_in(new).await.need(204);
    assert!(listed().await.contains(&"reviewer reviewer 1".to_owned()));
    assert!(staff::revoke(&stage.app, Actor::Operator, "nobody").await.is_err());
}

async fn whoever_is_revoked_while_signing_in_stays_outside(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let totp = password::totp_at(TOTP, stage.app.clock.now());
    let body = json!({ "name": "reviewer", "password": PASSWORD, "totp": totp });
    let mut change = stage.app.db.change(Actor::Operator).await.unwrap();
    sqlx::query("UPDATE staff SET password = '' WHERE name = 'reviewer'")
        .execute(&mut *change.tx)
        .await
        .unwrap();
    let client = stage.client();
    let mut signing_in = std::pin::pin!(client.post("/api/v1/staff/sessions", body));
    // Meanwhile the old password is read, and on PostgreSQL found right.
    assert!(timeout(Duration::from_millis(500), &mut signing_in).await.is_err(), "it waits for the row");
    change.commit().await.unwrap();
    assert_eq!(signing_in.await.says(), (401, "sign-in-failed".to_owned()));
}

async fn tries_of_staff_from_one_address_are_few(database: Database) {
    let stage = Stage::configured(database, &[], |config| {
        config.tries_per_address = 3;
        config.behind_proxy = true;
    })
    .await;
    let client = stage.client();
    let sign_in = async |address: &str, name: &str| {
        let totp = password::totp_at(TOTP, stage.app.clock.now());
        let body = json!({ "name": name, "password": PASSWORD, "totp": totp }).to_string();
        let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
        client.ask("POST", "/api/v1/staff/sessions", &headers, body).await
    };
    for name in ["nobody", "nobody", "reviewer", "second", "nobody"] {
        let (status, _) = sign_in("192.0.2.1", name).await.says();
        assert_eq!(status, if name == "nobody" { 401 } else { 204 }, "{name}");
    }
    let fourth = sign_in("192.0.2.1", "lead").await;
    assert!(fourth.headers.contains_key("retry-after"));
    assert_eq!(fourth.says(), (429, "too-many-tries".to_owned()));
    sign_in("192.0.2.2", "lead").await.need(204);
}
