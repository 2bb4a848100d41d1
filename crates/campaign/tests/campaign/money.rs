//! The fee: paid, given back, and found in the books, whatever WeChat Pay and the network do.

use crate::stage::{Answer, CAMPAIGN, Client, Database, OPENS, Stage, identity, on_both, photo};
use axum::http::StatusCode;
use precheck_campaign::campaign_file::SAMPLE;
use precheck_campaign::clock::{DAY, HOUR, MINUTE, SECOND};
use precheck_campaign::db::Actor;
use precheck_campaign::{campaign, fsck, payment};
use serde_json::{Value, json};
use std::time::Duration;

/// The sample's campaign with the notice's fee.
const FEE: (&str, &str) = ("fee_fen = 0", "fee_fen = 3000");

const ORDER: &str = "/api/v1/collection/order";

on_both!(
    a_candidate_pays_once,
    a_refused_photo_leaves_the_one_that_counts,
    one_notice_a_hundred_times_at_once_has_one_effect,
    a_spoilt_notice_changes_nothing,
    an_order_keeps_its_number_whatever_the_gateway_does,
    lost_late_doubled_and_reordered_notices_lead_to_the_same,
    what_comes_late_or_twice_is_given_back,
    staff_gives_back_the_payment_that_is_named,
    an_order_that_is_open_keeps_its_collection_and_its_price,
    a_page_that_asks_too_often_hears_the_last_answer,
    a_refund_that_was_closed_is_asked_for_under_another_number,
    who_began_by_phone_pays_in_wechat,
    after_the_last_attempt_no_upload_is_offered,
    a_refund_is_made_once_whatever_the_gateway_does,
    a_rejected_candidate_pays_again_only_if_the_campaign_says_so,
    a_bill_that_differs_is_named_and_mended,
    messages_wait_for_their_vendor_and_are_sent_once,
    the_help_desk_sees_and_refunds,
    money_that_was_changed_by_hand_is_found,
);

impl Stage {
    async fn paying(database: Database) -> Self {
        Self::new(database, &[FEE]).await
    }

    /// Callbacks that WeChat Pay does not send by itself.
    async fn without_callbacks(&self) {
        let lost = |path| json!({ "path": path, "fault": "lost", "times": 1_000_000 });
        self.control("faults", json!([lost("callback/payment"), lost("callback/refund")])).await;
    }

    async fn payments(&self) -> Vec<String> {
        let states = sqlx::query_scalar("SELECT state FROM payment ORDER BY created, id");
        states.fetch_all(self.app.db.pool()).await.unwrap()
    }

    /// Nothing contradicts anything, and the books are the simulator's.
    async fn is_whole(&self) {
        assert_eq!(fsck::differences(&self.app, true).await.unwrap(), Vec::<String>::new());
        let kept = "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM payment WHERE state IN ('paid', 'refund_abnormal')";
        let money = &self.control("ledger", Value::Null).await["money"];
        assert_eq!(money["kept"], json!(self.count(kept).await), "{money}");
    }

    /// A callback as the simulator would send it, brought by ourselves.
    pub async fn bring(&self, client: &Client, of: &Value) -> Answer {
        let made = self.control("callback", of.clone()).await;
        let headers: Vec<(&str, &str)> = made["headers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let path = made["url"].as_str().unwrap().split_once("/callbacks").unwrap().1;
        client
            .ask("POST", &format!("/callbacks{path}"), &headers, made["body"].as_str().unwrap().to_owned())
            .await
    }
}

impl Client {
    /// What the page hands to WeChat.
    pub async fn order(&self) -> Value {
        self.post(ORDER, json!({})).await.need(200).json()["pay"].clone()
    }

    async fn word(&self) -> String {
        self.get(ORDER).await.need(200).json()["state"].as_str().unwrap().to_owned()
    }

