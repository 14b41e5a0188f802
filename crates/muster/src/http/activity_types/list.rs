use axum::Json;
use axum::extract::State;
use muster_store::activity_types;
use serde::Serialize;
use utoipa::ToSchema;

use super::ActivityType;
use crate::app::App;
use crate::http::base::problem::ApiResult;

/// All activity types, the built-in ones first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityTypeList {
    items: Vec<ActivityType>,
}

/// The activity types, the built-in ones first.
#[utoipa::path(get, path = "/api/v1/activity-types", operation_id = "list_activity_types",
    responses((status = 200, body = ActivityTypeList)))]
pub async fn list(State(app): State<App>) -> ApiResult<Json<ActivityTypeList>> {
    let items = activity_types::list(&app.db).await?.into_iter().map(ActivityType::from).collect();
    Ok(Json(ActivityTypeList { items }))
}
