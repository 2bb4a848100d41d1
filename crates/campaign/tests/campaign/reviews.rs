//! What reviewers see and do: one photo at a time, many at a glance, and what a lead decides.

use crate::stage::{Client, Database, Stage, on_both, photo};
use precheck_campaign::clock::SECOND;
use serde_json::{Value, json};

on_both!(
    many_are_decided_at_once_and_taken_back,
    what_is_passed_over_comes_last_and_what_is_given_back_is_free,
    what_went_before_is_shown_to_those_whom_it_concerns
);

const NO_SECOND: [(&str, &str); 1] = [("second_percent = 5", "second_percent = 0")];

async fn next(client: &Client, query: &str) -> Value {
    client.get(&format!("/api/v1/staff/reviews/next?{query}")).await.need(200).json()
}

fn ids(work: &Value) -> Vec<String> {
    let reviews = work["reviews"].as_array().unwrap();
    reviews.iter().map(|review| review["id"].as_str().unwrap().to_owned()).collect()
}

/// Makes the check have accepted all photos, which it cannot do without models.
async fn accept_all(stage: &Stage) {
    sqlx::query("UPDATE photo SET decision = 'accepted'").execute(stage.app.db.pool()).await.unwrap();
}

async fn many_are_decided_at_once_and_taken_back(database: Database) {
    let stage = Stage::new(database, &NO_SECOND).await;
    let (one, two, third) = (stage.submitted(0).await, stage.submitted(1).await, stage.submitted(2).await);
    let reviewer = stage.staff("reviewer").await;
    let work = next(&reviewer, "count=24&accepted=true").await;
    assert_eq!((ids(&work).len(), &work["waiting"], &work["other"]), (0, &json!(0), &json!(3)));
    accept_all(&stage).await;
    // Somebody who has declared something is looked at alone.
    sqlx::query(
        "UPDATE photo SET declarations = '{\"head_covering\":\"medical\"}' WHERE collection IN \
        (SELECT collection FROM photo ORDER BY created DESC, id DESC LIMIT 1)",
    )
    .execute(stage.app.db.pool())
    .await
    .unwrap();
    let work = next(&reviewer, "count=24&accepted=true").await;
    assert_eq!((ids(&work).len(), &work["waiting"], &work["other"]), (2, &json!(2), &json!(1)));
    let [first, second] = <[String; 2]>::try_from(ids(&work)).unwrap();
    let decide = async |decisions: Value| {
        let answer =
            reviewer.post("/api/v1/staff/reviews/decisions", json!({ "decisions": decisions })).await;
        answer.need(200).json()["refused"].clone()
    };
    let decisions = json!([
        { "review": first, "decision": { "verdict": "approve" } },
        { "review": "nobody's", "decision": { "verdict": "approve" } },
        { "review": second, "decision": { "verdict": "reject", "reasons": ["snapshot"] } },
    ]);
    assert_eq!(decide(decisions.clone()).await, json!(["nobody's"]));
    assert_eq!(decide(decisions).await, json!(["nobody's"]), "once more is the same");
    let without_reason = json!({ "decisions": [{ "review": first, "decision": { "verdict": "reject" } }] });
    reviewer.post("/api/v1/staff/reviews/decisions", without_reason).await.need(422);
    for _ in 0..2 {
        // An answer that got lost is asked for again.
        reviewer.delete(&format!("/api/v1/staff/reviews/{second}")).await.need(204);
    }
    stage.pass(11 * SECOND).await;
    assert_eq!(
        [one.state().await, two.state().await, third.state().await],
        ["approved", "in_review", "in_review"]
    );
    let work = next(&reviewer, "count=24&accepted=true").await;
    assert_eq!(ids(&work), std::slice::from_ref(&second), "what was taken back is the reviewer's again");
    let picked = json!({ "reviews": [second], "picked": true });
    reviewer.post("/api/v1/staff/reviews/release", picked).await.need(204);
    let work = next(&reviewer, "count=24&accepted=true").await;
    assert_eq!((ids(&work).len(), &work["waiting"]), (0, &json!(0)), "what was picked out is in no grid");
    assert!(ids(&next(&reviewer, "count=24").await).contains(&second), "but one at a time");
}