    /// Waits for the simulator's callback.
    async fn until(&self, state: &str) {
        for _ in 0..200 {
            if self.state().await == state {
                return;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{} instead of {state}", self.state().await);
    }
}

fn number_of(ledger: &Value, place: usize) -> String {
    ledger["orders"][place]["out_trade_no"].as_str().unwrap().to_owned()
}

async fn a_candidate_pays_once(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.confirmed(0).await;
    assert_eq!(candidate.post(ORDER, json!({})).await.says(), (409, "not-now".to_owned()));
    candidate.put_photo(photo(0, 480), &[]).await.need(200);
    let seen = candidate.get("/api/v1/collection").await.json();
    assert_eq!((&seen["state"], &seen["step"]), (&json!("uploaded"), &json!("payment")));
    let unpaid = candidate.get(ORDER).await.need(200).json();
    assert_eq!((&unpaid["state"], &unpaid["amount_fen"]), (&json!("unpaid"), &json!(3000)));
    assert_eq!(unpaid["message"]["zh"], json!("未支付"));
    // Two pages at once.
    let (one, other) = tokio::join!(candidate.order(), candidate.order());
    assert!(one["package"].as_str().unwrap().starts_with("prepay_id="));
    let third = candidate.order().await;
    assert!([&one, &other].iter().any(|order| order["package"] == third["package"]));
    assert_eq!(candidate.word().await, "unpaid");
    stage.control("bridge", third).await;
    candidate.until("in_review").await;
    let paid = candidate.get(ORDER).await.need(200).json();
    assert_eq!((&paid["state"], &paid["message"]["zh"]), (&json!("paid"), &json!("已支付")));
    assert!(candidate.order().await.is_null(), "what is paid is not to be paid again");
    stage.pass(0).await;
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!((ledger["orders"].as_array().unwrap().len(), &ledger["money"]["paid"]), (1, &json!(3000)));
    let templates: Vec<_> =
        ledger["messages"].as_array().unwrap().iter().map(|sent| &sent["template"]).collect();
    assert_eq!(templates, ["paid"]);
    stage.is_whole().await;
}

async fn a_refused_photo_leaves_the_one_that_counts(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.submitted(0).await;
    candidate.put_photo(photo(1, 40), &[]).await.need(422);
    assert_eq!(candidate.state().await, "uploaded");
    stage.is_whole().await;
    stage.pass(2 * HOUR).await;
    stage.control("bridge", candidate.order().await).await;
    candidate.until("in_review").await;
    let reviewer = stage.staff("reviewer").await;
    let address = reviewer.first_review().await;
    assert!(reviewer.get(&format!("{address}/photo")).await.need(200).bytes == photo(0, 480));
    stage.is_whole().await;
}

async fn one_notice_a_hundred_times_at_once_has_one_effect(database: Database) {
    let stage = Stage::paying(database).await;
    stage.without_callbacks().await;
    let candidate = stage.submitted(0).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    let number = number_of(&stage.control("ledger", Value::Null).await, 0);
    let made = stage.control("callback", json!({ "out_trade_no": number })).await;
    let mut bringing = Vec::new();
    for _ in 0..100 {
        let (client, made) = (stage.client(), made.clone());
        bringing.push(tokio::spawn(async move {
            let headers = made["headers"].as_object().unwrap();
            let headers: Vec<_> =
                headers.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
            let body = made["body"].as_str().unwrap().to_owned();
            client.ask("POST", "/callbacks/wechat/payments", &headers, body).await.status
        }));
    }
    for brought in bringing {
        assert_eq!(brought.await.unwrap(), StatusCode::NO_CONTENT);
    }
    // The same news under another id.
    stage.bring(&stage.client(), &json!({ "out_trade_no": number })).await.need(204);
    assert_eq!(stage.count("SELECT COUNT(*) FROM audit WHERE event = 'succeed'").await, 1);
    assert_eq!(stage.count("SELECT COUNT(*) FROM audit WHERE event = 'pay'").await, 1);
    assert_eq!(stage.count("SELECT COUNT(*) FROM message").await, 1);
    assert_eq!(candidate.state().await, "in_review");
    stage.is_whole().await;
}

async fn a_spoilt_notice_changes_nothing(database: Database) {
    let stage = Stage::paying(database).await;
    stage.without_callbacks().await;
    let candidate = stage.submitted(0).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    let number = number_of(&stage.control("ledger", Value::Null).await, 0);
    let lines = stage.count("SELECT COUNT(*) FROM audit").await;
    let client = stage.client();
    let distrusted = (401, "notice-distrusted".to_owned());
    let refused = (400, "notice-refused".to_owned());
    let cases = [
        ("forged", 0, &distrusted),
        ("sign-test", 0, &distrusted),
        ("unknown-serial", 0, &distrusted),
        ("skewed", 301, &distrusted),
        ("skewed", -301, &distrusted),
        ("altered", 0, &distrusted),
        ("wrong-amount", 0, &refused),
        ("wrong-appid", 0, &refused),
        ("wrong-mchid", 0, &refused),
        ("wrong-number", 0, &refused),
        ("wrong-currency", 0, &refused),
    ];
    for (fault, seconds, said) in cases {
        let of = json!({ "out_trade_no": number, "fault": fault, "seconds": seconds });
        assert_eq!(&stage.bring(&client, &of).await.says(), said, "{fault}");
    }
    let notices = "/callbacks/wechat/payments";
    for (body, said) in
        [("not json".to_owned(), &distrusted), ("x".repeat(1 << 20), &(413, "body-too-large".to_owned()))]
    {
        assert_eq!(&client.ask("POST", notices, &[], body).await.says(), said);
    }
    // What is a payment's is no refund's.
    let made = stage.control("callback", json!({ "out_trade_no": number })).await;
    let headers: Vec<_> = made["headers"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let body = made["body"].as_str().unwrap().to_owned();
    assert_eq!(&client.ask("POST", "/callbacks/wechat/refunds", &headers, body).await.says(), &refused);
    assert_eq!(stage.count("SELECT COUNT(*) FROM audit").await, lines);
    assert_eq!(
        (stage.payments().await, candidate.state().await),
        (vec!["pending".to_owned()], "uploaded".to_owned())
    );
    let tests = "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM counter WHERE name = 'signtest'";
    assert_eq!(stage.count(tests).await, 1);
    stage
        .bring(&client, &json!({ "out_trade_no": number, "fault": "skewed", "seconds": 299 }))
        .await
        .need(204);
    assert_eq!(candidate.state().await, "in_review");
    stage.is_whole().await;
}

async fn an_order_keeps_its_number_whatever_the_gateway_does(database: Database) {
    let stage = Stage::paying(database).await;
    let faults = [
        "unavailable",
        "bad-gateway",
        "unavailable-after-effect",
        "cut",
        "unsigned-refusal",
        "rate-limited",
        "accepted",
        "sign-test",
        "forged",
        "unknown-serial",
        "skewed",
    ];
    let candidate = stage.submitted(0).await;
    for fault in faults {
        let path = "/v3/pay/transactions/jsapi";
        stage.control("faults", json!([{ "path": path, "fault": fault, "times": 1, "seconds": 900 }])).await;
        let answer = candidate.post(ORDER, json!({})).await;
        assert_eq!(answer.says(), (503, "payment-unavailable".to_owned()), "{fault}");
    }
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    assert_eq!(stage.payments().await, ["paid"]);
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!(ledger["orders"].as_array().unwrap().len(), 1);
    // A refusal that WeChat Pay has signed ends the order, which it does not know; the next one is another.
    let second = stage.submitted(1).await;
    let refused = json!([{ "path": "/v3/pay/transactions/jsapi", "fault": "refused", "code": "PARAM_ERROR", "times": 1 }]);
    stage.control("faults", refused).await;
    second.post(ORDER, json!({})).await.need(503);
    assert_eq!(stage.payments().await, ["paid", "failed"]);
    let order = second.order().await;
    stage.control("bridge", order).await;
    second.until("in_review").await;
    stage.is_whole().await;
}

async fn lost_late_doubled_and_reordered_notices_lead_to_the_same(database: Database) {
    let stage = Stage::paying(database).await;
    let faults = ["lost", "late", "doubled", "reordered", "forged", "sign-test", "altered", "wrong-amount"];
    for (number, fault) in faults.into_iter().enumerate() {
        let path = "callback/payment";
        stage.control("faults", json!([{ "path": path, "fault": fault, "times": 1, "seconds": 60 }])).await;
        let candidate = stage.submitted(number).await;
        let order = candidate.order().await;
        stage.control("bridge", order).await;
        // WeChat Pay does not answer either: the candidate is told to wait, never to pay again.
        let query = "/v3/pay/transactions/out-trade-no/{out_trade_no}";
        let unavailable = json!([{ "path": query, "fault": "unavailable", "times": 1 }]);
        if fault == "lost" {
            stage.control("faults", unavailable).await;
            let told = candidate.get(ORDER).await.need(200).json();
            assert_eq!(
                (&told["state"], &told["message"]["zh"]),
                (&json!("confirming"), &json!("正在确认，请勿重复支付"))
            );
        }
        stage.pass(11 * SECOND).await;
        candidate.until("in_review").await;
        assert_eq!(candidate.word().await, "paid");
    }
    stage.pass(HOUR).await;
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!((&ledger["money"]["kept"], &ledger["money"]["refunded"]), (&json!(24000), &json!(0)));
    assert_eq!(stage.count("SELECT COUNT(*) FROM message WHERE kind = 'paid' AND state = 'sent'").await, 8);
    stage.is_whole().await;
}

async fn what_comes_late_or_twice_is_given_back(database: Database) {
    let stage = Stage::paying(database).await;
    // The candidate leaves while paying.
    let leaving = stage.submitted(0).await;
    leaving.order().await;
    let number = number_of(&stage.control("ledger", Value::Null).await, 0);
    leaving.delete("/api/v1/collection").await.need(204);
    stage.control("pay", json!({ "out_trade_no": number })).await;
    // The order is over and was ended; a second one is paid, and then the first one after all.
    let twice = stage.submitted(1).await;
    twice.order().await;
    stage.pass(31 * MINUTE).await;
    stage.pass(MINUTE).await;
    let second = twice.order().await;
    stage.control("bridge", second).await;
    twice.until("in_review").await;
    let ledger = stage.control("ledger", Value::Null).await;
    let unpaid = ledger["orders"].as_array().unwrap().iter().find(|order| order["transaction_id"].is_null());
    stage.control("pay", json!({ "out_trade_no": unpaid.unwrap()["out_trade_no"], "force": true })).await;
    // The candidate has paid, and leaves.
    let gone = stage.submitted(2).await;
    let order = gone.order().await;
    stage.control("bridge", order).await;
    gone.until("in_review").await;
    gone.delete("/api/v1/collection").await.need(204);
    // The last day is over before the payment is known.
    let late = stage.submitted(3).await;
    late.order().await;
    let ledger = stage.control("ledger", Value::Null).await;
    let unpaid = ledger["orders"].as_array().unwrap().iter().find(|order| order["transaction_id"].is_null());
    let number = unpaid.unwrap()["out_trade_no"].clone();
    stage.pass(13 * DAY).await;
    stage.control("pay", json!({ "out_trade_no": number, "force": true })).await;
    for _ in 0..40 {
        stage.pass(MINUTE).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let reasons: Vec<(String, String)> = sqlx::query_as(
        "SELECT state, refund_reason FROM payment WHERE refund_reason IS NOT NULL ORDER BY refund_reason, id",
    )
    .fetch_all(stage.app.db.pool())
    .await
    .unwrap();
    let expected =
        ["late", "late", "second", "withdrawn"].map(|reason| ("refunded".to_owned(), reason.to_owned()));
    assert_eq!(reasons, expected);
    assert_eq!(twice.state().await, "in_review");
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!((ledger["refunds"].as_array().unwrap().len(), &ledger["money"]["kept"]), (4, &json!(3000)));
    stage.is_whole().await;
}

async fn staff_gives_back_the_payment_that_is_named(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.submitted(0).await;
    candidate.order().await;
    let first = number_of(&stage.control("ledger", Value::Null).await, 0);
    stage.pass(31 * MINUTE).await;
    stage.pass(MINUTE).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    // The first order is paid after all, and the payer's account does not take the money back.
    stage.control("faults", json!([{ "path": "refund", "fault": "abnormal", "times": 1 }])).await;
    stage.control("pay", json!({ "out_trade_no": first, "force": true })).await;
    for _ in 0..10 {
        stage.pass(MINUTE).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(stage.payments().await, ["refund_abnormal", "paid"]);
    let helpdesk = stage.staff("helpdesk").await;
    let record = helpdesk.record("0501110000").await;
    let address = format!("/api/v1/staff/records/{}/refund", record["id"].as_str().unwrap());
    assert_eq!(helpdesk.post(&address, json!({})).await.says(), (409, "which-payment".to_owned()));
    let unknown = helpdesk.post(&address, json!({ "payment": "another's" })).await;
    assert_eq!(unknown.says(), (404, "not-found".to_owned()));
    helpdesk.post(&address, json!({ "payment": first })).await.need(204);
    let again = helpdesk.post(&address, json!({ "payment": first })).await;
    assert_eq!(again.says(), (409, "not-now".to_owned()));
    assert_eq!(stage.payments().await, ["refunding", "paid"]);
    stage.pass(2 * MINUTE).await;
    stage.is_whole().await;
}

async fn an_order_that_is_open_keeps_its_collection_and_its_price(database: Database) {
    let closes = OPENS + 3 * DAY;
    let last = ("recollection_deadline = 2022-06-30", "recollection_deadline = 2022-06-21");
    let stage = Stage::new(database, &[FEE, last]).await;
    stage.at(closes - MINUTE);
    let paying = stage.submitted(0).await;
    let leaving = stage.submitted(1).await;
    let seen = paying.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["owed_fen"], &seen["ordered"]), (&json!(3000), &json!(false)));
    // A photo that was on its way for all of the grace could be here only now.
    stage.at(closes + 15 * MINUTE);
    let order = paying.order().await;
    let seen = paying.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["owed_fen"], &seen["ordered"]), (&json!(3000), &json!(true)));
    assert_eq!(paying.get(ORDER).await.need(200).json()["until"], json!(closes + 30 * MINUTE));
    // The fee is raised meanwhile.
    let file = [FEE, last].iter().fold(SAMPLE.to_owned(), |file, (from, to)| file.replace(from, to));
    let file = file.replace("fee_fen = 3000", "fee_fen = 5000");
    let file = campaign::from_toml(&file).unwrap();
    campaign::create(&stage.app, Actor::Operator, file, None).await.unwrap();
    stage.pass(14 * MINUTE).await;
    assert_eq!((paying.state().await, leaving.state().await), ("uploaded".to_owned(), "uploaded".to_owned()));
    stage.control("bridge", order).await;
    paying.until("in_review").await;
    let seen = paying.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["owed_fen"], &seen["ordered"]), (&json!(0), &json!(false)));
    stage.pass(5 * MINUTE).await;
    assert_eq!(leaving.state().await, "expired");
    stage.is_whole().await;
}

