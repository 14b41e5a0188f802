//! Work that outlives a request, as rows that any process may claim: recalculation of contacts that changed, rebuilding of
//! groups, mass actions. Each step is a transaction that moves the row and writes its effects.

pub mod exports;

use muster_domain::{ContactId, ImportId};
use sqlx::FromRow;

use crate::base::lease::{self, Longest};
use crate::base::{counters, dialect};
use crate::{Db, Select, Sql, StoreError, Tx};

/// How long a process owns a piece of work after its last step, in milliseconds. Work in which processes ended has a lease longer by
/// as much for each of them, up to [`LONGEST_LEASE`], so that it does not end one a minute.
pub const LEASE: i64 = 60_000;
/// The longest lease.
const LONGEST_LEASE: i64 = 10 * LEASE;
/// The longest pause: notices are tried again within the hour.
const LONGEST: Longest = Longest { lease: LONGEST_LEASE, pause: 60 * 60 * 1000 };

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Groups are to be brought up to date with contacts that an import changed.
    Recalculate,
    /// The same, with contacts of which machines told activities.
    Follow,
    /// A group's condition is new: everybody is to be looked at.
    Rebuild,
    /// A score's rules are new.
    ScoreRebuild,
    /// The rules of personas are new.
    PersonaRebuild,
    /// Something is to be done with many contacts.
    MassAction,
    /// A file of activities is to be recorded.
    ActivityImport,
    /// Contacts are to be written to a file, see [`crate::work::exports`].
    Export,
    /// Contacts that may be one person are to be found.
    DuplicateSearch,
    /// Contacts that have been inactive for long are to be deleted.
    Inactivity,
    /// People are to be told of contacts that reached the limit of a score, see [`crate::derived::notices`].
    ScoreEmail,
    /// A program elsewhere is to be told of them.
    ScoreWebhook,
}

impl Kind {
    /// The word in the table.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recalculate => "recalculate",
            Self::Follow => "follow",
            Self::Rebuild => "rebuild",
            Self::ScoreRebuild => "score_rebuild",
            Self::PersonaRebuild => "persona_rebuild",
            Self::MassAction => "mass_action",
            Self::ActivityImport => "activity_import",
            Self::Export => "export",
            Self::DuplicateSearch => "duplicate_search",
            Self::Inactivity => "inactivity",
            Self::ScoreEmail => "score_email",
            Self::ScoreWebhook => "score_webhook",
        }
    }

    /// Whether work that fails again and again ends as failed, which the page of who asked for it tells. What keeps groups, scores and personas true
    /// is never given up: it is late until it is done.
    pub fn may_be_given_up(self) -> bool {
        !KEEPING_TRUE.contains(&self)
    }
}

/// The kinds of work that keep groups, scores and personas true.
pub(crate) const KEEPING_TRUE: [Kind; 5] =
    [Kind::Recalculate, Kind::Follow, Kind::Rebuild, Kind::ScoreRebuild, Kind::PersonaRebuild];

/// A piece of work.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Work {
    /// Its id.
    pub work_id: i64,
    /// See [`Kind`].
    pub kind: String,
    /// `queued`, `running`, `finished` or `failed`; of an export also `expired`.
    pub state: String,
    /// What it is about: the import that asks for recalculation, the group that is rebuilt.
    pub subject_id: Option<i64>,
    /// The order, as JSON.
    pub payload: String,
    /// The contacts concerned, see [`pack`].
    pub contacts: Option<Vec<u8>>,
    /// Where it goes on.
    pub position: i64,
    /// How much is done, as people count it.
    pub done: i64,
    /// How much there is to do.
    pub total: Option<i64>,
    /// Why it failed.
    pub failure: Option<String>,
    /// How often it was claimed since its last step was done.
    pub attempts: i64,
    /// When it was asked for.
    pub created_at: i64,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl Work {
    /// The ids of the contacts concerned, in order; [`StoreError::Damaged`] when they cannot be read.
    pub fn contacts(&self) -> Result<Vec<i64>, StoreError> {
        unpack(self.contacts.as_deref().unwrap_or_default())
    }
}

