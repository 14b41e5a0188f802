//! Takes a merge back: the other contact comes back under its id with what was its own. What came after the merge stays with
//! the survivor.

use std::collections::BTreeMap;

use muster_domain::condition::Known;
use muster_domain::import::Before;
use muster_domain::{ContactId, Email, Field, Fields, Origin};

use super::{
    Chosen, ImportRow, Record, StoredHistory, StoredMerge, accounts, claim, insert, members, points, touch,
    value_of,
};
use crate::contacts::{self, By, Contact};
use crate::{Sql, StoreError, Tx, counters, deletions, dialect, duplicates, erasure, groups, identities};

/// Undoes a merge and returns the contact that comes back; `None` when there is no such merge. [`StoreError::Taken`] when its
/// address has become another contact's, [`StoreError::Erased`] when that was erased. The caller holds the lock of
/// recalculations, and looks at the groups of both afterwards.
pub async fn undo(
    tx: &mut Tx,
    known: &Known,
    (survivor, merge_id): (ContactId, i64),
    now: i64,
) -> Result<Option<ContactId>, StoreError> {
    let Some(own) = claim(tx, &[survivor]).await?.remove(&survivor) else { return Ok(None) };
    let sql = Sql::new(
        "delete from merges where contact_id = $1 and merge_id = $2
         returning merge_id, other_id, merged_at, record",
    );
    let stored: Option<StoredMerge> = tx.fetch_optional(sql.bind(survivor.0).bind(merge_id)).await?;
    let Some(stored) = stored else { return Ok(None) };
    let record: Record = serde_json::from_str(&stored.record)?;
    let pair = (survivor.0, stored.other_id);
    touch(tx, survivor.0).await?;
    contacts::restore(tx, &record.other, &known.fields).await?;
    let addresses = give_addresses_back(tx, &own, &record).await?;
    deletions::begin(tx, &[]).await?; // no chunk puts the survivor into a group that it is about to leave
    give_activities_back(tx, pair, &record).await?;
    give_notes_back(tx, pair, &record).await?;
    give_rows_back(tx, pair, &record).await?;
    give_history_back(tx, pair, &record).await?;
    members::give_back(tx, pair, &record.memberships, now).await?;
    accounts::give_back(tx, pair, &record.accounts).await?;
    points::give_back(tx, pair, &record.points, now).await?;
    for merge in &record.merges {
        insert(tx, pair.1, merge).await?;
    }
    for other in &record.dismissed {
        duplicates::dismiss(tx, ContactId(pair.1), ContactId(*other)).await?;
    }
    let id = counters::reserve(tx, "merge", 1).await?;
    let chosen = values_before(&known.fields, &own, &record, &addresses);
    contacts::change(tx, &[pair.0], chosen.email.as_ref(), &chosen.values, now).await?;
    // What the survivor gives back was the other's: its history tells that there was a change, but not those values, which
    // would stay when the other is erased.
    contacts::note_history(tx, &own, &Before::new(), By { origin: Origin::Merge, id: Some(id), now }).await?;
    groups::follow_all_accounts(tx, known, &[pair.0, pair.1], now).await?;
    // The pair is likely to be alike still: it is suggested again, without another search.
    for id in [pair.0, pair.1] {
        duplicates::note_keys(tx, (id - 1, id)).await?;
    }
    Ok(Some(ContactId(pair.1)))
}

/// The values that the survivor gets back: where they are still those of the merge. It cannot go on showing an address that
/// has gone back to the other.
fn values_before(fields: &Fields, own: &Contact, record: &Record, left: &[String]) -> Chosen {
    let still = |field: &str| record.after.get(field) == Some(&value_of(own, field).1);
    let values = record.before.iter().filter(|(field, _)| still(field));
    let values = values.filter_map(|(field, value)| {
        let field = fields.named(field).filter(|field| *field != Field::EMAIL)?;
        let value = value.as_deref().and_then(|value| contacts::taken_back(&field, value));
        Some((field, value))
    });
    let is_left = |email: &Email| left.iter().any(|address| address == email.key());
    let before = || record.before.get("email").cloned().flatten().filter(|_| still("email"));
    let shown = before().unwrap_or_else(|| own.email.clone());
    let email = Email::parse(&shown).ok().filter(is_left);
    let email = email.or_else(|| left.iter().find_map(|address| Email::parse(address).ok()));
    Chosen { email, values: values.collect() }
}

