//! Deleting contacts.

use crate::base::dialect;
use crate::contacts::{deletions, identities};
use crate::people::belongings::{self, Going};
use crate::{Sql, StoreError, Tx};

/// Deletes contacts with everything that hangs on them, and returns how many there were. The caller holds the lock of
/// recalculations.
pub async fn delete(tx: &mut Tx, contacts: &[i64], now: i64) -> Result<u64, StoreError> {
    let backend = tx.backend();
    let of_these =
        |sql: Sql| dialect::push_ids(backend, sql.push(" where contact_id in "), contacts.to_vec());
    deletions::begin(tx, contacts).await?;
    belongings::leave(tx, contacts, now).await?;
    let emails: Vec<(String,)> = tx.fetch_all(of_these(Sql::new("select email from contacts"))).await?;
    // The contacts first: who records activities holds them against deletion, and so nothing is recorded afterwards.
    let deleted = tx.execute(of_these(Sql::new("delete from contacts"))).await?;
    let keys = emails.iter().map(|(email,)| identities::key(email)).collect();
    belongings::delete(tx, &Going { backend, contacts, keys }).await?;
    Ok(deleted)
}
