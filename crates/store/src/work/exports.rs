//! Exports as work whose result is a file in the data folder: which files are offered, and until when.
//!
//! The state says it all: a whole file is there exactly while its export is `finished`; `expired` is an export whose file is
//! no longer kept. The files follow the states, never the other way round.

use sqlx::FromRow;

use crate::work::Kind;
use crate::{Db, Sql, StoreError, Tx};

/// An export whose file is being written or offered.
#[derive(Debug, Clone, FromRow)]
pub struct Live {
    /// Its id, which also names its file.
    pub work_id: i64,
    /// When the file was complete; `None` while it is being written.
    pub finished_at: Option<i64>,
}

/// The exports that have a file, or will have one.
pub async fn live(db: &Db) -> Result<Vec<Live>, StoreError> {
    let sql = Sql::new(
        "select work_id, finished_at from work_items where kind = $1 and state in ('queued', 'running', 'finished')",
    );
    db.fetch_all(sql.bind(Kind::Export.word())).await
}

/// Offers no longer what was complete before the time `before`.
pub async fn expire(db: &Db, before: i64) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update work_items set state = 'expired' where kind = $1 and state = 'finished' and finished_at < $2",
    );
    db.execute(sql.bind(Kind::Export.word()).bind(before)).await.map(drop)
}

/// Somebody is erased: no file is offered that may hold them, and what is being written is begun anew. An export that ends
/// between the two statements is met by the second.
pub(crate) async fn forget_all(tx: &mut Tx) -> Result<(), StoreError> {
    for text in [
        "update work_items set state = 'queued', owner = null, lease_until = null, done = 0, attempts = 0
         where kind = $1 and state in ('queued', 'running')",
        "update work_items set state = 'expired' where kind = $1 and state = 'finished'",
    ] {
        tx.execute(Sql::new(text).bind(Kind::Export.word())).await?;
    }
    Ok(())
}
