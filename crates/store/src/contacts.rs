//! Contacts as people look at them: one by one, and in lists paged by key.

pub mod activities;
pub(crate) mod deletions;
pub(crate) mod erased;
pub mod identities;
mod list;
pub mod notes;
mod write;

use std::collections::{BTreeMap, HashMap};

use muster_domain::import::Before;
use muster_domain::{ContactId, Field, Origin};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::base::dialect;
use crate::{Db, Sql, StoreError};

pub use list::{Filter, Order, Page, Sort, SortKey, all, count, count_all, end_of_range, ids, list, newest};
pub use write::{By, claim, create, update};
pub(crate) use write::{change, note_history, restore, taken_back};

/// A contact with all its fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub contact_id: ContactId,
    /// Its address, for people.
    pub email: String,
    /// The values of the other fields; blank ones are `None`, or not there when the field is a custom one.
    pub fields: BTreeMap<String, Option<String>>,
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
            fields.insert(field.name().to_owned(), row.try_get(field.column().unwrap_or_default())?);
        }
        let custom: Option<String> = row.try_get("custom")?;
        let custom: BTreeMap<String, String> = custom
            .map_or(Ok(BTreeMap::new()), |text| serde_json::from_str(&text))
            .map_err(|error| sqlx::Error::Decode(error.into()))?;
        fields.extend(custom.into_iter().map(|(name, value)| (name, Some(value))));
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

impl Contact {
    /// The value of a field; empty when it is blank.
    pub fn value(&self, field: &Field) -> &str {
        if *field == Field::EMAIL {
            return &self.email;
        }
        self.fields.get(field.name()).and_then(Option::as_deref).unwrap_or_default()
    }
}

/// The contact with this id.
pub async fn find(db: &Db, id: ContactId) -> Result<Option<Contact>, StoreError> {
    db.fetch_optional(Sql::new("select * from contacts where contact_id = $1").bind(id.0)).await
}

/// The contacts with these ids that there are.
pub async fn find_all(db: &Db, ids: Vec<i64>) -> Result<HashMap<i64, Contact>, StoreError> {
    let sql = dialect::push_ids(db.backend(), Sql::new("select * from contacts where contact_id in "), ids);
    let contacts: Vec<Contact> = db.fetch_all(sql).await?;
    Ok(contacts.into_iter().map(|contact| (contact.contact_id.0, contact)).collect())
}

/// The contact whose e-mail address has this key.
pub async fn find_by_email(db: &Db, key: &str) -> Result<Option<ContactId>, StoreError> {
    let sql = Sql::new("select contact_id from identities where kind = 1 and value = $1").bind(key);
    let row: Option<(i64,)> = db.fetch_optional(sql).await?;
    Ok(row.map(|(id,)| ContactId(id)))
}

/// How many of the contacts were created on each day since `from` (`YYYY-MM-DD`, UTC).
pub async fn created_by_day(db: &Db, from: &str) -> Result<HashMap<String, i64>, StoreError> {
    const DAY: i64 = 86_400_000;
    let first: jiff::civil::Date =
        from.parse().map_err(|_| StoreError::Damaged(format!("{from} is no day")))?;
    let midnight = first.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond());
    let sql = Sql::new("select created_at / ").push_value(DAY).push(" as day, count(*) from contacts");
    let sql = sql.push(" where created_at >= ").push_value(midnight).push(" group by 1");
    let rows: Vec<(i64, i64)> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(day, count)| (crate::happened::day(day * DAY), count)).collect())
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

/// The groups that a contact is in, or kept out of, by name.
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
    /// What made it.
    pub origin: Origin,
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

/// Up to `limit` changes of a contact, the latest first.
pub async fn history(db: &Db, id: ContactId, limit: i64) -> Result<Vec<Change>, StoreError> {
    let sql = Sql::new(
        "select changed_at, origin_kind, origin_id, source_row, before from contact_history
         where contact_id = $1 order by changed_at desc, origin_kind desc, origin_id desc limit $2",
    );
    let rows: Vec<StoredChange> = db.fetch_all(sql.bind(id.0).bind(limit)).await?;
    rows.into_iter()
        .map(|row| {
            let origin = match row.origin_kind {
                1 => Origin::Import,
                2 => Origin::User,
                4 => Origin::Merge,
                _ => Origin::MassAction,
            };
            Ok(Change {
                at: row.changed_at,
                origin,
                import: (origin == Origin::Import).then_some((row.origin_id, row.source_row)),
                before: serde_json::from_str(&row.before)?,
            })
        })
        .collect()
}
