//! The dashboard, and what staff sees and does of deliveries and of what is kept.

use crate::stage::{CAMPAIGN, CANDIDATES, Client, Database, Stage, on_both, photo};
use precheck_campaign::clock::{DAY, SECOND};
use precheck_campaign::objects::ObjectKey;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

on_both!(
    figures_tell_what_check_and_people_did,
    twenty_thousand_records_are_counted_quickly,
    an_archive_is_verified_where_it_is_stored,
    what_was_kept_long_enough_goes_when_somebody_says_so,
);

const NO_SECOND: (&str, &str) = ("second_percent = 5", "second_percent = 0");

impl Stage {
    /// Candidates with approved photos, and the admin's delivery of them, built.
    async fn delivered(&self, candidates: usize) -> (Client, String) {
        for number in 0..candidates {
            self.submitted(number).await;
        }
        let reviewer = self.staff("reviewer").await;
        decide(&reviewer, |_| json!({ "verdict": "approve" })).await;
        self.pass(11 * SECOND).await;
        let admin = self.staff("admin").await;
        let next = format!("/api/v1/staff/deliveries/next?campaign={CAMPAIGN}");
        let next = admin.get(&next).await.need(200).json();
        assert_eq!(next, json!({ "photos": candidates, "not_ready": 0 }));
        let delivery = admin.post("/api/v1/staff/deliveries", json!({ "campaign": CAMPAIGN })).await;
        self.pass(0).await;
        (admin, delivery.need(202).json()["id"].as_str().unwrap().to_owned())
    }
}

/// The dashboard, as somebody sees it.
async fn figures(client: &Client) -> Value {
    client.get(&format!("/api/v1/staff/dashboard?campaign={CAMPAIGN}")).await.need(200).json()
}

/// Decides everything that waits.
async fn decide(reviewer: &Client, decision: impl Fn(usize) -> Value) {
    let mut decided = 0;
    loop {
        let work = reviewer.get("/api/v1/staff/reviews/next?count=5").await.need(200).json();
        let reviews = work["reviews"].as_array().unwrap();
        if reviews.is_empty() {
            return;
        }
        for review in reviews {
            let address = format!("/api/v1/staff/reviews/{}", review["id"].as_str().unwrap());
            reviewer.put(&address, decision(decided)).await.need(204);
            decided += 1;
        }
    }
}

/// The number in a list of `{state, n}`.
fn n_of(list: &Value, state: &str) -> i64 {
    list.as_array().unwrap().iter().find(|row| row["state"] == state).unwrap()["n"].as_i64().unwrap()
}

fn sum(list: &Value, key: impl Fn(&Value) -> &Value) -> i64 {
    list.as_array().unwrap().iter().map(|row| key(row).as_i64().unwrap()).sum()
}

async fn figures_tell_what_check_and_people_did(database: Database) {
    let stage = Stage::new(database, &[NO_SECOND]).await;
    let lead = stage.staff("lead").await;
    let before = figures(&lead).await;
    assert_eq!((&before["roster"], &before["not_begun"]), (&json!(CANDIDATES), &json!(CANDIDATES)));
    assert_eq!(before["decisions"].as_array().unwrap().len(), 24);
    assert_eq!(before["clauses"], json!([]));

    let refused = stage.confirmed(0).await;
    refused.put_photo(photo(0, 40), &[]).await.need(422);
    let candidates = [stage.submitted(1).await, stage.submitted(2).await, stage.submitted(3).await];
    let waiting = figures(&lead).await;
    assert_eq!((n_of(&waiting["states"], "in_review"), n_of(&waiting["states"], "confirmed")), (3, 1));
    assert_eq!(waiting["not_begun"], json!(CANDIDATES - 4));
    assert_eq!((&waiting["queue"]["waiting"], &waiting["queue"]["leased"]), (&json!(3), &json!(0)));
    assert!(waiting["queue"]["oldest"].is_i64());
    assert!(sum(&waiting["clauses"], |clause| &clause["refused"]) > 0, "{}", waiting["clauses"]);
    let words = waiting["clauses"].as_array().unwrap().iter();
    let wordless: Vec<_> =
        words.filter(|clause| clause["sentence"] == "" || clause["name_zh"] == "").collect();
    assert!(wordless.is_empty(), "{wordless:?}");

    let reviewer = stage.staff("reviewer").await;
    let reject = json!({ "verdict": "reject", "reasons": ["selfie"] });
    decide(&reviewer, |place| if place == 0 { reject.clone() } else { json!({ "verdict": "approve" }) })
        .await;
    stage.pass(11 * SECOND).await;
    let after = figures(&lead).await;
    assert_eq!(sum(&after["decisions"], |hour| &hour["decisions"]), 3);
    assert_eq!(after["queue"], json!({ "waiting": 0, "leased": 0, "oldest": null }));
    // Without models the check cannot tell; people can.
    let undecided =
        json!({ "decision": "undecided", "photos": 3, "people": { "approved": 2, "rejected": 1 } });
    assert_eq!(after["photos"][1], undecided);
    let clause =
        after["clauses"].as_array().unwrap().iter().find(|clause| clause["not_assessed"]["approved"] == 2);
    assert_eq!(clause.unwrap()["not_assessed"]["rejected"], json!(1));
    let tries = |refusals: i64, rejections: i64, collections: i64| json!({ "refusals": refusals, "rejections": rejections, "collections": collections });
    assert_eq!(after["attempts"], json!([tries(0, 0, 2), tries(0, 1, 1), tries(1, 0, 1)]));
    assert_eq!(n_of(&after["messages"], "sent"), 3);

    // A candidate leaves: the counts stay, and nothing tells whose they were.
    candidates[0].delete("/api/v1/collection").await.need(204);
    assert_eq!(figures(&lead).await["clauses"], after["clauses"]);
    let left: (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM photo_clause JOIN photo ON photo.id = photo_clause.photo WHERE photo.state = 'purged'",
    )
    .fetch_one(stage.app.db.pool())
    .await
    .unwrap();
    assert_eq!(left.0, 0);

    let address = format!("/api/v1/staff/dashboard?campaign={CAMPAIGN}");
    assert_eq!(reviewer.get(&address).await.says(), (403, "forbidden".to_owned()));
    let office = stage.staff("office").await;
    office.get(&address).await.need(200);
    let unknown = office.get("/api/v1/staff/dashboard?campaign=elsewhere").await;
    assert_eq!(unknown.says(), (404, "unknown-campaign".to_owned()));
}

