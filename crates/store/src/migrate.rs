//! Brings a database to the present version: numbered SQL, the same numbers for both databases.
//!
//! All missing migrations run in one transaction under a lock, so that two processes that start at once do not meet:
//! SQLite's write lock, and on PostgreSQL an advisory lock that ends with the transaction. (sqlx's own migrator locks on
//! PostgreSQL only.)

use std::time::Duration;

use sqlx::raw_sql;

use crate::base::documents;
use crate::find::{indexes, search};
use crate::imports::routes;
use crate::{Db, Sql, StoreError, Tx};

/// Number, SQLite's text, PostgreSQL's text.
const MIGRATIONS: [(i64, &str, &str); 19] = [
    (
        1,
        include_str!("../migrations/sqlite/0001_contacts_and_imports.sql"),
        include_str!("../migrations/postgres/0001_contacts_and_imports.sql"),
    ),
    (
        2,
        include_str!("../migrations/sqlite/0002_contact_management.sql"),
        include_str!("../migrations/postgres/0002_contact_management.sql"),
    ),
    (
        3,
        include_str!("../migrations/sqlite/0003_merging_and_erasure.sql"),
        include_str!("../migrations/postgres/0003_merging_and_erasure.sql"),
    ),
    (
        4,
        include_str!("../migrations/sqlite/0004_accounts.sql"),
        include_str!("../migrations/postgres/0004_accounts.sql"),
    ),
    (
        5,
        include_str!("../migrations/sqlite/0005_history_as_written.sql"),
        include_str!("../migrations/postgres/0005_history_as_written.sql"),
    ),
    (
        6,
        include_str!("../migrations/sqlite/0006_requests_by_hash.sql"),
        include_str!("../migrations/postgres/0006_requests_by_hash.sql"),
    ),
    (
        7,
        include_str!("../migrations/sqlite/0007_made_indexes.sql"),
        include_str!("../migrations/postgres/0007_made_indexes.sql"),
    ),
    (
        8,
        include_str!("../migrations/sqlite/0008_tracked_and_bounces.sql"),
        include_str!("../migrations/postgres/0008_tracked_and_bounces.sql"),
    ),
    (
        9,
        include_str!("../migrations/sqlite/0009_requests_by_age.sql"),
        include_str!("../migrations/postgres/0009_requests_by_age.sql"),
    ),
    (
        10,
        include_str!("../migrations/sqlite/0010_scores_and_personas.sql"),
        include_str!("../migrations/postgres/0010_scores_and_personas.sql"),
    ),
    (
        11,
        include_str!("../migrations/sqlite/0011_notifications.sql"),
        include_str!("../migrations/postgres/0011_notifications.sql"),
    ),
    (
        12,
        include_str!("../migrations/sqlite/0012_values_left_out.sql"),
        include_str!("../migrations/postgres/0012_values_left_out.sql"),
    ),
    (
        15,
        include_str!("../migrations/sqlite/0015_searched_phones.sql"),
        include_str!("../migrations/postgres/0015_searched_phones.sql"),
    ),
    (
        16,
        include_str!("../migrations/sqlite/0016_rows_of_contacts.sql"),
        include_str!("../migrations/postgres/0016_rows_of_contacts.sql"),
    ),
    (
        17,
        include_str!("../migrations/sqlite/0017_routes_by_hash.sql"),
        include_str!("../migrations/postgres/0017_routes_by_hash.sql"),
    ),
    (
        18,
        include_str!("../migrations/sqlite/0018_never_given_up.sql"),
        include_str!("../migrations/postgres/0018_never_given_up.sql"),
    ),
    (
        19,
        include_str!("../migrations/sqlite/0019_troubles_of_imports.sql"),
        include_str!("../migrations/postgres/0019_troubles_of_imports.sql"),
    ),
    (
        20,
        include_str!("../migrations/sqlite/0020_servers_of_files.sql"),
        include_str!("../migrations/postgres/0020_servers_of_files.sql"),
    ),
    (
        21,
        include_str!("../migrations/sqlite/0021_rules_version.sql"),
        include_str!("../migrations/postgres/0021_rules_version.sql"),
    ),
];

impl Db {
    /// Opens `sqlite:PATH` (the file is made when missing) or `postgres://…`, and brings it to the present version.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        let db = Self::connect(address).await?;
        run(&db, i64::MAX).await?;
        Ok(db)
    }

    /// Opens it for somebody who waits no longer than this for a connection, or for what another transaction holds: then the
    /// answer is [`StoreError::Busy`].
    pub async fn open_for(address: &str, bearable: Duration) -> Result<Self, StoreError> {
        let patient = Self::open(address).await?; // another process may be bringing it to the present version
        let db = Self::connect_for(address, bearable).await;
        patient.close().await;
        db
    }
}

const VERSION: &str = "select max(version) from schema_version";

/// Applies what is missing; refuses a database that is newer than this program.
/// Stops behind the version `last`.
pub(crate) async fn run(db: &Db, last: i64) -> Result<(), StoreError> {
    // A base that is up to date is opened without a lock, which another process may hold for long.
    let present = db.fetch_optional::<(Option<i64>,)>(Sql::new(VERSION)).await;
    if matches!(present, Ok(Some((Some(version),))) if Some(version) == MIGRATIONS.last().map(|(known, ..)| *known))
    {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    lock(&mut tx).await?;
    tx.execute(Sql::new("create table if not exists schema_version (version bigint not null primary key)"))
        .await?;
    let found: Option<(Option<i64>,)> = tx.fetch_optional(Sql::new(VERSION)).await?;
    let found = found.and_then(|(version,)| version).unwrap_or(0);
    let known = MIGRATIONS.last().map_or(0, |(version, ..)| *version);
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let missing = MIGRATIONS.into_iter().filter(|(version, ..)| *version > found && *version <= last);
    for (version, sqlite, postgres) in missing {
        match &mut tx {
            Tx::Sqlite(tx) => raw_sql(sqlite).execute(&mut **tx).await.map(drop)?,
            Tx::Postgres(tx) => raw_sql(postgres).execute(&mut **tx).await.map(drop)?,
        }
        if version == 2 {
            documents::fold_existing(&mut tx).await?;
            search::fill(&mut tx).await?;
        }
        if version == 15 {
            indexes::forget_search(&mut tx).await?;
            search::fill(&mut tx).await?;
        }
        if version == 17 {
            routes::hash_existing(&mut tx).await?;
        }
        tx.execute(Sql::new("insert into schema_version (version) values ($1)").bind(version)).await?;
    }
    tx.commit().await
}

async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    if let Tx::Postgres(_) = tx {
        tx.execute(Sql::new("select pg_advisory_xact_lock(7241130)")).await?; // any number that others do not use
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_folders_is_run_in_the_order_of_their_numbers() {
        for folder in ["sqlite", "postgres"] {
            let path = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
            let names = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name());
            let mut numbers: Vec<i64> =
                names.map(|name| name.to_str().unwrap()[..4].parse().unwrap()).collect();
            numbers.sort_unstable();
            assert_eq!(numbers, MIGRATIONS.map(|(version, ..)| version), "{folder}");
        }
    }
}
