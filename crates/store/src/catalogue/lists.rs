//! The lists that people keep: roles of contacts in accounts, statuses of accounts and of contacts.
//!
//! A contact's status is a text that imports fill: a new word becomes an entry of the list ([`adopt_statuses`]) as long as there
//! are not too many, so that contacts may have one that is in no list. An account's status and a role are always entries.

use std::collections::BTreeSet;

use muster_domain::{Label, fold};
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::{Db, Sql, StoreError, Tx};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// What contacts can be in an account.
    AccountRoles,
    /// What accounts can be.
    AccountStatuses,
    /// What is offered for contacts.
    ContactStatuses,
}

impl List {
    /// The list's name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::AccountRoles => "account_role",
            Self::AccountStatuses => "account_status",
            Self::ContactStatuses => "contact_status",
        }
    }

    /// How many contacts or accounts have the entry `e`. Of contacts' statuses, which are texts, [`contact_statuses`] knows.
    fn uses(self) -> &'static str {
        match self {
            Self::AccountRoles => {
                "(select count(*) from account_contacts ac where ac.role_id = e.entry_id) as uses"
            }
            Self::AccountStatuses => {
                "(select count(*) from accounts a where a.status_id = e.entry_id) as uses"
            }
            Self::ContactStatuses => "cast(0 as bigint) as uses",
        }
    }

    fn select(self) -> Sql {
        Sql::new("select e.entry_id, e.label, e.label_key, e.colour, e.position, ")
            .push(self.uses())
            .push(" from list_entries e where e.list = ")
            .push_value(self.name())
    }
}

/// An entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Entry {
    /// Its id.
    pub entry_id: i64,
    /// Its name for people.
    pub label: String,
    /// The name as compared.
    pub label_key: String,
    /// Its colour on the page.
    pub colour: String,
    /// Its place in the list, from 1.
    pub position: i64,
    /// How many contacts or accounts have it.
    pub uses: i64,
}

/// The entries in their order.
pub async fn list(db: &Db, list: List) -> Result<Vec<Entry>, StoreError> {
    match list {
        List::ContactStatuses => Ok(contact_statuses(db).await?.0),
        _ => db.fetch_all(list.select().push(IN_ORDER)).await,
    }
}

/// The entry with this id.
pub async fn find(db: &Db, of: List, id: i64) -> Result<Option<Entry>, StoreError> {
    Ok(list(db, of).await?.into_iter().find(|entry| entry.entry_id == id))
}

/// The entry with this id, without how many have it: for those who hold a lock.
pub async fn entry(tx: &mut Tx, of: List, id: i64) -> Result<Option<Entry>, StoreError> {
    tx.fetch_optional(of.select().push(" and e.entry_id = ").push_value(id)).await
}

const IN_ORDER: &str = " order by e.position, e.entry_id";
const STATUSES: &str = "select c.status, count(*) as contacts from contacts c where c.status is not null
     group by c.status order by count(*) desc, c.status";

/// The list of contacts' statuses, and all that contacts have as they are spelled, with the number of contacts; the most
/// frequent first.
pub async fn contact_statuses(db: &Db) -> Result<(Vec<Entry>, Vec<(String, i64)>), StoreError> {
    let mut entries: Vec<Entry> = db.fetch_all(List::ContactStatuses.select().push(IN_ORDER)).await?;
    let statuses: Vec<(String, i64)> = db.fetch_all(Sql::new(STATUSES)).await?;
    for entry in &mut entries {
        entry.uses = uses_of(&statuses, &entry.label_key);
    }
    Ok((entries, statuses))
}

/// The most entries that the list of contacts' statuses has by itself: a wrong mapping can bring thousands.
const MOST_ADOPTED: usize = 100;

/// Makes entries of the statuses that contacts have and the list has not: of some contacts, or of all; the most frequent first.
pub async fn adopt_statuses(tx: &mut Tx, contacts: Option<&[i64]>) -> Result<(), StoreError> {
    let sql = Sql::new("select c.status, count(*) as contacts from contacts c where c.status is not null");
    let sql = match contacts {
        Some(ids) => dialect::push_ids(tx.backend(), sql.push(" and c.contact_id in "), ids.to_vec()),
        None => sql,
    };
    let found: Vec<(String, i64)> =
        tx.fetch_all(sql.push(" group by c.status order by count(*) desc, c.status")).await?;
    let sql =
        Sql::new("select label_key from list_entries where list = $1").bind(List::ContactStatuses.name());
    let keys: Vec<(String,)> = tx.fetch_all(sql).await?;
    let mut keys: BTreeSet<String> = keys.into_iter().map(|(key,)| key).collect();
    for (status, _) in found {
        let Ok(label) = Label::parse(&status, Label::MAX_ENTRY) else { continue };
        if keys.len() < MOST_ADOPTED && keys.insert(label.key()) {
            create(tx, List::ContactStatuses, &label, "gray").await?;
        }
    }
    Ok(())
}

