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

/// Forgets the requests from before a time: nobody repeats them any more. Looks before it writes, for it is asked often.
pub async fn expire(db: &Db, before: i64) -> Result<(), StoreError> {
    let due = "select cast(1 as bigint) from requests where created_at < $1 limit 1";
    if db.fetch_optional::<(i64,)>(Sql::new(due).bind(before)).await?.is_some() {
        db.execute(Sql::new("delete from requests where created_at < $1").bind(before)).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_request_is_remembered_until_it_is_due() {
        on_both(async |db| {
            let request = RequestKey { key: "contact:a", fingerprint: "{}" };
            let mut tx = db.begin().await.unwrap();
            record(&mut tx, request, 7, 1_000).await.unwrap();
            tx.commit().await.unwrap();
            expire(&db, 1_000).await.unwrap();
            assert_eq!(find(&db, request).await.unwrap(), Earlier::Created(7));
            expire(&db, 1_001).await.unwrap();
            assert_eq!(find(&db, request).await.unwrap(), Earlier::New);
        })
        .await;
    }
}
