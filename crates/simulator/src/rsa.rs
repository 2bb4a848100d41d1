//! RSA keys of 2048 bits: made or read, written as PEM, and SHA-256 signatures in Base64.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Longest private key that is read, in bytes.
const MAX_PEM: usize = 16 << 10;

/// A private key and its public key.
pub(crate) struct RsaKey {
    pair: KeyPair,
    /// `SubjectPublicKeyInfo`, in DER.
    public: Vec<u8>,
}

impl RsaKey {
    /// A new key; `None` if the system has no random numbers.
    pub(crate) fn generate() -> Option<Self> {
        Self::of(KeyPair::generate(KeySize::Rsa2048).ok()?)
    }

    /// Reads `-----BEGIN PRIVATE KEY-----` (PKCS#8).
    pub(crate) fn from_pem(text: &str) -> Option<Self> {
        Self::of(KeyPair::from_pkcs8(&from_pem("PRIVATE KEY", text)?).ok()?)
    }

    fn of(pair: KeyPair) -> Option<Self> {
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().ok()?;
        let public = public.as_ref().to_vec();
        Some(Self { pair, public })
    }

    /// The private key as PEM; `None` if it cannot be written.
    pub(crate) fn private_pem(&self) -> Option<String> {
        let der: Pkcs8V1Der<'_> = self.pair.as_der().ok()?;
        Some(to_pem("PRIVATE KEY", der.as_ref()))
    }

    /// The public key as PEM.
    pub(crate) fn public_pem(&self) -> String {
        to_pem("PUBLIC KEY", &self.public)
    }

    /// The public key, in DER.
    pub(crate) fn public_der(&self) -> &[u8] {
        &self.public
    }

    /// A serial number that follows from the key: 20 bytes, positive as an integer of DER.
    pub(crate) fn serial(&self) -> Vec<u8> {
        let mut serial = digest(&SHA1_FOR_LEGACY_USE_ONLY, &self.public).as_ref().to_vec();
        if let Some(first) = serial.first_mut() {
            *first = *first & 0x7F | 0x40;
        }
        serial
    }

    /// SHA-256 with RSA (PKCS #1 v1.5), in Base64.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        // It fails only where the buffer has another length than the modulus.
        let signed = self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature);
        debug_assert!(signed.is_ok());
        BASE64.encode(signature)
    }

    /// Whether `signature`, in Base64, is this key's.
    pub(crate) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public);
        BASE64.decode(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
    }
}

/// Bytes between PEM's two lines, 64 characters a line.
pub(crate) fn to_pem(label: &str, der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        pem.push_str(line);
        pem.push('\n');
        rest = after;
    }
    pem + &format!("-----END {label}-----\n")
}

