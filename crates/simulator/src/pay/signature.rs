//! The platform's signatures of answers and callbacks.

use crate::faults::{Fault, Kind};
use crate::seal::random_text;
use crate::state::Simulator;

/// A key of the platform. A merchant that changes from one to the other gets signatures of both for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Signer {
    /// That of the certificate.
    #[default]
    Certificate,
    /// That which is known as the public key.
    PublicKey,
}

/// The headers of a signature, their names as WeChat writes them.
pub(crate) type SignatureHeaders = [(&'static str, String); 5];

/// A serial number that no key has.
const UNKNOWN_SERIAL: &str = "4000000000000000000000000000000000000000";

impl Signer {
    /// The signer with this id, or with the serial number of one of the certificates.
    pub(crate) fn named(simulator: &Simulator, serial: &str) -> Option<Self> {
        if simulator.accounts().pay.public_key_id == serial {
            return Some(Self::PublicKey);
        }
        let known = simulator.certificates().iter().any(|certificate| certificate.serial_no == serial);
        known.then_some(Self::Certificate)
    }

    /// The signature of a message, and the id or serial number of the key.
    fn sign(self, simulator: &Simulator, message: &[u8]) -> (String, String) {
        match self {
            Self::Certificate => {
                let certificate = simulator.certificate();
                (certificate.key.sign(message), certificate.serial_no.clone())
            }
            Self::PublicKey => {
                let keys = simulator.keys();
                (keys.public_key.sign(message), keys.accounts.pay.public_key_id.clone())
            }
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Certificate => Self::PublicKey,
            Self::PublicKey => Self::Certificate,
        }
    }

    /// The headers that sign a body, with what is wrong with them.
    pub(crate) fn headers(
        self,
        simulator: &Simulator,
        body: &[u8],
        fault: Option<&Fault>,
    ) -> SignatureHeaders {
        let is = |kind: Kind| fault.is_some_and(|fault| fault.fault == kind);
        let signer = if is(Kind::OtherKey) { self.other() } else { self };
        let skew = fault.filter(|_| is(Kind::Skewed)).map_or(0, Fault::milliseconds);
        let timestamp = simulator.clock_ms().saturating_add(skew).div_euclid(1000).to_string();
        let nonce = random_text(32);
        let message = message(&timestamp, &nonce, body);
        let (signature, serial) = signer.sign(simulator, &message);
        let signature = if is(Kind::SignTest) {
            format!("WECHATPAY/SIGNTEST/{}", simulator.keys().merchant.sign(&message))
        } else if is(Kind::Forged) {
            simulator.keys().merchant.sign(&message)
        } else {
            signature
        };
        let serial = if is(Kind::UnknownSerial) { UNKNOWN_SERIAL.to_owned() } else { serial };
        [
            ("Wechatpay-Nonce", nonce),
            ("Wechatpay-Serial", serial),
            ("Wechatpay-Signature", signature),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
            ("Wechatpay-Timestamp", timestamp),
        ]
    }
}

/// What is signed of an answer or a callback.
fn message(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rsa::RsaKey;
    use crate::rsa::tests::PUBLISHED_KEY;

    /// The callback of Tencent's tests (wechatpay-go, `core/notify/notify_test.go`), whose certificate has the key of the
    /// signer's test.
    #[test]
    fn signs_callbacks_as_published() {
        let body = concat!(
            r#"{"id":"3119dfba-e649-5eec-ab1e-3412bc4d2e17","create_time":"2021-06-24T16:37:26+08:00","#,
            r#""resource_type":"encrypt-resource","event_type":"PAYSCORE.USER_OPEN_SERVICE","summary":"签约成功","#,
            r#""resource":{"original_type":"payscore","algorithm":"AEAD_AES_256_GCM","ciphertext":""#,
            "YDS3lKPaC4Y52Gf3uhft5qUBlIa8b428AWTtTauHQfQrRw+X1WpiuHIDy0vo1Vd6VEq67aVyqPdDYMkRVSDaZL3iZt",
            "tevRMOoPKMifozg6XPWjIZumks/GpT48lI4NizyeaqLBokNebthah3o1H76qSlO9NkDjp9bzmKLEYYH9TEklFUpsvPqOTOcgSLgh21YJXYR",
            "7dEBXFgRLiNIKRgO5JdXh1hccRUAlyVWxE54PXpnQ==",
            r#"","associated_data":"payscore","nonce":"Kj7QIyUiYx1q"}}"#,
        );
        let key = RsaKey::from_pem(PUBLISHED_KEY).unwrap();
        let signature = key.sign(&message("1624523846", "EcZ9Cmy4Xyx1i6RlJQzLcCyEqDa26NBz", body.as_bytes()));
        let published = concat!(
            "tJHIiIS9eB2hAYstmAmbbD3ZE5LiIm/Ug5tuL4fC0YOFRWIHV39UFIZXC0e9Wl6lBu6sKvkqDkzpqzBsVHyXF",
            "lbYZTOQrVdG4b6LfTnK4mikv9++ixJMd3vTf2yCqvBkh98zs3Ds5zsYQakzbcwhmw4fMJs4nPLws28H0UW9FjDR//rxELLwXvV1VEA1I",
            "BLX70xptjL8hrfUjEE8kkry6yNJTHZRU8CAc7qHli2Ng1V1qb9ARbK8A3ThmFmPQvRGrapI/jS2laKKgYUmfdEdkNO6B2Cke5e8VTxY4",
            "06ArAmQ90GAihDwIcb16TQMnzCMBoutnwZKNiKRACrFmtxw2Q==",
        );
        assert_eq!(signature, published);
    }
}
