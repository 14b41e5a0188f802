use std::collections::BTreeMap;

use axum::Json;
use muster_domain::ScoreId;
use muster_store::{conditions, recalculate};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::distribution::{Axis, ScoreBar};
use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::rules::{check, trying};

/// Rules of a score.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreRules {
    /// Each with `name`, `points` and `kind`: `attribute` with `rule`, `condition` with `condition`, or `activity` with
    /// `activity`, `most`, `validity` and `half_life`.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
}

/// How points are spread now, and how they would be by other rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScorePreview {
    /// Contacts that were looked at: all, or 20,000 spread evenly over them.
    tried: i64,
    /// Contacts in the whole base.
    contacts: i64,
    /// True when fewer than all were looked at: then all numbers below are extrapolated to the whole base.
    estimated: bool,
    /// As it is; the bars are those of `then`.
    present: Vec<ScoreBar>,
    /// As it would be.
    then: Vec<ScoreBar>,
    /// How many would have other points.
    changed: i64,
    /// How many would have the limit's points or more, who have not; null when there is no limit.
    above: Option<i64>,
    /// How many would no longer have the limit's points.
    below: Option<i64>,
}

/// What rules would give, beside what contacts have. Nothing is stored.
#[utoipa::path(post, path = "/api/v1/scores/{id}/preview", operation_id = "preview_score", params(("id" = i64, Path)),
    request_body = ScoreRules,
    responses((status = 200, body = ScorePreview), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(ScoreRules { rules }): extract::Json<ScoreRules>,
) -> ApiResult<Json<ScorePreview>> {
    let stored = find(&caller.app.db, id).await?;
    let known = conditions::known_to_all(&caller.app.db).await?;
    let rules = check(&known, &rules)?;
    let trial =
        recalculate::try_score(&caller.app.db, &known, (ScoreId(id), &rules), trying(&caller.app)).await?;
    let all = || trial.present.iter().chain(&trial.then).copied();
    let axis = Axis::over(all().min().unwrap_or(0), all().max().unwrap_or(0));
    let bars = |points: &[i64]| {
        let mut counts = BTreeMap::new();
        for points in points {
            *counts.entry(axis.bar_of(*points)).or_default() += 1;
        }
        for count in counts.values_mut() {
            *count = trial.of_all(*count);
        }
        axis.bars(&counts)
    };
    let pairs = || trial.present.iter().zip(&trial.then);
    let passing = |is_so: &dyn Fn(i64, i64) -> bool| {
        trial.of_all(pairs().filter(|(present, then)| is_so(**present, **then)).count() as i64)
    };
    let limit = stored.limit_points;
    Ok(Json(ScorePreview {
        tried: trial.then.len() as i64,
        contacts: trial.contacts,
        estimated: trial.is_estimated(),
        present: bars(&trial.present),
        then: bars(&trial.then),
        changed: passing(&|present, then| present != then),
        above: limit.map(|limit| passing(&|present, then| present < limit && then >= limit)),
        below: limit.map(|limit| passing(&|present, then| present >= limit && then < limit)),
    }))
}
