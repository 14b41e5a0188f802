//! People who asked to be erased: nothing is left of them but a keyed hash of each address, so that no import brings them
//! back unnoticed. The key is made once for a base; without it nobody can try addresses against a copy of the hashes.

mod file_names;

use std::collections::HashMap;

use muster_domain::import::Before;
use muster_domain::{ContactId, Email, hex, marks};
use sqlx::FromRow;

use crate::base::dialect;
use crate::base::keyed_hash::KeyedHash;
use crate::contacts::{Contact, deletions, erased, identities};
use crate::find::indexes;
use crate::people::belongings;
use crate::people::deletion::delete;
use crate::work::exports;
use crate::{Db, Select, Sql, StoreError, Tx};

/// An uploaded file that is still kept. Nothing can be cut out of it; it is deleted a day after its upload, or when its
/// import is finished.
#[derive(Debug, Clone, FromRow)]
pub struct KeptFile {
    /// Its id.
    pub file_id: i64,
    /// The name it had on the person's disk.
    pub name: String,
    /// When it was uploaded.
    pub created_at: i64,
}

/// What an erasure would take away.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The addresses of which a hash is kept.
    pub addresses: Vec<String>,
    /// How many activities go.
    pub activities: i64,
    /// How many notes go.
    pub notes: i64,
    /// How many merges can no longer be undone.
    pub merges: i64,
    /// How many rows that were not imported lose their cells.
    pub rejects: i64,
    /// How many exported files are deleted: each may hold the person.
    pub exports: i64,
    /// Files that may hold the person and go by themselves.
    pub files: Vec<KeptFile>,
}

/// What an erasure of a contact would do; nothing is written.
pub async fn preview(db: &Db, contact: &Contact) -> Result<Preview, StoreError> {
    let addresses = all_addresses(&mut &*db, contact).await?;
    let rejects = rejects_of(&mut &*db, &addresses, &[Range::ALL]).await?.len() as i64;
    let id = contact.contact_id.0;
    Ok(Preview {
        activities: belongings::ACTIVITIES.count(db, id).await?,
        notes: belongings::NOTES.count(db, id).await?,
        merges: belongings::MERGES.count(db, id).await?,
        rejects,
        exports: exports::live(db).await?.iter().filter(|export| export.finished_at.is_some()).count() as i64,
        files: db
            .fetch_all(Sql::new("select file_id, name, created_at from files order by file_id limit 1000"))
            .await?,
        addresses,
    })
}

/// A row that was not imported and names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOfPerson {
    /// The import.
    pub import_id: i64,
    /// The row in its file.
    pub row: i64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// The rows that were not imported and carry one of the addresses that a contact has or had.
pub async fn rows_not_imported(db: &Db, contact: &Contact) -> Result<Vec<RowOfPerson>, StoreError> {
    let addresses = all_addresses(&mut &*db, contact).await?;
    let rows = rejects_of(&mut &*db, &addresses, &[Range::ALL]).await?.into_iter().map(|row| {
        let cells = serde_json::from_str(&row.cells)?;
        Ok(RowOfPerson { import_id: row.import_id, row: row.source_row, cells })
    });
    rows.collect()
}

/// What is known of a person's rows that were not imported, before anybody waits for the erasure. By default nothing is.
#[derive(Debug, Clone, Default)]
pub struct KnownRows {
    /// Whose rows are known.
    addresses: Vec<String>,
    /// The import and the row of each.
    rows: Vec<(i64, i64)>,
    /// Where rows may have come since.
    open: Vec<Range>,
}

/// Looks for the rows that were not imported and carry one of the addresses that a contact has or had.
pub async fn look_for_rows(db: &Db, contact: &Contact) -> Result<KnownRows, StoreError> {
    let addresses = all_addresses(&mut &*db, contact).await?;
    let open = open_ranges(db).await?; // before the rows: what comes meanwhile is looked at twice
    let found = rejects_of(&mut &*db, &addresses, &[Range::ALL]).await?;
    let rows = found.iter().map(StoredReject::place).collect();
    Ok(KnownRows { addresses, rows, open })
}

/// Where rows that were not imported may still come: behind what every part of an import under way has passed, and of imports to come.
async fn open_ranges(db: &Db) -> Result<Vec<Range>, StoreError> {
    let newest: Option<(Option<i64>,)> =
        db.fetch_optional(Sql::new("select max(import_id) from imports")).await?;
    let newest = newest.and_then(|(id,)| id).unwrap_or(0);
    let sql = Sql::new(
        "select i.import_id, case when count(p.part) < i.parts then 0 else min(p.position) end
         from imports i left join import_parts p on p.import_id = i.import_id
         where i.state in ('queued', 'running') group by i.import_id, i.parts",
    );
    let under_way: Vec<(i64, i64)> = db.fetch_all(sql).await?;
    let open = under_way.into_iter().map(|(id, passed)| Range { after: (id, passed), last_import: id });
    Ok(open.chain([Range { after: (newest, i64::MAX), last_import: i64::MAX }]).collect())
}

