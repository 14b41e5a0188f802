//! A contact as every answer shows it.

use std::collections::{BTreeMap, HashMap};

use muster_domain::ContactId;
use muster_store::contacts::{self, Contact as Stored};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::problem::{ApiError, ApiResult};

/// The import and row that a contact comes from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Source {
    import_id: i64,
    row: i64,
}

/// A contact.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Contact {
    id: i64,
    email: String,
    /// All fields but the e-mail address, by name.
    fields: BTreeMap<String, Option<String>>,
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

/// The contact with this id, or 404.
pub async fn find(app: &App, id: i64) -> ApiResult<Stored> {
    contacts::find(&app.db, ContactId(id)).await?.ok_or_else(|| ApiError::not_found("contact"))
}

/// Those of some contacts that are there, by their ids.
pub async fn by_id(app: &App, ids: Vec<i64>) -> ApiResult<HashMap<i64, Contact>> {
    let found = contacts::find_all(&app.db, ids).await?;
    Ok(found.into_iter().map(|(id, stored)| (id, stored.into())).collect())
}