async fn what_is_passed_over_comes_last_and_what_is_given_back_is_free(database: Database) {
    let stage = Stage::new(database, &NO_SECOND).await;
    for number in 0..3 {
        stage.submitted(number).await;
    }
    let (reviewer, second) = (stage.staff("reviewer").await, stage.staff("second").await);
    let give_back = async |client: &Client, reviews: &[String], passed_over: bool| {
        let body = json!({ "reviews": reviews, "passed_over": passed_over });
        client.post("/api/v1/staff/reviews/release", body).await.need(204);
    };
    let all = ids(&next(&reviewer, "count=3").await);
    let work = next(&second, "count=3").await;
    assert_eq!((ids(&work).len(), &work["waiting"], &work["with_colleagues"]), (0, &json!(3), &json!(3)));
    assert_eq!(work["next_in"], 90_000);
    give_back(&second, &all, false).await;
    assert!(ids(&next(&second, "count=3").await).is_empty(), "nobody gives back what is somebody else's");
    give_back(&reviewer, &all[..1], true).await;
    give_back(&reviewer, &all[1..], false).await;
    assert_eq!(ids(&next(&reviewer, "count=1").await), all[1..2], "others come first");
    assert_eq!(ids(&next(&reviewer, "count=3").await).len(), 3);
    give_back(&reviewer, &all, false).await;
    assert_eq!(ids(&next(&second, "count=1").await), all[..1], "a colleague gets it in its turn");
    let too_many = vec!["x".to_owned(); 49];
    second.post("/api/v1/staff/reviews/release", json!({ "reviews": too_many })).await.need(422);
}

async fn what_went_before_is_shown_to_those_whom_it_concerns(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 100")]).await;
    let candidate = stage.submitted(0).await;
    let (reviewer, second, lead) =
        (stage.staff("reviewer").await, stage.staff("second").await, stage.staff("lead").await);
    let decide = async |client: &Client, decision: Value| {
        let [id] = <[String; 1]>::try_from(ids(&next(client, "").await)).unwrap();
        let address = format!("/api/v1/staff/reviews/{id}");
        let review = client.get(&address).await.need(200).json();
        client.put(&address, decision).await.need(204);
        stage.pass(11 * SECOND).await;
        review
    };
    let selfie = json!({ "verdict": "reject", "reasons": ["selfie"] });
    let shown = decide(&reviewer, selfie.clone()).await;
    assert_eq!((shown["name"].as_str(), shown["undo_for"].as_i64()), (Some("王**"), Some(10_000)));
    let blind = decide(&second, json!({ "verdict": "approve" })).await;
    assert_eq!((&blind["verdicts"], &blind["earlier"]), (&json!([]), &json!(null)));
    let of_lead = decide(&lead, selfie.clone()).await;
    let verdicts =
        json!([{ "verdict": "reject", "reasons": ["selfie"] }, { "verdict": "approve", "reasons": [] }]);
    assert_eq!(of_lead["verdicts"], verdicts);
    assert_eq!(candidate.state().await, "rejected");

    candidate.post("/api/v1/collection/reminder", json!({})).await;
    candidate.put_photo(photo(9, 480), &[]).await.need(200);
    let [id] = <[String; 1]>::try_from(ids(&next(&reviewer, "").await)).unwrap();
    let address = format!("/api/v1/staff/reviews/{id}");
    assert_eq!(reviewer.get(&address).await.need(200).json()["earlier"], json!(["selfie"]));
    second.get(&address).await.need(404);
    assert_eq!(reviewer.get(&format!("{address}/earlier")).await.need(200).bytes, photo(0, 480));
    assert_eq!(reviewer.get(&format!("{address}/photo")).await.need(200).bytes, photo(9, 480));
    second.get(&format!("{address}/earlier")).await.need(404);
    second.get(&format!("{address}/identity")).await.need(404);
    let identity = reviewer.get(&format!("{address}/identity")).await.need(200).json();
    assert_eq!(identity["student_number"], "0501110000");
    let looks: (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM audit WHERE machine = 'collection' AND event = 'look'")
            .fetch_one(stage.app.db.pool())
            .await
            .unwrap();
    assert_eq!(looks.0, 1);
    let reasons = reviewer.get("/api/v1/staff/reviews/reasons").await.need(200).json();
    assert_eq!(reasons.as_array().unwrap().len(), 11);
}
