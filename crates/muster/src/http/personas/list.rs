use axum::Json;
use muster_store::{contacts, personas};
use serde::Serialize;
use utoipa::ToSchema;

use super::Persona;
use crate::http::base::caller::Caller;
use crate::http::base::problem::ApiResult;
use crate::http::shared::late::Late;
use crate::http::shared::rebuild::RebuildProgress;

/// All personas.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaList {
    /// In their order, which decides between those that are level.
    items: Vec<Persona>,
    /// Contacts in the whole base; those that have no persona are the rest.
    contacts: i64,
    /// While the personas of contacts are chosen anew.
    progress: Option<RebuildProgress>,
    /// While contacts have not the personas that they should have, because choosing them failed.
    late: Option<Late>,
}

/// All personas in their order, with how many contacts have each.
#[utoipa::path(get, path = "/api/v1/personas", operation_id = "list_personas",
    responses((status = 200, body = PersonaList)))]
pub async fn list(caller: Caller) -> ApiResult<Json<PersonaList>> {
    // Before the figures: when nothing is under way any more, they are final.
    let progress = super::progress(&caller.app).await?;
    let stored = personas::all(&caller.app.db).await?;
    Ok(Json(PersonaList {
        items: stored.iter().map(Persona::of).collect::<Result<_, _>>()?,
        contacts: contacts::count(&caller.app.db, &contacts::Filter::default()).await?,
        progress,
        late: super::late(&caller.app).await?,
    }))
}
