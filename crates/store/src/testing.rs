//! Runs one test on both databases, each in a database of its own.

mod dice;

use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, raw_sql};

use crate::{Backend, Db, Sql, Tx};

pub use dice::Dice;

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// An empty contact base for a test, gone when the test is.
pub struct TestBase {
    /// Where it is, as `--database` takes it.
    pub address: String,
    server: Option<String>,
    name: String,
    _folder: tempfile::TempDir,
}

impl TestBase {
    /// One on SQLite and one on PostgreSQL.
    ///
    /// # Panics
    /// When there is no PostgreSQL: a test never skips because a server is missing.
    pub async fn both() -> [Self; 2] {
        [Self::sqlite(), Self::postgres().await]
    }

    fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let address = format!("sqlite:{}", folder.path().join("muster.db").display());
        Self { address, server: None, name: String::new(), _folder: folder }
    }

    async fn postgres() -> Self {
        let server = std::env::var("MUSTER_TEST_POSTGRES")
            .expect("MUSTER_TEST_POSTGRES names no server: run the tests by `make test` or `tools/with-postgres cargo test`");
        let name = format!("muster_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        on_server(&server, format!("create database {name}")).await;
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Self { address: format!("{server}/{name}"), server: Some(server), name, _folder: folder }
    }

    /// Opens the base.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Db {
        Db::open(&self.address).await.expect("the test's database can be opened")
    }

    /// Opens the base as the program of an earlier version left it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open_at(&self, version: i64) -> Db {
        let db = Db::connect(&self.address).await.expect("the test's database can be opened");
        crate::migrate::run(&db, version).await.expect("the earlier migrations can be run");
        db
    }

    /// Drops the base.
    pub async fn remove(self) {
        if let Some(server) = &self.server {
            on_server(server, format!("drop database {} with (force)", self.name)).await;
        }
    }
}

/// Returns once another connection waits for what a transaction holds. PostgreSQL says who waits for whom. SQLite has one writer, for
/// which everybody waits who writes; there it returns once nobody reads any more on the way to it.
///
/// # Panics
/// When nobody waits within ten seconds.
pub async fn until_awaited(db: &Db, tx: &mut Tx) {
    let wanted = if db.backend() == Backend::Postgres { 1 } else { CALM };
    let (mut calm, mut looks) = (0, 0);
    while calm < wanted {
        assert!(looks < 2_000, "nobody waits for the transaction");
        calm = if is_awaited(db, tx).await { calm + 1 } else { 0 };
        looks += 1;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// Looks in a row at which nobody reads on SQLite.
const CALM: u32 = 10;

async fn is_awaited(db: &Db, tx: &mut Tx) -> bool {
    if let Db::Sqlite { read, write, .. } = db {
        return write.num_idle() == 0 && read.num_idle() == read.size() as usize;
    }
    let own: Option<(i64,)> =
        tx.fetch_optional(Sql::new("select cast(pg_backend_pid() as bigint)")).await.expect("it answers");
    let sql = Sql::new(
        "select cast(pid as bigint) from pg_stat_activity where cast($1 as integer) = any(pg_blocking_pids(pid))",
    );
    let waiting: Vec<(i64,)> = db.fetch_all(sql.bind(own.map(|(pid,)| pid))).await.expect("it answers");
    !waiting.is_empty()
}

async fn on_server(server: &str, statement: String) {
    let mut connection =
        PgConnection::connect(&format!("{server}/postgres")).await.expect("the test's server answers");
    raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await
        .expect("the test's database can be made and dropped");
}

/// Runs a test on SQLite and on PostgreSQL, from one text.
pub async fn on_both(test: impl AsyncFn(Db)) {
    for base in TestBase::both().await {
        let db = base.open().await;
        test(db.clone()).await;
        db.close().await;
        base.remove().await;
    }
}
