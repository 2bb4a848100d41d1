//! Tencent Cloud's signature of requests, TC3-HMAC-SHA256 (cloud.tencent.com, document 213/30654).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use jiff::Timestamp;

/// What is signed of a `POST` to `/` without a query.
pub(crate) struct Signed<'a> {
    /// Seconds since the epoch.
    pub(crate) timestamp: i64,
    /// Such as `sms`.
    pub(crate) service: &'a str,
    /// Names and values of the signed headers, sorted.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    pub(crate) body: &'a [u8],
}

impl Signed<'_> {
    /// The day in UTC, as `2019-02-25`.
    pub(crate) fn date(&self) -> String {
        Timestamp::from_second(self.timestamp).unwrap_or_default().strftime("%Y-%m-%d").to_string()
    }

    /// The names of the signed headers, with semicolons between.
    pub(crate) fn names(&self) -> String {
        self.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";")
    }

    /// SHA-256 of the canonical request, in hexadecimal.
    fn canonical(&self) -> String {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}:{}\n", value.trim().to_lowercase()))
            .collect();
        let request = format!("POST\n/\n\n{headers}\n{}\n{}", self.names(), sha256(self.body));
        sha256(request.as_bytes())
    }

    /// The signature, in hexadecimal.
    pub(crate) fn signature(&self, secret: &str) -> String {
        let date = self.date();
        let text = format!(
            "TC3-HMAC-SHA256\n{}\n{date}/{}/tc3_request\n{}",
            self.timestamp,
            self.service,
            self.canonical()
        );
        let mut key = hmac(format!("TC3{secret}").as_bytes(), &date);
        for part in [self.service, "tc3_request"] {
            key = hmac(&key, part);
        }
        hex(&hmac(&key, &text))
    }
}

fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    sign(&Key::new(HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the document.
    #[test]
    fn signs_as_published() {
        let signed = Signed {
            timestamp: 1_551_113_065,
            service: "cvm",
            headers: &[
                ("content-type", "application/json; charset=utf-8"),
                ("host", "cvm.tencentcloudapi.com"),
                ("x-tc-action", "DescribeInstances"),
            ],
            body:
                br#"{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}"#,
        };
        assert_eq!(signed.date(), "2019-02-25");
        assert_eq!(signed.canonical(), "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");
        assert_eq!(
            signed.signature("Gu5t9xGARNpq86cd98joQYCN3*******"),
            "be4f67d323c78ab9acb7395e43c0dbcf822a9cfac32fea2449a7bc7726b770a3"
        );
    }
}
