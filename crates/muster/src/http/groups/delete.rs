use axum::http::StatusCode;
use muster_domain::GroupId;
use muster_store::{groups, imports};

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::{User, Wanted, all_uses, refuse_used, users};
use crate::work::recalculate::ByHand;

/// Deletes a contact group that nothing uses; its contacts stay.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}", operation_id = "delete_group", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, .. } = caller.begin().await?;
    find(&mut tx, id).await?;
    let mut others = all_uses(&mut tx, &known).await?;
    others.remove(&User::Group(GroupId(id)));
    let users = users(&others, |uses| uses.groups.contains(&GroupId(id)));
    let imports = imports::unfinished_into(&mut tx, GroupId(id)).await?;
    refuse_used(Wanted { code: "group", what: "contact group", pointer: "" }, &users, &imports)?;
    groups::delete(&mut tx, GroupId(id)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
