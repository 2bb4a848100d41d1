//! What the tests share: a service with a campaign, a roster, candidates and staff; requests and answers.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use portrait_precheck::models::NoModels;
use precheck_campaign::campaign_file::SAMPLE;
use precheck_campaign::clock::{Clock, HOUR};
use precheck_campaign::command::open;
use precheck_campaign::config::CampaignConfig;
use precheck_campaign::context::App;
use precheck_campaign::db::Actor;
use precheck_campaign::staff::Role;
use precheck_campaign::{app, campaign, password, roster, staff, task};
use precheck_server::serve::serve;
use precheck_server::{ChecksConfig, ServerConfig};
use precheck_simulator::Simulator;
use reqwest::Client as Http;
use serde_json::{Value, json};
use sqlx::{Connection, Executor};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

/// The sample's campaign, and its window's first moment.
pub const CAMPAIGN: &str = "beijing-zikao-2022";
pub const OPENS: i64 = 1_655_481_600_000;

/// Passwords and one-time passwords of all members of staff.
pub const PASSWORD: &str = "correct horse battery";
pub const TOTP: &[u8] = b"twenty bytes, secret";

/// Candidates of the roster; the last two digits of their ticket and ID numbers count them.
pub const CANDIDATES: usize = 8;

/// Tells logins apart: each code of the simulator works once.
static NONCE: AtomicUsize = AtomicUsize::new(0);

/// Where the rows are.
#[derive(Debug, Clone, Copy)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// A service, on a clock that the test moves.
pub struct Stage {
    pub app: App,
    pub router: Router,
    pub folder: TempDir,
    pub now: Arc<AtomicI64>,
    /// The simulator's address.
    providers: String,
}

/// Somebody who asks, with the cookie that he was given.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub cookie: Option<String>,
}

/// An answer, wholly read.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }

    /// The status, and the code of a problem document.
    pub fn says(&self) -> (u16, String) {
        (self.status.as_u16(), self.json()["code"].as_str().unwrap_or_default().to_owned())
    }

    pub fn need(self, status: u16) -> Self {
        let text = String::from_utf8_lossy(&self.bytes);
        assert_eq!(self.status.as_u16(), status, "{}", text.chars().take(400).collect::<String>());
        self
    }
}

impl Stage {
    /// The sample's campaign with changes to its file, its roster and one member of staff of each role.
    pub async fn new(database: Database, changes: &[(&str, &str)]) -> Self {
        Self::configured(database, changes, |_| {}).await
    }

    /// The same with other settings of the service.
    pub async fn configured(
        database: Database,
        changes: &[(&str, &str)],
        configure: impl FnOnce(&mut CampaignConfig),
    ) -> Self {
        let now = Arc::new(AtomicI64::new(OPENS + HOUR));
        let clock = {
            let now = now.clone();
            Clock::by(move || now.load(Ordering::SeqCst))
        };
        Self::on(clock, now, database, changes, configure).await
    }

    /// The same on the system's clock, for processes, in a campaign that is open.
    pub async fn now(
        database: Database,
        changes: &[(&str, &str)],
        configure: impl FnOnce(&mut CampaignConfig),
    ) -> Self {
        let open = [
            ("\nopens = 2022-", "\nopens = 2000-"),
            ("\ncloses = 2022-", "\ncloses = 2100-"),
            ("\nrecollection_deadline = 2022-", "\nrecollection_deadline = 2100-"),
        ];
        let changes = [&open, changes].concat();
        Self::on(Clock::system(), Arc::default(), database, &changes, configure).await
    }