fn uses_of(statuses: &[(String, i64)], key: &str) -> i64 {
    statuses.iter().filter(|(status, _)| fold(status) == key).map(|(_, contacts)| contacts).sum()
}

/// Adds an entry at the end; [`StoreError::Taken`] when the list has its label.
pub async fn create(tx: &mut Tx, list: List, label: &Label, colour: &str) -> Result<i64, StoreError> {
    let id = counters::reserve(tx, "list_entry", 1).await?;
    let sql = Sql::new(
        "insert into list_entries (entry_id, list, label, label_key, colour, position)
         select $1, $2, $3, $4, $5, count(*) + 1 from list_entries e where e.list = $2",
    );
    let sql = sql.bind(id).bind(list.name()).bind(label.as_str()).bind(label.key()).bind(colour);
    tx.execute(sql).await?;
    Ok(id)
}

/// What to change of an entry; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Its name for people.
    pub label: Option<Label>,
    /// Its colour on the page.
    pub colour: Option<&'static str>,
    /// Its place in the list; one behind the end means the end.
    pub position: Option<i64>,
}

/// Changes an entry; [`StoreError::Taken`] when another has the label. The caller holds the lock of recalculations, as
/// whoever changes or deletes entries does.
pub async fn change(tx: &mut Tx, list: List, id: i64, change: &Change) -> Result<(), StoreError> {
    let label = change.label.as_ref();
    let sql = Sql::new(
        "update list_entries set label = coalesce($1, label), label_key = coalesce($2, label_key),
             colour = coalesce($3, colour)
         where list = $4 and entry_id = $5",
    )
    .bind(label.map(|label| label.as_str().to_owned()))
    .bind(label.map(Label::key))
    .bind(change.colour.map(str::to_owned))
    .bind(list.name())
    .bind(id);
    tx.execute(sql).await?;
    match change.position {
        Some(position) => place(tx, list, id, position).await,
        None => Ok(()),
    }
}

/// Takes the entry out of the order, makes room, and puts it in.
async fn place(tx: &mut Tx, list: List, id: i64, position: i64) -> Result<(), StoreError> {
    let sql = Sql::new("select count(*) as entries from list_entries where list = $1").bind(list.name());
    let entries: Option<(i64,)> = tx.fetch_optional(sql).await?;
    let position = position.clamp(1, entries.map_or(1, |(entries,)| entries.max(1)));
    close_gap(tx, list, id).await?;
    let make_room =
        Sql::new("update list_entries set position = position + 1 where list = $1 and position >= $2");
    tx.execute(make_room.bind(list.name()).bind(position)).await?;
    let put = Sql::new("update list_entries set position = $1 where entry_id = $2");
    tx.execute(put.bind(position).bind(id)).await.map(drop)
}

async fn close_gap(tx: &mut Tx, list: List, id: i64) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update list_entries set position = position - 1
         where list = $1 and position > (select e.position from list_entries e where e.entry_id = $2)",
    );
    tx.execute(sql.bind(list.name()).bind(id)).await.map(drop)
}

/// Deletes an entry that nothing has, and returns how many contacts or accounts have it: with any, nothing is deleted. The
/// caller holds the lock of recalculations.
pub async fn delete(tx: &mut Tx, list: List, id: i64) -> Result<i64, StoreError> {
    let sql = list.select().push(" and e.entry_id = ").push_value(id);
    let Some(entry): Option<Entry> = tx.fetch_optional(sql).await? else { return Ok(0) };
    let uses = match list {
        List::ContactStatuses => uses_of(&tx.fetch_all(Sql::new(STATUSES)).await?, &entry.label_key),
        _ => entry.uses,
    };
    if uses == 0 {
        close_gap(tx, list, id).await?;
        tx.execute(Sql::new("delete from list_entries where entry_id = $1").bind(id)).await?;
    }
    Ok(uses)
}