/// Returns the addresses that the survivor has left.
async fn give_addresses_back(tx: &mut Tx, own: &Contact, record: &Record) -> Result<Vec<String>, StoreError> {
    let backend = tx.backend();
    let other = record.other.contact_id.0;
    let sql = Sql::new("update identities set contact_id = ").push_value(other);
    let sql =
        sql.push(" where kind = 1 and contact_id = ").push_value(own.contact_id.0).push(" and value in ");
    let sql = dialect::push_texts(backend, sql, record.addresses.clone()).push(" returning value");
    let back: Vec<(String,)> = tx.fetch_all(sql).await?;
    let shown = identities::key(&record.other.email);
    if !back.iter().any(|(value,)| *value == shown) {
        if let Ok(email) = Email::parse(&record.other.email) {
            erasure::refuse(tx, &email).await?;
        }
        let sql = Sql::new("insert into identities (kind, value, contact_id) values (1, $1, $2)");
        tx.execute(sql.bind(shown).bind(other)).await?;
    }
    identities::addresses(&mut &mut *tx, own).await
}

async fn give_activities_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    record: &Record,
) -> Result<(), StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("update activities set contact_id = ").push_value(other);
    let sql = sql.push(" where contact_id = ").push_value(own).push(" and activity_id in ");
    tx.execute(dialect::push_ids(backend, sql, record.activities.clone())).await?;
    if record.activity_keys.is_empty() {
        return Ok(());
    }
    let keys = record.activity_keys.iter();
    let sql = keys
        .fold(Sql::new("update activities set request_key = case activity_id"), |sql, (id, key)| {
            sql.push(" when ").push_value(*id).push(" then ").push_value(key.as_str())
        });
    let sql = sql.push(" end where contact_id = ").push_value(other).push(" and activity_id in ");
    let ids = record.activity_keys.keys().copied().collect();
    tx.execute(dialect::push_ids(backend, sql, ids)).await.map(drop)
}

async fn give_notes_back(tx: &mut Tx, (own, other): (i64, i64), record: &Record) -> Result<(), StoreError> {
    let sql = Sql::new("update contact_notes set contact_id = ").push_value(other);
    let sql = sql.push(" where contact_id = ").push_value(own).push(" and note_id in ");
    tx.execute(dialect::push_ids(tx.backend(), sql, record.notes.clone())).await.map(drop)
}

async fn give_rows_back(tx: &mut Tx, (own, other): (i64, i64), record: &Record) -> Result<(), StoreError> {
    for ImportRow { import_id, source_row } in &record.rows {
        let sql = "update import_rejects set contact_id = $1
             where import_id = $2 and source_row = $3 and contact_id = $4";
        tx.execute(Sql::new(sql).bind(other).bind(*import_id).bind(*source_row).bind(own)).await?;
    }
    Ok(())
}

async fn give_history_back(tx: &mut Tx, (own, other): (i64, i64), record: &Record) -> Result<(), StoreError> {
    let mut by_kind: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (kind, id) in &record.history {
        by_kind.entry(*kind).or_default().push(*id);
    }
    for (kind, ids) in by_kind {
        let sql = Sql::new("update contact_history set contact_id = ").push_value(other);
        let sql =
            sql.push(" where contact_id = ").push_value(own).push(" and origin_kind = ").push_value(kind);
        tx.execute(dialect::push_ids(tx.backend(), sql.push(" and origin_id in "), ids)).await?;
    }
    for StoredHistory { origin_kind, origin_id, source_row, changed_at, changed_before, before } in
        &record.history_kept
    {
        let sql = Sql::new(
            "insert into contact_history (contact_id, origin_kind, origin_id, source_row, changed_at, changed_before,
                 before) values ($1, $2, $3, $4, $5, $6, $7)",
        );
        let sql = sql.bind(other).bind(*origin_kind).bind(*origin_id).bind(*source_row);
        tx.execute(sql.bind(*changed_at).bind(*changed_before).bind(before.as_str())).await?;
    }
    Ok(())
}
