use axum::http::StatusCode;
use muster_store::work;

use super::{KINDS, find, needed};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::permission::Permission;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::work::export;
use crate::work::mass_action::MassAction as Ordered;

/// Takes a mass action off the list, with its file. One that is not over stops where it is: what it did stays done.
#[utoipa::path(delete, path = "/api/v1/mass-actions/{id}", operation_id = "delete_mass_action",
    params(("id" = i64, Path)), responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let order = serde_json::from_str::<Ordered>(&find(&caller.app, id).await?.payload);
    caller.expect(order.map_or(Permission::Administer, |order| needed(&order.action)))?;
    if !work::delete(&caller.app.db, &KINDS, id).await? {
        return Err(ApiError::not_found("mass action"));
    }
    export::tidy(&caller.app).await.map_err(|error| ApiError::internal(&error))?;
    Ok(StatusCode::NO_CONTENT)
}
