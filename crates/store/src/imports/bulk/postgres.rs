//! PostgreSQL: new rows by binary COPY straight into their tables, the others by statements over arrays.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use muster_domain::import::{ChunkPlan, Counts, Create, SeenContacts, Update};
use muster_domain::{ContactId, display_address};
use sqlx::postgres::PgRow;
use sqlx::{
    PgConnection, PgPool, Postgres, Row as _, Transaction, query, query_as, query_as_with, query_scalar,
    raw_sql,
};

use super::{
    BY_IMPORT, Batch, Documents, EMAIL, ImportContext, Matched, Noted, ORIGIN, Owners, RejectRow, Scope,
    Written,
};
use crate::base::columns::{Columns, Source, Wanted};
use crate::base::keyed_hash::KeyedHash;
use crate::base::{counters, dialect};
use crate::contacts::{deletions, erased};
use crate::find::search;
use crate::imports::rejects::ToldRow;
use crate::{Backend, Sql, StoreError, Tx};

/// Writes chunks over connections of the pool; a dry run over one, in a transaction that ends with the writer.
#[derive(Debug)]
pub(super) struct Writer {
    pool: PgPool,
    dry_run: Option<Transaction<'static, Postgres>>,
}

impl Writer {
    pub(super) async fn open(pool: &PgPool, dry_run: bool) -> Result<Self, StoreError> {
        let dry_run = if dry_run { Some(pool.begin().await?) } else { None };
        query(deletions::MAKE).execute(pool).await?;
        Ok(Self { pool: pool.clone(), dry_run })
    }

    /// What a dry run has written so far, to be read.
    pub(super) fn tried(&mut self) -> Option<Tried<'_>> {
        self.dry_run.as_mut().map(|tx| Tried(tx))
    }

    /// Writes a chunk in one transaction.
    pub(super) async fn write(
        &mut self,
        scope: Scope<'_>,
        batch: &Batch,
        seen: &mut SeenContacts,
    ) -> Result<Written, StoreError> {
        if let Some(tx) = &mut self.dry_run {
            return write_chunk(tx, &self.pool, scope, batch, seen).await;
        }
        let mut tx = self.pool.begin().await?;
        let written = write_chunk(&mut tx, &self.pool, scope, batch, seen).await?;
        advance(&mut tx, scope, batch, written.counts).await?;
        tx.commit().await?;
        Ok(written)
    }
}

/// The transaction of a dry run.
pub(super) struct Tried<'a>(&'a mut PgConnection);

impl Source for Tried<'_> {
    fn backend(&self) -> Backend {
        Backend::Postgres
    }

    async fn read(
        &mut self,
        wanted: Wanted<'_>,
        rest: impl FnOnce(Sql) -> Sql + Send,
    ) -> Result<Columns, StoreError> {
        let sql = rest(dialect::select_columns(Backend::Postgres, wanted));
        let columns = query_as_with(sql.safe_text(), sql.postgres_arguments()?);
        Ok(columns.fetch_one(&mut *self.0).await?)
    }
}

/// A chunk's rows are looked up one by one through the indexes. Left alone the planner, whose statistics lag behind a
/// growing base, sorts or hashes the whole base for each chunk (measured: four times the server's CPU), or keeps a plan
/// from when the base was empty.
const BY_INDEX: &str =
    "set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off;
    set local enable_bitmapscan = off; set local plan_cache_mode = force_custom_plan";

