//! A merchant: signs requests, verifies answers, opens what is sealed.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::read::GzDecoder;
use precheck_simulator::{PayAccount, Simulator, serve};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;

/// Makes every nonce another one.
static NONCE: AtomicUsize = AtomicUsize::new(0);

pub struct Merchant {
    pub simulator: Simulator,
    address: String,
    client: Client,
    key: KeyPair,
}

impl Merchant {
    pub async fn start() -> Self {
        let simulator = Simulator::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, simulator.clone()));
        let key = KeyPair::from_pkcs8(&pem(&simulator.accounts().pay.private_key)).unwrap();
        let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { simulator, address, client, key }
    }

    /// The headers of a request, its time so many seconds off.
    pub fn headers(&self, method: &str, path: &str, body: &[u8], skew: i64) -> HeaderMap {
        let account = &self.simulator.accounts().pay;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64 + skew;
        let nonce = format!("nonce-{}", NONCE.fetch_add(1, Ordering::Relaxed));
        let text = [format!("{method}\n{path}\n{now}\n{nonce}\n").as_bytes(), body, b"\n"].concat();
        let authorization = format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{}\",nonce_str=\"{nonce}\",signature=\"{}\",timestamp=\"{now}\",serial_no=\"{}\"",
            account.mchid,
            self.sign(&text),
            account.serial_no
        );
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("authorization", authorization.as_str()),
            ("accept", "application/json"),
            ("user-agent", "test"),
            ("content-type", "application/json"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        headers
    }

    fn sign(&self, text: &[u8]) -> String {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
        BASE64.encode(signature)
    }

    /// The answer as it came.
    pub async fn raw(
        &self,
        method: &str,
        path: &str,
        headers: HeaderMap,
        body: String,
    ) -> (u16, HeaderMap, Vec<u8>) {
        let method: Method = method.parse().unwrap();
        let request =
            self.client.request(method, format!("{}{path}", self.address)).headers(headers).body(body);
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        (status, headers, response.bytes().await.unwrap().to_vec())
    }

    pub async fn send(&self, method: &str, path: &str, headers: HeaderMap, body: String) -> (u16, Value) {
        let (status, _, body) = self.raw(method, path, headers, body).await;
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.send("GET", path, self.headers("GET", path, b"", 0), String::new()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let body = body.to_string();
        self.send("POST", path, self.headers("POST", path, body.as_bytes(), 0), body).await
    }

    pub async fn control(&self, path: &str, body: Value) -> (u16, Value) {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/json".parse().unwrap());
        self.send("POST", &format!("/_control/{path}"), headers, body.to_string()).await
    }

    pub async fn ledger(&self) -> Value {
        self.send("GET", "/_control/ledger", HeaderMap::new(), String::new()).await.1
    }

    pub fn order(&self, out_trade_no: &str, fen: i64, notify_url: &str) -> Value {
        json!({
            "appid": self.simulator.accounts().pay.appid,
            "mchid": self.simulator.accounts().pay.mchid,
            "description": "照片 <采集>",
            "out_trade_no": out_trade_no,
            "time_expire": "2099-01-01T00:00:00+08:00",
            "notify_url": if notify_url.is_empty() { "https://example.org/callback" } else { notify_url },
            "amount": { "total": fen, "currency": "CNY" },
            "payer": { "openid": "openid-alice" },
        })
    }

    pub async fn prepay(&self, out_trade_no: &str, fen: i64, notify_url: &str) -> (u16, Value) {
        let mut order = self.order(out_trade_no, fen, notify_url);
        order.as_object_mut().unwrap().remove("time_expire");
        self.post("/v3/pay/transactions/jsapi", &order).await
    }

    pub async fn state(&self, out_trade_no: &str) -> String {
        let path = format!("/v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=1900000001");
        self.get(&path).await.1["trade_state"].as_str().unwrap().to_owned()
    }

    /// Downloads a bill and compares its sum.
    pub async fn bill(&self, path: &str) -> String {
        let (status, told) = self.get(path).await;
        assert_eq!(status, 200, "{told}");
        let address = told["download_url"].as_str().unwrap();
        let path = address.strip_prefix(&self.address).unwrap();
        let (_, headers, mut file) =
            self.raw("GET", path, self.headers("GET", path, b"", 0), String::new()).await;
        assert!(!headers.contains_key("wechatpay-signature"));
        if file.starts_with(&[0x1F, 0x8B]) {
            let mut bytes = Vec::new();
            GzDecoder::new(&file[..]).read_to_end(&mut bytes).unwrap();
            file = bytes;
        }
        let sum: String = digest(&SHA1_FOR_LEGACY_USE_ONLY, &file)
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(told["hash_value"], sum);
        String::from_utf8(file).unwrap()
    }

    /// What `WeixinJSBridge` is given.
    pub fn bridge(&self, prepay_id: &str) -> Value {
        let appid = &self.simulator.accounts().pay.appid;
        let package = format!("prepay_id={prepay_id}");
        let signature = self.sign(format!("{appid}\n1\nnonce\n{package}\n").as_bytes());
        json!({ "appId": appid, "timeStamp": "1", "nonceStr": "nonce", "package": package, "signType": "RSA", "paySign": signature })
    }

    pub async fn page(&self, path: &str) -> String {
        let (_, _, body) = self.raw("GET", path, HeaderMap::new(), String::new()).await;
        String::from_utf8(body).unwrap()
    }

    /// Presses a button; where that leads.
    pub async fn press(&self, fields: &[(&str, &str)]) -> String {
        let form = reqwest::Url::parse_with_params("http://localhost/", fields).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        let (status, headers, _) = self.raw("POST", "/pay", headers, form.query().unwrap().to_owned()).await;
        assert_eq!(status, 303);
        headers["location"].to_str().unwrap().to_owned()
    }

    /// What a callback tells.
    pub fn open(&self, body: &[u8]) -> Value {
        let body: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(body["resource_type"], "encrypt-resource");
        serde_json::from_str(&self.unseal(&body["resource"])).unwrap()
    }

    pub fn unseal(&self, sealed: &Value) -> String {
        assert_eq!(sealed["algorithm"], "AEAD_AES_256_GCM");
        let text = |name: &str| sealed[name].as_str().unwrap();
        let key = self.simulator.accounts().pay.apiv3_key.as_bytes();
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
        let nonce = Nonce::try_assume_unique_for_key(text("nonce").as_bytes()).unwrap();
        let mut bytes = BASE64.decode(text("ciphertext")).unwrap();
        let opened =
            key.open_in_place(nonce, Aad::from(text("associated_data").as_bytes()), &mut bytes).unwrap();
        String::from_utf8(opened.to_vec()).unwrap()
    }
}

