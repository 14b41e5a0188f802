use axum::Json;
use axum::extract::State;
use muster_domain::{ContactId, GroupId, search_words};
use muster_store::contacts::{self, Filter, Order};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Contact;
use crate::app::App;
use crate::http::extract::{Query, page_size};
use crate::http::problem::ApiResult;

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// Words that the address, a name or the company must contain.
    search: Option<String>,
    /// Only members of this contact group.
    group_id: Option<i64>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<i64>,
    /// How many at most.
    limit: Option<i64>,
}

/// Contacts, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactList {
    items: Vec<Contact>,
    next: Option<String>,
}

/// The contacts, the newest first.
#[utoipa::path(get, path = "/api/v1/contacts", operation_id = "list_contacts", params(Page),
    responses((status = 200, body = ContactList)))]
pub async fn list(State(app): State<App>, Query(page): Query<Page>) -> ApiResult<Json<ContactList>> {
    let limit = page_size(page.limit);
    let filter =
        Filter { words: search_words(&page.search.unwrap_or_default()), group: page.group_id.map(GroupId) };
    let found = contacts::list(&app.db, &filter, Order::Newest, page.after.map(ContactId), limit).await?;
    let items: Vec<Contact> = found.into_iter().map(Contact::from).collect();
    let next = items.last().filter(|_| items.len() as i64 == limit).map(|last| last.id.to_string());
    Ok(Json(ContactList { items, next }))
}
