use axum::Json;
use axum::extract::State;
use muster_domain::PersonaId;
use muster_store::{StoreError, personas};
use serde_json::Value;

use super::{PersonaDetail, find};
use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::rules::check_for;
use crate::http::shared::rules::no_draft;
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Lets the rules and the threshold count that are worked on. The personas of all contacts are chosen anew in the background; the
/// old ones stay meanwhile.
#[utoipa::path(post, path = "/api/v1/personas/{id}/publish", operation_id = "publish_persona", params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn publish(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    let stored = find(&mut work.tx, id).await?;
    let draft = stored.draft.ok_or_else(no_draft)?;
    let typed: Value = serde_json::from_str(&draft).map_err(StoreError::from)?;
    check_for(&mut work, (User::Persona(PersonaId(id)), &stored.name), &typed).await?;
    let threshold = stored.draft_threshold.unwrap_or(stored.threshold);
    personas::publish(&mut work.tx, PersonaId(id), (&draft, threshold), work.now).await?;
    work.tx.commit().await?;
    app.upkeep.notify_one();
    PersonaDetail::load(&app, id).await.map(Json)
}
