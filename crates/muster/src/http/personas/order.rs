use std::collections::HashSet;

use axum::http::StatusCode;
use muster_domain::PersonaId;
use muster_store::personas;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// The order of the personas.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaOrder {
    /// The ids of all personas.
    ids: Vec<i64>,
    /// The order that is known to be changed.
    #[serde(default)]
    before: Before,
}

/// Puts the personas into another order, which decides between those that are level; the personas of contacts are chosen anew in
/// the background.
#[utoipa::path(put, path = "/api/v1/persona-order", operation_id = "put_persona_order", request_body = PersonaOrder,
    responses((status = 204), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn replace(
    caller: Caller,
    extract::Json(PersonaOrder { ids, before }): extract::Json<PersonaOrder>,
) -> ApiResult<StatusCode> {
    let mut work = caller.begin().await?;
    let stored = personas::rules(&mut work.tx).await?;
    let known: Vec<i64> = stored.iter().map(|persona| persona.persona_id).collect();
    before.check("order", &json!({"ids": known}))?;
    let named: HashSet<PersonaId> = ids.iter().copied().map(PersonaId).collect();
    if named != work.known.personas || named.len() != ids.len() {
        let detail = "The order names every persona once. Somebody may have added or deleted one.";
        let remedy = "Load the personas anew and order them again.";
        let error = ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "order_incomplete", detail, remedy);
        return Err(error.at([("/ids".to_owned(), detail.to_owned())]));
    }
    let ids: Vec<PersonaId> = ids.into_iter().map(PersonaId).collect();
    personas::reorder(&mut work.tx, &ids, work.now).await?;
    work.tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(StatusCode::NO_CONTENT)
}
