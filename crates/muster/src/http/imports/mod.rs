//! Imports: `POST` places one, a dry run says what it would do, the others watch it and tell how it ended.

pub mod cancel;
pub mod create;
pub mod dry_run;
pub mod events;
pub mod example;
pub mod list;
pub mod reasons;
pub mod rejects;
pub mod rejects_csv;
pub mod show;

use muster_domain::import::{Blank, Counts as Counted, LeftOut};
use muster_domain::{ImportId, Target, Unfit};
use muster_store::files;
use muster_store::import_effects::{self, GroupEffect, ImportEffects as Effects, PersonaEffect, ScoreEffect};
use muster_store::imports::{self, Import as Stored};
use muster_store::rejects::{Lost, Outcome, ToldRow};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult};
use crate::http::shared::group_ref::GroupRef;
use crate::work::import::ImportFailure;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::Import, routes!(list::list, create::create)))
        .routes(allowed(Permission::Import, routes!(dry_run::create)))
        .routes(allowed(Permission::Import, routes!(show::show, cancel::cancel)))
        .routes(allowed(Permission::Import, routes!(events::events)))
        .routes(allowed(Permission::Import, routes!(reasons::show)))
        .routes(allowed(Permission::ReadContacts, routes!(rejects::list)))
        .routes(allowed(Permission::ReadContacts, routes!(rejects_csv::download)))
        .routes(allowed(Permission::Import, routes!(example::download)));
    tagged("imports", routes)
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// It waits for a process.
    Queued,
    /// It is being carried out.
    Running,
    /// All its rows are accounted for.
    Finished,
    /// It cannot be carried out; `failure` says why.
    Failed,
    /// Somebody stopped it; what it had written until then stays.
    Canceled,
}

/// What a blank cell does to a stored value.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlankCells {
    /// The stored value stays.
    Keep,
    /// The stored value is removed.
    Clear,
}

/// How the rows ended. `processed = imported + duplicates + not_imported`, and
/// `duplicates = updated + unchanged + repeated_in_file`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    processed: i64,
    imported: i64,
    duplicates: i64,
    not_imported: i64,
    updated: i64,
    unchanged: i64,
    repeated_in_file: i64,
    /// Values that their fields could not hold, in rows that were imported all the same.
    left_out: i64,
}

/// How far an import is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress {
    /// Rows in the file, once they are counted.
    rows_total: Option<i64>,
    /// Rows that are accounted for.
    rows_done: i64,
    /// Mean since the beginning.
    rows_per_second: Option<f64>,
    /// At that mean.
    seconds_left: Option<f64>,
}

/// What becomes of a row with a value that its field cannot hold.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnfitValues {
    /// The value is left out; the row is imported.
    #[default]
    Leave,
    /// The row is not imported.
    Reject,
}

/// A column of the file and the field that it fills.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportColumn {
    name: String,
    field: Option<String>,
    /// The column, from 0, that says row by row which telephone number the value is.
    label_column: Option<usize>,
    unfit: UnfitValues,
}

/// What an import did, or would do, to a contact group.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportEffect {
    group: GroupRef,
    /// Contacts that entered it.
    entered: i64,
    /// Contacts that left it.
    left: i64,
}

/// How many contacts reached the limit of a score by an import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportScoreEffect {
    score: ScoreRef,
    crossed: i64,
}

/// What a score is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreRef {
    id: i64,
    name: String,
}

/// How many contacts got and lost a persona by an import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPersonaEffect {
    /// Null for none.
    persona: Option<PersonaRef>,
    entered: i64,
    left: i64,
}

/// What a persona is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonaRef {
    id: i64,
    name: String,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    id: i64,
    state: ImportState,
    file_name: String,
    file_size: i64,
    group: Option<GroupRef>,
    blank: BlankCells,
    columns: Vec<ImportColumn>,
    counts: Counts,
    progress: Progress,
    /// How long it took, or has taken so far.
    seconds: f64,
    created_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    failure: Option<ImportFailure>,
    /// Why it waits, while something is in its way; it goes on by itself.
    trouble: Option<ImportFailure>,
    /// All empty in lists.
    #[serde(flatten)]
    effects: ImportEffects,
}

/// What an import did, or would do, beside.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ImportEffects {
    /// To contact groups.
    effects: Vec<ImportEffect>,
    /// Limits of scores that its contacts reached.
    score_effects: Vec<ImportScoreEffect>,
    /// Personas that its contacts got and lost.
    persona_effects: Vec<ImportPersonaEffect>,
}

/// Imports, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportList {
    items: Vec<Import>,
    next: Option<String>,
}

