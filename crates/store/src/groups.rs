//! Contact groups and their members.

use muster_domain::{GroupId, GroupName};
use sqlx::FromRow;

use crate::{Db, Sql, StoreError, Tx, counters, dialect};

/// A contact group and the number of its members.
#[derive(Debug, Clone, FromRow)]
pub struct Group {
    /// Its id.
    pub group_id: i64,
    /// Its name.
    pub name: String,
    /// The name as compared and sorted.
    pub name_key: String,
    /// When it was made.
    pub created_at: i64,
    /// How many contacts are in it.
    pub members: i64,
}

const SELECT: &str = "select g.group_id, g.name, g.name_key, g.created_at,
        (select count(*) from members m where m.group_id = g.group_id) as members
    from contact_groups g";

/// Makes a group; [`StoreError::Taken`] when a group has that name.
pub async fn create(tx: &mut Tx, name: &GroupName, now: i64) -> Result<GroupId, StoreError> {
    let id = counters::reserve(tx, "group", 1).await?;
    let sql =
        Sql::new("insert into contact_groups (group_id, name, name_key, created_at) values ($1, $2, $3, $4)");
    tx.execute(sql.bind(id).bind(name.as_str()).bind(name.key()).bind(now)).await?;
    Ok(GroupId(id))
}

/// The group with this id.
pub async fn find(db: &Db, id: GroupId) -> Result<Option<Group>, StoreError> {
    db.fetch_optional(Sql::new(SELECT).push(" where g.group_id = $1").bind(id.0)).await
}

/// The group with this name, compared as people do.
pub async fn find_by_name(db: &Db, name: &GroupName) -> Result<Option<Group>, StoreError> {
    db.fetch_optional(Sql::new(SELECT).push(" where g.name_key = $1").bind(name.key())).await
}

/// Up to `limit` groups by name, after the one whose name key is `after`, whose names contain `search`.
pub async fn list(db: &Db, search: &str, after: Option<&str>, limit: i64) -> Result<Vec<Group>, StoreError> {
    let mut sql = Sql::new(SELECT).push(" where g.name_key > ").push_value(after.unwrap_or_default());
    if !search.is_empty() {
        sql = dialect::push_contains(db, sql.push(" and "), "g.name_key", &search.to_lowercase());
    }
    db.fetch_all(sql.push(" order by g.name_key limit ").push_value(limit)).await
}

/// The group names that contain `part`, as name keys.
pub async fn names_with(db: &Db, part: &str) -> Result<Vec<String>, StoreError> {
    let key = part.to_lowercase();
    let sql = Sql::new("select name_key from contact_groups where ");
    let rows: Vec<(String,)> = db.fetch_all(dialect::push_contains(db, sql, "name_key", &key)).await?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}
