//! What must not happen, and how it is answered.

use crate::stage::{CAMPAIGN, CANDIDATES, Database, OPENS, Stage, identity, on_both, photo};
use axum::body::Body;
use futures_util::stream;
use precheck_campaign::clock::{DAY, HOUR, MINUTE, SECOND};
use precheck_campaign::fsck;
use serde_json::json;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

on_both!(
    every_kind_of_miss_has_one_answer_and_few_tries,
    one_identity_and_one_account_bind_once,
    a_photo_is_kept_once_and_a_bad_one_is_named,
    every_kind_of_miss_takes_the_same_time,
    the_window_is_half_open,
    an_upload_that_began_in_time_is_kept,
    whoever_leaves_leaves_nothing,
    who_asks_to_be_erased_is,
    what_was_changed_by_hand_is_found,
    requests_of_other_sites_are_refused,
    reviewers_at_once_get_different_photos,
    a_decision_can_be_taken_back_and_a_lease_ends,
    nothing_personal_is_in_the_audit,
    who_appeals_is_seen_with_what_was_declared,
    no_person_can_let_another_format_pass,
);

async fn every_kind_of_miss_has_one_answer_and_few_tries(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let spoil = |key: &str, value: &str| {
        let mut wrong = identity(0);
        wrong[key] = json!(value);
        wrong
    };
    let wrong = [
        spoil("name", "王大锤"),
        spoil("level", "专科"),
        spoil("id_number", "110101199003070029"),
        // More of them than tries for one number.
        spoil("id_number", "not a number"),
        spoil("id_number", "nor this"),
        spoil("id_number", "11010119900307001"),
        spoil("id_number", "１１０"),
        spoil("id_number", ""),
    ];
    let mut bodies = Vec::new();
    for (number, wrong) in wrong.iter().enumerate() {
        let candidate = stage.candidate(&format!("a{number}")).await;
        bodies.push(candidate.post("/api/v1/collections", wrong.clone()).await.need(404).bytes);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    let told: serde_json::Value = serde_json::from_slice(&bodies[0]).unwrap();
    let contacts = ["phone", "hours", "office_contact"].map(|key| told["details"][key].as_str());
    assert!(contacts.iter().all(|contact| contact.is_some_and(|text| !text.is_empty())), "{told}");
    let guesser = stage.candidate("guesser").await;
    for number in 0..5 {
        let mut wrong = identity(number + 1);
        wrong["name"] = json!("王大锤");
        assert_eq!(guesser.post("/api/v1/collections", wrong).await.says(), (404, "no-match".to_owned()));
    }
    let sixth = guesser.post("/api/v1/collections", identity(1)).await;
    assert!(sixth.headers.contains_key("retry-after"));
    assert_eq!(sixth.says(), (429, "too-many-tries".to_owned()));
    stage.pass(HOUR).await;
    guesser.post("/api/v1/collections", identity(1)).await.need(201);
}

async fn every_kind_of_miss_takes_the_same_time(database: Database) {
    let stage = Stage::configured(database, &[], |config| {
        config.tries_per_account = i64::MAX;
        config.tries_per_address = i64::MAX;
        config.tries_per_number = i64::MAX;
    })
    .await;
    let candidate = stage.candidate("guesser").await;
    let kinds = [
        ("name", "王大锤"),
        ("level", "专科"),
        ("id_number", "110101199003070029"),
        ("id_number", "not a number"),
    ];
    let mut times = kinds.map(|_| Vec::new());
    // In turn, so that what else the machine does meets all of them.
    for _ in 0..100 {
        for ((key, value), times) in kinds.iter().zip(&mut times) {
            let mut wrong = identity(0);
            wrong[key] = json!(value);
            let started = Instant::now();
            candidate.post("/api/v1/collections", wrong).await.need(404);
            times.push(started.elapsed());
        }
    }
    // The quickest tenth: the others tell what else the machine does.
    let usual = times.map(|mut times| {
        times.sort();
        times[times.len() / 10]
    });
    let apart = *usual.iter().max().unwrap() - *usual.iter().min().unwrap();
    println!("times of the kinds of misses: {usual:?}");
    assert!(apart < Duration::from_millis(5), "{usual:?}");
}

async fn one_identity_and_one_account_bind_once(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let one = stage.submitted(1).await;
    one.post("/api/v1/collections", identity(1)).await.need(201);
    let other = stage.candidate("other").await;
    assert_eq!(
        other.post("/api/v1/collections", identity(1)).await.says(),
        (409, "already-bound".to_owned())
    );
    assert_eq!(one.post("/api/v1/collections", identity(2)).await.says(), (409, "already-bound".to_owned()));
    let helpdesk = stage.staff("helpdesk").await;
    let record = helpdesk.record("0501110001").await;
    let id = record["id"].as_str().unwrap();
    helpdesk.post(&format!("/api/v1/staff/records/{id}/unbind"), json!({})).await.need(204);
    assert_eq!(one.get("/api/v1/collection").await.says(), (404, "no-collection".to_owned()));
    other.post("/api/v1/collections", identity(1)).await.need(201);
    assert_eq!(other.state().await, "in_review", "what was there is taken over");
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new());
}

