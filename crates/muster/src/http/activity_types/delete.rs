use axum::http::StatusCode;
use muster_store::activity_types;

use super::{is_builtin, unknown};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::in_use::{Wanted, all_uses, refuse_used, users};

/// Deletes a custom activity type that no activity has.
#[utoipa::path(delete, path = "/api/v1/activity-types/{name}", operation_id = "delete_activity_type",
    params(("name" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(name): Path<String>) -> ApiResult<StatusCode> {
    let mut work = caller.begin().await?;
    let stored = activity_types::find(&mut work.tx, &name).await?.ok_or_else(unknown)?;
    if stored.builtin {
        return Err(is_builtin("deleted"));
    }
    let all = all_uses(&mut work.tx, &work.known).await?;
    let users = users(&all, |uses| uses.activity_types.contains(&stored.type_id));
    refuse_used(Wanted { code: "activity_type", what: "activity type", pointer: "" }, &users, &[])?;
    if !activity_types::delete(&mut work.tx, stored.type_id).await? {
        return Err(in_use(&stored.label));
    }
    work.tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn in_use(label: &str) -> ApiError {
    let detail = format!("There are activities of the type \"{label}\".");
    ApiError::new(StatusCode::CONFLICT, "activity_type_in_use", detail, "Switch the type off instead.")
}
