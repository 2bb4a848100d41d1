//! WeChat Pay through a socket, by a merchant who signs and verifies with code of this test.

mod merchant;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use merchant::{Merchant, verified};
use precheck_simulator::PayAccount;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

#[tokio::test]
async fn an_order_is_placed_paid_and_refunded() {
    let merchant = Merchant::start().await;
    let prepay_id = merchant.prepay("order-1", 3000, "").await.1["prepay_id"].as_str().unwrap().to_owned();
    assert_eq!(merchant.state("order-1").await, "NOTPAY");
    assert_eq!(merchant.control("pay", json!({ "prepay_id": prepay_id })).await.0, 204);
    let (_, paid) = merchant.get("/v3/pay/transactions/out-trade-no/order-1?mchid=1900000001").await;
    assert_eq!((&paid["trade_state"], &paid["amount"]["total"]), (&json!("SUCCESS"), &json!(3000)));
    assert_eq!(paid["payer"]["openid"], "openid-alice");
    let by_id =
        format!("/v3/pay/transactions/id/{}?mchid=1900000001", paid["transaction_id"].as_str().unwrap());
    assert_eq!(merchant.get(&by_id).await, (200, paid));
    let refund = refund("order-1", "refund-1", 1000);
    let (status, asked) = merchant.post("/v3/refund/domestic/refunds", &refund).await;
    assert_eq!((status, &asked["status"]), (200, &json!("PROCESSING")));
    let (_, done) = merchant.get("/v3/refund/domestic/refunds/refund-1").await;
    assert_eq!((&done["status"], &done["refund_id"]), (&json!("SUCCESS"), &asked["refund_id"]));
    assert_eq!(merchant.state("order-1").await, "REFUND");
    let ledger = merchant.ledger().await;
    assert_eq!(ledger["money"], json!({ "paid": 3000, "refunded": 1000, "kept": 2000 }));
}

