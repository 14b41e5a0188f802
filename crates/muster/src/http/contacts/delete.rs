use axum::extract::State;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_store::deletion;

use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::find;
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Deletes a contact with all that belongs to it. An import can bring the address in again as a new contact.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}", operation_id = "delete_contact", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    find(&app, id).await?;
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    deletion::delete(&mut work.tx, &[id], work.now).await?;
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
