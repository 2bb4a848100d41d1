//! WeChat's login and phone number, and what its answers have in common with those of other providers. `precheck-simulator`
//! answers the same requests on loopback.
//!
//! Nobody's code, account or number stands in an error: errors are logged.

use reqwest::{Client, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::sync::Mutex;

/// How long an answer may take: a person waits for it.
const LIMIT: Duration = Duration::from_secs(8);

/// Longest answer that is read, in bytes.
const MAX_ANSWER: usize = 64 << 10;

/// WeChat's codes for an access token that is not, or no longer, good.
const BAD_TOKEN: [i64; 2] = [40001, 42001];

/// WeChat's codes for "busy", "too many requests" and "over the limit of this minute".
const LATER: [i64; 3] = [-1, 45009, 45011];

/// Why the other side did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// It answered no, and would again.
    #[error("refused with code {0}")]
    Refused(String),
    /// It did not answer, or asked to come back later.
    #[error("unavailable: {0}")]
    Unavailable(String),
}

/// The endpoints of WeChat.
pub struct WeChat {
    client: Client,
    wechat: String,
    appid: String,
    secret: String,
    /// A copy of the access token: WeChat gives every process the same one until it ends.
    token: Mutex<Option<String>>,
}

#[derive(Deserialize)]
struct Login {
    openid: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Phone {
    phone_info: PhoneInfo,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PhoneInfo {
    pure_phone_number: String,
    country_code: String,
}

/// What it answers instead of the above.
#[derive(Deserialize)]
struct Failure {
    errcode: i64,
}

impl WeChat {
    /// `wechat` is an address without a path, such as `https://api.weixin.qq.com`; `appid` and `secret` are those of the
    /// mini-program.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`], if the system has no TLS.
    pub fn new(wechat: &str, appid: &str, secret: &str) -> Result<Self, ProviderError> {
        let client = Client::builder().timeout(LIMIT).no_proxy().build().map_err(unavailable)?;
        Ok(Self {
            client,
            wechat: wechat.trim_end_matches('/').to_owned(),
            appid: appid.to_owned(),
            secret: secret.to_owned(),
            token: Mutex::new(None),
        })
    }

    /// The account that a login code (`wx.login`) is of. A code works once, within five minutes.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn openid(&self, code: &str) -> Result<String, ProviderError> {
        let request = self.client.get(format!("{}/sns/jscode2session", self.wechat)).query(&[
            ("appid", self.appid.as_str()),
            ("secret", &self.secret),
            ("js_code", code),
            ("grant_type", "authorization_code"),
        ]);
        Ok(answer::<Login>(request).await?.openid)
    }

    /// The phone number that a code of the button `getPhoneNumber` is of: eleven digits, or with `+` and another country's
    /// code in front. A code works once.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn phone_number(&self, code: &str) -> Result<String, ProviderError> {
        let token = self.token(None).await?;
        let found = match self.phone_with(&token, code).await {
            Err(ProviderError::Refused(errcode))
                if BAD_TOKEN.iter().any(|bad| bad.to_string() == errcode) =>
            {
                self.phone_with(&self.token(Some(&token)).await?, code).await
            }
            found => found,
        };
        let PhoneInfo { pure_phone_number, country_code } = found?.phone_info;
        Ok(if country_code == "86" {
            pure_phone_number
        } else {
            format!("+{country_code}{pure_phone_number}")
        })
    }

    async fn phone_with(&self, token: &str, code: &str) -> Result<Phone, ProviderError> {
        let address = format!("{}/wxa/business/getuserphonenumber", self.wechat);
        let request = self.client.post(address).query(&[("access_token", token)]);
        answer(request.json(&serde_json::json!({ "code": code }))).await
    }

