//! By what a contact is like others, and with whom it may be one.

use muster_domain::ContactId;

use super::{Belonging, Told};
use crate::people::duplicates;
use crate::{Sql, StoreError, Tx};

pub(super) const KEYS: Belonging = Belonging::of_contact("duplicate_keys", Told::Follows);
pub(super) const PAIRS: Belonging = Belonging {
    columns: &["contact_id", "other_id"],
    ..Belonging::of_contact("duplicate_pairs", Told::Follows)
};

/// Takes the other out of the suggestions, and returns with whom it is known not to be one.
pub(super) async fn take(tx: &mut Tx, other: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new(
        "delete from duplicate_pairs where contact_id = $1 or other_id = $1
         returning contact_id, other_id, dismissed",
    );
    let pairs: Vec<(i64, i64, i64)> = tx.fetch_all(sql.bind(other)).await?;
    tx.execute(Sql::new("delete from duplicate_keys where contact_id = $1").bind(other)).await?;
    let dismissed = pairs.into_iter().filter(|(.., dismissed)| *dismissed != 0);
    Ok(dismissed.map(|(one, two, _)| if one == other { two } else { one }).collect())
}

/// Notes again with whom it is known not to be one.
pub(super) async fn give_back(tx: &mut Tx, other: i64, dismissed: &[i64]) -> Result<(), StoreError> {
    for id in dismissed {
        duplicates::dismiss(tx, ContactId(other), ContactId(*id)).await?;
    }
    Ok(())
}