/// Rows as many candidates leave them, by one statement for each table.
const MANY: [&str; 7] = [
    "INSERT INTO roster_entry (id, campaign, match_key, identity_key, student_key, content_key, name_sealed, \
     student_sealed, level, present) SELECT 'many' || i, $1, 'many' || i, 'many' || i, 'many' || i, '', $2, $2, '', 1 FROM n",
    "INSERT INTO collection (id, campaign, roster_entry, account, identity_key, state, version, photo, reminded, \
     declarations, consents, refusals, rejections, created) SELECT 'many' || i, $1, 'many' || i, NULL, 'many' || i, \
     CASE i % 4 WHEN 0 THEN 'in_review' WHEN 1 THEN 'approved' WHEN 2 THEN 'delivered' ELSE 'rejected' END, 1, \
     'many' || i, 1, '{}', '{}', i % 3, i % 2, i FROM n WHERE $2 = $2",
    "INSERT INTO photo (id, collection, campaign, state, version, sha256, bytes, decision, report, measurements, \
     declarations, created, verdict) SELECT 'many' || i, 'many' || i, $1, 'current', 1, '', 1, \
     CASE i % 5 WHEN 0 THEN 'accepted' ELSE 'undecided' END, '', '', '{}', i, \
     CASE i % 4 WHEN 0 THEN NULL WHEN 3 THEN 'reject' ELSE 'approve' END FROM n WHERE $2 = $2",
    "INSERT INTO photo_clause (photo, campaign, rule, outcome, refuses, verdict) SELECT 'many' || i, $1, \
     'many' || (k * 7 + i % 7), CASE k WHEN 0 THEN 'doubtful' ELSE 'not-assessed' END, 0, \
     CASE i % 4 WHEN 0 THEN NULL WHEN 3 THEN 'reject' ELSE 'approve' END \
     FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1 UNION ALL SELECT 2) AS kinds WHERE $2 = $2",
    "INSERT INTO review (id, collection, photo, campaign, round, state, version, lease_until, verdict, reasons, created, \
     applied) SELECT 'many' || i, 'many' || i, 'many' || i, $1, 1, CASE i % 4 WHEN 0 THEN 'waiting' ELSE 'applied' END, \
     1, 0, CASE i % 4 WHEN 3 THEN 'reject' ELSE 'approve' END, '[\"selfie\"]', i, 1655481600000 + i FROM n WHERE $2 = $2",
    "INSERT INTO message (id, collection, kind, cycle, state, version) SELECT 'many' || i || '-' || k, 'many' || i, \
     CASE k WHEN 0 THEN 'paid' ELSE 'approved' END, 0, 'sent', 1 \
     FROM n CROSS JOIN (SELECT 0 AS k UNION ALL SELECT 1) AS kinds WHERE $1 = $1 AND $2 = $2",
    "INSERT INTO payment (id, collection, campaign, number, state, version, amount, expires, created) \
     SELECT 'many' || i, 'many' || i, $1, 1, CASE i % 50 WHEN 0 THEN 'refunded' ELSE 'paid' END, 1, 3000, 0, i \
     FROM n WHERE $2 = $2",
];

/// A page with the figures is asked for by people who wait.
const QUICKLY: Duration = Duration::from_secs(2);

