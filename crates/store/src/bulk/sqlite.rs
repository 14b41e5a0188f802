//! SQLite: prepared statements through rusqlite in the order of the tables' keys, without RETURNING (measured fastest).
//!
//! SQLite numbers `$n` by first appearance, not by n: here every statement names them in order.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use muster_domain::import::{Before, ChunkPlan, Counts, SeenContacts, Values};
use muster_domain::{ContactId, Field, display_address};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{BY_IMPORT, Batch, EMAIL, ImportContext, Matched, ORIGIN, Scope};
use crate::{Sql, StoreError};

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
        connection.pragma_update(None, "cache_size", -65536)?; // KiB
        // A page that several chunks change is copied into the file once, not with each of them (200 MB of journal).
        connection.pragma_update(None, "wal_autocheckpoint", 50_000)?;
        connection.set_prepared_statement_cache_capacity(32);
        if dry_run {
            connection.execute_batch("begin immediate")?;
        }
        Ok(Self { connection, dry_run })
    }

    /// Writes a chunk in one transaction.
    pub(super) fn write(
        &mut self,
        scope: Scope<'_>,
        batch: &Batch,
        seen: &mut SeenContacts,
    ) -> Result<Counts, StoreError> {
        if self.dry_run {
            return write_chunk(&self.connection, scope, batch, seen);
        }
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let counts = write_chunk(&tx, scope, batch, seen)?;
        advance(&tx, scope, batch, counts)?;
        tx.commit()?;
        Ok(counts)
    }
}

fn write_chunk(
    tx: &Connection,
    scope: Scope<'_>,
    batch: &Batch,
    seen: &mut SeenContacts,
) -> Result<Counts, StoreError> {
    let matched = match_contacts(tx, scope.context, batch)?;
    let changed = changed_before(tx, scope.context, &super::met_before(&matched, seen))?;
    let mut plan = batch.plan(scope, super::found(matched, seen, changed));
    let first = reserve(tx, plan.creates.len())?;
    super::note_touched(&mut plan, first, seen);
    create(tx, scope.context, &plan, first, batch.now)?;
    update(tx, scope.context, &plan)?;
    write_history(tx, scope.context, &plan, batch.now)?;
    join_group(tx, scope.context, &plan, batch.now)?;
    write_rejects(tx, scope.context, batch)?;
    write_seen(tx, scope, seen)?;
    Ok(plan.counts)
}

/// Looks the ids up in the order of the keys, then reads the contacts in the order of the ids.
fn match_contacts(
    tx: &Connection,
    context: &ImportContext,
    batch: &Batch,
) -> Result<Vec<Matched>, StoreError> {
    let mut find = tx.prepare_cached("select contact_id from identities where kind = 1 and value = $1")?;
    let mut ids = Vec::new();
    for (index, row) in batch.chunk.settled.iter().enumerate() {
        if let Some(id) = find.query_row([&*row.key], |found| found.get::<_, i64>(0)).optional()? {
            ids.push((id, index));
        }
    }
    ids.sort_unstable();
    let sql = Sql::new("select changed_at, source_import = $1");
    let sql = super::push_fields(sql, &context.fields).push(" from contacts where contact_id = $2");
    let mut read = tx.prepare_cached(sql.text())?;
    ids.into_iter()
        .map(|(id, index)| {
            Ok(read.query_row(params![context.import_id.0, id], |row| {
                Ok(Matched {
                    index,
                    contact_id: ContactId(id),
                    values: values(row, context.fields.len())?,
                    changed_at: row.get(0)?,
                    created_here: row.get::<_, Option<bool>>(1)?.unwrap_or(false),
                })
            })?)
        })
        .collect()
}

fn values(row: &rusqlite::Row<'_>, fields: usize) -> Result<Values, rusqlite::Error> {
    let mut values = Vec::with_capacity(fields);
    for at in 2..2 + fields {
        values.push(match row.get_ref(at)? {
            ValueRef::Null => None,
            text => Some(text.as_str()?),
        });
    }
    Ok(values.into_iter().collect())
}

/// What this import noted of contacts that it changed in earlier chunks.
fn changed_before(
    tx: &Connection,
    context: &ImportContext,
    met: &[ContactId],
) -> Result<HashMap<ContactId, (Before, i64)>, StoreError> {
    let mut find = tx.prepare_cached(
        "select before, changed_before from contact_history
         where contact_id = $1 and origin_kind = $2 and origin_id = $3",
    )?;
    let mut changed = HashMap::new();
    for id in met {
        let key = params![id.0, ORIGIN, context.import_id.0];
        let row = find.query_row(key, |row| Ok((row.get::<_, String>(0)?, row.get(1)?))).optional()?;
        if let Some((before, at)) = row {
            changed.insert(*id, (serde_json::from_str(&before)?, at));
        }
    }
    Ok(changed)
}

