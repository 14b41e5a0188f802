//! Merges of a contact with another, and how they are undone.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::condition::Change;
use muster_domain::import::Before;
use muster_domain::{ContactId, Field, display_address};
use muster_store::merges::{self, Merge as Stored, Order};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, contacts, fields};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::show::ContactDetail;
use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::{Contact, find};
use crate::work::try_again;

/// Whose value is taken.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// That of the contact that stays.
    Own,
    /// That of the other contact.
    Other,
}

impl From<Side> for merges::Side {
    fn from(side: Side) -> Self {
        match side {
            Side::Own => Self::Own,
            Side::Other => Self::Other,
        }
    }
}

/// With whom a contact is merged, and how.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMerge {
    /// The contact that becomes a part of this one.
    other_id: i64,
    /// Whose value is taken, by field name. For fields that are not named it is the own value, or the other's where the
    /// own one is blank.
    #[serde(default)]
    values: BTreeMap<String, Side>,
    /// Whose address is shown; both find the contact. The own one when not given.
    email: Option<Side>,
}

/// A merge that can be undone.
#[derive(Debug, Serialize, ToSchema)]
pub struct Merge {
    id: i64,
    merged_at: String,
    /// The other contact as it was.
    other: Contact,
    /// Its addresses.
    addresses: Vec<String>,
    /// How many activities it brought.
    activities: usize,
    /// How many notes it brought.
    notes: usize,
    /// The values that the contact had before, of the fields that the merge changed.
    before: Before,
}

/// Merges, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct MergeList {
    items: Vec<Merge>,
}

impl From<Stored> for Merge {
    fn from(merge: Stored) -> Self {
        Self {
            id: merge.merge_id,
            merged_at: timestamp(merge.merged_at).to_string(),
            other: merge.other.into(),
            addresses: merge.addresses.iter().map(|key| display_address(key).into_owned()).collect(),
            activities: merge.activities,
            notes: merge.notes,
            before: merge.before,
        }
    }
}

/// The merges of a contact that can be undone.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/merges", operation_id = "list_merges", params(("id" = i64, Path)),
    responses((status = 200, body = MergeList), (status = 404, body = Problem)))]
pub async fn list(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<MergeList>> {
    find(&caller.app, id).await?;
    let found = merges::list(&caller.app.db, ContactId(id)).await?;
    Ok(Json(MergeList { items: found.into_iter().map(Merge::from).collect() }))
}

/// Merges another contact into this one, which takes over its addresses, activities, notes, memberships and history.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/merges", operation_id = "create_merge", params(("id" = i64, Path),
    ("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    request_body = NewMerge,
    responses((status = 201, body = ContactDetail), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewMerge>,
) -> ApiResult<(StatusCode, Json<ContactDetail>)> {
    let making = Making::of(&headers, "merge", format!("{id} {new:?}"))?;
    let made = make(&caller, id, new, making.request());
    let show = async |merge_id| {
        let merges = merges::list(&caller.app.db, ContactId(id)).await?;
        if !merges.iter().any(|merge| merge.merge_id == merge_id) {
            return Err(ApiError::not_found("merge"));
        }
        ContactDetail::load(&caller.app, id).await
    };
    making.answer(&caller.app.db, made, show).await
}

async fn make(caller: &Caller, id: i64, new: NewMerge, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    find(&caller.app, id).await?;
    let order = check(&caller.app, id, new).await?;
    let mut attempt = 0;
    let merged = loop {
        match write(caller, &order, request).await {
            Err(error) if try_again(&error, &mut attempt).await => {} // an import had one of them in hand
            merged => break merged?,
        }
    };
    merged.ok_or_else(|| ApiError::not_found("contact"))
}

async fn check(app: &App, id: i64, new: NewMerge) -> ApiResult<Order> {
    let NewMerge { other_id, values, email } = new;
    let known = fields::all(&app.db).await?;
    let mut places = Vec::new();
    if other_id == id {
        places.push(("/other_id".to_owned(), "A contact cannot be merged with itself.".to_owned()));
    } else if contacts::find(&app.db, ContactId(other_id)).await?.is_none() {
        places.push(("/other_id".to_owned(), "There is no such contact.".to_owned()));
    }
    let is_known = |name: &String| known.named(name).is_some_and(|field| field != Field::EMAIL);
    let unknown = values.keys().filter(|name| !is_known(name));
    places.extend(unknown.map(|name| (format!("/values/{name}"), "There is no such field.".to_owned())));
    if !places.is_empty() {
        let detail = "The contacts cannot be merged so.";
        let remedy = "Correct what is marked.";
        return Err(
            ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "merge_invalid", detail, remedy).at(places)
        );
    }
    let named = values.into_iter().chain(email.map(|side| ("email".to_owned(), side)));
    let values = named.map(|(field, side)| (field, side.into())).collect();
    Ok(Order { survivor: ContactId(id), other: ContactId(other_id), values })
}

async fn write(
    caller: &Caller,
    order: &Order,
    request: Option<RequestKey<'_>>,
) -> Result<Option<i64>, StoreError> {
    let mut work = caller.begin().await?;
    let merged = merges::merge(&mut work.tx, &work.known, order, work.now).await?;
    if let Some(id) = merged {
        if let Some(request) = request {
            requests::record(&mut work.tx, request, id, work.now).await?;
        }
        work.commit(&everything(), &[order.survivor.0]).await?;
    }
    Ok(merged)
}

/// Undoes a merge: the other contact comes back under its id, with what was its own. What came since stays here, and so do
/// values that were changed since.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}/merges/{merge_id}", operation_id = "undo_merge",
    params(("id" = i64, Path), ("merge_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn undo(caller: Caller, Path((id, merge_id)): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    let mut attempt = 0;
    let undone = loop {
        match write_undone(&caller, (ContactId(id), merge_id)).await {
            Err(error) if try_again(&error, &mut attempt).await => {}
            Err(StoreError::Taken) => return Err(address_taken()),
            undone => break undone?,
        }
    };
    if undone { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("merge")) }
}

async fn write_undone(caller: &Caller, merge: (ContactId, i64)) -> Result<bool, StoreError> {
    let mut work = caller.begin().await?;
    let back = merges::undo(&mut work.tx, &work.known, merge, work.now).await?;
    if let Some(other) = back {
        work.commit(&everything(), &[merge.0.0, other.0]).await?;
    }
    Ok(back.is_some())
}

/// Values, activities, groups, imports: whatever a condition can be about may be another now.
fn everything() -> Change {
    Change { created: true, ..Change::default() }
}

fn address_taken() -> ApiError {
    let detail = "The address of the contact that was merged belongs to another contact now.";
    let remedy = "Give that contact another address, or delete it, and undo the merge again.";
    ApiError::new(StatusCode::CONFLICT, "merge_address_taken", detail, remedy)
}
