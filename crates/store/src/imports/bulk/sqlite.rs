//! SQLite: prepared statements through rusqlite in the order of the tables' keys, without RETURNING (measured fastest).
//!
//! SQLite numbers `$n` by first appearance, not by n: here every statement names them in order.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Duration;

use muster_domain::import::{Before, ChunkPlan, Counts, Create, SeenContacts};
use muster_domain::{ContactId, display_address};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{
    BY_IMPORT, Batch, Documents, EMAIL, ImportContext, Matched, Noted, ORIGIN, Owners, Recalculation,
    RejectRow, Scope, Written,
};
use crate::base::columns::{Columns, Source, Wanted, read_rows};
use crate::base::keyed_hash::KeyedHash;
use crate::contacts::erased;
use crate::find::search;
use crate::imports::rejects::ToldRow;
use crate::{Backend, Sql, StoreError};

/// Writes chunks over a connection of its own; in a dry run in a transaction that ends with the connection.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Connection,
    dry_run: bool,
}

impl Writer {
    pub(super) fn open(path: &Path, dry_run: bool) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_mins(1))?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "secure_delete", "fast")?;
        connection.pragma_update(None, "cache_size", -32768)?; // KiB; more finds no more
        // A page that several chunks change is copied into the file once, not with each of them (200 MB of journal).
        connection.pragma_update(None, "wal_autocheckpoint", 50_000)?;
        connection.set_prepared_statement_cache_capacity(32);
        if dry_run {
            connection.execute_batch("begin immediate")?;
        }
        Ok(Self { connection, dry_run })
    }

    /// What a dry run has written so far, to be read.
    pub(super) fn tried(&mut self) -> Tried<'_> {
        Tried(&mut self.connection)
    }

    /// Writes a chunk in one transaction.
    pub(super) fn write(
        &mut self,
        scope: Scope<'_>,
        batch: &Batch,
        seen: &mut SeenContacts,
    ) -> Result<Written, StoreError> {
        if self.dry_run {
            return write_chunk(&self.connection, scope, batch, seen);
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let written = write_chunk(&tx, scope, batch, seen)?;
        advance(&tx, scope, batch, written.counts)?;
        tx.commit()?;
        Ok(written)
    }
}

/// The transaction of a dry run.
pub(super) struct Tried<'a>(&'a mut Connection);

impl Source for Tried<'_> {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    async fn read(
        &mut self,
        wanted: Wanted<'_>,
        rest: impl FnOnce(Sql) -> Sql + Send,
    ) -> Result<Columns, StoreError> {
        tokio::task::block_in_place(|| read_rows(self.0, wanted, rest))
    }
}

fn write_chunk(
    tx: &Connection,
    scope: Scope<'_>,
    batch: &Batch,
    seen: &mut SeenContacts,
) -> Result<Written, StoreError> {
    let mut matched = match_contacts(tx, scope.context, batch)?;
    let documents = super::stored_documents(&mut matched);
    let noted = noted(tx, scope.context, &super::may_be_noted(&matched, seen, scope.context))?;
    let found = super::found(matched, |id| seen.contains(id), noted);
    let (mut owners, all): (_, Vec<usize>) = (Owners::of(batch), (0..batch.chunk.addresses.len()).collect());
    let mut plan = batch.plan(scope, &all, found, &mut owners);
    let erased = erased(tx, batch, &plan)?;
    plan.refuse(|address| erased.contains(&*address.key));
    let first = reserve(tx, "contact", plan.creates.len())?;
    super::note_touched(&mut plan, first, (seen, &mut owners));
    create(tx, scope.context, &plan, first, batch.now)?;
    update(tx, scope.context, &plan, &documents)?;
    write_history(tx, scope.context, &plan, batch.now)?;
    let entered = join_group(tx, scope.context, &plan, batch.now)?;
    let told = batch.told(&plan, &erased);
    write_rejects(tx, scope, &told, &owners)?;
    write_seen(tx, scope, seen)?;
    if !scope.context.dry_run {
        record_recalculations(tx, scope.context, batch, &plan)?;
        note_entered(tx, scope.context, entered, batch.now)?;
    }
    Ok(Written::of(scope, batch, plan, told, entered as i64))
}

