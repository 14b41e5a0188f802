//! History from a file: the activities of a CSV file that other systems recorded, batch after batch.
//!
//! Each batch is recorded in one transaction with the place behind it, so that a file that is taken up again goes on there.

use std::fs::File;
use std::path::Path;

use muster_domain::import::RowProblem;
use muster_domain::{FieldKind, Reading, Style, StyleEvidence, hex, read_moment};
use muster_reader::{ContactFile, Options, ReadError, Record, survey, unguard_formula};
use muster_store::StoreError;
use muster_store::activity_types::{self, ActivityType};
use muster_store::files::StoredFile;
use muster_store::requests::{self, RequestKey};
use muster_store::work::{self, Kind, NewWork, Work};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use utoipa::ToSchema;

use super::Hand;
use super::import::{problem, remove_file};
use crate::app::App;
use crate::clock::timestamp;
use crate::recording::{Batch, MOST, NewActivity};

/// Rejected rows that are named; the others are counted.
const NAMED: usize = 1_000;

/// A row that is not recorded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RejectedRow {
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    /// A stable word for programs.
    code: String,
    /// What is wrong, for people.
    detail: String,
}

/// What became of a file's rows so far: `rows = recorded + repeated + not_recorded`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct RecordedRows {
    rows: i64,
    recorded: i64,
    /// Recorded before: by their keys, or because a row with the same cells was.
    repeated: i64,
    not_recorded: i64,
    /// How many of those that are not recorded are not because their contacts' field `tracked` says no.
    #[serde(default)]
    #[schema(required = true)]
    not_tracked: i64,
    /// The first thousand rows that are not recorded.
    rejected: Vec<RejectedRow>,
}

/// The file of an import of activities, and how far it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct History {
    /// The name of the file.
    pub file_name: String,
    /// What became of its rows.
    pub told: RecordedRows,
}

/// Why a file holds no history.
#[derive(Debug, Error)]
pub enum HistoryError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It does not say who did what.
    #[error("the header must have the columns type, and email or contact_id")]
    ColumnsMissing,
}

/// Looks whether the columns of a file are those of activities.
pub fn check(path: &Path) -> Result<(), HistoryError> {
    Rows::open(path).map(drop)
}