/// Whether one of the platform's two keys signed this, and the headers name it.
pub fn verified(account: &PayAccount, headers: &HeaderMap, body: &[u8]) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text("wechatpay-signature-type") != "WECHATPAY2-SHA256-RSA2048" {
        return false;
    }
    let key = match text("wechatpay-serial") {
        serial if serial == account.public_key_id => pem(&account.public_key),
        serial if serial == account.certificate_serial_no => public_key_in(&pem(&account.certificate)),
        _ => return false,
    };
    let message = [
        text("wechatpay-timestamp").as_bytes(),
        b"\n",
        text("wechatpay-nonce").as_bytes(),
        b"\n",
        body,
        b"\n",
    ]
    .concat();
    let signature = BASE64.decode(text("wechatpay-signature")).unwrap_or_default();
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(&message, &signature).is_ok()
}

fn pem(text: &str) -> Vec<u8> {
    BASE64.decode(text.lines().filter(|line| !line.starts_with("-----")).collect::<String>()).unwrap()
}

/// The key inside a certificate: the only part that begins like an RSA key of 2048 bits.
fn public_key_in(certificate: &[u8]) -> Vec<u8> {
    const START: [u8; 8] = [0x30, 0x82, 0x01, 0x22, 0x30, 0x0D, 0x06, 0x09];
    let start = certificate.windows(START.len()).position(|bytes| bytes == START).unwrap();
    certificate[start..start + 4 + 0x122].to_vec()
}
