//! The help desk, and those who look after campaigns, rosters and staff.

use crate::stage::{
    CAMPAIGN, CANDIDATES, Client, Database, PASSWORD, Stage, id_number, on_both, roster_file,
};
use precheck_campaign::clock::MINUTE;
use precheck_campaign::{account, fsck, password};
use serde_json::{Value, json};

on_both!(
    a_record_is_found_by_number_and_phone_and_shows_what_may_be_done,
    only_a_rejection_that_counts_has_reasons,
    a_campaign_is_made_amended_and_archived_by_its_form,
    a_roster_is_shown_before_it_is_imported,
    administrators_look_after_staff,
);

async fn a_record_is_found_by_number_and_phone_and_shows_what_may_be_done(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 0")]).await;
    let candidate = stage.confirmed(0).await;
    let (helpdesk, lead) = (stage.staff("helpdesk").await, stage.staff("lead").await);
    let record = helpdesk.record("0501110000").await;
    let id = record["id"].as_str().unwrap();
    let masked = record["phone"].as_str().unwrap();
    assert!(masked.starts_with("1390") && masked.contains('*'), "{masked}");
    assert_eq!((acts(&record), &record["state"]), (vec!["unbind"], &json!("confirmed")));
    assert!(record["next"]["zh"].as_str().unwrap().contains("上传照片"));

    let phone = phone_of(&stage, id).await;
    let spaced = format!("%2B86%20{}-{}", &phone[..3], &phone[3..]);
    for written in [phone.as_str(), &spaced] {
        let found = helpdesk.get(&format!("/api/v1/staff/records?phone={written}")).await.need(200).json();
        assert_eq!(found[0]["id"], id, "{written}");
        assert_eq!(found[0]["student_number"], "0501***000");
        assert!(!found.to_string().contains("王梦一"), "{found}");
    }
    sqlx::query("UPDATE account SET phone_key = NULL").execute(stage.app.db.pool()).await.unwrap();
    let by_phone = format!("/api/v1/staff/records?phone={phone}");
    assert_eq!(helpdesk.get(&by_phone).await.need(200).json(), json!([]));
    assert_eq!(account::fill_phone_keys(&stage.app).await.unwrap(), 1, "an account of an older version");
    assert_eq!(account::fill_phone_keys(&stage.app).await.unwrap(), 0);
    assert_eq!(helpdesk.get(&by_phone).await.need(200).json()[0]["id"], id);

    // Wide digits, as some keyboards write them.
    let wide: String = "0501110007".chars().map(|digit| format!("%EF%BC%9{digit}")).collect();
    let other = helpdesk.record(&wide).await;
    assert_eq!((&other["state"], acts(&other)), (&json!("not_begun"), Vec::new()));
    assert_eq!(other["timeline"][0]["event"], "look");
    assert_eq!(helpdesk.get("/api/v1/staff/records?student_number=1").await.need(200).json(), json!([]));
    for wrong in ["/records", "/records?phone=1&student_number=2", "/records/none"] {
        assert!(helpdesk.get(&format!("/api/v1/staff{wrong}")).await.status.is_client_error(), "{wrong}");
    }
    let reviewer = stage.staff("reviewer").await;
    assert_eq!(reviewer.get(&by_phone).await.says(), (403, "forbidden".to_owned()));

    candidate.put_photo(crate::stage::photo(0, 480), &[]).await.need(200);
    let review = reviewer.first_review().await;
    reviewer.put(&review, json!({ "verdict": "reject", "reasons": ["snapshot"] })).await.need(204);
    stage.pass(MINUTE).await;
    stage.pass(MINUTE).await;
    let record = helpdesk.record("0501110000").await;
    assert!(record["photos"][0]["reasons"][0]["zh"].as_str().unwrap().contains("生活照"), "{record}");
    assert_eq!((acts(&record), &record["state"]), (vec!["unbind", "resend"], &json!("rejected")));
    let timeline = record["timeline"].as_array().unwrap();
    let rejected = timeline.iter().find(|line| line["event"] == "reject").unwrap();
    assert_eq!((&rejected["what"]["zh"], &rejected["who"]["zh"]), (&json!("照片审核未通过"), &json!("系统")));
    let looked = timeline.iter().find(|line| line["event"] == "look").unwrap();
    assert_eq!(looked["who"]["en"], "helpdesk");

    candidate.post("/api/v1/collection/reminder", json!({})).await.need(204);
    candidate.put_photo(crate::stage::photo(1, 480), &[]).await.need(200);
    let review = reviewer.first_review().await;
    reviewer.put(&review, json!({ "verdict": "approve" })).await.need(204);
    stage.pass(MINUTE).await;
    stage.pass(MINUTE).await;
    assert_eq!(acts(&helpdesk.record("0501110000").await), ["unbind", "resend"], "a lead reopens");
    let record = lead.record("0501110000").await;
    assert_eq!(acts(&record), ["unbind", "resend", "reopen", "erase"]);
    for act in ["unbind", "resend", "reopen"] {
        lead.post(&format!("/api/v1/staff/records/{id}/{act}"), json!({})).await.need(204);
    }
    let record = lead.record("0501110000").await;
    assert_eq!(
        (acts(&record), &record["state"], &record["bound"]),
        (vec!["erase"], &json!("in_review"), &json!(false))
    );
    lead.post(&format!("/api/v1/staff/records/{id}/erase"), json!({})).await.need(204);
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new());
}

