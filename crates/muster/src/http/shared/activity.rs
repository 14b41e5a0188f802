//! An activity as every answer shows it, pages of activities, and why one is refused.

use axum::http::StatusCode;
use muster_domain::{ActivityError, ActivityTexts};
use muster_store::activities::{Activity as Stored, Page, Place, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::clock::timestamp;
use crate::http::base::paging::{Limit, NO_PLACE, page_size};
use crate::http::base::problem::{ApiError, sentence};
use crate::recording::reason;

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

/// Which activities.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ActivityPage {
    /// Only activities of the type with this name.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

impl ActivityPage {
    /// The same for the base.
    pub fn read(&self) -> Page<'_> {
        let after = self.after.map(|Cursor(place)| place);
        Page { kind: self.kind.as_deref(), after, limit: page_size(self.limit) }
    }
}

/// Where the page behind `last` begins.
pub fn place_behind(last: &Stored) -> String {
    format!("{}-{}", last.at, last.activity_id)
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
