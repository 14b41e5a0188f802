use axum::Json;
use muster_domain::condition::{ContactView, Known, Uses};
use muster_domain::import::Before;
use muster_domain::points::{Earned, MAX_RULES, PointRule, explain, since, uses};
use muster_domain::{ContactId, ScoreId};
use muster_store::figures::Figures;
use muster_store::recalculate::{self, read_points};
use muster_store::scores::Crossing;
use muster_store::{StoreError, conditions, contacts, personas, scores};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::find;

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
    /// When the first of them happened. Of a rule about fields alone: since when it has given its points.
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

/// The contact reached the limit of a score.
#[derive(Debug, Serialize, ToSchema)]
struct Reached {
    at: String,
    /// The points that it had then.
    points: i64,
}

impl From<Crossing> for Reached {
    fn from(crossing: Crossing) -> Self {
        Self { at: timestamp(crossing.at).to_string(), points: crossing.points }
    }
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
    /// When the contact reached the limit, the latest first.
    reached: Vec<Reached>,
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
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ContactPoints>> {
    find(&caller.app, id).await?;
    Ok(Json(ContactPoints::load(&caller.app, id).await?))
}

impl ContactPoints {
    /// Those of a contact that is there.
    pub async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let known = conditions::known(&app.db).await?;
        let (scores, personas) = (scores::all(&app.db).await?, personas::rules(&app.db).await?);
        let all =
            scores.iter().map(|score| &score.rules).chain(personas.iter().map(|persona| &persona.rules));
        let all: Vec<Readable> =
            all.map(|typed| Readable::of(typed, &known)).collect::<Result<_, StoreError>>()?;
        let mut needed = Uses::default();
        for one in &all {
            needed.add(&uses(&one.rules));
        }
        let views = recalculate::views(&mut &app.db, &known, &[id], &needed).await?;
        let view = views.first().ok_or_else(|| ApiError::not_found("contact"))?;
        let changes = changes(app, ContactId(id)).await?;
        let mut explained = all.iter().map(|one| one.explained(view, &changes, app.clock.now()));
        let figures = Figures::of(&app.db, vec![id]).await?;
        let mut crossings = scores::crossings_of(&app.db, ContactId(id)).await?;
        let told_scores = scores.into_iter().zip(explained.by_ref()).map(|(score, rules)| ExplainedScore {
            points: figures.points(ContactId(id), ScoreId(score.score_id)),
            reached: crossings
                .remove(&score.score_id)
                .unwrap_or_default()
                .into_iter()
                .map(Reached::from)
                .collect(),
            id: score.score_id,
            name: score.name,
            enabled: score.enabled != 0,
            limit: score.limit_points,
            rules,
        });
        let told_scores = told_scores.collect();
        let persona = figures.persona(ContactId(id));
        let told_personas = personas.into_iter().zip(explained).map(|(one, rules)| ExplainedPersona {
            points: rules.iter().map(|rule| rule.earned).sum(),
            chosen: persona.is_some_and(|persona| persona.persona_id == one.persona_id),
            id: one.persona_id,
            name: one.name,
            picture: one.picture,
            threshold: one.threshold,
            rules,
        });
        Ok(Self {
            scores: told_scores,
            personas: told_personas.collect(),
            persona_since: persona.map(|persona| timestamp(persona.since).to_string()),
        })
    }
}

/// Rules with what was typed; none when they cannot be read any more: they explain nothing, and their figures stay as they are.
struct Readable {
    rules: Vec<PointRule>,
    typed: Value,
}

impl Readable {
    fn of(typed: &str, known: &Known) -> Result<Self, StoreError> {
        let rules = read_points(typed, known).unwrap_or_default();
        Ok(Self { rules, typed: serde_json::from_str(typed)? })
    }

    /// What each rule gives a contact now.
    fn explained(&self, view: &ContactView, changes: &[(i64, Before)], now: i64) -> Vec<ExplainedRule> {
        let told = explain(&self.rules, &self.typed, view, now);
        let rules = self.rules.iter().zip(told).enumerate();
        rules
            .map(|(place, (rule, (earned, about)))| {
                let first = earned.first.or_else(|| since(rule, view, changes, now));
                of(rule, (Earned { first, ..earned }, about), &self.typed[place])
            })
            .collect()
    }
}

/// All changes of a contact, as [`since`] takes them.
async fn changes(app: &App, contact: ContactId) -> Result<Vec<(i64, Before)>, StoreError> {
    let history = contacts::history(&app.db, contact, i64::MAX).await?;
    Ok(history.into_iter().map(|change| (change.at, change.before)).collect())
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
