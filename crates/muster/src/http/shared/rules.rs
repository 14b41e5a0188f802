//! Rules that give points: their check, those that are worked on, and their trial.

use axum::http::StatusCode;
use muster_domain::condition::{ConditionError, Known};
use muster_domain::points::{self, PointRule, check_new_rules};
use muster_store::recalculate::Trying;
use muster_store::{StoreError, conditions};
use serde_json::Value;

use super::in_use::{User, all_uses, refuse_cycle};
use crate::app::App;
use crate::http::base::problem::{ApiError, ApiResult};
use crate::work::recalculate::ByHand;

/// The rules that count, and those that are worked on: the same when no draft is stored, or a damaged one.
pub fn rules_of(counting: &str, draft: Option<&str>) -> Result<(Value, Value), StoreError> {
    let counting: Value = serde_json::from_str(counting)?;
    let worked_on = draft.and_then(|draft| serde_json::from_str(draft).ok());
    Ok((counting.clone(), worked_on.unwrap_or(counting)))
}

/// Checks rules that stand at `/rules` of a request.
pub fn check(known: &Known, typed: &Value) -> ApiResult<Vec<PointRule>> {
    check_new_rules(typed, known).map_err(invalid_rules)
}

fn invalid_rules(errors: Vec<ConditionError>) -> ApiError {
    let detail = "Some of the rules cannot be used.";
    let places = errors.into_iter().map(|error| (format!("/rules{}", error.pointer), error.detail));
    let remedy = "Correct the rules that are marked.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "rules_invalid", detail, remedy).at(places)
}

/// Checks rules for something, by which it must not depend on itself.
pub async fn check_for(
    ByHand { tx, known, .. }: &mut ByHand,
    own: (User, &str),
    typed: &Value,
) -> ApiResult<Vec<PointRule>> {
    let rules = check(&conditions::known_to_all(&mut *tx).await?, typed)?;
    refuse_cycle(&all_uses(&mut *tx, known).await?, own, &points::uses(&rules), "/rules")?;
    Ok(rules)
}

/// There is nothing to publish.
pub fn no_draft() -> ApiError {
    let detail = "There are no changed rules to publish.";
    ApiError::new(
        StatusCode::CONFLICT,
        "no_draft",
        detail,
        "Change the rules first; somebody may have published them.",
    )
}

/// How a trial is done: now, over as many contacts as the program looks at.
pub fn trying(app: &App) -> Trying {
    Trying { most: app.tried, now: app.clock.now() }
}
