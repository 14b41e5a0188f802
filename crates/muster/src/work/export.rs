//! Contacts written to a file in the data folder. One statement reads them, so that the file holds the contacts of one moment,
//! each once. The file gets its name when it is whole, and is offered when its work is finished: after a kill, or when
//! somebody is erased meanwhile, it is begun anew.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use muster_store::contacts::{self, Contact, Filter, Order, Sort, SortKey};
use muster_store::figures::Figures;
use muster_store::work::{self, Work};
use muster_store::{Db, StoreError, exports, fields};
use tempfile::{NamedTempFile, TempPath};
use tokio::task::{JoinError, JoinSet, block_in_place};

use super::Hand;
use super::mass_action::{Action, MassAction, without_values};
use crate::app::App;
use crate::contact_file::{Column, ContactFile, Format};

/// How long an exported file is kept, in milliseconds: seven days.
pub const KEPT: i64 = 7 * 24 * 60 * 60 * 1000;
/// Between two notes of how far the file is, which also keep the work this process's.
const BEAT: Duration = Duration::from_secs(1);
/// Contacts that are written at once, at most.
const BATCH: usize = 500;

/// Why there is no file.
#[derive(Debug)]
enum Failure {
    /// The database failed: it is tried again.
    Store(StoreError),
    /// Trying again would not help: words for people.
    Final(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Final(Self::words(&error))
    }
}

impl Failure {
    fn words(error: &io::Error) -> String {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                "The disk has no space left for the file. Free some space and export again.".into()
            }
            _ => format!("The file could not be written: {error}."),
        }
    }
}

/// What is written, and where.
struct Writing {
    db: Db,
    filter: Filter,
    sort: Sort,
    newest: i64,
    columns: Vec<Column>,
    format: Format,
    part: NamedTempFile,
    done: Arc<AtomicI64>,
}

/// A whole file that has no name yet.
struct Written {
    path: TempPath,
    /// How many cells were cut.
    cut: i64,
}

/// Writes the file of a claimed export, and ends the work.
pub(super) async fn carry_out(app: &App, mut work: Work) -> Result<(), StoreError> {
    let hand = Hand::of(app);
    work.done = 0;
    let written = match prepare(app, &work).await {
        Ok(writing) => watch(&hand, &mut work, writing).await,
        Err(failure) => Err(failure),
    };
    match written {
        Err(Failure::Store(error)) => Err(error),
        Err(Failure::Final(words)) => end(app, work, Err(words)).await,
        Ok(written) => end(app, work, Ok(written)).await,
    }
}

/// Ends the work. The file gets its name while the work is known to be this process's: one that was only slow does not put
/// its file in the place of another's.
async fn end(app: &App, mut work: Work, written: Result<Written, String>) -> Result<(), StoreError> {
    let sign = (&*app.owner, app.clock.now());
    work.payload = without_values(&work.payload)?;
    if let Ok(Written { cut, .. }) = &written {
        let order = MassAction { cut: *cut, ..serde_json::from_str(&work.payload)? };
        work.payload = serde_json::to_string(&order)?;
    }
    let mut tx = app.db.begin().await?;
    work::advance(&mut tx, &work, sign).await?;
    let named = written.and_then(|written| {
        let named = written.path.persist(app.files.export(work.work_id));
        named.map_err(|error| Failure::words(&error.error))
    });
    work::finish(&mut tx, &work, named.err(), sign).await?;
    tx.commit().await
}

async fn prepare(app: &App, work: &Work) -> Result<Writing, Failure> {
    let order: MassAction = serde_json::from_str(&work.payload).map_err(StoreError::from)?;
    let Action::Export { format, columns, sort } = &order.action else {
        return Err(StoreError::Damaged("this is no export".into()).into());
    };
    let gone = || Failure::Final("A field of the order is not there any more.".into());
    let no_column = |name| Failure::Final(format!("The column \"{name}\" is not there any more."));
    let fields = fields::all(&app.db).await?;
    let columns = Column::named(&app.db, columns.as_deref()).await?;
    let sort = match sort {
        Some(typed) => Sort::named(typed, &fields),
        None => Some(Sort { key: SortKey::Created, order: Order::Ascending }),
    };
    Ok(Writing {
        db: app.db.clone(),
        filter: order.filter(&app.db).await?,
        sort: sort.ok_or_else(gone)?,
        newest: order.newest,
        columns: columns.map_err(no_column)?,
        format: *format,
        part: app.files.begin_export(work.work_id)?,
        done: Arc::default(),
    })
}