/// What was lost of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// All of it.
    NotImported,
    /// Some of its values; the rest was imported.
    LeftOut,
}

/// A value that was left out of a row that was imported.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutValue {
    /// Position in the file, from 0.
    column: usize,
    /// The column's name.
    name: String,
    /// The whole cell; null when nothing of the row is kept.
    value: Option<String>,
    code: &'static str,
    reason: String,
    remedy: String,
}

/// A row that was not imported, or not with all its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reject {
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    outcome: RowOutcome,
    /// The column in which the problem lies, if in one; the first of several.
    column: Option<String>,
    /// Its position in the file, from 0: several columns may have one name.
    column_number: Option<usize>,
    code: &'static str,
    reason: String,
    remedy: String,
    /// The values that were left out.
    values: Vec<LeftOutValue>,
    cells: Vec<String>,
}

/// Rows that were not imported, or not with all their values, in the order of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectList {
    items: Vec<Reject>,
    next: Option<String>,
}

/// The import with this id as it is now, and what it did to the groups.
async fn load(app: &App, id: i64) -> ApiResult<Import> {
    let stored = find(app, id).await?;
    let elsewhere = elsewhere(app, &stored).await?;
    let mut import = Import::at(app.clock.now(), stored);
    import.trouble = elsewhere.or(import.trouble);
    import.effects = import_effects::of(&app.db, ImportId(id)).await?.into();
    Ok(import)
}

impl From<Effects> for ImportEffects {
    fn from(Effects { groups, scores, personas }: Effects) -> Self {
        let group = |it: GroupEffect| {
            let group = GroupRef { id: it.group_id, name: it.name };
            ImportEffect { group, entered: it.entered, left: it.gone }
        };
        let score = |it: ScoreEffect| ImportScoreEffect {
            score: ScoreRef { id: it.score_id, name: it.name },
            crossed: it.crossed,
        };
        let persona = |it: PersonaEffect| {
            let persona = it.name.map(|name| PersonaRef { id: it.persona_id, name });
            ImportPersonaEffect { persona, entered: it.entered, left: it.gone }
        };
        Self {
            effects: groups.into_iter().map(group).collect(),
            score_effects: scores.into_iter().map(score).collect(),
            persona_effects: personas.into_iter().map(persona).collect(),
        }
    }
}

/// The import with this id, or 404.
async fn find(app: &App, id: i64) -> ApiResult<Stored> {
    imports::find(&app.db, ImportId(id)).await?.ok_or_else(|| ApiError::not_found("import"))
}

impl ImportState {
    fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Canceled)
    }
}

impl Import {
    /// A stored import as it is at the time `now`.
    fn at(now: i64, stored: Stored) -> Self {
        let seconds = elapsed(now, &stored);
        let broken_off = is_broken_off(now, &stored);
        Self {
            id: stored.import_id.0,
            state: if broken_off { ImportState::Failed } else { state(&stored.state) },
            group: stored.order.group.zip(stored.group_name).map(|(id, name)| GroupRef { id: id.0, name }),
            blank: stored.order.blank.into(),
            columns: columns(stored.order.header, stored.order.targets),
            progress: Progress::of(stored.rows_total, stored.counts, seconds),
            counts: stored.counts.into(),
            file_name: stored.order.file_name,
            file_size: stored.order.file_size,
            seconds,
            created_at: timestamp(stored.created_at).to_string(),
            started_at: stored.started_at.map(|at| timestamp(at).to_string()),
            finished_at: stored.finished_at.map(|at| timestamp(at).to_string()),
            failure: if broken_off {
                Some(ImportFailure::broken_off())
            } else {
                failure(stored.failure.as_deref())
            },
            trouble: failure(stored.trouble.as_deref()),
            effects: ImportEffects::default(),
        }
    }
}

/// How long an import waits for another server before that is told, in milliseconds.
const WAITS_UNNOTICED: i64 = 60_000;

/// Why an import waits whose file this server does not have.
async fn elsewhere(app: &App, stored: &Stored) -> ApiResult<Option<ImportFailure>> {
    let since = stored.lease_until.unwrap_or(stored.created_at);
    let waits = stored.finished_at.is_none() && since < app.clock.now() - WAITS_UNNOTICED;
    let Some(file_id) = stored.order.file_id.filter(|id| waits && !app.files.path(*id).exists()) else {
        return Ok(None);
    };
    let server = files::server(&app.db, file_id).await?.unwrap_or_else(|| "another server".into());
    Ok(Some(ImportFailure {
        code: "file_elsewhere".into(),
        detail: format!(
            "This import waits for the server that has its file ({server}): it is busy, or not at work."
        ),
        remedy: "If that server is gone, stop this import and import the file here.".into(),
    }))
}

