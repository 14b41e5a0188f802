//! What is known of uploaded files; their bytes are in the data folder.

use std::collections::HashSet;

use sqlx::FromRow;

use crate::base::counters;
use crate::{Db, Sql, StoreError};

/// An uploaded file.
#[derive(Debug, Clone, FromRow)]
pub struct StoredFile {
    /// Its id, which also names it in the data folder.
    pub file_id: i64,
    /// The name it had on the person's disk.
    pub name: String,
    /// Its length in bytes.
    pub size: i64,
}

/// Hands out an id for a file whose bytes are about to be written.
pub async fn reserve(db: &Db) -> Result<i64, StoreError> {
    let mut tx = db.begin().await?;
    let id = counters::reserve(&mut tx, "file", 1).await?;
    tx.commit().await?;
    Ok(id)
}

/// Records a file whose bytes are complete, in the data folder of `server`.
pub async fn insert(db: &Db, file: &StoredFile, server: &str, now: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("insert into files (file_id, name, size, created_at, server) values ($1, $2, $3, $4, $5)")
            .bind(file.file_id)
            .bind(file.name.as_str())
            .bind(file.size)
            .bind(now)
            .bind(server);
    db.execute(sql).await.map(drop)
}

/// The file with this id.
pub async fn find(db: &Db, file_id: i64) -> Result<Option<StoredFile>, StoreError> {
    db.fetch_optional(Sql::new("select file_id, name, size from files where file_id = $1").bind(file_id))
        .await
}

/// The server in whose data folder a file is.
pub async fn server(db: &Db, file_id: i64) -> Result<Option<String>, StoreError> {
    let sql = Sql::new("select server from files where file_id = $1").bind(file_id);
    Ok(db.fetch_optional::<(Option<String>,)>(sql).await?.and_then(|(server,)| server))
}

/// The ids of all files.
pub async fn ids(db: &Db) -> Result<HashSet<i64>, StoreError> {
    let rows: Vec<(i64,)> = db.fetch_all(Sql::new("select file_id from files")).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Files uploaded before the time `before` that no unfinished import, of contacts or activities, needs.
pub async fn list_unneeded(db: &Db, before: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new(
        "select file_id from files f where created_at < $1 and not exists
            (select 1 from imports i where i.file_id = f.file_id and i.state in ('queued', 'running'))
            and not exists (select 1 from work_items w where w.kind = 'activity_import' and w.subject_id = f.file_id
                and w.state in ('queued', 'running'))
         order by file_id limit 1000",
    );
    let rows: Vec<(i64,)> = db.fetch_all(sql.bind(before)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Forgets a file whose bytes are gone.
pub async fn delete(db: &Db, file_id: i64) -> Result<(), StoreError> {
    db.execute(Sql::new("delete from files where file_id = $1").bind(file_id)).await.map(drop)
}
