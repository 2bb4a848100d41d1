//! The routes: which address answers what. Below `/api/v1/staff` a member of staff is signed in, below
//! `/callbacks` WeChat Pay has signed, elsewhere a candidate is signed in or nobody.

mod administration;
mod archive;
mod callbacks;
mod campaigns;
mod collection;
mod dashboard;
mod deliveries;
mod extract;
mod members;
mod operations;
mod order;
mod photo;
mod records;
mod retention;
mod reviews;
mod sessions;
mod staff;

use crate::context::App;
use crate::problem::Document;
use crate::roster;
use axum::extract::DefaultBodyLimit;
use utoipa::openapi::{Components, OpenApi};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

/// The API of candidates and staff, without layers.
pub fn api(app: App) -> OpenApiRouter {
    OpenApiRouter::with_openapi(problems())
        .routes(routes!(campaigns::institutions))
        .routes(routes!(campaigns::campaign))
        .routes(routes!(sessions::signed_in, sessions::sign_in, sessions::sign_out))
        .routes(routes!(sessions::ticket))
        .routes(routes!(sessions::enter))
        .routes(routes!(sessions::phone))
        .routes(routes!(sessions::phone_code))
        .routes(routes!(collection::begin))
        .routes(routes!(collection::show, collection::withdraw))
        .routes(routes!(collection::confirm))
        .routes(routes!(collection::acknowledge))
        .routes(routes!(collection::declare))
        .routes(routes!(order::show, order::order))
        .routes(routes!(photo::upload))
        .routes(routes!(photo::appeal))
        .routes(routes!(staff::signed_in, staff::sign_in, staff::sign_out))
        .routes(routes!(members::list, members::add))
        .routes(routes!(members::renew))
        .routes(routes!(members::revoke))
        .routes(routes!(dashboard::show))
        .routes(routes!(administration::campaigns, administration::create_campaign))
        .routes(routes!(administration::managed_campaign))
        .routes(routes!(administration::change_campaign))
        .routes(routes!(administration::import_roster).layer(DefaultBodyLimit::max(roster::MAX_BYTES)))
        .routes(routes!(reviews::next))
        .routes(routes!(reviews::show, reviews::decide, reviews::undo))
        .routes(routes!(reviews::decide_many))
        .routes(routes!(reviews::release))
        .routes(routes!(reviews::reasons))
        .routes(routes!(reviews::photo))
        .routes(routes!(reviews::earlier))
        .routes(routes!(reviews::identity))
        .routes(routes!(reviews::labels))
        .routes(routes!(records::find))
        .routes(routes!(records::show))
        .routes(routes!(records::unbind))
        .routes(routes!(records::erase))
        .routes(routes!(records::resend))
        .routes(routes!(records::refund))
        .routes(routes!(records::reopen))
        .routes(routes!(deliveries::list, deliveries::create))
        .routes(routes!(deliveries::next))
        .routes(routes!(deliveries::receive))
        .routes(routes!(deliveries::verify))
        .routes(routes!(retention::show, retention::purge))
        .routes(routes!(archive::download))
        .routes(routes!(callbacks::payments).layer(DefaultBodyLimit::max(callbacks::MAX_BYTES)))
        .routes(routes!(callbacks::refunds).layer(DefaultBodyLimit::max(callbacks::MAX_BYTES)))
        .with_state(app)
}

/// What the operator's own tools ask for.
pub fn operations(app: App) -> OpenApiRouter {
    let checks = precheck_server::operations(app.checks.clone());
    OpenApiRouter::new().routes(routes!(operations::ready)).with_state(app).merge(checks)
}

/// A document with the form of problem documents, to which all routes refer.
fn problems() -> OpenApi {
    let mut schemas = vec![(Document::name().into_owned(), Document::schema())];
    Document::schemas(&mut schemas);
    let components = Components::builder().schemas_from_iter(schemas).build();
    OpenApi::builder().components(Some(components)).build()
}
