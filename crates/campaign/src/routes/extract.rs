//! What handlers take out of a request; what is wrong with it is a problem document.

use crate::context::App;
use crate::keys::Purpose;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query, Request};
use axum::http::request::Parts;
use precheck_server::serve::ClientAddress;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let Json(body) = Json::<T>::from_request(request, app).await?;
        Ok(Self(body))
    }
}

/// A body as it is.
pub struct Raw(pub Bytes);

impl FromRequest<App> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        Ok(Self(Bytes::from_request(request, app).await?))
    }
}

/// The parameters behind the `?`.
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Query(parameters) = Query::<T>::from_request_parts(parts, app).await?;
        Ok(Self(parameters))
    }
}

/// An id in the address.
pub struct Id(pub String);

impl FromRequestParts<App> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(id) = Path::<String>::from_request_parts(parts, app).await?;
        Ok(Self(id))
    }
}

/// The keyed hash of the address that a request comes from: the peer's, or what the proxy in front says.
pub struct From(pub String);

impl FromRequestParts<App> for From {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let peer =
            parts.extensions.get::<ClientAddress>().map(|client| client.0.to_string()).unwrap_or_default();
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        let address = forwarded.filter(|_| app.config.behind_proxy).map_or(peer.as_str(), str::trim);
        Ok(Self(app.keys.lookup(Purpose::Address, &[address])))
    }
}

/// Which collection of an account is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct OfCampaign {
    /// The campaign, for an account with collections in several; without it the one that was begun last.
    pub campaign: Option<String>,
}
