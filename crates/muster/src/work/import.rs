//! One import, from its file into the contact base: survey → read and check → divide → write by chunk.
//!
//! Reading and checking run on one thread, ahead of the writers by one chunk; each part has a writer of its own. The
//! position that a part commits with each chunk is the number of rows behind it, so whoever carries the import on
//! skips that many rows and continues.

use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use muster_domain::import::{Checked, Counts, Row, RowProblem, RowRules, by_address};
use muster_domain::{Fields, ImportId, MappedColumn, Mapping};
use muster_reader::{ContactFile, Encoding, Flaw, Options, ReadError, Record, unguard_formula};
use muster_store::bulk::{Chunk, ChunkWriter, ImportContext};
use muster_store::imports::{self, Import};
use muster_store::rejects::{Lost, ToldRow};
use muster_store::routes::{self, Routes};
use muster_store::{Backend, Db, StoreError, fields, files, indexes};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use utoipa::ToSchema;

use super::Hand;
use super::survey::{self, Survey};
use crate::app::App;
use crate::clock::Clock;

/// Rows that are read between two commits. SQLite touches most of its pages with every chunk, so few chunks are best;
/// PostgreSQL gains little and both keep to 256 MiB (measured at 1,000,000 rows onto 1,000,000 contacts).
pub fn chunk_rows(db: &Db) -> u64 {
    match db.backend() {
        Backend::Sqlite => 150_000,
        Backend::Postgres => 90_000,
    }
}

/// Rows of the first chunk.
const FIRST_ROWS: u64 = 10_000;

/// Rows of the first chunk of an import that was taken up so often at one place: fewer and fewer, until it is known at which row it
/// fails.
fn first_rows(attempts: i64) -> u64 {
    let halvings = 3 * u32::try_from((attempts - 2).clamp(0, 10)).unwrap_or_default();
    (FIRST_ROWS >> halvings).max(1)
}

/// Rows of a chunk, and of a part of a dry run, while people wait for SQLite's writer: about a quarter of a second.
pub(super) const AWAITED_ROWS: u64 = 10_000;
/// Bytes of rows that end a chunk early, so that memory stays bounded whatever they hold.
pub(super) const CHUNK_BYTES: usize = 24 << 20;
/// A chunk of fewer rows has such large ones that no other is made while it is written.
const FEW_ROWS: u64 = 100;
/// How often a row that is told is in memory while it is written: its cells, their JSON, and the database's copies of that.
const COPIES: usize = 6;
/// Bytes of a file for which an index costs more, row by row, than to build it anew.
pub const LARGE: i64 = 1 << 20;
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long an uploaded import waits after its database failed, in milliseconds.
const RETRY_AFTER: i64 = 15_000;
/// How often an import is taken up at one row: behind the third time in ever smaller chunks, the last time without the row.
const ATTEMPTS: i64 = 10;

/// Why an import cannot go on. [`ImportError::Store`] is tried again, within reason; the others end it.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The file is not the one that was mapped.
    #[error("the file has changed since it was chosen")]
    FileChanged,
    /// A part of the program failed unexpectedly.
    #[error("the program failed while it imported: {0}")]
    Panicked(String),
    /// It was tried often enough.
    #[error("{}", .0.detail)]
    KeepsFailing(Box<ImportFailure>),
    /// The database failed, or another process has taken over.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why an import failed, as stored and shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ImportFailure {
    /// A stable word for programs.
    pub code: String,
    /// What is wrong.
    pub detail: String,
    /// What to do about it.
    pub remedy: String,
}

impl ImportFailure {
    /// Of an import from the command line whose process is gone.
    pub fn broken_off() -> Self {
        Self {
            code: "broken_off".into(),
            detail: "The command that carried out this import was stopped before its end.".into(),
            remedy: "Give the same command again: it goes on where it stopped.".into(),
        }
    }

    /// The same, of one that nobody went on with.
    pub fn abandoned() -> Self {
        let remedy = "Give the same command again: it imports the whole file, and doubles nobody.".into();
        Self { remedy, ..Self::broken_off() }
    }
}