async fn write_chunk(
    tx: &mut PgConnection,
    pool: &PgPool,
    scope: Scope<'_>,
    batch: &Batch,
    seen: &mut SeenContacts,
) -> Result<Written, StoreError> {
    raw_sql(BY_INDEX).execute(&mut *tx).await?;
    let deletions = deletions(tx, deletions::COUNT).await?;
    let (mut owners, mut erased) = (Owners::of(batch), HashSet::new());
    let mut plan = ChunkPlan::default();
    let mut open: Vec<usize> = (0..batch.chunk.addresses.len()).collect();
    for round in 0.. {
        let (part, missed) =
            write_contacts(tx, pool, (scope, batch), &open, (seen, &mut owners, &mut erased)).await?;
        plan.add(part);
        if missed.is_empty() {
            break;
        }
        if round == ROUNDS {
            return Err(StoreError::Conflict("contacts of the chunk are changed again and again".into()));
        }
        open = missed;
    }
    if !scope.context.dry_run {
        record_recalculations((tx, pool), scope.context, batch, &plan).await?;
        hold_deletions(tx, batch, (&plan, &erased), deletions).await?;
    }
    let entered = join_group(tx, scope.context, &plan, batch.now).await?;
    let told = batch.told(&plan, &erased);
    write_rejects(tx, scope, &told, &owners).await?;
    write_seen(tx, scope, seen).await?;
    if !scope.context.dry_run {
        note_entered(tx, scope.context, entered, batch.now).await?;
    }
    Ok(Written::of(scope, batch, plan, told, entered as i64))
}

/// How often those of a chunk's contacts are planned anew that somebody wrote in between.
const ROUNDS: usize = 30;

/// Writes the contacts of some of a chunk's addresses. Returns what was done, and the positions of addresses whose contacts somebody
/// else wrote since they were read: of them nothing was done.
async fn write_contacts<'b>(
    tx: &mut PgConnection,
    pool: &PgPool,
    (scope, batch): (Scope<'_>, &'b Batch),
    open: &[usize],
    (seen, owners, erased): (&mut SeenContacts, &mut Owners, &mut HashSet<String>),
) -> Result<(ChunkPlan<'b>, Vec<usize>), StoreError> {
    let mut matched = match_contacts(tx, scope.context, batch, open).await?;
    let places: Vec<(ContactId, usize)> = matched.iter().map(|one| (one.contact_id, one.index)).collect();
    let elsewhere = met_elsewhere(tx, scope, &matched).await?;
    let documents = super::stored_documents(&mut matched);
    let noted = noted(tx, scope.context, &super::may_be_noted(&matched, seen, scope.context)).await?;
    let found = super::found(matched, |id| seen.contains(id) || elsewhere.contains(&id), noted);
    let mut plan = batch.plan(scope, open, found, owners);
    erased.extend(self::erased(tx, batch, &plan).await?);
    plan.refuse(|address| erased.contains(&*address.key));
    let first = reserve(pool, "contact", plan.creates.len()).await?;
    create(tx, scope.context, &plan, first, batch.now).await?;
    let missed = update(tx, scope.context, &plan, &documents).await?;
    let is_missed = |(id, _): &&(ContactId, usize)| missed.contains(id);
    let missed_places: Vec<usize> = places.iter().filter(is_missed).map(|(_, index)| *index).collect();
    let addresses: Vec<_> = missed_places.iter().map(|&index| &batch.chunk.addresses[index]).collect();
    plan.take_back(&missed, &addresses);
    for address in addresses {
        owners.forget(address);
    }
    super::note_touched(&mut plan, first, (seen, owners));
    write_history(tx, scope.context, &plan, batch.now).await?;
    Ok((plan, missed_places))
}

async fn deletions(tx: &mut PgConnection, sql: &'static str) -> Result<i64, StoreError> {
    Ok(query_scalar(sql).fetch_one(&mut *tx).await?)
}

