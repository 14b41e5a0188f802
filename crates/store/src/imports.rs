//! Imports: what was asked for, how far they are, and who carries them on.

pub mod bulk;
pub mod effects;
pub mod files;
pub mod mappings;
pub mod rejects;
pub mod routes;

use std::time::Duration;

use muster_domain::import::{Blank, Counts, Facts};
use muster_domain::{GroupId, ImportId, Target};
use sqlx::FromRow;

use crate::base::counters;
use crate::base::lease::{self, Longest};
use crate::catalogue::lists;
use crate::derived::recalculate;
use crate::{Db, Select, Sql, StoreError, Tx, work};

/// How long a process owns an import after its last sign of life, in milliseconds.
pub const LEASE: i64 = 15_000;
const LONGEST: Longest = Longest { lease: LEASE, pause: 15 * 60 * 1000 };

/// What an import is asked to do.
#[derive(Debug, Clone)]
pub struct NewImport {
    /// The uploaded file, or
    pub file_id: Option<i64>,
    /// the file's path, for an import from the command line.
    pub path: Option<String>,
    /// The file's name for people.
    pub file_name: String,
    /// Its length in bytes.
    pub file_size: i64,
    /// A text that changes when the file does.
    pub file_stamp: String,
    /// The column names.
    pub header: Vec<String>,
    /// The field that each column fills, and how.
    pub targets: Vec<Option<Target>>,
    /// The character between two cells.
    pub delimiter: char,
    /// The encoding by its name; `None` to recognise it.
    pub encoding: Option<String>,
    /// What blank cells do.
    pub blank: Blank,
    /// The group that the contacts are put into.
    pub group: Option<GroupId>,
}

/// A stored import with the sums over its parts.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its id.
    pub import_id: ImportId,
    /// `queued`, `running`, `finished` or `failed`.
    pub state: String,
    /// What it was asked to do.
    pub order: NewImport,
    /// The name of its group.
    pub group_name: Option<String>,
    /// Into how many parts its rows are divided.
    pub parts: u32,
    /// Rows in the file, once counted.
    pub rows_total: Option<i64>,
    /// What the survey of the whole file told.
    pub facts: Facts,
    /// When it was asked for.
    pub created_at: i64,
    /// When work on it began.
    pub started_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
    /// Why it failed, as JSON.
    pub failure: Option<String>,
    /// Why it waits, as JSON.
    pub trouble: Option<String>,
    /// How often it was claimed since it went on.
    pub attempts: i64,
    /// Until when a process owns it.
    pub lease_until: Option<i64>,
    /// What has been counted so far.
    pub counts: Counts,
}

#[derive(FromRow)]
struct Stored {
    import_id: i64,
    state: String,
    file_id: Option<i64>,
    path: Option<String>,
    file_name: String,
    file_size: i64,
    file_stamp: String,
    header: String,
    fields: String,
    delimiter: String,
    encoding: Option<String>,
    facts: Option<String>,
    blank: String,
    group_id: Option<i64>,
    group_name: Option<String>,
    parts: i64,
    rows_total: Option<i64>,
    created_at: i64,
    started_at: Option<i64>,
    finished_at: Option<i64>,
    failure: Option<String>,
    trouble: Option<String>,
    attempts: i64,
    lease_until: Option<i64>,
    imported: i64,
    updated: i64,
    unchanged: i64,
    repeated_in_file: i64,
    not_imported: i64,
    left_out: i64,
}

/// Sums are cast because PostgreSQL's sum of bigint is numeric.
const SELECT: &str = "select i.import_id, i.state, i.file_id, i.path, i.file_name, i.file_size, i.file_stamp, i.header,
        i.fields, i.delimiter, i.encoding, i.facts, i.blank, i.group_id, g.name as group_name, i.parts, i.rows_total, i.created_at,
        i.started_at, i.finished_at, i.failure, i.trouble, i.attempts, i.lease_until,
        cast(coalesce(p.imported, 0) as bigint) as imported, cast(coalesce(p.updated, 0) as bigint) as updated,
        cast(coalesce(p.unchanged, 0) as bigint) as unchanged,
        cast(coalesce(p.repeated_in_file, 0) as bigint) as repeated_in_file,
        cast(coalesce(p.not_imported, 0) as bigint) as not_imported,
        cast(coalesce(p.left_out, 0) as bigint) as left_out
    from imports i
    left join contact_groups g on g.group_id = i.group_id
    left join (select import_id, sum(imported) as imported, sum(updated) as updated, sum(unchanged) as unchanged,
            sum(repeated_in_file) as repeated_in_file, sum(not_imported) as not_imported,
            sum(left_out) as left_out
        from import_parts group by import_id) p on p.import_id = i.import_id";

