//! A notice that WeChat Pay sends: believed only if it is signed, new, and encrypted for this merchant.

use super::merchant::{Distrust, Merchant, Signed};
use axum::http::HeaderMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A notice, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice<T> {
    /// Its id: the same when it is sent again.
    pub id: String,
    /// What it is about.
    pub resource: T,
}

/// Why a notice is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// It is not WeChat Pay's.
    #[error("it is not believed: {0}")]
    Distrust(#[from] Distrust),
    /// It is WeChat Pay's, but has another form, or is encrypted for somebody else.
    #[error("it is of another form, or encrypted for somebody else")]
    Form,
}

#[derive(Deserialize)]
struct Envelope {
    id: String,
    resource: Sealed,
}

#[derive(Deserialize)]
struct Sealed {
    algorithm: String,
    ciphertext: String,
    #[serde(default)]
    associated_data: String,
    nonce: String,
}

impl<'a> Signed<'a> {
    /// The headers of a message; `None` if one is missing.
    pub fn of(headers: &'a HeaderMap) -> Option<Self> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        Some(Self {
            timestamp: text("wechatpay-timestamp")?,
            nonce: text("wechatpay-nonce")?,
            serial: text("wechatpay-serial")?,
            signature: text("wechatpay-signature")?,
        })
    }
}

impl<T: DeserializeOwned> Notice<T> {
    /// Verifies the bytes as they came, and only then reads them. `now` is in milliseconds.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub fn read(
        merchant: &Merchant,
        headers: &HeaderMap,
        body: &[u8],
        now: i64,
    ) -> Result<Self, NoticeError> {
        merchant.verify(&Signed::of(headers).ok_or(Distrust::Unsigned)?, body, now)?;
        let envelope: Envelope = serde_json::from_slice(body).map_err(|_| NoticeError::Form)?;
        let Sealed { algorithm, ciphertext, associated_data, nonce } = envelope.resource;
        if algorithm != "AEAD_AES_256_GCM" {
            return Err(NoticeError::Form);
        }
        let plain = merchant.open(&nonce, &associated_data, &ciphertext).ok_or(NoticeError::Form)?;
        let resource = serde_json::from_slice(&plain).map_err(|_| NoticeError::Form)?;
        Ok(Self { id: envelope.id, resource })
    }
}
