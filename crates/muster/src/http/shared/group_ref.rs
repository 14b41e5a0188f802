//! What a contact group is called.

use serde::Serialize;
use utoipa::ToSchema;

/// A contact group by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupRef {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
}
