//! Tencent Cloud's text messages (`SendSms`, version 2021-01-11), signed by hand with TC3-HMAC-SHA256
//! (cloud.tencent.com/document/api/382/55981 and 382/52072).

use super::variable::Variable;
use crate::clock::Clock;
use crate::hex;
use crate::wechat::{ProviderError, read_limited};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use jiff::Timestamp;
use reqwest::Client;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(8);

const ACTION: &str = "SendSms";
const VERSION: &str = "2021-01-11";
const REGION: &str = "ap-guangzhou";
const SERVICE: &str = "sms";
const JSON: &str = "application/json; charset=utf-8";

/// What the vendor has to know.
#[derive(Debug, Clone)]
pub struct SmsSettings {
    /// The address, such as `https://sms.tencentcloudapi.com`.
    pub address: String,
    /// The account's id and secret.
    pub secret_id: String,
    /// See `secret_id`.
    pub secret_key: String,
    /// The application's id.
    pub app: String,
    /// The name that stands in front of every message.
    pub signature: String,
    /// The ids of the templates, by their keys; a key that is missing is its own id.
    pub templates: BTreeMap<String, String>,
}

/// The vendor of text messages.
pub struct Sms {
    client: Client,
    settings: SmsSettings,
    /// The address's host, as the request's header has it.
    host: String,
    clock: Clock,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    response: Response,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    error: Option<Status>,
    #[serde(default)]
    send_status_set: Vec<Status>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    code: String,
}

impl Sms {
    /// The vendor with these settings.
    ///
    /// # Errors
    /// [`ProviderError::Unavailable`], if the address is none or the system has no TLS.
    pub fn new(settings: SmsSettings, clock: Clock) -> Result<Self, ProviderError> {
        let unavailable = |why: String| ProviderError::Unavailable(why);
        let address: reqwest::Url = settings.address.parse().map_err(|_| {
            unavailable(format!("`{}` is no address of a vendor of text messages", settings.address))
        })?;
        let host = address.host_str().unwrap_or_default();
        let host = address.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let client = Client::builder().timeout(LIMIT).no_proxy().build();
        let client = client.map_err(|error| unavailable(error.to_string()))?;
        Ok(Self { client, settings, host, clock })
    }

    /// Sends a template to a phone number; `id` is the message's, under which the vendor books it.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn send(
        &self,
        template: &str,
        phone: &str,
        variables: &[Variable],
        id: &str,
    ) -> Result<(), ProviderError> {
        let SmsSettings { address, secret_id, secret_key, app, signature, templates } = &self.settings;
        let phone = if phone.starts_with('+') { phone.to_owned() } else { format!("+86{phone}") };
        let body = json!({
            "PhoneNumberSet": [phone],
            "SmsSdkAppId": app,
            "SignName": signature,
            "TemplateId": templates.get(template).map_or(template, String::as_str),
            "TemplateParamSet": variables.iter().map(Variable::text).collect::<Vec<_>>(),
            "SessionContext": id,
        })
        .to_string();
        let timestamp = self.clock.now() / 1000;
        let headers = [("content-type", JSON), ("host", &self.host), ("x-tc-action", ACTION)];
        let authorization =
            authorization(secret_id, secret_key, SERVICE, &headers, timestamp, body.as_bytes());
        let request = self.client.post(format!("{}/", address.trim_end_matches('/'))).body(body);
        let request = request.header(CONTENT_TYPE, JSON).header(AUTHORIZATION, authorization);
        let request = request.header("X-TC-Action", ACTION).header("X-TC-Version", VERSION);
        let request = request.header("X-TC-Region", REGION).header("X-TC-Timestamp", timestamp);
        let (status, body) = read_limited(request).await?;
        let other = || ProviderError::Unavailable(format!("{status}, of another form"));
        let Answer { response } = serde_json::from_slice(&body).map_err(|_| other())?;
        let status =
            response.error.or_else(|| response.send_status_set.into_iter().next()).ok_or_else(other)?;
        if status.code == "Ok" { Ok(()) } else { Err(ProviderError::Refused(status.code)) }
    }
}

/// The header `Authorization` of `POST /` with these headers, whose names are in small letters and in order.
fn authorization(
    secret_id: &str,
    secret_key: &str,
    service: &str,
    headers: &[(&str, &str)],
    timestamp: i64,
    body: &[u8],
) -> String {
    let moment = Timestamp::from_second(timestamp).unwrap_or(Timestamp::UNIX_EPOCH);
    let date = moment.strftime("%Y-%m-%d").to_string();
    let lines: String =
        headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim().to_lowercase())).collect();
    let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let request = format!("POST\n/\n\n{lines}\n{names}\n{}", sha256(body));
    let scope = format!("{date}/{service}/tc3_request");
    let text = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}", sha256(request.as_bytes()));
    let key = format!("TC3{secret_key}");
    let key = [date.as_str(), service, "tc3_request"]
        .iter()
        .fold(key.into_bytes(), |key, part| hmac(&key, part.as_bytes()));
    let signature = hex::encode(&hmac(&key, text.as_bytes()));
    format!("TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders={names}, Signature={signature}")
}

fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(HMAC_SHA256, key), message).as_ref().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(digest(&SHA256, bytes).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sample of Tencent Cloud's documentation (382/52072), whose secret is printed with asterisks.
    #[test]
    fn the_documents_sample_is_signed() {
        let body =
            r#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#;
        let headers = [
            ("content-type", "application/json; charset=utf-8"),
            ("host", "cvm.tencentcloudapi.com"),
            ("x-tc-action", "DescribeInstances"),
        ];
        let signed = authorization(
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******",
            "Gu5t9xGARNpq86cd98joQYCN3*******",
            "cvm",
            &headers,
            1_551_113_065,
            body.as_bytes(),
        );
        let expected = "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******/2019-02-25/cvm/tc3_request, \
            SignedHeaders=content-type;host;x-tc-action, \
            Signature=be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3";
        assert_eq!(signed, expected);
    }
}
