//! One enum for both databases, and a transaction for each.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::stream::{BoxStream, StreamExt as _, TryStreamExt as _};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Connection as _, FromRow, PgConnection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

use crate::{Sql, StoreError};

const BUSY: Duration = Duration::from_mins(1);
/// The most connections to a PostgreSQL server that read, and that write.
const CONNECTIONS: u32 = 10;
/// A setting of each connection by which it is known that settings reach the server.
const MARK: &str = "muster.settings";
/// Bytes of an SQLite file that readers map into memory (the most that SQLite allows): what is found by an index lies all over
/// it, and a call for each page took half of the time.
const MAPPED: &str = "2147418112";

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// A row of either database as a plain struct.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin> Record for T {}

/// What a `select` runs on: the base, over whichever connection is free, or a transaction. Who holds a lock reads through its
/// transaction: that sees what the lock protects, and waits for no connection of those who wait for the lock (see also `Beside`).
pub trait Select: Send {
    /// Which database it is.
    fn backend(&self) -> Backend;

    /// All rows of a `select`.
    fn fetch_all<T: Record>(&mut self, sql: Sql) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send;

    /// The first row of a `select`, if any.
    fn fetch_optional<T: Record>(
        &mut self,
        sql: Sql,
    ) -> impl Future<Output = Result<Option<T>, StoreError>> + Send {
        let rows = self.fetch_all(sql);
        async { Ok(rows.await?.into_iter().next()) }
    }
}

impl Select for &Db {
    fn backend(&self) -> Backend {
        Db::backend(self)
    }

    fn fetch_all<T: Record>(&mut self, sql: Sql) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        Db::fetch_all(self, sql)
    }
}

impl Select for Tx {
    fn backend(&self) -> Backend {
        Tx::backend(self)
    }

    fn fetch_all<T: Record>(&mut self, sql: Sql) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        Tx::fetch_all(self, sql)
    }
}

impl<S: Select> Select for &mut S {
    fn backend(&self) -> Backend {
        S::backend(self)
    }

    fn fetch_all<T: Record>(&mut self, sql: Sql) -> impl Future<Output = Result<Vec<T>, StoreError>> + Send {
        S::fetch_all(self, sql)
    }
}

/// How long a statement waits for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Ten seconds.
    TenSeconds,
    /// As long as it takes.
    Endless,
}

/// The writer's connection. Where several processes open a file at once, SQLite answers "locked" without waiting when it is
/// turned to WAL or its journal is recovered (<https://sqlite.org/wal.html#sometimes_queries_return_sqlite_busy_in_wal_mode>);
/// so it is asked again, for as long as any statement waits.
async fn first_connection(
    options: &SqliteConnectOptions,
    bearable: Duration,
) -> Result<SqlitePool, StoreError> {
    let until = Instant::now() + BUSY;
    loop {
        let pool = writer().acquire_timeout(bearable);
        match pool.connect_with(options.clone()).await.map_err(StoreError::from) {
            Err(StoreError::Conflict(_) | StoreError::Busy) if Instant::now() < until => {
                sleep(BUSY / 500).await;
            }
            opened => return opened,
        }
    }
}

/// One connection, which is made anew when a transaction did not end on it: SQLite rolls back by itself where the disk is full or
/// fails, and the driver believes for ever that a transaction is open (<https://sqlite.org/lang_transaction.html>, "Response To
/// Errors Within A Transaction").
fn writer() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(1).after_release(|connection, _| {
        Box::pin(async move {
            // What was begun last is undone first.
            let is_sound = connection.ping().await.is_ok();
            Ok(is_sound && !connection.is_in_transaction())
        })
    })
}

/// After how long it is asked whether the server is there at all.
const SOON: Duration = Duration::from_millis(500);
/// How long it may take to say so.
const REACHED_WITHIN: Duration = Duration::from_secs(5);
/// How many ask at the same time.
static ASKING: Semaphore = Semaphore::const_new(2);

