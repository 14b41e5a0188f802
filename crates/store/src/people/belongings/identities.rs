//! The addresses by which a contact is found.

use muster_domain::Email;

use super::{Belonging, Going, Told};
use crate::base::dialect;
use crate::contacts::{Contact, erased, identities};
use crate::{Sql, StoreError, Tx};

pub(super) const IDENTITIES: Belonging = Belonging::of_contact("identities", Told::Under("contact"));

/// By the addresses that they show, and those that merges brought: there is no index over all contacts of identities.
pub(super) fn deletions(going: &Going<'_>) -> Vec<Sql> {
    let by_key = Sql::new("delete from identities where kind = 1 and value in (select x.value from ");
    let by_key =
        dialect::push_texts(going.backend, by_key, going.keys.clone()).push(" x) and contact_id in ");
    let merged = going.by("delete from identities", "contact_id").push(" and merged is not null");
    vec![dialect::push_ids(going.backend, by_key, going.contacts.to_vec()), merged]
}

/// All addresses of both find the survivor from now on. Returns the other's.
pub(super) async fn take(tx: &mut Tx, own: &Contact, other: &Contact) -> Result<Vec<String>, StoreError> {
    let (kept, taken) = (identities::key(&own.email), identities::addresses(&mut &mut *tx, other).await?);
    let sql = Sql::new("update identities set merged = 1, contact_id = ").push_value(own.contact_id.0);
    let sql = sql.push(" where kind = 1 and contact_id in (").push_value(own.contact_id.0).push(", ");
    let sql = sql.push_value(other.contact_id.0).push(") and value in ");
    let all = taken.iter().cloned().chain([kept]).collect();
    tx.execute(dialect::push_texts(tx.backend(), sql, all)).await?;
    Ok(taken)
}

/// Returns the addresses that the survivor has left.
pub(crate) async fn give_back(
    tx: &mut Tx,
    (own, other): (&Contact, &Contact),
    addresses: &[String],
) -> Result<Vec<String>, StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("update identities set contact_id = ").push_value(other.contact_id.0);
    let sql =
        sql.push(" where kind = 1 and contact_id = ").push_value(own.contact_id.0).push(" and value in ");
    let sql = dialect::push_texts(backend, sql, addresses.to_vec()).push(" returning value");
    let back: Vec<(String,)> = tx.fetch_all(sql).await?;
    let shown = identities::key(&other.email);
    if !back.iter().any(|(value,)| *value == shown) {
        if let Ok(email) = Email::parse(&other.email) {
            erased::refuse(tx, &email).await?;
        }
        let sql = Sql::new("insert into identities (kind, value, contact_id) values (1, $1, $2)");
        tx.execute(sql.bind(shown).bind(other.contact_id.0)).await?;
    }
    identities::addresses(&mut &mut *tx, own).await
}