impl TryFrom<Stored> for Import {
    type Error = StoreError;

    fn try_from(row: Stored) -> Result<Self, StoreError> {
        let order = NewImport {
            file_id: row.file_id,
            path: row.path,
            file_name: row.file_name,
            file_size: row.file_size,
            file_stamp: row.file_stamp,
            header: serde_json::from_str(&row.header)?,
            targets: serde_json::from_str(&row.fields)?,
            encoding: row.encoding,
            delimiter: row.delimiter.chars().next().unwrap_or(','),
            blank: serde_json::from_str(&row.blank)?,
            group: row.group_id.map(GroupId),
        };
        let counts = Counts {
            imported: row.imported,
            updated: row.updated,
            unchanged: row.unchanged,
            repeated_in_file: row.repeated_in_file,
            not_imported: row.not_imported,
            left_out: row.left_out,
        };
        Ok(Self {
            import_id: ImportId(row.import_id),
            state: row.state,
            order,
            group_name: row.group_name,
            parts: row.parts as u32,
            rows_total: row.rows_total,
            facts: row.facts.map_or(Ok(Facts::default()), |facts| serde_json::from_str(&facts))?,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            failure: row.failure,
            trouble: row.trouble,
            attempts: row.attempts,
            lease_until: row.lease_until,
            counts,
        })
    }
}

/// Records an import that any process may carry out.
pub async fn create(tx: &mut Tx, order: &NewImport, parts: u32, now: i64) -> Result<ImportId, StoreError> {
    let id = counters::reserve(tx, "import", 1).await?;
    let sql = Sql::new(
        "insert into imports (import_id, state, file_id, path, file_name, file_size, file_stamp, header, fields,
            delimiter, encoding, blank, group_id, parts, created_at)
         values ($1, 'queued', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    let sql = sql
        .bind(id)
        .bind(order.file_id)
        .bind(order.path.clone())
        .bind(order.file_name.as_str())
        .bind(order.file_size)
        .bind(order.file_stamp.as_str())
        .bind(serde_json::to_string(&order.header)?)
        .bind(serde_json::to_string(&order.targets)?)
        .bind(order.delimiter.to_string())
        .bind(order.encoding.clone())
        .bind(serde_json::to_string(&order.blank)?)
        .bind(order.group.map(|group| group.0))
        .bind(i64::from(parts))
        .bind(now);
    tx.execute(sql).await?;
    routes::note(tx, id, parts).await?;
    Ok(ImportId(id))
}

/// Hands out an id for an import that is only tried: nothing of it is recorded.
pub async fn reserve(db: &Db) -> Result<ImportId, StoreError> {
    let mut tx = db.begin().await?;
    let id = counters::reserve(&mut tx, "import", 1).await?;
    tx.commit().await?;
    Ok(ImportId(id))
}

/// The import with this id.
pub async fn find(db: &Db, id: ImportId) -> Result<Option<Import>, StoreError> {
    let row: Option<Stored> =
        db.fetch_optional(Sql::new(SELECT).push(" where i.import_id = $1").bind(id.0)).await?;
    row.map(Import::try_from).transpose()
}

/// Up to `limit` imports, the newest first, behind the import `after`.
pub async fn list(db: &Db, after: Option<ImportId>, limit: i64) -> Result<Vec<Import>, StoreError> {
    let sql = Sql::new(SELECT)
        .push(" where i.import_id < ")
        .push_value(after.map_or(i64::MAX, |id| id.0))
        .push(" order by i.import_id desc limit ")
        .push_value(limit);
    let rows: Vec<Stored> = db.fetch_all(sql).await?;
    rows.into_iter().map(Import::try_from).collect()
}

/// Imports that have not ended and fill the field with this name.
pub async fn unfinished_with_field(mut from: impl Select, name: &str) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new(
        "select import_id, fields from imports where state in ('queued', 'running') order by import_id",
    );
    let rows: Vec<(i64, String)> = from.fetch_all(sql).await?;
    let mut using = Vec::new();
    for (id, fields) in rows {
        let targets: Vec<Option<Target>> = serde_json::from_str(&fields)?;
        using.extend(targets.iter().flatten().any(|target| target.field == name).then_some(id));
    }
    Ok(using)
}

/// Whether an import fills a field.
async fn fills(tx: &mut Tx, id: ImportId, name: &str) -> Result<bool, StoreError> {
    let sql = Sql::new("select fields from imports where import_id = $1").bind(id.0);
    let Some((fields,)) = tx.fetch_optional::<(String,)>(sql).await? else { return Ok(false) };
    let targets: Vec<Option<Target>> = serde_json::from_str(&fields)?;
    Ok(targets.iter().flatten().any(|target| target.field == name))
}

