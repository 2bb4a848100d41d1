//! The merchant's keys: they sign what is sent, and tell whether what arrives is from WeChat Pay.

use super::platform::PlatformKeys;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

/// Largest difference between a signature's time and ours, in seconds (WeChat Pay's own documentation).
const MAX_SKEW: u64 = 300;

/// What a deliberately wrong signature begins with: WeChat Pay tests whether it is refused.
const SIGN_TEST: &str = "WECHATPAY/SIGNTEST/";

/// Bytes of a nonce in what we sign.
const NONCE: usize = 16;

/// A merchant at WeChat Pay.
pub struct Merchant {
    /// The merchant's number.
    pub mchid: String,
    /// The serial number of the merchant's certificate.
    serial: String,
    private_key: RsaKeyPair,
    api_key: LessSafeKey,
    /// The keys that WeChat Pay signs with.
    pub(super) platform: PlatformKeys,
}

/// The form of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MerchantFile {
    mchid: String,
    serial: String,
    private_key: String,
    api_key: String,
    #[serde(default)]
    certificates: bool,
    #[serde(default)]
    platform: Vec<PlatformKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlatformKey {
    id: String,
    public_key: String,
}

/// Why a merchant's file cannot be used. No key stands in it.
#[derive(Debug, thiserror::Error)]
#[error("the merchant's file cannot be used: {0}")]
pub struct MerchantError(String);

/// The headers `Wechatpay-…` of a message.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// `Wechatpay-Timestamp`.
    pub timestamp: &'a str,
    /// `Wechatpay-Nonce`.
    pub nonce: &'a str,
    /// `Wechatpay-Serial`.
    pub serial: &'a str,
    /// `Wechatpay-Signature`.
    pub signature: &'a str,
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// A header is missing or malformed.
    #[error("it is not signed")]
    Unsigned,
    /// Its time is more than five minutes from ours.
    #[error("its time is too far from ours")]
    Skew,
    /// It is signed with a key that we do not know.
    #[error("it is signed with an unknown key")]
    UnknownSerial,
    /// The signature is wrong on purpose.
    #[error("its signature is one of WeChat Pay's own tests")]
    SignTest,
    /// The signature is another message's, or somebody else's.
    #[error("its signature is wrong")]
    Signature,
}

impl Merchant {
    /// Reads a merchant's file: `mchid`, `serial`, `private_key` (PEM, PKCS#8), `api_key` (32 bytes), for each public key of
    /// WeChat Pay `[[platform]]` with `id` and `public_key` (PEM), and `certificates = true` where it signs with certificates.
    ///
    /// # Errors
    /// [`MerchantError`].
    pub fn from_toml(text: &str) -> Result<Self, MerchantError> {
        let file: MerchantFile =
            toml::from_str(text).map_err(|error| MerchantError(error.message().to_owned()))?;
        let wrong = |what: &str| MerchantError(what.to_owned());
        let private_key =
            pem(&file.private_key, "PRIVATE KEY").and_then(|der| RsaKeyPair::from_pkcs8(&der).ok());
        let api_key = UnboundKey::new(&AES_256_GCM, file.api_key.as_bytes());
        let platform = file.platform.iter().map(|key| {
            let der = pem(&key.public_key, "PUBLIC KEY");
            let der = der.ok_or_else(|| wrong("a `public_key` is no PEM `PUBLIC KEY`"))?;
            Ok((key.id.clone(), der))
        });
        let platform: Vec<_> = platform.collect::<Result<_, MerchantError>>()?;
        if platform.is_empty() && !file.certificates {
            return Err(wrong("there is neither a `[[platform]]` nor `certificates = true`"));
        }
        Ok(Self {
            mchid: file.mchid,
            serial: file.serial,
            private_key: private_key.ok_or_else(|| wrong("`private_key` is no PEM `PRIVATE KEY` of RSA"))?,
            api_key: LessSafeKey::new(api_key.map_err(|_| wrong("`api_key` does not have 32 bytes"))?),
            platform: PlatformKeys::new(platform, file.certificates),
        })
    }

    /// The id of the key with which WeChat Pay is asked to sign its answers: the file's first one. Without any, it signs
    /// with its certificate.
    pub fn asks_for(&self) -> Option<&str> {
        self.platform.first_listed()
    }