/// Erases a contact with everything that tells of it; false when there is none. `fresh_key` becomes the base's key if it
/// has none yet. Of the rows that are `known` no others are looked for. The caller holds the lock of recalculations.
pub async fn erase(
    tx: &mut Tx,
    id: ContactId,
    known: &KnownRows,
    fresh_key: &[u8; 32],
    now: i64,
) -> Result<bool, StoreError> {
    // Chunks of imports that are about to end do so first, and their rejects are seen.
    deletions::begin(tx, &[id.0]).await?;
    let sql = Sql::new("select * from contacts where contact_id = $1").bind(id.0);
    let Some(contact) = tx.fetch_optional::<Contact>(sql).await? else { return Ok(false) };
    let addresses = all_addresses(&mut &mut *tx, &contact).await?;
    remember(tx, &addresses, fresh_key, now).await?;
    cut_rejects(tx, &addresses, known).await?;
    file_names::cut(tx, &addresses).await?;
    forget_requests(tx, id).await?;
    exports::forget_all(tx).await?;
    indexes::forget_search(tx).await?;
    delete(tx, &[id.0], now).await?;
    Ok(true)
}

/// The addresses that a contact has and had.
async fn all_addresses(from: &mut impl Select, contact: &Contact) -> Result<Vec<String>, StoreError> {
    let mut addresses = identities::addresses(from, contact).await?;
    addresses.extend(earlier_addresses(from, contact.contact_id).await?);
    addresses.sort_unstable();
    addresses.dedup();
    Ok(addresses)
}

/// The addresses that a contact showed before, unless they are another's now.
async fn earlier_addresses(from: &mut impl Select, id: ContactId) -> Result<Vec<String>, StoreError> {
    let sql = Sql::new("select before from contact_history where contact_id = $1").bind(id.0);
    let mut earlier = Vec::new();
    for (before,) in from.fetch_all::<(String,)>(sql).await? {
        let before: Before = serde_json::from_str(&before)?;
        earlier.extend(before.get("email").cloned().flatten().map(|address| identities::key(&address)));
    }
    let sql = Sql::new("select value from identities where kind = 1 and contact_id <> ").push_value(id.0);
    let sql =
        dialect::push_texts(from.backend(), sql.push(" and value in (select x.value from "), earlier.clone());
    let others: Vec<(String,)> = from.fetch_all(sql.push(" x)")).await?;
    earlier.retain(|address| !others.iter().any(|(other,)| other == address));
    Ok(earlier)
}

async fn remember(
    tx: &mut Tx,
    addresses: &[String],
    fresh_key: &[u8; 32],
    now: i64,
) -> Result<(), StoreError> {
    let sql =
        Sql::new("insert into secrets (name, value) values ('erasure', $1) on conflict (name) do nothing");
    tx.execute(sql.bind(hex(fresh_key))).await?;
    let sql = Sql::new("select value from secrets where name = 'erasure'");
    let key: Option<(String,)> = tx.fetch_optional(sql).await?;
    let (key,) = key.ok_or_else(|| StoreError::Damaged("the key of erasures is missing".into()))?;
    let hashes = KeyedHash::new(key).all(addresses.iter().map(String::as_str)).into_keys().collect();
    let sql = Sql::new("insert into erased (hash, erased_at) select x.value, ").push_value(now);
    let sql = dialect::push_texts(tx.backend(), sql.push(" from "), hashes);
    tx.execute(sql.push(" x where true on conflict (hash) do nothing")).await.map(drop)
}

#[derive(FromRow)]
struct StoredReject {
    import_id: i64,
    source_row: i64,
    cells: String,
}

impl StoredReject {
    fn place(&self) -> (i64, i64) {
        (self.import_id, self.source_row)
    }
}

/// Some of the rows that were not imported, in the order of their imports and places.
#[derive(Debug, Clone, Copy)]
struct Range {
    /// The import and row behind which it begins.
    after: (i64, i64),
    /// The import with which it ends.
    last_import: i64,
}

impl Range {
    const ALL: Self = Self { after: (0, 0), last_import: i64::MAX };
}

/// Rows that are read in one go.
const PAGE: i64 = 2_000;

/// The rows of some ranges that carry one of the addresses.
async fn rejects_of(
    from: &mut impl Select,
    addresses: &[String],
    ranges: &[Range],
) -> Result<Vec<StoredReject>, StoreError> {
    let emails: Vec<Email> = addresses.iter().filter_map(|address| Email::parse(address).ok()).collect();
    let mut found = Vec::new();
    for range in ranges.iter().filter(|_| !emails.is_empty()) {
        let mut after = range.after;
        while let Some(last) = end_of_page(from, after, range.last_import).await? {
            found.extend(rejects_between(from, &emails, (after, last)).await?);
            after = last;
        }
    }
    Ok(found)
}