/// A connection of the pool. The pool itself takes a server that is away for one that is about to come and waits for it; here
/// that is found out at once.
async fn present<T>(
    pool: &PgPool,
    acquired: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StoreError> {
    let mut acquired = std::pin::pin!(acquired);
    if let Ok(acquired) = timeout(SOON, &mut acquired).await {
        return Ok(acquired?);
    }
    Box::pin(ask(pool)).await?;
    Ok(acquired.await?)
}

/// Says why the server of a pool cannot be reached.
async fn ask(pool: &PgPool) -> Result<(), StoreError> {
    let Ok(_asking) = timeout(REACHED_WITHIN, ASKING.acquire()).await else {
        return Err(StoreError::Away("its server does not answer".into()));
    };
    reach(&pool.connect_options()).await
}

/// Says why the server cannot be reached.
async fn reach(options: &PgConnectOptions) -> Result<(), StoreError> {
    match timeout(REACHED_WITHIN, PgConnection::connect_with(options)).await {
        Ok(connection) => Ok(connection?.close().await?),
        Err(_) => Err(StoreError::Away("its server does not answer".into())),
    }
}

/// Who waits to write to an SQLite file. An import, which writes over a connection of its own, lets them write between its chunks,
/// and makes these small while there are some.
#[derive(Debug)]
pub struct Queue {
    waiting: AtomicUsize,
    since: Instant,
    /// Until when it is remembered that somebody waited, in milliseconds behind `since`.
    remembered: AtomicU64,
}

/// How long it is remembered that somebody waited, in milliseconds.
const AWAITED_FOR: u64 = 3_000;
/// How long others are waited for.
const PATIENT_FOR: Duration = Duration::from_secs(1);
/// What nobody notices.
const UNNOTICED: Duration = Duration::from_millis(50);

/// A place in the queue, and since when.
pub(crate) struct Place<'a>(&'a Queue, Instant);

impl Queue {
    fn new() -> Self {
        Self { waiting: AtomicUsize::new(0), since: Instant::now(), remembered: AtomicU64::new(0) }
    }

    fn join(&self) -> Place<'_> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        Place(self, Instant::now())
    }

    fn age(&self) -> u64 {
        self.since.elapsed().as_millis() as u64
    }

    fn is_empty(&self) -> bool {
        self.waiting.load(Ordering::SeqCst) == 0
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.1.elapsed() > UNNOTICED {
            self.0.remembered.store(self.0.age() + AWAITED_FOR, Ordering::SeqCst);
        }
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

/// The contact base. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Db {
    /// A file; one connection writes, several read.
    Sqlite {
        /// For `select`s outside of transactions.
        read: SqlitePool,
        /// For everything else.
        write: SqlitePool,
        /// The file.
        path: PathBuf,
        /// Who waits for the writing connection.
        queue: Arc<Queue>,
        /// Whether who writes over this handle waits there.
        queues: bool,
    },
    /// A server.
    Postgres {
        /// For `select`s outside of transactions: whoever reads waits for nobody who waits for a lock.
        read: PgPool,
        /// For everything else.
        write: PgPool,
    },
}

impl Db {
    /// Opens a base as it is.
    pub(crate) async fn connect(address: &str) -> Result<Self, StoreError> {
        Self::connect_for(address, BUSY).await
    }

