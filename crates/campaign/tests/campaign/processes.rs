//! What only processes can show: roles, the end, a full disk, a bucket. Their check has its models, so that it refuses the
//! tests' pictures; the candidates ask for a person.

use crate::process::until;
use crate::stage::{CAMPAIGN, Client, Database, Stage, on_both, photo};
use precheck_campaign::delivery;
use serde_json::json;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

on_both!(api_and_worker_are_roles, asked_to_end_under_load_a_process_ends);

/// A campaign in which a person is asked for after one refusal, and decisions count soon.
const CHANGES: [(&str, &str); 3] = [
    ("appeal_after_refusals = 3", "appeal_after_refusals = 1"),
    ("second_percent = 5", "second_percent = 0"),
    ("undo_seconds = 10", "undo_seconds = 1"),
];

/// Hands in a photo for which a person is asked.
async fn appeal(candidate: &Client, seed: u8) {
    candidate.put_photo(photo(seed, 480), &[]).await.need(422);
    candidate.post("/api/v1/collection/appeal", json!({})).await.need(200);
}

/// Approves every photo that waits.
async fn approve_all(stage: &Stage) {
    let reviewer = stage.staff("reviewer").await;
    let work = reviewer.get("/api/v1/staff/reviews/next?count=5").await.need(200).json();
    for review in work["reviews"].as_array().unwrap() {
        let address = format!("/api/v1/staff/reviews/{}", review["id"].as_str().unwrap());
        reviewer.put(&address, json!({ "verdict": "approve" })).await.need(204);
    }
}

