//! What became of a contact's values.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Told};
use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

pub(super) const HISTORY: Belonging = Belonging::of_contact("contact_history", Told::Under("contact"));

/// The history of a contact that went into another.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Taken {
    /// What went over, by kind and id of the origin.
    history: Vec<(i64, i64)>,
    /// That of origins by which the survivor has one too.
    history_kept: Vec<Stored>,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct Stored {
    origin_kind: i64,
    origin_id: i64,
    source_row: Option<i64>,
    changed_at: i64,
    changed_before: i64,
    before: String,
}

/// Moves the other's history. What both have of one import stays the survivor's, and the other's is kept for the undoing.
pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Taken, StoreError> {
    let sql = Sql::new(
        "delete from contact_history where contact_id = $1 and exists (select 1 from contact_history h
             where h.contact_id = $2 and h.origin_kind = contact_history.origin_kind
                 and h.origin_id = contact_history.origin_id)
         returning origin_kind, origin_id, source_row, changed_at, changed_before, before",
    );
    let history_kept: Vec<Stored> = tx.fetch_all(sql.bind(other).bind(own)).await?;
    let sql = Sql::new(
        "update contact_history set contact_id = $1 where contact_id = $2 returning origin_kind, origin_id",
    );
    Ok(Taken { history: tx.fetch_all(sql.bind(own).bind(other)).await?, history_kept })
}

pub(super) async fn give_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    taken: &Taken,
) -> Result<(), StoreError> {
    let mut by_kind: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (kind, id) in &taken.history {
        by_kind.entry(*kind).or_default().push(*id);
    }
    for (kind, ids) in by_kind {
        let sql = Sql::new("update contact_history set contact_id = ").push_value(other);
        let sql =
            sql.push(" where contact_id = ").push_value(own).push(" and origin_kind = ").push_value(kind);
        tx.execute(dialect::push_ids(tx.backend(), sql.push(" and origin_id in "), ids)).await?;
    }
    for Stored { origin_kind, origin_id, source_row, changed_at, changed_before, before } in
        &taken.history_kept
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
