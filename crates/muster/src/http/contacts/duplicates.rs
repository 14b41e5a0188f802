use axum::Json;
use muster_store::duplicates;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::{Contact, find};
use crate::http::shared::likeness::Likeness;

/// A contact that may be the same person.
#[derive(Debug, Serialize, ToSchema)]
struct Duplicate {
    contact: Contact,
    why: Vec<Likeness>,
}

/// Contacts that may be the same person, the likeliest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactDuplicates {
    items: Vec<Duplicate>,
}

/// The contacts that may be the same person as this one: at most 20, looked up as things are now.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/duplicates", operation_id = "list_contact_duplicates",
    params(("id" = i64, Path)),
    responses((status = 200, body = ContactDuplicates), (status = 404, body = Problem)))]
pub async fn list(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ContactDuplicates>> {
    let contact = find(&caller.app, id).await?;
    let found = duplicates::of_contact(&caller.app.db, &contact).await?;
    let items = found
        .into_iter()
        .map(|alike| Duplicate { contact: alike.contact.into(), why: Likeness::all(alike.why) })
        .collect();
    Ok(Json(ContactDuplicates { items }))
}