/// The last row of the next page; `None` when there is none.
async fn end_of_page(
    from: &mut impl Select,
    after: (i64, i64),
    last_import: i64,
) -> Result<Option<(i64, i64)>, StoreError> {
    let sql = Sql::new(
        "select import_id, source_row from
            (select import_id, source_row from import_rejects where (import_id, source_row) > ($1, $2) and import_id <= $3
             order by import_id, source_row limit $4) page
         order by import_id desc, source_row desc limit 1",
    );
    from.fetch_optional(sql.bind(after.0).bind(after.1).bind(last_import).bind(PAGE)).await
}

/// The rows above the first place and up to the second that carry one of the addresses. What the database finds by the part before
/// the `@` is looked at closely here: a cell may hold several addresses, or one with a name around it.
async fn rejects_between(
    from: &mut impl Select,
    emails: &[Email],
    (after, last): ((i64, i64), (i64, i64)),
) -> Result<Vec<StoredReject>, StoreError> {
    let backend = from.backend();
    let sql = Sql::new(
        "select import_id, source_row, cells from import_rejects
         where (import_id, source_row) > ($1, $2) and (import_id, source_row) <= ($3, $4) and (false",
    );
    let sql = sql.bind(after.0).bind(after.1).bind(last.0).bind(last.1);
    let sql = emails.iter().fold(sql, |sql, email| {
        let local = email.key().split('@').next().unwrap_or_default();
        let hint = if local.is_ascii() { local } else { "@" };
        let sql = sql.push(" or ").push(dialect::position(backend)).push("(");
        push_without_marks(sql).push(dialect::bytewise(backend)).push(", ").push_value(hint).push(") > 0")
    });
    let mut found = Vec::new();
    for row in from.fetch_all::<StoredReject>(sql.push(")")).await? {
        let cells: Vec<String> = serde_json::from_str(&row.cells)?;
        if cells.iter().any(|cell| emails.iter().any(|email| email.is_named_in(cell))) {
            found.push(row);
        }
    }
    Ok(found)
}

/// Adds the cells without the marks that are not part of an address wherever they stand in one.
fn push_without_marks(sql: Sql) -> Sql {
    let opened = marks().fold(sql, |sql, _| sql.push("replace(")).push("lower(cells)");
    marks().fold(opened, |sql, mark| sql.push(", ").push_value(mark.to_string()).push(", '')"))
}

/// Takes the cells out of rows that were not imported; their numbers and reasons stay.
async fn cut_rejects(tx: &mut Tx, addresses: &[String], known: &KnownRows) -> Result<(), StoreError> {
    let are_known = addresses.iter().all(|address| known.addresses.contains(address));
    let ranges = if are_known { known.open.as_slice() } else { &[Range::ALL] };
    let found = rejects_of(&mut &mut *tx, addresses, ranges).await?;
    let mut by_import: HashMap<i64, Vec<i64>> = HashMap::new();
    for (import, row) in known.rows.iter().copied().chain(found.iter().map(StoredReject::place)) {
        by_import.entry(import).or_default().push(row);
    }
    for (import, rows) in by_import {
        let sql = Sql::new("update import_rejects set cells = '[]' where import_id = ").push_value(import);
        tx.execute(dialect::push_ids(tx.backend(), sql.push(" and source_row in "), rows)).await?;
    }
    Ok(())
}

/// What is remembered of requests, so that repeating them is safe, is a hash, against which what was sent could be guessed at.
async fn forget_requests(tx: &mut Tx, id: ContactId) -> Result<(), StoreError> {
    for text in [
        "delete from requests where request_key like 'contact:%' and resource_id = $1",
        "delete from requests where request_key like 'activity:%' and resource_id in
            (select activity_id from activities where contact_id = $1)",
        "delete from requests where request_key like 'note:%' and resource_id in
            (select note_id from contact_notes where contact_id = $1)",
    ] {
        tx.execute(Sql::new(text).bind(id.0)).await?;
    }
    // Those of mass actions may quote anybody. Unfinished ones keep theirs: a repetition would be a second action.
    let sql = Sql::new(
        "delete from requests where request_key like 'mass_action:%' and resource_id not in
            (select work_id from work_items where state in ('queued', 'running'))",
    );
    tx.execute(sql).await.map(drop)
}

/// Lets an address in again; false when it was not kept out.
pub async fn let_in(tx: &mut Tx, email: &Email) -> Result<bool, StoreError> {
    let Some((key,)) = tx.fetch_optional::<(String,)>(Sql::new(erased::KEY)).await? else { return Ok(false) };
    let sql = Sql::new("delete from erased where hash = $1").bind(KeyedHash::new(key).of(email.key()));
    Ok(tx.execute(sql).await? > 0)
}
