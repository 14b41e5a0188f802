//! Idempotency: a request that creates something carries a key, and the same request again gets the same thing.

use muster_domain::hex;
use sha2::{Digest as _, Sha256};

use crate::{Db, Sql, StoreError, Tx};

/// What is known of a request with a given key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing; it is recorded with the thing it creates.
    New,
    /// It created this.
    Created(i64),
    /// The key was used for another request.
    Different,
}

/// A request's key and a text that is equal exactly for equal requests.
#[derive(Debug, Clone, Copy)]
pub struct RequestKey<'a> {
    /// The client's key, made unique per kind of resource.
    pub key: &'a str,
    /// The request's content.
    pub fingerprint: &'a str,
}

impl RequestKey<'_> {
    /// What is stored: a request may quote what a person later wants erased.
    fn hash(self) -> String {
        hex(&Sha256::digest(self.fingerprint))
    }
}

/// Looks a request up.
pub async fn find(db: &Db, request: RequestKey<'_>) -> Result<Earlier, StoreError> {
    let sql =
        Sql::new("select fingerprint, resource_id from requests where request_key = $1").bind(request.key);
    Ok(match db.fetch_optional::<(String, i64)>(sql).await? {
        None => Earlier::New,
        Some((fingerprint, id)) if fingerprint == request.hash() => Earlier::Created(id),
        Some(_) => Earlier::Different,
    })
}

/// Records what a request created, in the transaction that creates it; [`StoreError::Taken`] if its twin was faster.
pub async fn record(tx: &mut Tx, request: RequestKey<'_>, id: i64, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into requests (request_key, fingerprint, resource_id, created_at) values ($1, $2, $3, $4)",
    )
    .bind(request.key)
    .bind(request.hash())
    .bind(id)
    .bind(now);
    tx.execute(sql).await.map(drop)
}
