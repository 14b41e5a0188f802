use axum::Json;
use muster_store::duplicates::{self, Pair};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::{Limit, next, no_place, page_size};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::Contact;
use crate::http::shared::likeness::Likeness;

/// Which pairs.
#[derive(Debug, Deserialize, IntoParams)]
pub struct DuplicatePage {
    /// What the page before gave as `next`.
    after: Option<String>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// Two contacts that may be one person.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicatePair {
    /// The older one.
    contact: Contact,
    /// The newer one.
    other: Contact,
    why: Vec<Likeness>,
}

/// Pairs of contacts that may be one person, the oldest contacts first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateList {
    items: Vec<DuplicatePair>,
    next: Option<String>,
    /// When the search ended that found them; null before the first.
    searched_at: Option<String>,
    /// True while a search is under way or waits.
    searching: bool,
}

/// Contacts that may be one person, as the last search found them, without those that were dismissed.
#[utoipa::path(get, path = "/api/v1/duplicates", operation_id = "list_duplicates", params(DuplicatePage),
    responses((status = 200, body = DuplicateList), (status = 400, body = Problem)))]
pub async fn list(caller: Caller, Query(page): Query<DuplicatePage>) -> ApiResult<Json<DuplicateList>> {
    let (limit, after) = (page_size(page.limit), place(page.after.as_deref())?);
    let found = duplicates::list(&caller.app.db, after, limit).await?;
    let (searched_at, searching) = duplicates::state(&caller.app.db).await?;
    let next = next(&found, limit, |pair| format!("{}~{}", pair.contact.contact_id, pair.other.contact_id));
    Ok(Json(DuplicateList {
        items: found.into_iter().map(DuplicatePair::from).collect(),
        next,
        searched_at: searched_at.map(|at| timestamp(at).to_string()),
        searching,
    }))
}

fn place(after: Option<&str>) -> ApiResult<(i64, i64)> {
    let Some(after) = after else { return Ok((0, 0)) };
    let read = || {
        let (contact, other) = after.split_once('~')?;
        Some((contact.parse().ok()?, other.parse().ok()?))
    };
    read().ok_or_else(no_place)
}

impl From<Pair> for DuplicatePair {
    fn from(pair: Pair) -> Self {
        Self { contact: pair.contact.into(), other: pair.other.into(), why: Likeness::all(pair.why) }
    }
}
