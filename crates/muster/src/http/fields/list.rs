use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::Field;
use crate::http::base::caller::Caller;
use crate::http::base::problem::ApiResult;

/// All fields of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldList {
    items: Vec<Field>,
}

/// The fields that a contact has: the standard ones, and those that the company added, by label.
#[utoipa::path(get, path = "/api/v1/fields", operation_id = "list_fields", responses((status = 200, body = FieldList)))]
pub async fn list(caller: Caller) -> ApiResult<Json<FieldList>> {
    let fields = muster_store::fields::all(&caller.app.db).await?;
    Ok(Json(FieldList { items: fields.all().map(Field::from).collect() }))
}
