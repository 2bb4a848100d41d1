//! The OpenAPI document, collected from the handlers. The report's own part is data: `report.schema.json`.

use crate::state::AppState;
use axum::http::{HeaderValue, header};
use axum::routing::{MethodRouter, get};
use std::borrow::Cow;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{InfoBuilder, OpenApi, Paths, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// The report as a JSON schema: what everybody who reads reports can rely on.
const REPORT: &str = include_str!("report.schema.json");

/// Stands for the report in the document.
pub(super) struct ReportSchema;

impl PartialSchema for ReportSchema {
    fn schema() -> RefOr<Schema> {
        serde_json::from_str(REPORT).unwrap_or_default()
    }
}

impl ToSchema for ReportSchema {
    fn name() -> Cow<'static, str> {
        "Report".into()
    }
}

/// What the document says of the API as a whole.
pub(super) fn head() -> OpenApi {
    OpenApi::new(
        InfoBuilder::new()
            .title("portrait-precheck")
            .version(env!("CARGO_PKG_VERSION"))
            .description(Some("Checks a portrait photo against an exam office's notice"))
            .build(),
        Paths::new(),
    )
}

/// Answers with the document.
pub(super) fn document(document: &OpenApi) -> MethodRouter<AppState> {
    let json = serde_json::to_string(document).unwrap_or_default();
    let content_type = HeaderValue::from_static("application/json");
    get(async move || ([(header::CONTENT_TYPE, content_type)], json))
}
