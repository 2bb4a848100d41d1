//! How long browsers keep a file, by its name: the site builder writes the content's hash into the names of
//! what never changes, `code.HASH/…` and `models/ID.HASH.tflite`.

/// Answers that hold for this moment.
pub(crate) const NO_STORE: &str = "no-store";
/// A file may change under its name: kept, but revalidated before each use.
pub(crate) const REVALIDATE: &str = "no-cache";
/// A file whose name contains its hash never changes.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Hexadecimal digits of a hash in a name, as the site builder writes them.
const HASH_DIGITS: usize = 16;

/// `Cache-Control` of a file of a site.
pub(crate) fn cache_control(path: &str) -> &'static str {
    if path.split('/').any(has_hash) { IMMUTABLE } else { REVALIDATE }
}

/// Whether a folder is named `NAME.HASH`, or a file `NAME.HASH.EXTENSION`.
fn has_hash(segment: &str) -> bool {
    let is_hash = |part: &str| {
        part.len() == HASH_DIGITS && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    segment.split('.').nth(1).is_some_and(is_hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_immutable() {
        let cases = [
            ("/code.0123456789abcdef/page.js", IMMUTABLE),
            ("/office/code.0123456789abcdef/pkg/simd/module.wasm", IMMUTABLE),
            ("/models/face_detector.0123456789abcdef.tflite", IMMUTABLE),
            ("/", REVALIDATE),
            ("/index.html", REVALIDATE),
            ("/pkg/simd/module.wasm", REVALIDATE),
            ("/notice-20221122.html", REVALIDATE),
            ("/report.202406151230.html", REVALIDATE),
            ("/code.0123456789abcde/page.js", REVALIDATE),
            ("/code.0123456789abcdef0/page.js", REVALIDATE),
            ("/code.0123456789ABCDEF/page.js", REVALIDATE),
            ("/code-0123456789abcdef/page.js", REVALIDATE),
            ("/0123456789abcdef/page.js", REVALIDATE),
        ];
        let wrong: Vec<_> = cases.into_iter().filter(|(path, kept)| cache_control(path) != *kept).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