fn fsck(stage: &Stage, variables: &[(&str, &str)]) {
    let output = stage.program(&["fsck", "--thorough"]).envs(variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

async fn api_and_worker_are_roles(database: Database) {
    let mut stage = Stage::now(database, &CHANGES, |_| {}).await;
    let api = stage.serve("api", &[]);
    let candidate = stage.confirmed(0).await;
    appeal(&candidate, 0).await;
    approve_all(&stage).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(candidate.state().await, "in_review", "nobody does what is due");
    let worker = stage.serve("worker", &[]);
    until(&candidate, "approved").await;
    let admin = stage.staff("admin").await;
    admin.post("/api/v1/staff/deliveries", json!({ "campaign": CAMPAIGN })).await.need(202);
    until(&candidate, "delivered").await;
    for process in [worker, api] {
        process.terminate();
        let (status, _) = process.ended().await;
        assert!(status.success(), "{status}");
    }
    fsck(&stage, &[]);
}

async fn asked_to_end_under_load_a_process_ends(database: Database) {
    let mut stage = Stage::now(database, &CHANGES, |_| {}).await;
    let process = stage.serve("api,worker", &[]);
    // The news of an approval takes its time at the vendor's.
    let candidate = stage.confirmed(0).await;
    appeal(&candidate, 0).await;
    approve_all(&stage).await;
    let faults = json!([{ "path": "/", "fault": "slow", "times": 9, "seconds": 30.0 }]);
    let control = format!("{}/_control/faults", stage.app.config.sms);
    reqwest::Client::new().post(control).json(&faults).send().await.unwrap().error_for_status().unwrap();
    until(&candidate, "approved").await;

    let asked = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..8)
        .map(|number| {
            let (address, asked) = (process.address.clone(), asked.clone());
            tokio::spawn(async move {
                let client = reqwest::Client::builder().no_proxy().build().unwrap();
                let mut answers = 0;
                loop {
                    let request = match number % 3 {
                        0 => client.get(format!("{address}/api/v1/institutions?q=gdjyzx")),
                        1 => client
                            .post(format!("{address}/api/v1/sessions"))
                            .json(&json!({ "wechat_code": format!("load{number}.{answers}") })),
                        _ => client
                            .post(format!("{address}/api/v1/checks?profile={CAMPAIGN}"))
                            .header("content-type", "image/jpeg")
                            .body(photo(number, 480)),
                    };
                    match request.send().await {
                        Ok(answer) => assert!(answer.status().as_u16() < 500, "{}", answer.status()),
                        Err(error) => {
                            assert!(asked.load(Ordering::SeqCst), "{error}");
                            return answers;
                        }
                    }
                    answers += 1;
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(2)).await;
    asked.store(true, Ordering::SeqCst);
    process.terminate();
    let (status, time) = process.ended().await;
    assert!(status.success() && time < Duration::from_secs(10), "{status} after {time:?}");
    for client in clients {
        assert!(client.await.unwrap() > 0);
    }
    let leased = sqlx::query("SELECT id FROM task WHERE lease_until > $1").bind(stage.app.clock.now());
    let leased = leased.fetch_all(stage.app.db.pool()).await.unwrap();
    assert_eq!(leased.len(), 0, "tasks that nobody else could do");
    fsck(&stage, &[]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PRECHECK_SMALL_DISK: an empty folder on a file system of 16 MiB of its own"]
async fn a_full_disk_loses_nothing() {
    let disk = PathBuf::from(std::env::var_os("PRECHECK_SMALL_DISK").unwrap());
    let data = disk.join("data");
    let mut stage = Stage::now(Database::Sqlite, &CHANGES, |config| config.data = data.clone()).await;
    let _process = stage.serve("api,worker", &[]);
    let mut candidates = Vec::new();
    for number in 0..4 {
        candidates.push(stage.confirmed(number).await);
    }
    appeal(&candidates[0], 0).await;

    let filler = disk.join("filler");
    let mut file = File::create(&filler).unwrap();
    while file.write_all(&[1; 4096]).is_ok() {}
    let mut refused = Vec::new();
    for (number, candidate) in candidates.iter().enumerate().skip(1) {
        let answer = candidate.put_photo(photo(number as u8, 480), &[]).await;
        assert!([507, 503].contains(&answer.status.as_u16()), "{:?}", answer.says());
        refused.push(answer.says().1);
    }
    // As much as fits into what the database has already is done; the rest is refused.
    for _ in 0..50 {
        let declared = candidates[1].put("/api/v1/collection/declarations", json!({})).await;
        assert!([204, 507, 503].contains(&declared.status.as_u16()), "{:?}", declared.says());
        refused.push(declared.says().1);
    }
    assert!(refused.contains(&"storage-full".to_owned()), "{refused:?}");
    assert_eq!(candidates[0].state().await, "in_review", "it can still be read");
    drop(file);
    fs::remove_file(filler).unwrap();

    for (number, candidate) in candidates.iter().enumerate().skip(1) {
        appeal(candidate, number as u8).await;
    }
    approve_all(&stage).await;
    for candidate in &candidates {
        until(candidate, "approved").await;
    }
    fsck(&stage, &[]);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PRECHECK_S3: the address of a bucket on an S3 server, http://HOST:PORT/BUCKET"]
async fn a_bucket_is_as_good_as_a_folder() {
    let address = std::env::var("PRECHECK_S3").unwrap();
    let (endpoint, bucket) = address.rsplit_once('/').unwrap();
    let storage = format!("s3://{bucket}/campaigns");
    let variables = [
        ("PRECHECK_CAMPAIGN__STORAGE", storage.as_str()),
        ("AWS_ENDPOINT_URL", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ];
    let mut stage = Stage::now(Database::Sqlite, &CHANGES, |_| {}).await;
    let _process = stage.serve("api,worker", &variables);
    stage.client().get("/readyz").await.need(200);
    let (candidate, leaves) = (stage.confirmed(0).await, stage.confirmed(1).await);
    appeal(&candidate, 0).await;
    appeal(&leaves, 1).await;
    let reviewer = stage.staff("reviewer").await;
    let work = reviewer.get("/api/v1/staff/reviews/next?count=5").await.need(200).json();
    let review = work["reviews"][0]["id"].as_str().unwrap();
    let shown = reviewer.get(&format!("/api/v1/staff/reviews/{review}/photo")).await.need(200);
    assert!(shown.bytes == photo(0, 480));
    leaves.delete("/api/v1/collection").await.need(204);
    reviewer.put(&format!("/api/v1/staff/reviews/{review}"), json!({ "verdict": "approve" })).await.need(204);
    until(&candidate, "approved").await;
    let admin = stage.staff("admin").await;
    let delivery =
        admin.post("/api/v1/staff/deliveries", json!({ "campaign": CAMPAIGN })).await.need(202).json();
    until(&candidate, "delivered").await;
    let address = format!("/api/v1/staff/deliveries/{}/archive", delivery["id"].as_str().unwrap());
    let archive = admin.get(&address).await.need(200).bytes;
    let middle = archive.len() / 2;
    let rest = admin.ask("GET", &address, &[("range", &format!("bytes={middle}-"))], "").await.need(206);
    assert!(rest.bytes == archive[middle..]);
    let file = stage.folder.path().join("archive.zip");
    fs::write(&file, archive).unwrap();
    assert_eq!(delivery::verify(&file), Ok(1));
    fsck(&stage, &variables);
    let listed = fs::read_dir(stage.folder.path().join("data/objects")).unwrap();
    assert_eq!(listed.count(), 0, "nothing of it is in the folder");
}
