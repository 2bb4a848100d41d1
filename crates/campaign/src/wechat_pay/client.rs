//! WeChat Pay by HTTP: signs each request anew, believes signed answers only, and tells what came of it.

use super::answer::{Refund, Trade};
use super::gateway::{Called, Gateway, Order, Outcome, RefundOrder};
use super::merchant::{Distrust, Merchant, MerchantError, Signed};
use super::platform::Certificate;
use crate::clock::{Clock, MINUTE, beijing};
use crate::hex;
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use futures_util::future::BoxFuture;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, USER_AGENT};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, MutexGuard};

/// How long an answer may take: a person waits for it.
const LIMIT: Duration = Duration::from_secs(8);

/// How long a bill may take; nobody waits.
const BILL_LIMIT: Duration = Duration::from_secs(120);

/// The time between two downloads of certificates, whoever asks for them.
const DOWNLOAD_PAUSE: i64 = MINUTE;

/// Longest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 << 10;

/// Longest bill: some 300 bytes a line, 200,000 payments a day.
const MAX_BILL: usize = 64 << 20;

/// WeChat Pay demands a name.
const AGENT: &str = concat!("precheck-campaign/", env!("CARGO_PKG_VERSION"));

/// WeChat Pay at an address.
pub struct Client {
    http: reqwest::Client,
    gateway: String,
    /// Where its notices go.
    notices: String,
    appid: String,
    merchant: Arc<Merchant>,
    clock: Clock,
    /// When certificates were downloaded last, or that was tried, in milliseconds.
    tried: Mutex<Option<i64>>,
}

/// What a refusal says.
#[derive(Deserialize)]
struct Failure {
    code: String,
}

#[derive(Deserialize)]
struct Prepaid {
    prepay_id: String,
}

#[derive(Deserialize)]
struct BillPlace {
    hash_type: String,
    hash_value: String,
    download_url: String,
}

/// An answer, wholly read.
struct Answer {
    status: StatusCode,
    /// What its signature is worth.
    signature: Result<(), String>,
    body: Vec<u8>,
}

