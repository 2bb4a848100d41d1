//! The content security policies of the public parts of the server: what their documents and workers may load and reach.

use serde::{Deserialize, Serialize};

/// For answers without scripts and pages: nothing may be loaded.
pub const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Of the check page: its own scripts and module only. Previews are `blob:` pictures; pages of other origins
/// start the worker from a `blob:`, and the page may as well. The pages of `frame_ancestors` may embed it in a frame.
pub fn check_page(frame_ancestors: &[FrameAncestor]) -> String {
    let ancestors: Vec<&str> = frame_ancestors.iter().map(FrameAncestor::as_str).collect();
    // Without a source the directive allows none, as `'none'` does.
    format!("{CHECK_PAGE}; frame-ancestors {}", ancestors.join(" "))
}

const CHECK_PAGE: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
    img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'";

/// Of the worker that checks a photo: it loads scripts, module and models from its own server, and reaches no
/// other, so that it cannot send the photo elsewhere. A worker takes its policy from its own script's response.
pub const WORKER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// Who may show the check page in a frame: `'self'`, `*`, or an origin such as `https://exam.example` or
/// `https://*.exam.example`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FrameAncestor(String);

impl FrameAncestor {
    /// Pages of the server's own origin.
    pub fn own_origin() -> Self {
        Self("'self'".into())
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FrameAncestor {
    type Error = String;

    fn try_from(source: String) -> Result<Self, String> {
        let of_host = |c: char| c.is_ascii_alphanumeric() || ".-:*".contains(c);
        let host = source.strip_prefix("https://").or_else(|| source.strip_prefix("http://"));
        let is_origin = host.is_some_and(|host| !host.is_empty() && host.chars().all(of_host));
        if is_origin || source == "'self'" || source == "*" {
            Ok(Self(source))
        } else {
            Err(format!(
                "`{source}` is no frame ancestor: `'self'`, `*` or an origin like `https://exam.example`"
            ))
        }
    }
}

impl From<FrameAncestor> for String {
    fn from(source: FrameAncestor) -> Self {
        source.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_of_pages_are_taken() {
        let cases = [
            ("'self'", true),
            ("*", true),
            ("https://exam.example", true),
            ("https://*.exam.example:8443", true),
            ("http://127.0.0.1:8080", true),
            ("", false),
            ("self", false),
            ("exam.example", false),
            ("https://", false),
            ("https://exam.example/path", false),
            ("https://a.example https://b.example", false),
            ("https://a.example; script-src *", false),
            ("https://a.example\r\nX-Header: 1", false),
        ];
        let wrong: Vec<_> = cases
            .iter()
            .filter(|(source, taken)| FrameAncestor::try_from((*source).to_owned()).is_ok() != *taken)
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