fn from_pem(label: &str, text: &str) -> Option<Vec<u8>> {
    if text.len() > MAX_PEM {
        return None;
    }
    let text = text.trim().strip_prefix(&format!("-----BEGIN {label}-----"))?;
    let text = text.strip_suffix(&format!("-----END {label}-----"))?;
    BASE64.decode(text.split_ascii_whitespace().collect::<String>()).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The key of Tencent's tests (wechatpay-go, `core/auth/signers/sha256withrsa_signer_test.go`).
    pub(crate) const PUBLISHED_KEY: &str = "-----BEGIN PRIVATE KEY-----
MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDZUJN33V+dSfvd
fL0Mu+39XrZNXFFMQSy1V15FpncHeV47SmV0TzTqZc7hHB0ddqAdDi8Z5k3TKqb7
6sOwYr5TcAfuR6PIPaleyE0/0KrljBum2Isa2Nyq7Dgc3ElBQ6YN4l/a+DpvKaz1
FSKmKrhLNskqokWVSlu4g8OlKlbPXQ9ibII14MZRQrrkTmHYHzfi7GXXM0thAKuR
0HNvyhTHBh4/lrYM3GaMvmWwkwvsMavnOex6+eioZHBOb1/EIZ/LzC6zuHArPpyW
3daGaZ1rtQB1vVzTyERAVVFsXXgBHvfFud3w3ShsJYk8JvMwK2RpJ5/gV0QSARcm
LDRUAlPzAgMBAAECggEBAMc7rDeUaXiWv6bMGbZ3BTXpg1FhdddnWUnYE8HfX/km
OFI7XtBHXcgYFpcjYz4D5787pcsk7ezPidAj58zqenuclmjKnUmT3pfbI5eCA2v4
C9HnbYDrmUPK1ZcADtka4D6ScDccpNYNa1g2TFHzkIrEa6H+q7S3O2fqxY/DRVtN
0JIXalBb8daaqL5QVzSmM2BMVnHy+YITJWIkP2a3pKs9C0W65JGDsnG0wVrHinHF
+cnhFZIbaPEI//DAFMc9NkrWOKVRTEgcCUxCFaHOZVNxDWZD7A2ZfJB2rK6eg//y
gEiFDR2h6mTaDowMB4YF2n2dsIO4/dCG8vPHI20jn4ECgYEA/ZGu6lEMlO0XZnam
AZGtiNgLcCfM/C2ZERZE7QTRPZH1WdK92Al9ndldsswFw4baJrJLCmghjF/iG4zi
hhBvLnOLksnZUfjdumxoHDWXo2QBWbI5QsWIE7AuTiWgWj1I7X4fCXSQf6i+M/y2
6TogQ7d0ANpZFyOkTNMn/tiJvLECgYEA22XqlamG/yfAGWery5KNH2DGlTIyd6xJ
WtJ9j3jU99lZ0bCQ5xhiBbU9ImxCi3zgTsoqLWgA/p00HhNFNoUcTl9ofc0G3zwT
D1y0ZzcnVKxGJdZ6ohW52V0hJStAigtjYAsUgjm7//FH7PiQDBDP1Wa6xSRkDQU/
aSbQxvEE8+MCgYEA3bb8krW7opyM0XL9RHH0oqsFlVO30Oit5lrqebS0oHl3Zsr2
ZGgoBlWBsEzk3UqUhTFwm/DhJLTSJ/TQPRkxnhQ5/mewNhS9C7yua7wQkzVmWN+V
YeUGTvDGDF6qDz12/vJAgSwDDRym8x4NcXD5tTw7mmNRcwIfL22SkysThIECgYAV
BgccoEoXWS/HP2/u6fQr9ZIR6eV8Ij5FPbZacTG3LlS1Cz5XZra95UgebFFUHHtC
EY1JHJY7z8SWvTH8r3Su7eWNaIAoFBGffzqqSVazfm6aYZsOvRY6BfqPHT3p/H1h
Tq6AbBffxrcltgvXnCTORjHPglU0CjSxVs7awW3AEQKBgB5WtaC8VLROM7rkfVIq
+RXqE5vtJfa3e3N7W3RqxKp4zHFAPfr82FK5CX2bppEaxY7SEZVvVInKDc5gKdG/
jWNRBmvvftZhY59PILHO2X5vO4FXh7suEjy6VIh0gsnK36mmRboYIBGsNuDHjXLe
BDa+8mDLkWu5nHEhOxy2JJZl
-----END PRIVATE KEY-----";

    /// Of the same file: the signature of `source`.
    const PUBLISHED_SIGNATURE: &str = "BKyAfU4iMCuvXMXS0Wzam3V/cnxZ+JaqigPM5OhljS2iOT95OO6Fsuml2JkFANJU9\
        K6q9bLlDhPXuoVz+pp4hAm6pHU4ld815U4jsKu1RkyaII+1CYBUYC8TK0XtJ8FwUXXz8vZHh58rrAVN1XwNyvD1vfpxrMT4SL536GLwv\
        pUHlCqIMzoZUguLli/K8V29QiOhuH6IEqLNJn8e9b3nwNcQ7be3CzYGpDAKBfDGPCqCv8Rw5zndhlffk2FEA70G4hvMwe51qMN/RAJbk\
        nXG23bSlObuTCN7Ndj1aJGH6/L+hdwfLpUtJm4QYVazzW7DFD27EpSQEqA8bX9+8m1rLg==";

    #[test]
    fn signs_as_published() {
        let key = RsaKey::from_pem(PUBLISHED_KEY).unwrap();
        assert_eq!(key.sign(b"source"), PUBLISHED_SIGNATURE);
        assert!(key.verifies(b"source", PUBLISHED_SIGNATURE));
        assert!(!key.verifies(b"sourcf", PUBLISHED_SIGNATURE));
        for signature in ["", "!", "AAAA"] {
            assert!(!key.verifies(b"source", signature));
        }
    }

    #[test]
    fn keys_survive_their_text() {
        let key = RsaKey::generate().unwrap();
        let again = RsaKey::from_pem(&key.private_pem().unwrap()).unwrap();
        assert_eq!(again.public_pem(), key.public_pem());
        assert!(again.verifies(b"text", &key.sign(b"text")));
        for text in [
            "",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        ] {
            assert!(RsaKey::from_pem(text).is_none(), "{text}");
        }
    }
}
