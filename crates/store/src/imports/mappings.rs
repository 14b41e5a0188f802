//! The mapping that was last used for files with the same columns.

use muster_domain::Target;

use crate::{Db, Sql, StoreError, Tx};

/// What each column of such a file fills, Muster's own columns left out: columns are counted without them.
pub async fn find(db: &Db, header_signature: &str) -> Result<Option<Vec<Option<Target>>>, StoreError> {
    let sql = Sql::new("select fields from mappings where header_signature = $1").bind(header_signature);
    let stored: Option<(String,)> = db.fetch_optional(sql).await?;
    Ok(stored.map(|(fields,)| serde_json::from_str(&fields)).transpose()?)
}

/// Remembers a mapping.
pub async fn remember(
    tx: &mut Tx,
    header_signature: &str,
    targets: &[Option<Target>],
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into mappings (header_signature, fields, used_at) values ($1, $2, $3)
         on conflict (header_signature) do update set fields = excluded.fields, used_at = excluded.used_at",
    );
    tx.execute(sql.bind(header_signature).bind(serde_json::to_string(targets)?).bind(now)).await.map(drop)
}
