use axum::Json;

use super::ContactGroupDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// One contact group.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}", operation_id = "show_group", params(("id" = i64, Path)),
    responses((status = 200, body = ContactGroupDetail), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ContactGroupDetail>> {
    Ok(Json(ContactGroupDetail::load(&caller.app, id).await?))
}
