use axum::Json;
use axum::extract::State;

use super::ContactGroupDetail;
use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// One contact group.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}", operation_id = "show_group", params(("id" = i64, Path)),
    responses((status = 200, body = ContactGroupDetail), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<ContactGroupDetail>> {
    Ok(Json(ContactGroupDetail::load(&app, id).await?))
}
