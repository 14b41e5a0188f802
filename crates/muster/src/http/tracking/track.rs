//! The one endpoint that strangers reach. It records activities of the contact with the given address, and nothing in
//! its answer, nor when it comes, tells whether there is such a contact: the activity is recorded behind the answer.

use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use muster_domain::{ActivityTexts, Email, RawActivity};
use muster_store::activities::{NewActivity, Sender, Who};
use muster_store::activity_types::{self, ActivityType};
use serde::Deserialize;
use utoipa::ToSchema;

use super::sender::{AllowedOrigin, Client};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Json;
use crate::http::base::problem::{ApiError, ApiResult, Problem, sentence};
use crate::http::shared::activity::invalid;
use crate::recording::record_tracked;

/// The built-in types that a page may send; of custom types it may send those that are switched on.
const TRACKED: [&str; 2] = ["page_visit", "form_submitted"];
const DAY: u32 = 24 * 60 * 60;

/// An activity that a web page sends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackedActivity {
    /// The visitor's e-mail address.
    email: String,
    /// `page_visit`, `form_submitted`, or a custom type.
    #[serde(rename = "type")]
    kind: String,
    /// How long ago it happened, up to a day; the page's own clock may be wrong.
    #[serde(default)]
    seconds_ago: u32,
    item: Option<String>,
    value: Option<String>,
    url: Option<String>,
    referrer: Option<String>,
    title: Option<String>,
    campaign: Option<String>,
    utm_source: Option<String>,
    utm_medium: Option<String>,
    utm_content: Option<String>,
    culture: Option<String>,
}

/// Takes an activity from a web page of a site that is allowed. Whether there is such a contact is not told, nor whether its
/// field `tracked` says no: then nothing is recorded.
#[utoipa::path(post, path = "/api/v1/track", operation_id = "track_activity", request_body = TrackedActivity,
    responses((status = 204), (status = 403, body = Problem), (status = 422, body = Problem),
        (status = 429, body = Problem, headers(("Retry-After" = u64, description = "seconds to wait")))))]
pub async fn create(
    caller: Caller,
    origin: AllowedOrigin,
    client: Client,
    tracked: Result<Json<TrackedActivity>, ApiError>,
) -> Response {
    origin.allow(match accept(caller, client, tracked).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => refusal.into_response(),
    })
}

async fn accept(
    caller: Caller,
    client: Client,
    tracked: ApiResult<Json<TrackedActivity>>,
) -> Result<(), NotTaken> {
    caller.app.tracking.count_client(client.0).map_err(NotTaken::TooMany)?;
    let Json(tracked) = tracked?;
    let email = Email::parse(&tracked.email).map_err(|error| {
        let detail = sentence(&error.to_string());
        unprocessable("email_invalid", &detail, "Send the address that the visitor gave.")
    })?;
    caller.app.tracking.count_address(&email).map_err(NotTaken::TooMany)?;
    let kind = activity_types::find(&caller.app.db, &tracked.kind).await.map_err(ApiError::from)?;
    if !kind.as_ref().is_some_and(may_be_tracked) {
        let detail = "Web pages send page_visit, form_submitted, or a custom type that is switched on.";
        return Err(unprocessable("activity_type_not_tracked", detail, "Choose one of those types.").into());
    }
    let new = read(tracked, email, caller.now()).map_err(invalid)?;
    let place = caller.app.tracking.enter().ok_or(NotTaken::TooMany(Duration::from_secs(1)))?;
    tokio::spawn(async move {
        if let Err(error) = record_tracked((&caller.app.recorder, caller.hand()), new).await {
            tracing::error!(%error, "a tracked activity is lost");
        }
        drop(place);
    });
    Ok(())
}

fn may_be_tracked(kind: &ActivityType) -> bool {
    kind.enabled && (!kind.builtin || TRACKED.contains(&kind.name.as_str()))
}

fn read(
    tracked: TrackedActivity,
    email: Email,
    now: i64,
) -> Result<NewActivity, muster_domain::ActivityError> {
    let texts = ActivityTexts {
        item: tracked.item,
        value: tracked.value,
        url: tracked.url,
        referrer: tracked.referrer,
        title: tracked.title,
        comment: None,
        campaign: tracked.campaign,
        utm_source: tracked.utm_source,
        utm_medium: tracked.utm_medium,
        utm_content: tracked.utm_content,
        culture: tracked.culture,
    };
    let happened = now - i64::from(tracked.seconds_ago.min(DAY)) * 1000;
    let activity = RawActivity { at: None, key: None, texts }.check(happened)?;
    Ok(NewActivity { index: 0, who: Who::Address(email), kind: tracked.kind, sender: Sender::Page, activity })
}

fn unprocessable(code: &str, detail: &str, remedy: &str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail, remedy)
}

/// Why a tracked activity is not taken.
enum NotTaken {
    TooMany(Duration),
    Problem(ApiError),
}

impl From<ApiError> for NotTaken {
    fn from(error: ApiError) -> Self {
        Self::Problem(error)
    }
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        match self {
            Self::Problem(error) => error.into_response(),
            Self::TooMany(wait) => {
                let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
                let (code, detail) =
                    ("too_many_requests", "Too many activities were sent in the last minute.");
                let remedy = "Wait as long as Retry-After says.";
                let error = ApiError::new(StatusCode::TOO_MANY_REQUESTS, code, detail, remedy);
                ([(header::RETRY_AFTER, seconds.max(1).to_string())], error).into_response()
            }
        }
    }
}
