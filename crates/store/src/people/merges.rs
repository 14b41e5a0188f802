//! Two contacts that are one person, made one. The survivor takes everything over from the other: identities, activities,
//! notes, memberships, history. What was whose is kept, so that the merge can be undone.

mod undo;

use std::collections::BTreeMap;

use muster_domain::condition::Known;
use muster_domain::import::Before;
use muster_domain::{ContactId, Email, Field, Fields, Origin};
use serde::{Deserialize, Serialize};

use crate::base::{counters, dialect};
use crate::contacts::{self, By, Contact, deletions};
use crate::derived::groups;
use crate::find::search;
use crate::people::belongings::{self, StoredMerge, Taken};
use crate::{Db, Sql, StoreError, Tx};

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
    #[serde(flatten)]
    taken: Taken,
    /// The survivor's values before, of the fields that changed, and what they became.
    before: Before,
    after: Before,
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
        addresses: record.taken.addresses,
        activities: record.taken.activities.activities.len(),
        notes: record.taken.notes.len(),
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
    let pair = (own.contact_id.0, other.contact_id.0);
    let taken = belongings::take(tx, (&own, &other), now).await?;
    let record = Record { taken, before: chosen.before(&own), after: chosen.after(), other };
    touch(tx, pair.0).await?;
    tx.execute(Sql::new("delete from contacts where contact_id = $1").bind(pair.1)).await?;
    search::refresh(tx, &[pair.1]).await?;
    write_values(tx, &own, &chosen, By { origin: Origin::Merge, id: Some(merge_id), now }).await?;
    let merge =
        StoredMerge { merge_id, other_id: pair.1, merged_at: now, record: serde_json::to_string(&record)? };
    belongings::insert_merge(tx, pair.0, &merge).await?;
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