impl ImportError {
    /// The failure to record, or `None` when the import should be tried again.
    fn failure(&self) -> Option<ImportFailure> {
        let (code, remedy) = match self {
            Self::Read(error) => (error.code(), error.remedy()),
            Self::FileChanged => ("file_changed", "Start the import again with the file as it is now."),
            Self::Panicked(_) => {
                ("internal_error", "Start the import again; if it fails again, report this message.")
            }
            Self::KeepsFailing(failure) => return Some((**failure).clone()),
            Self::Store(StoreError::Damaged(_) | StoreError::Outdated(_)) => {
                ("data_damaged", "Report this message.") // what an import names is not deleted before its end
            }
            Self::Store(_) => return None,
        };
        Some(ImportFailure { code: code.into(), detail: self.to_string(), remedy: remedy.into() })
    }
}

/// Why an import waits.
fn trouble(error: &StoreError) -> ImportFailure {
    let (code, remedy) = match error {
        StoreError::Full => ("disk_full", "Free some space; the import goes on by itself."),
        StoreError::Away(_) => {
            ("database_away", "See that the database works; the import goes on by itself.")
        }
        error if error.is_retryable() => ("busy", "Nothing is to be done; the import goes on by itself."),
        _ => ("database_failed", "The import is tried again, in smaller steps."),
    };
    let detail = match error {
        StoreError::Full => "The disk of the database is full.".into(),
        error => error.to_string(),
    };
    ImportFailure { code: code.into(), detail, remedy: remedy.into() }
}

/// True to leave out the row at which an import ended each time. A command that was stopped by hand did not fail.
fn is_poisoned(import: &Import) -> bool {
    import.attempts == ATTEMPTS && (import.order.file_id.is_some() || import.trouble.is_some())
}

/// Why an import is given up that ended each time before it went on.
fn keeps_failing(import: &Import) -> ImportFailure {
    let trouble = import.trouble.as_deref().and_then(|json| serde_json::from_str::<ImportFailure>(json).ok());
    let why = trouble.map_or_else(|| "the program ended each time".to_owned(), |trouble| trouble.detail);
    ImportFailure {
        code: "keeps_failing".into(),
        detail: format!("The import did not go on though it was tried {ATTEMPTS} times: {why}."),
        remedy:
            "See that the database works, and start the import again; if it fails again, report this message."
                .into(),
    }
}

/// Carries out an uploaded import that this process owns, and records how it ended.
pub async fn carry_out(app: &App, id: ImportId) -> anyhow::Result<()> {
    let Some(import) = imports::find(&app.db, id).await? else { return Ok(()) };
    let Some((file_id, run)) = import.order.file_id.zip(ImportRun::of(app, &import)) else { return Ok(()) };
    tracing::info!(import = id.0, "import begins");
    match run.finish(&import).await {
        Ok(counts) => {
            tracing::info!(import = id.0, processed = counts.processed(), "import finished");
            remove_file(app, file_id).await?;
        }
        Err(ImportError::Store(StoreError::NotOwner)) => {
            tracing::warn!(import = id.0, "import passed to another process");
        }
        Err(error) => tracing::error!(import = id.0, %error, "import stopped"),
    }
    Ok(())
}

/// Deletes the file of an import that has finished, unless it was ordered twice.
pub async fn remove_file(app: &App, file_id: i64) -> anyhow::Result<()> {
    if files::list_unneeded(&app.db, i64::MAX).await?.contains(&file_id) {
        app.files.remove(file_id).await?;
        files::delete(&app.db, file_id).await?;
    }
    Ok(())
}

/// How far an import is, for whoever watches in this process.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rows in the file; 0 until they are counted.
    pub total: AtomicU64,
    /// Rows behind the parts, on average.
    pub done: AtomicU64,
}

/// The writers of an import; each ends when it has written all.
type Writers = JoinSet<Result<(), StoreError>>;

/// An import in the hands of this process.
#[derive(Debug, Clone)]
pub struct ImportRun {
    /// The contact base.
    pub db: Db,
    /// Tells the time.
    pub clock: Clock,
    /// The name under which this process owns the import.
    pub owner: String,
    /// The file.
    pub path: PathBuf,
    /// Rows between two commits.
    pub chunk_rows: u64,
    /// How long the import waits after its database failed, in milliseconds.
    pub retry_after: i64,
    /// Kept up to date while the import runs.
    pub progress: Arc<Progress>,
}

