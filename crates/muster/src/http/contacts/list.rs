use axum::Json;
use axum::http::StatusCode;
use muster_domain::Fields;
use muster_store::contacts::{self, Sort};
use muster_store::fields;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ContactWithPoints, Which};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::{Limit, no_place, page_size};
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// Which page of them.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// A field, `created_at`, `changed_at`, or `score:` and the id of a score; with `-` before it the greatest first. The newest first when left out.
    sort: Option<String>,
    /// What the page before gave as `next`.
    after: Option<String>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// A page of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactList {
    items: Vec<ContactWithPoints>,
    next: Option<String>,
}

/// The contacts that are asked for, sorted.
#[utoipa::path(get, path = "/api/v1/contacts", operation_id = "list_contacts", params(Which, Page),
    responses((status = 200, body = ContactList), (status = 422, body = Problem)))]
pub async fn list(
    caller: Caller,
    Query(which): Query<Which>,
    Query(page): Query<Page>,
) -> ApiResult<Json<ContactList>> {
    let filter = which.filter(&caller.app).await?;
    let sort = sort(page.sort.as_deref(), &fields::all(&caller.app.db).await?)?;
    caller.app.wishes.note(&caller.app.db, sort.index().into_iter().collect(), caller.now());
    if page.after.as_ref().is_some_and(|after| !sort.is_place(after)) {
        return Err(no_place());
    }
    let found =
        contacts::list(&caller.app.db, &filter, &sort, page.after.as_deref(), page_size(page.limit)).await?;
    let items = ContactWithPoints::all(&caller.app, found.contacts).await?;
    Ok(Json(ContactList { items, next: found.next }))
}

fn sort(typed: Option<&str>, fields: &Fields) -> ApiResult<Sort> {
    let Some(typed) = typed.filter(|typed| !typed.is_empty()) else { return Ok(Sort::default()) };
    Sort::named(typed, fields).ok_or_else(|| {
        ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", "There is no such field to sort by.", "")
    })
}
