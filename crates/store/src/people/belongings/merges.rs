//! The merges into a contact, which can be undone.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Told};
use crate::{Sql, StoreError, Tx};

pub(crate) const MERGES: Belonging = Belonging::of_contact("merges", Told::Under("merges"));

#[derive(Debug, Serialize, Deserialize, FromRow)]
pub(crate) struct Stored {
    pub merge_id: i64,
    pub other_id: i64,
    pub merged_at: i64,
    pub record: String,
}

/// Merges into the other contact can be undone again when this one is.
pub(super) async fn take(tx: &mut Tx, other: i64) -> Result<Vec<Stored>, StoreError> {
    let sql =
        Sql::new("delete from merges where contact_id = $1 returning merge_id, other_id, merged_at, record");
    tx.fetch_all(sql.bind(other)).await
}

pub(crate) async fn insert(tx: &mut Tx, survivor: i64, merge: &Stored) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into merges (contact_id, merge_id, other_id, merged_at, record) values ($1, $2, $3, $4, $5)",
    );
    let sql = sql.bind(survivor).bind(merge.merge_id).bind(merge.other_id).bind(merge.merged_at);
    tx.execute(sql.bind(merge.record.as_str())).await.map(drop)
}
