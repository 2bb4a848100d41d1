//! The content security policies of the public parts of the server: what their documents and workers may load and reach.

/// For answers without scripts and pages: nothing may be loaded.
pub const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";

/// Of the check page: its own scripts and module only. Previews are `blob:` pictures; pages of other origins
/// start the worker from a `blob:`, and the page may as well.
pub const CHECK_PAGE: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; \
    img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/// Of the worker that checks a photo: it loads scripts, module and models from its own server, and reaches no
/// other, so that it cannot send the photo elsewhere. A worker takes its policy from its own script's response.
pub const WORKER: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
