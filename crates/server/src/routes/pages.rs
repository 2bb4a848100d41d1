//! The files of the pages, precompressed where `FILE.br` or `FILE.gz` lies beside them.

use crate::error::{Code, Problem};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves the files of this folder.
pub(super) fn files(folder: &Path) -> ServeDir<MethodRouter> {
    ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(any(no_file))
}

async fn no_file(method: Method) -> Response {
    if method == Method::GET || method == Method::HEAD {
        return Problem::new(Code::NotFound).into_response();
    }
    let allow = (header::ALLOW, HeaderValue::from_static("GET,HEAD"));
    ([allow], Problem::new(Code::MethodNotAllowed)).into_response()
}
