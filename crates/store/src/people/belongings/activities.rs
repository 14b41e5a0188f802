//! What a contact did.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Belonging, Told};
use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

pub(crate) const ACTIVITIES: Belonging = Belonging::of_contact("activities", Told::Under("activities"));

/// The activities of a contact that went into another.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Taken {
    pub activities: Vec<i64>,
    /// The keys of those whose keys the survivor's had too, by the ids as texts: that is what keys of JSON are.
    activity_keys: BTreeMap<String, String>,
}

/// Returns the other's activities, and the keys of those that have a key of the survivor's: there can be only one of each,
/// and the survivor's activities keep theirs.
pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Taken, StoreError> {
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
    Ok(Taken {
        activities: taken.into_iter().map(|(id,)| id).collect(),
        activity_keys: met.into_iter().map(|(id, key)| (id.to_string(), key)).collect(),
    })
}

pub(super) async fn give_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    taken: &Taken,
) -> Result<(), StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("update activities set contact_id = ").push_value(other);
    let sql = sql.push(" where contact_id = ").push_value(own).push(" and activity_id in ");
    tx.execute(dialect::push_ids(backend, sql, taken.activities.clone())).await?;
    let keys = taken.activity_keys.iter().filter_map(|(id, key)| Some((id.parse().ok()?, key.as_str())));
    let keys: Vec<(i64, &str)> = keys.collect();
    if keys.is_empty() {
        return Ok(());
    }
    let sql = keys
        .iter()
        .fold(Sql::new("update activities set request_key = case activity_id"), |sql, (id, key)| {
            sql.push(" when ").push_value(*id).push(" then ").push_value(*key)
        });
    let sql = sql.push(" end where contact_id = ").push_value(other).push(" and activity_id in ");
    let ids = keys.into_iter().map(|(id, _)| id).collect();
    tx.execute(dialect::push_ids(backend, sql, ids)).await.map(drop)
}
