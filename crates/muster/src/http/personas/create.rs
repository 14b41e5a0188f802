use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::PersonaId;
use muster_store::StoreError;
use muster_store::personas::{self, Facts};
use muster_store::requests::{self, RequestKey};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{DRAWN, PersonaDetail};
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::names::{description, name, name_taken};
use crate::http::shared::rules::check_for;
use crate::work::recalculate::ByHand;

/// A persona to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPersona {
    /// Its name, of 1 to 200 characters, which no other persona has.
    name: String,
    /// What kind of person it is.
    #[serde(default)]
    description: Option<String>,
    /// The name of a drawn picture; one of them when left out.
    #[serde(default)]
    picture: Option<String>,
    /// From how many points on a contact is like it.
    threshold: i64,
    /// Rules that count at once.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    rules: Option<Value>,
}

/// Makes a persona, the last in the order; with rules, the personas of contacts are chosen anew in the background.
#[utoipa::path(post, path = "/api/v1/personas", operation_id = "create_persona", request_body = NewPersona,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = PersonaDetail), (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewPersona>,
) -> ApiResult<(StatusCode, Json<PersonaDetail>)> {
    let making = Making::of(&headers, "persona", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    let answer =
        making.answer(&caller.app.db, made, async |id| PersonaDetail::load(&caller.app, id).await).await?;
    caller.app.upkeep.notify_one();
    Ok(answer)
}

async fn make(caller: &Caller, new: &NewPersona, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let name = name(&new.name, "persona")?;
    let threshold = super::threshold(new.threshold)?;
    let given = new.picture.as_deref().map(|typed| super::picture(typed, false)).transpose()?;
    let mut work = caller.begin().await?;
    let others = work.known.personas.len();
    let picture = given.unwrap_or(DRAWN[others % DRAWN.len()]);
    let id = match personas::create(&mut work.tx, &name, (threshold, picture), work.now).await {
        Err(StoreError::Taken) => return Err(name_taken("persona")),
        created => created?,
    };
    let description = new.description.as_deref().and_then(description);
    let facts = Facts { description: Some(description.as_deref()), ..Facts::default() };
    personas::update(&mut work.tx, id, &facts).await?;
    if let Some(typed) = &new.rules {
        check_for(&mut work, (User::Persona(id), name.as_str()), typed).await?;
        personas::publish(&mut work.tx, id, (&typed.to_string(), threshold), work.now).await?;
    }
    let (ByHand { mut tx, now, .. }, PersonaId(id)) = (work, id);
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}
