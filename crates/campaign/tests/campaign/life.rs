//! The whole life of records, from an empty database to the archive that the office has.

use crate::stage::{CAMPAIGN, CANDIDATES, Database, Stage, on_both, photo};
use portrait_precheck::models::NoModels;
use precheck_campaign::clock::{Clock, DAY, MINUTE, SECOND};
use precheck_campaign::collection::person;
use precheck_campaign::command::open;
use precheck_campaign::db::Actor;
use precheck_campaign::objects::{Bytes, ObjectKey};
use precheck_campaign::task::{self, TaskKind};
use precheck_campaign::{catalogue, delivery, fsck, rotation};
use precheck_server::ChecksConfig;
use serde_json::json;
use std::fs;
use std::time::Duration;

on_both!(from_roster_to_archive, a_rejected_candidate_collects_again);

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_takes_over() {
    let stage = Stage::new(Database::Sqlite, &[]).await;
    stage.submitted(0).await;
    assert_eq!(rotation::reseal(&stage.app).await.unwrap(), 0, "there is one key");
    rotation::add_key(&stage.app.keys, &stage.app.config.keys_file()).unwrap();
    let config = stage.app.config.clone();
    let restarted = open(config, ChecksConfig::default(), NoModels, stage.app.clock.clone()).await.unwrap();
    // Name and number of each line, login and phone of the candidate, six members of staff.
    assert_eq!(rotation::reseal(&restarted).await.unwrap(), 2 * CANDIDATES + 2 + 6);
    assert_eq!(rotation::reseal(&restarted).await.unwrap(), 0);
    let entry: (String,) =
        sqlx::query_as("SELECT roster_entry FROM collection").fetch_one(restarted.db.pool()).await.unwrap();
    assert_eq!(person(&restarted, &entry.0).await.unwrap().student_number, "0501110000");
}

/// A delivery of one photo that a worker is about to build; its id.
async fn begun_delivery(stage: &Stage) -> String {
    let candidate = stage.submitted(0).await;
    let reviewer = stage.staff("reviewer").await;
    let address = reviewer.first_review().await;
    reviewer.put(&address, json!({ "verdict": "approve" })).await.need(204);
    stage.pass(11 * SECOND).await;
    assert_eq!(candidate.state().await, "approved");
    delivery::begin(&stage.app, Actor::Operator, CAMPAIGN).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_built_by_one_worker_and_damage_is_found() {
    let stage = Stage::new(Database::Sqlite, &[("second_percent = 5", "second_percent = 0")]).await;
    let id = begun_delivery(&stage).await;
    let lease = async |until: i64| {
        let lease = sqlx::query("UPDATE task SET lease_until = $1 WHERE kind = 'build-delivery'").bind(until);
        lease.execute(stage.app.db.pool()).await.unwrap();
    };
    lease(stage.app.clock.now() + MINUTE).await;
    let mut built = std::pin::pin!(task::now(&stage.app, TaskKind::BuildDelivery, &id));
    let waits = tokio::time::timeout(Duration::from_millis(300), &mut built).await.is_err();
    assert!(waits, "a worker builds it already");
    lease(0).await;
    built.await.unwrap();
    assert_eq!(delivery::one(&stage.app, &id).await.unwrap().state, "ready");
    task::now(&stage.app, TaskKind::BuildDelivery, &id).await.expect("it is there");

    let archive = stage.app.config.objects_folder().join(ObjectKey::delivery(CAMPAIGN, &id).to_string());
    let mut bytes = fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&archive, bytes).unwrap();
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new());
    let found = fsck::differences(&stage.app, true).await.unwrap();
    assert!(found.len() == 1 && found[0].contains("content has changed"), "{found:?}");

    let left = ObjectKey::photo(CAMPAIGN, &"0".repeat(64), "nobody");
    stage.app.objects.put(&left, Bytes::from_static(b"left")).await.unwrap();
    stage.at(Clock::system().now());
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new(), "it may be new");
    stage.at(stage.app.clock.now() + 2 * DAY);
    let found = fsck::differences(&stage.app, false).await.unwrap();
    assert!(found.len() == 1 && found[0].contains("nobody"), "{found:?}");
}

