//! Scores: rules that give points, and what came of them.

pub mod contacts;
pub mod create;
pub mod crossings;
pub mod delete;
pub mod distribution;
pub mod draft;
pub mod list;
pub mod notification;
pub mod preview;
pub mod publish;
pub mod show;
pub mod update;

use axum::http::StatusCode;
use muster_domain::ScoreId;
use muster_store::recalculate::Node;
use muster_store::scores::{self, Facts, Score as Stored};
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
use crate::http::shared::names::name_taken;
use crate::http::shared::rebuild::RebuildProgress;
use crate::work::recalculate::ByHand;

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
        .routes(allowed(Permission::ReadContacts, routes!(distribution::show)))
        .routes(allowed(Permission::ReadContacts, routes!(contacts::list)))
        .routes(allowed(Permission::ReadContacts, routes!(crossings::list)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(notification::show, notification::put)))
        .routes(allowed(Permission::ManageScoresAndPersonas, routes!(notification::test)));
    tagged("scores", routes)
}

/// Points of a limit, either way, at most.
const MAX_LIMIT: i64 = 1_000_000_000;

/// Where a score stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScoreState {
    /// The points are those that its rules give.
    Ready,
    /// Its rules are new, and contacts are being looked at by them.
    Rebuilding,
}

/// A score.
#[derive(Debug, Serialize, ToSchema)]
pub struct Score {
    id: i64,
    name: String,
    description: Option<String>,
    /// False when its points stay as they are, whatever changes.
    enabled: bool,
    /// The points whose reaching is recorded.
    limit: Option<i64>,
    state: ScoreState,
    /// How many rules it has.
    rule_count: usize,
    /// True when rules are being worked on that do not count yet.
    has_draft: bool,
    created_at: String,
    /// While its points are not those that they should be, because counting them failed.
    late: Option<Late>,
}

/// A score with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreDetail {
    #[serde(flatten)]
    score: Score,
    /// The rules by which it counts, as typed.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    /// Rules that are being worked on.
    #[schema(value_type = Option<Vec<Object>>)]
    draft: Option<Value>,
    /// While contacts are being looked at by new rules.
    progress: Option<RebuildProgress>,
    /// Groups, scores and personas whose rules ask for it.
    used_by: Vec<UserRef>,
}

impl Score {
    fn of(stored: &Stored, late: &LateResults) -> Result<Self, StoreError> {
        let rules: Value = serde_json::from_str(&stored.rules)?;
        Ok(Self {
            id: stored.score_id,
            name: stored.name.clone(),
            description: stored.description.clone(),
            enabled: stored.enabled != 0,
            limit: stored.limit_points,
            state: if stored.state == "rebuilding" { ScoreState::Rebuilding } else { ScoreState::Ready },
            rule_count: rules.as_array().map_or(0, Vec::len),
            has_draft: stored.draft.is_some(),
            created_at: timestamp(stored.created_at).to_string(),
            late: late.of(Node::Score(ScoreId(stored.score_id))),
        })
    }
}

impl ScoreDetail {
    /// The score with this id and all that belongs to it, or 404.
    async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let stored = find(&app.db, id).await?;
        let mut others = all_uses(&app.db, &*conditions::known(&app.db).await?).await?;
        others.remove(&User::Score(ScoreId(id)));
        let is_asked = |uses: &muster_domain::condition::Uses| {
            uses.scores.contains(&ScoreId(id)) || uses.crossings.contains(&ScoreId(id))
        };
        let draft = stored.draft.as_deref().map(serde_json::from_str).transpose();
        Ok(Self {
            score: Score::of(&stored, &LateResults::load(&app.db).await?)?,
            rules: serde_json::from_str(&stored.rules).map_err(StoreError::from)?,
            draft: draft.map_err(StoreError::from)?,
            progress: RebuildProgress::of(&app.db, Kind::ScoreRebuild, id).await?,
            used_by: asking(others, is_asked),
        })
    }
}

/// The score with this id, or 404.
async fn find(from: impl Select, id: i64) -> ApiResult<Stored> {
    scores::find(from, ScoreId(id)).await?.ok_or_else(|| ApiError::not_found("score"))
}

/// Writes what is said of a score; a name that another has is refused.
async fn write(work: &mut ByHand, id: ScoreId, facts: &Facts<'_>) -> ApiResult<()> {
    match scores::update(&mut work.tx, id, facts).await {
        Err(StoreError::Taken) => Err(name_taken("score")),
        written => Ok(written?),
    }
}

fn invalid(pointer: &str, code: &str, detail: String, remedy: &str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail.clone(), remedy)
        .at([(pointer.to_owned(), detail)])
}

fn limit(typed: i64) -> ApiResult<i64> {
    if (-MAX_LIMIT..=MAX_LIMIT).contains(&typed) {
        return Ok(typed);
    }
    Err(invalid(
        "/limit",
        "limit_invalid",
        "The limit has at most nine digits.".into(),
        "Enter fewer points.",
    ))
}

#[cfg(test)]
mod notification_tests;
#[cfg(test)]
mod tests;
