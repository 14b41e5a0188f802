//! Two contacts that are one person, made one. The survivor takes everything over from the other: identities, activities,
//! notes, memberships, history. What was whose is kept, so that the merge can be undone.

mod accounts;
mod members;
mod points;
mod undo;

use std::collections::BTreeMap;

use muster_domain::condition::Known;
use muster_domain::import::Before;
use muster_domain::{ContactId, Email, Field, Fields, Origin};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use self::accounts::Accounts;
use self::members::Membership;
use self::points::Points;
use crate::contacts::{self, By, Contact};
use crate::{Db, Sql, StoreError, Tx, counters, deletions, dialect, groups, identities, search};

pub use undo::undo;

/// Whose value the survivor has afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its own.
    Own,
    /// The other contact's.
    Other,
}

/// Who is merged, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// The contact that stays.
    pub survivor: ContactId,
    /// The contact that becomes a part of it.
    pub other: ContactId,
    /// Whose value is taken, by field; for a field that is not named the own one, or the other's where that is blank.
    pub values: BTreeMap<String, Side>,
}

/// A merge that can be undone.
#[derive(Debug, Clone)]
pub struct Merge {
    /// Its id.
    pub merge_id: i64,
    /// When it was done.
    pub merged_at: i64,
    /// The other contact as it was.
    pub other: Contact,
    /// The other contact's addresses.
    pub addresses: Vec<String>,
    /// How many activities were the other contact's.
    pub activities: usize,
    /// How many notes were the other contact's.
    pub notes: usize,
    /// The survivor's values before, of the fields that changed.
    pub before: Before,
}

/// What it takes to undo a merge.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// The other contact as it was.
    other: Contact,
    /// The keys of its addresses.
    addresses: Vec<String>,
    activities: Vec<i64>,
    /// The keys of those of its activities whose keys the survivor's had too.
    activity_keys: BTreeMap<i64, String>,
    notes: Vec<i64>,
    /// Rows of imports of which values of it were left out.
    #[serde(default)]
    rows: Vec<ImportRow>,
    /// Its history that went over, by kind and id of the origin.
    history: Vec<(i64, i64)>,
    /// Its history of origins by which the survivor has one too.
    history_kept: Vec<StoredHistory>,
    memberships: Vec<Membership>,
    #[serde(default)]
    accounts: Accounts,
    #[serde(default)]
    points: Points,
    /// Its own merges.
    merges: Vec<StoredMerge>,
    /// The contacts of which a person said that they are not the same.
    dismissed: Vec<i64>,
    /// The survivor's values before, of the fields that changed, and what they became.
    before: Before,
    after: Before,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct StoredHistory {
    origin_kind: i64,
    origin_id: i64,
    source_row: Option<i64>,
    changed_at: i64,
    changed_before: i64,
    before: String,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct ImportRow {
    import_id: i64,
    source_row: i64,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct StoredMerge {
    merge_id: i64,
    other_id: i64,
    merged_at: i64,
    record: String,
}

/// The merges of a contact, the latest first.
pub async fn list(db: &Db, survivor: ContactId) -> Result<Vec<Merge>, StoreError> {
    let sql = Sql::new(
        "select merge_id, other_id, merged_at, record from merges where contact_id = $1 order by merge_id desc",
    );
    let rows: Vec<StoredMerge> = db.fetch_all(sql.bind(survivor.0)).await?;
    rows.iter().map(read).collect()
}

fn read(stored: &StoredMerge) -> Result<Merge, StoreError> {
    let record: Record = serde_json::from_str(&stored.record)?;
    Ok(Merge {
        merge_id: stored.merge_id,
        merged_at: stored.merged_at,
        other: record.other,
        addresses: record.addresses,
        activities: record.activities.len(),
        notes: record.notes.len(),
        before: record.before,
    })
}

/// Merges two contacts and returns the merge's id; `None` when one of them is not there. The caller holds the lock of
/// recalculations, and looks at the survivor's groups afterwards.
pub async fn merge(tx: &mut Tx, known: &Known, order: &Order, now: i64) -> Result<Option<i64>, StoreError> {
    let mut people = claim(tx, &[order.survivor, order.other]).await?;
    let (own, other) = (people.remove(&order.survivor), people.remove(&order.other));
    let Some((own, other)) = own.zip(other) else { return Ok(None) };
    deletions::begin(tx, &[other.contact_id.0]).await?;
    let merge_id = counters::reserve(tx, "merge", 1).await?;
    let chosen = choose(&known.fields, order, &own, &other);
    let addresses = take_addresses(tx, &own, &other).await?;
    let pair = (own.contact_id.0, other.contact_id.0);
    let memberships = members::take(tx, pair, now).await?;
    let (activities, activity_keys) = take_activities(tx, pair).await?;
    let (history, history_kept) = take_history(tx, pair).await?;
    let record = Record {
        notes: take_notes(tx, pair).await?,
        rows: take_rows(tx, pair).await?,
        merges: take_merges(tx, pair.1).await?,
        dismissed: take_pairs(tx, pair.1).await?,
        before: chosen.before(&own),
        after: chosen.after(),
        other,
        addresses,
        activities,
        activity_keys,
        history,
        history_kept,
        memberships,
        accounts: accounts::take(tx, pair).await?,
        points: points::take(tx, pair, now).await?,
    };
    touch(tx, pair.0).await?;
    tx.execute(Sql::new("delete from contacts where contact_id = $1").bind(pair.1)).await?;
    search::refresh(tx, &[pair.1]).await?;
    write_values(tx, &own, &chosen, By { origin: Origin::Merge, id: Some(merge_id), now }).await?;
    let merge =
        StoredMerge { merge_id, other_id: pair.1, merged_at: now, record: serde_json::to_string(&record)? };
    insert(tx, pair.0, &merge).await?;
    groups::follow_all_accounts(tx, known, &[pair.0], now).await?;
    Ok(Some(merge_id))
}

/// Gives a contact's row another version, though its values stay: a chunk of an import that found it by an address which it had then, or
/// did not have, looks again.
async fn touch(tx: &mut Tx, contact: i64) -> Result<(), StoreError> {
    let sql = Sql::new("update contacts set changed_at = changed_at where contact_id = $1").bind(contact);
    tx.execute(sql).await.map(drop)
}

/// The contacts, which nobody else writes to or hangs anything on until the transaction ends.
async fn claim(tx: &mut Tx, ids: &[ContactId]) -> Result<BTreeMap<ContactId, Contact>, StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("select * from contacts where contact_id in ");
    let sql = dialect::push_ids(backend, sql, ids.iter().map(|id| id.0).collect());
    let sql = dialect::push_claim(backend, sql.push(" order by contact_id"));
    let rows: Vec<Contact> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|contact| (contact.contact_id, contact)).collect())
}