/// Work to record.
#[derive(Debug, Clone)]
pub struct NewWork<'a> {
    /// What is to be done.
    pub kind: Kind,
    /// What it is about.
    pub subject_id: Option<i64>,
    /// The order, as JSON.
    pub payload: String,
    /// The contacts concerned.
    pub contacts: &'a [ContactId],
    /// How much there is to do.
    pub total: Option<i64>,
    /// Not before this moment.
    pub due: Option<i64>,
}

const COLUMNS: &str =
    "select work_id, kind, state, subject_id, payload, contacts, position, done, total, failure, attempts,
        created_at, finished_at from work_items";

/// Records work, in the transaction that makes it necessary.
pub async fn create(tx: &mut Tx, new: NewWork<'_>, now: i64) -> Result<i64, StoreError> {
    let id = counters::reserve(tx, "work", 1).await?;
    let sql = Sql::new(INSERT)
        .bind(id)
        .bind(new.kind.word())
        .bind(new.subject_id)
        .bind(new.payload)
        .bind(pack(new.contacts))
        .bind(new.total)
        .bind(now)
        .bind(new.due);
    tx.execute(sql).await?;
    Ok(id)
}

/// Also used by the bulk writers, in their own way of binding.
pub(crate) const INSERT: &str =
    "insert into work_items (work_id, kind, state, subject_id, payload, contacts, total, created_at, lease_until)
         values ($1, $2, 'queued', $3, $4, $5, $6, $7, $8)";

/// The work with this id.
pub async fn find(mut from: impl Select, id: i64) -> Result<Option<Work>, StoreError> {
    from.fetch_optional(Sql::new(COLUMNS).push(" where work_id = $1").bind(id)).await
}

/// Up to `limit` pieces of work of some kinds, the newest first, behind the one with the id `after`.
pub async fn list(db: &Db, kinds: &[Kind], after: Option<i64>, limit: i64) -> Result<Vec<Work>, StoreError> {
    let kinds = kinds.iter().map(|kind| kind.word().to_owned()).collect();
    let sql = Sql::new(COLUMNS).push(" where kind in ");
    let mut sql = dialect::push_texts(db.backend(), sql, kinds);
    if let Some(after) = after {
        sql = sql.push(" and work_id < ").push_value(after);
    }
    db.fetch_all(sql.push(" order by work_id desc limit ").push_value(limit)).await
}

/// Up to `limit` pieces of work of some kinds about a subject, the newest first.
pub async fn list_about(
    db: &Db,
    kinds: &[Kind],
    subject_id: i64,
    limit: i64,
) -> Result<Vec<Work>, StoreError> {
    let kinds = kinds.iter().map(|kind| kind.word().to_owned()).collect();
    let sql = Sql::new(COLUMNS).push(" where subject_id = ").push_value(subject_id).push(" and kind in ");
    let sql = dialect::push_texts(db.backend(), sql, kinds);
    db.fetch_all(sql.push(" order by work_id desc limit ").push_value(limit)).await
}

/// Whether unfinished work of a kind about a subject goes on as it should: some of it is not [late](late).
pub async fn is_under_way(db: &Db, kind: Kind, subject_id: i64) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "select work_id from work_items where kind = $1 and subject_id = $2 and state in ('queued', 'running') and not ",
    );
    let sql = sql.bind(kind.word()).bind(subject_id).push(IS_LATE).push(" limit 1");
    Ok(db.fetch_optional::<(i64,)>(sql).await?.is_some())
}

/// True of work of which a step failed since one was done, or in which a process ended.
const IS_LATE: &str = "(attempts > 1 or (attempts = 1 and owner is null))";

/// Work that keeps groups, scores and personas true, and is late.
#[derive(Debug, FromRow)]
pub(crate) struct LateWork {
    /// See [`Kind`].
    pub kind: String,
    /// What it is about.
    pub subject_id: Option<i64>,
    /// The order, as JSON.
    pub payload: String,
    /// When it was asked for.
    pub created_at: i64,
    /// When it is tried again; `None` while it is.
    pub again_at: Option<i64>,
}

