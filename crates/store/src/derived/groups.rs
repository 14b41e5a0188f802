//! Contact groups, their members and their conditions.

mod accounts;
mod members;

use std::collections::HashMap;

use muster_domain::{GroupId, GroupName};
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::derived::recalculate::{Node, request_rebuild};
use crate::work::{self, Kind};
use crate::{Db, Select, Sql, StoreError, Tx};

pub(crate) use accounts::{follow_accounts, follow_all_accounts};
pub use accounts::{put_account, remove_account};
pub use members::{
    Day, Member, add, count_excluded, exclude, exclusions, growth, let_in, list_members, membership, remove,
};

/// A contact group and the number of its members.
#[derive(Debug, Clone, FromRow)]
pub struct Group {
    /// Its id.
    pub group_id: i64,
    /// Its name.
    pub name: String,
    /// The name as compared and sorted.
    pub name_key: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its condition as typed, as JSON.
    pub condition: Option<String>,
    /// `ready`, or `rebuilding` while its condition is new.
    pub state: String,
    /// When it was made.
    pub created_at: i64,
    /// How many contacts are in it.
    pub members: i64,
}

/// As many as there are, which takes a while where there are many; or 0.
const COUNTED: &str = "(select count(*) from members m where m.group_id = g.group_id and m.reasons < 16)";
const UNCOUNTED: &str = "cast(0 as bigint)";

fn select(members: &'static str) -> Sql {
    Sql::new("select g.group_id, g.name, g.name_key, g.description, g.condition, g.state, g.created_at, ")
        .push(members)
        .push(" as members from contact_groups g")
}

/// What a person says of a group.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// A new name.
    pub name: Option<&'a GroupName>,
    /// A new description; `Some(None)` takes it away.
    pub description: Option<Option<&'a str>>,
}

/// Makes a group; [`StoreError::Taken`] when a group has that name.
pub async fn create(tx: &mut Tx, name: &GroupName, now: i64) -> Result<GroupId, StoreError> {
    let id = counters::reserve(tx, "group", 1).await?;
    let sql =
        Sql::new("insert into contact_groups (group_id, name, name_key, created_at) values ($1, $2, $3, $4)");
    tx.execute(sql.bind(id).bind(name.as_str()).bind(name.key()).bind(now)).await?;
    Ok(GroupId(id))
}

/// Writes what is set; [`StoreError::Taken`] when another group has the name.
pub async fn update(tx: &mut Tx, id: GroupId, facts: &Facts<'_>) -> Result<(), StoreError> {
    if let Some(name) = facts.name {
        let sql = Sql::new("update contact_groups set name = $1, name_key = $2 where group_id = $3");
        tx.execute(sql.bind(name.as_str()).bind(name.key()).bind(id.0)).await?;
    }
    if let Some(description) = facts.description {
        let sql = Sql::new("update contact_groups set description = $1 where group_id = $2");
        tx.execute(sql.bind(description.map(str::to_owned)).bind(id.0)).await?;
    }
    Ok(())
}

/// Gives a group another condition (as typed, as JSON), or none, and records the rebuilding that follows. The old members
/// stay until the rebuilding comes to them. The caller holds the lock of recalculations.
pub async fn set_condition(
    tx: &mut Tx,
    id: GroupId,
    condition: Option<&str>,
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new("update contact_groups set condition = $1 where group_id = $2");
    tx.execute(sql.bind(condition.map(str::to_owned)).bind(id.0)).await?;
    request_rebuild(tx, Node::Group(id), now).await
}

/// Deletes a group with its memberships. Whether anything uses it is the caller's to ask, who holds the lock of
/// recalculations.
pub async fn delete(tx: &mut Tx, id: GroupId) -> Result<(), StoreError> {
    work::cancel(tx, Kind::Rebuild, id.0).await?;
    for table in [
        "delete from members where group_id = $1",
        "delete from group_accounts where group_id = $1",
        "delete from group_days where group_id = $1",
        "delete from import_effects where group_id = $1",
        "update imports set group_id = null where group_id = $1",
        "delete from contact_groups where group_id = $1",
    ] {
        tx.execute(Sql::new(table).bind(id.0)).await?;
    }
    Ok(())
}

/// All groups that have a condition: id, name and the condition as typed.
pub async fn conditions(mut from: impl Select) -> Result<Vec<(i64, String, String)>, StoreError> {
    let sql =
        "select group_id, name, condition from contact_groups where condition is not null order by name_key";
    from.fetch_all(Sql::new(sql)).await
}

/// The group with this id.
pub async fn find(mut from: impl Select, id: GroupId) -> Result<Option<Group>, StoreError> {
    from.fetch_optional(select(COUNTED).push(" where g.group_id = $1").bind(id.0)).await
}

/// The group with this id, with 0 for its members: for those who hold a lock.
pub async fn uncounted(mut from: impl Select, id: GroupId) -> Result<Option<Group>, StoreError> {
    from.fetch_optional(select(UNCOUNTED).push(" where g.group_id = $1").bind(id.0)).await
}

/// The group with this name, compared as people do.
pub async fn find_by_name(db: &Db, name: &GroupName) -> Result<Option<Group>, StoreError> {
    db.fetch_optional(select(COUNTED).push(" where g.name_key = $1").bind(name.key())).await
}

/// Up to `limit` groups by name, after the one whose name key is `after`, whose names contain `search`.
pub async fn list(db: &Db, search: &str, after: Option<&str>, limit: i64) -> Result<Vec<Group>, StoreError> {
    let mut sql = select(COUNTED).push(" where g.name_key > ").push_value(after.unwrap_or_default());
    if !search.is_empty() {
        sql = dialect::push_contains(db, sql.push(" and "), "g.name_key", &search.to_lowercase());
    }
    db.fetch_all(sql.push(" order by g.name_key limit ").push_value(limit)).await
}

/// The names of those of some groups that are there, by their ids.
pub async fn names(db: &Db, ids: Vec<i64>) -> Result<HashMap<i64, String>, StoreError> {
    let sql = Sql::new("select group_id, name from contact_groups where group_id in ");
    let rows: Vec<(i64, String)> = db.fetch_all(dialect::push_ids(db.backend(), sql, ids)).await?;
    Ok(rows.into_iter().collect())
}

/// The group names that contain `part`, as name keys.
pub async fn names_with(db: &Db, part: &str) -> Result<Vec<String>, StoreError> {
    let key = part.to_lowercase();
    let sql = Sql::new("select name_key from contact_groups where ");
    let rows: Vec<(String,)> = db.fetch_all(dialect::push_contains(db, sql, "name_key", &key)).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
