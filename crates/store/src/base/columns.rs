//! Reads many rows at once, column by column: what a driver does for each value of each row takes many times as long.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, params_from_iter};
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, FromRow, Row as _};

use crate::base::dialect;
use crate::{Backend, Db, Select, Sql, StoreError};

/// Names of columns to read: numbers, of which none is blank, and texts.
pub type Wanted<'a> = (&'a [&'static str], &'a [&'static str]);

/// Columns of rows, in the order in which they were asked for.
#[derive(Debug, Default)]
pub struct Columns {
    numbers: Vec<Vec<i64>>,
    texts: Vec<Vec<Option<String>>>,
}

impl Columns {
    /// The numbers of each row.
    pub fn rows<const N: usize>(&self) -> impl Iterator<Item = [i64; N]> {
        let rows = self.numbers.first().map_or(0, Vec::len);
        (0..rows).map(|row| std::array::from_fn(|column| self.numbers[column][row]))
    }

    /// The texts, column by column.
    pub fn take_texts(&mut self) -> Vec<Vec<Option<String>>> {
        std::mem::take(&mut self.texts)
    }
}

/// What many rows are read from.
pub trait Source: Send {
    /// Which database it is.
    fn backend(&self) -> Backend;

    /// Columns of what the rest of a `select` says, in no order.
    fn read(
        &mut self,
        wanted: Wanted<'_>,
        rest: impl FnOnce(Sql) -> Sql + Send,
    ) -> impl Future<Output = Result<Columns, StoreError>> + Send;
}

impl<S: Select> Source for S {
    fn backend(&self) -> Backend {
        Select::backend(self)
    }

    async fn read(
        &mut self,
        wanted: Wanted<'_>,
        rest: impl FnOnce(Sql) -> Sql + Send,
    ) -> Result<Columns, StoreError> {
        let sql = rest(dialect::select_columns(Select::backend(self), wanted));
        self.fetch_optional(sql)
            .await?
            .ok_or_else(|| StoreError::Damaged("a select answers with no row".into()))
    }
}

impl FromRow<'_, SqliteRow> for Columns {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let mut columns = Self::default();
        for column in row.columns() {
            let packed = row.try_get(column.ordinal())?;
            match column.name() {
                dialect::NUMBERS => columns.numbers.push(unpack(packed)?),
                _ => columns.texts.push(unpack(packed)?),
            }
        }
        Ok(columns)
    }
}

fn unpack<T: DeserializeOwned>(packed: &str) -> sqlx::Result<T> {
    serde_json::from_str(packed).map_err(|error| sqlx::Error::Decode(error.into()))
}

impl FromRow<'_, PgRow> for Columns {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        let mut columns = Self::default();
        for column in row.columns() {
            if column.name() == dialect::NUMBERS {
                let numbers: Option<Vec<i64>> = row.try_get(column.ordinal())?;
                columns.numbers.push(numbers.unwrap_or_default());
            } else {
                let texts: Option<Vec<Option<String>>> = row.try_get(column.ordinal())?;
                columns.texts.push(texts.unwrap_or_default());
            }
        }
        Ok(columns)
    }
}

/// Columns of what the rest of a `select` says, over rusqlite, which has little to do for each value.
pub(crate) fn read_rows(
    connection: &Connection,
    (numbers, texts): Wanted<'_>,
    rest: impl FnOnce(Sql) -> Sql,
) -> Result<Columns, StoreError> {
    let select = Sql::new("select ");
    let sql = rest(select.push_list(numbers.iter().chain(texts), |sql, column| sql.push(column)));
    let mut columns =
        Columns { numbers: vec![Vec::new(); numbers.len()], texts: vec![Vec::new(); texts.len()] };
    let mut statement = connection.prepare_cached(sql.text())?;
    let mut rows = statement.query(params_from_iter(sql.rusqlite_values()?))?;
    while let Some(row) = rows.next()? {
        for (at, column) in columns.numbers.iter_mut().enumerate() {
            column.push(row.get(at)?);
        }
        for (at, column) in columns.texts.iter_mut().enumerate() {
            column.push(row.get(numbers.len() + at)?);
        }
    }
    Ok(columns)
}

/// Reads beside a transaction that writes, over a connection of its own: what was there before it, and on PostgreSQL what others have
/// written since. Not one of the pool, which those may hold who wait for the transaction. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Beside(Connected);

#[derive(Debug, Clone)]
enum Connected {
    Sqlite(Arc<Mutex<Connection>>),
    Postgres(Db),
}

impl Beside {
    /// Connects, at the latest when it is first read.
    pub fn open(db: &Db) -> Result<Self, StoreError> {
        Ok(Self(match db {
            Db::Sqlite { path, .. } => {
                // Without locks of SQLite's own for each value: ours is there. Not mapped, which would count as memory: ranges
                // ask for few pages twice.
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(path, flags)?;
                connection.busy_timeout(Duration::from_mins(1))?;
                connection.set_prepared_statement_cache_capacity(32);
                Connected::Sqlite(Arc::new(Mutex::new(connection)))
            }
            Db::Postgres { .. } => Connected::Postgres(db.apart(1)),
        }))
    }
}

impl Source for Beside {
    fn backend(&self) -> Backend {
        match self.0 {
            Connected::Sqlite(_) => Backend::Sqlite,
            Connected::Postgres(_) => Backend::Postgres,
        }
    }

    async fn read(
        &mut self,
        wanted: Wanted<'_>,
        rest: impl FnOnce(Sql) -> Sql + Send,
    ) -> Result<Columns, StoreError> {
        match &self.0 {
            Connected::Postgres(db) => Source::read(&mut &*db, wanted, rest).await,
            Connected::Sqlite(connection) => {
                let (numbers, texts) = (wanted.0.to_vec(), wanted.1.to_vec());
                let (rest, connection) = (rest(Sql::default()), Arc::clone(connection));
                let reading = tokio::task::spawn_blocking(move || {
                    let failed = |_| StoreError::Database("a reader failed before".into());
                    let connection = connection.lock().map_err(failed)?;
                    read_rows(&connection, (&numbers, &texts), |sql| sql.append(rest))
                });
                reading.await.map_err(|error| StoreError::Database(error.to_string()))?
            }
        }
    }
}
