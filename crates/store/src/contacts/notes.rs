//! Notes that people write about a contact.

use muster_domain::ContactId;
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::{Db, Sql, StoreError, Tx};

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Note {
    /// Its id.
    pub note_id: i64,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub created_at: i64,
    /// When it was last changed.
    pub changed_at: i64,
}

/// Up to `limit` notes about a contact, the newest first.
pub async fn list(db: &Db, contact: ContactId, limit: i64) -> Result<Vec<Note>, StoreError> {
    let sql = Sql::new(
        "select note_id, text, created_at, changed_at from contact_notes where contact_id = $1 order by note_id desc limit $2",
    );
    db.fetch_all(sql.bind(contact.0).bind(limit)).await
}

/// The note with this id about a contact.
pub async fn find(db: &Db, contact: ContactId, note_id: i64) -> Result<Option<Note>, StoreError> {
    db.fetch_optional(note(contact, note_id)).await
}

/// The note with this id about a contact, which nobody else writes until the end of the transaction.
pub async fn claim(tx: &mut Tx, contact: ContactId, note_id: i64) -> Result<Option<Note>, StoreError> {
    tx.fetch_optional(dialect::push_claim(tx.backend(), note(contact, note_id))).await
}

fn note(contact: ContactId, note_id: i64) -> Sql {
    let sql = "select note_id, text, created_at, changed_at from contact_notes where contact_id = $1 and note_id = $2";
    Sql::new(sql).bind(contact.0).bind(note_id)
}

/// Writes a note and returns its id; `None` when there is no such contact. It stays until the transaction ends: a note must
/// not outlive its contact.
pub async fn create(
    tx: &mut Tx,
    contact: ContactId,
    text: &str,
    now: i64,
) -> Result<Option<i64>, StoreError> {
    let sql = Sql::new("select contact_id from contacts where contact_id = $1").bind(contact.0);
    if tx.fetch_optional::<(i64,)>(dialect::push_hold(tx.backend(), sql)).await?.is_none() {
        return Ok(None);
    }
    let note_id = counters::reserve(tx, "note", 1).await?;
    let sql = Sql::new(
        "insert into contact_notes (contact_id, note_id, text, created_at, changed_at) values ($1, $2, $3, $4, $5)",
    );
    tx.execute(sql.bind(contact.0).bind(note_id).bind(text).bind(now).bind(now)).await?;
    Ok(Some(note_id))
}

/// Writes a note anew; false when there is no such note.
pub async fn update(tx: &mut Tx, note_id: i64, text: &str, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new("update contact_notes set text = $1, changed_at = $2 where note_id = $3");
    tx.execute(sql.bind(text).bind(now).bind(note_id)).await.map(drop)
}

/// Deletes a note; false when there is no such note.
pub async fn delete(tx: &mut Tx, contact: ContactId, note_id: i64) -> Result<bool, StoreError> {
    let sql = Sql::new("delete from contact_notes where contact_id = $1 and note_id = $2");
    Ok(tx.execute(sql.bind(contact.0).bind(note_id)).await? == 1)
}
