//! What WeChat seals with the merchant's APIv3 key (AEAD_AES_256_GCM), and random texts.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// The name of the algorithm.
pub(crate) const ALGORITHM: &str = "AEAD_AES_256_GCM";

/// Seals a text: the fields `algorithm`, `nonce`, `associated_data` and `ciphertext`. `None` if the key has not 32 bytes.
pub(crate) fn seal(apiv3_key: &str, associated_data: &str, text: &str) -> Option<Value> {
    let nonce = random_text(12);
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, apiv3_key.as_bytes()).ok()?);
    let mut bytes = text.as_bytes().to_vec();
    let unique = Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()?;
    key.seal_in_place_append_tag(unique, Aad::from(associated_data.as_bytes()), &mut bytes).ok()?;
    Some(json!({
        "algorithm": ALGORITHM,
        "nonce": nonce,
        "associated_data": associated_data,
        "ciphertext": BASE64.encode(bytes),
    }))
}

/// Random letters and digits.
pub(crate) fn random_text(length: usize) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bytes = vec![0; length];
    let filled = SystemRandom::new().fill(&mut bytes);
    debug_assert!(filled.is_ok());
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}
