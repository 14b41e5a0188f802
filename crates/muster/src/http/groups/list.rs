use axum::Json;
use muster_domain::search_words;
use muster_store::groups;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::ContactGroup;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::{AfterName, Limit, next, page_size};
use crate::http::base::problem::ApiResult;
use crate::http::shared::late::LateResults;

/// Which contact groups.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// Text that the name must contain.
    search: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterName>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// Contact groups by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactGroupList {
    items: Vec<ContactGroup>,
    next: Option<String>,
}

/// The contact groups, by name.
#[utoipa::path(get, path = "/api/v1/contact-groups", operation_id = "list_groups", params(Page),
    responses((status = 200, body = ContactGroupList)))]
pub async fn list(caller: Caller, Query(page): Query<Page>) -> ApiResult<Json<ContactGroupList>> {
    let limit = page_size(page.limit);
    let search = search_words(&page.search.unwrap_or_default()).join(" ");
    let after = page.after.map(|AfterName(name)| name);
    let found = groups::list(&caller.app.db, &search, after.as_deref(), limit).await?;
    let next = next(&found, limit, |last| AfterName::write(&last.name_key));
    let late = LateResults::load(&caller.app.db).await?;
    let items = found.into_iter().map(|group| ContactGroup::of(group, &late)).collect();
    Ok(Json(ContactGroupList { items, next }))
}