#[tokio::test]
async fn orders_are_refused_by_name() {
    let merchant = Merchant::start().await;
    let good = merchant.order("order-1", 3000, "");
    let spoilt = |path: &str, value: Value| {
        let mut order = good.clone();
        *order.pointer_mut(path).unwrap() = value;
        order
    };
    let cases = [
        (spoilt("/appid", json!("wx1")), 400, "APPID_MCHID_NOT_MATCH"),
        (spoilt("/mchid", json!("1")), 400, "PARAM_ERROR"),
        (spoilt("/out_trade_no", json!("short")), 400, "PARAM_ERROR"),
        (spoilt("/out_trade_no", json!("order/1")), 400, "PARAM_ERROR"),
        (spoilt("/description", json!("x".repeat(128))), 400, "PARAM_ERROR"),
        (spoilt("/notify_url", json!("http://127.0.0.1/a?b=c")), 400, "PARAM_ERROR"),
        (spoilt("/amount/total", json!(0)), 400, "PARAM_ERROR"),
        (spoilt("/amount/total", json!("3000")), 400, "PARAM_ERROR"),
        (spoilt("/amount/total", json!(100_000_001)), 400, "PARAM_ERROR"),
        (spoilt("/amount/currency", json!("USD")), 400, "PARAM_ERROR"),
        (spoilt("/payer/openid", json!("")), 400, "PARAM_ERROR"),
        (spoilt("/time_expire", json!("2020-01-01T00:00:00+08:00")), 400, "PARAM_ERROR"),
        (spoilt("/time_expire", json!("tomorrow")), 400, "PARAM_ERROR"),
        (json!([]), 400, "PARAM_ERROR"),
    ];
    let mut wrong = Vec::new();
    for (order, status, code) in cases {
        let answer = merchant.post("/v3/pay/transactions/jsapi", &order).await;
        if (answer.0, answer.1["code"].as_str()) != (status, Some(code)) {
            wrong.push(format!("{order}: {answer:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(merchant.ledger().await["orders"], json!([]));
}

#[tokio::test]
async fn a_number_is_one_order() {
    let merchant = Merchant::start().await;
    let place = |total| merchant.prepay("order-1", total, "");
    assert_eq!(place(3000).await.0, 200);
    assert_eq!(place(3000).await.0, 200);
    assert_eq!(place(2999).await.1["code"], "INVALID_REQUEST");
    let close = "/v3/pay/transactions/out-trade-no/order-1/close";
    let body = json!({ "mchid": "1900000001" });
    assert_eq!(merchant.post(close, &body).await, (204, Value::Null));
    assert_eq!(merchant.state("order-1").await, "CLOSED");
    assert_eq!(place(3000).await.1["code"], "ORDER_CLOSED");
    let pay = |force| merchant.control("pay", json!({ "out_trade_no": "order-1", "force": force }));
    assert_eq!(pay(false).await.0, 400);
    assert_eq!(pay(true).await.0, 204);
    assert_eq!(pay(true).await.0, 400);
    assert_eq!(merchant.post(close, &body).await.1["code"], "ORDERPAID");
    assert_eq!(place(3000).await.1["code"], "ORDERPAID");
    assert_eq!(merchant.get("/v3/pay/transactions/out-trade-no/order-2?mchid=1900000001").await.0, 404);
    assert_eq!(merchant.get("/v3/pay/transactions/out-trade-no/order-1").await.0, 400);
}

#[tokio::test]
async fn an_order_ends_by_itself() {
    let merchant = Merchant::start().await;
    let prepay_id = merchant.prepay("order-1", 3000, "").await.1["prepay_id"].clone();
    assert_eq!(merchant.control("advance", json!({ "seconds": 7200 })).await.0, 204);
    assert_eq!(merchant.control("pay", json!({ "prepay_id": prepay_id })).await.0, 400);
    let again = merchant.prepay("order-1", 3000, "").await.1["prepay_id"].clone();
    merchant.control("advance", json!({ "seconds": 7 * 86_400 })).await;
    assert_eq!(merchant.control("pay", json!({ "prepay_id": again })).await.0, 400);
    assert_eq!(merchant.state("order-1").await, "CLOSED");
}

#[tokio::test]
async fn refunds_stay_within_the_order() {
    let merchant = Merchant::start().await;
    merchant.prepay("order-1", 3000, "").await;
    let ask = async |number: &str, fen: i64| {
        let answer = merchant.post("/v3/refund/domestic/refunds", &refund("order-1", number, fen)).await;
        (answer.0, answer.1["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(ask("refund-1", 3000).await, (400, "INVALID_REQUEST".into()), "not paid");
    merchant.control("pay", json!({ "out_trade_no": "order-1" })).await;
    assert_eq!(ask("refund-1", 2000).await, (200, String::new()));
    assert_eq!(ask("refund-1", 2000).await, (429, "FREQUENCY_LIMITED".into()), "within a minute");
    merchant.control("advance", json!({ "seconds": 60 })).await;
    assert_eq!(ask("refund-1", 2000).await, (200, String::new()), "the same again");
    merchant.control("advance", json!({ "seconds": 60 })).await;
    assert_eq!(
        ask("refund-1", 1000).await,
        (400, "INVALID_REQUEST".into()),
        "the same number, another amount"
    );
    assert_eq!(ask("refund-2", 1001).await, (400, "INVALID_REQUEST".into()), "more than was paid");
    assert_eq!(ask("refund-2", 1000).await, (200, String::new()));
    assert_eq!(merchant.get("/v3/refund/domestic/refunds/refund-3").await.0, 404);
    assert_eq!(merchant.ledger().await["money"]["kept"], 0);
}

#[tokio::test]
async fn requests_have_to_be_signed() {
    let merchant = Merchant::start().await;
    let path = "/v3/pay/transactions/jsapi";
    let body = merchant.order("order-1", 3000, "").to_string();
    type Spoil = fn(&mut HeaderMap);
    let without: [(&str, u16, Spoil); 5] = [
        ("authorization", 401, |headers| drop(headers.remove("authorization"))),
        ("user-agent", 400, |headers| drop(headers.remove("user-agent"))),
        ("content-type", 400, |headers| drop(headers.remove("content-type"))),
        ("serial", 400, |headers| drop(headers.insert("wechatpay-serial", "other".parse().unwrap()))),
        ("scheme", 401, |headers| drop(headers.insert("authorization", "Basic abc".parse().unwrap()))),
    ];
    let mut wrong = Vec::new();
    for (name, status, spoil) in without {
        let mut headers = merchant.headers("POST", path, body.as_bytes(), 0);
        spoil(&mut headers);
        let answer = merchant.send("POST", path, headers, body.clone()).await;
        if answer.0 != status {
            wrong.push(format!("{name}: {answer:?}"));
        }
    }
    for (name, skew, sent) in [
        ("late", -301, body.clone()),
        ("early", 301, body.clone()),
        ("altered", 0, body.replace("3000", "3001")),
    ] {
        let headers = merchant.headers("POST", path, body.as_bytes(), skew);
        let answer = merchant.send("POST", path, headers, sent).await;
        if answer.0 != 401 {
            wrong.push(format!("{name}: {answer:?}"));
        }
    }
    let headers = merchant.headers("POST", path, body.as_bytes(), 0);
    assert_eq!(merchant.send("POST", path, headers.clone(), body.clone()).await.0, 200);
    if merchant.send("POST", path, headers, body).await.0 != 401 {
        wrong.push("the same nonce twice".into());
    }
    let long = "x".repeat(1 << 20);
    let headers = merchant.headers("POST", path, long.as_bytes(), 0);
    if merchant.send("POST", path, headers, long).await.0 != 400 {
        wrong.push("a long body".into());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn answers_are_signed_with_the_key_that_was_asked_for() {
    let merchant = Merchant::start().await;
    let account = merchant.simulator.accounts().pay.clone();
    let path = "/v3/pay/transactions/out-trade-no/order-1?mchid=1900000001";
    for (wish, serial) in
        [(None, &account.certificate_serial_no), (Some(&account.public_key_id), &account.public_key_id)]
    {
        let mut headers = merchant.headers("GET", path, b"", 0);
        if let Some(wish) = wish {
            headers.insert("wechatpay-serial", wish.parse().unwrap());
        }
        let (status, headers, body) = merchant.raw("GET", path, headers, String::new()).await;
        assert_eq!((status, headers["wechatpay-serial"].to_str().unwrap()), (404, serial.as_str()));
        assert!(verified(&account, &headers, &body));
        assert!(!verified(&account, &headers, &[&body[..], b" "].concat()));
    }
}

#[tokio::test]
async fn faults_of_answers_are_what_they_say() {
    let merchant = Merchant::start().await;
    let route = "/v3/pay/transactions/jsapi";
    for (number, (fault, status, signed, effect)) in [
        ("unavailable", 503, false, false),
        ("bad-gateway", 502, false, false),
        ("unavailable-after-effect", 502, false, true),
        ("unsigned-refusal", 403, false, false),
        ("accepted", 202, true, false),
        ("rate-limited", 429, true, false),
        ("refused", 400, true, false),
        ("slow", 200, true, true),
        ("cut", 200, false, true),
        ("sign-test", 200, false, true),
        ("forged", 200, false, true),
        ("unknown-serial", 200, false, true),
        ("skewed", 200, true, true),
    ]
    .into_iter()
    .enumerate()
    {
        let list = json!([{ "path": route, "fault": fault, "times": 1, "seconds": 0.01, "code": "NO_AUTH" }]);
        assert_eq!(merchant.control("faults", list).await.0, 204, "{fault}");
        let out_trade_no = format!("order-{number}");
        let body = merchant.order(&out_trade_no, 3000, "").to_string();
        let headers = merchant.headers("POST", route, body.as_bytes(), 0);
        let (found, headers, answer) = merchant.raw("POST", route, headers, body).await;
        let is_signed = verified(&merchant.simulator.accounts().pay, &headers, &answer);
        assert_eq!(
            (found, is_signed),
            (status, signed),
            "{fault}: {headers:?} {}",
            String::from_utf8_lossy(&answer)
        );
        let known = merchant.ledger().await["orders"]
            .as_array()
            .unwrap()
            .iter()
            .any(|order| order["out_trade_no"] == *out_trade_no);
        assert_eq!(known, effect, "{fault}");
    }
}

#[tokio::test]
async fn faults_that_cannot_be_are_refused() {
    let merchant = Merchant::start().await;
    for fault in [
        json!({ "path": "nowhere", "fault": "lost", "times": 1 }),
        json!({ "path": "callback/payment", "fault": "unavailable", "times": 1 }),
        json!({ "path": "callback/refund", "fault": "wrong-appid", "times": 1 }),
        json!({ "path": "/sns/jscode2session", "fault": "sign-test", "times": 1 }),
        json!({ "path": "/v3/certificates", "fault": "refused", "times": 1 }),
        json!({ "path": "/v3/certificates", "fault": "slow", "times": 1, "seconds": 1e9 }),
        json!({ "path": "/v3/certificates", "fault": "slow", "times": 1, "every": 0 }),
    ] {
        let (status, answer) = merchant.control("faults", json!([fault])).await;
        assert!(status == 400 && answer["error"].is_string(), "{fault}: {answer}");
    }
    let (status, _) =
        merchant.control("faults", json!([{ "path": "bill", "fault": "lots", "times": 1 }])).await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn a_fault_can_be_for_each_second_request() {
    let merchant = Merchant::start().await;
    let route = "/v3/pay/transactions/jsapi";
    merchant
        .control("faults", json!([{ "path": route, "fault": "unavailable", "times": 2, "every": 2 }]))
        .await;
    let mut statuses = Vec::new();
    for number in 0..6 {
        statuses.push(merchant.prepay(&format!("order-{number}"), 1, "").await.0);
    }
    assert_eq!(statuses, [200, 503, 200, 503, 200, 200]);
}

/// What a merchant was sent.
#[derive(Clone, Default)]
struct Inbox(Arc<Mutex<Vec<(HeaderMap, Bytes)>>>);

impl Inbox {
    /// Listens, answers 500 to the first callback and 204 to all others.
    async fn open() -> (String, Self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/callback", listener.local_addr().unwrap());
        let inbox = Self::default();
        let take = |State(inbox): State<Self>, headers: HeaderMap, body: Bytes| async move {
            let mut taken = inbox.0.lock().unwrap();
            taken.push((headers, body));
            if taken.len() == 1 { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::NO_CONTENT }
        };
        let app = Router::new().route("/callback", post(take)).with_state(inbox.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (address, inbox)
    }

    /// The first so many callbacks, once they are there.
    async fn wait(&self, count: usize) -> Vec<(HeaderMap, Bytes)> {
        for _ in 0..200 {
            let taken = self.0.lock().unwrap().clone();
            if taken.len() >= count {
                return taken;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{} instead of {count} callbacks", self.0.lock().unwrap().len());
    }
}

#[tokio::test]
async fn callbacks_come_signed_sealed_and_again() {
    let merchant = Merchant::start().await;
    let (address, inbox) = Inbox::open().await;
    merchant.prepay("order-1", 3000, &address).await;
    merchant.control("pay", json!({ "out_trade_no": "order-1" })).await;
    inbox.wait(1).await;
    merchant.control("advance", json!({ "seconds": 15 })).await;
    let taken = inbox.wait(2).await;
    let account = &merchant.simulator.accounts().pay;
    for (headers, body) in &taken {
        assert!(verified(account, headers, body));
        let told = merchant.open(body);
        assert_eq!((&told["out_trade_no"], &told["trade_state"]), (&json!("order-1"), &json!("SUCCESS")));
        assert_eq!(told["amount"]["total"], 3000);
    }
    assert_ne!(taken[0].0["wechatpay-nonce"], taken[1].0["wechatpay-nonce"]);
    let mut refund = refund("order-1", "refund-1", 3000);
    refund["notify_url"] = json!(address);
    merchant.control("faults", json!([{ "path": "refund", "fault": "abnormal", "times": 1 }])).await;
    merchant.post("/v3/refund/domestic/refunds", &refund).await;
    let taken = inbox.wait(3).await;
    let told = merchant.open(&taken[2].1);
    assert_eq!((&told["out_refund_no"], &told["refund_status"]), (&json!("refund-1"), &json!("ABNORMAL")));
    let ledger = merchant.ledger().await;
    let answers: Vec<&Value> = ledger["callbacks"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|callback| callback["tries"].as_array().unwrap())
        .map(|tried| &tried["answer"])
        .collect();
    assert_eq!(answers, ["500", "204", "204"]);
    assert_eq!(ledger["money"]["kept"], 3000, "an abnormal refund leaves the money where it was");
}

#[tokio::test]
async fn callbacks_are_lost_late_doubled_and_out_of_order() {
    let merchant = Merchant::start().await;
    let (address, inbox) = Inbox::open().await;
    merchant
        .control(
            "faults",
            json!([
                { "path": "callback/payment", "fault": "lost", "times": 1 },
                { "path": "callback/payment", "fault": "doubled", "times": 1 },
                { "path": "callback/payment", "fault": "late", "times": 1, "seconds": 60 },
                { "path": "callback/payment", "fault": "reordered", "times": 1, "seconds": 3600 },
            ]),
        )
        .await;
    let pay = async |number: &str| {
        merchant.prepay(number, 3000, &address).await;
        merchant.control("pay", json!({ "out_trade_no": number })).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
    };
    for number in ["order-1", "order-2", "order-3", "order-4"] {
        pay(number).await;
    }
    let numbers = |taken: &[(HeaderMap, Bytes)]| -> Vec<String> {
        taken
            .iter()
            .map(|(_, body)| {
                let told = merchant.open(body);
                format!(
                    "{}{}",
                    told["out_trade_no"].as_str().unwrap(),
                    told["refund_status"].as_str().map(|_| " refund").unwrap_or_default()
                )
            })
            .collect()
    };
    assert_eq!(numbers(&inbox.wait(2).await), ["order-2", "order-2"]);
    let mut refund = refund("order-4", "refund-1", 3000);
    refund["notify_url"] = json!(address);
    merchant.post("/v3/refund/domestic/refunds", &refund).await;
    assert_eq!(numbers(&inbox.wait(4).await)[2..], ["order-4 refund", "order-4"]);
    merchant.control("advance", json!({ "seconds": 60 })).await;
    assert_eq!(numbers(&inbox.wait(5).await)[4..], ["order-3"]);
}

#[tokio::test]
async fn a_callback_by_hand_has_the_fault_that_was_asked_for() {
    let merchant = Merchant::start().await;
    let account = &merchant.simulator.accounts().pay;
    merchant.prepay("order-1", 3000, "").await;
    let by_hand = |fault: Value| {
        merchant.control("callback", json!({ "out_trade_no": "order-1", "fault": fault, "seconds": 301 }))
    };
    assert_eq!(by_hand(Value::Null).await.0, 400, "not paid");
    merchant.control("pay", json!({ "out_trade_no": "order-1" })).await;
    let mut wrong = Vec::new();
    for (fault, signed, field, value) in [
        (Value::Null, true, "/amount/total", json!(3000)),
        (json!("other-key"), true, "/amount/total", json!(3000)),
        (json!("skewed"), true, "/amount/total", json!(3000)),
        (json!("sign-test"), false, "/amount/total", json!(3000)),
        (json!("forged"), false, "/amount/total", json!(3000)),
        (json!("unknown-serial"), false, "/amount/total", json!(3000)),
        (json!("altered"), false, "/amount/total", json!(3000)),
        (json!("wrong-amount"), true, "/amount/total", json!(3001)),
        (json!("wrong-currency"), true, "/amount/currency", json!("HKD")),
        (json!("wrong-appid"), true, "/appid", json!("wx1111111111111111")),
        (json!("wrong-mchid"), true, "/mchid", json!("1900000002")),
        (json!("wrong-number"), true, "/out_trade_no", json!("nobodys-number")),
    ] {
        let (_, made) = by_hand(fault.clone()).await;
        let headers: HeaderMap = made["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| {
                (name.parse::<axum::http::HeaderName>().unwrap(), value.as_str().unwrap().parse().unwrap())
            })
            .collect();
        let body = made["body"].as_str().unwrap();
        let told = merchant.open(body.as_bytes());
        if verified(account, &headers, body.as_bytes()) != signed || told.pointer(field) != Some(&value) {
            wrong.push(format!("{fault}: {told}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(by_hand(json!("lost")).await.0, 400);
}

#[tokio::test]
async fn the_bill_of_a_day_has_what_was_paid_then() {
    let merchant = Merchant::start().await;
    for number in ["order-1", "order-2"] {
        merchant.prepay(number, 3000, "").await;
        merchant.control("pay", json!({ "out_trade_no": number })).await;
    }
    merchant.post("/v3/refund/domestic/refunds", &refund("order-2", "refund-1", 3000)).await;
    let (_, paid) = merchant.get("/v3/pay/transactions/out-trade-no/order-1?mchid=1900000001").await;
    let day = paid["success_time"].as_str().unwrap()[..10].to_owned();
    let ask = |more: &str| format!("/v3/bill/tradebill?bill_date={day}{more}");
    assert_eq!(merchant.get(&ask("")).await.1["code"], "STATEMENT_CREATING");
    merchant.control("advance", json!({ "seconds": 86_400 })).await;
    for (more, rows) in [("", 3), ("&bill_type=SUCCESS", 2), ("&bill_type=REFUND&tar_type=GZIP", 1)] {
        let bill = merchant.bill(&ask(more)).await;
        let lines: Vec<&str> = bill.trim_start_matches('\u{FEFF}').split("\r\n").collect();
        assert_eq!(lines.len(), rows + 4, "{bill}");
        let columns: Vec<usize> = lines[..=rows].iter().map(|line| line.split(',').count()).collect();
        assert_eq!(columns, vec![27; rows + 1]);
        assert!(lines[rows + 2].starts_with(&format!("`{rows},`")), "{bill}");
    }
    merchant.control("faults", json!([{ "path": "bill", "fault": "missing-row", "times": 1 }, { "path": "bill", "fault": "extra-row", "times": 1 }])).await;
    let bill = merchant.bill(&ask("")).await;
    assert!(bill.contains("NOBODY") && !bill.contains("refund-1"), "{bill}");
    for (path, code) in [
        ("/v3/bill/tradebill?bill_date=2020-01-01".to_owned(), "NO_STATEMENT_EXIST"),
        ("/v3/bill/tradebill?bill_date=20200101".to_owned(), "PARAM_ERROR"),
        (ask("&bill_type=ANY"), "PARAM_ERROR"),
        (ask("&tar_type=ZIP"), "PARAM_ERROR"),
        ("/v3/billdownload/file?token=other".to_owned(), "INVALID_REQUEST"),
    ] {
        assert_eq!(merchant.get(&path).await.1["code"], code, "{path}");
    }
}

#[tokio::test]
async fn the_certificate_is_sealed() {
    let merchant = Merchant::start().await;
    let (_, answer) = merchant.get("/v3/certificates").await;
    let account = &merchant.simulator.accounts().pay;
    assert_eq!(answer["data"][0]["serial_no"], account.certificate_serial_no);
    assert_eq!(merchant.unseal(&answer["data"][0]["encrypt_certificate"]), account.certificate);
}

#[tokio::test]
async fn a_new_certificate_takes_turns_with_the_last_one() {
    let merchant = Merchant::start().await;
    let path = "/v3/certificates";
    let mut signer = merchant.simulator.accounts().pay.certificate_serial_no.clone();
    for _ in 0..2 {
        assert_eq!(merchant.control("rotate", Value::Null).await.0, 204);
        let (_, headers, body) =
            merchant.raw("GET", path, merchant.headers("GET", path, b"", 0), String::new()).await;
        let given: Value = serde_json::from_slice(&body).unwrap();
        let serials: Vec<_> =
            given["data"].as_array().unwrap().iter().map(|one| one["serial_no"].as_str().unwrap()).collect();
        assert_eq!((serials.len(), serials[1]), (2, signer.as_str()));
        assert_eq!(headers["wechatpay-serial"].to_str().unwrap(), serials[0]);
        signer = serials[0].to_owned();
        let accounts = merchant.page("/_control/accounts").await;
        let accounts: Value = serde_json::from_str(&accounts).unwrap();
        let account = PayAccount {
            certificate: accounts["pay"]["certificate"].as_str().unwrap().to_owned(),
            certificate_serial_no: signer.clone(),
            ..merchant.simulator.accounts().pay.clone()
        };
        assert!(verified(&account, &headers, &body));
    }
}

#[tokio::test]
async fn the_merchants_file_has_the_account() {
    let merchant = Merchant::start().await;
    let account = &merchant.simulator.accounts().pay;
    let file = merchant.page("/_control/merchant").await;
    for (key, value) in [
        ("mchid", &account.mchid),
        ("serial", &account.serial_no),
        ("private_key", &account.private_key),
        ("api_key", &account.apiv3_key),
        ("id", &account.public_key_id),
        ("public_key", &account.public_key),
        ("id", &account.certificate_serial_no),
    ] {
        let line = format!("{key} = {}", json!(value));
        assert!(file.lines().any(|found| found == line), "{line}\n{file}");
    }
}

#[tokio::test]
async fn pages_pay_with_the_merchants_signature() {
    let merchant = Merchant::start().await;
    let prepay_id = merchant.prepay("order-1", 3000, "").await.1["prepay_id"].as_str().unwrap().to_owned();
    let mut parameters = merchant.bridge(&prepay_id);
    let right = std::mem::replace(&mut parameters["paySign"], json!("AAAA"));
    assert_eq!(merchant.control("bridge", parameters.clone()).await.0, 401);
    parameters["paySign"] = right;
    assert_eq!(merchant.control("bridge", parameters).await.1["err_msg"], "get_brand_wcpay_request:ok");
    assert_eq!(merchant.state("order-1").await, "SUCCESS");
}

#[tokio::test]
async fn a_person_pays_on_a_page() {
    let merchant = Merchant::start().await;
    let prepay_id = merchant.prepay("order-1", 3000, "").await.1["prepay_id"].as_str().unwrap().to_owned();
    let path = format!("/pay?prepay_id={prepay_id}&return=http://127.0.0.1:1/c/");
    let page = merchant.page(&path).await;
    assert!(
        page.contains("¥30.00") && page.contains("确认支付") && page.contains("照片 &lt;采集&gt;"),
        "{page}"
    );
    let press = async |action: &str| {
        let fields =
            [("prepay_id", prepay_id.as_str()), ("return", "http://127.0.0.1:1/c/"), ("action", action)];
        merchant.press(&fields).await
    };
    assert_eq!(press("cancel").await, "http://127.0.0.1:1/c/");
    assert_eq!(merchant.state("order-1").await, "NOTPAY");
    let next = press("pay").await;
    let page = merchant.page(&next).await;
    assert!(page.contains("支付成功") && page.contains("href=\"http://127.0.0.1:1/c/\""), "{page}");
    let elsewhere = merchant
        .press(&[("prepay_id", &prepay_id), ("return", "https://example.org/"), ("action", "cancel")])
        .await;
    assert!(elsewhere.starts_with("/pay?"), "{elsewhere}");
    assert!(merchant.page("/pay?prepay_id=other").await.contains("没有这笔订单"));
}

fn refund(out_trade_no: &str, out_refund_no: &str, fen: i64) -> Value {
    json!({
        "out_trade_no": out_trade_no,
        "out_refund_no": out_refund_no,
        "amount": { "refund": fen, "total": 3000, "currency": "CNY" },
    })
}