async fn only_a_rejection_that_counts_has_reasons(database: Database) {
    let stage = Stage::new(database, &[("second_percent = 5", "second_percent = 100")]).await;
    stage.submitted(0).await;
    let helpdesk = stage.staff("helpdesk").await;
    let approve = json!({ "verdict": "approve" });
    for (name, decision, state) in [
        ("reviewer", json!({ "verdict": "reject", "reasons": ["snapshot"] }), "current"),
        ("second", approve.clone(), "current"),
        ("lead", approve, "approved"),
    ] {
        let staff = stage.staff(name).await;
        let review = staff.first_review().await;
        staff.put(&review, decision).await.need(204);
        stage.pass(MINUTE).await;
        let photo = &helpdesk.record("0501110000").await["photos"][0];
        assert_eq!((&photo["state"], &photo["reasons"]), (&json!(state), &json!([])), "{name}");
    }
}

/// The acts that are possible.
fn acts(record: &Value) -> Vec<&str> {
    let allowed = record["allowed"].as_array().unwrap().iter();
    allowed.map(|allowed| allowed["act"].as_str().unwrap()).collect()
}

async fn phone_of(stage: &Stage, collection: &str) -> String {
    let account: String = sqlx::query_scalar("SELECT account FROM collection WHERE id = $1")
        .bind(collection)
        .fetch_one(stage.app.db.pool())
        .await
        .unwrap();
    account::phone(&stage.app, &account).await.unwrap()
}

