//! Contacts as people look at them: one by one, and in lists paged by key.

use std::collections::BTreeMap;

use muster_domain::import::Before;
use muster_domain::{ContactId, Field, GroupId};
use sqlx::FromRow;

use crate::{Db, Sql, StoreError, dialect};

/// A contact with all its standard fields.
#[derive(Debug, Clone)]
pub struct Contact {
    /// Its id.
    pub contact_id: ContactId,
    /// Its address, for people.
    pub email: String,
    /// The values of the other fields; blank ones are `None`.
    pub fields: BTreeMap<&'static str, Option<String>>,
    /// When it was created.
    pub created_at: i64,
    /// When a value last changed.
    pub changed_at: i64,
    /// The import and row that created it.
    pub source: Option<(i64, i64)>,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Contact
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let mut fields = BTreeMap::new();
        for field in Field::all_values() {
            fields.insert(field.name(), row.try_get(field.name())?);
        }
        let import: Option<i64> = row.try_get("source_import")?;
        let number: Option<i64> = row.try_get("source_row")?;
        Ok(Self {
            contact_id: ContactId(row.try_get("contact_id")?),
            email: row.try_get("email")?,
            fields,
            created_at: row.try_get("created_at")?,
            changed_at: row.try_get("changed_at")?,
            source: import.zip(number),
        })
    }
}

/// Which contacts a list holds.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that must each be in the e-mail address, a name or the company.
    pub words: Vec<String>,
    /// The group that they must be in.
    pub group: Option<GroupId>,
}

/// In which order a list is paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// Up to `limit` contacts behind the contact `after`.
pub async fn list(
    db: &Db,
    filter: &Filter,
    order: Order,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Contact>, StoreError> {
    let mut sql = Sql::new("select c.* from contacts c where ");
    sql = match (order, after) {
        (Order::Newest, after) => sql.push("c.contact_id < ").push_value(after.map_or(i64::MAX, |id| id.0)),
        (Order::Oldest, after) => sql.push("c.contact_id > ").push_value(after.map_or(0, |id| id.0)),
    };
    if let Some(group) = filter.group {
        sql = sql
            .push(" and c.contact_id in (select m.contact_id from members m where m.group_id = ")
            .push_value(group.0)
            .push(")");
    }
    for word in &filter.words {
        sql = push_search(db, sql, word);
    }
    sql = sql.push(match order {
        Order::Newest => " order by c.contact_id desc limit ",
        Order::Oldest => " order by c.contact_id limit ",
    });
    db.fetch_all(sql.push_value(limit)).await
}

/// Every word must be somewhere in the address, a name or the company.
fn push_search(db: &Db, mut sql: Sql, word: &str) -> Sql {
    for (index, column) in ["c.email", "c.first_name", "c.last_name", "c.company"].into_iter().enumerate() {
        sql = dialect::push_contains(db, sql.push(if index == 0 { " and (" } else { " or " }), column, word);
    }
    sql.push(")")
}

/// The contact with this id.
pub async fn find(db: &Db, id: ContactId) -> Result<Option<Contact>, StoreError> {
    db.fetch_optional(Sql::new("select * from contacts where contact_id = $1").bind(id.0)).await
}

/// A group that a contact is in.
#[derive(Debug, Clone, FromRow)]
pub struct Membership {
    /// The group.
    pub group_id: i64,
    /// Its name.
    pub name: String,
    /// Why the contact is in it, as bits.
    pub reasons: i64,
}

/// The groups that a contact is in, by name.
pub async fn memberships(db: &Db, id: ContactId) -> Result<Vec<Membership>, StoreError> {
    let sql = Sql::new(
        "select g.group_id, g.name, m.reasons from members m join contact_groups g on g.group_id = m.group_id
         where m.contact_id = $1 order by g.name_key",
    );
    db.fetch_all(sql.bind(id.0)).await
}

/// A change of a contact.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: i64,
    /// The import that made it, and the row in its file.
    pub import: Option<(i64, Option<i64>)>,
    /// The values before, of the fields that changed.
    pub before: Before,
}

#[derive(FromRow)]
struct StoredChange {
    changed_at: i64,
    origin_kind: i64,
    origin_id: i64,
    source_row: Option<i64>,
    before: String,
}

/// The changes of a contact, the latest first.
pub async fn history(db: &Db, id: ContactId) -> Result<Vec<Change>, StoreError> {
    let sql = Sql::new(
        "select changed_at, origin_kind, origin_id, source_row, before from contact_history
         where contact_id = $1 order by changed_at desc, origin_id desc limit 500",
    );
    let rows: Vec<StoredChange> = db.fetch_all(sql.bind(id.0)).await?;
    rows.into_iter()
        .map(|row| {
            let by_import = row.origin_kind == muster_domain::Origin::Import as i64;
            Ok(Change {
                at: row.changed_at,
                import: by_import.then_some((row.origin_id, row.source_row)),
                before: serde_json::from_str(&row.before)?,
            })
        })
        .collect()
}