async fn a_page_that_asks_too_often_hears_the_last_answer(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.submitted(0).await;
    candidate.order().await;
    for question in 0..35 {
        assert_eq!(candidate.word().await, "unpaid", "{question}");
    }
}

async fn a_refund_that_was_closed_is_asked_for_under_another_number(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.submitted(0).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    let helpdesk = stage.staff("helpdesk").await;
    let record = helpdesk.record("0501110000").await;
    let address = format!("/api/v1/staff/records/{}/refund", record["id"].as_str().unwrap());
    stage.control("faults", json!([{ "path": "refund", "fault": "closed", "times": 1 }])).await;
    let ask = async |helpdesk: &Client, expected: &str| {
        helpdesk.post(&address, json!({})).await.need(204);
        for _ in 0..3 {
            stage.pass(2 * MINUTE).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(stage.payments().await, [expected]);
    };
    ask(&helpdesk, "refund_abnormal").await;
    // WeChat Pay takes it before midnight; that is known only after it.
    let lost =
        json!({ "path": "/v3/refund/domestic/refunds", "fault": "unavailable-after-effect", "times": 1 });
    let no_notice = json!({ "path": "callback/refund", "fault": "lost", "times": 100 });
    stage.control("faults", json!([lost, no_notice])).await;
    stage.at(OPENS + DAY - 3 * MINUTE);
    ask(&stage.staff("helpdesk").await, "refunded").await;
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!((ledger["refunds"].as_array().unwrap().len(), &ledger["money"]["kept"]), (2, &json!(0)));
    stage.at(stage.app.clock.now() + DAY);
    for day in ["2022-06-18", "2022-06-19"] {
        assert_eq!(payment::reconcile(&stage.app, day).await.unwrap(), Vec::<String>::new(), "{day}");
    }
    stage.is_whole().await;
}

async fn after_the_last_attempt_no_upload_is_offered(database: Database) {
    let changes =
        [FEE, ("free_attempts = 5", "free_attempts = 1"), ("second_percent = 5", "second_percent = 0")];
    let stage = Stage::new(database, &changes).await;
    let candidate = stage.submitted(0).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    let reviewer = stage.staff("reviewer").await;
    let address = reviewer.first_review().await;
    reviewer.put(&address, json!({ "verdict": "reject", "reasons": ["selfie"] })).await.need(204);
    stage.pass(MINUTE).await;
    let seen = candidate.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["state"], &seen["step"]), (&json!("rejected"), &json!("done")));
    let allowed = seen["allowed"].as_array().unwrap();
    assert!(!allowed.contains(&json!("photo")) && allowed.contains(&json!("withdrawal")), "{allowed:?}");
    assert_eq!(candidate.put_photo(photo(9, 480), &[]).await.says(), (403, "no-attempts-left".to_owned()));
}

