//! A merchant whom WeChat Pay answers with certificates, which change.

use crate::stage::{Client, Database, Stage};
use precheck_campaign::clock::{HOUR, MINUTE};
use serde_json::{Value, json};
use std::fs;
use std::sync::atomic::Ordering;

const ORDER: &str = "/api/v1/collection/order";
const DOWNLOAD: &str = "/v3/certificates";
const DOWNLOADS: u64 = 1000;

/// With a merchant's file made of the account and its first `[[platform]]`. Callbacks are only brought by hand.
async fn stage(file: impl Fn(&str, &str) -> String) -> Stage {
    let stage = Stage::configured(Database::Sqlite, &[("fee_fen = 0", "fee_fen = 3000")], |config| {
        let path = config.merchant.as_ref().unwrap();
        let text = fs::read_to_string(path).unwrap();
        let parts: Vec<&str> = text.split("[[platform]]").collect();
        fs::write(path, file(parts[0], parts[1])).unwrap();
    })
    .await;
    stage.when_downloading("slow", DOWNLOADS).await;
    stage
}

impl Stage {
    /// What happens to downloads of certificates; it counts them, too.
    async fn when_downloading(&self, fault: &str, times: u64) {
        let lost = json!({ "path": "callback/payment", "fault": "lost", "times": 1000 });
        let seconds = if fault == "skewed" { 900 } else { 0 };
        let code = if fault == "refused" { "RESOURCE_NOT_EXISTS" } else { "" };
        let download =
            json!({ "path": DOWNLOAD, "fault": fault, "times": times, "seconds": seconds, "code": code });
        self.control("faults", json!([lost, download])).await;
    }

    async fn downloads(&self) -> u64 {
        let left = self.control("faults", Value::Null).await;
        let left = left.as_array().unwrap().iter().find(|fault| fault["path"] == DOWNLOAD).unwrap();
        DOWNLOADS - left["times"].as_u64().unwrap()
    }

    /// Moves the clock only.
    fn later(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Pays the order; its number.
    async fn pay(&self, candidate: &Client) -> String {
        let order = candidate.order().await;
        self.control("bridge", order).await;
        let ledger = self.control("ledger", Value::Null).await;
        let orders = ledger["orders"].as_array().unwrap().iter();
        let last = orders.max_by_key(|order| order["paid_ms"].as_i64()).unwrap();
        last["out_trade_no"].as_str().unwrap().to_owned()
    }

    /// Brings the callback of an order; the answer's status.
    async fn brought(&self, number: &str, fault: Value) -> u16 {
        let mut of = json!({ "out_trade_no": number });
        if !fault.is_null() {
            of["fault"] = fault;
        }
        self.bring(&self.client(), &of).await.status.as_u16()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_are_downloaded_and_change() {
    let stage = stage(|account, _| format!("{account}certificates = true\n")).await;
    let first = stage.submitted(0).await;
    let number = stage.pay(&first).await;
    assert_eq!(stage.brought(&number, Value::Null).await, 204);
    assert_eq!((first.state().await.as_str(), stage.downloads().await), ("in_review", 1));
    // The answer is signed with a new one, which is asked for once a minute.
    stage.control("rotate", json!({})).await;
    let second = stage.submitted(1).await;
    second.post(ORDER, json!({})).await.need(503);
    assert_eq!(stage.downloads().await, 1);
    stage.later(MINUTE);
    let number = stage.pay(&second).await;
    assert_eq!(stage.downloads().await, 2);
    // The callback is signed with a new one.
    stage.control("rotate", json!({})).await;
    assert_eq!(stage.brought(&number, Value::Null).await, 401);
    stage.later(MINUTE);
    assert_eq!(stage.brought(&number, Value::Null).await, 204);
    assert_eq!((second.state().await.as_str(), stage.downloads().await), ("in_review", 3));
    // No flood of unknown ones makes a flood of downloads.
    stage.later(MINUTE);
    for _ in 0..3 {
        assert_eq!(stage.brought(&number, json!("unknown-serial")).await, 401);
    }
    assert_eq!(stage.downloads().await, 4);
    // Those of long ago are asked for again.
    stage.later(12 * HOUR);
    let third = stage.submitted(2).await;
    third.order().await;
    third.order().await;
    assert_eq!(stage.downloads().await, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_believed_is_no_certificate_and_old_ones_go_on() {
    let stage = stage(|account, _| format!("{account}certificates = true\n")).await;
    let first = stage.submitted(0).await;
    let faults = [
        "unavailable",
        "cut",
        "unsigned-refusal",
        "refused",
        "rate-limited",
        "accepted",
        "sign-test",
        "forged",
        "unknown-serial",
        "skewed",
    ];
    for fault in faults {
        stage.when_downloading(fault, 1).await;
        assert_eq!(first.post(ORDER, json!({})).await.status, 503, "{fault}");
        stage.later(MINUTE);
    }
    let number = stage.pay(&first).await;
    // From now on there are none to be had.
    stage.when_downloading("unavailable", DOWNLOADS).await;
    stage.later(13 * HOUR);
    assert_eq!(stage.brought(&number, Value::Null).await, 204);
    assert_eq!(stage.brought(&number, json!("unknown-serial")).await, 401);
    let second = stage.submitted(1).await;
    second.order().await;
    assert_eq!((first.state().await.as_str(), stage.downloads().await), ("in_review", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_opens_with_another_key() {
    let other = "api_key = \"0123456789abcdef0123456789abcdef\"";
    let stage = stage(|account, _| {
        let line = |line: &str| if line.starts_with("api_key") { other.to_owned() } else { line.to_owned() };
        let account: Vec<String> = account.lines().map(line).collect();
        format!("{}\ncertificates = true\n", account.join("\n"))
    })
    .await;
    let candidate = stage.submitted(0).await;
    assert_eq!(candidate.post(ORDER, json!({})).await.says(), (503, "payment-unavailable".to_owned()));
    assert_eq!(stage.downloads().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_and_a_public_key_are_believed_together() {
    let both = |account: &str, first: &str| format!("{account}certificates = true\n\n[[platform]]{first}");
    let stage = stage(both).await;
    let first = stage.submitted(0).await;
    let number = stage.pay(&first).await;
    assert_eq!(stage.brought(&number, json!("other-key")).await, 204);
    assert_eq!(stage.downloads().await, 1);
    stage.control("rotate", json!({})).await;
    stage.later(MINUTE);
    let second = stage.submitted(1).await;
    let number = stage.pay(&second).await;
    assert_eq!(stage.brought(&number, Value::Null).await, 204);
    assert_eq!(stage.downloads().await, 1);
    assert_eq!(stage.brought(&number, json!("other-key")).await, 204);
    assert_eq!(stage.downloads().await, 2);
}