/// All work that keeps groups, scores and personas true, and is late.
pub(crate) async fn late(from: &mut impl Select) -> Result<Vec<LateWork>, StoreError> {
    let kinds = KEEPING_TRUE.iter().map(|kind| kind.word().to_owned()).collect();
    let sql = Sql::new(
        "select kind, subject_id, payload, created_at, case when owner is null then lease_until end as again_at
         from work_items where state in ('queued', 'running') and kind in ",
    );
    let sql = dialect::push_texts(from.backend(), sql, kinds).push(" and ").push(IS_LATE);
    from.fetch_all(sql.push(" order by work_id")).await
}

/// The oldest unfinished work of a kind, whatever it is about.
pub async fn first_unfinished(tx: &mut Tx, kind: Kind) -> Result<Option<i64>, StoreError> {
    let sql = Sql::new(
        "select work_id from work_items where kind = $1 and state in ('queued', 'running') order by work_id limit 1",
    );
    let row: Option<(i64,)> = tx.fetch_optional(sql.bind(kind.word())).await?;
    Ok(row.map(|(id,)| id))
}

/// The orders of all unfinished work of a kind.
pub async fn unfinished_payloads(tx: &mut Tx, kind: Kind) -> Result<Vec<String>, StoreError> {
    let sql = Sql::new("select payload from work_items where kind = $1 and state in ('queued', 'running')");
    let rows: Vec<(String,)> = tx.fetch_all(sql.bind(kind.word())).await?;
    Ok(rows.into_iter().map(|(payload,)| payload).collect())
}

/// The unfinished work of a kind about a subject, the oldest first.
pub async fn unfinished(db: &Db, kind: Kind, subject_id: i64) -> Result<Vec<Work>, StoreError> {
    let sql = Sql::new(COLUMNS)
        .push(" where kind = $1 and state in ('queued', 'running') and subject_id = $2 order by work_id")
        .bind(kind.word())
        .bind(subject_id);
    db.fetch_all(sql).await
}

/// How long what an import's chunk makes necessary waits for that of others, in milliseconds: done together it takes a part of the
/// time, and takes none from the chunks.
pub const GATHERING: i64 = 60_000;

/// Ends the waiting of what the chunks of an import, or of all, made necessary.
pub async fn gathered(tx: &mut Tx, import: Option<ImportId>) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update work_items set lease_until = null
         where kind = $1 and state = 'queued' and lease_until is not null and subject_id = coalesce($2, subject_id)",
    );
    let sql = sql.bind(Kind::Recalculate.word()).bind(import.map(|id| id.0));
    tx.execute(sql).await.map(drop)
}

/// Claims the oldest work of a kind that nobody owns; with a `subject_id`, only of that.
pub async fn claim(
    db: &Db,
    kind: Kind,
    subject_id: Option<i64>,
    (owner, now): (&str, i64),
) -> Result<Option<Work>, StoreError> {
    let sql = Sql::new("select work_id from work_items where state in ('queued', 'running') and kind = ");
    let mut sql = lease::push_free(sql.push_value(kind.word()).push(" and "), &LONGEST, now);
    if let Some(subject_id) = subject_id {
        sql = sql.push(" and subject_id = ").push_value(subject_id);
    }
    let waiting: Vec<(i64,)> = db.fetch_all(sql.push(" order by work_id limit 10")).await?;
    for (id,) in waiting {
        let sql = Sql::new(
            "update work_items set state = 'running', owner = $1, attempts = attempts + 1,
                 lease_until = $2 + case when $3 * (attempts + 1) < $4 then $3 * (attempts + 1) else $4 end
             where work_id = $5 and state in ('queued', 'running') and ",
        );
        let sql = sql.bind(owner).bind(now).bind(LEASE).bind(LONGEST_LEASE).bind(id);
        if db.execute(lease::push_free(sql, &LONGEST, now)).await? == 1 {
            return find(db, id).await;
        }
    }
    Ok(None)
}

/// How many contacts a piece of work takes over from others, about, so that memory stays bounded.
const MOST_ABSORBED: usize = 1_000_000;

