use axum::Json;
use axum::extract::State;
use muster_domain::PersonaId;
use muster_store::{StoreError, personas};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{PersonaDetail, find};
use crate::app::App;
use crate::http::extract::{self, Path};
use crate::http::in_use::User;
use crate::http::problem::{ApiResult, Problem};
use crate::http::scores::check_for;
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Rules and the threshold of a persona.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaRulesDraft {
    /// As the rules of a score.
    #[schema(value_type = Vec<Object>)]
    pub(super) rules: Value,
    /// From how many points on a contact is like it.
    pub(super) threshold: i64,
}

/// Keeps rules and a threshold to work on. They do not count until they are published; those that count already are no draft.
#[utoipa::path(put, path = "/api/v1/personas/{id}/draft", operation_id = "put_persona_draft", params(("id" = i64, Path)),
    request_body = PersonaRulesDraft,
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(app): State<App>,
    Path(id): Path<i64>,
    extract::Json(PersonaRulesDraft { rules, threshold }): extract::Json<PersonaRulesDraft>,
) -> ApiResult<Json<PersonaDetail>> {
    let threshold = super::threshold(threshold)?;
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    let stored = find(&mut work.tx, id).await?;
    check_for(&mut work, (User::Persona(PersonaId(id)), &stored.name), &rules).await?;
    let counting: Value = serde_json::from_str(&stored.rules).map_err(StoreError::from)?;
    let is_new = rules != counting || threshold != stored.threshold;
    let typed = rules.to_string();
    personas::set_draft(&mut work.tx, PersonaId(id), is_new.then_some((&typed, threshold))).await?;
    work.tx.commit().await?;
    PersonaDetail::load(&app, id).await.map(Json)
}

/// Forgets the rules and the threshold that are worked on.
#[utoipa::path(delete, path = "/api/v1/personas/{id}/draft", operation_id = "delete_persona_draft",
    params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem)))]
pub async fn delete(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    find(&mut work.tx, id).await?;
    personas::set_draft(&mut work.tx, PersonaId(id), None).await?;
    work.tx.commit().await?;
    PersonaDetail::load(&app, id).await.map(Json)
}
