//! SHA-256 in hexadecimal: the identity of photos, profiles and models.

use sha2::{Digest, Sha256};
use std::io::{self, Read};

/// Bytes hashed by one call. WebAssembly engines switch to optimised code at calls only, so one call over a whole photo
/// would run slowly to its end.
const CHUNK: usize = 4096;

/// Bytes of a stream that are held at a time.
const STREAM_BUFFER: u64 = 1 << 16;

/// The SHA-256 of `bytes`, in lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    let mut digest = Sha256::new();
    bytes.chunks(CHUNK).for_each(|chunk| digest.update(chunk));
    hexadecimal(&digest.finalize())
}

/// The SHA-256 of `head` followed by all of `rest`, and how many bytes that are, without holding `rest`.
///
/// # Errors
/// Those of reading `rest`.
pub fn sha256_of_stream(head: &[u8], mut rest: impl Read) -> io::Result<(String, u64)> {
    let mut digest = Sha256::new_with_prefix(head);
    let mut length = head.len() as u64;
    let mut buffer = Vec::new();
    while rest.by_ref().take(STREAM_BUFFER).read_to_end(&mut buffer)? > 0 {
        digest.update(&buffer);
        length += buffer.len() as u64;
        buffer.clear();
    }
    Ok((hexadecimal(&digest.finalize()), length))
}

/// Bytes as lower-case hexadecimal digits, two a byte.
pub fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.map(|nibble| char::from(DIGITS[usize::from(nibble)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_written_in_lower_case() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_stream_has_the_digest_of_its_bytes() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|i| i as u8).collect();
        assert_eq!(sha256_of_stream(&bytes[..7], &bytes[7..]).unwrap(), (sha256(&bytes), 100_000));
    }
}
