//! The files by which WeChat's platforms see that the domain is the operator's.

use crate::config::Verification;
use axum::Router;
use axum::routing::get;

/// One route for each configured file.
pub(crate) fn routes(files: &[Verification]) -> Router {
    files.iter().cloned().fold(Router::new(), |router, Verification { name, text }| {
        router.route(&format!("/{}", String::from(name)), get(async move || text))
    })
}