async fn a_campaign_is_made_amended_and_archived_by_its_form(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let admin = stage.staff("admin").await;
    let (list, one) = ("/api/v1/staff/campaigns", format!("/api/v1/staff/campaigns/{CAMPAIGN}"));
    let campaign = admin.get(&one).await.need(200).json();
    assert_eq!(campaign["roster"], CANDIDATES);
    assert_eq!(campaign["address"], format!("{}/#campaign/{CAMPAIGN}", stage.app.config.public_address));
    assert_eq!(events(&campaign), ["close", "amend"]);
    let mut settings = campaign["settings"].clone();

    let at = |version: &Value| format!("{list}?version={version}");
    settings["title"] = json!("改过的标题");
    admin.post(&at(&campaign["version"]), settings.clone()).await.need(204);
    let stale = admin.post(&at(&campaign["version"]), settings.clone()).await;
    assert_eq!(stale.says(), (409, "version-conflict".to_owned()));
    let taken = admin.post(&at(&json!(0)), settings.clone()).await.need(422).json();
    assert_eq!(taken["details"]["flaws"][0]["key"], "id");
    settings["review"]["second_percent"] = json!(101);
    settings["opens"] = json!("");
    let flawed = admin.post(&at(&json!(0)), settings.clone()).await.need(422).json();
    let keys: Vec<_> =
        flawed["details"]["flaws"].as_array().unwrap().iter().map(|flaw| &flaw["key"]).collect();
    assert!(keys.contains(&&json!("opens")) && keys.contains(&&json!("review.second_percent")), "{keys:?}");

    let mut settings = campaign["settings"].clone();
    settings["id"] = json!("another");
    settings["state"] = json!("draft");
    admin.post(&at(&json!(0)), settings.clone()).await.need(204);
    let states = async |admin: &Client| {
        let all = admin.get(list).await.need(200).json();
        let all = all.as_array().unwrap().iter();
        all.map(|line| line["state"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(states(&admin).await, ["draft", "published"]);
    for (event, left) in [
        ("publish", vec!["close", "amend"]),
        ("close", vec!["publish", "archive", "amend"]),
        ("archive", vec![]),
    ] {
        admin.post(&format!("{list}/another/{event}"), json!({})).await.need(204);
        assert_eq!(events(&admin.get(&format!("{list}/another")).await.need(200).json()), left, "{event}");
    }
    assert_eq!(admin.post(list, settings).await.says(), (409, "not-now".to_owned()));
    let roster = "/api/v1/staff/rosters?campaign=another&dry_run=true";
    let octets = [("content-type", "application/octet-stream")];
    assert_eq!(admin.ask("POST", roster, &octets, roster_file(1)).await.says().0, 409);
    let helpdesk = stage.staff("helpdesk").await;
    assert_eq!(helpdesk.get(&one).await.says(), (403, "forbidden".to_owned()));
    assert_eq!(fsck::differences(&stage.app, false).await.unwrap(), Vec::<String>::new());
}

fn events(campaign: &Value) -> Vec<&str> {
    let allowed = campaign["allowed"].as_array().unwrap().iter();
    allowed.map(|allowed| allowed["event"].as_str().unwrap()).collect()
}

async fn a_roster_is_shown_before_it_is_imported(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let admin = stage.staff("admin").await;
    let import = async |dry: bool, file: Vec<u8>| {
        let address = format!("/api/v1/staff/rosters?campaign={CAMPAIGN}&dry_run={dry}");
        admin.ask("POST", &address, &[("content-type", "application/octet-stream")], file).await
    };
    let more = roster_file(CANDIDATES + 25);
    for _ in 0..2 {
        let shown = import(true, more.clone()).await.need(200).json();
        assert_eq!(
            (&shown["added"], &shown["unchanged"]),
            (&json!(25), &json!(CANDIDATES)),
            "nothing is imported"
        );
        let preview = shown["preview"].as_array().unwrap();
        let number = id_number(0);
        let masked = format!("{}********{}", &number[..6], &number[14..]);
        assert_eq!((preview.len(), &preview[0]["id_number"]), (20, &json!(masked)));
    }
    let bad = String::from_utf8(more.clone()).unwrap().replacen("本科,王梦丁", "研究生,=王梦丁", 1);
    let refused = import(true, bad.into_bytes()).await.need(422).json();
    let flaws = &refused["details"]["lines"][0]["flaws"];
    assert_eq!((&flaws[0]["column"], &flaws[0]["value"]), (&json!("学历层次"), &json!("研究生")));
    assert_eq!((&flaws[1]["value"], &refused["details"]["encoding"]), (&json!("=王梦丁"), &json!("UTF-8")));
    let agreed = format!("/api/v1/staff/rosters?campaign={CAMPAIGN}&added=24&changed=0&absent=0");
    let octets = [("content-type", "application/octet-stream")];
    let other = admin.ask("POST", &agreed, &octets, more.clone()).await;
    assert_eq!(
        other.says(),
        (409, "version-conflict".to_owned()),
        "it would do something else than was shown"
    );
    let imported = import(false, more).await.need(200).json();
    assert_eq!((&imported["added"], &imported["preview"]), (&json!(25), &json!([])));
}

async fn administrators_look_after_staff(database: Database) {
    let stage = Stage::new(database, &[]).await;
    let admin = stage.staff("admin").await;
    let members = "/api/v1/staff/members";
    let new = admin.post(members, json!({ "name": "李 组长", "role": "lead" })).await.need(201);
    assert_eq!(new.headers["cache-control"], "no-store");
    let new = new.json();
    assert!(new["totp"].as_str().unwrap().starts_with("otpauth://totp/precheck:%E6%9D%8E"), "{new}");
    let again = admin.post(members, json!({ "name": "李 组长", "role": "admin" })).await;
    assert_eq!(again.says(), (409, "name-taken".to_owned()));
    for wrong in [json!({ "name": " li", "role": "lead" }), json!({ "name": "li", "role": "chief" })] {
        admin.post(members, wrong).await.need(422);
    }
    let sign_in = async |credentials: &Value| {
        let secret = credentials["totp"].as_str().unwrap().split(['=', '&']).nth(1).unwrap();
        let totp = password::totp_at(&from_base32(secret), stage.app.clock.now());
        let body = json!({ "name": "李 组长", "password": credentials["password"], "totp": totp });
        stage.client().post("/api/v1/staff/sessions", body).await
    };
    let mut lead = stage.client();
    lead.cookie = Some(sign_in(&new).await.need(204).cookie());
    assert_eq!(lead.get(members).await.says(), (403, "forbidden".to_owned()));
    let person = format!("{members}/%E6%9D%8E%20%E7%BB%84%E9%95%BF");
    let renewed = admin.post(&format!("{person}/renew"), json!({})).await.need(200).json();
    assert_eq!(lead.get("/api/v1/staff/sessions").await.says(), (401, "not-signed-in".to_owned()));
    stage.pass(MINUTE).await;
    assert_eq!(sign_in(&new).await.says(), (401, "sign-in-failed".to_owned()));
    sign_in(&renewed).await.need(204);
    admin.post(&format!("{person}/revoke"), json!({})).await.need(204);
    let all = admin.get(members).await.need(200).json();
    let of =
        |name: &str| all.as_array().unwrap().iter().find(|member| member["name"] == name).cloned().unwrap();
    assert_eq!((&of("李 组长")["revoked"], &of("李 组长")["sessions"]), (&json!(true), &json!(0)));
    assert_eq!((&of("admin")["revoked"], &of("admin")["role"]), (&json!(false), &json!("admin")));
    assert!(!all.to_string().contains(PASSWORD));
    let last = admin.post(&format!("{members}/admin/revoke"), json!({})).await;
    assert_eq!(last.says(), (409, "last-administrator".to_owned()));
    let none = admin.post(&format!("{members}/nobody/revoke"), json!({})).await;
    assert_eq!(none.says(), (404, "unknown-staff".to_owned()));
    admin.post(members, json!({ "name": "second-admin", "role": "admin" })).await.need(201);
    admin.post(&format!("{members}/admin/revoke"), json!({})).await.need(204);
    assert_eq!(admin.get(members).await.says(), (401, "not-signed-in".to_owned()));
}

/// RFC 4648, section 6.
fn from_base32(text: &str) -> Vec<u8> {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = text.chars().flat_map(|letter| {
        let value = letters.find(letter).unwrap();
        (0..5).rev().map(move |bit| value >> bit & 1)
    });
    let bits: Vec<usize> = bits.collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |value, bit| value << 1 | bit) as u8).collect()
}
