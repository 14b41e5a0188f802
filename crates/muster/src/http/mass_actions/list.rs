use axum::Json;
use muster_store::work;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{KINDS, MassAction};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::{AfterId, Limit, next, page_size};
use crate::http::base::problem::ApiResult;

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct MassActionPage {
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterId>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// A page of mass actions.
#[derive(Debug, Serialize, ToSchema)]
pub struct MassActionList {
    items: Vec<MassAction>,
    next: Option<String>,
}

/// All mass actions, the newest first.
#[utoipa::path(get, path = "/api/v1/mass-actions", operation_id = "list_mass_actions", params(MassActionPage),
    responses((status = 200, body = MassActionList)))]
pub async fn list(caller: Caller, Query(page): Query<MassActionPage>) -> ApiResult<Json<MassActionList>> {
    let limit = page_size(page.limit);
    let items = super::load(
        &caller.app,
        work::list(&caller.app.db, &KINDS, page.after.map(|AfterId(id)| id), limit).await?,
    )
    .await?;
    let next = next(&items, limit, |last| last.id.to_string());
    Ok(Json(MassActionList { items, next }))
}
