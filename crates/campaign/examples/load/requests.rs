//! Requests as a patient client makes them: again, while nobody answers.

use crate::Failure;
use crate::figures::Figures;
use reqwest::{Client, Method, StatusCode, header};
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// How long a client waits for the service to come back.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long it waits between two tries.
const PAUSE: Duration = Duration::from_millis(50);

/// Sends requests to the processes in turn.
pub struct Requests {
    client: Client,
    addresses: Vec<String>,
    next: AtomicUsize,
    /// When the next request may go.
    pace: Option<Mutex<Interval>>,
    figures: Arc<Figures>,
}

/// What is asked.
#[derive(Clone, Default)]
pub struct Ask {
    /// The cookie of the session.
    pub cookie: String,
    /// The body, with its media type.
    pub body: Option<(&'static str, Vec<u8>)>,
}

/// What was answered.
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body; null if it is no JSON.
    pub json: Value,
    /// The cookie that was set, as name and value.
    pub cookie: Option<String>,
}

impl Ask {
    /// A JSON body.
    pub fn json(cookie: &str, body: &Value) -> Self {
        Self { cookie: cookie.to_owned(), body: Some(("application/json", body.to_string().into_bytes())) }
    }

    /// No body.
    pub fn empty(cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), body: None }
    }
}

impl Requests {
    /// Requests to these addresses, at most so many a second.
    pub fn new(addresses: Vec<String>, rate: Option<u32>, figures: Arc<Figures>) -> Result<Self, Failure> {
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?;
        let pace = rate.map(|rate| {
            let mut interval = interval(Duration::from_secs(1) / rate.max(1));
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
            Mutex::new(interval)
        });
        Ok(Self { client, addresses, next: AtomicUsize::new(0), pace, figures })
    }

    /// Asks until there is an answer other than "later". `ask` is called for every try, because a code works only once.
    pub async fn ask(
        &self,
        step: &'static str,
        method: Method,
        path: &str,
        ask: impl Fn() -> Ask,
    ) -> Result<Answer, Failure> {
        let started = Instant::now();
        loop {
            if let Some(pace) = &self.pace {
                pace.lock().await.tick().await;
            }
            let tried = Instant::now();
            match self.try_once(method.clone(), path, ask()).await {
                Ok(answer) if !is_later(answer.status) => {
                    self.figures.add(step, tried.elapsed());
                    return Ok(answer);
                }
                Ok(answer) if started.elapsed() > PATIENCE => {
                    return Err(format!(
                        "{step}: still {} after {PATIENCE:?}: {}",
                        answer.status, answer.json
                    )
                    .into());
                }
                Err(error) if started.elapsed() > PATIENCE => return Err(format!("{step}: {error}").into()),
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn try_once(&self, method: Method, path: &str, ask: Ask) -> Result<Answer, reqwest::Error> {
        let address = &self.addresses[self.next.fetch_add(1, Ordering::Relaxed) % self.addresses.len()];
        let mut request =
            self.client.request(method, format!("{address}{path}")).header(header::COOKIE, ask.cookie);
        if let Some((kind, bytes)) = ask.body {
            request = request.header(header::CONTENT_TYPE, kind).body(bytes);
        }
        let response = request.send().await?;
        let cookie = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
        let status = response.status();
        let json = serde_json::from_slice(&response.bytes().await?).unwrap_or_default();
        Ok(Answer { status, json, cookie })
    }
}

/// The service is busy, or its process is ending.
fn is_later(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}
