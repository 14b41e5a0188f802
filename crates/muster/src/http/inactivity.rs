//! The policy that deletes contacts of which nothing was heard for long.

use axum::Json;
use axum::http::StatusCode;
use muster_store::inactivity::{self, Policy};
use muster_store::recalculate;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Query};
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::Contact;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(show)))
        .routes(allowed(Permission::Administer, routes!(replace)))
        .routes(allowed(Permission::ReadContacts, routes!(preview)));
    tagged("inactivity-policy", routes)
}

/// A contact with less to tell of it may just be new.
const MIN_DAYS: i64 = 10;
/// A hundred years.
const MAX_DAYS: i64 = 36_500;
/// Contacts that a preview names.
const SAMPLE: i64 = 10;

/// Which contacts are deleted by themselves.
#[derive(Debug, Serialize, ToSchema)]
pub struct InactivityPolicy {
    /// Whether any are.
    enabled: bool,
    /// After how many days without an activity and without a change; at least 10.
    days: i64,
}

/// Which contacts are to be deleted by themselves.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInactivityPolicy {
    /// Whether any are.
    enabled: bool,
    /// After how many days without an activity and without a change; at least 10.
    #[serde(default = "a_year")]
    days: i64,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

fn a_year() -> i64 {
    365
}

/// Which policy a preview is of.
#[derive(Debug, Deserialize, IntoParams)]
pub struct InactivityDays {
    /// After how many days; those of the policy when not given.
    days: Option<i64>,
}

/// Whom the policy would delete now.
#[derive(Debug, Serialize, ToSchema)]
pub struct InactivityPreview {
    count: i64,
    /// Some of them, the oldest contacts.
    sample: Vec<Contact>,
}

/// The policy.
#[utoipa::path(get, path = "/api/v1/inactivity-policy", operation_id = "show_inactivity_policy",
    responses((status = 200, body = InactivityPolicy)))]
pub async fn show(caller: Caller) -> ApiResult<Json<InactivityPolicy>> {
    let Policy { enabled, days, .. } = inactivity::policy(&caller.app.db).await?;
    Ok(Json(InactivityPolicy { enabled, days }))
}

/// Replaces the policy. Switched on, it begins to delete at once, and looks again every hour.
#[utoipa::path(put, path = "/api/v1/inactivity-policy", operation_id = "replace_inactivity_policy",
    request_body = NewInactivityPolicy,
    responses((status = 200, body = InactivityPolicy), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn replace(
    caller: Caller,
    extract::Json(NewInactivityPolicy { enabled, days, before }): extract::Json<NewInactivityPolicy>,
) -> ApiResult<Json<InactivityPolicy>> {
    check(days)?;
    let mut tx = caller.app.db.begin().await?;
    recalculate::lock(&mut tx).await?;
    let stored = inactivity::policy(&mut tx).await?;
    before.check("policy", &json!({"enabled": stored.enabled, "days": stored.days}))?;
    inactivity::set_policy(&mut tx, enabled, days).await?;
    tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(Json(InactivityPolicy { enabled, days }))
}

/// Whom the policy would delete now, whether it is switched on or not.
#[utoipa::path(get, path = "/api/v1/inactivity-policy/preview", operation_id = "preview_inactivity_policy",
    params(InactivityDays),
    responses((status = 200, body = InactivityPreview), (status = 422, body = Problem)))]
pub async fn preview(
    caller: Caller,
    Query(asked): Query<InactivityDays>,
) -> ApiResult<Json<InactivityPreview>> {
    asked.days.map_or(Ok(()), check)?;
    let policy = inactivity::policy(&caller.app.db).await?;
    let policy = Policy { days: asked.days.unwrap_or(policy.days), ..policy };
    let cutoff = policy.cutoff(caller.now());
    let sample = inactivity::sample(&caller.app.db, cutoff, SAMPLE).await?;
    let count = inactivity::count(&caller.app.db, cutoff).await?;
    Ok(Json(InactivityPreview { count, sample: sample.into_iter().map(Contact::from).collect() }))
}

fn check(days: i64) -> ApiResult<()> {
    if (MIN_DAYS..=MAX_DAYS).contains(&days) {
        return Ok(());
    }
    let detail = "The number of days is from 10 to 36,500.";
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "inactivity_policy_invalid",
        detail,
        "Choose another.",
    )
    .at([("/days".to_owned(), detail.to_owned())]))
}