async fn from_roster_to_archive(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    let found = stage.client().get("/api/v1/institutions?q=gdjyzx").await.need(200).json();
    assert_eq!((&found[0]["code"], &found[0]["campaigns"][0]["open"]), (&json!("90001"), &json!(true)));
    let notice = stage.client().get(&format!("/api/v1/campaigns/{CAMPAIGN}")).await.need(200).json();
    assert_eq!((&notice["fee_fen"], &notice["state"]), (&json!(0), &json!("published")));

    let mut candidates = Vec::new();
    for number in 0..3 {
        let candidate = stage.confirmed(number).await;
        candidate
            .put("/api/v1/collection/declarations", json!({ "head_covering": "religious" }))
            .await
            .need(204);
        candidate.put_photo(photo(number as u8, 480), &[]).await.need(200);
        candidates.push(candidate);
    }
    let seen = candidates[0].get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["state"], &seen["step"]), (&json!("in_review"), &json!("review")));
    assert_eq!((&seen["code"], &seen["student_number"]), (&json!("90001"), &json!("0501110000")));

    let reviewer = stage.staff("reviewer").await;
    let work = reviewer.get("/api/v1/staff/reviews/next?count=5").await.need(200).json();
    let reviews = work["reviews"].as_array().unwrap();
    assert_eq!(reviews.len(), 3);
    let shown =
        reviewer.get(&format!("/api/v1/staff/reviews/{}/photo", reviews[0]["id"].as_str().unwrap())).await;
    assert!(shown.need(200).bytes == photo(0, 480));
    for review in reviews {
        let address = format!("/api/v1/staff/reviews/{}", review["id"].as_str().unwrap());
        reviewer.put(&address, json!({ "verdict": "approve" })).await.need(204);
    }
    assert_eq!(candidates[0].state().await, "in_review", "it may still be taken back");
    stage.pass(11 * SECOND).await;
    assert_eq!(candidates[0].state().await, "approved");

    let admin = stage.staff("admin").await;
    let delivery =
        admin.post("/api/v1/staff/deliveries", json!({ "campaign": CAMPAIGN })).await.need(202).json();
    assert_eq!((&delivery["state"], &delivery["photos"]), (&json!("building"), &json!(3)));
    stage.pass(0).await;
    assert_eq!(candidates[2].state().await, "delivered");
    let again =
        admin.post("/api/v1/staff/deliveries", json!({ "campaign": CAMPAIGN })).await.need(202).json();
    assert!(again.is_null(), "nothing is new: {again}");

    let office = stage.staff("office").await;
    let address = format!("/api/v1/staff/deliveries/{}", delivery["id"].as_str().unwrap());
    let archive = office.get(&format!("{address}/archive")).await.need(200).bytes;
    let middle = archive.len() / 2;
    let range =
        office.ask("GET", &format!("{address}/archive"), &[("range", &format!("bytes={middle}-"))], "").await;
    assert!(range.need(206).bytes == archive[middle..]);
    let file = stage.folder.path().join("archive.zip");
    fs::write(&file, &archive).unwrap();
    assert_eq!(delivery::verify(&file), Ok(3));
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());

    office.post(&format!("{address}/receipt"), json!({})).await.need(204);
    let purge = async || {
        let campaign = catalogue::read(stage.app.db.pool(), CAMPAIGN).await.unwrap();
        delivery::purge(&stage.app, &Actor::Operator, &campaign).await.unwrap()
    };
    assert!(purge().await.is_empty());
    stage.pass(31 * DAY).await;
    assert_eq!(purge().await[0].collections, 3);
    stage.pass(0).await;
    let office = stage.staff("office").await;
    office.get(&format!("{address}/archive")).await.need(404);
    let declared = sqlx::query("SELECT id FROM collection WHERE declarations <> '{}'");
    assert!(declared.fetch_all(stage.app.db.pool()).await.unwrap().is_empty(), "nobody's religion is kept");
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}

async fn a_rejected_candidate_collects_again(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 100")]).await;
    let candidate = stage.submitted(1).await;
    for name in ["reviewer", "second"] {
        let reviewer = stage.staff(name).await;
        let work = reviewer.get("/api/v1/staff/reviews/next?count=5").await.need(200).json();
        assert_eq!(work["reviews"].as_array().unwrap().len(), 1, "{name} does not see the same photo twice");
        let address = format!("/api/v1/staff/reviews/{}", work["reviews"][0]["id"].as_str().unwrap());
        reviewer.put(&address, json!({ "verdict": "reject", "reasons": ["selfie"] })).await.need(204);
        stage.pass(11 * SECOND).await;
    }
    let seen = candidate.get("/api/v1/collection").await.need(200).json();
    assert_eq!((&seen["state"], &seen["step"]), (&json!("rejected"), &json!("reminder")));
    assert_eq!(seen["reasons"][0]["reason"], json!("selfie"));
    let same = candidate.put_photo(photo(1, 480), &[]).await;
    assert_eq!(same.says(), (409, "photo-was-rejected".to_owned()));
    candidate.put_photo(photo(2, 480), &[]).await.need(200);
    assert_eq!(candidate.state().await, "in_review");
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}