/// The addresses of the chunk whose owners asked to be erased.
fn erased(tx: &Connection, batch: &Batch, plan: &ChunkPlan<'_>) -> Result<HashSet<String>, StoreError> {
    let key = tx.prepare_cached(erased::KEY)?.query_row([], |row| row.get(0)).optional()?;
    let Some(key) = key else { return Ok(HashSet::new()) };
    let hashes = super::suspects(&KeyedHash::new(key), batch, plan);
    let asked = serde_json::to_string(&hashes.keys().collect::<Vec<_>>())?;
    let mut find =
        tx.prepare_cached("select hash from erased where hash in (select value from json_each($1))")?;
    let found: Vec<String> = find.query_map([asked], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(erased::among(hashes, &found))
}

/// Looks the ids up in the order of the keys, then reads the contacts in the order of the ids.
fn match_contacts(
    tx: &Connection,
    context: &ImportContext,
    batch: &Batch,
) -> Result<Vec<Matched>, StoreError> {
    let mut find = tx.prepare_cached(
        "select contact_id, merged is not null from identities where kind = 1 and value = $1",
    )?;
    let mut ids = Vec::new();
    for (index, address) in batch.chunk.addresses.iter().enumerate() {
        let found = find.query_row([&*address.key], |found| Ok((found.get::<_, i64>(0)?, found.get(1)?)));
        if let Some((id, is_merged)) = found.optional()? {
            ids.push((id, index, is_merged));
        }
    }
    ids.sort_unstable();
    let custom = if context.has_custom() { ", custom" } else { ", null" };
    let sql = Sql::new("select changed_at, source_import = $1, folded").push(custom);
    let columns = context.columns();
    let sql = super::push_columns(sql, &columns).push(" from contacts where contact_id = $2");
    let mut read = tx.prepare_cached(sql.text())?;
    let mut matched = Vec::with_capacity(ids.len());
    for (id, index, is_merged) in ids {
        let mut rows = read.query(params![context.import_id.0, id])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        matched.push(read_contact(row, context, columns.len(), (index, id, is_merged))?);
    }
    Ok(matched)
}

fn read_contact(
    row: &rusqlite::Row<'_>,
    context: &ImportContext,
    columns: usize,
    (index, id, is_merged): (usize, i64, bool),
) -> Result<Matched, StoreError> {
    let mut texts = Vec::with_capacity(columns);
    for at in 4..4 + columns {
        texts.push(text(row, at)?);
    }
    let (folded, custom) = (text(row, 2)?, text(row, 3)?);
    Ok(Matched {
        index,
        contact_id: ContactId(id),
        values: context.values(&texts, custom)?,
        documents: Documents { custom: custom.map(str::to_owned), folded: folded.map(str::to_owned) },
        changed_at: row.get(0)?,
        version: row.get(0)?, // nobody else writes while the chunk does
        is_merged,
        created_here: row.get::<_, Option<bool>>(1)?.unwrap_or(false),
    })
}

fn text<'a>(row: &'a rusqlite::Row<'_>, at: usize) -> Result<Option<&'a str>, StoreError> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => None,
        text => Some(text.as_str().map_err(|error| StoreError::Damaged(error.to_string()))?),
    })
}

/// What this import noted of contacts when it changed them in earlier chunks.
fn noted(
    tx: &Connection,
    context: &ImportContext,
    met: &[ContactId],
) -> Result<HashMap<ContactId, Noted>, StoreError> {
    let mut find = tx.prepare_cached(
        "select before, changed_before, changed_at from contact_history
         where contact_id = $1 and origin_kind = $2 and origin_id = $3",
    )?;
    let mut noted = HashMap::new();
    for id in met {
        let key = params![id.0, ORIGIN, context.import_id.0];
        let row = find.query_row(key, |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)));
        if let Some((before, changed_before, changed_at)) = row.optional()? {
            let before: Before = serde_json::from_str(&before)?;
            noted.insert(*id, Noted { before, changed_before, changed_at });
        }
    }
    Ok(noted)
}

fn reserve(tx: &Connection, counter: &str, count: usize) -> Result<i64, StoreError> {
    tx.execute("update counters set next = next + $1 where name = $2", params![count as i64, counter])?;
    let sql = "select next - $1 from counters where name = $2";
    Ok(tx.query_row(sql, params![count as i64, counter], |row| row.get(0))?)
}

