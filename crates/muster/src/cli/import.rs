use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant, UNIX_EPOCH};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use muster_domain::import::Blank;
use muster_domain::{GroupName, ImportId, MappedColumn};
use muster_store::{Db, groups, imports, rejects};

use super::inspect::open;
use super::{Base, WrongUsage};
use crate::app::{open_database, owner};
use crate::clock::Clock;
use crate::error_file::ErrorFile;
use crate::inspection::{Head, suggested_columns};
use crate::order::{Order, OrderError, OrderedFile, Segment, place};
use crate::work::import::{CHUNK_ROWS, ImportRun, Progress};

mod report;

use report::Report;

const PAGE: i64 = 1000;

/// Arguments of `muster import`.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The contact file
    file: PathBuf,
    /// Map a column, by its name or as #NUMBER, to a contact field, or to none; columns not named are mapped by
    /// themselves
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    map: Vec<String>,
    /// Put the contacts into this contact group
    #[arg(long, value_name = "NAME", conflicts_with = "new_group")]
    group: Option<String>,
    /// Put the contacts into a new contact group
    #[arg(long, value_name = "NAME")]
    new_group: Option<String>,
    /// What a blank cell does to a stored value
    #[arg(long, value_enum, default_value = "keep")]
    blank: BlankCells,
    /// Count what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that were not imported to this file
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    base: Base,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BlankCells {
    /// The stored value stays
    Keep,
    /// The stored value is removed
    Clear,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let start = Instant::now();
        let head = Head::read(open(&self.file)?)?;
        let db = open_database(&self.base.database()).await?;
        let owner = owner(Clock::System);
        let import = self.claim(&db, &head, &owner).await?;
        let progress = Arc::<Progress>::default();
        let run = ImportRun {
            db: db.clone(),
            clock: Clock::System,
            owner,
            path: self.file.clone(),
            chunk_rows: CHUNK_ROWS,
            progress: Arc::clone(&progress),
        };
        let bar = tokio::spawn(show_progress(progress));
        let result = run.finish(&import).await;
        bar.abort();
        let counts =
            result.with_context(|| format!("{} was not imported to its end", self.file.display()))?;
        let report = Report::new(import.import_id, counts, start.elapsed());
        self.show(&db, &import, report).await?;
        db.close().await;
        Ok(ExitCode::from(if counts.not_imported > 0 { 3 } else { 0 }))
    }

    /// The import to carry out: one of this file that was broken off, or a new one; owned by this process.
    async fn claim<R: std::io::Read>(
        &self,
        db: &Db,
        head: &Head<R>,
        owner: &str,
    ) -> anyhow::Result<imports::Import> {
        let order = self.order(db, head).await?;
        let id = match broken_off(db, &order, head).await? {
            Some(id) => id,
            None => place(db, head, order, None, Clock::System.now()).await.map_err(explain)?,
        };
        while !imports::claim(db, id, owner, Clock::System.now()).await? {
            eprintln!(
                "muster: import {id} was broken off; it goes on as soon as its process is known to be gone"
            );
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        imports::find(db, id).await?.context("the import has vanished")
    }

    async fn order<R: std::io::Read>(&self, db: &Db, head: &Head<R>) -> anyhow::Result<Order> {
        let suggested = suggested_columns(&head.suggestions(Some(db)).await?);
        let columns = map_columns(suggested, &head.file.header, &self.map)?;
        let blank = match self.blank {
            BlankCells::Keep => Blank::Keep,
            BlankCells::Clear => Blank::Clear,
        };
        Ok(Order { file: ordered_file(&self.file)?, columns, segment: self.segment(db).await?, blank })
    }

    async fn segment(&self, db: &Db) -> anyhow::Result<Segment> {
        if let Some(name) = &self.new_group {
            return Ok(Segment::NewGroup { name: name.clone() });
        }
        let Some(name) = &self.group else { return Ok(Segment::None) };
        let name = GroupName::parse(name).map_err(|error| WrongUsage(format!("--group: {error}")))?;
        let found = groups::find_by_name(db, &name).await?;
        let group = found.with_context(|| {
            format!("there is no contact group called \"{}\"; use --new-group to make it", name.as_str())
        })?;
        Ok(Segment::Group { group_id: group.group_id })
    }

    async fn show(&self, db: &Db, import: &imports::Import, mut report: Report) -> anyhow::Result<()> {
        if let Some(path) = &self.rejects {
            write_rejects(db, import, path).await?;
        }
        let first = rejects::list(db, import.import_id, 0, 100).await?;
        report.add_rejects(&import.order.header, &first);
        if self.json {
            super::print(&serde_json::to_string(&report)?)
        } else {
            super::print(&report.to_string())
        }
    }
}

