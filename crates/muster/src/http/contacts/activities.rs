//! What one contact did: the time line, and activities that a person records by hand.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{ActivityTexts, ContactId, RawActivity};
use muster_store::activities::{self, NewActivity, Sender, Who};
use muster_store::requests::RequestKey;
use muster_store::{activity_types, contacts};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path, Query};
use crate::http::base::making::Making;
use crate::http::base::paging::next;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::activity::{Activity, ActivityPage, invalid, place_behind, refused};
use crate::recording::record_by_hand;

/// A contact's activities, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityList {
    items: Vec<Activity>,
    next: Option<String>,
}

/// What a contact did, the latest first.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/activities", operation_id = "list_contact_activities",
    params(("id" = i64, Path), ActivityPage),
    responses((status = 200, body = ActivityList), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<ActivityPage>,
) -> ApiResult<Json<ActivityList>> {
    let (contact, page) = (ContactId(id), page.read());
    let found = activities::of_contact(&caller.app.db, contact, page).await?;
    if found.is_empty() {
        contacts::find(&caller.app.db, contact).await?.ok_or_else(unknown)?;
    }
    let next = next(&found, page.limit, place_behind);
    Ok(Json(ActivityList { items: found.into_iter().map(Activity::from).collect(), next }))
}

/// An activity that a person records.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualActivity {
    /// The name of its type, which must allow it.
    #[serde(rename = "type")]
    kind: String,
    /// When it happened (RFC 3339, or as a field of a moment takes it; UTC without an offset); now when not given.
    at: Option<String>,
    item: Option<String>,
    value: Option<String>,
    url: Option<String>,
    title: Option<String>,
    comment: Option<String>,
}

/// Records an activity by hand.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/activities", operation_id = "create_contact_activity",
    params(("id" = i64, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    request_body = ManualActivity,
    responses((status = 201, body = Activity), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
    extract::Json(new): extract::Json<ManualActivity>,
) -> ApiResult<(StatusCode, Json<Activity>)> {
    let contact = ContactId(id);
    let making = Making::of(&headers, "activity", format!("{id} {new:?}"))?;
    let made = make(&caller, contact, new, making.request());
    let show = async |activity| {
        let made = activities::find(&caller.app.db, contact, activity).await?;
        Ok(made.ok_or_else(|| ApiError::not_found("activity"))?.into())
    };
    making.answer(&caller.app.db, made, show).await
}

async fn make(
    caller: &Caller,
    contact: ContactId,
    new: ManualActivity,
    request: Option<RequestKey<'_>>,
) -> ApiResult<i64> {
    contacts::find(&caller.app.db, contact).await?.ok_or_else(unknown)?;
    let kind = activity_types::find(&caller.app.db, &new.kind).await?;
    if kind.is_some_and(|kind| !kind.manual) {
        let detail = "Activities of this type are not recorded by hand.";
        let remedy = "Allow it for the type, or choose another.";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "activity_not_manual", detail, remedy));
    }
    let recorded = record_by_hand(&caller.hand(), vec![read(new, contact, caller.now())?], request).await?;
    match (recorded.ids.first(), recorded.refused.first()) {
        (Some(id), _) => Ok(*id),
        (_, Some((_, refusal))) => Err(refused(*refusal)),
        (None, None) => Err(unknown()),
    }
}

fn read(new: ManualActivity, contact: ContactId, now: i64) -> ApiResult<NewActivity> {
    let ManualActivity { kind, at, item, value, url, title, comment } = new;
    let texts = ActivityTexts { item, value, url, title, comment, ..ActivityTexts::default() };
    let activity = RawActivity { at, key: None, texts }.check(now).map_err(invalid)?;
    Ok(NewActivity { index: 0, who: Who::Contact(contact), kind, sender: Sender::Person, activity })
}

fn unknown() -> ApiError {
    ApiError::not_found("contact")
}
