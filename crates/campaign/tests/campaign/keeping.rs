//! What is kept: copies, and what goes when its time is over.

use crate::stage::{CANDIDATES, Database, OPENS, Stage, empty_postgres, on_both, photo};
use portrait_precheck::models::NoModels;
use precheck_campaign::clock::{Clock, DAY, HOUR, SECOND};
use precheck_campaign::command::open;
use precheck_campaign::config::CampaignConfig;
use precheck_campaign::db::{Actor, Db};
use precheck_campaign::keys::Keys;
use precheck_campaign::retention::{self, CampaignReceipt, OverReceipt, Receipt};
use precheck_campaign::task::{self, TaskKind};
use precheck_campaign::{backup, fsck};
use precheck_server::ChecksConfig;
use serde_json::json;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;
use tokio::time::timeout;

on_both!(
    what_no_delivery_has_goes_after_the_campaign,
    what_is_rejected_after_the_last_day_ends_as_well,
    a_restored_backup_is_whole,
    a_database_takes_no_other_keys,
    a_start_waits_for_nobody,
);

async fn count(stage: &Stage, statement: &'static str) -> i64 {
    let (count,): (i64,) = sqlx::query_as(statement).fetch_one(stage.app.db.pool()).await.unwrap();
    count
}

async fn what_no_delivery_has_goes_after_the_campaign(database: Database) {
    let stage = Stage::new(database, &[]).await;
    // One stays in review, one ends with a refused photo, one with nothing, one leaves.
    stage.submitted(0).await;
    stage.confirmed(1).await.put_photo(photo(1, 40), &[]).await.need(422);
    let declared = stage.confirmed(2).await;
    declared.put("/api/v1/collection/declarations", json!({ "head_covering": "religious" })).await.need(204);
    let left = stage.confirmed(3).await;
    left.delete("/api/v1/collection").await.need(204);
    let last = OPENS + 13 * DAY;
    stage.at(last);
    stage.pass(DAY).await;
    let purge = async || retention::purge(&stage.app, &Actor::Operator).await.unwrap();
    let receipts = purge().await;
    let campaigns = receipts.iter().filter(|receipt| matches!(receipt, Receipt::Campaign(_))).count();
    assert_eq!(campaigns, 0, "not yet: {receipts:?}");
    stage.pass(30 * DAY).await;
    let receipts = purge().await;
    let campaign = receipts.iter().find_map(|receipt| match receipt {
        Receipt::Campaign(CampaignReceipt { collections, roster_lines, .. }) => {
            Some((*collections, *roster_lines))
        }
        _ => None,
    });
    // Of the lines only that of the photo in review is left.
    assert_eq!(campaign, Some((2, CANDIDATES as u64 - 1)), "{receipts:?}");
    stage.pass(HOUR).await;
    assert_eq!(
        count(&stage, "SELECT COUNT(*) FROM roster_entry").await,
        4,
        "those of collections stay, nameless"
    );
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM roster_entry WHERE LENGTH(name_sealed) > 0").await, 1);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM photo WHERE state <> 'purged'").await, 1);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM collection WHERE declarations <> '{}'").await, 0);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM counter").await, 0);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM account").await, 1, "that of the photo in review");
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
    assert_eq!(purge().await, []);
}

async fn what_is_rejected_after_the_last_day_ends_as_well(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    stage.submitted(0).await;
    stage.at(OPENS + 14 * DAY);
    stage.pass(0).await;
    let reviewer = stage.staff("reviewer").await;
    let address = reviewer.first_review().await;
    reviewer.put(&address, json!({ "verdict": "reject", "reasons": ["selfie"] })).await.need(204);
    stage.pass(11 * SECOND).await;
    stage.pass(0).await;
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM collection WHERE state = 'expired'").await, 1);
    assert_eq!(fsck::differences(&stage.app, true).await.unwrap(), Vec::<String>::new());
}