fn create(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    first: i64,
    now: i64,
) -> Result<(), StoreError> {
    let columns = context.columns();
    let mut contact = tx.prepare_cached(insert_statement(&columns).text())?;
    let mut identity =
        tx.prepare_cached("insert into identities (kind, value, contact_id) values ($1, $2, $3)")?;
    let mut searched = tx.prepare_cached("insert into contact_search (contact_id, text) values ($1, $2)")?;
    let places = context.searched();
    for (contact_id, Create { address: rows, values }) in (first..).zip(&plan.creates) {
        let address = display_address(&rows.key);
        searched.execute(params![contact_id, super::search_text(&address, values, &places)])?;
        contact.raw_bind_parameter(1, contact_id)?;
        contact.raw_bind_parameter(2, &*address)?;
        contact.raw_bind_parameter(3, now)?;
        contact.raw_bind_parameter(4, context.import_id.0)?;
        contact.raw_bind_parameter(5, rows.last.number as i64)?;
        let documents = context.documents(None, values)?;
        contact.raw_bind_parameter(6, documents.custom)?;
        contact.raw_bind_parameter(7, documents.folded)?;
        for (at, value) in (8..).zip(values.iter().take(columns.len())) {
            contact.raw_bind_parameter(at, value)?;
        }
        contact.raw_execute()?;
        identity.execute(params![EMAIL, &*rows.key, contact_id])?;
    }
    Ok(())
}

