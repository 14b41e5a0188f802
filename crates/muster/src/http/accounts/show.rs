use axum::Json;

use super::AccountDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// One account.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", operation_id = "show_account", params(("id" = i64, Path)),
    responses((status = 200, body = AccountDetail), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<AccountDetail>> {
    Ok(Json(AccountDetail::load(&caller.app, id).await?))
}
