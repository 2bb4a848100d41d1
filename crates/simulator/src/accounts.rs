//! The accounts that a merchant has with the providers: numbers, keys and secrets, made at the start or read from a folder.

use crate::certificate::self_signed;
use crate::rsa::RsaKey;
use crate::seal::random_text;
use serde::Serialize;
use serde_json::json;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;
use std::sync::Arc;

/// What a merchant knows: configure the service with it. `GET /_control/accounts` answers the same as JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Accounts {
    /// WeChat Pay.
    pub pay: PayAccount,
    /// The SMS vendor.
    pub sms: SmsAccount,
}

/// An account of WeChat Pay.
#[derive(Debug, Clone, Serialize)]
pub struct PayAccount {
    /// The merchant's number.
    pub mchid: String,
    /// The mini-program's id, which belongs to the merchant.
    pub appid: String,
    /// The serial number of the merchant's certificate.
    pub serial_no: String,
    /// The merchant's private key, PKCS#8 in PEM.
    pub private_key: String,
    /// The APIv3 key, 32 characters.
    pub apiv3_key: String,
    /// The id of the platform's public key, `PUB_KEY_ID_` and digits.
    pub public_key_id: String,
    /// The platform's public key, in PEM.
    pub public_key: String,
    /// The serial number of the platform's certificate.
    pub certificate_serial_no: String,
    /// The platform's certificate, in PEM.
    pub certificate: String,
}

/// An account of the SMS vendor.
#[derive(Debug, Clone, Serialize)]
pub struct SmsAccount {
    /// `SecretId`.
    pub secret_id: String,
    /// `SecretKey`.
    pub secret_key: String,
    /// `SmsSdkAppId`.
    pub sdk_app_id: String,
    /// `SignName`.
    pub sign_name: String,
}

/// The accounts, and the keys behind them.
pub(crate) struct Keys {
    pub(crate) accounts: Accounts,
    /// The merchant's.
    pub(crate) merchant: RsaKey,
    /// The platform's, known as its public key.
    pub(crate) public_key: RsaKey,
    /// The platform's, known by its certificate: the first one.
    pub(crate) certificate: Arc<Certificate>,
}

/// A key of the platform that is known by its certificate.
pub(crate) struct Certificate {
    pub(crate) key: RsaKey,
    pub(crate) serial_no: String,
    /// In PEM.
    pub(crate) pem: String,
}

impl Certificate {
    /// A new one.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn generate() -> Result<Self> {
        Ok(Self::of(generate()?))
    }

    fn of(key: RsaKey) -> Self {
        Self { serial_no: hex(&key.serial()), pem: self_signed(&key), key }
    }
}

/// The merchant's private key, under the name it has in WeChat's download.
const MERCHANT_KEY: &str = "apiclient_key.pem";
/// The platform's private keys.
const PUBLIC_KEY_PRIVATE: &str = "platform_public_key_private.pem";
const CERTIFICATE_PRIVATE: &str = "platform_certificate_private.pem";
/// The APIv3 key.
const APIV3_KEY: &str = "apiv3_key.txt";
/// The platform's public key, under the name it has in WeChat's download, and the account as the campaign's file. Written,
/// never read.
const PUBLIC_KEY: &str = "pub_key.pem";
const MERCHANT_FILE: &str = "merchant.toml";

impl Keys {
    /// New keys.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(crate) fn generate() -> Result<Self> {
        Self::with(generate()?, generate()?, generate()?, random_text(32))
    }

    /// The keys in a folder; those that are missing are made and written there.
    ///
    /// # Errors
    /// Those of the folder, and a file that is no key.
    pub(crate) fn in_folder(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let key = |name: &str| {
            let make = || generate()?.private_pem().ok_or_else(|| Error::other("a key cannot be written"));
            let text = read_or_write(&folder.join(name), make)?;
            let wrong = || {
                Error::new(
                    ErrorKind::InvalidData,
                    format!("{name}: no RSA key of 2048 bits or more in PKCS#8"),
                )
            };
            RsaKey::from_pem(&text).ok_or_else(wrong)
        };
        let apiv3_key = read_or_write(&folder.join(APIV3_KEY), || Ok(random_text(32)))?.trim().to_owned();
        if apiv3_key.len() != 32 {
            let wrong = format!("{APIV3_KEY}: {} instead of 32 characters", apiv3_key.len());
            return Err(Error::new(ErrorKind::InvalidData, wrong));
        }
        let keys =
            Self::with(key(MERCHANT_KEY)?, key(PUBLIC_KEY_PRIVATE)?, key(CERTIFICATE_PRIVATE)?, apiv3_key)?;
        fs::write(folder.join(PUBLIC_KEY), keys.public_key.public_pem())?;
        fs::write(folder.join(MERCHANT_FILE), keys.merchant_file())?;
        Ok(keys)
    }

    /// The account of WeChat Pay as a file in TOML, whose strings are JSON's.
    pub(crate) fn merchant_file(&self) -> String {
        let pay = &self.accounts.pay;
        let line = |key: &str, value: &str| format!("{key} = {}\n", json!(value));
        let platform =
            |id: &str, key: &str| format!("\n[[platform]]\n{}{}", line("id", id), line("public_key", key));
        [
            line("mchid", &pay.mchid),
            line("serial", &pay.serial_no),
            line("private_key", &pay.private_key),
            line("api_key", &pay.apiv3_key),
            platform(&pay.public_key_id, &pay.public_key),
            platform(&pay.certificate_serial_no, &self.certificate.key.public_pem()),
        ]
        .concat()
    }

    fn with(merchant: RsaKey, public_key: RsaKey, certificate: RsaKey, apiv3_key: String) -> Result<Self> {
        let private_key = merchant.private_pem().ok_or_else(|| Error::other("a key cannot be written"))?;
        let certificate = Arc::new(Certificate::of(certificate));
        // WeChat's ids end in thirty digits.
        let digits: String = public_key.serial().iter().map(|byte| format!("{:02}", byte % 100)).collect();
        let pay = PayAccount {
            mchid: "1900000001".to_owned(),
            appid: "wx0000000000000000".to_owned(),
            serial_no: hex(&merchant.serial()),
            private_key,
            apiv3_key,
            public_key_id: format!("PUB_KEY_ID_{}", digits.get(..30).unwrap_or(&digits)),
            public_key: public_key.public_pem(),
            certificate_serial_no: certificate.serial_no.clone(),
            certificate: certificate.pem.clone(),
        };
        let sms = SmsAccount {
            secret_id: "AKIDsimulator".to_owned(),
            secret_key: "secret-of-the-simulator".to_owned(),
            sdk_app_id: "1400000000".to_owned(),
            sign_name: "照片采集".to_owned(),
        };
        Ok(Self { accounts: Accounts { pay, sms }, merchant, public_key, certificate })
    }
}

fn generate() -> Result<RsaKey> {
    RsaKey::generate().ok_or_else(|| Error::other("the system has no random numbers"))
}

fn read_or_write(path: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = make()?;
            fs::write(path, &text)?;
            Ok(text)
        }
        read => read.map_err(|error| Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

/// Capital hexadecimal digits, as serial numbers are written.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