/// The unfinished import of the same file with the same order, whose process was killed.
async fn broken_off<R>(db: &Db, order: &Order, head: &Head<R>) -> anyhow::Result<Option<ImportId>> {
    let Some(path) = &order.file.path else { return Ok(None) };
    let Some(found) = imports::find_unfinished(db, path).await? else { return Ok(None) };
    let mapping = muster_domain::Mapping::resolve(head.file.header.len(), &order.columns)
        .map_err(|e| explain(e.into()))?;
    let same = found.order.file_stamp == order.file.stamp
        && found.order.blank == order.blank
        && found.order.fields == crate::inspection::field_names(&mapping)
        && match &order.segment {
            Segment::NewGroup { name } => found.group_name.as_ref() == Some(name),
            Segment::Group { group_id } => found.order.group.is_some_and(|group| group.0 == *group_id),
            Segment::None => found.order.group.is_none(),
        };
    Ok(same.then_some(found.import_id))
}

/// The suggested mapping with what was asked for in its place.
fn map_columns(
    mut columns: Vec<MappedColumn>,
    header: &[String],
    typed: &[String],
) -> anyhow::Result<Vec<MappedColumn>> {
    for text in typed {
        let usage = |problem: &str| WrongUsage(format!("--map {text}: {problem}"));
        let (name, field) = text.rsplit_once('=').ok_or_else(|| usage("write COLUMN=FIELD"))?;
        let column = find_column(header, name).ok_or_else(|| usage("the file has no such column"))?;
        let known = muster_domain::Field::named(field).is_some() || field == "none";
        if !known {
            return Err(usage("there is no such contact field").into());
        }
        // What was typed is stronger than what was guessed.
        columns.retain(|mapped| mapped.column != column && (mapped.field != field));
        columns.push(MappedColumn { column, field: field.to_owned() });
    }
    columns.retain(|mapped| mapped.field != "none");
    Ok(columns)
}

fn find_column(header: &[String], name: &str) -> Option<usize> {
    let exact = header.iter().position(|column| column == name.trim());
    let folded = || header.iter().position(|column| column.to_lowercase() == name.trim().to_lowercase());
    let numbered =
        || name.strip_prefix('#')?.parse::<usize>().ok()?.checked_sub(1).filter(|&at| at < header.len());
    exact.or_else(folded).or_else(numbered)
}

fn ordered_file(path: &Path) -> anyhow::Result<OrderedFile> {
    let metadata = path.metadata()?;
    let changed = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |age| age.as_nanos());
    Ok(OrderedFile {
        file_id: None,
        path: Some(path.canonicalize()?.to_string_lossy().into_owned()),
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        size: metadata.len() as i64,
        stamp: format!("{}-{changed}", metadata.len()),
    })
}

fn explain(error: OrderError) -> anyhow::Error {
    match error {
        OrderError::Store(error) => error.into(),
        error => anyhow::anyhow!("{error}. {}", error.remedy()),
    }
}

async fn write_rejects(db: &Db, import: &imports::Import, path: &Path) -> anyhow::Result<()> {
    let name = || format!("{} cannot be written", path.display());
    let out = BufWriter::new(std::fs::File::create(path).with_context(name)?);
    let mut file = ErrorFile::start(out, import.order.delimiter, &import.order.header).with_context(name)?;
    let mut after = 0;
    loop {
        let page = rejects::list(db, import.import_id, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.number;
        for reject in &page {
            file.add(reject).with_context(name)?;
        }
    }
    file.into_inner().flush().with_context(name)
}

/// Draws a progress bar on a terminal until it is stopped.
async fn show_progress(progress: Arc<Progress>) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    let style = "{bar:30} {pos} of {len} rows, {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(0).with_style(style);
    let _clear = scopeguard(&bar);
    loop {
        bar.set_length(progress.total.load(Ordering::Relaxed));
        bar.set_position(progress.done.load(Ordering::Relaxed));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Clears the bar when its task is stopped.
fn scopeguard(bar: &ProgressBar) -> impl Drop + use<> {
    struct Clear(ProgressBar);
    impl Drop for Clear {
        fn drop(&mut self) {
            self.0.finish_and_clear();
        }
    }
    Clear(bar.clone())
}
