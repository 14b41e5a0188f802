use axum::Json;
use axum::extract::State;
use muster_domain::GroupId;
use muster_store::groups;

use super::ContactGroup;
use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{ApiError, ApiResult, Problem};

/// One contact group; its members are the contacts filtered by it.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}", operation_id = "show_group", params(("id" = i64, Path)),
    responses((status = 200, body = ContactGroup), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<ContactGroup>> {
    let group = groups::find(&app.db, GroupId(id)).await?;
    Ok(Json(group.ok_or_else(|| ApiError::not_found("contact group"))?.into()))
}
