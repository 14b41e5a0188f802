//! Everything that hangs on a contact, said once: a file for each thing, which tells in which tables it lies, how it goes with its
//! contact, how another contact takes it over, how it is given back, and where it is told to whom it is about.

mod accounts;
mod activities;
mod duplicates;
mod history;
mod identities;
mod members;
mod merges;
mod notes;
mod points;
mod rejects;
mod search;

use serde::{Deserialize, Serialize};

use crate::base::dialect;
use crate::contacts::Contact;
use crate::{Backend, Db, Sql, StoreError, Tx};

pub(crate) use activities::ACTIVITIES;
pub(crate) use merges::{MERGES, Stored as StoredMerge};
pub(crate) use notes::NOTES;

/// A table with rows that hang on contacts.
#[derive(Debug, Clone, Copy)]
pub struct Belonging {
    /// Its name.
    pub table: &'static str,
    /// Its columns with ids of contacts.
    pub columns: &'static [&'static str],
    /// Where it is told to whoever asks what is known of a person.
    pub told: Told,
}

/// Where rows of a person are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Under this key of the document with all that is known.
    Under(&'static str),
    /// Nowhere: they follow from what is told.
    Follows,
}

/// All of them. A test compares them with the tables of both databases.
pub const ALL: [Belonging; 15] = [
    identities::IDENTITIES,
    search::SEARCH,
    members::MEMBERS,
    history::HISTORY,
    notes::NOTES,
    activities::ACTIVITIES,
    accounts::CONTACTS,
    accounts::ACCOUNTS,
    points::SCORES,
    points::CROSSINGS,
    points::PERSONAS,
    merges::MERGES,
    duplicates::KEYS,
    duplicates::PAIRS,
    rejects::REJECTS,
];

impl Belonging {
    const fn of_contact(table: &'static str, told: Told) -> Self {
        Self { table, columns: &["contact_id"], told }
    }

    /// How many rows hang on a contact.
    pub(crate) async fn count(&self, db: &Db, contact: i64) -> Result<i64, StoreError> {
        let sql = Sql::new("select count(*) from ").push(self.table).push(" where contact_id = ");
        let row: Option<(i64,)> = db.fetch_optional(sql.push_value(contact)).await?;
        Ok(row.map_or(0, |(count,)| count))
    }
}

/// Contacts that go.
pub(crate) struct Going<'a> {
    pub backend: Backend,
    pub contacts: &'a [i64],
    /// The keys of the addresses that they show.
    pub keys: Vec<String>,
}

impl Going<'_> {
    /// A statement for those of these contacts, by the column with their ids.
    fn by(&self, text: &'static str, column: &'static str) -> Sql {
        let sql = Sql::new(text).push(" where ").push(column).push(" in ");
        dialect::push_ids(self.backend, sql, self.contacts.to_vec())
    }

    fn delete(&self, belonging: Belonging) -> impl Iterator<Item = Sql> {
        let columns = belonging.columns.iter();
        columns.map(move |column| {
            let sql = Sql::new("delete from ").push(belonging.table).push(" where ").push(column);
            dialect::push_ids(self.backend, sql.push(" in "), self.contacts.to_vec())
        })
    }

    /// What takes away all that hangs on them, behind them. Each statement finds its rows by an index, so that it takes as long in a
    /// large base as in a small one.
    fn statements(&self) -> Vec<Sql> {
        let mut all = identities::deletions(self);
        all.push(rejects::deletion(self));
        let kept = [identities::IDENTITIES.table, rejects::REJECTS.table, accounts::ACCOUNTS.table];
        let whole = ALL.into_iter().filter(|belonging| !kept.contains(&belonging.table));
        all.extend(whole.flat_map(|belonging| self.delete(belonging)));
        all
    }
}

/// Before contacts go: what counts them is told, and what names them names nobody.
pub(crate) async fn leave(tx: &mut Tx, contacts: &[i64], now: i64) -> Result<(), StoreError> {
    members::leave(tx, contacts, now).await?;
    points::leave(tx, contacts, now).await?;
    accounts::leave(tx, contacts).await
}

/// Takes away what hung on contacts that are gone.
pub(crate) async fn delete(tx: &mut Tx, going: &Going<'_>) -> Result<(), StoreError> {
    for sql in going.statements() {
        tx.execute(sql).await?;
    }
    Ok(())
}

