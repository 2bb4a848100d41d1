//! Static sites: the files of a folder, precompressed where `FILE.br` or `FILE.gz` is beside them.

use crate::code::Code;
use crate::header_policy::HeaderPolicy;
use crate::problem::Problem;
use axum::Router;
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{any, get};
use std::path::Path;
use tower_http::services::ServeDir;

/// Serves the files of `folder` at `path`, with the headers of `policy`. A site at `/` answers whatever no other
/// route does; one at `/office` answers all below `/office/`, and redirects `/office` there.
pub fn site(path: &str, folder: &Path, policy: HeaderPolicy) -> Router {
    let path = path.trim_end_matches('/');
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .redirect_path_prefix(path)
        .call_fallback_on_method_not_allowed(true)
        .fallback(any(no_file));
    let router = Router::new();
    policy.wrap(if path.is_empty() {
        router.fallback_service(files)
    } else {
        let root = format!("{path}/");
        router.nest_service(&root, files).route(path, get(async move || Redirect::permanent(&root)))
    })
}

async fn no_file(method: Method) -> Response {
    if method == Method::GET || method == Method::HEAD {
        return Problem::new(Code::NotFound).into_response();
    }
    let allow = (header::ALLOW, HeaderValue::from_static("GET,HEAD"));
    ([allow], Problem::new(Code::MethodNotAllowed)).into_response()
}
