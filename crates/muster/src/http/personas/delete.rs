use axum::http::StatusCode;
use muster_domain::PersonaId;
use muster_store::personas;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::{User, Wanted, all_uses, refuse_used, users};
use crate::work::recalculate::ByHand;

/// Deletes a persona that nothing uses. Those who had it get another, or none, in the background.
#[utoipa::path(delete, path = "/api/v1/personas/{id}", operation_id = "delete_persona", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, now } = caller.begin().await?;
    find(&mut tx, id).await?;
    let id = PersonaId(id);
    let mut others = all_uses(&mut tx, &known).await?;
    others.remove(&User::Persona(id));
    let users = users(&others, |uses| uses.persona_ids.contains(&id));
    refuse_used(Wanted { code: "persona", what: "persona", pointer: "" }, &users, &[])?;
    personas::delete(&mut tx, id, now).await?;
    tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
