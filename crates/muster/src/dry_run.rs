//! Dry runs: what an import would do, for the command line and the page. Nothing of it stays.

use std::io::{self, Write};
use std::sync::mpsc::{SyncSender, sync_channel};

use muster_domain::import::Counts;
use muster_store::import_effects::{self, ImportEffects};
use muster_store::imports::Import;
use muster_store::rejects::Reject;
use thiserror::Error;
use tokio::task::JoinHandle;

use crate::error_file::ErrorFile;
use crate::work::import::{ImportError, ImportRun};

/// How many of the rows that would not be imported are told.
pub const REPORTED: usize = 100;
/// Rejects held at once: a row may have 16 MiB.
const HELD: usize = 20;
/// Characters of a cell that are told.
const CELL: usize = 200;

/// What an import would do.
#[derive(Debug)]
pub struct Foreseen {
    /// How its rows would end.
    pub counts: Counts,
    /// The first rows that would not be imported; of a cell, its first characters.
    pub rejects: Vec<Reject>,
    /// What it would do beside.
    pub effects: ImportEffects,
}

/// Why a dry run came to no end.
#[derive(Debug, Error)]
pub enum DryRunError {
    /// The import would not have come to its end either.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The rows that would not be imported could not be written.
    #[error(transparent)]
    Out(#[from] io::Error),
}

/// Tries an import whose rows have been counted. All rows that would not be imported go into `out`, if there is one.
pub async fn carry_out<W: Write + Send + 'static>(
    mut run: ImportRun,
    import: &Import,
    out: Option<ErrorFile<W>>,
) -> Result<Foreseen, DryRunError> {
    let (sender, collected) = collect(out);
    run.rejects = Some(sender);
    let tried = run.try_out(import).await;
    let db = run.db.clone();
    drop(run); // the collector ends with its last sender
    let rejects = collected.await.map_err(|error| ImportError::Panicked(error.to_string()))??;
    let (counts, effects) = tried?;
    let effects = import_effects::named(&db, &effects).await.map_err(ImportError::from)?;
    Ok(Foreseen { counts, rejects, effects })
}

/// The first rejects, once all have come.
type Collected = JoinHandle<io::Result<Vec<Reject>>>;

/// Takes rejects as they come: all into the error file, if there is one; the first ones are kept.
fn collect<W: Write + Send + 'static>(mut out: Option<ErrorFile<W>>) -> (SyncSender<Reject>, Collected) {
    let (sender, arriving) = sync_channel::<Reject>(HELD);
    let collected = tokio::task::spawn_blocking(move || {
        let mut first = Vec::new();
        for reject in arriving {
            if let Some(out) = &mut out {
                out.add(&reject)?;
            }
            let place = first.partition_point(|other: &Reject| other.number < reject.number);
            if place < REPORTED {
                first.insert(place, shortened(reject));
                first.truncate(REPORTED);
            }
        }
        if let Some(out) = out {
            out.into_inner().flush()?;
        }
        Ok(first)
    });
    (sender, collected)
}

fn shortened(reject: Reject) -> Reject {
    let cells = reject.cells.into_iter().map(|cell| match cell.char_indices().nth(CELL) {
        Some((end, _)) => cell[..end].to_owned(),
        None => cell,
    });
    Reject { cells: cells.collect(), ..reject }
}
