//! A reviewer who approves everything.

use crate::Failure;
use crate::candidate::Candidate;
use crate::requests::{Ask, Requests};
use precheck_campaign::password::totp_at;
use reqwest::Method;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// How long until an empty queue is looked at again.
const PAUSE: Duration = Duration::from_millis(200);

/// How long the last decisions may take after the last photo: a lease of a killed process and the undo window.
const PATIENCE: Duration = Duration::from_secs(240);

/// What a member of staff signs in with.
#[derive(Clone)]
pub struct Credentials {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
    /// The shared secret of one-time passwords.
    pub secret: Vec<u8>,
}

/// Approves until told to stop; answers how many photos that were.
pub async fn work(
    requests: Arc<Requests>,
    staff: Credentials,
    stop: watch::Receiver<bool>,
) -> Result<usize, Failure> {
    let started = Instant::now();
    let cookie = loop {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as i64;
        let body =
            json!({ "name": staff.name, "password": staff.password, "totp": totp_at(&staff.secret, now) });
        let answer = requests
            .ask("staff login", Method::POST, "/api/v1/staff/sessions", || Ask::json("", &body))
            .await?;
        match answer.cookie {
            Some(cookie) => break cookie,
            // Where the answer was lost by a kill, this one-time password is used up.
            None if started.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_secs(30)).await,
            None => return Err(format!("staff login: {} {}", answer.status, answer.json).into()),
        }
    };
    let mut decided = 0;
    while !*stop.borrow() {
        let path = "/api/v1/staff/reviews/next?count=5";
        let answer = requests.ask("review next", Method::GET, path, || Ask::empty(&cookie)).await?;
        let reviews = answer.json["reviews"].as_array().cloned().unwrap_or_default();
        if reviews.is_empty() {
            tokio::time::sleep(PAUSE).await;
        }
        for review in reviews {
            let path = format!("/api/v1/staff/reviews/{}", review["id"].as_str().unwrap_or_default());
            let approve = || Ask::json(&cookie, &json!({ "verdict": "approve" }));
            let answer = requests.ask("review decide", Method::PUT, &path, approve).await?;
            decided += usize::from(answer.status.is_success());
        }
    }
    Ok(decided)
}

/// Waits until every candidate's photo is approved.
pub async fn until_decided(requests: &Requests, candidates: &[Candidate]) -> Result<(), Failure> {
    let started = Instant::now();
    for candidate in candidates {
        while candidate.state(requests).await? != "approved" {
            if started.elapsed() > PATIENCE {
                return candidate.expect(requests, "approved").await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(())
}