    /// The access token; a new one if it is still `bad`.
    async fn token(&self, bad: Option<&str>) -> Result<String, ProviderError> {
        let mut known = self.token.lock().await;
        if let Some(token) = known.as_deref().filter(|token| Some(*token) != bad) {
            return Ok(token.to_owned());
        }
        let request = self.client.post(format!("{}/cgi-bin/stable_token", self.wechat));
        let body = serde_json::json!({
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self.secret,
            "force_refresh": false,
        });
        let Token { access_token } = answer(request.json(&body)).await?;
        *known = Some(access_token.clone());
        Ok(access_token)
    }
}

/// Sends a request and reads its JSON. WeChat answers 200 to everything, and says in the body what went wrong.
async fn answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ProviderError> {
    let (status, body) = read_limited(request).await?;
    match serde_json::from_slice::<Failure>(&body) {
        Ok(Failure { errcode: 0 }) | Err(_) => {}
        Ok(Failure { errcode }) if LATER.contains(&errcode) => {
            return Err(ProviderError::Unavailable(format!("code {errcode}")));
        }
        Ok(Failure { errcode }) => return Err(ProviderError::Refused(errcode.to_string())),
    }
    match serde_json::from_slice(&body) {
        Ok(answer) => Ok(answer),
        Err(_) if status.is_client_error() => Err(ProviderError::Refused(status.as_u16().to_string())),
        Err(_) => Err(ProviderError::Unavailable("the answer has an unknown form".into())),
    }
}

/// Sends a request and reads its answer, as far as a provider has a right to; no answer, a busy one and a broken one are
/// [`ProviderError::Unavailable`].
pub async fn read_limited(request: RequestBuilder) -> Result<(StatusCode, Vec<u8>), ProviderError> {
    let mut response = request.send().await.map_err(unavailable)?;
    let status = response.status();
    if status.is_server_error() || status.as_u16() == 429 {
        return Err(ProviderError::Unavailable(status.to_string()));
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(unavailable)? {
        if body.len() + piece.len() > MAX_ANSWER {
            return Err(ProviderError::Unavailable("the answer is too long".into()));
        }
        body.extend_from_slice(&piece);
    }
    Ok((status, body))
}

/// Without the address, in whose query codes and secrets stand.
fn unavailable(error: reqwest::Error) -> ProviderError {
    ProviderError::Unavailable(error.without_url().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use precheck_simulator::{Simulator, serve};
    use serde_json::{Value, json};
    use tokio::net::TcpListener;

    /// A simulator of its own, and a client of it.
    async fn start() -> (String, WeChat) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, Simulator::default()));
        let client = WeChat::new(&format!("{address}/"), "wx", "secret").unwrap();
        (address, client)
    }

    async fn control(address: &str, path: &str, body: Value) {
        let request = Client::new().post(format!("{address}/_control/{path}")).json(&body);
        assert!(request.send().await.unwrap().status().is_success());
    }

    fn refused<T>(code: &str) -> Result<T, ProviderError> {
        Err(ProviderError::Refused(code.into()))
    }

    #[tokio::test]
    async fn a_code_logs_in_once() {
        let (_, wechat) = start().await;
        assert_eq!(wechat.openid("alice.1").await, Ok("openid-alice".into()));
        assert_eq!(wechat.openid("alice.1").await, refused("40163"));
        assert_eq!(wechat.openid("a&b=c").await, refused("40029"));
    }

    #[tokio::test]
    async fn a_phone_number_is_told_also_after_the_token_has_ended() {
        let (address, wechat) = start().await;
        assert_eq!(wechat.phone_number("13901234567.1").await, Ok("13901234567".into()));
        control(&address, "advance", json!({ "seconds": 7200 })).await;
        assert_eq!(wechat.phone_number("13901234568.1").await, Ok("13901234568".into()));
        assert_eq!(wechat.phone_number("13901234568.1").await, refused("40163"));
    }

    #[tokio::test]
    async fn nobodys_code_or_secret_stands_in_an_error() {
        let wechat = WeChat::new("http://127.0.0.1:1", "wx", "secret").unwrap();
        let error = wechat.openid("alice.1").await.unwrap_err().to_string();
        assert!(!error.contains("alice") && !error.contains("secret"), "{error}");
    }
}
