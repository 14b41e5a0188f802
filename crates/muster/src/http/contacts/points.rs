use axum::Json;
use axum::extract::State;
use muster_domain::condition::Known;
use muster_domain::points::{Earned, MAX_RULES, PointRule, explain, uses};
use muster_store::recalculate::{self, read_points};
use muster_store::{StoreError, conditions, personas, scores};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::extract::Path;
use crate::http::problem::{ApiError, ApiResult, Problem};

/// What a rule gives a contact.
#[derive(Debug, Serialize, ToSchema)]
struct ExplainedRule {
    name: String,
    /// `attribute`, `activity` or `condition`.
    kind: String,
    /// What the rule gives, once or each time.
    points: i64,
    /// What it gives this contact now.
    earned: i64,
    /// Activities that it counts.
    times: i64,
    /// When the first of them happened.
    since: Option<String>,
    /// When the latest of them happened.
    latest: Option<String>,
    /// When the points lapse, or have lapsed; null when they do not.
    until: Option<String>,
    /// The days after which an activity counts half.
    half_life: Option<i64>,
    /// The condition with `holds` beside every group of rules and rule, or the activity that is asked for.
    #[schema(value_type = Object)]
    about: Value,
}

/// A contact's points in a score, rule by rule.
#[derive(Debug, Serialize, ToSchema)]
struct ExplainedScore {
    id: i64,
    name: String,
    enabled: bool,
    /// As stored: while the score is being rebuilt these may be of the rules before.
    points: i64,
    limit: Option<i64>,
    rules: Vec<ExplainedRule>,
}

/// A contact's points for a persona, rule by rule.
#[derive(Debug, Serialize, ToSchema)]
struct ExplainedPersona {
    id: i64,
    name: String,
    picture: String,
    threshold: i64,
    /// The sum of the rules now.
    points: i64,
    /// True for the persona that the contact has.
    chosen: bool,
    rules: Vec<ExplainedRule>,
}

/// What a contact has of scores and personas, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactPoints {
    scores: Vec<ExplainedScore>,
    personas: Vec<ExplainedPersona>,
    /// Since when the contact has its persona; null when it has none.
    persona_since: Option<String>,
}

/// A contact's points in all scores and for all personas, rule by rule: how many, why, since when and until when.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/points", operation_id = "show_contact_points", params(("id" = i64, Path)),
    responses((status = 200, body = ContactPoints), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<ContactPoints>> {
    super::find(&app, id).await?;
    let known = conditions::known(&app.db).await?;
    let points = scores::points_of(&app.db, vec![id]).await?.remove(&id).unwrap_or_default();
    let persona = personas::personas_of(&app.db, vec![id]).await?.remove(&id);
    let mut told = ContactPoints {
        scores: Vec::new(),
        personas: Vec::new(),
        persona_since: persona.map(|persona| timestamp(persona.since).to_string()),
    };
    for score in scores::all(&app.db).await? {
        let own = points.iter().find(|(score_id, _)| score_id.0 == score.score_id);
        told.scores.push(ExplainedScore {
            id: score.score_id,
            name: score.name,
            enabled: score.enabled != 0,
            points: own.map_or(0, |(_, points)| *points),
            limit: score.limit_points,
            rules: explained(&app, &known, &score.rules, id).await?,
        });
    }
    for one in personas::all(&app.db).await? {
        let rules = explained(&app, &known, &one.rules, id).await?;
        told.personas.push(ExplainedPersona {
            id: one.persona_id,
            name: one.name,
            picture: one.picture,
            threshold: one.threshold,
            points: rules.iter().map(|rule| rule.earned).sum(),
            chosen: persona.is_some_and(|persona| persona.persona_id == one.persona_id),
            rules,
        });
    }
    Ok(Json(told))
}

/// What each rule gives a contact now. Rules that cannot be read any more explain nothing; their figures stay as they are.
async fn explained(app: &App, known: &Known, typed: &str, contact: i64) -> ApiResult<Vec<ExplainedRule>> {
    let Ok(rules) = read_points(typed, known) else { return Ok(Vec::new()) };
    let typed: Value = serde_json::from_str(typed).map_err(StoreError::from)?;
    let views = recalculate::views(&mut &app.db, known, &[contact], &uses(&rules)).await?;
    let view = views.first().ok_or_else(|| ApiError::not_found("contact"))?;
    let told = explain(&rules, &typed, view, app.clock.now()).into_iter();
    Ok(rules
        .iter()
        .zip(told)
        .enumerate()
        .map(|(place, (rule, told))| of(rule, told, &typed[place]))
        .collect())
}

fn of(rule: &PointRule, (earned, about): (Earned, Value), typed: &Value) -> ExplainedRule {
    let moment = |at: Option<i64>| at.map(|at| timestamp(at).to_string());
    ExplainedRule {
        name: rule.name.clone(),
        kind: typed["kind"].as_str().unwrap_or_default().to_owned(),
        points: rule.points,
        earned: earned.points,
        times: earned.times,
        since: moment(earned.first),
        latest: moment(earned.latest),
        until: moment(earned.until),
        half_life: typed["half_life"].as_i64(),
        about,
    }
}

const _: () = assert!(MAX_RULES <= 1_000, "all of them are told at once");