async fn who_began_by_phone_pays_in_wechat(database: Database) {
    let stage = Stage::paying(database).await;
    let campaign = stage.client().get("/api/v1/campaigns/beijing-zikao-2022").await.need(200).json();
    assert_eq!(campaign["pay_in_wechat"], json!(true));
    let phone = "13900001111";
    let mut by_phone = stage.client();
    by_phone.post("/api/v1/phone/codes", json!({ "phone": phone })).await.need(204);
    let ledger = stage.control("ledger", Value::Null).await;
    let code = &ledger["messages"][0]["variables"][0];
    let entered =
        by_phone.post("/api/v1/sessions", json!({ "phone": phone, "sms_code": code })).await.need(204);
    by_phone.cookie = Some(entered.cookie());
    by_phone.post("/api/v1/collections", identity(0)).await.need(201);
    by_phone.post("/api/v1/collection/confirmation", json!({ "correct": true })).await.need(204);
    by_phone.post("/api/v1/collection/reminder", json!({})).await.need(204);
    by_phone.put_photo(photo(0, 480), &[]).await.need(200);
    assert_eq!(by_phone.post(ORDER, json!({})).await.says(), (403, "wechat-needed".to_owned()));
    // Somebody else, whose phone is another one.
    let bound = (409, "already-bound".to_owned());
    let stranger = stage.candidate("stranger").await;
    assert_eq!(stranger.post("/api/v1/collections", identity(0)).await.says(), bound);
    let own = stage.candidate("own").await;
    own.post("/api/v1/phone", json!({ "wechat_code": format!("{phone}.own") })).await.need(204);
    own.post("/api/v1/collections", identity(0)).await.need(201);
    assert_eq!(own.state().await, "uploaded");
    let order = own.order().await;
    stage.control("bridge", order).await;
    own.until("in_review").await;
    assert_eq!(by_phone.get("/api/v1/collection").await.says(), (404, "no-collection".to_owned()));
    assert_eq!(by_phone.post("/api/v1/collections", identity(0)).await.says(), bound);
    let note =
        "SELECT COUNT(*) FROM audit WHERE event = 'unbind' AND note = 'the WeChat account of the same phone'";
    assert_eq!(stage.count(note).await, 1);
    stage.is_whole().await;
}

