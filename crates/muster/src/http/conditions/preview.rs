use axum::Json;
use muster_store::contacts::{self, Sort};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::Contact;
use crate::http::shared::selection;
use crate::work::mass_action::Selection;

const SAMPLE: i64 = 10;

/// A condition to try.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionTrial {
    /// As the builder writes it.
    #[schema(value_type = Object)]
    condition: Value,
    /// Only among contacts with these words.
    #[serde(default)]
    search: Option<String>,
    /// Only among members of this contact group.
    #[serde(default)]
    group_id: Option<i64>,
}

/// What a condition finds now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConditionPreview {
    count: i64,
    /// The newest ten.
    sample: Vec<Contact>,
}

/// Counts the contacts for which a condition is true, and shows some. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/conditions/preview", operation_id = "preview_condition",
    request_body = ConditionTrial,
    responses((status = 200, body = ConditionPreview), (status = 422, body = Problem)))]
pub async fn preview(
    caller: Caller,
    extract::Json(trial): extract::Json<ConditionTrial>,
) -> ApiResult<Json<ConditionPreview>> {
    let ConditionTrial { condition, search, group_id } = trial;
    let selection = Selection { ids: None, search, group_id, condition: Some(condition) };
    let filter = selection::filter(&caller.app, &selection).await?;
    let count = contacts::count(&caller.app.db, &filter).await?;
    let sample = if count == 0 {
        Vec::new()
    } else {
        contacts::list(&caller.app.db, &filter, &Sort::default(), None, SAMPLE).await?.contacts
    };
    Ok(Json(ConditionPreview { count, sample: sample.into_iter().map(Contact::from).collect() }))
}
