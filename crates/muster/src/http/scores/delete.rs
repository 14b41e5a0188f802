use axum::http::StatusCode;
use muster_domain::ScoreId;
use muster_store::scores;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::{User, Wanted, all_uses, refuse_used, users};
use crate::work::recalculate::ByHand;

/// Deletes a score that nothing uses, with all its points.
#[utoipa::path(delete, path = "/api/v1/scores/{id}", operation_id = "delete_score", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, .. } = caller.begin().await?;
    find(&mut tx, id).await?;
    let id = ScoreId(id);
    let mut others = all_uses(&mut tx, &known).await?;
    others.remove(&User::Score(id));
    let users = users(&others, |uses| uses.scores.contains(&id) || uses.crossings.contains(&id));
    refuse_used(Wanted { code: "score", what: "score", pointer: "" }, &users, &[])?;
    scores::delete(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