async fn a_refund_is_made_once_whatever_the_gateway_does(database: Database) {
    let stage = Stage::paying(database).await;
    stage.without_callbacks().await;
    let helpdesk = stage.staff("helpdesk").await;
    let faults = [
        "unavailable-after-effect",
        "cut",
        "sign-test",
        "rate-limited",
        "accepted",
        "unavailable",
        "unsigned-refusal",
    ];
    for (place, fault) in faults.into_iter().enumerate() {
        let candidate = stage.submitted(place).await;
        let order = candidate.order().await;
        stage.control("bridge", order).await;
        assert_eq!(candidate.word().await, "paid");
        let record = helpdesk.record(&format!("050111000{place}")).await;
        let address = format!("/api/v1/staff/records/{}/refund", record["id"].as_str().unwrap());
        let path = "/v3/refund/domestic/refunds";
        stage.control("faults", json!([{ "path": path, "fault": fault, "times": 1 }])).await;
        helpdesk.post(&address, json!({})).await.need(204);
        assert_eq!(helpdesk.post(&address, json!({})).await.says(), (409, "not-now".to_owned()));
        for _ in 0..4 {
            stage.pass(2 * MINUTE).await;
        }
        assert_eq!(stage.payments().await.pop().as_deref(), Some("refunded"), "{fault}");
    }
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!(ledger["refunds"].as_array().unwrap().len(), faults.len());
    // A person has to see to it, and says so by asking again.
    let candidate = stage.submitted(7).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    assert_eq!(candidate.word().await, "paid");
    let record = helpdesk.record("0501110007").await;
    let address = format!("/api/v1/staff/records/{}/refund", record["id"].as_str().unwrap());
    stage.control("faults", json!([{ "path": "refund", "fault": "abnormal", "times": 1 }])).await;
    helpdesk.post(&address, json!({})).await.need(204);
    stage.pass(2 * MINUTE).await;
    stage.pass(2 * MINUTE).await;
    assert_eq!(stage.payments().await.pop().as_deref(), Some("refund_abnormal"));
    let lead = stage.staff("lead").await;
    let figures = format!("/api/v1/staff/dashboard?campaign={CAMPAIGN}");
    let dashboard = lead.get(&figures).await.need(200).json();
    let money = dashboard["money"].as_array().unwrap();
    let abnormal = json!({ "state": "refund_abnormal", "payments": 1, "amount_fen": 3000 });
    assert!(money.contains(&abnormal), "{money:?}");
    assert_eq!(dashboard["stalled_refunds"].as_array().unwrap().len(), 1);
    helpdesk.post(&address, json!({})).await.need(204);
    stage.pass(2 * MINUTE).await;
    stage.pass(2 * MINUTE).await;
    assert_eq!(
        stage.payments().await.pop().as_deref(),
        Some("refund_abnormal"),
        "the same refund, and its state"
    );
    stage.is_whole().await;
}

