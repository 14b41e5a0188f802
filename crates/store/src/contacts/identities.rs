//! The identities of a contact: the address that it shows, and those that merges brought to it.

use muster_domain::Email;

use crate::contacts::Contact;
use crate::{Select, Sql, StoreError};

/// The keys of all addresses of a contact, in their order.
pub async fn addresses(from: &mut impl Select, contact: &Contact) -> Result<Vec<String>, StoreError> {
    Ok(from.fetch_all::<(String,)>(of(contact)).await?.into_iter().map(|(value,)| value).collect())
}

/// Two look-ups by an index each; there is none over all contacts of identities, for which every import would pay.
fn of(contact: &Contact) -> Sql {
    Sql::new(
        "select value from identities where kind = 1 and value = $1 and contact_id = $2
         union select value from identities where kind = 1 and merged is not null and contact_id = $2 order by value",
    )
    .bind(key(&contact.email))
    .bind(contact.contact_id.0)
}

/// The key of a stored address.
pub(crate) fn key(email: &str) -> String {
    Email::parse(email).map_or_else(|_| email.to_owned(), |email| email.key().to_owned())
}
