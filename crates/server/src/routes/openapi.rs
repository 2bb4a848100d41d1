//! The OpenAPI document, collected from the handlers. The report's part is its JSON Schema.

use axum::http::{HeaderValue, header};
use axum::routing::{MethodRouter, get};
use portrait_precheck::REPORT_SCHEMA;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{InfoBuilder, OpenApi, Paths, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Where the report's schema has its definitions, and where the document has them.
const DEFINITIONS: [&str; 2] = ["#/$defs/", "#/components/schemas/"];

/// The report, as a component of the document.
pub(super) struct ReportSchema;

#[derive(Deserialize, Default)]
struct Definitions {
    #[serde(rename = "$defs")]
    definitions: BTreeMap<String, RefOr<Schema>>,
}

impl PartialSchema for ReportSchema {
    fn schema() -> RefOr<Schema> {
        serde_json::from_str(&schema_text()).unwrap_or_default()
    }
}

impl ToSchema for ReportSchema {
    fn name() -> Cow<'static, str> {
        "Report".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        let Definitions { definitions } = serde_json::from_str(&schema_text()).unwrap_or_default();
        schemas.extend(definitions);
    }
}

fn schema_text() -> String {
    let [from, to] = DEFINITIONS;
    REPORT_SCHEMA.replace(from, to)
}

/// A document without paths: what it says of the check API as a whole.
pub fn head() -> OpenApi {
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
pub fn route(document: &OpenApi) -> MethodRouter {
    let json = serde_json::to_string(document).unwrap_or_default();
    let content_type = HeaderValue::from_static("application/json");
    get(async move || ([(header::CONTENT_TYPE, content_type)], json))
}
