//! What imports had to do with a person, for whoever asks what is known of them.

use muster_domain::ContactId;
use sqlx::FromRow;

use crate::{Db, Sql, StoreError};

/// An import that created or changed a contact.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Touch {
    /// The import.
    pub import_id: i64,
    /// The name of its file.
    pub file_name: String,
    /// The row in the file.
    pub source_row: Option<i64>,
    /// When.
    pub at: i64,
    /// 1 if it created the contact, 0 if it changed it.
    pub created: i64,
}

/// The imports that created or changed a contact, in the order of time.
pub async fn imports(db: &Db, contact: ContactId) -> Result<Vec<Touch>, StoreError> {
    let sql = Sql::new(
        "select i.import_id, i.file_name, c.source_row, c.created_at as at, cast(1 as bigint) as created
         from contacts c join imports i on i.import_id = c.source_import where c.contact_id = $1
         union all
         select i.import_id, i.file_name, h.source_row, h.changed_at as at, cast(0 as bigint) as created
         from contact_history h join imports i on i.import_id = h.origin_id
         where h.contact_id = $1 and h.origin_kind = 1
         order by at, import_id",
    );
    db.fetch_all(sql.bind(contact.0)).await
}
