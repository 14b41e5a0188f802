use axum::Json;
use muster_store::{conditions, fields, imports};
use serde::Serialize;
use utoipa::ToSchema;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::{UserRef, all_uses, asking};

/// What uses a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldUsage {
    /// How many contacts have a value in it.
    pub contacts: i64,
    /// Groups, scores and personas whose rules ask for it.
    pub used_by: Vec<UserRef>,
    /// Imports that have not ended and fill it.
    pub imports: Vec<i64>,
}

/// What uses a field of the company's.
#[utoipa::path(get, path = "/api/v1/fields/{name}/usage", operation_id = "show_field_usage",
    params(("name" = String, Path)),
    responses((status = 200, body = FieldUsage), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(name): Path<String>) -> ApiResult<Json<FieldUsage>> {
    let known = conditions::known(&caller.app.db).await?;
    find(&known.fields, &name)?;
    Ok(Json(FieldUsage {
        contacts: fields::count_values(&caller.app.db, &name).await?,
        used_by: asking(all_uses(&caller.app.db, &known).await?, |uses| uses.fields.contains(&name)),
        imports: imports::unfinished_with_field(&caller.app.db, &name).await?,
    }))
}
