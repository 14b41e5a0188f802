use axum::Json;
use muster_domain::PersonaId;
use muster_store::{StoreError, personas};
use serde_json::Value;

use super::{PersonaDetail, find};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::rules::{check_for, no_draft};

/// Lets the rules and the threshold count that are worked on. The personas of all contacts are chosen anew in the background; the
/// old ones stay meanwhile.
#[utoipa::path(post, path = "/api/v1/personas/{id}/publish", operation_id = "publish_persona", params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn publish(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let draft = stored.draft.ok_or_else(no_draft)?;
    let typed: Value = serde_json::from_str(&draft).map_err(StoreError::from)?;
    check_for(&mut work, (User::Persona(PersonaId(id)), &stored.name), &typed).await?;
    let threshold = stored.draft_threshold.unwrap_or(stored.threshold);
    personas::publish(&mut work.tx, PersonaId(id), (&draft, threshold), work.now).await?;
    work.tx.commit().await?;
    caller.app.upkeep.notify_one();
    PersonaDetail::load(&caller.app, id).await.map(Json)
}