/// Lets the file be written, and notes from time to time how far it is; no longer when the work has passed to another.
async fn watch(hand: &Hand, work: &mut Work, writing: Writing) -> Result<Written, Failure> {
    let done = Arc::clone(&writing.done);
    let mut writer = JoinSet::new(); // stops with this function
    writer.spawn(write(writing));
    loop {
        let ended = tokio::time::timeout(BEAT, writer.join_next()).await;
        work.done = done.load(Ordering::Relaxed);
        match ended {
            Ok(Some(Ok(written))) => return written,
            Ok(Some(Err(error))) => return Err(broken(error)),
            Ok(None) => return Err(Failure::Final("Nothing was written.".into())),
            Err(_) => work::renew(&hand.db, work, hand.sign()).await?,
        }
    }
}

/// The writer of workbooks panics when its disk is full, with the system's error in its words.
fn broken(error: JoinError) -> Failure {
    tracing::error!(%error, "an export broke off");
    let panic = error.try_into_panic().ok();
    let words = panic.as_ref().and_then(|panic| {
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied())
    });
    match words {
        Some(words) if ["StorageFull", "QuotaExceeded"].iter().any(|kind| words.contains(kind)) => {
            io::Error::from(io::ErrorKind::StorageFull).into()
        }
        Some(words) => Failure::Final(format!("The file could not be written: {words}.")),
        None => Failure::Final("The file could not be written; the log of Muster says why.".into()),
    }
}

async fn write(writing: Writing) -> Result<Written, Failure> {
    let Writing { db, filter, sort, newest, columns, format, part, done } = writing;
    let (file, path) = part.into_parts();
    let with_figures = columns.iter().any(Column::is_figure);
    let mut file = block_in_place(|| ContactFile::begin(file, path.parent(), format, columns))?;
    let mut found = contacts::all(&db, &filter, &sort)?.ready_chunks(BATCH);
    while let Some(batch) = found.next().await {
        let mut batch = batch.into_iter().collect::<Result<Vec<Contact>, _>>()?;
        batch.retain(|contact| contact.contact_id.0 <= newest);
        let ids = batch.iter().map(|contact| contact.contact_id.0).collect();
        let figures = if with_figures { Figures::of(&db, ids).await? } else { Figures::default() };
        block_in_place(|| batch.iter().try_for_each(|contact| file.add(contact, &figures)))?;
        done.fetch_add(batch.len() as i64, Ordering::Relaxed);
    }
    let cut = file.cut();
    block_in_place(|| file.finish())?;
    Ok(Written { path, cut })
}

/// Deletes exported files that have been kept for long enough, and those that belong to no export any more.
pub async fn tidy(app: &App) -> anyhow::Result<()> {
    let files = app.files.exported().await?; // before the exports, so that none is new to them
    let due = app.clock.now() - KEPT;
    let mut live = exports::live(&app.db).await?;
    if live.iter().any(|export| is_over(export.finished_at, due)) {
        exports::expire(&app.db, due).await?;
        live.retain(|export| !is_over(export.finished_at, due));
    }
    for file in files {
        let export = live.iter().find(|export| export.work_id == file.id);
        let is_needed = export.is_some_and(|export| file.is_whole || export.finished_at.is_none());
        if !is_needed {
            file.remove().await?;
        }
    }
    Ok(())
}

fn is_over(finished_at: Option<i64>, due: i64) -> bool {
    finished_at.is_some_and(|at| at < due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_writer_that_panics_ends_with_its_reason() {
        for (panic, words) in [
            ("Os { code: 28, kind: StorageFull, message: \"No space left on device\" }", "no space left"),
            ("Os { code: 5, kind: Uncategorized, message: \"Input/output error\" }", "Input/output error"),
        ] {
            let mut writer = JoinSet::new();
            writer.spawn(async move { assert!(panic.is_empty(), "{panic}") });
            let failure = broken(writer.join_next().await.unwrap().unwrap_err());
            let Failure::Final(told) = failure else { panic!("it can be tried again") };
            assert!(told.contains(words), "{told}");
        }
    }
}
