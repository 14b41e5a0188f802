use axum::Json;
use muster_store::activity_types;
use serde::Serialize;
use utoipa::ToSchema;

use super::ActivityType;
use crate::http::base::caller::Caller;
use crate::http::base::problem::ApiResult;

/// All activity types, the built-in ones first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityTypeList {
    items: Vec<ActivityType>,
}

/// The activity types, the built-in ones first.
#[utoipa::path(get, path = "/api/v1/activity-types", operation_id = "list_activity_types",
    responses((status = 200, body = ActivityTypeList)))]
pub async fn list(caller: Caller) -> ApiResult<Json<ActivityTypeList>> {
    let items = activity_types::list(&caller.app.db).await?.into_iter().map(ActivityType::from).collect();
    Ok(Json(ActivityTypeList { items }))
}
