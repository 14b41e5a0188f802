use axum::Json;
use muster_domain::{PersonaId, PersonaRules};
use muster_store::{conditions, personas, recalculate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::rules::{check, trying};

/// Rules and the threshold of a persona.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonaRulesDraft {
    /// As the rules of a score.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    /// From how many points on a contact is like it.
    threshold: i64,
}

/// How many have a persona, and would have it.
#[derive(Debug, Serialize, ToSchema)]
struct PersonaShift {
    /// Null for none.
    id: Option<i64>,
    name: Option<String>,
    present: i64,
    then: i64,
}

/// How contacts are spread over the personas now, and how they would be by other rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaPreview {
    /// Contacts that were looked at: all, or 20,000 spread evenly over them.
    tried: i64,
    /// Contacts in the whole base.
    contacts: i64,
    /// True when fewer than all were looked at: then all numbers below are extrapolated to the whole base.
    estimated: bool,
    /// In the order of the personas; last, those that have none.
    items: Vec<PersonaShift>,
    /// How many would have another persona.
    changed: i64,
}

/// Which personas contacts would have by other rules, beside those that they have. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/personas/{id}/preview", operation_id = "preview_persona", params(("id" = i64, Path)),
    request_body = PersonaRulesDraft,
    responses((status = 200, body = PersonaPreview), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(PersonaRulesDraft { rules, threshold }): extract::Json<PersonaRulesDraft>,
) -> ApiResult<Json<PersonaPreview>> {
    find(&caller.app.db, id).await?;
    let threshold = super::threshold(threshold)?;
    let known = conditions::known_to_all(&caller.app.db).await?;
    let own = PersonaRules { id: PersonaId(id), threshold, rules: check(&known, &rules)? };
    let (mut all, stored) = (Vec::new(), personas::rules(&caller.app.db).await?);
    for other in &stored {
        all.push(match PersonaId(other.persona_id) {
            id if id == own.id => own.clone(),
            id => PersonaRules {
                id,
                threshold: other.threshold,
                rules: recalculate::read_points(&other.rules, &known)?,
            },
        });
    }
    let trial = recalculate::try_personas(&caller.app.db, &known, &all, trying(&caller.app)).await?;
    let shift = |id: Option<PersonaId>, name: Option<String>| {
        let count = |found: &[Option<PersonaId>]| {
            trial.of_all(found.iter().filter(|found| **found == id).count() as i64)
        };
        PersonaShift { id: id.map(|id| id.0), name, present: count(&trial.present), then: count(&trial.then) }
    };
    let named = stored.iter().map(|one| shift(Some(PersonaId(one.persona_id)), Some(one.name.clone())));
    let pairs = trial.present.iter().zip(&trial.then);
    Ok(Json(PersonaPreview {
        tried: trial.then.len() as i64,
        contacts: trial.contacts,
        estimated: trial.is_estimated(),
        items: named.chain([shift(None, None)]).collect(),
        changed: trial.of_all(pairs.filter(|(present, then)| present != then).count() as i64),
    }))
}
