//! Addresses whose owners asked to be erased, as keyed hashes: nothing brings them back unnoticed.

use std::collections::{HashMap, HashSet};

use muster_domain::Email;

use crate::base::keyed_hash::KeyedHash;
use crate::{Sql, StoreError, Tx};

/// The key, if there is anybody whom it concerns.
pub(crate) const KEY: &str =
    "select value from secrets where name = 'erasure' and exists (select 1 from erased)";

/// [`StoreError::Erased`] when an address must not come back.
pub(crate) async fn refuse(tx: &mut Tx, email: &Email) -> Result<(), StoreError> {
    let Some((key,)) = tx.fetch_optional::<(String,)>(Sql::new(KEY)).await? else { return Ok(()) };
    let sql = Sql::new("select cast(1 as bigint) from erased where hash = $1")
        .bind(KeyedHash::new(key).of(email.key()));
    match tx.fetch_optional::<(i64,)>(sql).await? {
        Some(_) => Err(StoreError::Erased),
        None => Ok(()),
    }
}

/// The erased among some addresses, given the hashes that were found.
pub(crate) fn among(mut hashes: HashMap<String, String>, found: &[String]) -> HashSet<String> {
    found.iter().filter_map(|hash| hashes.remove(hash)).collect()
}
