//! Contacts that are kept out of a group by hand, whatever the reasons to be in it.

use axum::Json;
use axum::http::StatusCode;
use muster_domain::{ContactId, GroupId};
use muster_store::groups;

use super::find;
use super::members::{By, MemberList, Page, change};
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::problem::{ApiResult, Problem};

/// The contacts that are kept out of a group.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/exclusions", operation_id = "list_exclusions",
    params(("id" = i64, Path), Page), responses((status = 200, body = MemberList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<Page>,
) -> ApiResult<Json<MemberList>> {
    find(&caller.app.db, id).await?;
    let (after, limit) = page.place();
    let found = groups::exclusions(&caller.app.db, GroupId(id), after.map(ContactId), limit).await?;
    Ok(Json(MemberList::of(found, limit)))
}

/// Keeps a contact out of a group.
#[utoipa::path(put, path = "/api/v1/contact-groups/{id}/exclusions/{contact_id}", operation_id = "exclude_contact",
    params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn exclude(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, By::Excluding).await
}

/// Keeps a contact out no longer: it is in the group again if there is a reason.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}/exclusions/{contact_id}", operation_id = "let_contact_in",
    params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn let_in(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, By::LettingIn).await
}
