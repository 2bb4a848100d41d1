//! A self-signed X.509 certificate of a platform key, as `GET /v3/certificates` gives it out (RFC 5280, in DER).

use crate::rsa::{RsaKey, to_pem};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const NULL: u8 = 0x05;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTF8_STRING: u8 = 0x0C;
const UTC_TIME: u8 = 0x17;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// `[0]`, explicit: the version of a certificate.
const VERSION: u8 = 0xA0;

/// 1.2.840.113549.1.1.11, sha256WithRSAEncryption.
const SHA256_WITH_RSA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
/// 2.5.4.3, commonName.
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];

/// The certificate's first and last moment, as X.509 writes them and as WeChat does. All of a test's campaigns lie between.
const FROM: &[u8] = b"200101000000Z";
const TO: &[u8] = b"491231000000Z";
/// When it starts, for `effective_time`.
pub(crate) const EFFECTIVE: &str = "2020-01-01T08:00:00+08:00";
/// When it ends, for `expire_time`.
pub(crate) const EXPIRES: &str = "2049-12-31T08:00:00+08:00";

/// The certificate of a key, as PEM, with the key's serial number.
pub(crate) fn self_signed(key: &RsaKey) -> String {
    let algorithm =
        element(SEQUENCE, &[&element(OBJECT_IDENTIFIER, &[&SHA256_WITH_RSA]), &element(NULL, &[])]);
    let common_name = element(
        SEQUENCE,
        &[&element(OBJECT_IDENTIFIER, &[&COMMON_NAME]), &element(UTF8_STRING, &[b"precheck-simulator"])],
    );
    let name = element(SEQUENCE, &[&element(SET, &[&common_name])]);
    let validity = element(SEQUENCE, &[&element(UTC_TIME, &[FROM]), &element(UTC_TIME, &[TO])]);
    let to_be_signed = element(
        SEQUENCE,
        &[
            &element(VERSION, &[&element(INTEGER, &[&[2]])]),
            &element(INTEGER, &[&key.serial()]),
            &algorithm,
            &name,
            &validity,
            &name,
            key.public_der(),
        ],
    );
    let signature = BASE64.decode(key.sign(&to_be_signed)).unwrap_or_default();
    // A bit string says first how many bits of its last byte are unused.
    let signature = element(BIT_STRING, &[&[0], &signature]);
    to_pem("CERTIFICATE", &element(SEQUENCE, &[&to_be_signed, &algorithm, &signature]))
}

/// One element of DER: its tag, its length and its parts.
fn element(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut bytes = vec![tag];
    match u8::try_from(length) {
        Ok(short @ 0..0x80) => bytes.push(short),
        _ => {
            let big = length.to_be_bytes();
            let significant = &big[big.iter().take_while(|byte| **byte == 0).count()..];
            bytes.push(0x80 | significant.len() as u8);
            bytes.extend(significant);
        }
    }
    parts.iter().for_each(|part| bytes.extend(*part));
    bytes
}