async fn a_rejected_candidate_pays_again_only_if_the_campaign_says_so(database: Database) {
    for (again, state) in [("fee_again = false", "in_review"), ("fee_again = true", "uploaded")] {
        let changes = [FEE, ("fee_again = false", again), ("second_percent = 5", "second_percent = 0")];
        let stage = Stage::new(database, &changes).await;
        let candidate = stage.submitted(0).await;
        let order = candidate.order().await;
        stage.control("bridge", order).await;
        candidate.until("in_review").await;
        let reviewer = stage.staff("reviewer").await;
        let address = reviewer.first_review().await;
        reviewer.put(&address, json!({ "verdict": "reject", "reasons": ["selfie"] })).await.need(204);
        // Also after the window.
        stage.pass(5 * DAY).await;
        assert_eq!(candidate.state().await, "rejected");
        candidate.put_photo(photo(9, 480), &[]).await.need(200);
        assert_eq!(candidate.state().await, state, "{again}");
        if state == "uploaded" {
            assert_eq!(candidate.word().await, "unpaid");
            let order = candidate.order().await;
            stage.control("bridge", order).await;
            candidate.until("in_review").await;
        }
        let rejected = stage.control("ledger", Value::Null).await["messages"]
            .as_array()
            .unwrap()
            .iter()
            .find(|sent| sent["template"] == "rejected")
            .cloned()
            .unwrap();
        assert_eq!(rejected["variables"], json!(["6月30日", "0时"]));
        stage.is_whole().await;
    }
}

