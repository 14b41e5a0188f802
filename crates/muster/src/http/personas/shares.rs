use axum::Json;
use jiff::ToSpan as _;
use muster_store::contacts;
use muster_store::personas::{self, Day};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::problem::ApiResult;
use crate::http::shared::span::Span;

/// A day of all personas.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
struct PersonaDay {
    /// `YYYY-MM-DD`, UTC.
    day: String,
    /// How many contacts had each persona at its end, in the order of `ids`.
    contacts: Vec<i64>,
    /// How many contacts had none.
    none: i64,
}

/// How contacts were spread over the personas, day by day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaShares {
    /// The personas in their order.
    ids: Vec<i64>,
    /// The days, the oldest first.
    items: Vec<PersonaDay>,
}

/// How contacts were spread over the personas, day by day. Contacts that were deleted since are not counted among those who had
/// none.
#[utoipa::path(get, path = "/api/v1/persona-shares", operation_id = "show_persona_shares", params(Span),
    responses((status = 200, body = PersonaShares)))]
pub async fn show(caller: Caller, Query(span): Query<Span>) -> ApiResult<Json<PersonaShares>> {
    let (first, today) =
        (caller.app.clock.today().saturating_sub((span.days() - 1).days()), caller.app.clock.today());
    let stored = personas::all(&caller.app.db).await?;
    let days = personas::days(&caller.app.db, &first.to_string()).await?;
    let created = contacts::created_by_day(&caller.app.db, &first.to_string()).await?;
    let ids: Vec<i64> = stored.iter().map(|persona| persona.persona_id).collect();
    let mut now: Vec<i64> = stored.iter().map(|persona| persona.members).collect();
    let mut all = contacts::count(&caller.app.db, &contacts::Filter::default()).await?;
    let (mut items, mut day) = (Vec::new(), today);
    while day >= first {
        let spelled = day.to_string();
        let none = (all - now.iter().sum::<i64>()).max(0);
        items.push(PersonaDay { day: spelled.clone(), contacts: now.clone(), none });
        step_back(&mut now, &ids, days.iter().filter(|known| known.day == spelled));
        all -= created.get(&spelled).copied().unwrap_or(0);
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    items.reverse();
    Ok(Json(PersonaShares { ids, items }))
}

/// Before a day there were fewer by those who got a persona, more by those who lost it.
fn step_back<'a>(counts: &mut [i64], ids: &[i64], day: impl Iterator<Item = &'a Day>) {
    for known in day {
        if let Some(place) = ids.iter().position(|id| *id == known.persona_id) {
            counts[place] -= known.entered - known.gone;
        }
    }
}
