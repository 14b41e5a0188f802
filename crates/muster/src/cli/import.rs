mod bar;
mod rejects;
mod report;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use muster_domain::import::{Blank, Counts};
use muster_domain::{FULL_NAME, GroupName, MappedColumn, Mapping, Unfit, find_column};
use muster_store::import_effects::ImportEffects;
use muster_store::rejects::{self as stored, Outcome, ToldRow};
use muster_store::{Db, fields, groups, imports};

use self::report::Report;
use super::inspect::open;
use super::{Base, Reading, WrongUsage};
use crate::app::{open_database, owner};
use crate::clock::Clock;
use crate::dry_run::{self, DryRunError, Foreseen, REPORTED};
use crate::inspection::{Head, suggested_columns};
use crate::order::{self, Order, OrderError, OrderedFile, Segment};
use crate::work::import::{ImportRun, chunk_rows};

/// The import, its counts, and the first rows of which something was not imported.
type Done = (imports::Import, Counts, Vec<ToldRow>, Option<ImportEffects>);

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
    /// What becomes of a row with a value that its field cannot hold: the value is left out, or the row is not imported
    #[arg(long, value_enum, default_value = "leave")]
    unfit: UnfitValues,
    /// Count what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the rows that were not imported, and those of which values were left out, to this file
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
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

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UnfitValues {
    /// The value is left out, the row is imported
    Leave,
    /// The row is not imported
    Reject,
}

