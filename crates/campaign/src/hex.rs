//! Bytes as lower-case hexadecimal digits, two a byte: keys in files, hashes in columns and addresses.

pub use precheck_imaging::container::hexadecimal as encode;

/// The bytes that such digits stand for; `None` if their number is odd or one is not a lower-case digit.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?));
    bytes.collect::<Option<_>>().filter(|_| rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn anything_else_is_no_number() {
        assert_eq!(encode(&[0, 0x1f, 0xff]), "001fff");
        assert!(["0", "0G", "0A", "é"].iter().all(|text| decode(text).is_none()));
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes: Vec<u8>) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