    /// The header `Authorization` of a request; `path` with its query. `now` is in milliseconds.
    ///
    /// # Errors
    /// There is no randomness, or the key does not sign.
    pub fn authorization(
        &self,
        method: &str,
        path: &str,
        now: i64,
        body: &str,
    ) -> Result<String, MerchantError> {
        let (timestamp, nonce) = (now / 1000, nonce()?);
        let signature = self.sign(&format!("{method}\n{path}\n{timestamp}\n{nonce}\n{body}\n"))?;
        let Self { mchid, serial, .. } = self;
        Ok(format!(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"{mchid}\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
             timestamp=\"{timestamp}\",serial_no=\"{serial}\""
        ))
    }

    /// What `wx.requestPayment` takes for an order: timestamp, nonce and signature. `now` is in milliseconds.
    ///
    /// # Errors
    /// There is no randomness, or the key does not sign.
    pub fn pay_sign(
        &self,
        appid: &str,
        package: &str,
        now: i64,
    ) -> Result<(String, String, String), MerchantError> {
        let (timestamp, nonce) = ((now / 1000).to_string(), nonce()?);
        let signature = self.sign(&format!("{appid}\n{timestamp}\n{nonce}\n{package}\n"))?;
        Ok((timestamp, nonce, signature))
    }

    /// SHA256 with RSA (PKCS#1 v1.5), as base64.
    pub(super) fn sign(&self, message: &str) -> Result<String, MerchantError> {
        let mut signature = vec![0; self.private_key.public_modulus_len()];
        let signed = self.private_key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message.as_bytes(),
            &mut signature,
        );
        signed.map_err(|_| MerchantError("its private key does not sign".into()))?;
        Ok(STANDARD.encode(signature))
    }

    /// Passes if this body is WeChat Pay's, and new, as far as its keys are known. `now` is in milliseconds.
    ///
    /// # Errors
    /// [`Distrust`].
    pub fn verify(&self, signed: &Signed<'_>, body: &[u8], now: i64) -> Result<(), Distrust> {
        signed.verify(body, now, self.platform.key(signed.serial, now))
    }

    /// Decrypts the resource of a notice; `None` if it was not encrypted with our key.
    pub fn open(&self, nonce: &str, associated: &str, ciphertext: &str) -> Option<Vec<u8>> {
        let nonce = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
        let mut bytes = STANDARD.decode(ciphertext).ok()?;
        let length =
            self.api_key.open_in_place(nonce, Aad::from(associated.as_bytes()), &mut bytes).ok()?.len();
        bytes.truncate(length);
        Some(bytes)
    }
}

impl Signed<'_> {
    /// Passes if the body is signed with this key, which its serial number names, and new. `now` is in milliseconds.
    ///
    /// # Errors
    /// [`Distrust`].
    pub(super) fn verify(&self, body: &[u8], now: i64, key: Option<Vec<u8>>) -> Result<(), Distrust> {
        let Self { timestamp, nonce, signature, .. } = self;
        let at: i64 = timestamp.parse().map_err(|_| Distrust::Unsigned)?;
        if (now / 1000).abs_diff(at) > MAX_SKEW {
            return Err(Distrust::Skew);
        }
        if signature.starts_with(SIGN_TEST) {
            return Err(Distrust::SignTest);
        }
        let key = key.ok_or(Distrust::UnknownSerial)?;
        let signature = STANDARD.decode(signature).map_err(|_| Distrust::Signature)?;
        let message = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat();
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key);
        key.verify(&message, &signature).map_err(|_| Distrust::Signature)
    }
}

/// The bytes of the one block of this label in a PEM text (RFC 7468).
pub(super) fn pem(text: &str, label: &str) -> Option<Vec<u8>> {
    let (_, rest) = text.split_once(&format!("-----BEGIN {label}-----"))?;
    let (base64, _) = rest.split_once(&format!("-----END {label}-----"))?;
    STANDARD.decode(base64.split_whitespace().collect::<String>()).ok()
}

fn nonce() -> Result<String, MerchantError> {
    let mut bytes = [0; NONCE];
    rand::fill(&mut bytes).map_err(|_| MerchantError("there is no randomness".into()))?;
    Ok(crate::hex::encode(&bytes))
}