/// Takes the contacts of others about the same that wait into a claimed piece of work of which no step is done: in the order of their
/// ids, which is that of the tables, they take a part of the time. `both` makes one order of two; `None` when they are to be done one by
/// one. [`StoreError::NotOwner`] when it has passed to another process.
pub async fn absorb(
    db: &Db,
    work: &mut Work,
    owner: &str,
    both: impl Fn(&str, &str) -> Option<String>,
) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    let sql = Sql::new(COLUMNS)
        .push(
            " where kind = $1 and subject_id is not distinct from $2 and state = 'queued' and work_id <> $3
             order by work_id limit 10000",
        )
        .bind(work.kind.as_str())
        .bind(work.subject_id)
        .bind(work.work_id);
    let others: Vec<Work> = tx.fetch_all(sql).await?;
    let (mut contacts, mut payload, mut taken) = (work.contacts()?, work.payload.clone(), Vec::new());
    for other in others {
        if contacts.len() > MOST_ABSORBED {
            break;
        }
        let (Ok(more), Some(joined)) = (other.contacts(), both(&payload, &other.payload)) else { continue };
        contacts.extend(more);
        payload = joined;
        taken.push(other.work_id);
    }
    if taken.is_empty() {
        return Ok(());
    }
    let sql = Sql::new("delete from work_items where state = 'queued' and work_id in ");
    let meant = taken.len() as u64;
    if tx.execute(dialect::push_ids(tx.backend(), sql, taken)).await? < meant {
        return Ok(()); // another process has taken one of them: it is left to it
    }
    let packed = pack(&contacts.into_iter().map(ContactId).collect::<Vec<_>>());
    let sql = Sql::new(
        "update work_items set contacts = $1, payload = $2 where work_id = $3 and owner = $4 and position = 0",
    );
    let sql = sql.bind(packed.clone()).bind(payload.as_str()).bind(work.work_id).bind(owner);
    owned(tx.execute(sql).await?)?;
    tx.commit().await?;
    (work.contacts, work.payload) = (Some(packed), payload);
    Ok(())
}

/// Notes how far work is, in the transaction of the step; [`StoreError::NotOwner`] when it has passed to another process.
pub async fn advance(tx: &mut Tx, work: &Work, (owner, now): (&str, i64)) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update work_items set position = $1, done = $2, lease_until = $3, payload = $4, total = $5, attempts = 0
         where work_id = $6 and owner = $7 and state = 'running'",
    );
    let sql = sql
        .bind(work.position)
        .bind(work.done)
        .bind(now + LEASE)
        .bind(work.payload.as_str())
        .bind(work.total);
    owned(tx.execute(sql.bind(work.work_id).bind(owner)).await?)
}

/// Notes how far work is that is begun anew by whoever takes it up again, so that no step of it is done;
/// [`StoreError::NotOwner`] when it has passed to another process.
pub async fn renew(db: &Db, work: &Work, (owner, now): (&str, i64)) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update work_items set done = $1, lease_until = $2 where work_id = $3 and owner = $4 and state = 'running'",
    );
    owned(db.execute(sql.bind(work.done).bind(now + LEASE).bind(work.work_id).bind(owner)).await?)
}

/// Ends work that people may look back at, with the payload that it has now.
pub async fn finish(
    tx: &mut Tx,
    work: &Work,
    failure: Option<String>,
    (owner, now): (&str, i64),
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update work_items set state = $1, failure = $2, finished_at = $3, payload = $4, owner = null, lease_until = null,
             contacts = null
         where work_id = $5 and owner = $6",
    );
    let state = if failure.is_some() { "failed" } else { "finished" };
    let sql = sql.bind(state).bind(failure).bind(now).bind(work.payload.as_str());
    owned(tx.execute(sql.bind(work.work_id).bind(owner)).await?)
}

/// Takes finished work out of the table.
pub async fn remove(tx: &mut Tx, work_id: i64, owner: &str) -> Result<(), StoreError> {
    let sql = Sql::new("delete from work_items where work_id = $1 and owner = $2").bind(work_id).bind(owner);
    owned(tx.execute(sql).await?)
}

