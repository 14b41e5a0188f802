use crate::{Sql, StoreError, Tx};

/// Hands out `count` ids of the named counter and returns the first of them.
pub(crate) async fn reserve(tx: &mut Tx, counter: &'static str, count: i64) -> Result<i64, StoreError> {
    let sql = Sql::new("update counters set next = next + $1 where name = $2 returning next - $1")
        .bind(count)
        .bind(counter);
    let row: Option<(i64,)> = tx.fetch_optional(sql).await?;
    row.map(|(first,)| first).ok_or_else(|| StoreError::Damaged(format!("there is no counter {counter}")))
}