fn insert_statement(columns: &[&'static str]) -> Sql {
    let sql = Sql::new(
        "insert into contacts (contact_id, email, created_at, changed_at, source_import, source_row, custom, folded",
    );
    let sql = super::push_columns(sql, columns).push(") values ($1, $2, $3, $3, $4, $5, $6, $7");
    (8..).zip(columns).fold(sql, |sql, (number, _)| sql.push(", $").push_number(number)).push(")")
}

fn update(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    documents: &HashMap<ContactId, Documents>,
) -> Result<(), StoreError> {
    let columns = context.columns();
    let mut statement = tx.prepare_cached(update_statement(&columns, context.has_custom()).text())?;
    let first = if context.has_custom() { 5 } else { 4 };
    let last = columns.len() + first + 1;
    let (mut search, changes_search) =
        (tx.prepare_cached(update_search_statement().text())?, context.changes_search());
    let mut written = 0;
    // They were read in the order of their ids: backwards, the pages read last are still in the cache.
    for update in plan.updates.iter().rev() {
        let anew = context.documents(documents.get(&update.contact_id), &update.values)?;
        statement.raw_bind_parameter(1, update.changed_at)?;
        statement.raw_bind_parameter(2, update.source_row.map(|row| row as i64))?;
        statement.raw_bind_parameter(3, anew.folded)?;
        if context.has_custom() {
            statement.raw_bind_parameter(4, anew.custom)?;
        }
        for (at, value) in (first..).zip(update.values.iter().take(columns.len())) {
            statement.raw_bind_parameter(at, value)?;
        }
        statement.raw_bind_parameter(last - 1, update.contact_id.0)?;
        statement.raw_bind_parameter(last, update.read_version)?;
        written += statement.raw_execute()?;
        if changes_search(update) {
            search.execute([update.contact_id.0])?;
        }
    }
    super::expect(written as u64, plan.updates.len(), "changed contacts")
}

fn update_search_statement() -> Sql {
    let sql = search::push_texts(Backend::Sqlite, Sql::new(search::INSERT)).push("c.contact_id = $1");
    sql.push(" on conflict (contact_id) do update set text = excluded.text where text <> excluded.text")
}

fn update_statement(columns: &[&'static str], has_custom: bool) -> Sql {
    let sql =
        Sql::new("update contacts set changed_at = $1, source_row = coalesce($2, source_row), folded = $3");
    let sql = if has_custom { sql.push(", custom = $4") } else { sql };
    let first = if has_custom { 5 } else { 4 };
    let sql = (first..)
        .zip(columns)
        .fold(sql, |sql, (number, column)| sql.push(", ").push(column).push(" = $").push_number(number));
    let sql = sql.push(" where contact_id = $").push_number(columns.len() + first);
    sql.push(" and changed_at = $").push_number(columns.len() + first + 1)
}

fn write_history(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    now: i64,
) -> Result<(), StoreError> {
    let mut delete = tx.prepare_cached(
        "delete from contact_history where contact_id = $1 and origin_kind = $2 and origin_id = $3",
    )?;
    for id in &plan.history_gone {
        delete.execute(params![id.0, ORIGIN, context.import_id.0])?;
    }
    let mut insert = tx.prepare_cached(
        "insert into contact_history (contact_id, origin_kind, origin_id, source_row, changed_at, changed_before, before)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (contact_id, origin_kind, origin_id)
         do update set source_row = excluded.source_row, changed_at = excluded.changed_at, before = excluded.before",
    )?;
    for row in &plan.history {
        let number = row.number as i64;
        insert.execute(params![
            row.contact_id.0,
            ORIGIN,
            context.import_id.0,
            number,
            now,
            row.changed_at,
            row.before
        ])?;
    }
    Ok(())
}

/// Everybody whom the chunk touched is in the import's group; returns how many entered it. A created contact is in no
/// group yet; another may be, for this reason or others.
fn join_group(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    now: i64,
) -> Result<usize, StoreError> {
    let Some(group) = context.group else { return Ok(0) };
    let mut join = tx.prepare_cached(
        "insert into members (contact_id, group_id, reasons, since) values ($1, $2, $3, $4)
         on conflict (contact_id, group_id) do nothing",
    )?;
    let mut entered = 0;
    for id in &plan.touched.created {
        entered += join.execute(params![id.0, group.0, BY_IMPORT, now])?;
    }
    let mut note = tx.prepare_cached(
        "update members set reasons = reasons | $1 where contact_id = $2 and group_id = $3 and reasons & $1 = 0",
    )?;
    for id in plan.touched.changed.iter().chain(&plan.touched.unchanged) {
        let joined = join.execute(params![id.0, group.0, BY_IMPORT, now])?;
        entered += joined;
        if joined == 0 {
            note.execute(params![BY_IMPORT, id.0, group.0])?;
        }
    }
    Ok(entered)
}

fn record_recalculations(
    tx: &Connection,
    context: &ImportContext,
    batch: &Batch,
    plan: &ChunkPlan<'_>,
) -> Result<(), StoreError> {
    let (found, now) = (super::recalculations(context, batch, plan)?, batch.now);
    let first = reserve(tx, "work", found.len())?;
    let mut insert = tx.prepare_cached(crate::work::INSERT)?;
    let (kind, import) = (crate::work::Kind::Recalculate.word(), context.import_id.0);
    let due = now + crate::work::GATHERING;
    for (id, recalculation) in (first..).zip(found) {
        let Recalculation { payload, contacts } = recalculation;
        insert.execute(params![id, kind, import, payload, contacts, None::<i64>, now, due])?;
    }
    Ok(())
}

fn note_entered(
    tx: &Connection,
    context: &ImportContext,
    entered: usize,
    now: i64,
) -> Result<(), StoreError> {
    let Some(group) = context.group.filter(|_| entered > 0) else { return Ok(()) };
    let entered = entered as i64;
    tx.execute(super::NOTE_DAY, params![group.0, crate::happened::day(now), entered])?;
    tx.execute(super::NOTE_EFFECT, params![context.import_id.0, group.0, entered])?;
    Ok(())
}

fn write_rejects(
    tx: &Connection,
    scope: Scope<'_>,
    told: &[Cow<'_, ToldRow>],
    owners: &Owners,
) -> Result<(), StoreError> {
    let import_id = scope.context.import_id.0;
    let mut insert = tx.prepare_cached(
        "insert into import_rejects (import_id, source_row, contact_id, source_column, problem, left_out, cells)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )?;
    for row in told {
        let RejectRow { number, contact, column, problem, left_out, cells } = super::reject_row(row, owners)?;
        insert.execute(params![import_id, number, contact, column, problem, left_out, cells])?;
    }
    let mut note = tx.prepare_cached(super::NOTE_REASON)?;
    for ((outcome, code, field), rows) in super::reasons(told) {
        note.execute(params![import_id, scope.part, outcome, code, field, rows])?;
    }
    Ok(())
}

fn write_seen(tx: &Connection, scope: Scope<'_>, seen: &mut SeenContacts) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "insert into import_seen (import_id, part, page, bits) values ($1, $2, $3, $4)
         on conflict (import_id, part, page) do update set bits = excluded.bits",
    )?;
    for (page, bits) in seen.take_changed_pages() {
        insert.execute(params![scope.context.import_id.0, scope.part, page, bits])?;
    }
    Ok(())
}

fn advance(tx: &Connection, scope: Scope<'_>, batch: &Batch, counts: Counts) -> Result<(), StoreError> {
    let updated = tx.execute(
        super::ADVANCE,
        params![
            batch.chunk.position as i64,
            counts.imported,
            counts.updated,
            counts.unchanged,
            counts.repeated_in_file,
            counts.not_imported,
            counts.left_out,
            scope.context.import_id.0,
            scope.part,
            scope.context.owner
        ],
    )?;
    if updated == 1 { Ok(()) } else { Err(StoreError::NotOwner) }
}