async fn a_photo_is_kept_once_and_a_bad_one_is_named(database: Database) {
    let stage = Stage::new(database, &[("appeal_after_refusals = 3", "appeal_after_refusals = 2")]).await;
    let candidate = stage.confirmed(0).await;
    let small = candidate.put_photo(photo(0, 40), &[]).await;
    assert_eq!(small.says(), (422, "photo-refused".to_owned()));
    assert!(!small.json()["details"]["clauses"].as_array().unwrap().is_empty());
    let again = candidate.put_photo(photo(0, 40), &[]).await;
    assert!(again.bytes == small.bytes);
    let seen = candidate.get("/api/v1/collection").await.json();
    assert_eq!((&seen["state"], &seen["refusals"]), (&json!("confirmed"), &json!(1)));
    let early = candidate.post("/api/v1/collection/appeal", json!({})).await;
    assert_eq!(early.says(), (409, "appeal-too-early".to_owned()));
    let version = seen["version"].as_i64().unwrap();
    let before = format!("\"{}\"", version - 1);
    let cases = [
        (("content-digest", "sha-256=:AAAA:"), (400, "digest-mismatch")),
        (("if-match", before.as_str()), (409, "version-conflict")),
    ];
    for (header, (status, code)) in cases {
        let answer = candidate.put_photo(photo(0, 480), &[header]).await;
        assert_eq!(answer.says(), (status, code.to_owned()), "{header:?}");
    }
    let text =
        candidate.ask("PUT", "/api/v1/collection/photo", &[("content-type", "text/plain")], "photo").await;
    assert_eq!(text.says(), (415, "media-type".to_owned()));
    let one = candidate.put_photo(photo(0, 480), &[("if-match", &format!("\"{version}\""))]).await.need(200);
    let same = candidate.put_photo(photo(0, 480), &[("if-match", &format!("\"{version}\""))]).await.need(200);
    assert!(one.bytes == same.bytes);
    let other = candidate.put_photo(photo(1, 480), &[]).await;
    assert_eq!(other.says(), (409, "not-now".to_owned()), "somebody looks at the first");
    stage.pass(2 * HOUR).await;
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}

async fn who_appeals_is_seen_with_what_was_declared(database: Database) {
    let stage = Stage::new(database, &[("appeal_after_refusals = 3", "appeal_after_refusals = 1")]).await;
    let candidate = stage.confirmed(0).await;
    candidate.put_photo(photo(0, 40), &[]).await.need(422);
    let declared = json!({ "head_covering": "religious" });
    candidate.put("/api/v1/collection/declarations", declared.clone()).await.need(204);
    candidate.post("/api/v1/collection/appeal", json!({})).await.need(200);
    let reviewer = stage.staff("reviewer").await;
    let address = reviewer.first_review().await;
    assert_eq!(reviewer.get(&address).await.need(200).json()["declarations"], declared);
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}

async fn no_person_can_let_another_format_pass(database: Database) {
    let stage = Stage::new(database, &[("appeal_after_refusals = 3", "appeal_after_refusals = 1")]).await;
    let candidate = stage.confirmed(0).await;
    let png = [&b"\x89PNG\r\n\x1a\n"[..], &photo(0, 480)].concat();
    candidate.put_photo(png, &[]).await.need(422);
    let appeal = candidate.post("/api/v1/collection/appeal", json!({})).await;
    assert_eq!(appeal.says(), (422, "photo-refused".to_owned()));
    assert_eq!(candidate.state().await, "confirmed");
}

