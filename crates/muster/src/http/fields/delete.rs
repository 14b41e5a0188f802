use axum::extract::State;
use axum::http::StatusCode;
use muster_store::{fields, imports};

use super::find;
use super::usage::asking;
use crate::app::App;
use crate::http::extract::Path;
use crate::http::groups::all_uses;
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Deletes a field of the company's that no group and no running import uses. Its values are no longer seen.
#[utoipa::path(delete, path = "/api/v1/fields/{name}", operation_id = "delete_field", params(("name" = String, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(State(app): State<App>, Path(name): Path<String>) -> ApiResult<StatusCode> {
    let ByHand { mut tx, known, .. } = ByHand::begin(&Hand::of(&app)).await?;
    find(&known.fields, &name)?;
    let groups = asking(all_uses(&mut tx, &known).await?, &name);
    let imports = imports::unfinished_with_field(&mut tx, &name).await?;
    let groups = groups.iter().map(|group| format!("the contact group \"{}\"", group.name));
    let used_by: Vec<String> = groups.chain(imports.iter().map(|id| format!("import {id}"))).collect();
    if !used_by.is_empty() {
        let detail = format!("The field is used by {}.", used_by.join(", "));
        let remedy = "Take the field out of what uses it first.";
        let places = used_by.into_iter().map(|name| (String::new(), name));
        return Err(ApiError::new(StatusCode::CONFLICT, "field_in_use", detail, remedy).at(places));
    }
    fields::delete(&mut tx, &name).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
