use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_store::deletion;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::find;

/// Deletes a contact with all that belongs to it. An import can bring the address in again as a new contact.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}", operation_id = "delete_contact", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    find(&caller.app, id).await?;
    let mut work = caller.begin().await?;
    deletion::delete(&mut work.tx, &[id], work.now).await?;
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
