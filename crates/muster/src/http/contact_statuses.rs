//! The statuses of contacts. A contact's status is a text, which imports fill with whatever their files say: a new word becomes an
//! entry of the list, as long as the list is none of hundreds.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::fold;
use muster_store::lists::{self as stored, List};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::lists::{self, ListEntry, ListEntryChanges, NewListEntry};

const LIST: List = List::ContactStatuses;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list)))
        .routes(allowed(Permission::ManageFields, routes!(create)))
        .routes(allowed(Permission::ManageFields, routes!(change, delete)));
    tagged("contact-statuses", routes)
}

/// At most so many statuses that are in no list are told: a wrong mapping can bring thousands.
const MAX_UNLISTED: usize = 200;

/// A status that contacts have and the list has not.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnlistedStatus {
    /// As the contacts have it.
    label: String,
    /// How many contacts have it.
    uses: i64,
}

/// The statuses for contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactStatuses {
    /// The list, in its order.
    items: Vec<ListEntry>,
    /// In use, not in the list, which takes no more than a hundred by itself. The most frequent first, at most 200.
    unlisted: Vec<UnlistedStatus>,
}

/// The statuses that are offered for contacts, and those that contacts have besides.
#[utoipa::path(get, path = "/api/v1/contact-statuses", operation_id = "list_contact_statuses",
    responses((status = 200, body = ContactStatuses)))]
pub async fn list(caller: Caller) -> ApiResult<Json<ContactStatuses>> {
    let (entries, in_use) = stored::contact_statuses(&caller.app.db).await?;
    let unlisted = in_use.into_iter().filter(|(status, _)| {
        let key = fold(status);
        entries.iter().all(|entry| entry.label_key != key)
    });
    let unlisted = unlisted.map(|(label, uses)| UnlistedStatus { label, uses }).take(MAX_UNLISTED).collect();
    Ok(Json(ContactStatuses { items: entries.into_iter().map(ListEntry::from).collect(), unlisted }))
}

/// Adds a status of contacts at the end of the list.
#[utoipa::path(post, path = "/api/v1/contact-statuses", operation_id = "create_contact_status", request_body = NewListEntry,
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

/// Changes a status of contacts, or moves it in the list. Contacts that have it get its new name by a mass action, whose id is
/// told; rules that name it name the new one at once.
#[utoipa::path(patch, path = "/api/v1/contact-statuses/{id}", operation_id = "change_contact_status", params(("id" = i64, Path)),
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

/// Deletes a status of contacts that no contact has.
#[utoipa::path(delete, path = "/api/v1/contact-statuses/{id}", operation_id = "delete_contact_status", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    lists::delete(&caller, LIST, id).await
}
