use axum::Json;
use muster_domain::{ActivityTypeLabel, read_colour};
use muster_store::activity_types::{self, Change};
use muster_store::recalculate;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{ActivityType, invalid, is_builtin, unknown};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};

/// What to change of an activity type; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityTypeChange {
    /// Its name for people; of custom types only.
    label: Option<String>,
    /// Whether activities of it are recorded.
    enabled: Option<bool>,
    /// Whether a person may record it by hand.
    manual: Option<bool>,
    /// A colour's name, such as `teal`.
    colour: Option<String>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// Changes an activity type.
#[utoipa::path(patch, path = "/api/v1/activity-types/{name}", operation_id = "change_activity_type",
    params(("name" = String, Path)), request_body = ActivityTypeChange,
    responses((status = 200, body = ActivityType), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    caller: Caller,
    Path(name): Path<String>,
    extract::Json(asked): extract::Json<ActivityTypeChange>,
) -> ApiResult<Json<ActivityType>> {
    let mut tx = caller.app.db.begin().await?;
    recalculate::lock(&mut tx).await?;
    let stored = activity_types::find(&mut tx, &name).await?.ok_or_else(unknown)?;
    let known = json!({"label": stored.label, "enabled": stored.enabled, "manual": stored.manual, "colour": stored.colour});
    asked.before.check("activity type", &known)?;
    if stored.builtin && asked.label.as_ref().is_some_and(|label| *label != stored.label) {
        return Err(is_builtin("renamed"));
    }
    activity_types::change(&mut tx, &name, &read(&asked)?).await?;
    tx.commit().await?;
    let changed = activity_types::find(&caller.app.db, &name).await?.ok_or_else(unknown)?;
    Ok(Json(changed.into()))
}

fn read(asked: &ActivityTypeChange) -> ApiResult<Change> {
    Ok(Change {
        label: asked.label.as_deref().map(ActivityTypeLabel::parse).transpose().map_err(invalid)?,
        enabled: asked.enabled,
        manual: asked.manual,
        colour: asked.colour.as_deref().map(read_colour).transpose().map_err(invalid)?,
    })
}