impl Import {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let start = Instant::now();
        self.rejects.as_deref().map_or(Ok(()), |path| rejects::check_path(path, &self.file))?;
        let options = self.reading.options()?;
        let file = open(&self.file)?;
        let db = open_database(&self.base.database()).await?;
        let head = Head::read(file, options, fields::all(&db).await?)?;
        let run = ImportRun {
            db: db.in_background(),
            clock: Clock::System,
            owner: owner(Clock::System),
            path: self.file.clone(),
            chunk_rows: chunk_rows(&db),
            retry_after: 0,
            progress: Arc::default(),
        };
        let bar = tokio::spawn(bar::show(Arc::clone(&run.progress)));
        let done =
            if self.dry_run { self.rehearse(&run, &head).await } else { self.carry_out(&run, &head).await };
        bar.abort();
        let (import, counts, told, effects) = done?;
        let report =
            Report::new(import.import_id, counts, start.elapsed(), &import.order.header, &told).with(effects);
        super::print(&if self.json { serde_json::to_string(&report)? } else { report.to_string() })?;
        db.close().await;
        Ok(ExitCode::from(if counts.not_imported > 0 { 3 } else { 0 }))
    }

    async fn carry_out(&self, run: &ImportRun, head: &Head<File>) -> anyhow::Result<Done> {
        let import = self.claim(&run.db, head, &run.owner).await?;
        let counts = match import.state.as_str() {
            "running" => match run.finish(&import).await {
                Err(error) if is_canceled(&run.db, &import).await? => {
                    tracing::debug!(%error, "the import was canceled");
                    anyhow::bail!(
                        "import {} was canceled; what it had imported until then stays",
                        import.import_id
                    )
                }
                done => done.with_context(|| self.broken())?,
            },
            _ => import.counts, // another process was faster
        };
        if let Some(path) = &self.rejects {
            rejects::write_file(&run.db, &import, path).await?;
        }
        let mut first = Vec::new();
        for outcome in Outcome::ALL {
            first.extend(stored::list(&run.db, import.import_id, outcome, 0, REPORTED as i64).await?);
        }
        Ok((import, counts, first, None))
    }

    async fn rehearse(&self, run: &ImportRun, head: &Head<File>) -> anyhow::Result<Done> {
        let order = self.order(&run.db, head).await?;
        let mut import = order::rehearse(&run.db, head, order, run.clock.now()).await.map_err(explain)?;
        import.facts = run.survey(&import).await.with_context(|| self.broken())?.facts;
        let start =
            |path: &Path| Ok::<_, anyhow::Error>((rejects::start(&import, path)?, rejects::folder(path)));
        let out = self.rejects.as_deref().map(start).transpose()?;
        let Foreseen { counts, told, effects } =
            dry_run::carry_out(run.clone(), &import, out).await.map_err(|error| self.untried(error))?;
        Ok((import, counts, told, Some(effects)))
    }

    fn untried(&self, error: DryRunError) -> anyhow::Error {
        let context = match (&error, &self.rejects) {
            (DryRunError::Out(_), Some(path)) => rejects::unwritten(path),
            _ => self.broken(),
        };
        anyhow::Error::new(error).context(context)
    }

    fn broken(&self) -> String {
        format!("{} was not imported to its end", self.file.display())
    }

    /// The import to carry out: one of this file that was broken off, or a new one; owned by this process.
    async fn claim(&self, db: &Db, head: &Head<File>, owner: &str) -> anyhow::Result<imports::Import> {
        let mut order = self.order(db, head).await?;
        let earlier = earlier(db, &order, head).await?;
        let id = match earlier {
            Some(import) if import.finished_at.is_none() => import.import_id,
            // A new group has this import alone, so that it is the same one: its end was not heard.
            Some(import) if order.segment.is_new() && import.state == "finished" => {
                eprintln!("muster: this was imported already, as import {}", import.import_id);
                import.import_id
            }
            earlier => {
                if order.segment.is_new()
                    && let Some(group) = earlier.and_then(|import| import.order.group)
                {
                    order.segment = Segment::Group { group_id: group.0 }; // the one that it made
                }
                order::place(db, head, order, None, Clock::System.now()).await.map_err(explain)?
            }
        };
        loop {
            let claimed = imports::claim(db, id, owner, Clock::System.now()).await?;
            let import = imports::find(db, id).await?.context("the import has vanished")?;
            match import.state.as_str() {
                _ if claimed => return Ok(import),
                "finished" => return Ok(import),
                "failed" | "canceled" => {
                    anyhow::bail!("import {id} of this file has failed, or was canceled, in another process")
                }
                _ => eprintln!(
                    "muster: another process is at import {id} of this file, or was a moment ago; waiting"
                ),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn order(&self, db: &Db, head: &Head<File>) -> anyhow::Result<Order> {
        let suggested = suggested_columns(&head.suggestions(Some(db)).await?);
        let unfit = match self.unfit {
            UnfitValues::Leave => Unfit::Leave,
            UnfitValues::Reject => Unfit::Reject,
        };
        let columns = map_columns(suggested, head, &self.map)?;
        let columns = columns.into_iter().map(|column| column.with_unfit(unfit)).collect();
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
}

/// True of an import that was stopped from elsewhere.
async fn is_canceled(db: &Db, import: &imports::Import) -> anyhow::Result<bool> {
    let found = imports::find(db, import.import_id).await?;
    Ok(found.is_some_and(|import| import.state == "canceled"))
}

/// The import of the same file with the same order whose process was killed, or else the last one that has ended.
async fn earlier(db: &Db, order: &Order, head: &Head<File>) -> anyhow::Result<Option<imports::Import>> {
    let Some(path) = &order.file.path else { return Ok(None) };
    for found in imports::of_path(db, path).await? {
        if is_same(&found, order, head)? && (!order.segment.is_new() || made_its_group(db, &found).await?) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// True of an import that was asked for together with its group, which is still there.
async fn made_its_group(db: &Db, import: &imports::Import) -> anyhow::Result<bool> {
    let Some(group) = import.order.group else { return Ok(false) };
    let found = groups::uncounted(db, group).await?;
    Ok(found.is_some_and(|group| group.created_at == import.created_at))
}

fn is_same(found: &imports::Import, order: &Order, head: &Head<File>) -> anyhow::Result<bool> {
    let mapping = Mapping::resolve(&head.fields, head.file.header.len(), &order.columns)
        .map_err(|e| explain(e.into()))?;
    let same = found.order.file_stamp == order.file.stamp
        && found.order.blank == order.blank
        && found.order.encoding == Some(head.file.encoding.name())
        && found.order.delimiter == char::from(head.file.dialect.delimiter)
        && found.order.targets == mapping.targets()
        && match &order.segment {
            Segment::NewGroup { name } => {
                group_key(Some(name)).is_some_and(|key| Some(key) == group_key(found.group_name.as_ref()))
            }
            Segment::Group { group_id } => found.order.group.is_some_and(|group| group.0 == *group_id),
            Segment::None => found.order.group.is_none(),
        };
    Ok(same)
}

/// A group's name as it is compared.
fn group_key(name: Option<&String>) -> Option<String> {
    name.and_then(|name| GroupName::parse(name).ok()).map(|name| name.key())
}

/// The suggested mapping with what was asked for in its place.
fn map_columns(
    mut columns: Vec<MappedColumn>,
    head: &Head<File>,
    typed: &[String],
) -> anyhow::Result<Vec<MappedColumn>> {
    let mut typed_columns = Vec::new();
    for text in typed {
        let usage = |problem: &str| WrongUsage(format!("--map {text}: {problem}"));
        let (name, field) = text.rsplit_once('=').ok_or_else(|| usage("write COLUMN=FIELD"))?;
        let column = find_column(&head.file.header, name)
            .map_err(|error| usage(&format!("{error}. {}", error.remedy())))?;
        let known = head.fields.named(field).is_some() || [FULL_NAME, "none"].contains(&field);
        if !known {
            return Err(usage("there is no such contact field").into());
        }
        if typed_columns.iter().any(|other: &MappedColumn| {
            other.column == column || (other.target.field == field && field != "none")
        }) {
            return Err(usage("the column or the field is mapped twice").into());
        }
        typed_columns.push(MappedColumn { column, target: field.into() });
    }
    // What was typed is stronger than what was guessed.
    let overruled = |guess: &MappedColumn| {
        typed_columns
            .iter()
            .any(|typed| typed.column == guess.column || typed.target.field == guess.target.field)
    };
    columns.retain(|guess| !overruled(guess));
    columns.extend(typed_columns.into_iter().filter(|typed| typed.target.field != "none"));
    Ok(columns)
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
