use axum::Json;
use muster_domain::PersonaId;
use muster_store::StoreError;
use muster_store::personas::{self, Facts};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{PersonaDetail, find};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::names::{description, name, name_taken};

/// What is to be changed of a persona; the rest stays. Its rules and threshold are changed by its draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaChanges {
    /// A new name.
    name: Option<String>,
    /// A new description; an empty one takes it away.
    description: Option<String>,
    /// The name of a drawn picture, or `own` for the one that was uploaded.
    picture: Option<String>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// Changes a persona, but not its rules.
#[utoipa::path(patch, path = "/api/v1/personas/{id}", operation_id = "update_persona", params(("id" = i64, Path)),
    request_body = PersonaChanges,
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<PersonaChanges>,
) -> ApiResult<Json<PersonaDetail>> {
    let name = changes.name.as_deref().map(|typed| name(typed, "persona")).transpose()?;
    let description = changes.description.as_deref().map(description);
    let has_own = personas::picture(&caller.app.db, PersonaId(id)).await?.is_some();
    let picture = changes.picture.as_deref().map(|typed| super::picture(typed, has_own)).transpose()?;
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let known = json!({"name": stored.name, "description": stored.description, "picture": stored.picture});
    changes.before.check("persona", &known)?;
    let facts =
        Facts { name: name.as_ref(), description: description.as_ref().map(Option::as_deref), picture };
    match personas::update(&mut work.tx, PersonaId(id), &facts).await {
        Err(StoreError::Taken) => return Err(name_taken("persona")),
        written => written?,
    }
    work.tx.commit().await?;
    PersonaDetail::load(&caller.app, id).await.map(Json)
}
