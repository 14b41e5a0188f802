use axum::http::StatusCode;
use muster_store::{fields, imports};

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::{Wanted, all_uses, refuse_used, users};
use crate::work::recalculate::ByHand;

/// Deletes a field of the company's that no group and no running import uses. Its values are no longer seen.
#[utoipa::path(delete, path = "/api/v1/fields/{name}", operation_id = "delete_field", params(("name" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(name): Path<String>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, .. } = caller.begin().await?;
    find(&known.fields, &name)?;
    let users = users(&all_uses(&mut tx, &known).await?, |uses| uses.fields.contains(&name));
    let imports = imports::unfinished_with_field(&mut tx, &name).await?;
    refuse_used(Wanted { code: "field", what: "field", pointer: "" }, &users, &imports)?;
    fields::delete(&mut tx, &name).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