async fn a_bill_that_differs_is_named_and_mended(database: Database) {
    let stage = Stage::paying(database).await;
    let known = stage.submitted(0).await;
    let order = known.order().await;
    stage.control("bridge", order).await;
    known.until("in_review").await;
    assert!(payment::reconcile(&stage.app, "2022-06-18").await.is_err(), "the day is not over");
    assert!(payment::reconcile(&stage.app, "yesterday").await.is_err());
    // One that nobody told us about.
    stage.without_callbacks().await;
    let lost = stage.submitted(1).await;
    let order = lost.order().await;
    stage.control("bridge", order).await;
    stage.at(stage.app.clock.now() + DAY);
    let differences = payment::reconcile(&stage.app, "2022-06-18").await.unwrap();
    assert!(differences.len() == 1 && differences[0].ends_with("recorded now"), "{differences:?}");
    assert_eq!(lost.state().await, "in_review");
    assert_eq!(payment::reconcile(&stage.app, "2022-06-18").await.unwrap(), Vec::<String>::new());
    // One too many in the bill, and one too few.
    let fault = |fault| json!({ "path": "bill", "fault": fault, "times": 1 });
    stage.control("faults", json!([fault("missing-row"), fault("extra-row")])).await;
    let differences = payment::reconcile(&stage.app, "2022-06-18").await.unwrap();
    assert_eq!(differences.len(), 2, "{differences:?}");
    assert!(
        differences[0].contains("unknown here") && differences[1].contains("does not have it"),
        "{differences:?}"
    );
    assert_eq!(payment::reconcile(&stage.app, "2022-06-18").await.unwrap(), Vec::<String>::new());
    assert_eq!(payment::reconcile(&stage.app, "2022-06-17").await.unwrap(), Vec::<String>::new());
    stage.is_whole().await;
}

