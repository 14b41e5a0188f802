//! Deletions of contacts beside imports, on PostgreSQL: a chunk of an import leaves contacts alone that it has read and goes on to
//! put them into a group, and writes rows of people who may be erased just then. So each deletion counts itself, and a chunk
//! whose count has moved looks again before it writes what could outlive a deletion. (To lock every contact that is left alone
//! instead costs up to a second per 100,000, measured.) SQLite has one writer and needs none of it.

use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

/// Makes the counter, so that there is something to lock.
pub(crate) const MAKE: &str =
    "insert into counters (name, next) values ('deletion', 1) on conflict (name) do nothing";
/// How many deletions there were.
pub(crate) const COUNT: &str = "select next from counters where name = 'deletion'";
/// The same, and there is none until the transaction ends.
pub(crate) const HOLD: &str = "select next from counters where name = 'deletion' for share";

/// Claims contacts that are about to be deleted, and counts that. In this order: a chunk that has one of them in hand ends before
/// anything else is waited for.
pub(crate) async fn begin(tx: &mut Tx, contacts: &[i64]) -> Result<(), StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("select contact_id from contacts where contact_id in ");
    let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" order by contact_id");
    tx.fetch_all::<(i64,)>(dialect::push_claim(backend, sql)).await?;
    let sql = "insert into counters (name, next) values ('deletion', 2)
         on conflict (name) do update set next = counters.next + 1";
    tx.execute(Sql::new(sql)).await.map(drop)
}
