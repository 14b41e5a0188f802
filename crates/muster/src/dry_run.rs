//! Dry runs: what an import would do, for the command line and the page. Nothing of it stays.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{SyncSender, sync_channel};

use muster_domain::import::Counts;
use muster_store::import_effects::{self, ImportEffects};
use muster_store::imports::Import;
use muster_store::rejects::ToldRow;
use thiserror::Error;
use tokio::task::JoinHandle;

use crate::error_file::{ErrorFile, UnsortedErrorFile};
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
    /// The first rows that would not be imported, and behind them the first of which values would be left out; of a cell, its
    /// first characters.
    pub told: Vec<ToldRow>,
    /// What it would do beside.
    pub effects: ImportEffects,
}

/// Why a dry run came to no end.
#[derive(Debug, Error)]
pub enum DryRunError {
    /// The import would not have come to its end either.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// What would not be imported could not be written.
    #[error(transparent)]
    Out(#[from] io::Error),
}

/// Where all that would not be imported goes, and a folder in which it may wait until it is sorted.
pub type Out<W> = (ErrorFile<W>, PathBuf);

/// Tries an import whose file has been surveyed. All that would not be imported goes into `out`, if there is one.
pub async fn carry_out<W: Write + Send + 'static>(
    run: ImportRun,
    import: &Import,
    out: Option<Out<W>>,
) -> Result<Foreseen, DryRunError> {
    let (sender, collected) = collect(out);
    let tried = run.try_out(import, &sender).await;
    drop(sender); // the collector ends with it
    let told = collected.await.map_err(|error| ImportError::Panicked(error.to_string()))??;
    let (counts, effects) = tried?;
    let effects = import_effects::named(&run.db, &effects).await.map_err(ImportError::from)?;
    Ok(Foreseen { counts, told, effects })
}

/// The first rows, once all have come.
type Collected = JoinHandle<io::Result<Vec<ToldRow>>>;

/// Takes rows as they come: all into the error file, if there is one; the first ones are kept.
fn collect<W: Write + Send + 'static>(out: Option<Out<W>>) -> (SyncSender<ToldRow>, Collected) {
    let (sender, arriving) = sync_channel::<ToldRow>(HELD);
    let collected = tokio::task::spawn_blocking(move || {
        let mut out = out.map(|(file, folder)| UnsortedErrorFile::of(file, &folder)).transpose()?;
        let (mut rejects, mut others) = (First::default(), First::default());
        for row in arriving {
            if let Some(out) = &mut out {
                out.add(&row)?;
            }
            if row.is_reject() { rejects.add(row) } else { others.add(row) }
        }
        if let Some(out) = out {
            out.finish()?;
        }
        Ok(rejects.0.into_values().chain(others.0.into_values()).collect())
    });
    (sender, collected)
}

/// The first rows of some that come in any order.
#[derive(Default)]
struct First(BTreeMap<u64, ToldRow>);

impl First {
    fn add(&mut self, row: ToldRow) {
        if self.0.len() == REPORTED && self.0.last_key_value().is_some_and(|(&last, _)| row.number > last) {
            return;
        }
        self.0.insert(row.number, shortened(row));
        if self.0.len() > REPORTED {
            self.0.pop_last();
        }
    }
}

fn shortened(row: ToldRow) -> ToldRow {
    ToldRow { cells: row.cells.iter().map(|cell| beginning(cell)).collect(), ..row }
}

/// The first characters of a cell.
pub fn beginning(cell: &str) -> String {
    cell.chars().take(CELL).collect()
}