async fn a_restored_backup_is_whole(database: Database) {
    let stage = Stage::new(database, &[]).await;
    stage.submitted(0).await;
    let folder = stage.folder.path().join("copy");
    assert_eq!(backup::backup(&stage.app, &folder).await.unwrap(), 1);
    let restored = match database {
        Database::Sqlite => None,
        Database::Postgres => {
            let empty = empty_postgres().await;
            let mut psql = Command::new("psql");
            psql.args([
                "--quiet",
                "--single-transaction",
                "--set",
                "ON_ERROR_STOP=1",
                "--output",
                "/dev/null",
            ]);
            psql.args(["--dbname", &empty, "--file"]).arg(folder.join("campaign.sql"));
            assert!(psql.status().unwrap().success());
            Some(empty)
        }
    };
    let config = CampaignConfig { data: folder, database: restored, ..CampaignConfig::default() };
    let copy = open(config, ChecksConfig::default(), NoModels, Clock::system()).await.unwrap();
    assert_eq!(fsck::differences(&copy, true).await.unwrap(), Vec::<String>::new());
    let rows = sqlx::query("SELECT id FROM collection").fetch_all(copy.db.pool()).await.unwrap();
    assert_eq!(rows.len(), 1);
    let audit = sqlx::query("UPDATE audit SET event = 'x'").execute(copy.db.pool()).await;
    assert!(audit.is_err(), "lines of the audit never change");
}

async fn a_database_takes_no_other_keys(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let config = |keys: PathBuf| CampaignConfig {
        database: Some(stage.app.config.database_url()),
        keys: Some(keys),
        ..stage.app.config.clone()
    };
    let start = async |keys: PathBuf| {
        let started = open(config(keys), ChecksConfig::default(), NoModels, Clock::system()).await;
        started.map(|_| ()).map_err(|error| error.to_string())
    };
    let missing = stage.folder.path().join("missing.toml");
    let error = start(missing.clone()).await.unwrap_err();
    assert!(error.contains("missing") && error.contains("--keys"), "{error}");
    assert!(!missing.exists(), "no new keys for an old database");
    let other = stage.folder.path().join("other.toml");
    Keys::generate().unwrap().write_new(&other).unwrap();
    let error = start(other).await.unwrap_err();
    assert!(error.contains("other keys"), "{error}");
    let rotated = stage.folder.path().join("rotated.toml");
    stage.app.keys.rotated().unwrap().write_new(&rotated).unwrap();
    start(rotated).await.unwrap();
}

async fn a_start_waits_for_nobody(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let mut change = stage.app.db.change(Actor::Operator).await.unwrap();
    change.note("keys", "", "test", "").await.unwrap();
    let address = stage.app.config.database_url();
    timeout(Duration::from_secs(5), Db::connect(&address, Clock::system()))
        .await
        .expect("another's transaction is waited for")
        .unwrap();
    change.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_remove_what_was_kept_long_enough() {
    let stage = Stage::new(Database::Sqlite, &[]).await;
    stage.confirmed(0).await;
    stage.at(OPENS + 13 * DAY);
    stage.pass(31 * DAY).await;
    let mut change = stage.app.db.change(Actor::Machine).await.unwrap();
    task::schedule(&mut change, TaskKind::Sweep, "", 0).await.unwrap();
    change.commit().await.unwrap();
    stage.pass(0).await;
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM roster_entry WHERE LENGTH(name_sealed) > 0").await, 0);
    assert_eq!(count(&stage, "SELECT COUNT(*) FROM account").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_goes_at_once() {
    let stage = Stage::new(Database::Sqlite, &[]).await;
    stage.candidate("left").await;
    let kept = stage.confirmed(0).await;
    stage.pass(8 * DAY).await;
    kept.get("/api/v1/collection").await.need(200);
    stage.at(stage.app.clock.now() + 8 * DAY);
    let over = retention::purge_over(&stage.app).await.unwrap();
    let Some(OverReceipt { accounts, sessions, .. }) = over else { panic!("nothing was over") };
    assert_eq!((accounts, sessions), (1, 1));
    kept.get("/api/v1/collection").await.need(200);
}
