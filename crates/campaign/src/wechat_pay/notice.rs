//! A notice that WeChat Pay sends: believed only if it is signed, new, and encrypted for this merchant.

use super::gateway::Gateway;
use super::merchant::{Distrust, Merchant, Signed};
use super::platform::Sealed;
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
    /// Verifies the bytes as they came, and only then reads them.
    ///
    /// # Errors
    /// [`NoticeError`].
    pub async fn read(
        gateway: &dyn Gateway,
        merchant: &Merchant,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Self, NoticeError> {
        let signed = Signed::of(headers).ok_or(Distrust::Unsigned)?;
        gateway.verify(signed, body).await?;
        Self::open(merchant, body)
    }

    /// Reads what was verified.
    ///
    /// # Errors
    /// [`NoticeError::Form`].
    pub(super) fn open(merchant: &Merchant, body: &[u8]) -> Result<Self, NoticeError> {
        let envelope: Envelope = serde_json::from_slice(body).map_err(|_| NoticeError::Form)?;
        let plain = envelope.resource.open(merchant).ok_or(NoticeError::Form)?;
        let resource = serde_json::from_slice(&plain).map_err(|_| NoticeError::Form)?;
        Ok(Self { id: envelope.id, resource })
    }
}
