//! Takes a merge back: the other contact comes back under its id with what was its own. What came after the merge stays with
//! the survivor.

use muster_domain::condition::Known;
use muster_domain::import::Before;
use muster_domain::{ContactId, Email, Field, Fields, Origin};

use super::{Chosen, Record, claim, touch, value_of};
use crate::base::counters;
use crate::contacts::{self, By, Contact, deletions};
use crate::derived::groups;
use crate::people::belongings::{self, StoredMerge};
use crate::people::duplicates;
use crate::{Sql, StoreError, Tx};

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
    let addresses =
        belongings::give_addresses_back(tx, (&own, &record.other), &record.taken.addresses).await?;
    deletions::begin(tx, &[]).await?; // no chunk puts the survivor into a group that it is about to leave
    belongings::give_back(tx, pair, &record.taken, now).await?;
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