impl ImportRun {
    /// By the server; `None` for a file that was not uploaded.
    pub fn of(app: &App, import: &Import) -> Option<Self> {
        Some(Self {
            db: app.db.clone(),
            clock: app.clock,
            owner: app.owner.to_string(),
            path: app.files.path(import.order.file_id?),
            chunk_rows: chunk_rows(&app.db),
            retry_after: RETRY_AFTER,
            progress: Arc::default(),
        })
    }

    /// Runs the import, which this process has claimed, to its end, and records that end.
    pub async fn finish(&self, import: &Import) -> Result<Counts, ImportError> {
        let id = import.import_id;
        let run = tokio::select! {
            run = self.run(import) => run,
            error = self.stay_owner(id) => Err(error.into()),
        };
        // Nobody asks any more whose the import is: once it has ended it is nobody's.
        let result = match run {
            Ok(counts) => self.end(id, None).await.map(|()| counts).map_err(ImportError::from),
            Err(error) => Err(error),
        };
        if let Err(error) = &result {
            self.record(id, error).await?;
        }
        result
    }

    async fn end(&self, id: ImportId, failure: Option<String>) -> Result<(), StoreError> {
        imports::finish(&self.db, id, &self.owner, failure, self.clock.now()).await
    }

    async fn record(&self, id: ImportId, error: &ImportError) -> Result<(), StoreError> {
        match (error.failure(), error) {
            (Some(failure), _) => self.end(id, Some(serde_json::to_string(&failure)?)).await,
            (None, ImportError::Store(error)) if !matches!(error, StoreError::NotOwner) => {
                self.try_later(id, error).await
            }
            _ => Ok(()),
        }
    }

    /// Leaves the import to be taken up again. What passes is waited for as long as it lasts.
    async fn try_later(&self, id: ImportId, error: &StoreError) -> Result<(), StoreError> {
        let trouble = (serde_json::to_string(&trouble(error))?, error.is_passing());
        imports::postpone(&self.db, id, &self.owner, self.clock.now() + self.retry_after, trouble).await
    }

    /// Returns only when the import has passed to another process.
    async fn stay_owner(&self, id: ImportId) -> StoreError {
        loop {
            tokio::time::sleep(HEARTBEAT).await;
            if let Err(StoreError::NotOwner) =
                imports::renew(&self.db, id, &self.owner, self.clock.now()).await
            {
                return StoreError::NotOwner;
            }
        }
    }

    /// Passes over the whole file, and tells how many rows it has and what they say together.
    pub async fn survey(&self, import: &Import) -> Result<Survey, ImportError> {
        let fields = fields::all(&self.db).await?;
        let rules = rules(import, &fields)?;
        let path = self.path.clone();
        let options = options(import);
        let survey =
            join(tokio::task::spawn_blocking(move || survey::of(open(&path)?, options, &rules)).await)??;
        self.progress.total.store(survey.rows, Ordering::Relaxed);
        Ok(survey)
    }

    async fn run(&self, import: &Import) -> Result<Counts, ImportError> {
        if import.attempts > ATTEMPTS {
            return Err(ImportError::KeepsFailing(Box::new(keeps_failing(import))));
        }
        let import = &self.surveyed(import).await?;
        if import.order.file_size >= LARGE
            && let Err(error) = indexes::set_aside(&self.db).await
        {
            tracing::warn!(%error, "an index stays while the file is imported");
        }
        self.write(import).await?;
        let hand = Hand { db: self.db.clone(), clock: self.clock, owner: self.owner.as_str().into() };
        super::recalculate::finish_import(&hand, import.import_id).await?;
        let import = imports::find(&self.db, import.import_id).await?;
        Ok(import.map(|import| import.counts).unwrap_or_default())
    }