async fn the_window_is_half_open(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let closes = OPENS + 3 * DAY;
    let candidate = stage.candidate("early").await;
    stage.at(OPENS - 1);
    assert_eq!(
        candidate.post("/api/v1/collections", identity(0)).await.says(),
        (403, "window-closed".to_owned())
    );
    stage.at(closes - 1);
    candidate.post("/api/v1/collections", identity(0)).await.need(201);
    candidate.post("/api/v1/collection/confirmation", json!({ "correct": true })).await.need(204);
    stage.at(closes);
    let late = stage.candidate("late").await;
    assert_eq!(late.post("/api/v1/collections", identity(1)).await.says(), (403, "window-closed".to_owned()));
    assert_eq!(candidate.put_photo(photo(0, 480), &[]).await.says(), (403, "window-closed".to_owned()));
    stage.at(closes + 10 * DAY + 15 * MINUTE);
    stage.pass(0).await;
    assert_eq!(candidate.state().await, "expired");
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new());
}

async fn an_upload_that_began_in_time_is_kept(database: Database) {
    let closes = OPENS + 3 * DAY;
    let cases = [(0, 14 * MINUTE, 200), (1, 16 * MINUTE, 403)];
    let stage = Stage::new(database, &[]).await;
    for (number, takes, status) in cases {
        stage.at(closes - DAY);
        let candidate = stage.confirmed(number).await;
        stage.at(closes - SECOND);
        let bytes = photo(number as u8, 480);
        let (head, tail) = bytes.split_at(1000);
        let (pieces, now) = ([head.to_vec(), tail.to_vec()], stage.now.clone());
        let slowly = pieces.into_iter().enumerate().map(move |(piece, bytes)| {
            now.store(closes - SECOND + piece as i64 * takes, Ordering::SeqCst);
            Ok::<_, std::io::Error>(bytes)
        });
        let body = Body::from_stream(stream::iter(slowly));
        let answer =
            candidate.ask("PUT", "/api/v1/collection/photo", &[("content-type", "image/jpeg")], body).await;
        assert_eq!(answer.status.as_u16(), status, "{takes} ms: {:?}", answer.says());
    }
}

async fn whoever_leaves_leaves_nothing(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let candidate = stage.submitted(3).await;
    candidate.delete("/api/v1/collection").await.need(204);
    stage.pass(0).await;
    assert_eq!(candidate.get("/api/v1/collection").await.says(), (404, "no-collection".to_owned()));
    let reviewer = stage.staff("reviewer").await;
    let work = reviewer.get("/api/v1/staff/reviews/next").await.need(200).json();
    assert!(work["reviews"].as_array().unwrap().is_empty());
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
    candidate.post("/api/v1/collections", identity(3)).await.need(201);
    assert_eq!(candidate.state().await, "matched");
}

async fn who_asks_to_be_erased_is(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let (candidate, late) = (stage.submitted(0).await, stage.confirmed(1).await);
    late.put("/api/v1/collection/declarations", json!({ "head_covering": "religious" })).await.need(204);
    let (reviewer, lead) = (stage.staff("reviewer").await, stage.staff("lead").await);
    let work = reviewer.get("/api/v1/staff/reviews/next").await.need(200).json();
    let shown = format!("/api/v1/staff/reviews/{}/photo", work["reviews"][0]["id"].as_str().unwrap());
    reviewer.get(&shown).await.need(200);
    let record = lead.record("0501110000").await;
    let erase = format!("/api/v1/staff/records/{}/erase", record["id"].as_str().unwrap());
    let helpdesk = stage.staff("helpdesk").await;
    assert_eq!(helpdesk.post(&erase, json!({})).await.says(), (403, "forbidden".to_owned()));
    lead.post(&erase, json!({})).await.need(204);
    assert_eq!(lead.post(&erase, json!({})).await.says(), (409, "not-now".to_owned()));
    assert_eq!(candidate.get("/api/v1/collection").await.says(), (404, "no-collection".to_owned()));
    stage.pass(0).await;
    assert_eq!(reviewer.get(&shown).await.says(), (404, "not-found".to_owned()));
    // Once the time is over.
    stage.at(OPENS + 14 * DAY);
    stage.pass(0).await;
    let seen = late.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["state"], &seen["allowed"]), (&json!("expired"), &json!(["withdrawal"])));
    late.delete("/api/v1/collection").await.need(204);
    stage.pass(0).await;
    let kept = "SELECT id FROM photo WHERE state <> 'purged' UNION ALL \
        SELECT id FROM collection WHERE declarations <> '{}' OR account IS NOT NULL";
    assert!(sqlx::query(kept).fetch_all(stage.app.db.pool()).await.unwrap().is_empty());
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}