    async fn on(
        clock: Clock,
        now: Arc<AtomicI64>,
        database: Database,
        changes: &[(&str, &str)],
        configure: impl FnOnce(&mut CampaignConfig),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let providers = format!("http://{}", listener.local_addr().unwrap());
        let simulators = clock.clone();
        let simulator = Simulator::with_clock(move || simulators.now());
        let merchant = folder.path().join("merchant.toml");
        tokio::spawn(precheck_simulator::serve(listener, simulator));
        let file =
            reqwest::get(format!("{providers}/_control/merchant")).await.unwrap().bytes().await.unwrap();
        std::fs::write(&merchant, file).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut config = CampaignConfig {
            gateway: providers.clone(),
            merchant: Some(merchant),
            public_address: format!("http://{}", listener.local_addr().unwrap()),
            data: folder.path().join("data"),
            database: match database {
                Database::Sqlite => None,
                Database::Postgres => Some(empty_postgres().await),
            },
            wechat: providers.clone(),
            sms: providers.clone(),
            ..CampaignConfig::default()
        };
        configure(&mut config);
        let app = open(config, ChecksConfig::default(), NoModels, clock).await.unwrap();
        let file = changes.iter().fold(SAMPLE.to_owned(), |file, (from, to)| {
            assert!(file.contains(from), "{from}");
            file.replace(from, to)
        });
        campaign::create(&app, Actor::Operator, campaign::from_toml(&file).unwrap(), None).await.unwrap();
        let file = roster_file(CANDIDATES);
        roster::import(&app, Actor::Operator, CAMPAIGN, file, false, roster::Agreed::default())
            .await
            .unwrap();
        let hash = password::hash(PASSWORD).unwrap();
        for role in ["reviewer", "second", "lead", "helpdesk", "office", "admin"] {
            let of = if role == "second" { "reviewer" } else { role };
            let of = <Role as precheck_foundation::json::EnumName>::of(of).unwrap();
            staff::add(&app, Actor::Operator, role, of, &hash, TOTP).await.unwrap();
        }
        let router = app::app(&app);
        let served = router.clone();
        // Where the simulator sends its callbacks.
        tokio::spawn(async move { serve(listener, served, &ServerConfig::default(), pending()).await });
        Self { router, app, folder, now, providers }
    }

    /// One value of the database.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement).fetch_one(self.app.db.pool()).await.unwrap()
    }

    pub fn client(&self) -> Client {
        Client { router: self.router.clone(), cookie: None }
    }

    /// Sets the clock.
    pub fn at(&self, now: i64) {
        self.now.store(now, Ordering::SeqCst);
    }

    /// Moves the clock, and does what is due.
    pub async fn pass(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
        task::run_all(&self.app).await.unwrap();
    }

    /// Tells the simulator something, or asks it.
    pub async fn control(&self, path: &str, body: Value) -> Value {
        let address = format!("{}/_control/{path}", self.providers);
        let request =
            if body.is_null() { Http::new().get(address) } else { Http::new().post(address).json(&body) };
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// A candidate who is signed in and has given a phone number.
    pub async fn candidate(&self, account: &str) -> Client {
        let nonce = NONCE.fetch_add(1, Ordering::SeqCst);
        let mut client = self.client();
        let answer =
            client.post("/api/v1/sessions", json!({ "wechat_code": format!("{account}.{nonce}") })).await;
        client.cookie = Some(answer.need(204).cookie());
        let phone = format!("139{:08}", nonce % 100_000_000);
        client.post("/api/v1/phone", json!({ "wechat_code": format!("{phone}.{nonce}") })).await.need(204);
        client
    }

    /// A candidate with a confirmed record.
    pub async fn confirmed(&self, number: usize) -> Client {
        let client = self.candidate(&format!("account-{number}")).await;
        client.post("/api/v1/collections", identity(number)).await.need(201);
        client.post("/api/v1/collection/confirmation", json!({ "correct": true })).await.need(204);
        client.post("/api/v1/collection/reminder", json!({})).await.need(204);
        client
    }

    /// A candidate whose photo is in review.
    pub async fn submitted(&self, number: usize) -> Client {
        let client = self.confirmed(number).await;
        client.put_photo(photo(number as u8, 480), &[]).await.need(200);
        client
    }

    /// A member of staff who is signed in. Each one-time password works once.
    pub async fn staff(&self, name: &str) -> Client {
        let mut client = self.client();
        let totp = password::totp_at(TOTP, self.app.clock.now());
        let body = json!({ "name": name, "password": PASSWORD, "totp": totp });
        client.cookie = Some(client.post("/api/v1/staff/sessions", body).await.need(204).cookie());
        client
    }
}

impl Answer {
    pub fn cookie(&self) -> String {
        let cookie = self.headers[header::SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}

impl Client {
    pub async fn ask(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, body) =
            self.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, bytes }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask("GET", address, &[], Body::empty()).await
    }