    /// Reads and writes what is left to do.
    async fn write(&self, import: &Import) -> Result<(), ImportError> {
        let fields = fields::all(&self.db).await?;
        let context = Arc::new(context(import, &fields, &self.owner, false)?);
        let mut writers = Vec::new();
        for part in 0..context.parts {
            writers.push(ChunkWriter::open(&self.db, Arc::clone(&context), part).await?);
        }
        let positions: Vec<u64> = writers.iter().map(ChunkWriter::position).collect();
        self.progress.done.store(positions.iter().copied().min().unwrap_or(0), Ordering::Relaxed);
        let (senders, tasks) = self.start_writers(writers);
        let routes = routes::of(&self.db, import.import_id, import.parts).await?;
        let source = Source::new(self, import, &fields, routes)?;
        let header = import.order.header.clone();
        let reading = tokio::task::spawn_blocking(move || source.read(&header, &positions, &senders));
        let read = join(reading.await);
        finish_writers(tasks).await?; // a writer's error is the cause when the reader found its channel closed
        read?
    }

    /// The import with what its whole file tells, which is looked at before anything is written.
    async fn surveyed(&self, import: &Import) -> Result<Import, ImportError> {
        if let Some(rows) = import.rows_total {
            self.progress.total.store(rows as u64, Ordering::Relaxed);
            return Ok(import.clone());
        }
        let Survey { rows, facts } = self.survey(import).await?;
        imports::note_survey(&self.db, import.import_id, &self.owner, rows as i64, &facts).await?;
        // What ended before was the survey, at no row.
        let attempts = import.attempts.min(1);
        Ok(Import { rows_total: Some(rows as i64), facts, attempts, ..import.clone() })
    }

    fn start_writers(&self, writers: Vec<ChunkWriter>) -> (Vec<mpsc::Sender<Sent>>, Writers) {
        let mut tasks = JoinSet::new();
        let count = writers.len() as u64;
        let senders = writers.into_iter().map(|mut writer| {
            let (sender, mut chunks) = mpsc::channel::<Sent>(1);
            let (clock, progress, db) = (self.clock, Arc::clone(&self.progress), self.db.clone());
            tasks.spawn(async move {
                while let Some(Sent { chunk, written: _written }) = chunks.recv().await {
                    let before = writer.position();
                    db.let_others_write().await;
                    writer.write(chunk, clock.now()).await?;
                    progress.done.fetch_add((writer.position() - before) / count, Ordering::Relaxed);
                }
                Ok(())
            });
            sender
        });
        (senders.collect(), tasks)
    }
}

async fn finish_writers(mut tasks: Writers) -> Result<(), ImportError> {
    while let Some(ended) = tasks.join_next().await {
        join(ended)??;
    }
    Ok(())
}

/// The result of a task, whose panic must not end the worker that waits for it.
pub(super) fn join<T>(ended: Result<T, tokio::task::JoinError>) -> Result<T, ImportError> {
    ended.map_err(|error| ImportError::Panicked(error.to_string()))
}

/// Opens a file for one pass.
fn open(path: &Path) -> Result<File, ReadError> {
    Ok(File::open(path)?)
}

pub(super) fn context(
    import: &Import,
    fields: &Fields,
    owner: &str,
    dry_run: bool,
) -> Result<ImportContext, StoreError> {
    Ok(ImportContext {
        import_id: import.import_id,
        owner: owner.to_owned(),
        fields: rules(import, fields)?.fields(),
        blank: import.order.blank,
        group: import.order.group,
        parts: import.parts,
        began_at: import.created_at,
        dry_run,
    })
}

/// What every row of an import must keep to; [`StoreError::Outdated`] when a field of a dry run, which no import keeps, is gone.
/// Birthdays are told from the future by the time of the order, so that an import that is carried on goes on as it began.
fn rules(import: &Import, fields: &Fields) -> Result<RowRules, StoreError> {
    let targets = import.order.targets.iter().enumerate();
    let typed: Vec<MappedColumn> = targets
        .filter_map(|(column, target)| Some(MappedColumn { column, target: target.clone()? }))
        .collect();
    let mapping = Mapping::resolve(fields, import.order.header.len(), &typed)
        .map_err(|error| StoreError::Outdated(error.to_string()))?;
    Ok(RowRules::new(mapping, &import.facts, import.created_at))
}

/// How the file is read: as it was when the import was asked for.
fn options(import: &Import) -> Options {
    Options {
        encoding: import.order.encoding.as_deref().and_then(Encoding::named),
        delimiter: u8::try_from(import.order.delimiter).ok(),
    }
}

