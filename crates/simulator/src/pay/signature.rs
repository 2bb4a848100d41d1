//! The platform's signatures of answers and callbacks.

use crate::faults::{Fault, Kind};
use crate::rsa::RsaKey;
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
    /// The signer with this serial number or id.
    pub(crate) fn named(simulator: &Simulator, serial: &str) -> Option<Self> {
        [Self::Certificate, Self::PublicKey].into_iter().find(|signer| signer.serial(simulator) == serial)
    }

    fn serial(self, simulator: &Simulator) -> String {
        let account = &simulator.accounts().pay;
        match self {
            Self::Certificate => account.certificate_serial_no.clone(),
            Self::PublicKey => account.public_key_id.clone(),
        }
    }

    fn key(self, simulator: &Simulator) -> &RsaKey {
        match self {
            Self::Certificate => &simulator.keys().certificate,
            Self::PublicKey => &simulator.keys().public_key,
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
        let message = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat();
        let signature = if is(Kind::SignTest) {
            format!("WECHATPAY/SIGNTEST/{}", simulator.keys().merchant.sign(&message))
        } else if is(Kind::Forged) {
            simulator.keys().merchant.sign(&message)
        } else {
            signer.key(simulator).sign(&message)
        };
        let serial =
            if is(Kind::UnknownSerial) { UNKNOWN_SERIAL.to_owned() } else { signer.serial(simulator) };
        [
            ("Wechatpay-Nonce", nonce),
            ("Wechatpay-Serial", serial),
            ("Wechatpay-Signature", signature),
            ("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048".to_owned()),
            ("Wechatpay-Timestamp", timestamp),
        ]
    }
}