impl Client {
    /// `gateway` is an address without a path, such as `https://api.mch.weixin.qq.com`; `notices` is the address below
    /// which this service takes them; `appid` is the mini-program's.
    ///
    /// # Errors
    /// The system has no TLS.
    pub fn new(
        gateway: &str,
        notices: &str,
        appid: &str,
        merchant: Arc<Merchant>,
        clock: Clock,
    ) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build()?;
        Ok(Self {
            http,
            gateway: gateway.trim_end_matches('/').to_owned(),
            notices: notices.trim_end_matches('/').to_owned(),
            appid: appid.to_owned(),
            merchant,
            clock,
            tried: Mutex::default(),
        })
    }

    async fn call<T: DeserializeOwned>(&self, method: Method, path: &str, body: Value) -> Outcome<T> {
        let answer = match self.ask(method, path, body).await {
            Ok(answer) => answer,
            Err(outcome) => return outcome,
        };
        answer.sorted(|body| serde_json::from_slice(body).ok())
    }

    /// Sends a request, and reads its answer.
    async fn ask<T>(&self, method: Method, path: &str, body: Value) -> Result<Answer, Outcome<T>> {
        let (mut answer, headers) = self.send(method, path, body, LIMIT, MAX_ANSWER).await?;
        let Answer { status, signature, body } = &mut answer;
        *signature = match Signed::of(&headers) {
            None => Err(format!("{status}, unsigned")),
            Some(signed) => {
                self.verify(signed, body).await.map_err(|distrust| format!("{status}, {distrust}"))
            }
        };
        Ok(answer)
    }

    /// Downloads the certificates, unless that was done or tried a moment ago. Where it fails, those that are known go on.
    async fn refresh(&self, mut tried: MutexGuard<'_, Option<i64>>) {
        let now = self.clock.now();
        if tried.is_some_and(|tried| now.abs_diff(tried) < DOWNLOAD_PAUSE.unsigned_abs()) {
            return;
        }
        *tried = Some(now);
        match self.certificates().await {
            Outcome::Done(certificates) => self.merchant.platform.replace(certificates, self.clock.now()),
            Outcome::Refused(why) | Outcome::Repeat(why) | Outcome::Unknown(why) => {
                tracing::error!(
                    why,
                    "WeChat Pay's certificates are not downloaded; those that are known go on"
                );
            }
        }
    }

    /// The certificates that WeChat Pay gives out, in an answer that is signed with one of them or with a key that is known.
    async fn certificates(&self) -> Outcome<Vec<Certificate>> {
        let sent = self.send(Method::GET, "/v3/certificates", Value::Null, LIMIT, MAX_ANSWER).await;
        let (mut answer, headers) = match sent {
            Ok(sent) => sent,
            Err(outcome) => return outcome,
        };
        let certificates = if answer.status.is_success() {
            match Certificate::read_all(&self.merchant, &answer.body) {
                Ok(certificates) => certificates,
                Err(error) => return Outcome::Unknown(error.to_string()),
            }
        } else {
            Vec::new()
        };
        let now = self.clock.now();
        answer.signature = Signed::of(&headers)
            .ok_or(Distrust::Unsigned)
            .and_then(|signed| {
                let known = self.merchant.platform.key(signed.serial, now);
                let key = known.or_else(|| Certificate::key(&certificates, signed.serial, now));
                signed.verify(&answer.body, now, key)
            })
            .map_err(|distrust| distrust.to_string());
        answer.sorted(|_| Some(certificates))
    }

    async fn send<T>(
        &self,
        method: Method,
        path: &str,
        body: Value,
        limit: Duration,
        most: usize,
    ) -> Result<(Answer, HeaderMap), Outcome<T>> {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let authorization = self.merchant.authorization(method.as_str(), path, self.clock.now(), &body);
        let authorization =
            authorization.map_err(|error: MerchantError| Outcome::Repeat(error.to_string()))?;
        let request = self.http.request(method, format!("{}{path}", self.gateway)).timeout(limit);
        let request = request.header(AUTHORIZATION, authorization).header(USER_AGENT, AGENT);
        let request = request.header(ACCEPT, "application/json");
        let request = match self.merchant.asks_for() {
            Some(key) => request.header("Wechatpay-Serial", key),
            None => request,
        };
        let request = if body.is_empty() {
            request
        } else {
            request.header(CONTENT_TYPE, "application/json").body(body)
        };
        let unknown = |error: reqwest::Error| Outcome::Unknown(error.without_url().to_string());
        let mut response = request.send().await.map_err(|error| {
            // Nothing was sent.
            if error.is_connect() { Outcome::Repeat(error.without_url().to_string()) } else { unknown(error) }
        })?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(unknown)? {
            if body.len() + piece.len() > most {
                return Err(Outcome::Unknown(format!("{status}, longer than {most} bytes")));
            }
            body.extend_from_slice(&piece);
        }
        Ok((Answer { status, signature: Err(String::new()), body }, headers))
    }

    async fn download(&self, date: &str) -> Outcome<String> {
        let path = format!("/v3/bill/tradebill?bill_date={date}&bill_type=ALL");
        let place = match self.call::<BillPlace>(Method::GET, &path, Value::Null).await {
            Outcome::Done(place) => place,
            other => return other.map(|_| String::new()),
        };
        // Asked of the gateway itself, wherever the address points.
        let address = place.download_url.parse::<axum::http::Uri>().ok();
        let Some(path) = address.as_ref().and_then(|address| address.path_and_query()) else {
            return Outcome::Unknown("the bill has no address".into());
        };
        let sent = self.send(Method::GET, path.as_str(), Value::Null, BILL_LIMIT, MAX_BILL).await;
        let (answer, _) = match sent {
            Ok(answer) => answer,
            Err(outcome) => return outcome,
        };
        if !answer.status.is_success() {
            return Outcome::Repeat(answer.status.to_string());
        }
        // The file is not signed; its hash, which was signed, stands for it.
        let hash = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &answer.body).as_ref());
        if place.hash_type != "SHA1" || !place.hash_value.eq_ignore_ascii_case(&hash) {
            return Outcome::Unknown("the bill is not the one that its hash is of".into());
        }
        match String::from_utf8(answer.body) {
            Ok(text) => Outcome::Done(text),
            Err(_) => Outcome::Unknown("the bill is not UTF-8".into()),
        }
    }
}