/// The reading half of an import.
pub(super) struct Source {
    path: PathBuf,
    db: Db,
    options: Options,
    chunk_rows: u64,
    rules: RowRules,
    /// True to leave out the first row: the import has failed at it each time.
    is_poisoned: bool,
    first_rows: u64,
    routes: Routes,
}

impl Source {
    pub(super) fn new(
        run: &ImportRun,
        import: &Import,
        fields: &Fields,
        routes: Routes,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            path: run.path.clone(),
            db: run.db.clone(),
            options: options(import),
            chunk_rows: run.chunk_rows,
            rules: rules(import, fields)?,
            first_rows: first_rows(import.attempts),
            is_poisoned: is_poisoned(import),
            routes,
        })
    }

    /// The file for one pass over its rows.
    pub(super) fn open(&self, header: &[String]) -> Result<ContactFile<File>, ImportError> {
        let file = ContactFile::open_whole(open(&self.path)?, self.options)?;
        if file.header == header { Ok(file) } else { Err(ImportError::FileChanged) }
    }

    /// Reads, checks and divides all rows behind the parts' positions.
    fn read(
        self,
        header: &[String],
        positions: &[u64],
        senders: &[mpsc::Sender<Sent>],
    ) -> Result<(), ImportError> {
        let mut file = self.open(header)?;
        let mut position = positions.iter().copied().min().unwrap_or(0);
        for _ in 0..position {
            if !file.skip()? {
                return Err(ImportError::FileChanged);
            }
        }
        let mut divider = Divider::new(positions);
        let mut record = Record::default();
        let (start, mut sent) = (position, position);
        let poison = self.is_poisoned.then_some(position + 1);
        while file.read(&mut record)? {
            position += 1;
            let (row, told) = self.check(&record);
            let part = row.as_ref().map_or(0, |row| self.part(row)); // those of nobody are the first part's
            if poison == Some(position) {
                divider.add(part, (None, Some(not_stored(&record))), position);
            } else {
                divider.add(part, (row, told), position);
            }
            // Small chunks at first, so that the writers need not wait for the first large one.
            let full = (sent - start + self.first_rows).min(self.chunk_rows);
            if position - sent >= full || divider.bytes > CHUNK_BYTES || self.is_wanted(position - sent) {
                let written = divider.send(position, senders)?;
                if position - sent < FEW_ROWS {
                    record = Record::default();
                    written.into_iter().for_each(wait_for);
                } else {
                    wait_for_room(senders)?;
                }
                sent = position;
            }
        }
        divider.send(position, senders).map(drop)
    }

    /// True when so many rows are a chunk because people wait for the writer.
    fn is_wanted(&self, rows: u64) -> bool {
        rows >= AWAITED_ROWS && self.db.is_awaited()
    }

    /// The part that takes a row.
    pub(super) fn part(&self, row: &Row) -> u32 {
        self.routes.part(&row.key)
    }

    /// The row, if it can be imported, and what is to be told of it, or may be.
    pub(super) fn check(&self, record: &Record) -> (Option<Row>, Option<ToldRow>) {
        let cells = Cells::of(record);
        let checked = match record.flaw {
            Some(flaw) => Err((None, problem(flaw))),
            None => self.rules.check(record.row, record.len(), |column| cells.get(column)),
        };
        match checked {
            Ok(Checked { row, left_out, spares }) if left_out.is_empty() && spares.is_empty() => {
                (Some(row), None)
            }
            Ok(Checked { row, left_out, spares }) => {
                (Some(row), Some(ToldRow { spares, ..told(record, Lost::Values(left_out)) }))
            }
            Err((column, problem)) => (None, Some(told(record, Lost::Row { column, problem }))),
        }
    }
}

/// What is told of a row.
fn told(record: &Record, lost: Lost) -> ToldRow {
    let cells = record.cells().map(str::to_owned).collect();
    ToldRow { number: record.row, lost, spares: Vec::new(), cells }
}

/// What is told of a row that cannot be stored.
fn not_stored(record: &Record) -> ToldRow {
    told(record, Lost::Row { column: None, problem: RowProblem::NotStored })
}

