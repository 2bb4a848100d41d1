//! Tencent Cloud's `SendSms` through the router, by a customer who signs with code of this test.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use jiff::Timestamp;
use precheck_simulator::{Simulator, router};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A customer.
struct Customer {
    simulator: Simulator,
    router: Router,
}

/// The headers of a request.
struct Headers {
    authorization: String,
    action: &'static str,
    version: &'static str,
    timestamp: i64,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

impl Customer {
    fn new() -> Self {
        let simulator = Simulator::default();
        Self { router: router(simulator.clone()), simulator }
    }

    fn body(&self, numbers: &[&str], variables: &[&str]) -> Value {
        let account = &self.simulator.accounts().sms;
        json!({
            "PhoneNumberSet": numbers,
            "SmsSdkAppId": account.sdk_app_id,
            "SignName": account.sign_name,
            "TemplateId": "1000001",
            "TemplateParamSet": variables,
            "SessionContext": "message-1",
        })
    }

    /// The right headers of a request, its time so many seconds off.
    fn headers(&self, body: &str, skew: i64) -> Headers {
        let account = &self.simulator.accounts().sms;
        let timestamp = Timestamp::now().as_second() + skew;
        let date = Timestamp::from_second(timestamp).unwrap().strftime("%Y-%m-%d").to_string();
        let names = "content-type;host";
        let request = format!(
            "POST\n/\n\ncontent-type:application/json\nhost:sms.test\n\n{names}\n{}",
            sha256(body.as_bytes())
        );
        let scope = format!("{date}/sms/tc3_request");
        let text = format!("TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{}", sha256(request.as_bytes()));
        let secret = format!("TC3{}", account.secret_key);
        let key =
            [&*date, "sms", "tc3_request"].iter().fold(secret.into_bytes(), |key, part| hmac(&key, part));
        let signature = hex(&hmac(&key, &text));
        let authorization = format!(
            "TC3-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}",
            account.secret_id
        );
        Headers { authorization, action: "SendSms", version: "2021-01-11", timestamp }
    }

    async fn send(&self, headers: Headers, body: String) -> Value {
        let request = Request::post("/")
            .header("authorization", headers.authorization)
            .header("content-type", "application/json")
            .header("host", "sms.test")
            .header("x-tc-action", headers.action)
            .header("x-tc-version", headers.version)
            .header("x-tc-timestamp", headers.timestamp);
        self.answer(request.body(Body::from(body)).unwrap()).await["Response"].clone()
    }

    async fn answer(&self, request: Request<Body>) -> Value {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice(&body).unwrap_or_default()
    }

    /// The code of each number, or that of the whole request.
    async fn codes(&self, body: &Value) -> Vec<String> {
        let body = body.to_string();
        let response = self.send(self.headers(&body, 0), body).await;
        let of = |value: &Value| value["Code"].as_str().unwrap().to_owned();
        match response["SendStatusSet"].as_array() {
            Some(statuses) => statuses.iter().map(of).collect(),
            None => vec![of(&response["Error"])],
        }
    }

    async fn control(&self, path: &str, body: Value) {
        let request = Request::post(format!("/_control/{path}")).header("content-type", "application/json");
        self.answer(request.body(Body::from(body.to_string())).unwrap()).await;
    }
}

#[tokio::test]
async fn each_number_has_a_status() {
    let customer = Customer::new();
    let body = customer.body(&["+8613901234567", "+8512345678", "13901234568"], &["123456"]);
    let codes = customer.codes(&body).await;
    assert_eq!(codes, ["Ok", "InvalidParameterValue.IncorrectPhoneNumber", "Ok"]);
    let request = Request::get("/_control/ledger?phone=13901234567").body(Body::empty()).unwrap();
    let sent = &customer.answer(request).await["messages"][0];
    assert_eq!((&sent["id"], &sent["template"]), (&json!("message-1"), &json!("1000001")));
    assert_eq!(sent["variables"], json!(["123456"]));
}

#[tokio::test]
async fn what_is_not_approved_is_not_sent() {
    let customer = Customer::new();
    let good = customer.body(&["+8613901234567"], &["123456"]);
    let spoilt = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body
    };
    let mut wrong = Vec::new();
    for (body, code) in [
        (
            spoilt("TemplateParamSet", json!(["6月23日18时"])),
            "InvalidParameterValue.TemplateParameterLengthLimit",
        ),
        (spoilt("SignName", json!("other")), "FailedOperation.SignatureIncorrectOrUnapproved"),
        (spoilt("TemplateId", json!("")), "FailedOperation.TemplateIncorrectOrUnapproved"),
        (spoilt("SmsSdkAppId", json!("1")), "UnauthorizedOperation.SmsSdkAppIdVerifyFail"),
        (spoilt("PhoneNumberSet", json!([])), "LimitExceeded.PhoneNumberCountLimit"),
        (spoilt("PhoneNumberSet", json!(vec!["1"; 201])), "LimitExceeded.PhoneNumberCountLimit"),
        (spoilt("SessionContext", json!("x".repeat(513))), "InvalidParameterValue"),
        (spoilt("Unknown", json!(1)), "InvalidParameter"),
    ] {
        let found = customer.codes(&body).await;
        if found != [code] {
            wrong.push(format!("{found:?} instead of {code}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    customer.control("templates", json!({ "1000001": 2 })).await;
    assert_eq!(customer.codes(&good).await, ["FailedOperation.TemplateParamSetNotMatchApprovedTemplate"]);
    customer.control("templates", json!({ "1000002": 1 })).await;
    assert_eq!(customer.codes(&good).await, ["FailedOperation.TemplateIncorrectOrUnapproved"]);
    customer.control("templates", json!({ "1000001": 1 })).await;
    let code = "FailedOperation.PhoneNumberInBlacklist";
    customer.control("faults", json!([{ "path": "/", "fault": "refused", "times": 1, "code": code }])).await;
    assert_eq!(customer.codes(&good).await, [code]);
    assert_eq!(customer.codes(&good).await, ["Ok"]);
}

#[tokio::test]
async fn only_the_customer_may_send() {
    let customer = Customer::new();
    let body = customer.body(&["+8613901234567"], &["123456"]).to_string();
    let right = || customer.headers(&body, 0);
    let edited =
        |from: &str, to: &str| Headers { authorization: right().authorization.replace(from, to), ..right() };
    let mut wrong = Vec::new();
    for (headers, body, code) in [
        (right(), body.replace("123456", "123457"), "AuthFailure.SignatureFailure"),
        (edited("/sms/", "/cvm/"), body.clone(), "AuthFailure.SignatureFailure"),
        (edited("AKID", "AKIE"), body.clone(), "AuthFailure.SecretIdNotFound"),
        (edited("content-type;host", "host;content-type"), body.clone(), "AuthFailure.InvalidAuthorization"),
        (edited("content-type;host", "content-type"), body.clone(), "AuthFailure.InvalidAuthorization"),
        (edited("TC3-HMAC-SHA256", "TC2"), body.clone(), "AuthFailure.InvalidAuthorization"),
        (customer.headers(&body, -301), body.clone(), "AuthFailure.SignatureExpire"),
        (customer.headers(&body, 302), body.clone(), "AuthFailure.SignatureExpire"),
        (Headers { action: "PullSmsSendStatus", ..right() }, body.clone(), "InvalidAction"),
        (Headers { version: "2019-07-11", ..right() }, body.clone(), "NoSuchVersion"),
    ] {
        let found = customer.send(headers, body).await;
        if found["Error"]["Code"] != code {
            wrong.push(format!("{found} instead of {code}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
