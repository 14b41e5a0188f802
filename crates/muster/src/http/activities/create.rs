use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{ActivityError, ActivityTexts, ContactId, Email, EmailError, RawActivity};
use muster_store::activities::{NewActivity as New, Refusal, Who};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use utoipa::ToSchema;

use super::{reason, record};
use crate::app::App;
use crate::http::extract::{self, idempotency_key};
use crate::http::problem::{ApiError, ApiResult, Problem, sentence};

/// Activities of a batch, at most.
pub(super) const MOST: usize = 10_000;

/// An activity to record. Its contact is named by id or by e-mail address.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActivity {
    pub(super) contact_id: Option<i64>,
    pub(super) email: Option<String>,
    /// The name of its type.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// When it happened (RFC 3339); now when not given, and at most a day in the future.
    pub(super) at: Option<String>,
    /// Your name for it, of up to 200 characters: a contact's activity with the same key is recorded once.
    pub(super) key: Option<String>,
    pub(super) item: Option<String>,
    pub(super) value: Option<String>,
    pub(super) url: Option<String>,
    pub(super) referrer: Option<String>,
    pub(super) title: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) campaign: Option<String>,
    pub(super) utm_source: Option<String>,
    pub(super) utm_medium: Option<String>,
    pub(super) utm_content: Option<String>,
    pub(super) culture: Option<String>,
}

/// Activities to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityBatch {
    /// Up to 10,000.
    activities: Vec<NewActivity>,
}

/// An activity that is not recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedActivity {
    /// Its place in the batch, from 0.
    pub(super) index: usize,
    /// A stable word for programs.
    pub(super) code: &'static str,
    /// What is wrong, for people.
    pub(super) detail: String,
}

/// What became of the activities of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedActivities {
    /// How many are new.
    pub(super) recorded: i64,
    /// How many were recorded before, by their keys.
    pub(super) repeated: i64,
    /// Those that are not recorded.
    pub(super) rejected: Vec<RejectedActivity>,
}

/// Records activities. What cannot be recorded is named, the others are recorded, in one transaction.
#[utoipa::path(post, path = "/api/v1/activities", operation_id = "record_activities", request_body = ActivityBatch,
    params(("Idempotency-Key" = Option<String>, Header,
        description = "with the place in the batch, the key of every activity that has none")),
    responses((status = 200, body = RecordedActivities), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    extract::Json(batch): extract::Json<ActivityBatch>,
) -> ApiResult<Json<RecordedActivities>> {
    if batch.activities.len() > MOST {
        return Err(too_many(batch.activities.len()));
    }
    let key = idempotency_key(&headers, "batch")?;
    let keyed = batch.activities.into_iter().enumerate().map(|(index, mut activity)| {
        activity.key = activity.key.or_else(|| key.as_ref().map(|key| format!("{key}:{index}")));
        activity
    });
    Ok(Json(record_batch(&app, keyed).await?))
}

/// Records what can be recorded of a batch, and names the rest by their places.
pub(super) async fn record_batch(
    app: &App,
    batch: impl Iterator<Item = NewActivity>,
) -> ApiResult<RecordedActivities> {
    let (mut new, mut rejected) = (Vec::new(), Vec::new());
    for (index, activity) in batch.enumerate() {
        match check(index, activity, app.clock.now()) {
            Ok(activity) => new.push(activity),
            Err(error) => rejected.push(error.at(index)),
        }
    }
    let recorded = record(app, new, None).await?;
    rejected
        .extend(recorded.refused.into_iter().map(|(index, refusal)| RejectedActivity::at(index, refusal)));
    rejected.sort_by_key(|rejected| rejected.index);
    Ok(RecordedActivities { recorded: recorded.recorded, repeated: recorded.repeated, rejected })
}

fn too_many(sent: usize) -> ApiError {
    let detail = format!("The batch has {sent} activities.");
    let remedy = "Send at most 10,000 at a time.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_activities", detail, remedy)
}

/// Why an activity cannot be recorded as it was sent.
#[derive(Debug, Error)]
enum Fault {
    #[error("name the contact either by contact_id or by email")]
    Who,
    #[error("the e-mail address cannot be right: {0}")]
    Email(#[from] EmailError),
    #[error(transparent)]
    Activity(#[from] ActivityError),
}

impl Fault {
    fn at(&self, index: usize) -> RejectedActivity {
        let code = match self {
            Self::Who => "contact_not_named",
            Self::Email(_) => "email_invalid",
            Self::Activity(error) => error.code(),
        };
        RejectedActivity { index, code, detail: sentence(&self.to_string()) }
    }
}

impl RejectedActivity {
    fn at(index: usize, refusal: Refusal) -> Self {
        let (code, detail, _) = reason(refusal);
        Self { index, code, detail: detail.to_owned() }
    }
}

fn check(index: usize, new: NewActivity, now: i64) -> Result<New, Fault> {
    let who = match (new.contact_id, new.email) {
        (Some(id), None) => Who::Contact(ContactId(id)),
        (None, Some(address)) => Who::Address(Email::parse(&address)?),
        _ => return Err(Fault::Who),
    };
    let texts = ActivityTexts {
        item: new.item,
        value: new.value,
        url: new.url,
        referrer: new.referrer,
        title: new.title,
        comment: new.comment,
        campaign: new.campaign,
        utm_source: new.utm_source,
        utm_medium: new.utm_medium,
        utm_content: new.utm_content,
        culture: new.culture,
    };
    let activity = RawActivity { at: new.at, key: new.key, texts }.check(now)?;
    Ok(New { index, who, kind: new.kind, activity })
}