/// What a contact that went into another had, and where it went.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Taken {
    /// The keys of its addresses.
    pub addresses: Vec<String>,
    #[serde(flatten)]
    pub activities: activities::Taken,
    pub notes: Vec<i64>,
    #[serde(default)]
    rows: Vec<rejects::Row>,
    #[serde(flatten)]
    history: history::Taken,
    memberships: Vec<members::Membership>,
    #[serde(default)]
    accounts: accounts::Taken,
    #[serde(default)]
    points: points::Taken,
    /// Its own merges.
    merges: Vec<merges::Stored>,
    /// The contacts of which a person said that they are not the same.
    dismissed: Vec<i64>,
}

/// Lets one contact take over what hangs on the other.
pub(crate) async fn take(
    tx: &mut Tx,
    (own, other): (&Contact, &Contact),
    now: i64,
) -> Result<Taken, StoreError> {
    let pair = (own.contact_id.0, other.contact_id.0);
    Ok(Taken {
        addresses: identities::take(tx, own, other).await?,
        memberships: members::take(tx, pair, now).await?,
        activities: activities::take(tx, pair).await?,
        history: history::take(tx, pair).await?,
        notes: notes::take(tx, pair).await?,
        rows: rejects::take(tx, pair).await?,
        merges: merges::take(tx, pair.1).await?,
        dismissed: duplicates::take(tx, pair.1).await?,
        accounts: accounts::take(tx, pair).await?,
        points: points::take(tx, pair, now).await?,
    })
}

/// Gives it back, but for the addresses, which come first.
pub(crate) async fn give_back(
    tx: &mut Tx,
    pair: (i64, i64),
    taken: &Taken,
    now: i64,
) -> Result<(), StoreError> {
    activities::give_back(tx, pair, &taken.activities).await?;
    notes::give_back(tx, pair, &taken.notes).await?;
    rejects::give_back(tx, pair, &taken.rows).await?;
    history::give_back(tx, pair, &taken.history).await?;
    members::give_back(tx, pair, &taken.memberships, now).await?;
    accounts::give_back(tx, pair, &taken.accounts).await?;
    points::give_back(tx, pair, &taken.points, now).await?;
    for merge in &taken.merges {
        merges::insert(tx, pair.1, merge).await?;
    }
    duplicates::give_back(tx, pair.1, &taken.dismissed).await
}

pub(crate) use identities::give_back as give_addresses_back;
pub(crate) use merges::insert as insert_merge;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::testing::on_both;

    #[tokio::test(flavor = "multi_thread")]
    async fn no_table_with_contacts_is_forgotten() {
        on_both(async |db| {
            let sql = match db.backend() {
                Backend::Sqlite => {
                    "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table'"
                }
                Backend::Postgres => {
                    "select cast(table_name as text), cast(column_name as text) from information_schema.columns
                     where table_schema = current_schema()"
                }
            };
            let columns: Vec<(String, String)> = db.fetch_all(Sql::new(sql)).await.unwrap();
            let holds = |column: &str| column.ends_with("contact_id") || column == "other_id";
            let found: BTreeSet<(String, String)> =
                columns.into_iter().filter(|(_, column)| holds(column)).collect();
            let said = ALL.iter().flat_map(|b| b.columns.iter().map(|column| (b.table, *column)));
            let said = said.chain([("contacts", "contact_id"), ("merges", "other_id")]);
            let said: BTreeSet<(String, String)> =
                said.map(|(table, column)| (table.to_owned(), column.to_owned())).collect();
            assert_eq!(found, said);
        })
        .await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_hangs_on_a_contact_is_deleted_by_index() {
        on_both(async |db| {
            let backend = db.backend();
            let mut tx = db.begin().await.unwrap();
            if backend == Backend::Postgres {
                // A plan that reads a whole table has no index that it could use.
                tx.execute(Sql::new("set local enable_seqscan = off")).await.unwrap();
            }
            let going = Going { backend, contacts: &[1, 2], keys: vec!["a@x.de".into()] };
            for sql in going.statements() {
                let plan: Vec<String> = match backend {
                    Backend::Sqlite => {
                        let rows = tx.fetch_all(Sql::new("explain query plan ").append(sql.clone())).await;
                        let rows: Vec<(i64, i64, i64, String)> = rows.unwrap();
                        rows.into_iter().map(|(.., detail)| detail).collect()
                    }
                    Backend::Postgres => {
                        let rows = tx.fetch_all(Sql::new("explain ").append(sql.clone())).await;
                        rows.unwrap().into_iter().map(|(line,): (String,)| line).collect()
                    }
                };
                let scans = plan.iter().any(|line| {
                    line.contains("Seq Scan") || (line.contains("SCAN") && !line.contains("json_each"))
                });
                assert!(!scans, "{sql:?}: {plan:#?}");
            }
        })
        .await;
    }
}
