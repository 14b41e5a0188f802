//! Rows of imports of which values of a contact were left out.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Going, Told};
use crate::{Sql, StoreError, Tx};

pub(super) const REJECTS: Belonging =
    Belonging::of_contact("import_rejects", Told::Under("rows_not_imported"));

/// Where such a row stands.
#[derive(Debug, Serialize, Deserialize, FromRow)]
pub(super) struct Row {
    import_id: i64,
    source_row: i64,
}

/// The rows stay, for they are counted, and say nothing any more.
pub(super) fn deletion(going: &Going<'_>) -> Sql {
    going.by("update import_rejects set cells = '[]', contact_id = null", "contact_id")
}

pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Vec<Row>, StoreError> {
    let sql =
        "update import_rejects set contact_id = $1 where contact_id = $2 returning import_id, source_row";
    tx.fetch_all(Sql::new(sql).bind(own).bind(other)).await
}

pub(super) async fn give_back(tx: &mut Tx, (own, other): (i64, i64), rows: &[Row]) -> Result<(), StoreError> {
    for Row { import_id, source_row } in rows {
        let sql = "update import_rejects set contact_id = $1
             where import_id = $2 and source_row = $3 and contact_id = $4";
        tx.execute(Sql::new(sql).bind(other).bind(*import_id).bind(*source_row).bind(own)).await?;
    }
    Ok(())
}
