use axum::Json;
use muster_store::contacts;
use serde::Serialize;
use utoipa::ToSchema;

use super::Which;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::problem::{ApiResult, Problem};

/// A number of contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactCount {
    count: i64,
}

/// How many contacts a list has.
#[utoipa::path(get, path = "/api/v1/contacts/count", operation_id = "count_contacts", params(Which),
    responses((status = 200, body = ContactCount), (status = 422, body = Problem)))]
pub async fn count(caller: Caller, Query(which): Query<Which>) -> ApiResult<Json<ContactCount>> {
    let filter = which.filter(&caller.app).await?;
    Ok(Json(ContactCount { count: contacts::count(&caller.app.db, &filter).await? }))
}