async fn what_was_changed_by_hand_is_found(database: Database) {
    let stage = Stage::new(database, &[]).await;
    stage.submitted(0).await;
    sqlx::query("UPDATE collection SET state = 'approved'").execute(stage.app.db.pool()).await.unwrap();
    let found = fsck::differences(&stage.app, false).await.unwrap();
    assert!(found.len() == 1 && found[0].contains("is approved"), "{found:?}");
    let audit = sqlx::query("UPDATE audit SET event = 'x'").execute(stage.app.db.pool()).await;
    assert!(audit.is_err(), "lines of the audit never change");
}

async fn requests_of_other_sites_are_refused(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let client = stage.client();
    let json = ("content-type", "application/json");
    let code = json!({ "wechat_code": "a.1" }).to_string();
    let cases: [(&[(&str, &str)], u16); 5] = [
        (&[json, ("host", "collect.example"), ("origin", "https://evil.example")], 403),
        (&[json, ("sec-fetch-site", "cross-site")], 403),
        (&[("content-type", "text/plain")], 415),
        (&[("content-type", "application/x-www-form-urlencoded")], 415),
        (&[json, ("host", "collect.example"), ("origin", "https://collect.example")], 204),
    ];
    for (headers, status) in cases {
        let answer = client.ask("POST", "/api/v1/sessions", headers, code.clone()).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?} {}", String::from_utf8_lossy(&answer.bytes));
    }
}

