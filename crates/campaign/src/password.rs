//! What staff log in with: a password, kept as its Argon2id hash, and a one-time password (RFC 6238) of their phone.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use aws_lc_rs::hmac;

/// Fewest characters of a password (NIST SP 800-63B asks for 15 without a second factor, 8 with one).
pub const MIN_PASSWORD: usize = 10;

/// Longest password, in bytes: hashing a longer one would only cost time.
pub const MAX_PASSWORD: usize = 200;

/// Length of a new secret, in bytes: that of an HMAC-SHA-1, as RFC 4226 recommends.
pub const TOTP_SECRET: usize = 20;

/// How long a one-time password is shown, in milliseconds.
const STEP_MS: i64 = 30_000;

/// Steps that a phone's clock may be ahead or behind.
const TOLERANCE: i64 = 1;

/// Digits of a one-time password, and the number of those there are.
const DIGITS: usize = 6;
const CODES: u32 = 1_000_000;

/// A hash of no password, with the cost of a real one: what a wrong name is compared with, so that its answer takes as
/// long as that to a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Why a password is not taken, or cannot be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Shorter than [`MIN_PASSWORD`] characters or longer than [`MAX_PASSWORD`] bytes.
    #[error("a password has at least {MIN_PASSWORD} characters and at most {MAX_PASSWORD} bytes")]
    Length,
    /// The system has no randomness or too little memory.
    #[error("the password cannot be hashed")]
    NotHashed,
}

/// The Argon2id hash of a password, with its salt and cost, as a PHC string. Takes some 20 ms and 19 MiB: not on a thread
/// that serves others.
///
/// # Errors
/// [`PasswordError`].
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.chars().count() < MIN_PASSWORD || password.len() > MAX_PASSWORD {
        return Err(PasswordError::Length);
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|_| PasswordError::NotHashed)
}

/// Whether a password is the one of this hash; `None` stands for a name that nobody has, and takes as long.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let Ok(parsed) = PasswordHash::new(hash.unwrap_or(NOBODY)) else { return false };
    let is_right = password.len() <= MAX_PASSWORD
        && Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
    is_right && hash.is_some()
}

/// The step of a one-time password that is right at `now_ms` (milliseconds since the epoch) and later than `last_step`,
/// the step that was used before. The caller stores it, so that nobody uses a password twice.
pub fn totp_step(secret: &[u8], code: &str, now_ms: i64, last_step: i64) -> Option<i64> {
    let now = now_ms.div_euclid(STEP_MS);
    (now - TOLERANCE..=now + TOLERANCE).find(|step| *step > last_step && is_code(secret, code, *step))
}

/// The address that authenticator apps read from a QR code; `account` is shown in the app.
pub fn totp_address(secret: &[u8], account: &str) -> String {
    let account: String = account
        .bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    let secret = base32(secret);
    format!("otpauth://totp/precheck:{account}?secret={secret}&issuer=precheck")
}

/// The one-time password of a moment (milliseconds since the epoch), as the phone shows it.
pub fn totp_at(secret: &[u8], now_ms: i64) -> String {
    totp(secret, now_ms.div_euclid(STEP_MS))
}

/// Compares in a time that does not depend on where they differ.
fn is_code(secret: &[u8], code: &str, step: i64) -> bool {
    let expected = totp(secret, step);
    let differences = expected.bytes().zip(code.bytes()).fold(0, |found, (a, b)| found | (a ^ b));
    code.len() == DIGITS && differences == 0
}

/// RFC 4226, section 5.3, of the step's number.
fn totp(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let offset = usize::from(tag.last().copied().unwrap_or_default() & 15);
    let word = tag.iter().skip(offset).take(4).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:0DIGITS$}", (word & 0x7FFF_FFFF) % CODES)
}

/// RFC 4648, section 6, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: [char; 32] = [
        'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T',
        'U', 'V', 'W', 'X', 'Y', 'Z', '2', '3', '4', '5', '6', '7',
    ];
    let bit = |place: usize| bytes.get(place / 8).map_or(0, |byte| usize::from(byte >> (7 - place % 8) & 1));
    let letter = |place: usize| LETTERS[(place..place + 5).fold(0, |value, place| value << 1 | bit(place))];
    (0..bytes.len() * 8).step_by(5).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_right_for_its_own_hash_only() {
        let hashed = hash("correct horse").unwrap();
        assert!(verify("correct horse", Some(&hashed)));
        assert!(!verify("correct hors", Some(&hashed)) && !verify("correct horse", Some("no hash")));
        assert_ne!(hash("correct horse").unwrap(), hashed, "every hash has a salt of its own");
        assert!(hashed.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hashed}");
    }

    #[test]
    fn nobody_has_no_password_and_costs_the_same() {
        assert!(!verify("", None) && !verify("correct horse", None));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn too_short_and_too_long_passwords_are_refused() {
        assert_eq!(hash("九个汉字不够长的"), Err(PasswordError::Length));
        assert_eq!(hash(&"x".repeat(MAX_PASSWORD + 1)), Err(PasswordError::Length));
        assert!(hash("这十个汉字正好够长了").is_ok());
    }

    /// RFC 6238, appendix B: the last six of eight digits for SHA-1.
    #[test]
    fn one_time_passwords_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        let cases = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000_i64, "353130"),
        ];
        let wrong: Vec<_> =
            cases.iter().filter(|(second, code)| totp(secret, second / 30) != *code).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI", "RFC 4648, section 10");
    }

    #[test]
    fn a_one_time_password_is_taken_once_and_near_its_time() {
        let (secret, time) = (b"12345678901234567890", 1_111_111_109_000);
        let step = totp_step(secret, "081804", time, 0).unwrap();
        assert_eq!(step, time / STEP_MS);
        assert_eq!(totp_step(secret, "081804", time, step), None, "used");
        assert_eq!(totp_step(secret, "081804", time + STEP_MS, 0), Some(step), "the phone is late");
        assert_eq!(totp_step(secret, "081804", time - STEP_MS, 0), Some(step), "the phone is early");
        assert_eq!(totp_step(secret, "081804", time + 2 * STEP_MS, 0), None);
        for code in ["081805", "81804", "0818040", "", "０８１８０４"] {
            assert_eq!(totp_step(secret, code, time, 0), None, "{code}");
        }
    }

    #[test]
    fn what_is_no_letter_or_digit_is_escaped_in_the_address() {
        let address = totp_address(b"12345678901234567890", "李&m?");
        let expected = "otpauth://totp/precheck:%E6%9D%8E%26m%3F?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=precheck";
        assert_eq!(address, expected);
    }
}
