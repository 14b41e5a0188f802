use axum::http::StatusCode;
use muster_domain::ContactId;
use muster_store::duplicates;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::find;

/// Says that two contacts are not one person: they are not suggested again.
#[utoipa::path(delete, path = "/api/v1/duplicates/{contact_id}/{other_id}", operation_id = "dismiss_duplicate",
    params(("contact_id" = i64, Path), ("other_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn dismiss(
    caller: Caller,
    Path((contact_id, other_id)): Path<(i64, i64)>,
) -> ApiResult<StatusCode> {
    if contact_id == other_id {
        return Err(ApiError::not_found("pair of contacts"));
    }
    // Under the lock of deletions: nothing is to be noted of somebody who is being erased.
    let mut work = caller.begin().await?;
    find(&caller.app, contact_id).await?;
    find(&caller.app, other_id).await?;
    duplicates::dismiss(&mut work.tx, ContactId(contact_id), ContactId(other_id)).await?;
    work.tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