/// Imports that have not ended and put contacts into a group.
pub async fn unfinished_into(mut from: impl Select, group: GroupId) -> Result<Vec<i64>, StoreError> {
    let sql = "select import_id from imports where state in ('queued', 'running') and group_id = $1 order by import_id";
    let rows: Vec<(i64,)> = from.fetch_all(Sql::new(sql).bind(group.0)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// An uploaded import that waits for a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Waiting {
    /// The import.
    pub import_id: i64,
    /// Its file.
    pub file_id: i64,
    /// Since when.
    pub since: i64,
}

/// Uploaded imports that wait for a process, the oldest first.
pub async fn list_claimable(db: &Db, now: i64) -> Result<Vec<Waiting>, StoreError> {
    let sql = Sql::new(
        "select import_id, file_id, coalesce(lease_until, created_at) as since from imports
         where state in ('queued', 'running') and file_id is not null and ",
    );
    db.fetch_all(lease::push_free(sql, &LONGEST, now).push(" order by import_id limit 1000")).await
}

/// The imports from this path: those that have not ended, and behind them the others, the newest first.
pub async fn of_path(db: &Db, path: &str) -> Result<Vec<Import>, StoreError> {
    let sql = Sql::new(SELECT).push(
        " where i.path = $1 order by case when i.state in ('queued', 'running') then 0 else 1 end, i.import_id desc
          limit 100",
    );
    let rows: Vec<Stored> = db.fetch_all(sql.bind(path)).await?;
    rows.into_iter().map(Import::try_from).collect()
}

/// Takes an import over; false when another process owns it or it has ended. The parts change hands too, so that a
/// process that was only slow can write nothing more. Each claim without progress since the last one is an attempt more.
pub async fn claim(db: &Db, id: ImportId, owner: &str, now: i64) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let sql = Sql::new(
        "update imports set state = 'running', owner = $1, lease_until = $2, started_at = coalesce(started_at, $3),
             attempts = case when p.rows > progress then 1 else attempts + 1 end, progress = p.rows
         from (select cast(coalesce(sum(position), 0) as bigint) as rows from import_parts where import_id = $4) p
         where import_id = $4 and state in ('queued', 'running') and ",
    );
    let sql = lease::push_free(sql.bind(owner).bind(now + LEASE).bind(now).bind(id.0), &LONGEST, now);
    let claimed = tx.execute(sql).await? == 1;
    if claimed {
        let sql = Sql::new("update import_parts set owner = $1 where import_id = $2");
        tx.execute(sql.bind(owner).bind(id.0)).await?;
        tx.commit().await?;
    }
    Ok(claimed)
}

/// Says that the owner is alive and nothing in its way; [`StoreError::NotOwner`] when the import has passed to another.
pub async fn renew(db: &Db, id: ImportId, owner: &str, now: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("update imports set lease_until = $1, trouble = null where import_id = $2 and owner = $3");
    owned(db.execute(sql.bind(now + LEASE).bind(id.0).bind(owner)).await?)
}

/// Gives an import back that could not go on now: nobody takes it up before the time `due`. `trouble` is why, as JSON; what
/// passes, such as a full disk, is no attempt.
pub async fn postpone(
    db: &Db,
    id: ImportId,
    owner: &str,
    due: i64,
    (trouble, passes): (String, bool),
) -> Result<(), StoreError> {
    let sql = Sql::new("update imports set owner = null, lease_until = $1, trouble = $2");
    let sql =
        sql.push(if passes { ", attempts = 0" } else { "" }).push(" where import_id = $3 and owner = $4");
    owned(db.execute(sql.bind(due).bind(trouble).bind(id.0).bind(owner)).await?)
}

/// Notes what the survey of the file told: how many rows it has, and what only all of them together say.
pub async fn note_survey(
    db: &Db,
    id: ImportId,
    owner: &str,
    rows: i64,
    facts: &Facts,
) -> Result<(), StoreError> {
    let sql = Sql::new("update imports set rows_total = $1, facts = $2 where import_id = $3 and owner = $4");
    owned(db.execute(sql.bind(rows).bind(serde_json::to_string(facts)?).bind(id.0).bind(owner)).await?)
}

/// Ends an import of which this process is the owner: finished, or failed with a reason as JSON.
pub async fn finish(
    db: &Db,
    id: ImportId,
    owner: &str,
    failure: Option<String>,
    now: i64,
) -> Result<(), StoreError> {
    let state = if failure.is_some() { "failed" } else { "finished" };
    let is_owned = Sql::new(" and owner = ").push_value(owner);
    if end(db, id, (state, failure), is_owned, now).await? { Ok(()) } else { Err(StoreError::NotOwner) }
}

