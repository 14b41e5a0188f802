//! What people noted of a contact.

use super::{Belonging, Told};
use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

pub(crate) const NOTES: Belonging = Belonging::of_contact("contact_notes", Told::Under("notes"));

pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("update contact_notes set contact_id = $1 where contact_id = $2 returning note_id");
    let taken: Vec<(i64,)> = tx.fetch_all(sql.bind(own).bind(other)).await?;
    Ok(taken.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn give_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    notes: &[i64],
) -> Result<(), StoreError> {
    let sql = Sql::new("update contact_notes set contact_id = ").push_value(other);
    let sql = sql.push(" where contact_id = ").push_value(own).push(" and note_id in ");
    tx.execute(dialect::push_ids(tx.backend(), sql, notes.to_vec())).await.map(drop)
}