impl Answer {
    /// The outcome; `read` reads the body of a success.
    fn sorted<T>(self, read: impl FnOnce(&[u8]) -> Option<T>) -> Outcome<T> {
        let Self { status, signature, body } = self;
        if matches!(status.as_u16(), 202 | 429 | 500 | 502 | 503) {
            return Outcome::Repeat(status.to_string());
        }
        if let Err(why) = signature {
            return Outcome::Unknown(why);
        }
        if status.is_success() {
            return read(&body)
                .map_or_else(|| Outcome::Unknown("an answer of another form".into()), Outcome::Done);
        }
        match serde_json::from_slice::<Failure>(&body) {
            Ok(Failure { code }) if status.is_client_error() => Outcome::Refused(code),
            _ => Outcome::Unknown(status.to_string()),
        }
    }
}

impl Gateway for Client {
    fn verify<'a>(&'a self, signed: Signed<'a>, body: &'a [u8]) -> BoxFuture<'a, Result<(), Distrust>> {
        Box::pin(async move {
            let Self { merchant, clock, tried, .. } = self;
            // For certificates that are only old, one message waits for the download at most.
            if merchant.platform.are_due(clock.now())
                && let Ok(tried) = tried.try_lock()
            {
                self.refresh(tried).await;
            }
            match merchant.verify(&signed, body, clock.now()) {
                Err(Distrust::UnknownSerial) if merchant.platform.has_certificates() => {
                    self.refresh(tried.lock().await).await;
                    merchant.verify(&signed, body, clock.now())
                }
                verdict => verdict,
            }
        })
    }

    fn prepay<'a>(&'a self, order: &'a Order) -> Called<'a, String> {
        let body = json!({
            "appid": self.appid,
            "mchid": self.merchant.mchid,
            "description": order.description,
            "out_trade_no": order.number,
            "time_expire": rfc3339(order.expires),
            "notify_url": format!("{}/callbacks/wechat/payments", self.notices),
            "amount": { "total": order.amount, "currency": "CNY" },
            "payer": { "openid": order.openid },
        });
        Box::pin(async move {
            let prepaid = self.call::<Prepaid>(Method::POST, "/v3/pay/transactions/jsapi", body).await;
            prepaid.map(|prepaid| prepaid.prepay_id)
        })
    }

    fn query<'a>(&'a self, number: &'a str) -> Called<'a, Trade> {
        let path = format!("/v3/pay/transactions/out-trade-no/{number}?mchid={}", self.merchant.mchid);
        Box::pin(async move { self.call(Method::GET, &path, Value::Null).await })
    }

    fn close<'a>(&'a self, number: &'a str) -> Called<'a, ()> {
        let path = format!("/v3/pay/transactions/out-trade-no/{number}/close");
        let body = json!({ "mchid": self.merchant.mchid });
        Box::pin(async move {
            match self.ask(Method::POST, &path, body).await {
                Ok(answer) => answer.sorted(|_| Some(())),
                Err(outcome) => outcome,
            }
        })
    }

    fn refund<'a>(&'a self, refund: &'a RefundOrder) -> Called<'a, Refund> {
        let body = json!({
            "out_trade_no": refund.number,
            "out_refund_no": refund.refund_number,
            "reason": refund.reason,
            "notify_url": format!("{}/callbacks/wechat/refunds", self.notices),
            "amount": { "refund": refund.amount, "total": refund.amount, "currency": "CNY" },
        });
        Box::pin(async move { self.call(Method::POST, "/v3/refund/domestic/refunds", body).await })
    }

    fn bill<'a>(&'a self, date: &'a str) -> Called<'a, String> {
        Box::pin(self.download(date))
    }
}

/// A moment as WeChat Pay writes it: `2018-06-08T10:34:56+08:00`.
fn rfc3339(milliseconds: i64) -> String {
    beijing(milliseconds).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}
