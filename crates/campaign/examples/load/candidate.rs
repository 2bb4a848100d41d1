//! A candidate: signs in, finds the record, confirms it, hands in a photo, pays.

use crate::Failure;
use crate::payment::WechatPay;
use crate::requests::{Answer, Ask, Requests};
use precheck_campaign::objects::sha256;
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The level of every candidate, one of the sample campaign's.
pub const LEVEL: &str = "本科";

/// One in so many candidates leaves with the payment under way; every second of them comes back, and pays once more.
const LEAVERS: usize = 20;

/// How long a payment may take to be confirmed.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long until a page asks again.
const PAUSE: Duration = Duration::from_millis(500);

/// Makes every login code another one.
static NONCE: AtomicUsize = AtomicUsize::new(0);

/// The photo of all candidates.
#[derive(Clone)]
pub struct Photo(Arc<Vec<u8>>);

/// A candidate whose photo was acknowledged.
pub struct Candidate {
    pub number: usize,
    /// Whether the candidate has withdrawn.
    pub has_left: bool,
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

/// The phone, as WeChat and the vendor of messages know it.
pub fn phone(number: usize) -> String {
    format!("139{number:08}")
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
        let phone =
            || Ask::json(&cookie, &json!({ "wechat_code": format!("{}.{}", phone(number), nonce()) }));
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
        Ok(Self { number, has_left: false, sha256: sha256(&bytes), cookie })
    }

    /// Goes all the way to the confirmed payment. Some withdraw with WeChat's sheet open, and pay then; some of them go the
    /// whole way again.
    pub async fn go(
        requests: &Requests,
        number: usize,
        photo: &Photo,
        wechat_pay: &WechatPay,
    ) -> Result<Self, Failure> {
        let leaves = number % LEAVERS == LEAVERS - 1;
        let comes_back = number % (2 * LEAVERS) == LEAVERS - 1;
        let mut candidate = Self::hand_in(requests, number, photo).await?;
        candidate.pay(requests, wechat_pay, leaves).await?;
        if comes_back {
            candidate = Self::hand_in(requests, number, photo).await?;
            candidate.pay(requests, wechat_pay, false).await?;
        }
        Ok(candidate)
    }

    /// Pays, until that is confirmed.
    async fn pay(
        &mut self,
        requests: &Requests,
        wechat_pay: &WechatPay,
        leaves: bool,
    ) -> Result<(), Failure> {
        const ORDER: &str = "/api/v1/collection/order";
        let empty = || Ask::empty(&self.cookie);
        let started = Instant::now();
        let parameters = loop {
            let answer = requests.ask("order", Method::POST, ORDER, empty).await?;
            let parameters = answer.json["pay"].clone();
            expect("order", answer, &[200])?;
            if parameters.is_object() {
                break parameters;
            }
            self.wait(started, "an order").await?;
        };
        if leaves {
            let left = requests.ask("withdraw", Method::DELETE, "/api/v1/collection", empty).await?;
            // After a kill nobody knows whether it was done: then there is nothing left to withdraw.
            expect("withdraw", left, &[204, 404, 409])?;
            self.has_left = true;
            return wechat_pay.pay_late(&parameters).await;
        }
        wechat_pay.pay(&parameters).await?;
        loop {
            let answer = requests.ask("payment", Method::GET, ORDER, empty).await?;
            let word = answer.json["state"].as_str().unwrap_or_default().to_owned();
            expect("payment", answer, &[200])?;
            match &*word {
                "paid" => return Ok(()),
                "confirming" => self.wait(started, "a confirmation").await?,
                _ => return Err(format!("candidate {}: paid, but told `{word}`", self.number).into()),
            }
        }
    }

    async fn wait(&self, since: Instant, what: &str) -> Result<(), Failure> {
        if since.elapsed() > PATIENCE {
            return Err(format!("candidate {}: no {what} after {PATIENCE:?}", self.number).into());
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
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