/// Values that a contact is to get, where they are others than it has.
struct Chosen {
    email: Option<Email>,
    values: Vec<(Field, Option<String>)>,
}

impl Chosen {
    fn before(&self, own: &Contact) -> Before {
        let mut before: Before = self.values.iter().map(|(field, _)| value_of(own, field.name())).collect();
        before.extend(self.email.as_ref().map(|_| value_of(own, "email")));
        before
    }

    fn after(&self) -> Before {
        let mut after: Before =
            self.values.iter().map(|(field, value)| (field.name().to_owned(), value.clone())).collect();
        after.extend(
            self.email.as_ref().map(|email| ("email".to_owned(), Some(email.display().into_owned()))),
        );
        after
    }
}

/// A contact's value with its field's name.
fn value_of(contact: &Contact, field: &str) -> (String, Option<String>) {
    let value = match field {
        "email" => Some(contact.email.clone()),
        field => contact.fields.get(field).cloned().flatten(),
    };
    (field.to_owned(), value)
}

fn choose(fields: &Fields, order: &Order, own: &Contact, other: &Contact) -> Chosen {
    let side = |field: &str, blank: bool| match order.values.get(field) {
        Some(side) => *side,
        None if blank => Side::Other,
        None => Side::Own,
    };
    let values = fields.values().filter_map(|field| {
        let ((_, present), (_, offered)) = (value_of(own, field.name()), value_of(other, field.name()));
        let taken = side(field.name(), present.is_none()) == Side::Other && offered != present;
        taken.then_some((field, offered))
    });
    let email = (side("email", false) == Side::Other).then(|| Email::parse(&other.email).ok()).flatten();
    Chosen { email, values: values.collect() }
}

/// Writes values and their history; there is a history also when no value changed.
async fn write_values(tx: &mut Tx, own: &Contact, chosen: &Chosen, by: By) -> Result<(), StoreError> {
    let id = own.contact_id.0;
    let (_, changed) = contacts::update(tx, &[id], chosen.email.as_ref(), &chosen.values, by).await?;
    if changed.is_empty() {
        contacts::note_history(tx, own, &Before::new(), by).await?;
    }
    Ok(())
}

