//! The keys that WeChat Pay signs with: public keys that the merchant's file lists, and those of the platform certificates,
//! which WeChat Pay gives out (pay.weixin.qq.com, 平台证书) and changes. While a merchant changes from certificates to a public
//! key, both are believed.

use super::merchant::{Merchant, pem};
use crate::clock::HOUR;
use crate::hex;
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use serde::Deserialize;
use std::sync::{PoisonError, RwLock};
use webpki::EndEntityCert;

/// How long downloaded certificates go on before they are asked for again (WeChat Pay's advice: every 12 hours).
const KEPT: i64 = 12 * HOUR;

/// See the module.
pub struct PlatformKeys {
    /// The file's keys, by their ids.
    listed: Vec<(String, Vec<u8>)>,
    /// `None` where the file does not ask for certificates.
    certificates: Option<RwLock<Downloaded>>,
}

/// The certificates of the last download that was believed.
#[derive(Default)]
struct Downloaded {
    certificates: Vec<Certificate>,
    /// When that was, in milliseconds.
    at: Option<i64>,
}

/// A platform certificate.
pub struct Certificate {
    serial: String,
    /// `SubjectPublicKeyInfo`, in DER.
    public_key: Vec<u8>,
    /// The first and the last moment in which it is believed, in milliseconds.
    valid: (i64, i64),
}

/// Why an answer of `/v3/certificates` is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// It is of another form.
    #[error("an answer of another form")]
    Form,
    /// A certificate does not open with the APIv3 key.
    #[error("a certificate is not encrypted with our key")]
    Sealed,
    /// What opens is no certificate, or that of another serial number.
    #[error("a certificate is none, or has another serial number")]
    Certificate,
}

#[derive(Deserialize)]
struct Given {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    serial_no: String,
    effective_time: String,
    expire_time: String,
    encrypt_certificate: Sealed,
}

/// What WeChat Pay encrypts with the APIv3 key.
#[derive(Deserialize)]
pub struct Sealed {
    algorithm: String,
    ciphertext: String,
    #[serde(default)]
    associated_data: String,
    nonce: String,
}

impl Sealed {
    /// What is in it; `None` if it is not encrypted with our key.
    pub fn open(&self, merchant: &Merchant) -> Option<Vec<u8>> {
        let Self { algorithm, ciphertext, associated_data, nonce } = self;
        if algorithm != "AEAD_AES_256_GCM" {
            return None;
        }
        merchant.open(nonce, associated_data, ciphertext)
    }
}

impl PlatformKeys {
    /// The file's keys, and certificates if there shall be any.
    pub fn new(listed: Vec<(String, Vec<u8>)>, certificates: bool) -> Self {
        Self { listed, certificates: certificates.then(RwLock::default) }
    }

    /// The id of the first key of the file.
    pub fn first_listed(&self) -> Option<&str> {
        self.listed.first().map(|(id, _)| id.as_str())
    }

    /// Whether certificates are downloaded.
    pub fn has_certificates(&self) -> bool {
        self.certificates.is_some()
    }

    /// Whether certificates are to be downloaded, because there are none yet or they are from long ago.
    pub fn are_due(&self, now: i64) -> bool {
        self.certificates.as_ref().is_some_and(|downloaded| {
            let downloaded = downloaded.read().unwrap_or_else(PoisonError::into_inner);
            downloaded.at.is_none_or(|at| now.abs_diff(at) >= KEPT.unsigned_abs())
        })
    }

    /// The public key with this id, or of the certificate with this serial number.
    pub fn key(&self, id: &str, now: i64) -> Option<Vec<u8>> {
        if let Some((_, key)) = self.listed.iter().find(|(listed, _)| listed == id) {
            return Some(key.clone());
        }
        let downloaded = self.certificates.as_ref()?.read().unwrap_or_else(PoisonError::into_inner);
        Certificate::key(&downloaded.certificates, id, now)
    }

    /// From now on these certificates are believed, and no others.
    pub fn replace(&self, certificates: Vec<Certificate>, now: i64) {
        if let Some(downloaded) = &self.certificates {
            *downloaded.write().unwrap_or_else(PoisonError::into_inner) =
                Downloaded { certificates, at: Some(now) };
        }
    }
}

impl Certificate {
    /// The certificates of an answer of `/v3/certificates`. That they were encrypted with the APIv3 key, which only WeChat
    /// Pay and the merchant have, says whose they are.
    ///
    /// # Errors
    /// [`CertificateError`] if one of them is not as it should be.
    pub fn read_all(merchant: &Merchant, body: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let given: Given = serde_json::from_slice(body).map_err(|_| CertificateError::Form)?;
        given.data.iter().map(|entry| Self::read(merchant, entry)).collect()
    }