/// Ends an import that has not ended, whoever is at it: what it has written stays, and it writes nothing more. False when it has
/// ended, or there is none. [`close_canceled`] does what is left to do then; a `lease_until` that nobody holds marks that it is to be
/// done.
pub async fn cancel(db: &Db, id: ImportId, now: i64) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    let unfinished = Sql::new(" and state in ('queued', 'running')");
    if !mark_ended(&mut tx, id, ("canceled", None), unfinished, now).await? {
        return Ok(false);
    }
    tx.execute(Sql::new("update imports set lease_until = $1 where import_id = $2").bind(now).bind(id.0))
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Canceled imports of which something is left to do: the process in which they were canceled has ended, or lost its database.
pub async fn unclosed(db: &Db) -> Result<Vec<i64>, StoreError> {
    let sql = "select import_id from imports where state = 'canceled' and lease_until is not null order by import_id";
    let rows: Vec<(i64,)> = db.fetch_all(Sql::new(sql)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Does what is left to do behind [`cancel`], however long others are in the way: nobody waits for it. Done twice it does nothing
/// that is wrong.
pub async fn close_canceled(db: &Db, id: ImportId, now: i64) -> Result<(), StoreError> {
    let attempt = async || {
        let mut tx = db.begin().await?;
        recalculate::lock(&mut tx).await?;
        close(&mut tx, id, now).await?;
        tx.commit().await
    };
    loop {
        match attempt().await {
            Err(error) if error.is_retryable() => {
                tracing::debug!(%error, "a canceled import is closed again");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            closed => return closed,
        }
    }
}

/// Ends the imports of files that were not uploaded, which nobody took up again since a time: their processes are gone, and what
/// they hold is free. `failure` is the reason as JSON. Returns how many.
pub async fn end_abandoned(db: &Db, since: i64, failure: &str, now: i64) -> Result<u64, StoreError> {
    let sql = Sql::new(
        "select import_id from imports where state in ('queued', 'running') and file_id is null
             and coalesce(lease_until, created_at) < $1",
    );
    let mut ended = 0;
    for (id,) in db.fetch_all::<(i64,)>(sql.bind(since)).await? {
        let still = Sql::new(" and state in ('queued', 'running') and coalesce(lease_until, created_at) < ");
        let failure = Some(failure.to_owned());
        ended += u64::from(end(db, ImportId(id), ("failed", failure), still.push_value(since), now).await?);
    }
    Ok(ended)
}

/// Ends an import under a condition; false when that does not hold.
async fn end(
    db: &Db,
    id: ImportId,
    outcome: (&'static str, Option<String>),
    condition: Sql,
    now: i64,
) -> Result<bool, StoreError> {
    let mut tx = db.begin().await?;
    recalculate::lock(&mut tx).await?;
    let holds = mark_ended(&mut tx, id, outcome, condition, now).await?;
    if holds {
        close(&mut tx, id, now).await?;
        tx.commit().await?;
    }
    Ok(holds)
}

/// Writes that an import has ended; false when the condition does not hold. Whoever is at it learns so with its next chunk.
async fn mark_ended(
    tx: &mut Tx,
    id: ImportId,
    (state, failure): (&'static str, Option<String>),
    condition: Sql,
    now: i64,
) -> Result<bool, StoreError> {
    let sql = Sql::new("update imports set owner = null, lease_until = null, trouble = null, state = ");
    let sql = sql.push_value(state).push(", failure = ").push_value(failure).push(", finished_at = ");
    let sql = sql.push_value(now).push(" where import_id = ").push_value(id.0).append(condition);
    if tx.execute(sql).await? == 0 {
        return Ok(false);
    }
    tx.execute(Sql::new("update import_parts set owner = '' where import_id = $1").bind(id.0)).await?;
    Ok(true)
}

/// Does what is left to do when an import has ended. Whom it left unchanged is known now; what asks for it is rebuilt, for nothing was
/// recorded with its chunks of contacts that it left alone. The caller holds the lock of recalculations.
async fn close(tx: &mut Tx, id: ImportId, now: i64) -> Result<(), StoreError> {
    work::gathered(tx, Some(id)).await?;
    tx.execute(Sql::new("update imports set lease_until = null where import_id = $1").bind(id.0)).await?;
    tx.execute(Sql::new("delete from import_routes where import_id = $1").bind(id.0)).await?;
    if fills(tx, id, "status").await? {
        lists::adopt_statuses(tx, None).await?;
    }
    for step in recalculate::plan(tx).await? {
        if step.uses.unchanged_by.contains(&id.0) {
            recalculate::request_rebuild(tx, step.node, now).await?;
        }
    }
    Ok(())
}

fn owned(count: u64) -> Result<(), StoreError> {
    if count == 1 { Ok(()) } else { Err(StoreError::NotOwner) }
}
