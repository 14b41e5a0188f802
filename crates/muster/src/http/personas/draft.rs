use axum::Json;
use muster_domain::PersonaId;
use muster_store::personas;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{PersonaDetail, find};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::rules::{check_for, rules_of};

/// Rules and a threshold of a persona to work on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPersonaDraft {
    /// As the rules of a score.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    /// From how many points on a contact is like it.
    threshold: i64,
    /// What is known to be overwritten: what was worked on, or what counts when that was nothing.
    #[serde(default)]
    before: Before,
}

/// Keeps rules and a threshold to work on. They do not count until they are published; those that count already are no draft.
#[utoipa::path(put, path = "/api/v1/personas/{id}/draft", operation_id = "put_persona_draft", params(("id" = i64, Path)),
    request_body = NewPersonaDraft,
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn put(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(NewPersonaDraft { rules, threshold, before }): extract::Json<NewPersonaDraft>,
) -> ApiResult<Json<PersonaDetail>> {
    let threshold = super::threshold(threshold)?;
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let (counting, worked_on) = rules_of(&stored.rules, stored.draft.as_deref())?;
    let known = json!({"rules": worked_on, "threshold": stored.draft_threshold.unwrap_or(stored.threshold)});
    before.check("persona", &known)?;
    check_for(&mut work, (User::Persona(PersonaId(id)), &stored.name), &rules).await?;
    let is_new = rules != counting || threshold != stored.threshold;
    let typed = rules.to_string();
    personas::set_draft(&mut work.tx, PersonaId(id), is_new.then_some((&typed, threshold))).await?;
    work.tx.commit().await?;
    PersonaDetail::load(&caller.app, id).await.map(Json)
}

/// Forgets the rules and the threshold that are worked on.
#[utoipa::path(delete, path = "/api/v1/personas/{id}/draft", operation_id = "delete_persona_draft",
    params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    let mut work = caller.begin().await?;
    find(&mut work.tx, id).await?;
    personas::set_draft(&mut work.tx, PersonaId(id), None).await?;
    work.tx.commit().await?;
    PersonaDetail::load(&caller.app, id).await.map(Json)
}
