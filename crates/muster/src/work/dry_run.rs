//! The work of an import that is only tried. Its rows are divided by their addresses into parts of which each is written within
//! about a second, in a transaction that is never committed: so a contact's rows are tried together, as the import would settle
//! them, and nobody waits for longer than for a chunk of an import.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;

use muster_domain::import::Counts;
use muster_reader::Record;
use muster_store::Effects;
use muster_store::bulk::{Chunk, ChunkWriter};
use muster_store::imports::Import;
use muster_store::rejects::ToldRow;
use muster_store::{fields, routes};
use tokio::sync::mpsc;

use super::import::{
    AWAITED_ROWS, CHUNK_BYTES, ImportError, ImportRun, Part, Source, context, join, writer_stopped,
};

/// Bytes of a file that one part takes, about.
const PART_BYTES: u64 = 8 << 20;
/// Bytes of the rows of several parts that one pass over the file brings.
const PASS_BYTES: usize = 2 * CHUNK_BYTES;

/// Rows of a part that are tried at once.
struct Share {
    part: u32,
    chunk: Chunk,
    /// True for its last.
    is_last: bool,
}

impl ImportRun {
    /// Tries an import that is not recorded, behind [`Self::survey`], and tells what it would do to groups, scores and personas
    /// beside. What is to be told of its rows, which nobody records, goes to `listener`, in no order.
    pub async fn try_out(
        &self,
        import: &Import,
        listener: &SyncSender<ToldRow>,
    ) -> Result<(Counts, Effects), ImportError> {
        let fields = fields::all(&self.db).await?;
        let rows = self.progress.total.load(Ordering::Relaxed);
        let parts = rows
            .div_ceil(AWAITED_ROWS.min(self.chunk_rows))
            .max(import.order.file_size as u64 / PART_BYTES)
            .max(1) as u32;
        let import = Import { parts, ..import.clone() };
        let context = Arc::new(context(&import, &fields, &self.owner, true)?);
        let source = Source::new(self, &import, &fields, routes::tried(&self.db, parts).await?)?;
        let header = import.order.header.clone();
        let (sender, mut shares) = mpsc::channel::<Share>(1);
        let reading = tokio::task::spawn_blocking(move || read_parts(&source, &header, parts, &sender));
        let (mut counts, mut effects) = (Counts::default(), Effects::default());
        let mut writer = None;
        while let Some(Share { part, chunk, is_last }) = shares.recv().await {
            let mut current = if let Some(writer) = writer.take() {
                writer
            } else {
                self.db.let_others_write().await;
                ChunkWriter::open(&self.db, Arc::clone(&context), part).await?
            };
            counts += current.write(chunk, self.clock.now()).await?;
            if is_last {
                effects.merge(current.foresee(self.clock.now()).await?);
                let told = current.take_told();
                drop(current); // whoever listens may be slow, and others wait for the writer
                self.progress.done.store(rows * u64::from(part + 1) / u64::from(parts), Ordering::Relaxed);
                tell(listener, told);
            } else {
                tell(listener, current.take_told());
                writer = Some(current);
            }
        }
        join(reading.await)??;
        Ok((counts, effects))
    }
}

fn tell(listener: &SyncSender<ToldRow>, told: Vec<ToldRow>) {
    tokio::task::block_in_place(|| {
        for row in told {
            let _ = listener.send(row); // a listener that has gone needs no more
        }
    });
}

/// Passes over the file until it has brought all parts, as many with each pass as there is memory for.
fn read_parts(
    source: &Source,
    header: &[String],
    parts: u32,
    sender: &mpsc::Sender<Share>,
) -> Result<(), ImportError> {
    let mut next = 0;
    while next < parts {
        next = pass(source, header, next..parts, sender)?;
    }
    Ok(())
}

/// Brings some of these parts, up to the last that there is, the first ones, and returns the one that comes next. Only a part that is too large for itself comes
/// in more than one chunk.
fn pass(
    source: &Source,
    header: &[String],
    wanted: Range<u32>,
    sender: &mpsc::Sender<Share>,
) -> Result<u32, ImportError> {
    let mut file = source.open(header)?;
    let mut parts: Vec<Part> = wanted.clone().map(|_| Part::default()).collect();
    let (mut record, mut position, mut bytes) = (Record::default(), 0, 0);
    while file.read(&mut record)? {
        position += 1;
        let (row, told) = source.check(&record);
        // Those without an identity are nobody's: they are spread over all parts.
        let part = row.as_ref().map_or(record.row as u32 % wanted.end, |row| source.part(row));
        let Some(part) = part.checked_sub(wanted.start).and_then(|at| parts.get_mut(at as usize)) else {
            continue;
        };
        bytes += part.add(row, told);
        while parts.len() > 1 && bytes > PASS_BYTES {
            parts.truncate(parts.len().div_ceil(2));
            bytes = parts.iter().map(|part| part.bytes).sum();
        }
        if bytes > PASS_BYTES {
            let chunk = std::mem::take(&mut parts[0]).into_chunk(position);
            send(sender, Share { part: wanted.start, chunk, is_last: false })?;
            bytes = 0;
        }
    }
    let end = wanted.start + parts.len() as u32;
    for (part, rows) in wanted.zip(parts) {
        send(sender, Share { part, chunk: rows.into_chunk(position), is_last: true })?;
    }
    Ok(end)
}

fn send(sender: &mpsc::Sender<Share>, share: Share) -> Result<(), ImportError> {
    sender.blocking_send(share).map_err(|_| writer_stopped())
}