    pub async fn delete(&self, address: &str) -> Answer {
        self.ask("DELETE", address, &[], Body::empty()).await
    }

    pub async fn post(&self, address: &str, body: Value) -> Answer {
        self.ask("POST", address, &[("content-type", "application/json")], body.to_string()).await
    }

    pub async fn put(&self, address: &str, body: Value) -> Answer {
        self.ask("PUT", address, &[("content-type", "application/json")], body.to_string()).await
    }

    pub async fn put_photo(&self, photo: Vec<u8>, headers: &[(&str, &str)]) -> Answer {
        let headers = [&[("content-type", "image/jpeg")], headers].concat();
        self.ask("PUT", "/api/v1/collection/photo", &headers, photo).await
    }

    /// The record of a student number, as the help desk sees it.
    pub async fn record(&self, student_number: &str) -> Value {
        let found = self.get(&format!("/api/v1/staff/records?student_number={student_number}")).await;
        let found = found.need(200).json();
        let id = found[0]["id"].as_str().unwrap();
        self.get(&format!("/api/v1/staff/records/{id}")).await.need(200).json()
    }

    /// The address of the review that comes next.
    pub async fn first_review(&self) -> String {
        let work = self.get("/api/v1/staff/reviews/next").await.need(200).json();
        format!("/api/v1/staff/reviews/{}", work["reviews"][0]["id"].as_str().unwrap())
    }

    /// Where the collection is.
    pub async fn state(&self) -> String {
        self.get("/api/v1/collection").await.need(200).json()["state"].as_str().unwrap().to_owned()
    }
}

/// What candidate `number` enters.
pub fn identity(number: usize) -> Value {
    json!({
        "campaign": CAMPAIGN,
        "level": "本科",
        "name": format!("王梦{}", chinese(number)),
        "id_type": "resident-id",
        "id_number": id_number(number),
        "consents": { "personal_information": true, "photo": true },
    })
}

/// A roster as CSV.
pub fn roster_file(candidates: usize) -> Vec<u8> {
    let line = |number| {
        let name = chinese(number);
        format!("本科,王梦{name},居民身份证,{},0501110{number:03}\n", id_number(number))
    };
    let lines: String = (0..candidates).map(line).collect();
    format!("学历层次,姓名,证件类型,证件号码,学号\n{lines}").into_bytes()
}

/// A number with its check character (ISO/IEC 7064, MOD 11-2).
pub fn id_number(number: usize) -> String {
    let digits = format!("11010119900307{number:03}");
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: usize =
        digits.bytes().zip(weights).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{digits}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11])
}

fn chinese(number: usize) -> char {
    char::from_u32(0x4e00 + number as u32).unwrap()
}

/// A picture that is a photo for the rules on the file, 480 pixels wide; at 40 the file is too small.
pub fn photo(seed: u8, side: u32) -> Vec<u8> {
    let mut noise = u32::from(seed) + 1;
    let pixels: Vec<u8> = (0..side * side * 4)
        .map(|_| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8
        })
        .collect();
    let (width, height) = (side, side * 4 / 3);
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder
        .write_image(&pixels[..(width * height * 3) as usize], width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A new database of the server that `PRECHECK_POSTGRES` names.
pub async fn empty_postgres() -> String {
    sqlx::any::install_default_drivers();
    let server = std::env::var("PRECHECK_POSTGRES").unwrap();
    let name = format!("campaign_{}", precheck_campaign::db::new_id().replace('-', ""));
    let mut connection = sqlx::AnyConnection::connect(&format!("{server}/postgres")).await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    format!("{server}/{name}")
}

/// Runs a test on both databases.
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            use crate::stage::Database;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test(Database::Sqlite).await;
            })+
        }

        mod postgres {
            use crate::stage::Database;
            $(#[tokio::test(flavor = "multi_thread")]
            #[ignore = "needs PRECHECK_POSTGRES: the address of a PostgreSQL server, postgres://USER@HOST:PORT"]
            async fn $test() {
                super::$test(Database::Postgres).await;
            })+
        }
    };
}
pub(crate) use on_both;