/// Forgets a piece of work, whoever does it: its next step finds that it is gone, and writes nothing. False when there is none.
pub async fn delete(db: &Db, kinds: &[Kind], work_id: i64) -> Result<bool, StoreError> {
    let kinds = kinds.iter().map(|kind| kind.word().to_owned()).collect();
    let sql = Sql::new("delete from work_items where work_id = ").push_value(work_id).push(" and kind in ");
    let sql = dialect::push_texts(db.backend(), sql, kinds);
    Ok(db.execute(sql).await? == 1)
}

/// Forgets work about a subject that is no longer wanted.
pub async fn cancel(tx: &mut Tx, kind: Kind, subject_id: i64) -> Result<(), StoreError> {
    let sql = Sql::new("delete from work_items where kind = $1 and subject_id = $2");
    tx.execute(sql.bind(kind.word()).bind(subject_id)).await.map(drop)
}

/// Work that somebody carries out at this moment.
#[derive(Debug, Clone, FromRow)]
pub struct Running {
    /// `import`, or the word of a [`Kind`].
    pub kind: String,
    /// The id of the import, or of the work.
    pub id: i64,
}

/// Some of what is carried out at this moment, imports first.
pub async fn running(db: &Db) -> Result<Vec<Running>, StoreError> {
    let sql = Sql::new(
        "select 'import' as kind, import_id as id, 0 as place from imports where state = 'running'
         union all select kind, work_id, 1 from work_items where state = 'running' order by place, id limit 3",
    );
    db.fetch_all(sql).await
}

/// Gives work back after a failed step: nobody takes it up before `due`.
pub async fn postpone(db: &Db, work_id: i64, owner: &str, due: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("update work_items set owner = null, lease_until = $1 where work_id = $2 and owner = $3");
    db.execute(sql.bind(due).bind(work_id).bind(owner)).await.map(drop)
}

fn owned(count: u64) -> Result<(), StoreError> {
    if count == 1 { Ok(()) } else { Err(StoreError::NotOwner) }
}

/// Contacts in few bytes: their ids in order, each as its distance from the one before, seven bits a byte (LEB128).
pub fn pack(contacts: &[ContactId]) -> Vec<u8> {
    let mut ids: Vec<i64> = contacts.iter().map(|id| id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let (mut bytes, mut last) = (Vec::with_capacity(ids.len() + 8), 0);
    for id in ids {
        let mut distance = (id - last) as u64;
        last = id;
        while distance >= 0x80 {
            bytes.push(distance as u8 | 0x80);
            distance >>= 7;
        }
        bytes.push(distance as u8);
    }
    bytes
}

/// What [`pack`] packed; [`StoreError::Damaged`] when it was something else.
pub fn unpack(bytes: &[u8]) -> Result<Vec<i64>, StoreError> {
    let damaged = || StoreError::Damaged("a list of contacts cannot be read".into());
    let (mut ids, mut last, mut distance, mut shift) = (Vec::new(), 0i64, 0i64, 0);
    for &byte in bytes {
        if shift > 56 {
            return Err(damaged());
        }
        distance |= i64::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            last = last.checked_add(distance).ok_or_else(damaged)?;
            ids.push(last);
            (distance, shift) = (0, 0);
        }
    }
    if shift == 0 { Ok(ids) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_come_out_of_the_pack_in_order_and_once() {
        let ids = [5, 1, 5, 300, 1 << 50, 301].map(ContactId);
        assert_eq!(unpack(&pack(&ids)).unwrap(), [1, 5, 300, 301, 1 << 50]);
        assert_eq!(pack(&(1..1000).map(ContactId).collect::<Vec<_>>()).len(), 999);
        assert!(unpack(&pack(&[])).unwrap().is_empty());
    }

    #[test]
    fn a_torn_pack_is_told_from_a_whole_one() {
        assert!(unpack(&[0x80]).is_err(), "it ends within a number");
        assert!(unpack(&[0xFF; 12]).is_err(), "no number is as long");
        let largest = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
        assert!(unpack(&[largest, largest].concat()).is_err(), "no id is as large");
    }
}
