//! A candidate: signs in, finds the record, confirms it, hands in a photo.

use crate::Failure;
use crate::requests::{Answer, Ask, Requests};
use precheck_campaign::objects::sha256;
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The level of every candidate, one of the sample campaign's.
pub const LEVEL: &str = "本科";

/// Makes every login code another one.
static NONCE: AtomicUsize = AtomicUsize::new(0);

/// The photo of all candidates.
#[derive(Clone)]
pub struct Photo(Arc<Vec<u8>>);

/// A candidate whose photo was acknowledged.
pub struct Candidate {
    number: usize,
    cookie: String,
    sha256: String,
}

impl Photo {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        if !bytes.starts_with(&[0xFF, 0xD8]) {
            return Err(format!("{} is no JPEG", path.display()).into());
        }
        Ok(Self(Arc::new(bytes)))
    }

    /// The same picture in a file of its own: with a comment segment.
    fn of(&self, number: usize) -> Vec<u8> {
        let text = format!("candidate {number}");
        let length = (text.len() as u16 + 2).to_be_bytes();
        [&self.0[..2], &[0xFF, 0xFE], &length, text.as_bytes(), &self.0[2..]].concat()
    }
}

/// The line of a roster.
pub fn roster_line(number: usize) -> String {
    format!("{LEVEL},{},护照,{},{}\n", name(number), passport(number), student_number(number))
}

fn name(number: usize) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digits = number.to_string();
    format!("王{}", digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect::<String>())
}

fn passport(number: usize) -> String {
    format!("E{number:08}")
}

fn student_number(number: usize) -> String {
    format!("0501{number:08}")
}

fn nonce() -> usize {
    NONCE.fetch_add(1, Ordering::Relaxed)
}

impl Candidate {
    /// Goes all the way to the acknowledged photo.
    pub async fn hand_in(requests: &Requests, number: usize, photo: &Photo) -> Result<Self, Failure> {
        let login = || Ask::json("", &json!({ "wechat_code": format!("candidate-{number}.{}", nonce()) }));
        let answer = requests.ask("login", Method::POST, "/api/v1/sessions", login).await?;
        let cookie = answer.cookie.ok_or_else(|| format!("login: {} {}", answer.status, answer.json))?;
        let phone = || Ask::json(&cookie, &json!({ "wechat_code": format!("139{number:08}.{}", nonce()) }));
        expect("phone", requests.ask("phone", Method::POST, "/api/v1/phone", phone).await?, &[204])?;
        let request = json!({
            "campaign": "load",
            "level": LEVEL,
            "name": name(number),
            "id_type": "passport",
            "id_number": passport(number),
            "consents": { "personal_information": true, "photo": true },
        });
        let matched = || Ask::json(&cookie, &request);
        expect("match", requests.ask("match", Method::POST, "/api/v1/collections", matched).await?, &[201])?;
        // After a kill nobody knows whether the last step was taken: then it is refused, and that is as good.
        let confirm = || Ask::json(&cookie, &json!({ "correct": true }));
        let confirmed =
            requests.ask("confirm", Method::POST, "/api/v1/collection/confirmation", confirm).await?;
        expect("confirm", confirmed, &[204, 409])?;
        let reminder = || Ask::empty(&cookie);
        let reminded =
            requests.ask("reminder", Method::POST, "/api/v1/collection/reminder", reminder).await?;
        expect("reminder", reminded, &[204, 409])?;
        let bytes = photo.of(number);
        let upload = || Ask { cookie: cookie.clone(), body: Some(("image/jpeg", bytes.clone())) };
        let uploaded = requests.ask("photo", Method::PUT, "/api/v1/collection/photo", upload).await?;
        expect("photo", uploaded, &[200])?;
        Ok(Self { number, sha256: sha256(&bytes), cookie })
    }

    /// Where the collection is, and whether it still has the acknowledged photo.
    pub async fn state(&self, requests: &Requests) -> Result<String, Failure> {
        let answer =
            requests.ask("status", Method::GET, "/api/v1/collection", || Ask::empty(&self.cookie)).await?;
        let photo = answer.json["photo"]["sha256"].as_str().unwrap_or_default().to_owned();
        let state = answer.json["state"].as_str().unwrap_or_default().to_owned();
        expect("status", answer, &[200])?;
        if photo != self.sha256 {
            return Err(format!(
                "candidate {}: the photo is {photo} instead of {}",
                self.number, self.sha256
            )
            .into());
        }
        Ok(state)
    }

    /// Fails if the collection is in another state.
    pub async fn expect(&self, requests: &Requests, state: &str) -> Result<(), Failure> {
        let found = self.state(requests).await?;
        if found == state {
            Ok(())
        } else {
            Err(format!("candidate {}: {found} instead of {state}", self.number).into())
        }
    }
}

fn expect(step: &str, answer: Answer, allowed: &[u16]) -> Result<StatusCode, Failure> {
    if allowed.contains(&answer.status.as_u16()) {
        Ok(answer.status)
    } else {
        Err(format!("{step}: {} {}", answer.status, answer.json).into())
    }
}
