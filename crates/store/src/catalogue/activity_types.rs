//! The types that activities have: built-in ones and custom ones.

use muster_domain::{ActivityTypeLabel, fold};
use sqlx::FromRow;

use crate::base::counters;
use crate::{Db, Select, Sql, StoreError, Tx};

/// An activity type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivityType {
    /// Its id.
    pub type_id: i64,
    /// Its name for programs, which never changes.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Muster brings it along.
    pub builtin: bool,
    /// Activities of it are recorded.
    pub enabled: bool,
    /// A person may record it by hand.
    pub manual: bool,
    /// The colour on the page.
    pub colour: String,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for ActivityType
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let flag = |name: &'static str| row.try_get(name).map(|value: i64| value != 0);
        Ok(Self {
            type_id: row.try_get("type_id")?,
            name: row.try_get("name")?,
            label: row.try_get("label")?,
            builtin: flag("builtin")?,
            enabled: flag("enabled")?,
            manual: flag("manual")?,
            colour: row.try_get("colour")?,
        })
    }
}

const SELECT: &str = "select type_id, name, label, builtin, enabled, manual, colour from activity_types";

/// All types, the built-in ones first.
pub async fn list(db: &Db) -> Result<Vec<ActivityType>, StoreError> {
    db.fetch_all(Sql::new(SELECT).push(" order by type_id")).await
}

/// The type with this name.
pub async fn find(mut from: impl Select, name: &str) -> Result<Option<ActivityType>, StoreError> {
    if name.contains('\0') {
        return Ok(None); // PostgreSQL takes no such text
    }
    from.fetch_optional(Sql::new(SELECT).push(" where name = $1").bind(name)).await
}

/// The type with this id.
pub async fn find_by_id(db: &Db, id: i64) -> Result<Option<ActivityType>, StoreError> {
    db.fetch_optional(Sql::new(SELECT).push(" where type_id = $1").bind(id)).await
}

/// The type that a person means: written as the page names it, or by its name, whatever the case. `None` as well when two types
/// are named so.
pub fn meant<'a>(types: &'a [ActivityType], written: &str) -> Option<&'a ActivityType> {
    if let Some(exact) = types.iter().find(|kind| kind.name == written) {
        return Some(exact);
    }
    let label = ActivityTypeLabel::parse(written).ok()?;
    let mut labelled = types.iter().filter(|kind| fold(&kind.label) == fold(label.as_str()));
    match (labelled.next(), labelled.next()) {
        (Some(_), Some(_)) => None,
        (Some(one), None) => Some(one),
        (None, _) => types.iter().find(|kind| kind.name == label.name()),
    }
}

/// A custom type to make.
#[derive(Debug, Clone)]
pub struct NewActivityType {
    /// Its name for people, of which its name is made.
    pub label: ActivityTypeLabel,
    /// A person may record it by hand.
    pub manual: bool,
    /// The colour on the page.
    pub colour: &'static str,
}

/// Makes a custom type and returns its id; [`StoreError::Taken`] when a type has its name.
pub async fn create(tx: &mut Tx, new: &NewActivityType) -> Result<i64, StoreError> {
    let id = counters::reserve(tx, "activity_type", 1).await?;
    let sql = Sql::new(
        "insert into activity_types (type_id, name, label, builtin, enabled, manual, colour)
         values ($1, $2, $3, 0, 1, $4, $5)",
    )
    .bind(id)
    .bind(new.label.name())
    .bind(new.label.as_str())
    .bind(i64::from(new.manual))
    .bind(new.colour);
    tx.execute(sql).await?;
    Ok(id)
}

/// What to change of a type; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The name for people; of custom types only.
    pub label: Option<ActivityTypeLabel>,
    /// Whether activities of it are recorded.
    pub enabled: Option<bool>,
    /// Whether a person may record it by hand.
    pub manual: Option<bool>,
    /// The colour on the page.
    pub colour: Option<&'static str>,
}

/// Changes a type; a built-in type's label stays. False when there is no such type.
pub async fn change(tx: &mut Tx, name: &str, change: &Change) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "update activity_types set label = case builtin when 0 then coalesce($1, label) else label end,
             enabled = coalesce($2, enabled), manual = coalesce($3, manual), colour = coalesce($4, colour)
         where name = $5",
    )
    .bind(change.label.as_ref().map(|label| label.as_str().to_owned()))
    .bind(change.enabled.map(i64::from))
    .bind(change.manual.map(i64::from))
    .bind(change.colour.map(str::to_owned))
    .bind(name);
    Ok(tx.execute(sql).await? > 0)
}

/// Deletes a custom type; false when it has activities, and the transaction is not to be committed then. The caller holds the
/// lock of recalculations, and has asked whether a condition names the type.
pub async fn delete(tx: &mut Tx, id: i64) -> Result<bool, StoreError> {
    // First the type: that waits for whoever is recording activities of it, so that the count sees them.
    tx.execute(Sql::new("delete from activity_types where type_id = $1 and builtin = 0").bind(id)).await?;
    let used: Option<(i64,)> = tx
        .fetch_optional(Sql::new("select activity_id from activities where type_id = $1 limit 1").bind(id))
        .await?;
    Ok(used.is_none())
}