/// Asks for a file to be recorded; the id of the work.
pub async fn request(
    hand: &Hand,
    file: &StoredFile,
    request: Option<RequestKey<'_>>,
) -> Result<i64, StoreError> {
    let now = hand.clock.now();
    let history = History { file_name: file.name.clone(), told: RecordedRows::default() };
    let mut tx = hand.db.begin().await?;
    let new = NewWork {
        kind: Kind::ActivityImport,
        subject_id: Some(file.file_id),
        payload: serde_json::to_string(&history)?,
        contacts: &[],
        total: None,
        due: None,
    };
    let id = work::create(&mut tx, new, now).await?;
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Whether an order can be read.
pub(super) fn check_order(payload: &str) -> Result<(), StoreError> {
    serde_json::from_str::<History>(payload)?;
    Ok(())
}

/// Records what is left of a file.
pub(super) async fn carry_out(app: &App, mut work: Work) -> Result<(), StoreError> {
    let hand = Hand::of(app);
    let mut history: History = serde_json::from_str(&work.payload)?;
    let file_id = work.subject_id.unwrap_or_default();
    let path = app.files.path(file_id);
    let (mut rows, total) = tokio::task::block_in_place(|| open(&path, work.position)).map_err(damaged)?;
    work.total = Some(total);
    let types = activity_types::list(&app.db).await?;
    loop {
        let mut batch = tokio::task::block_in_place(|| rows.batch()).map_err(damaged)?;
        for row in &mut batch {
            row.name_type(&types);
        }
        if batch.is_empty() {
            break;
        }
        work.position += batch.len() as i64;
        let (numbers, activities): (Vec<u64>, Vec<NewActivity>) =
            history.told.without_flawed(batch).into_iter().unzip();
        let mut batch = Batch::record(&hand, activities.into_iter().map(Ok)).await?;
        history.told.add(&numbers, &batch);
        work.done = work.position;
        work.payload = serde_json::to_string(&history)?;
        work::advance(batch.tx(), &work, hand.sign()).await?;
        batch.commit().await?;
    }
    let mut tx = hand.db.begin().await?;
    work::finish(&mut tx, &work, None, hand.sign()).await?;
    tx.commit().await?;
    if let Err(error) = remove_file(app, file_id).await {
        tracing::warn!(file = file_id, %error, "an uploaded file stays for a day"); // when uploads are next tidied
    }
    Ok(())
}

/// The rows of a file behind so many, and how many there are in all.
fn open(path: &Path, behind: i64) -> Result<(Rows, i64), HistoryError> {
    let total = survey(File::open(path).map_err(ReadError::from)?, Options::default())?.rows;
    let style = Rows::open(path)?.style_of_times()?;
    let mut rows = Rows { style, ..Rows::open(path)? };
    for _ in 0..behind {
        rows.file.skip()?;
    }
    Ok((rows, total as i64))
}

fn damaged(error: impl Into<HistoryError>) -> StoreError {
    StoreError::Damaged(error.into().to_string())
}

impl RecordedRows {
    /// Takes the rows out that cannot be trusted as they are: they are not recorded.
    fn without_flawed(&mut self, batch: Vec<FileRow>) -> Vec<(u64, NewActivity)> {
        let mut sound = Vec::with_capacity(batch.len());
        for FileRow { number, problem, activity } in batch {
            let Some(problem) = problem else {
                sound.push((number, activity));
                continue;
            };
            self.rows += 1;
            self.not_recorded += 1;
            if self.rejected.len() < NAMED {
                let detail = format!("{} {}", problem.reason(), problem.remedy());
                self.rejected.push(RejectedRow { row: number, code: problem.code().into(), detail });
            }
        }
        sound
    }

    fn add(&mut self, numbers: &[u64], Batch { told, .. }: &Batch) {
        self.rows += numbers.len() as i64;
        self.recorded += told.recorded;
        self.repeated += told.repeated;
        self.not_recorded += told.rejected.len() as i64;
        self.not_tracked += told.not_tracked;
        let room = NAMED - self.rejected.len();
        self.rejected.extend(told.rejected.iter().take(room).map(|rejected| RejectedRow {
            row: numbers[rejected.index],
            code: rejected.code.to_owned(),
            detail: rejected.detail.clone(),
        }));
        self.rejected.sort_by_key(|rejected| rejected.row);
    }
}

/// A part of an activity that a column fills.
type Fill = fn(&mut NewActivity, String);

/// The columns by their names.
const COLUMNS: [(&str, Fill); 16] = [
    ("email", |activity, cell| activity.email = Some(cell)),
    ("contact_id", |activity, cell| activity.contact_id = Some(cell.parse().unwrap_or(0))),
    ("type", |activity, cell| activity.kind = cell),
    ("at", |activity, cell| activity.at = Some(cell)),
    ("key", |activity, cell| activity.key = Some(cell)),
    ("item", |activity, cell| activity.item = Some(cell)),
    ("value", |activity, cell| activity.value = Some(cell)),
    ("url", |activity, cell| activity.url = Some(cell)),
    ("referrer", |activity, cell| activity.referrer = Some(cell)),
    ("title", |activity, cell| activity.title = Some(cell)),
    ("comment", |activity, cell| activity.comment = Some(cell)),
    ("campaign", |activity, cell| activity.campaign = Some(cell)),
    ("utm_source", |activity, cell| activity.utm_source = Some(cell)),
    ("utm_medium", |activity, cell| activity.utm_medium = Some(cell)),
    ("utm_content", |activity, cell| activity.utm_content = Some(cell)),
    ("culture", |activity, cell| activity.culture = Some(cell)),
];

/// A column's name as [`COLUMNS`] has it; `E-Mail` is the commonest spelling of all.
fn column(name: &str) -> String {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    if name == "e_mail" { "email".to_owned() } else { name }
}

/// A row of the file.
struct FileRow {
    number: u64,
    problem: Option<RowProblem>,
    activity: NewActivity,
}

impl FileRow {
    /// Names the type that is meant by its name, if there is one.
    fn name_type(&mut self, types: &[ActivityType]) {
        if let Some(kind) = activity_types::meant(types, &self.activity.kind) {
            kind.name.clone_into(&mut self.activity.kind);
        }
    }
}

struct Rows {
    file: ContactFile<File>,
    columns: Vec<Option<Fill>>,
    /// Where the times are.
    at: Option<usize>,
    /// How they are read.
    style: Style,
}

impl Rows {
    fn open(path: &Path) -> Result<Self, HistoryError> {
        let file = ContactFile::open_whole(File::open(path).map_err(ReadError::from)?, Options::default())?;
        let has = |wanted: &str| file.header.iter().any(|name| column(name) == wanted);
        if !has("type") || !(has("email") || has("contact_id")) {
            return Err(HistoryError::ColumnsMissing);
        }
        let named = |name: &String| {
            let name = column(name);
            COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, fill)| *fill)
        };
        let columns = file.header.iter().map(named).collect();
        let at = file.header.iter().position(|name| column(name) == "at");
        Ok(Self { file, columns, at, style: Style::default() })
    }

    /// What all times show together: which of two numbers is the day.
    fn style_of_times(mut self) -> Result<Style, ReadError> {
        let (mut evidence, mut record) = (StyleEvidence::default(), Record::default());
        let Some(at) = self.at else { return Ok(Style::default()) };
        while self.file.read(&mut record)? {
            evidence.note(FieldKind::DateTime, &unguard_formula(record.cell(at).unwrap_or_default()));
        }
        Ok(evidence.style())
    }

    /// The next rows with their numbers; none at the end.
    fn batch(&mut self) -> Result<Vec<FileRow>, ReadError> {
        let (mut batch, mut record) = (Vec::new(), Record::default());
        while batch.len() < MOST && self.file.read(&mut record)? {
            let (problem, activity) = (self.problem(&record), self.activity(&record));
            batch.push(FileRow { number: record.row, problem, activity });
        }
        Ok(batch)
    }

    /// Why a row cannot be trusted as it is.
    fn problem(&self, record: &Record) -> Option<RowProblem> {
        let (expected, found) = (self.columns.len(), record.len());
        let has_surplus = record.cells().skip(expected).any(|cell| !cell.trim().is_empty());
        record.flaw.map(problem).or(has_surplus.then_some(RowProblem::TooManyCells { expected, found }))
    }

    /// A row as an activity. Without a key of its own its cells are the key.
    fn activity(&self, record: &Record) -> NewActivity {
        let mut activity = NewActivity::default();
        let mut hash = Sha256::new();
        for (cell, fill) in record.cells().zip(&self.columns) {
            hash.update(cell);
            hash.update([0]);
            if let Some(fill) = fill.filter(|_| !cell.trim().is_empty()) {
                fill(&mut activity, unguard_formula(cell).into_owned());
            }
        }
        activity.at = activity.at.map(|cell| self.spelled(cell));
        activity.key = activity.key.or_else(|| Some(format!("row:{}", hex(&hash.finalize()))));
        activity
    }

    /// A time as everybody reads it; one that is not understood stays, for whoever refuses it.
    fn spelled(&self, cell: String) -> String {
        let at = read_moment(&cell, Reading::in_column(self.style, 0)).ok().flatten();
        at.map_or(cell, |at| timestamp(at).to_string())
    }
}