/// An import from the command line whose process is gone: only the person can go on with it.
fn is_broken_off(now: i64, stored: &Stored) -> bool {
    let is_over = stored.finished_at.is_some();
    !is_over && stored.order.path.is_some() && stored.lease_until.is_none_or(|until| until < now)
}

fn failure(stored: Option<&str>) -> Option<ImportFailure> {
    stored.and_then(|failure| serde_json::from_str(failure).ok())
}

fn elapsed(now: i64, stored: &Stored) -> f64 {
    let start = stored.started_at.unwrap_or(now);
    (stored.finished_at.unwrap_or(now) - start).max(0) as f64 / 1000.0
}

fn state(stored: &str) -> ImportState {
    match stored {
        "queued" => ImportState::Queued,
        "running" => ImportState::Running,
        "finished" => ImportState::Finished,
        "canceled" => ImportState::Canceled,
        _ => ImportState::Failed,
    }
}

fn columns(header: Vec<String>, targets: Vec<Option<Target>>) -> Vec<ImportColumn> {
    let column = |(name, target): (String, Option<Target>)| match target {
        Some(Target { field, label_column, unfit }) => {
            ImportColumn { name, field: Some(field), label_column, unfit: unfit.into() }
        }
        None => ImportColumn { name, field: None, label_column: None, unfit: UnfitValues::default() },
    };
    header.into_iter().zip(targets).map(column).collect()
}

impl From<Counted> for Counts {
    fn from(counts: Counted) -> Self {
        Self {
            processed: counts.processed(),
            imported: counts.imported,
            duplicates: counts.duplicates(),
            not_imported: counts.not_imported,
            updated: counts.updated,
            unchanged: counts.unchanged,
            repeated_in_file: counts.repeated_in_file,
            left_out: counts.left_out,
        }
    }
}

impl Progress {
    fn of(rows_total: Option<i64>, counts: Counted, seconds: f64) -> Self {
        let rows_done = counts.processed();
        let rate = (rows_done > 0 && seconds > 0.0).then(|| rows_done as f64 / seconds);
        let left = rows_total.zip(rate).map(|(total, rate)| (total - rows_done).max(0) as f64 / rate);
        Self { rows_total, rows_done, rows_per_second: rate, seconds_left: left }
    }
}

impl From<Blank> for BlankCells {
    fn from(blank: Blank) -> Self {
        match blank {
            Blank::Keep => Self::Keep,
            Blank::Clear => Self::Clear,
        }
    }
}

impl From<BlankCells> for Blank {
    fn from(blank: BlankCells) -> Self {
        match blank {
            BlankCells::Keep => Self::Keep,
            BlankCells::Clear => Self::Clear,
        }
    }
}

impl From<Unfit> for UnfitValues {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Leave => Self::Leave,
            Unfit::Reject => Self::Reject,
        }
    }
}

impl From<UnfitValues> for Unfit {
    fn from(unfit: UnfitValues) -> Self {
        match unfit {
            UnfitValues::Leave => Self::Leave,
            UnfitValues::Reject => Self::Reject,
        }
    }
}

impl From<RowOutcome> for Outcome {
    fn from(outcome: RowOutcome) -> Self {
        match outcome {
            RowOutcome::NotImported => Self::NotImported,
            RowOutcome::LeftOut => Self::LeftOut,
        }
    }
}

impl Reject {
    fn of(row: ToldRow, header: &[String]) -> Option<Self> {
        let values: Vec<LeftOutValue> =
            row.left_out().iter().map(|value| LeftOutValue::of(value, &row.cells, header)).collect();
        let (outcome, column, problem) = match row.lost {
            Lost::Row { column, problem } => (RowOutcome::NotImported, column, problem),
            Lost::Values(values) => {
                let first = values.into_iter().next()?;
                (RowOutcome::LeftOut, Some(first.column), first.into())
            }
        };
        Some(Self {
            row: row.number,
            outcome,
            column: column.and_then(|column| header.get(column).cloned()),
            column_number: column,
            code: problem.code(),
            reason: problem.reason(),
            remedy: problem.remedy(),
            values,
            cells: row.cells,
        })
    }
}

impl LeftOutValue {
    fn of(value: &LeftOut, cells: &[String], header: &[String]) -> Self {
        Self {
            column: value.column,
            name: header.get(value.column).cloned().unwrap_or_default(),
            value: cells.get(value.column).cloned(),
            code: value.code(),
            reason: value.reason(),
            remedy: value.remedy(),
        }
    }
}

#[cfg(test)]
mod tests;