async fn reviewers_at_once_get_different_photos(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    for number in 0..CANDIDATES {
        stage.submitted(number).await;
    }
    let mut asking = Vec::new();
    for name in ["reviewer", "second", "lead"] {
        let reviewer = stage.staff(name).await;
        // Twice at once, as two tabs would.
        for _ in 0..2 {
            let reviewer = reviewer.clone();
            asking.push(tokio::spawn(async move {
                let work = reviewer.get("/api/v1/staff/reviews/next?count=3").await.need(200).json();
                let ids = work["reviews"].as_array().unwrap().iter();
                (name, ids.map(|review| review["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
            }));
        }
    }
    let mut owners = std::collections::BTreeMap::new();
    for asked in asking {
        let (name, ids) = asked.await.unwrap();
        assert!(ids.len() <= 3);
        for id in ids {
            assert_eq!(*owners.entry(id).or_insert(name), name, "two have the same photo");
        }
    }
    assert_eq!(owners.len(), CANDIDATES, "all photos are with somebody");
}

async fn a_decision_can_be_taken_back_and_a_lease_ends(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    let candidate = stage.submitted(0).await;
    let (reviewer, second) = (stage.staff("reviewer").await, stage.staff("second").await);
    let address = reviewer.first_review().await;
    assert_eq!(second.put(&address, json!({ "verdict": "approve" })).await.says().0, 409, "it is another's");
    reviewer.put(&address, json!({ "verdict": "reject" })).await.need(422);
    reviewer.put(&address, json!({ "verdict": "reject", "reasons": ["snapshot"] })).await.need(204);
    stage.pass(5 * SECOND).await;
    reviewer.delete(&address).await.need(204);
    stage.pass(10 * SECOND).await;
    assert_eq!(candidate.state().await, "in_review");
    assert!(second.get("/api/v1/staff/reviews/next").await.json()["reviews"].as_array().unwrap().is_empty());
    stage.pass(91 * SECOND).await;
    reviewer.put(&address, json!({ "verdict": "approve" })).await.need(409);
    assert_eq!(second.get("/api/v1/staff/reviews/next").await.json()["reviews"].as_array().unwrap().len(), 1);
    second.put(&address, json!({ "verdict": "approve" })).await.need(204);
    stage.pass(11 * SECOND).await;
    reviewer.delete(&address).await.need(409);
    assert_eq!(candidate.state().await, "approved");
    let labels = format!("/api/v1/staff/labels?campaign={CAMPAIGN}");
    assert_eq!(
        reviewer.get(&labels).await.says(),
        (403, "forbidden".to_owned()),
        "second opinions are blind"
    );
    stage.staff("lead").await.get(&labels).await.need(200);
    assert_eq!(stage.count("SELECT COUNT(*) FROM audit WHERE event = 'labels'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_long_is_a_problem() {
    let stage = Stage::new(Database::Sqlite, &[]).await;
    let admin = stage.staff("admin").await;
    let long = "x".repeat(33 << 20);
    let cases = [
        (format!("/api/v1/staff/rosters?campaign={CAMPAIGN}"), "application/octet-stream"),
        ("/api/v1/staff/campaigns".to_owned(), "application/toml"),
        ("/api/v1/staff/sessions".to_owned(), "application/json"),
    ];
    for (address, content_type) in cases {
        let answer = admin.ask("POST", &address, &[("content-type", content_type)], long.clone()).await;
        assert_eq!(answer.says(), (413, "body-too-large".to_owned()), "{address}");
    }
}

/// What pages and the office's own programs are written against.
const CONTRACT: [(&str, &str); 38] = [
    ("get", "institutions"),
    ("get", "campaigns/{id}"),
    ("post", "sessions"),
    ("delete", "sessions"),
    ("post", "phone"),
    ("post", "phone/codes"),
    ("post", "collections"),
    ("get", "collection"),
    ("delete", "collection"),
    ("post", "collection/confirmation"),
    ("put", "collection/photo"),
    ("post", "collection/appeal"),
    ("get", "staff/sessions"),
    ("post", "staff/sessions"),
    ("get", "staff/reviews/next"),
    ("put", "staff/reviews/{id}"),
    ("delete", "staff/reviews/{id}"),
    ("get", "staff/records"),
    ("get", "staff/records/{id}"),
    ("post", "staff/records/{id}/unbind"),
    ("post", "staff/records/{id}/resend"),
    ("post", "staff/records/{id}/reopen"),
    ("get", "staff/members"),
    ("post", "staff/members"),
    ("post", "staff/members/{name}/revoke"),
    ("get", "staff/campaigns"),
    ("get", "staff/campaigns/{id}"),
    ("post", "staff/campaigns"),
    ("post", "staff/rosters"),
    ("get", "staff/deliveries"),
    ("post", "staff/deliveries"),
    ("get", "staff/deliveries/{id}/archive"),
    ("get", "staff/deliveries/next"),
    ("post", "staff/deliveries/{id}/receipt"),
    ("post", "staff/deliveries/{id}/verification"),
    ("get", "staff/retention"),
    ("post", "staff/retention"),
    ("get", "staff/dashboard"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_whole() {
    let stage = Stage::new(Database::Sqlite, &[]).await;
    let document = stage.client().get("/api/v1/openapi.json").await.need(200).json();
    let text = document.to_string();
    let names = text.split("#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next());
    let missing: std::collections::BTreeSet<_> =
        names.filter(|name| document["components"]["schemas"][*name].is_null()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let mut ids: Vec<_> = operations.map(|operation| operation["operationId"].to_string()).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "two operations have one id");
    let missing: Vec<_> = CONTRACT
        .into_iter()
        .filter(|(method, path)| document["paths"][format!("/api/v1/{path}")][*method].is_null())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

async fn nothing_personal_is_in_the_audit(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let candidate = stage.submitted(0).await;
    let mut wrong = identity(1);
    wrong["name"] = json!("王大锤");
    candidate.post("/api/v1/collections", wrong).await.need(404);
    let lines: Vec<(String, String, String)> =
        sqlx::query_as("SELECT actor, event, note FROM audit").fetch_all(stage.app.db.pool()).await.unwrap();
    let personal = |text: &String| ["110101", "王", "050111"].iter().any(|part| text.contains(part));
    let found: Vec<_> = lines.iter().filter(|(actor, _, note)| personal(actor) || personal(note)).collect();
    assert!(!lines.is_empty() && found.is_empty(), "{found:?}");
}