    fn read(merchant: &Merchant, entry: &Entry) -> Result<Self, CertificateError> {
        let time = |text: &str| text.parse::<Timestamp>().map(Timestamp::as_millisecond);
        let valid = time(&entry.effective_time).and_then(|from| Ok((from, time(&entry.expire_time)?)));
        let valid = valid.map_err(|_| CertificateError::Form)?;
        let text = entry.encrypt_certificate.open(merchant).ok_or(CertificateError::Sealed)?;
        let wrong = CertificateError::Certificate;
        let der = String::from_utf8(text).ok().and_then(|text| pem(&text, "CERTIFICATE")).ok_or(wrong)?;
        let der = CertificateDer::from(der);
        let certificate = EndEntityCert::try_from(&der).map_err(|_| wrong)?;
        if !hex::encode(certificate.serial()).eq_ignore_ascii_case(&entry.serial_no) {
            return Err(wrong);
        }
        let public_key = certificate.subject_public_key_info().to_vec();
        Ok(Self { serial: entry.serial_no.clone(), public_key, valid })
    }

    /// The public key of the one with this serial number, while that is valid.
    pub fn key(certificates: &[Self], serial: &str, now: i64) -> Option<Vec<u8>> {
        let is = |one: &&Self| one.serial == serial && (one.valid.0..=one.valid.1).contains(&now);
        certificates.iter().find(is).map(|one| one.public_key.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use precheck_simulator::{PayAccount, Simulator};
    use serde_json::{Value, json};

    fn merchant(account: &PayAccount) -> Merchant {
        let line = |key: &str, value: &str| format!("{key} = {}\n", json!(value));
        let lines = [
            line("mchid", &account.mchid),
            line("serial", &account.serial_no),
            line("private_key", &account.private_key),
            line("api_key", &account.apiv3_key),
            "certificates = true".to_owned(),
        ];
        Merchant::from_toml(&lines.concat()).unwrap()
    }

    fn sealed(key: &str, text: &str) -> Value {
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_bytes()).unwrap());
        let mut bytes = text.as_bytes().to_vec();
        let nonce = Nonce::assume_unique_for_key(*b"twelve bytes");
        key.seal_in_place_append_tag(nonce, Aad::from(b"certificate"), &mut bytes).unwrap();
        json!({
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": "twelve bytes",
            "associated_data": "certificate",
            "ciphertext": STANDARD.encode(bytes),
        })
    }

    #[test]
    fn certificates_are_read_and_spoilt_ones_are_not() {
        let account = Simulator::default().accounts().pay.clone();
        let account = &account;
        let merchant = merchant(account);
        let good = json!({ "data": [{
            "serial_no": account.certificate_serial_no,
            "effective_time": "2022-06-18T08:00:00+08:00",
            "expire_time": "2022-06-20T08:00:00+08:00",
            "encrypt_certificate": sealed(&account.apiv3_key, &account.certificate),
        }] });
        let read = |given: &Value| Certificate::read_all(&merchant, given.to_string().as_bytes());
        let certificates = read(&good).unwrap_or_default();
        let day = |day: i64| (1_655_481_600 + 8 * 3600 + (day - 18) * 86_400) * 1000;
        let key = |serial: &str, at| Certificate::key(&certificates, serial, at);
        let serial = account.certificate_serial_no.as_str();
        assert!(key(serial, day(18)).is_some() && key(serial, day(20)).is_some());
        assert!(key(serial, day(18) - 1).is_none() && key(serial, day(20) + 1).is_none());
        assert!(key("40", day(19)).is_none());
        let half = &account.certificate[..account.certificate.len() / 2];
        let other = "0123456789abcdef0123456789abcdef";
        let cases = [
            ("serial_no", json!("40"), CertificateError::Certificate),
            ("serial_no", json!(40), CertificateError::Form),
            ("expire_time", json!("never"), CertificateError::Form),
            ("encrypt_certificate", json!("none"), CertificateError::Form),
            ("encrypt_certificate", sealed(other, &account.certificate), CertificateError::Sealed),
            ("encrypt_certificate", sealed(&account.apiv3_key, half), CertificateError::Certificate),
            (
                "encrypt_certificate",
                sealed(&account.apiv3_key, &account.public_key),
                CertificateError::Certificate,
            ),
        ];
        for (field, value, error) in cases {
            let mut spoilt = good.clone();
            spoilt["data"][0][field] = value;
            assert_eq!(read(&spoilt).err(), Some(error), "{field}");
        }
        assert_eq!(Certificate::read_all(&merchant, b"{").err(), Some(CertificateError::Form));
    }
}