/// No contact is deleted from here to the chunk's end, which writes what could outlive it. If some were since the chunk began,
/// whom it met must still be there, and who asked to be erased must be known to it; or it is done again.
async fn hold_deletions(
    tx: &mut PgConnection,
    batch: &Batch,
    (plan, known): (&ChunkPlan<'_>, &HashSet<String>),
    counted: i64,
) -> Result<(), StoreError> {
    if deletions(tx, deletions::HOLD).await? == counted {
        return Ok(());
    }
    let sql = "select count(*) from unnest($1::bigint[]) as u (contact_id)
        where not exists (select 1 from contacts c where c.contact_id = u.contact_id)";
    let gone: i64 = query_scalar(sql).bind(met(plan)).fetch_one(&mut *tx).await?;
    if gone > 0 || !erased(tx, batch, plan).await?.is_subset(known) {
        return Err(StoreError::Conflict("contacts of the chunk were deleted meanwhile".into()));
    }
    Ok(())
}

/// The contacts that the chunk met and has not created.
fn met(plan: &ChunkPlan<'_>) -> Vec<i64> {
    plan.touched.changed.iter().chain(&plan.touched.unchanged).map(|id| id.0).collect()
}

/// The addresses of the chunk whose owners asked to be erased.
async fn erased(
    tx: &mut PgConnection,
    batch: &Batch,
    plan: &ChunkPlan<'_>,
) -> Result<HashSet<String>, StoreError> {
    let Some((key,)) = query_as::<_, (String,)>(erased::KEY).fetch_optional(&mut *tx).await? else {
        return Ok(HashSet::new());
    };
    let hashes = super::suspects(&KeyedHash::new(key), batch, plan);
    let asked: Vec<&String> = hashes.keys().collect();
    let sql = "select hash from erased where hash = any($1)";
    let found: Vec<String> = query_scalar(sql).bind(asked).fetch_all(&mut *tx).await?;
    Ok(erased::among(hashes, &found))
}

/// Ids come from a transaction of their own, so that the parts do not wait for each other's chunks.
async fn reserve(pool: &PgPool, counter: &'static str, count: usize) -> Result<i64, StoreError> {
    if count == 0 {
        return Ok(0);
    }
    let mut tx = Tx::Postgres(pool.begin().await?);
    let first = counters::reserve(&mut tx, counter, count as i64).await?;
    tx.commit().await?;
    Ok(first)
}

/// The contacts of some of a chunk's addresses. `offset 0` keeps the planner from turning the order of the look-ups round.
async fn match_contacts(
    tx: &mut PgConnection,
    context: &ImportContext,
    batch: &Batch,
    positions: &[usize],
) -> Result<Vec<Matched>, StoreError> {
    let custom = if context.has_custom() { ", c.custom" } else { ", cast(null as text)" };
    let sql =
        Sql::new("select s.n, c.contact_id, c.changed_at, coalesce(c.source_import = $2, false), c.folded")
            .push(custom);
    let sql = sql.push(", c.version, i.is_merged");
    let columns = context.columns();
    let sql = columns.iter().fold(sql, |sql, column| sql.push(", c.").push(column)).push(
        " from unnest($1::text[]) with ordinality s (value, n)
          cross join lateral (select i.contact_id, i.merged is not null as is_merged
            from identities i where i.kind = 1 and i.value = s.value offset 0) i
          cross join lateral (select c.*, cast(cast(c.xmin as text) as bigint) as version
            from contacts c where c.contact_id = i.contact_id offset 0) c",
    );
    let keys: Vec<&str> = positions.iter().map(|&position| &*batch.chunk.addresses[position].key).collect();
    let rows = query(sql.safe_text()).bind(keys).bind(context.import_id.0).fetch_all(&mut *tx).await?;
    rows.iter().map(|row| matched(row, context, positions, columns.len())).collect()
}

fn matched(
    row: &PgRow,
    context: &ImportContext,
    positions: &[usize],
    columns: usize,
) -> Result<Matched, StoreError> {
    let texts: Vec<Option<&str>> = (8..8 + columns).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
    let custom: Option<&str> = row.try_get(5)?;
    Ok(Matched {
        index: positions[row.try_get::<i64, _>(0)? as usize - 1],
        contact_id: ContactId(row.try_get(1)?),
        values: context.values(&texts, custom)?,
        documents: Documents { folded: row.try_get(4)?, custom: custom.map(str::to_owned) },
        changed_at: row.try_get(2)?,
        created_here: row.try_get(3)?,
        version: row.try_get(6)?,
        is_merged: row.try_get(7)?,
    })
}

/// What this import noted of contacts when it changed them in earlier chunks.
async fn noted(
    tx: &mut PgConnection,
    context: &ImportContext,
    met: &[ContactId],
) -> Result<HashMap<ContactId, Noted>, StoreError> {
    if met.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = "select contact_id, before, changed_before, changed_at from contact_history
        where contact_id = any($1) and origin_kind = $2 and origin_id = $3";
    let rows: Vec<(i64, String, i64, i64)> =
        query_as(sql).bind(ids(met)).bind(ORIGIN).bind(context.import_id.0).fetch_all(&mut *tx).await?;
    let noted = rows.into_iter().map(|(id, before, changed_before, changed_at)| {
        Ok((ContactId(id), Noted { before: serde_json::from_str(&before)?, changed_before, changed_at }))
    });
    noted.collect()
}

/// Which contacts of those that have addresses of others by a merge another part has met already. Until the chunk's end no other
/// part meets them.
async fn met_elsewhere(
    tx: &mut PgConnection,
    scope: Scope<'_>,
    matched: &[Matched],
) -> Result<HashSet<ContactId>, StoreError> {
    let merged: Vec<&Matched> = matched.iter().filter(|contact| contact.is_merged).collect();
    if merged.is_empty() || scope.context.parts == 1 {
        return Ok(HashSet::new());
    }
    let claim = "select contact_id, cast(cast(xmin as text) as bigint) from contacts
        where contact_id = any($1) order by contact_id for update";
    let claimed: Vec<i64> = merged.iter().map(|contact| contact.contact_id.0).collect();
    let claimed: HashMap<i64, i64> =
        query_as::<_, (i64, i64)>(claim).bind(claimed).fetch_all(&mut *tx).await?.into_iter().collect();
    if merged.iter().any(|contact| claimed.get(&contact.contact_id.0) != Some(&contact.version)) {
        return Err(StoreError::Conflict("merged contacts of the chunk were changed meanwhile".into()));
    }
    let pages: Vec<i64> = merged.iter().map(|contact| SeenContacts::page_of(contact.contact_id)).collect();
    let sql = "select page, bits from import_seen where import_id = $1 and part <> $2 and page = any($3)";
    let rows = query_as::<_, (i64, Vec<u8>)>(sql).bind(scope.context.import_id.0).bind(i64::from(scope.part));
    let mut met = HashSet::new();
    for (page, bits) in rows.bind(pages).fetch_all(&mut *tx).await? {
        let mut seen = SeenContacts::default();
        seen.restore_page(page, &bits);
        met.extend(merged.iter().map(|contact| contact.contact_id).filter(|id| seen.contains(*id)));
    }
    Ok(met)
}

async fn create(
    tx: &mut PgConnection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    first: i64,
    now: i64,
) -> Result<(), StoreError> {
    if plan.creates.is_empty() {
        return Ok(());
    }
    let columns = context.columns();
    let mut contacts = CopyRows::new(columns.len() + 8);
    let mut identities = CopyRows::new(3);
    let (mut searched, places) = (CopyRows::new(2), context.searched());
    for (contact_id, Create { address: rows, values }) in (first..).zip(&plan.creates) {
        let documents = context.documents(None, values)?;
        let address = display_address(&rows.key);
        searched.start_row().int(contact_id).text(Some(&super::search_text(&address, values, &places)));
        contacts.start_row().int(contact_id).text(Some(&address));
        contacts.texts(values.iter().take(columns.len()));
        contacts.int(now).int(now).int(context.import_id.0).int(rows.last.number as i64);
        contacts.text(documents.custom.as_deref()).text(documents.folded.as_deref());
        identities.start_row().int(EMAIL).text(Some(&rows.key)).int(contact_id);
    }
    let table = super::push_columns(Sql::new("copy contacts (contact_id, email"), &columns).push(
        ", created_at, changed_at, source_import, source_row, custom, folded) from stdin (format binary)",
    );
    copy(tx, identities, "copy identities (kind, value, contact_id) from stdin (format binary)").await?;
    let written = copy(tx, contacts, table.text()).await?;
    copy(tx, searched, "copy contact_search (contact_id, text) from stdin (format binary)").await?;
    super::expect(written, plan.creates.len(), "new contacts")
}

async fn copy(tx: &mut PgConnection, rows: CopyRows, statement: &str) -> Result<u64, StoreError> {
    let mut copy = tx.copy_in_raw(statement).await?;
    copy.send(rows.finish()).await?;
    Ok(copy.finish().await?)
}

/// Returns the contacts that somebody else wrote since they were read: they are left alone.
async fn update(
    tx: &mut PgConnection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    documents: &HashMap<ContactId, Documents>,
) -> Result<HashSet<ContactId>, StoreError> {
    let updates = &plan.updates;
    if updates.is_empty() {
        return Ok(HashSet::new());
    }
    let (mut custom, mut folded) = (Vec::with_capacity(updates.len()), Vec::with_capacity(updates.len()));
    for update in updates {
        let anew = context.documents(documents.get(&update.contact_id), &update.values)?;
        custom.push(anew.custom);
        folded.push(anew.folded);
    }
    let columns = context.columns();
    let mut statement = query(update_statement(&columns, context.has_custom()).safe_text())
        .bind(updates.iter().map(|update| update.contact_id.0).collect::<Vec<_>>())
        .bind(updates.iter().map(|update| update.read_version).collect::<Vec<_>>())
        .bind(updates.iter().map(|update| update.changed_at).collect::<Vec<_>>())
        .bind(updates.iter().map(|update| update.source_row.map(|row| row as i64)).collect::<Vec<_>>())
        .bind(folded);
    if context.has_custom() {
        statement = statement.bind(custom);
    }
    for index in 0..columns.len() {
        statement = statement.bind(updates.iter().map(|update| update.values.get(index)).collect::<Vec<_>>());
    }
    let written: HashSet<i64> =
        statement.fetch_all(&mut *tx).await?.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let (written, missed): (Vec<&Update>, Vec<&Update>) =
        updates.iter().partition(|update| written.contains(&update.contact_id.0));
    let changes_search = context.changes_search();
    let ids: Vec<i64> =
        written.iter().filter(|update| changes_search(update)).map(|update| update.contact_id.0).collect();
    if !ids.is_empty() {
        let sql =
            search::push_texts(Backend::Postgres, Sql::new(search::INSERT)).push("c.contact_id = any($1)");
        let sql = sql.push(
            " on conflict (contact_id) do update set text = excluded.text where contact_search.text <> excluded.text",
        );
        query(sql.safe_text()).bind(ids).execute(&mut *tx).await?;
    }
    Ok(missed.iter().map(|update| update.contact_id).collect())
}

/// All changed contacts in one statement: one array per column, the ids first.
fn update_statement(columns: &[&'static str], has_custom: bool) -> Sql {
    let mut written = vec!["folded"];
    written.extend(has_custom.then_some("custom"));
    written.extend(columns);
    let set = Sql::new(
        "update contacts c set changed_at = u.changed_at, source_row = coalesce(u.source_row, c.source_row)",
    );
    let set = written.iter().fold(set, |sql, column| sql.push(", ").push(column).push(" = u.").push(column));
    let arrays = set.push(" from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]");
    let arrays = (5..)
        .zip(&written)
        .fold(arrays, |sql, (number, _)| sql.push(", $").push_number(number).push("::text[]"));
    super::push_columns(arrays.push(") as u (contact_id, read_version, changed_at, source_row"), &written)
        .push(
        ") where c.contact_id = u.contact_id and cast(cast(c.xmin as text) as bigint) = u.read_version returning c.contact_id",
    )
}

async fn write_history(
    tx: &mut PgConnection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    now: i64,
) -> Result<(), StoreError> {
    if !plan.history_gone.is_empty() {
        let sql =
            "delete from contact_history where contact_id = any($1) and origin_kind = $2 and origin_id = $3";
        query(sql)
            .bind(ids(&plan.history_gone))
            .bind(ORIGIN)
            .bind(context.import_id.0)
            .execute(&mut *tx)
            .await?;
    }
    if plan.history.is_empty() {
        return Ok(());
    }
    let sql = "insert into contact_history (contact_id, origin_kind, origin_id, source_row, changed_at, changed_before, before)
        select u.contact_id, $1, $2, u.source_row, $3, u.changed_before, u.before
        from unnest($4::bigint[], $5::bigint[], $6::bigint[], $7::text[]) as u (contact_id, source_row, changed_before, before)
        on conflict (contact_id, origin_kind, origin_id)
        do update set source_row = excluded.source_row, changed_at = excluded.changed_at, before = excluded.before";
    query(sql)
        .bind(ORIGIN)
        .bind(context.import_id.0)
        .bind(now)
        .bind(plan.history.iter().map(|row| row.contact_id.0).collect::<Vec<_>>())
        .bind(plan.history.iter().map(|row| row.number as i64).collect::<Vec<_>>())
        .bind(plan.history.iter().map(|row| row.changed_at).collect::<Vec<_>>())
        .bind(plan.history.iter().map(|row| row.before.as_str()).collect::<Vec<_>>())
        .execute(&mut *tx)
        .await?;
    Ok(())
}

/// Everybody whom the chunk touched is in the import's group; returns how many entered it. A created contact is in no
/// group yet; another may be, for this reason or others.
async fn join_group(
    tx: &mut PgConnection,
    context: &ImportContext,
    plan: &ChunkPlan<'_>,
    now: i64,
) -> Result<u64, StoreError> {
    let Some(group) = context.group else { return Ok(0) };
    let mut entered = 0;
    if !plan.touched.created.is_empty() {
        let mut members = CopyRows::new(4);
        for id in &plan.touched.created {
            members.start_row().int(id.0).int(group.0).int(BY_IMPORT).int(now);
        }
        let table = "copy members (contact_id, group_id, reasons, since) from stdin (format binary)";
        entered += copy(tx, members, table).await?;
    }
    let others = met(plan);
    if others.is_empty() {
        return Ok(entered);
    }
    let sql = "insert into members (contact_id, group_id, reasons, since)
        select u.contact_id, $2, $3, $4 from unnest($1::bigint[]) as u (contact_id)
        on conflict (contact_id, group_id) do nothing";
    let inserted = query(sql)
        .bind(&others)
        .bind(group.0)
        .bind(BY_IMPORT)
        .bind(now)
        .execute(&mut *tx)
        .await?
        .rows_affected();
    if inserted < others.len() as u64 {
        let sql = "update members set reasons = reasons | $3
            where contact_id = any($1) and group_id = $2 and reasons & $3 = 0";
        query(sql).bind(&others).bind(group.0).bind(BY_IMPORT).execute(&mut *tx).await?;
    }
    Ok(entered + inserted)
}

/// The ids come from a transaction of their own, as those of contacts do.
async fn record_recalculations(
    (tx, pool): (&mut PgConnection, &PgPool),
    context: &ImportContext,
    batch: &Batch,
    plan: &ChunkPlan<'_>,
) -> Result<(), StoreError> {
    let (found, now) = (super::recalculations(context, batch, plan)?, batch.now);
    let first = reserve(pool, "work", found.len()).await?;
    for (id, recalculation) in (first..).zip(found) {
        query(crate::work::INSERT)
            .bind(id)
            .bind(crate::work::Kind::Recalculate.word())
            .bind(context.import_id.0)
            .bind(recalculation.payload)
            .bind(recalculation.contacts)
            .bind(None::<i64>)
            .bind(now)
            .bind(now + crate::work::GATHERING)
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

async fn note_entered(
    tx: &mut PgConnection,
    context: &ImportContext,
    entered: u64,
    now: i64,
) -> Result<(), StoreError> {
    let Some(group) = context.group.filter(|_| entered > 0) else { return Ok(()) };
    let entered = entered as i64;
    query(super::NOTE_DAY)
        .bind(group.0)
        .bind(crate::happened::day(now))
        .bind(entered)
        .execute(&mut *tx)
        .await?;
    query(super::NOTE_EFFECT).bind(context.import_id.0).bind(group.0).bind(entered).execute(&mut *tx).await?;
    Ok(())
}

async fn write_rejects(
    tx: &mut PgConnection,
    scope: Scope<'_>,
    told: &[Cow<'_, ToldRow>],
    owners: &Owners,
) -> Result<(), StoreError> {
    let import_id = scope.context.import_id.0;
    let mut rows = CopyRows::new(7);
    for row in told {
        let RejectRow { number, contact, column, problem, left_out, cells } = super::reject_row(row, owners)?;
        rows.start_row().int(import_id).int(number).optional_int(contact).optional_int(column);
        rows.text(Some(&problem)).int(left_out).text(Some(&cells));
    }
    if !told.is_empty() {
        let table =
            "copy import_rejects (import_id, source_row, contact_id, source_column, problem, left_out, cells)
            from stdin (format binary)";
        copy(tx, rows, table).await?;
    }
    for ((outcome, code, field), rows) in super::reasons(told) {
        let note = query(super::NOTE_REASON).bind(import_id).bind(i64::from(scope.part));
        note.bind(outcome).bind(code).bind(field).bind(rows).execute(&mut *tx).await?;
    }
    Ok(())
}

async fn write_seen(
    tx: &mut PgConnection,
    scope: Scope<'_>,
    seen: &mut SeenContacts,
) -> Result<(), StoreError> {
    let (pages, bits): (Vec<i64>, Vec<Vec<u8>>) = seen.take_changed_pages().into_iter().unzip();
    let sql = "insert into import_seen (import_id, part, page, bits)
        select $1, $2, u.page, u.bits from unnest($3::bigint[], $4::bytea[]) as u (page, bits)
        on conflict (import_id, part, page) do update set bits = excluded.bits";
    query(sql)
        .bind(scope.context.import_id.0)
        .bind(i64::from(scope.part))
        .bind(pages)
        .bind(bits)
        .execute(&mut *tx)
        .await?;
    Ok(())
}

async fn advance(
    tx: &mut PgConnection,
    scope: Scope<'_>,
    batch: &Batch,
    counts: Counts,
) -> Result<(), StoreError> {
    let updated = query(super::ADVANCE)
        .bind(batch.chunk.position as i64)
        .bind(counts.imported)
        .bind(counts.updated)
        .bind(counts.unchanged)
        .bind(counts.repeated_in_file)
        .bind(counts.not_imported)
        .bind(counts.left_out)
        .bind(scope.context.import_id.0)
        .bind(i64::from(scope.part))
        .bind(&scope.context.owner)
        .execute(&mut *tx)
        .await?;
    if updated.rows_affected() == 1 { Ok(()) } else { Err(StoreError::NotOwner) }
}

fn ids(contacts: &[ContactId]) -> Vec<i64> {
    contacts.iter().map(|id| id.0).collect()
}

/// Rows in PostgreSQL's binary COPY format: a signature, then per row the number of columns and per column its length
/// and bytes, big-endian; length -1 is NULL. Source: PostgreSQL manual, COPY, "Binary Format".
struct CopyRows {
    bytes: Vec<u8>,
    columns: i16,
}

impl CopyRows {
    fn new(columns: usize) -> Self {
        let mut bytes = b"PGCOPY\n\xff\r\n\0".to_vec();
        bytes.extend([0; 8]); // no flags, no header extension
        Self { bytes, columns: columns as i16 }
    }

    fn start_row(&mut self) -> &mut Self {
        self.bytes.extend(self.columns.to_be_bytes());
        self
    }

    fn int(&mut self, value: i64) -> &mut Self {
        self.bytes.extend(8i32.to_be_bytes());
        self.bytes.extend(value.to_be_bytes());
        self
    }

    fn optional_int(&mut self, value: Option<i64>) -> &mut Self {
        match value {
            Some(value) => self.int(value),
            None => self.null(),
        }
    }

    fn text(&mut self, value: Option<&str>) -> &mut Self {
        let Some(value) = value else { return self.null() };
        self.bytes.extend((value.len() as i32).to_be_bytes());
        self.bytes.extend(value.as_bytes());
        self
    }

    fn texts<'a>(&mut self, values: impl Iterator<Item = Option<&'a str>>) -> &mut Self {
        values.fold(self, Self::text)
    }

    fn null(&mut self) -> &mut Self {
        self.bytes.extend((-1i32).to_be_bytes());
        self
    }

    fn finish(mut self) -> Vec<u8> {
        self.bytes.extend((-1i16).to_be_bytes());
        self.bytes
    }
}