fn reserve(tx: &Connection, count: usize) -> Result<i64, StoreError> {
    tx.execute("update counters set next = next + $1 where name = 'contact'", [count as i64])?;
    Ok(tx.query_row("select next - $1 from counters where name = 'contact'", [count as i64], |row| {
        row.get(0)
    })?)
}

fn create(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    first: i64,
    now: i64,
) -> Result<(), StoreError> {
    let mut contact = tx.prepare_cached(insert_statement(&context.fields).text())?;
    let mut identity =
        tx.prepare_cached("insert into identities (kind, value, contact_id) values ($1, $2, $3)")?;
    for (contact_id, row) in (first..).zip(&plan.creates) {
        contact.raw_bind_parameter(1, contact_id)?;
        contact.raw_bind_parameter(2, &*display_address(&row.key))?;
        contact.raw_bind_parameter(3, now)?;
        contact.raw_bind_parameter(4, context.import_id.0)?;
        contact.raw_bind_parameter(5, row.number as i64)?;
        for (at, value) in (6..).zip(row.values.iter()) {
            contact.raw_bind_parameter(at, value)?;
        }
        contact.raw_execute()?;
        identity.execute(params![EMAIL, &*row.key, contact_id])?;
    }
    Ok(())
}

fn insert_statement(fields: &[Field]) -> Sql {
    let sql = Sql::new(
        "insert into contacts (contact_id, email, created_at, changed_at, source_import, source_row",
    );
    let sql = super::push_fields(sql, fields).push(") values ($1, $2, $3, $3, $4, $5");
    (6..).zip(fields).fold(sql, |sql, (number, _)| sql.push(", $").push_number(number)).push(")")
}

fn update(tx: &Connection, context: &ImportContext, plan: &ChunkPlan<'_>) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(update_statement(&context.fields).text())?;
    let last = context.fields.len() + 4;
    let mut written = 0;
    for update in &plan.updates {
        statement.raw_bind_parameter(1, update.changed_at)?;
        statement.raw_bind_parameter(2, update.source_row.map(|row| row as i64))?;
        for (at, value) in (3..).zip(update.values.iter()) {
            statement.raw_bind_parameter(at, value)?;
        }
        statement.raw_bind_parameter(last - 1, update.contact_id.0)?;
        statement.raw_bind_parameter(last, update.read_changed_at)?;
        written += statement.raw_execute()?;
    }
    super::expect(written as u64, plan.updates.len(), "changed contacts")
}

fn update_statement(fields: &[Field]) -> Sql {
    let sql = Sql::new("update contacts set changed_at = $1, source_row = coalesce($2, source_row)");
    let sql = (3..)
        .zip(fields)
        .fold(sql, |sql, (number, field)| sql.push(", ").push(field.name()).push(" = $").push_number(number));
    let sql = sql.push(" where contact_id = $").push_number(fields.len() + 3);
    sql.push(" and changed_at = $").push_number(fields.len() + 4)
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

/// Recalculation's first duty: everybody whom the chunk touched is in the import's group. A created contact is in no
/// group yet; another may be, for this reason or others.
fn join_group(
    tx: &Connection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    now: i64,
) -> Result<(), StoreError> {
    let Some(group) = context.group else { return Ok(()) };
    let mut insert = tx.prepare_cached(
        "insert into members (contact_id, group_id, reasons, since) values ($1, $2, $3, $4)",
    )?;
    for id in &plan.touched.created {
        insert.execute(params![id.0, group.0, BY_IMPORT, now])?;
    }
    let mut join = tx.prepare_cached(
        "insert into members (contact_id, group_id, reasons, since) values ($1, $2, $3, $4)
         on conflict (contact_id, group_id) do update set reasons = members.reasons | excluded.reasons
         where members.reasons & excluded.reasons = 0",
    )?;
    for id in plan.touched.changed.iter().chain(&plan.touched.unchanged) {
        join.execute(params![id.0, group.0, BY_IMPORT, now])?;
    }
    Ok(())
}

fn write_rejects(tx: &Connection, context: &ImportContext, batch: &Batch) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "insert into import_rejects (import_id, source_row, source_column, problem, cells) values ($1, $2, $3, $4, $5)",
    )?;
    for reject in &batch.chunk.rejects {
        let (problem, cells) =
            (serde_json::to_string(&reject.problem)?, serde_json::to_string(&reject.cells)?);
        let column = reject.column.map(|column| column as i64);
        insert.execute(params![context.import_id.0, reject.number as i64, column, problem, cells])?;
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
            scope.context.import_id.0,
            scope.part,
            scope.context.owner
        ],
    )?;
    if updated == 1 { Ok(()) } else { Err(StoreError::NotOwner) }
}