async fn messages_wait_for_their_vendor_and_are_sent_once(database: Database) {
    let stage = Stage::paying(database).await;
    stage.control("faults", json!([{ "path": "/", "fault": "unavailable", "times": 1_000_000 }])).await;
    for number in 0..3 {
        let candidate = stage.submitted(number).await;
        let order = candidate.order().await;
        stage.control("bridge", order).await;
        candidate.until("in_review").await;
    }
    for _ in 0..30 {
        stage.pass(10 * SECOND).await;
    }
    assert_eq!(stage.count("SELECT COUNT(*) FROM message WHERE state = 'queued'").await, 3);
    stage.control("faults", json!([])).await;
    stage.pass(10 * MINUTE).await;
    stage.pass(10 * MINUTE).await;
    let ledger = stage.control("ledger", Value::Null).await;
    let mut ids: Vec<_> =
        ledger["messages"].as_array().unwrap().iter().map(|sent| sent["id"].to_string()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3, "each once");
    assert_eq!(ledger["messages"].as_array().unwrap().len(), 3);
    // The vendor will not take it: a person sees that, and sends it again.
    let refused = json!([{ "path": "/", "fault": "refused", "code": "FailedOperation.ContainSensitiveWord", "times": 1 }]);
    stage.control("faults", refused).await;
    let candidate = stage.submitted(3).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    stage.pass(0).await;
    let helpdesk = stage.staff("helpdesk").await;
    let record = helpdesk.record("0501110003").await;
    assert_eq!(record["messages"], json!([{ "kind": "paid", "state": "failed" }]));
    helpdesk
        .post(&format!("/api/v1/staff/records/{}/resend", record["id"].as_str().unwrap()), json!({}))
        .await
        .need(204);
    stage.pass(0).await;
    let ledger = stage.control("ledger", Value::Null).await;
    assert_eq!(ledger["messages"].as_array().unwrap().len(), 4);
    stage.is_whole().await;
}

async fn money_that_was_changed_by_hand_is_found(database: Database) {
    let stage = Stage::paying(database).await;
    stage.without_callbacks().await;
    let paid = stage.submitted(0).await;
    let order = paid.order().await;
    stage.control("bridge", order).await;
    assert_eq!(paid.word().await, "paid");
    let open = stage.submitted(1).await;
    open.order().await;
    stage.is_whole().await;
    let cases = [
        ("DELETE FROM task WHERE kind = 'poll-payment'", "has a task that asks"),
        ("UPDATE payment SET transaction_id = NULL WHERE state = 'paid'", "has WeChat Pay's number"),
        ("UPDATE payment SET amount = 1, state = 'paid' WHERE state = 'pending'", "the audit says `pending"),
    ];
    for (statement, said) in cases {
        sqlx::query(statement).execute(stage.app.db.pool()).await.unwrap();
        let found = fsck::differences(&stage.app, false).await.unwrap();
        assert!(found.iter().any(|line| line.contains(said)), "{statement}: {found:?}");
    }
}

async fn the_help_desk_sees_and_refunds(database: Database) {
    let stage = Stage::paying(database).await;
    let candidate = stage.submitted(0).await;
    let order = candidate.order().await;
    stage.control("bridge", order).await;
    candidate.until("in_review").await;
    stage.pass(0).await;
    let helpdesk = stage.staff("helpdesk").await;
    let record = helpdesk.record("0501110000").await;
    assert_eq!(
        (&record["payments"][0]["state"], &record["payments"][0]["amount_fen"]),
        (&json!("paid"), &json!(3000))
    );
    let refund = format!("/api/v1/staff/records/{}/refund", record["id"].as_str().unwrap());
    let reviewer = stage.staff("reviewer").await;
    assert_eq!(reviewer.post(&refund, json!({})).await.says(), (403, "forbidden".to_owned()));
    helpdesk.post(&refund, json!({})).await.need(204);
    for _ in 0..3 {
        stage.pass(MINUTE).await;
    }
    let record = helpdesk.record("0501110000").await;
    assert_eq!(
        (&record["payments"][0]["state"], &record["payments"][0]["refund_reason"]),
        (&json!("refunded"), &json!("staff"))
    );
    let events: Vec<_> = record["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["machine"].as_str().unwrap(), line["event"].as_str().unwrap()))
        .collect();
    for event in [
        ("payment", "succeed"),
        ("collection", "look"),
        ("payment", "refund"),
        ("payment", "return"),
        ("message", "arrive"),
    ] {
        assert!(events.contains(&event), "{event:?} {events:?}");
    }
    let by: Vec<_> = record["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["event"] == "refund")
        .map(|line| line["actor"].as_str().unwrap())
        .collect();
    assert!(by.len() == 1 && by[0].starts_with("staff:"), "{by:?}");
    stage.is_whole().await;
}
