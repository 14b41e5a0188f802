//! Activities: recorded in batches, by hand (`http/contacts/activities.rs`) and by web pages, and read as a log.

pub mod create;
pub mod history;
pub mod list;
pub mod preflight;
pub mod script;
mod sender;
#[cfg(test)]
mod tests;
pub mod track;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use muster_domain::{ActivityError, ActivityTexts};
use muster_store::activities::{Activity as Stored, Place, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::NO_PLACE;
use super::problem::{ApiError, sentence};
use crate::app::App;
use crate::clock::timestamp;
use crate::recording::reason;

/// A batch of 10,000 activities with some 1,600 bytes each.
const MAX_BATCH_BYTES: usize = 16 << 20;
/// One activity with every text at its limit, in the longest spelling that JSON has, and some room.
const MAX_TRACKED_BYTES: usize = 128 << 10;

/// The endpoints, with the lengths of what they take.
pub fn router() -> OpenApiRouter<App> {
    let batches = OpenApiRouter::new().routes(routes!(list::list, create::create));
    let tracked = OpenApiRouter::new().routes(routes!(track::create, preflight::allow));
    batches
        .layer(DefaultBodyLimit::max(MAX_BATCH_BYTES))
        .merge(tracked.layer(DefaultBodyLimit::max(MAX_TRACKED_BYTES)))
        .routes(routes!(script::download))
        .routes(routes!(history::list, history::create))
        .routes(routes!(history::show))
}

/// An activity of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Activity {
    id: i64,
    contact_id: i64,
    /// The name of its type.
    #[serde(rename = "type")]
    kind: String,
    /// When it happened.
    at: String,
    item: Option<String>,
    value: Option<String>,
    url: Option<String>,
    referrer: Option<String>,
    title: Option<String>,
    comment: Option<String>,
    campaign: Option<String>,
    utm_source: Option<String>,
    utm_medium: Option<String>,
    utm_content: Option<String>,
    culture: Option<String>,
}

impl From<Stored> for Activity {
    fn from(stored: Stored) -> Self {
        let ActivityTexts {
            item,
            value,
            url,
            referrer,
            title,
            comment,
            campaign,
            utm_source,
            utm_medium,
            utm_content,
            culture,
        } = stored.texts;
        Self {
            id: stored.activity_id,
            contact_id: stored.contact_id,
            kind: stored.kind,
            at: timestamp(stored.at).to_string(),
            item,
            value,
            url,
            referrer,
            title,
            comment,
            campaign,
            utm_source,
            utm_medium,
            utm_content,
            culture,
        }
    }
}

/// A place in a list of activities, as `after` and `next` write it: the time and the id of the last activity.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct Cursor(pub Place);

impl TryFrom<String> for Cursor {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let place = text.split_once('-').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
        let (at, activity_id) = place.ok_or(NO_PLACE)?;
        Ok(Self(Place { at, activity_id }))
    }
}

/// Where the page behind `last` begins, if this one is full.
pub fn next(last: Option<&Stored>, is_full: bool) -> Option<String> {
    last.filter(|_| is_full).map(|last| format!("{}-{}", last.at, last.activity_id))
}

/// A refusal as a problem.
pub fn refused(refusal: Refusal) -> ApiError {
    let (code, detail, remedy) = reason(refusal);
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail, remedy)
}

/// An activity that cannot be as it was sent, as a problem.
pub fn invalid(error: ActivityError) -> ApiError {
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        error.code(),
        sentence(&error.to_string()),
        error.remedy(),
    )
}
