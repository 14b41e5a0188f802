use std::fmt::Display;

use sqlx::postgres::PgDatabaseError;
use thiserror::Error;

/// What the database answered, sorted by what a caller can do about it.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A unique key is taken: the caller's field is at fault.
    #[error("that name or key is in use already")]
    Taken,
    /// The owner of the address asked to be erased.
    #[error("the owner of this address asked to be erased")]
    Erased,
    /// Another transaction was in the way; doing the same again can succeed.
    #[error("another change was in the way: {0}")]
    Conflict(String),
    /// Waiting for others took longer than is bearable.
    #[error("the database is busy with other work, and waiting took too long")]
    Busy,
    /// The database cannot be used at this moment, or not as it is set up: why, in words for people.
    #[error("the database cannot be used: {0}")]
    Away(String),
    /// Something between Muster and its server keeps settings of connections back.
    #[error(
        "between Muster and its server stands a connection pooler, such as PgBouncer, that does not pass the start-up setting \"options\" on; give the address of the server itself (a pooler that ignores the setting, by ignore_startup_parameters, will not do)"
    )]
    Pooled,
    /// The work has passed to another process, which goes on with it.
    #[error("this import is being carried on by another process")]
    NotOwner,
    /// The address of the database is not understood.
    #[error("the address of the database is not understood; use sqlite:PATH or postgres://USER@HOST/NAME")]
    Address,
    /// The database was written by a newer Muster.
    #[error(
        "the database has version {found}, but this program knows versions up to {known}; use a newer Muster"
    )]
    Newer {
        /// Version of the database.
        found: i64,
        /// Newest version that this program knows.
        known: i64,
    },
    /// The disk or the quota is full.
    #[error("the database has no space left; free some and try again")]
    Full,
    /// What was asked for cannot be done any more, since what it names has changed or gone; in words for people.
    #[error("{0}")]
    Outdated(String),
    /// Stored data that this program cannot read.
    #[error("stored data is damaged: {0}")]
    Damaged(String),
    /// Anything else.
    #[error("the database failed: {0}")]
    Database(String),
}

impl StoreError {
    /// True when the same transaction can succeed if it is done again.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Busy | Self::Taken)
    }

    /// True for what has nothing to do with what was to be written, and passes: other changes, a full disk, a server that is away.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Busy | Self::Full | Self::Away(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::PoolClosed => Self::Away("Muster is about to end".into()),
            sqlx::Error::Io(error) => Self::Away(unreached(&error)),
            sqlx::Error::Tls(error) => Self::Away(unreached(&error)),
            sqlx::Error::Database(error) if error.is_unique_violation() => Self::Taken,
            sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
                Some(error) => of_postgres(error.code(), error.message()),
                None => of_sqlite(error.code().and_then(|code| code.parse().ok()), error.message()),
            },
            error => Self::Database(error.to_string()),
        }
    }
}

fn unreached(error: &dyn Display) -> String {
    format!("its server cannot be reached ({error}): look whether it runs, and whether the address is right")
}

/// By the codes of <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(code: &str, message: &str) -> StoreError {
    match code {
        "40001" | "40P01" => StoreError::Conflict(message.to_owned()), // serialization failure, deadlock
        "08P01" if message.contains("startup parameter") => StoreError::Pooled,
        "55P03" => StoreError::Busy,
        "53100" => StoreError::Full,
        "57P01" | "57P02" | "57P03" | "53300" | "53200" | "25006" => {
            StoreError::Away(format!("its server says: {message}"))
        }
        "28000" | "28P01" => StoreError::Away(format!(
            "its server refuses the user ({message}): correct the user or the password in the address"
        )),
        "3D000" => StoreError::Away(format!("its server says: {message}; create it first, as with createdb")),
        "42501" => {
            StoreError::Away(format!("its server says: {message}; give the user the right to do that"))
        }
        _ => StoreError::Database(message.to_owned()),
    }
}

/// By the result codes of <https://www.sqlite.org/rescode.html>; the lowest eight bits are the kind.
fn of_sqlite(code: Option<i32>, message: &str) -> StoreError {
    let Some(code) = code else { return StoreError::Database(message.to_owned()) };
    let away = |words: &str| StoreError::Away(words.to_owned());
    match (code, code & 0xff) {
        (5, _) => StoreError::Busy, // after waiting, while the other kinds of busy are told at once
        (_, 5 | 6) => StoreError::Conflict(message.to_owned()),
        // There is no room for the file beside the database that its connections share (SHMSIZE), or in it (WRITE).
        (4874 | 778, _) | (_, 13) => StoreError::Full,
        (_, 8) => away(
            "its file, or the folder that it is in, cannot be written to: give the user who runs Muster the right to write there",
        ),
        (_, 10) => away("the disk that its file is on failed to be read or written"),
        (_, 14) => away(
            "its file cannot be opened: look whether its folder is there and the user who runs Muster may read and write in it",
        ),
        (_, 11) => away("its file is damaged: restore a copy of it"),
        (_, 26) => away("its file is no database of Muster: name another with --database"),
        _ => StoreError::Database(message.to_owned()),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let code = error.sqlite_error().map(|error| error.extended_code);
        match of_sqlite(code, &error.to_string()) {
            Self::Busy => Self::Conflict(error.to_string()), // in bulk it is waited for, again and again
            of_code => of_code,
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_codes_become_sentences() {
        for code in [8, 10, 11, 14, 26, 264, 522, 1038, 1544, 2570] {
            let told = of_sqlite(Some(code), "disk I/O error").to_string();
            assert!(told.len() > 40 && !told.contains(&code.to_string()), "{code}: {told}");
        }
        for code in [13, 778, 4874] {
            assert!(matches!(of_sqlite(Some(code), ""), StoreError::Full), "{code}");
        }
        for code in [6, 261, 262, 517] {
            assert!(matches!(of_sqlite(Some(code), ""), StoreError::Conflict(_)), "{code}");
        }
        assert!(matches!(of_sqlite(Some(5), ""), StoreError::Busy));
        assert!(matches!(of_postgres("55P03", ""), StoreError::Busy));
    }
}
