//! Contacts as lists and one by one.

pub mod activities;
pub mod list;
pub mod show;

use std::collections::BTreeMap;

use muster_store::contacts::Contact as Stored;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::timestamp;

/// The import and row that a contact comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    import_id: i64,
    row: i64,
}

/// A contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Contact {
    id: i64,
    email: String,
    /// All fields but the e-mail address, by name.
    fields: BTreeMap<&'static str, Option<String>>,
    created_at: String,
    changed_at: String,
    source: Option<Source>,
}

impl From<Stored> for Contact {
    fn from(stored: Stored) -> Self {
        Self {
            id: stored.contact_id.0,
            email: stored.email,
            fields: stored.fields,
            created_at: timestamp(stored.created_at).to_string(),
            changed_at: timestamp(stored.changed_at).to_string(),
            source: stored.source.map(|(import_id, row)| Source { import_id, row }),
        }
    }
}
