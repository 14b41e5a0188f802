//! The roles that contacts can have in accounts.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_store::lists::List;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::lists::{self, ListEntries, ListEntry, ListEntryChanges, NewListEntry};

const LIST: List = List::AccountRoles;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list)))
        .routes(allowed(Permission::ManageFields, routes!(create)))
        .routes(allowed(Permission::ManageFields, routes!(change, delete)));
    tagged("account-roles", routes)
}

/// The roles that contacts can have in accounts, in their order.
#[utoipa::path(get, path = "/api/v1/account-roles", operation_id = "list_account_roles",
    responses((status = 200, body = ListEntries)))]
pub async fn list(caller: Caller) -> ApiResult<Json<ListEntries>> {
    lists::all(&caller.app, LIST).await
}

/// Adds a role at the end of the list.
#[utoipa::path(post, path = "/api/v1/account-roles", operation_id = "create_account_role", request_body = NewListEntry,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ListEntry), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewListEntry>,
) -> ApiResult<(StatusCode, Json<ListEntry>)> {
    lists::create(&caller, LIST, &headers, &new).await
}

/// Changes a role, or moves it in the list.
#[utoipa::path(patch, path = "/api/v1/account-roles/{id}", operation_id = "change_account_role", params(("id" = i64, Path)),
    request_body = ListEntryChanges,
    responses((status = 200, body = ListEntry), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(asked): extract::Json<ListEntryChanges>,
) -> ApiResult<Json<ListEntry>> {
    lists::change(&caller, LIST, id, &asked).await
}

/// Deletes a role that no contact has and no condition names.
#[utoipa::path(delete, path = "/api/v1/account-roles/{id}", operation_id = "delete_account_role", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    lists::delete(&caller, LIST, id).await
}
