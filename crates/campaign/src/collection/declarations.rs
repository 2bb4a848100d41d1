//! What a candidate declares about the photo; it travels with the photo to the people who look at it.

use super::record::current;
use crate::context::App;
use crate::db::{Actor, Locked};
use crate::problem::{Code, Problem};
use crate::states::{CollectionEvent, CollectionState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DECLARE: &str = "UPDATE collection SET declarations = $2 WHERE id = $1";
const OF_PHOTO: &str = "UPDATE photo SET declarations = $2 WHERE id = $1 AND state = 'current'";

/// Most points that are confirmed, and the longest name of a rule.
const MAX_CONFIRMED: usize = 100;
const MAX_RULE: usize = 64;

/// What the candidate declares.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Declarations {
    /// Why the head is covered, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub head_covering: Option<HeadCovering>,
    /// The rules whose question the candidate has answered: the photo is as it should be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confirmed: Vec<String>,
}

/// The notice's own reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeadCovering {
    /// 宗教.
    Religious,
    /// 医疗.
    Medical,
    /// 文化.
    Cultural,
}

/// Notes the declarations, for the photo that is there and for the next one.
///
/// # Errors
/// [`Code::NotNow`] once somebody looks at the photo, or those of the database.
pub async fn declare(
    app: &App,
    account: &str,
    campaign: Option<&str>,
    declarations: &Declarations,
) -> Result<(), Problem> {
    let Declarations { confirmed, .. } = declarations;
    if confirmed.len() > MAX_CONFIRMED || confirmed.iter().any(|rule| rule.len() > MAX_RULE) {
        return Err(Problem::with(
            Code::InvalidRequest,
            &[("why", "`confirmed` has too many or too long names")],
        ));
    }
    let (record, _) = current(app, account, campaign).await?;
    let json = serde_json::to_string(declarations).map_err(Problem::internal)?;
    let mut change = app.db.change(Actor::Candidate).await?;
    let mut collection: Locked<CollectionState> = change.lock(&record.id).await?;
    sqlx::query(DECLARE).bind(&record.id).bind(&json).execute(&mut *change.tx).await?;
    sqlx::query(OF_PHOTO).bind(&record.photo).bind(&json).execute(&mut *change.tx).await?;
    change.step(&mut collection, CollectionEvent::Declare, "").await?;
    change.commit().await
}