    /// As [`connect`](Self::connect), for somebody who waits no longer than this.
    pub(crate) async fn connect_for(address: &str, bearable: Duration) -> Result<Self, StoreError> {
        match address.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Self::open_sqlite(Path::new(path), bearable).await,
            Some(("postgres" | "postgresql", _)) => Self::open_postgres(address, bearable).await,
            _ => Err(StoreError::Address),
        }
    }

    async fn open_sqlite(path: &Path, bearable: Duration) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            // What is deleted is overwritten: an erased person's values do not stay behind in free space.
            .pragma("secure_delete", "on")
            .busy_timeout(bearable);
        // What recalculations write lies all over the indexes of points and times: with SQLite's own 2 MiB, and a journal that is
        // copied into the file after each 4 MiB, most of the work is reading and copying the same pages again.
        let writing = options.clone().pragma("cache_size", "-24576").pragma("wal_autocheckpoint", "50000");
        let write = first_connection(&writing, bearable).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(bearable)
            .connect_lazy_with(options.read_only(true).pragma("mmap_size", MAPPED));
        Ok(Self::Sqlite { read, write, path: path.to_owned(), queue: Arc::new(Queue::new()), queues: true })
    }

    async fn open_postgres(address: &str, bearable: Duration) -> Result<Self, StoreError> {
        // Compiling a query to machine code takes longer than most of ours run.
        let options = PgConnectOptions::from_str(address)
            .map_err(|_| StoreError::Address)?
            .application_name("muster")
            .options([("jit", "off"), (MARK, "kept")]);
        let options = match bearable {
            BUSY => options, // what must be done is waited for as long as it takes
            bearable => options.options([("lock_timeout", bearable.as_millis().to_string())]),
        };
        Box::pin(reach(&options)).await?;
        let pool = || PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(bearable);
        let write = pool().connect_with(options.clone()).await?;
        let mark: Option<String> =
            sqlx::query_scalar("select current_setting($1, true)").bind(MARK).fetch_one(&write).await?;
        if mark.as_deref() != Some("kept") {
            return Err(StoreError::Pooled);
        }
        Ok(Self::Postgres { read: pool().connect_lazy_with(options), write })
    }

    /// The same base over connections that nobody else waits for: those of the pool may be held by who waits for a transaction.
    pub(crate) fn apart(&self, connections: u32) -> Self {
        match self {
            Self::Sqlite { .. } => self.clone(),
            Self::Postgres { write, .. } => {
                let own = PgPoolOptions::new().max_connections(connections);
                // What must be done waits as long as it takes.
                let options = (*write.connect_options()).clone().options([("lock_timeout", "0")]);
                let own = own.connect_lazy_with(options);
                Self::Postgres { read: own.clone(), write: own }
            }
        }
    }

    /// Which database this is.
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite { .. } => Backend::Sqlite,
            Self::Postgres { .. } => Backend::Postgres,
        }
    }

    /// Into how many parts an import is divided: as many as there are connections that write side by side.
    pub fn writers(&self) -> u32 {
        match self {
            Self::Sqlite { .. } => 1,
            Self::Postgres { .. } => 2,
        }
    }

    /// All rows of a `select`.
    pub async fn fetch_all<T: Record>(&self, sql: Sql) -> Result<Vec<T>, StoreError> {
        let text = sql.safe_text();
        Ok(match self {
            Self::Sqlite { read, .. } => {
                sqlx::query_as_with(text, sql.sqlite_arguments()?).fetch_all(read).await?
            }
            Self::Postgres { read: pool, .. } => {
                let arguments = sql.postgres_arguments()?;
                let fetched = async {
                    let mut connection = present(pool, pool.acquire()).await?;
                    Ok::<_, StoreError>(
                        sqlx::query_as_with(text, arguments).fetch_all(&mut *connection).await?,
                    )
                };
                Box::pin(fetched).await? // callers' futures stay small
            }
        })
    }

    /// The rows of a `select` one by one, as they were when it began; memory stays bounded however many there are.
    pub fn fetch<T: Record + 'static>(
        &self,
        sql: &Sql,
    ) -> Result<BoxStream<'_, Result<T, StoreError>>, StoreError> {
        let text = sql.safe_text();
        Ok(match self {
            Self::Sqlite { read, .. } => {
                let rows = sqlx::query_as_with(text, sql.sqlite_arguments()?).fetch(read);
                rows.map_err(StoreError::from).boxed()
            }
            Self::Postgres { read, .. } => {
                let rows = sqlx::query_as_with(text, sql.postgres_arguments()?).fetch(read);
                rows.map_err(StoreError::from).boxed()
            }
        })
    }

    /// The first row of a `select`, if any.
    pub async fn fetch_optional<T: Record>(&self, sql: Sql) -> Result<Option<T>, StoreError> {
        Ok(self.fetch_all(sql).await?.into_iter().next())
    }

    /// Starts a transaction that may write.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { write, queue, queues, .. } => {
                let _waiting = queues.then(|| queue.join());
                Tx::Sqlite(write.begin_with("begin immediate").await?)
            }
            Self::Postgres { write: pool, .. } => Tx::Postgres(Box::pin(present(pool, pool.begin())).await?),
        })
    }

    /// The same base for work in the background, for which nobody waits.
    #[must_use]
    pub fn in_background(&self) -> Self {
        let mut db = self.clone();
        if let Self::Sqlite { queues, .. } = &mut db {
            *queues = false;
        }
        db
    }

    /// A place among those who wait for the writer of SQLite, for one who writes over a connection of its own.
    pub(crate) fn wait_in_line(&self) -> Option<Place<'_>> {
        match self {
            Self::Sqlite { queue, .. } => Some(queue.join()),
            Self::Postgres { .. } => None,
        }
    }

    /// True while people wait for the writer of SQLite, and shortly after.
    pub fn is_awaited(&self) -> bool {
        let Self::Sqlite { queue, .. } = self else { return false };
        !queue.is_empty() || queue.age() < queue.remembered.load(Ordering::SeqCst)
    }

    /// Waits while people wait for the writer of SQLite, for a second at the most.
    pub async fn let_others_write(&self) {
        let Self::Sqlite { queue, .. } = self else { return };
        let since = Instant::now();
        while !queue.is_empty() && since.elapsed() < PATIENT_FOR {
            sleep(Duration::from_millis(5)).await;
        }
    }

    /// Runs one statement in a transaction of its own and returns the number of rows it wrote.
    pub async fn execute(&self, sql: Sql) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let count = tx.execute(sql).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Runs a statement outside of any transaction, which some of PostgreSQL's ask for. With a `patience` it fails when others
    /// hold a table for longer, as an export does.
    pub(crate) async fn execute_alone(&self, sql: Sql, patience: Patience) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { .. } => self.execute(sql).await.map(drop),
            Self::Postgres { write: pool, .. } => {
                let mut connection = Box::pin(present(pool, pool.acquire())).await?;
                let limit = match patience {
                    Patience::TenSeconds => "set lock_timeout = '10s'",
                    Patience::Endless => "set lock_timeout = 0",
                };
                sqlx::query(limit).execute(&mut *connection).await?;
                let done = sqlx::query_with(sql.safe_text(), sql.postgres_arguments()?)
                    .execute(&mut *connection)
                    .await;
                sqlx::query("reset lock_timeout").execute(&mut *connection).await?;
                done?;
                Ok(())
            }
        }
    }

    /// Folds SQLite's journal into the file as far as nobody reads it at this moment: what was overwritten there is then nowhere.
    pub async fn fold_journal(&self) -> Result<(), StoreError> {
        if let Self::Sqlite { write, .. } = self {
            sqlx::query("pragma wal_checkpoint(truncate)").execute(write).await?;
        }
        Ok(())
    }

    /// Waits until every connection is closed; SQLite then has its journal folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write, .. } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { read, write } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// A transaction; dropped without [`Tx::commit`] it is undone.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite, begun with the write lock.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Which database it is on.
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }

    /// Runs a statement and returns the number of rows it wrote.
    pub async fn execute(&mut self, sql: Sql) -> Result<u64, StoreError> {
        let text = sql.safe_text();
        Ok(match self {
            Self::Sqlite(tx) => {
                sqlx::query_with(text, sql.sqlite_arguments()?).execute(&mut **tx).await?.rows_affected()
            }
            Self::Postgres(tx) => {
                sqlx::query_with(text, sql.postgres_arguments()?).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// All rows that a statement returns.
    pub async fn fetch_all<T: Record>(&mut self, sql: Sql) -> Result<Vec<T>, StoreError> {
        let text = sql.safe_text();
        Ok(match self {
            Self::Sqlite(tx) => {
                sqlx::query_as_with(text, sql.sqlite_arguments()?).fetch_all(&mut **tx).await?
            }
            Self::Postgres(tx) => {
                sqlx::query_as_with(text, sql.postgres_arguments()?).fetch_all(&mut **tx).await?
            }
        })
    }

    /// The first row that a statement returns, if any.
    pub async fn fetch_optional<T: Record>(&mut self, sql: Sql) -> Result<Option<T>, StoreError> {
        Ok(self.fetch_all(sql).await?.into_iter().next())
    }

    /// Makes the transaction's writes last.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