/// All addresses of both find the survivor from now on. Returns the other's.
async fn take_addresses(tx: &mut Tx, own: &Contact, other: &Contact) -> Result<Vec<String>, StoreError> {
    let (kept, taken) = (identities::key(&own.email), identities::addresses(&mut &mut *tx, other).await?);
    let sql = Sql::new("update identities set merged = 1, contact_id = ").push_value(own.contact_id.0);
    let sql = sql.push(" where kind = 1 and contact_id in (").push_value(own.contact_id.0).push(", ");
    let sql = sql.push_value(other.contact_id.0).push(") and value in ");
    let all = taken.iter().cloned().chain([kept]).collect();
    tx.execute(dialect::push_texts(tx.backend(), sql, all)).await?;
    Ok(taken)
}

/// Returns the other's activities, and the keys of those that have a key of the survivor's: there can be only one of each,
/// and the survivor's activities keep theirs.
async fn take_activities(
    tx: &mut Tx,
    (own, other): (i64, i64),
) -> Result<(Vec<i64>, BTreeMap<i64, String>), StoreError> {
    let sql = Sql::new(
        "select o.activity_id, o.request_key from activities o
         join activities s on s.contact_id = $1 and s.request_key = o.request_key where o.contact_id = $2",
    );
    let met: Vec<(i64, String)> = tx.fetch_all(sql.bind(own).bind(other)).await?;
    let sql = Sql::new("update activities set request_key = null where contact_id = ").push_value(other);
    let ids = met.iter().map(|(id, _)| *id).collect();
    tx.execute(dialect::push_ids(tx.backend(), sql.push(" and activity_id in "), ids)).await?;
    let sql = Sql::new("update activities set contact_id = $1 where contact_id = $2 returning activity_id");
    let taken: Vec<(i64,)> = tx.fetch_all(sql.bind(own).bind(other)).await?;
    Ok((taken.into_iter().map(|(id,)| id).collect(), met.into_iter().collect()))
}

async fn take_notes(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("update contact_notes set contact_id = $1 where contact_id = $2 returning note_id");
    let taken: Vec<(i64,)> = tx.fetch_all(sql.bind(own).bind(other)).await?;
    Ok(taken.into_iter().map(|(id,)| id).collect())
}

async fn take_rows(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Vec<ImportRow>, StoreError> {
    let sql =
        "update import_rejects set contact_id = $1 where contact_id = $2 returning import_id, source_row";
    tx.fetch_all(Sql::new(sql).bind(own).bind(other)).await
}

/// Moves the other's history. What both have of one import stays the survivor's, and the other's is kept for the undoing.
async fn take_history(
    tx: &mut Tx,
    (own, other): (i64, i64),
) -> Result<(Vec<(i64, i64)>, Vec<StoredHistory>), StoreError> {
    let sql = Sql::new(
        "delete from contact_history where contact_id = $1 and exists (select 1 from contact_history h
             where h.contact_id = $2 and h.origin_kind = contact_history.origin_kind
                 and h.origin_id = contact_history.origin_id)
         returning origin_kind, origin_id, source_row, changed_at, changed_before, before",
    );
    let kept: Vec<StoredHistory> = tx.fetch_all(sql.bind(other).bind(own)).await?;
    let sql = Sql::new(
        "update contact_history set contact_id = $1 where contact_id = $2 returning origin_kind, origin_id",
    );
    Ok((tx.fetch_all(sql.bind(own).bind(other)).await?, kept))
}

/// Merges into the other contact can be undone again when this one is.
async fn take_merges(tx: &mut Tx, other: i64) -> Result<Vec<StoredMerge>, StoreError> {
    let sql =
        Sql::new("delete from merges where contact_id = $1 returning merge_id, other_id, merged_at, record");
    tx.fetch_all(sql.bind(other)).await
}

/// Takes the other out of the suggestions, and returns with whom it is known not to be one.
async fn take_pairs(tx: &mut Tx, other: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new(
        "delete from duplicate_pairs where contact_id = $1 or other_id = $1
         returning contact_id, other_id, dismissed",
    );
    let pairs: Vec<(i64, i64, i64)> = tx.fetch_all(sql.bind(other)).await?;
    tx.execute(Sql::new("delete from duplicate_keys where contact_id = $1").bind(other)).await?;
    let dismissed = pairs.into_iter().filter(|(.., dismissed)| *dismissed != 0);
    Ok(dismissed.map(|(one, two, _)| if one == other { two } else { one }).collect())
}

async fn insert(tx: &mut Tx, survivor: i64, merge: &StoredMerge) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into merges (contact_id, merge_id, other_id, merged_at, record) values ($1, $2, $3, $4, $5)",
    );
    let sql = sql.bind(survivor).bind(merge.merge_id).bind(merge.other_id).bind(merge.merged_at);
    tx.execute(sql.bind(merge.record.as_str())).await.map(drop)
}
