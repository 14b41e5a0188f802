use axum::extract::State;
use axum::http::StatusCode;
use muster_domain::GroupId;
use muster_store::{groups, imports};

use super::{all_uses, find, used_by};
use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Deletes a contact group that nothing uses; its contacts stay.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}", operation_id = "delete_group", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, .. } = ByHand::begin(&Hand::of(&app)).await?;
    find(&mut tx, id).await?;
    let groups = used_by(all_uses(&mut tx, &known).await?, GroupId(id));
    let groups = groups.into_iter().map(|group| format!("the contact group \"{}\"", group.name));
    let imports = imports::unfinished_into(&mut tx, GroupId(id)).await?;
    let used_by: Vec<String> = groups.chain(imports.into_iter().map(|id| format!("import {id}"))).collect();
    if !used_by.is_empty() {
        let detail = format!("The contact group is used by {}.", used_by.join(", "));
        let remedy =
            "Take the group out of the conditions that use it, let imports into it end, and delete it then.";
        let places = used_by.into_iter().map(|name| (String::new(), name));
        return Err(ApiError::new(StatusCode::CONFLICT, "group_in_use", detail, remedy).at(places));
    }
    groups::delete(&mut tx, GroupId(id)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