/// The cells of a row as they are imported.
pub(super) struct Cells<'a>(Vec<Cow<'a, str>>);

impl<'a> Cells<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        Self(record.cells().map(unguard_formula).collect())
    }

    /// The cell of a column, from 0; blank where the row has none.
    pub(super) fn get(&self, column: usize) -> &str {
        self.0.get(column).map_or("", AsRef::as_ref)
    }
}

/// What is wrong with a row that cannot be trusted as it is.
pub(super) fn problem(flaw: Flaw) -> RowProblem {
    match flaw {
        Flaw::NotUtf8 => RowProblem::NotUtf8,
        Flaw::UnclosedQuote => RowProblem::UnclosedQuote,
        Flaw::DoubtfulQuotes => RowProblem::DoubtfulQuotes,
    }
}

/// Collects the rows of all parts until they are sent as chunks.
struct Divider<'a> {
    positions: &'a [u64],
    parts: Vec<Part>,
    bytes: usize,
}

/// Rows of a part.
#[derive(Default)]
pub(super) struct Part {
    rows: Vec<Row>,
    told: Vec<ToldRow>,
    /// What they take in memory, about.
    pub(super) bytes: usize,
}

impl Part {
    /// Adds a row and returns how many bytes that takes.
    pub(super) fn add(&mut self, row: Option<Row>, told: Option<ToldRow>) -> usize {
        let of_row = row.as_ref().map_or(0, |row| size_of::<Row>() + row.key.len() + row.values.bytes());
        let bytes = of_row + COPIES * told.as_ref().map_or(0, ToldRow::bytes);
        self.bytes += bytes;
        self.rows.extend(row);
        self.told.extend(told);
        bytes
    }

    /// Sorted here, ahead of the database, which the writers keep busy.
    pub(super) fn into_chunk(self, position: u64) -> Chunk {
        Chunk { addresses: by_address(self.rows), told: self.told, position }
    }
}

impl<'a> Divider<'a> {
    fn new(positions: &'a [u64]) -> Self {
        Self { positions, parts: positions.iter().map(|_| Part::default()).collect(), bytes: 0 }
    }

    /// Puts a row, and what is told of it, into its part, unless that part has it already.
    fn add(&mut self, part: u32, (row, told): (Option<Row>, Option<ToldRow>), position: u64) {
        let part = part as usize;
        if position > self.positions[part] {
            self.bytes += self.parts[part].add(row, told);
        }
    }

    /// Hands each part its chunk, and returns what ends when it is written.
    fn send(
        &mut self,
        position: u64,
        senders: &[mpsc::Sender<Sent>],
    ) -> Result<Vec<oneshot::Receiver<()>>, ImportError> {
        self.bytes = 0;
        let mut all = Vec::new();
        for ((part, sender), &done) in self.parts.iter_mut().zip(senders).zip(self.positions) {
            let rows = std::mem::take(part);
            if position <= done {
                continue;
            }
            let (written, ended) = oneshot::channel();
            let chunk = rows.into_chunk(position);
            sender.blocking_send(Sent { chunk, written }).map_err(|_| writer_stopped())?;
            all.push(ended);
        }
        Ok(all)
    }
}

/// A chunk on its way to its writer.
struct Sent {
    chunk: Chunk,
    /// Let go when the chunk is written, or never will be.
    written: oneshot::Sender<()>,
}

/// Waits until a chunk is written, so that its rows are out of memory.
fn wait_for(written: oneshot::Receiver<()>) {
    let _ = written.blocking_recv(); // a writer that has stopped is noticed with the next chunk
}

/// Waits until every writer has begun the last chunk that it was sent: one is written while one is made, and no third takes
/// memory from the database's cache.
fn wait_for_room(senders: &[mpsc::Sender<Sent>]) -> Result<(), ImportError> {
    let runtime = tokio::runtime::Handle::current();
    for sender in senders {
        runtime.block_on(sender.reserve()).map_err(|_| writer_stopped())?;
    }
    Ok(())
}

pub(super) fn writer_stopped() -> ImportError {
    StoreError::Database("a writer has stopped".into()).into()
}
