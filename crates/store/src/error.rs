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
    /// The database, or the disk that it is on, cannot be reached or written at the moment.
    #[error("the database cannot be reached or written at the moment: {0}")]
    Away(String),
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
        matches!(self, Self::Conflict(_) | Self::Taken)
    }

    /// True for what has nothing to do with what was to be written, and passes: other changes, a full disk, a server that is away.
    pub fn is_passing(&self) -> bool {
        self.is_retryable() || matches!(self, Self::Full | Self::Away(_))
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let Some(database) = error.as_database_error() else {
            use sqlx::Error::{Io, PoolClosed, PoolTimedOut, Tls, WorkerCrashed};
            return match error {
                Io(_) | Tls(_) | PoolTimedOut | PoolClosed | WorkerCrashed => Self::Away(error.to_string()),
                _ => Self::Database(error.to_string()),
            };
        };
        let code = database.code().unwrap_or_default().into_owned();
        match code.as_str() {
            _ if database.is_unique_violation() => Self::Taken,
            // PostgreSQL: serialization failure, deadlock; SQLite: busy, locked (with their extended codes).
            "40001" | "40P01" | "5" | "6" | "261" | "262" | "517" => Self::Conflict(database.to_string()),
            // PostgreSQL: disk full, quota; SQLite: full.
            "53100" | "13" => Self::Full,
            code if is_away(code) => Self::Away(database.to_string()),
            _ => Self::Database(database.to_string()),
        }
    }
}

/// PostgreSQL: connection failures, too few resources, the server being stopped or started, failures of its system, a server that
/// only reads (<https://www.postgresql.org/docs/current/errcodes-appendix.html>). SQLite: errors of reading and writing, a file
/// that cannot be opened or written, with their extended codes (<https://sqlite.org/rescode.html>).
fn is_away(code: &str) -> bool {
    match code.parse::<u32>() {
        Ok(code) if code < 10_000 => matches!(code & 0xff, 8 | 10 | 14),
        _ => ["08", "53", "57P", "58", "25006"].iter().any(|class| code.starts_with(class)),
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Conflict(error.to_string()),
            Some(Code::DiskFull) => Self::Full,
            Some(Code::SystemIoFailure | Code::CannotOpen | Code::ReadOnly) => Self::Away(error.to_string()),
            _ => Self::Database(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}