async fn twenty_thousand_records_are_counted_quickly(database: Database) {
    let stage = Stage::new(database, &[]).await;
    for insert in MANY {
        let (head, rows) = insert.split_once(" SELECT ").unwrap();
        let sql = format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) {head} SELECT {rows}"
        );
        let insert = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(CAMPAIGN).bind(Vec::<u8>::new());
        insert.execute(stage.app.db.pool()).await.unwrap();
    }
    // As PostgreSQL does by itself when a table has changed.
    sqlx::query("ANALYZE").execute(stage.app.db.pool()).await.unwrap();
    let lead = stage.staff("lead").await;
    let mut dashboard = Value::Null;
    let mut taken = Vec::new();
    for _ in 0..5 {
        let began = Instant::now();
        dashboard = figures(&lead).await;
        taken.push(began.elapsed());
    }
    println!("{database:?}: {taken:?}");
    assert!(taken.iter().min() < Some(&QUICKLY), "{taken:?}");
    assert_eq!(n_of(&dashboard["states"], "approved"), 5000);
    let miss = &dashboard["misses"][0];
    assert_eq!((&miss["reason"], &miss["photos"]), (&json!("selfie"), &json!(1000)));
    assert!(miss["label"]["zh"].is_string(), "{miss}");
    let kept = json!({ "state": "paid", "payments": 19_600, "amount_fen": 58_800_000 });
    assert!(dashboard["money"].as_array().unwrap().contains(&kept), "{}", dashboard["money"]);
}

async fn an_archive_is_verified_where_it_is_stored(database: Database) {
    let stage = Stage::new(database, &[NO_SECOND]).await;
    let (_, id) = stage.delivered(3).await;
    let office = stage.staff("office").await;
    let list = format!("/api/v1/staff/deliveries?campaign={CAMPAIGN}");
    let verify = async || {
        office.post(&format!("/api/v1/staff/deliveries/{id}/verification"), json!({})).await.need(202);
        stage.pass(0).await;
        let delivery = office.get(&list).await.need(200).json()[0].clone();
        assert!(delivery["verified"].is_i64(), "{delivery}");
        delivery["differences"].as_array().unwrap().iter().map(Value::to_string).collect::<Vec<_>>()
    };
    assert_eq!(verify().await, Vec::<String>::new());
    let key = ObjectKey::delivery(CAMPAIGN, &id);
    let archive = stage.app.objects.get(&key).await.unwrap();
    // The first photo, behind an entry's head of 30 bytes and its name.
    let mut spoilt = archive.to_vec();
    spoilt[200] ^= 1;
    stage.app.objects.delete(&key).await.unwrap();
    let found = verify().await;
    assert!(found[0].contains("is missing"), "{found:?}");
    let mut writer = stage.app.objects.write(&key).await.unwrap();
    writer.put(spoilt).await.unwrap();
    writer.finish().await.unwrap();
    let found = verify().await;
    assert!(found[0].contains("SHA-256"), "{found:?}");
    let receipt = office.post(&format!("/api/v1/staff/deliveries/{id}/receipt"), json!({})).await;
    assert_eq!(receipt.says(), (409, "not-now".to_owned()), "nobody has an archive that differs");
    let archive = format!("/api/v1/staff/deliveries/{id}/archive");
    for range in ["bytes=0-9", "bytes=10-", "bytes=0-"] {
        office.ask("GET", &archive, &[("range", range)], Vec::new()).await.need(206);
    }
    let downloads = "SELECT COUNT(*) FROM audit WHERE machine = 'delivery' AND event = 'download'";
    assert_eq!(stage.count(downloads).await, 2, "each that begins");
    let unknown = office.post("/api/v1/staff/deliveries/none/verification", json!({})).await;
    assert_eq!(unknown.says(), (404, "not-found".to_owned()));
}

async fn what_was_kept_long_enough_goes_when_somebody_says_so(database: Database) {
    let stage = Stage::new(database, &[NO_SECOND]).await;
    let (admin, id) = stage.delivered(2).await;
    let address = format!("/api/v1/staff/retention?campaign={CAMPAIGN}");
    let plan = admin.get(&address).await.need(200).json();
    assert_eq!((&plan["deliveries"][0]["until"], &plan["days"]), (&Value::Null, &json!(30)));
    assert_eq!((&plan["rest_lines"], &plan["receipts"]), (&json!(CANDIDATES - 2), &json!([])));
    let office = stage.staff("office").await;
    office.post(&format!("/api/v1/staff/deliveries/{id}/receipt"), json!({})).await.need(204);
    let received = stage.app.clock.now();
    let purge =
        async |client: &Client| client.post("/api/v1/staff/retention", json!({ "campaign": CAMPAIGN })).await;
    assert_eq!(purge(&office).await.says(), (403, "forbidden".to_owned()));
    purge(&admin).await.need(202);
    stage.pass(0).await;
    let plan = admin.get(&address).await.need(200).json();
    assert_eq!(plan["deliveries"][0]["until"], json!(received + 30 * DAY), "nothing goes before its time");
    stage.pass(31 * DAY).await;
    let admin = stage.staff("admin").await;
    purge(&admin).await.need(202);
    stage.pass(0).await;
    let plan = admin.get(&address).await.need(200).json();
    assert_eq!((&plan["deliveries"], &plan["receipts"][0]["collections"]), (&json!([]), &json!(2)));
    assert_eq!(purge(&admin).await.status, 202, "a second time there is nothing left");
    stage.pass(0).await;
    assert_eq!(admin.get(&address).await.need(200).json()["receipts"].as_array().unwrap().len(), 1);
}
