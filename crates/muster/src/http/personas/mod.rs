//! Personas: kinds of people, by the points of rules, and who is like them.

pub mod create;
pub mod delete;
pub mod draft;
pub mod list;
pub mod order;
pub mod picture;
pub mod preview;
pub mod publish;
pub mod shares;
pub mod show;
pub mod update;

use axum::http::StatusCode;
use muster_domain::PersonaId;
use muster_domain::points::MAX_POINTS;
use muster_store::personas::{self, Persona as Stored};
use muster_store::recalculate::Node;
use muster_store::work::Kind;
use muster_store::{Select, StoreError, conditions};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult};
use crate::http::shared::in_use::{User, UserRef, all_uses, asking};
use crate::http::shared::late::{Late, LateResults};
use crate::http::shared::rebuild::RebuildProgress;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(create::create)))
        .routes(allowed(Permission::ReadContacts, routes!(show::show)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(update::update, delete::delete)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(draft::put, draft::delete)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(publish::publish)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(preview::preview)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(order::replace)))
        .routes(allowed(Permission::ReadContacts, routes!(picture::show)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(picture::put)))
        .routes(allowed(Permission::ReadContacts, routes!(shares::show)));
    tagged("personas", routes)
}

/// The drawn pictures that a persona may have.
const DRAWN: [&str; 8] = ["fox", "owl", "bear", "hare", "cat", "whale", "robin", "hedgehog"];
/// The name of a picture that was uploaded.
const OWN: &str = "own";

/// A persona.
#[derive(Debug, Serialize, ToSchema)]
pub struct Persona {
    id: i64,
    name: String,
    description: Option<String>,
    /// The name of a drawn picture, or `own` for one that was uploaded.
    picture: String,
    /// From how many points on a contact is like it.
    threshold: i64,
    /// How many contacts have it.
    contacts: i64,
    /// How many rules it has.
    rule_count: usize,
    /// True when rules or a threshold are being worked on that do not count yet.
    has_draft: bool,
    created_at: String,
}

/// Rules and a threshold that are being worked on.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaDraft {
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    threshold: i64,
}

/// A persona with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaDetail {
    #[serde(flatten)]
    persona: Persona,
    /// The rules by which it counts, as typed.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    draft: Option<PersonaDraft>,
    /// While the personas of contacts are chosen anew.
    progress: Option<RebuildProgress>,
    /// While contacts have not the personas that they should have, because choosing them failed.
    late: Option<Late>,
    /// Groups, scores and personas whose rules ask for it.
    used_by: Vec<UserRef>,
}

impl Persona {
    fn of(stored: &Stored) -> Result<Self, StoreError> {
        let rules: Value = serde_json::from_str(&stored.rules)?;
        Ok(Self {
            id: stored.persona_id,
            name: stored.name.clone(),
            description: stored.description.clone(),
            picture: stored.picture.clone(),
            threshold: stored.threshold,
            contacts: stored.members,
            rule_count: rules.as_array().map_or(0, Vec::len),
            has_draft: stored.draft.is_some(),
            created_at: timestamp(stored.created_at).to_string(),
        })
    }
}

impl PersonaDetail {
    /// The persona with this id and all that belongs to it, or 404.
    async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let progress = progress(app).await?; // before the figures: when nothing is under way any more, they are final
        let stored = personas::find(&app.db, PersonaId(id)).await?.ok_or_else(missing)?;
        let mut others = all_uses(&app.db, &*conditions::known(&app.db).await?).await?;
        others.remove(&User::Persona(PersonaId(id)));
        let draft = match stored.draft.as_deref() {
            Some(rules) => Some(PersonaDraft {
                rules: serde_json::from_str(rules).map_err(StoreError::from)?,
                threshold: stored.draft_threshold.unwrap_or(stored.threshold),
            }),
            None => None,
        };
        Ok(Self {
            persona: Persona::of(&stored)?,
            rules: serde_json::from_str(&stored.rules).map_err(StoreError::from)?,
            draft,
            progress,
            late: late(app).await?,
            used_by: asking(others, |uses| uses.persona_ids.contains(&PersonaId(id))),
        })
    }
}

/// How far the personas are chosen anew, while they are.
async fn progress(app: &App) -> ApiResult<Option<RebuildProgress>> {
    RebuildProgress::of(&app.db, Kind::PersonaRebuild, 0).await
}

/// How late the personas are.
async fn late(app: &App) -> ApiResult<Option<Late>> {
    Ok(LateResults::load(&app.db).await?.of(Node::Personas))
}

/// The persona with this id, or 404; its contacts are not counted.
async fn find(from: impl Select, id: i64) -> ApiResult<Stored> {
    personas::uncounted(from, PersonaId(id)).await?.ok_or_else(missing)
}

fn missing() -> ApiError {
    ApiError::not_found("persona")
}

fn threshold(typed: i64) -> ApiResult<i64> {
    if (1..=MAX_POINTS).contains(&typed) {
        return Ok(typed);
    }
    let detail = format!("The threshold is from 1 to {MAX_POINTS} points.");
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "threshold_invalid",
        detail.clone(),
        "Enter another number.",
    )
    .at([("/threshold".to_owned(), detail)]))
}

/// A picture's name; `own` only when there is one.
fn picture(typed: &str, has_own: bool) -> ApiResult<&str> {
    if DRAWN.contains(&typed) || (has_own && typed == OWN) {
        return Ok(typed);
    }
    let detail = format!("There is no such picture. There are {}.", DRAWN.join(", "));
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "picture_unknown",
        detail.clone(),
        "Choose one of them.",
    )
    .at([("/picture".to_owned(), detail)]))
}

#[cfg(test)]
mod tests;
