//! Requests that make something: sent again with the same `Idempotency-Key` they make nothing, and get the same thing.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_store::Db;
use muster_store::requests::{self, Earlier, RequestKey};

use super::extract::idempotency_key;
use super::problem::{ApiError, ApiResult};

/// How a request that makes something can be told from others.
#[derive(Debug)]
pub struct Making {
    key: Option<String>,
    fingerprint: String,
}

impl Making {
    /// A request for a kind of resource; `fingerprint` is equal exactly for equal requests.
    pub fn of(headers: &HeaderMap, kind: &str, fingerprint: String) -> ApiResult<Self> {
        Ok(Self { key: idempotency_key(headers, kind)?, fingerprint })
    }

    /// What is recorded with the thing that is made; `None` when the client sent no key.
    pub fn request(&self) -> Option<RequestKey<'_>> {
        self.key.as_deref().map(|key| RequestKey { key, fingerprint: &self.fingerprint })
    }

    /// Answers 201 with what `show` tells of what the request made earlier or else `make` makes now: its id. `make` records
    /// [`Making::request`] in its transaction, and so fails if a twin of the request is faster: then it is the twin's. What was
    /// made earlier and is not there any more is answered with 410.
    pub async fn answer<T>(
        &self,
        db: &Db,
        make: impl Future<Output = ApiResult<i64>>,
        show: impl AsyncFnOnce(i64) -> ApiResult<T>,
    ) -> ApiResult<(StatusCode, Json<T>)> {
        let (id, is_new) = match self.earlier(db).await? {
            Some(id) => (id, false),
            None => match make.await {
                Ok(id) => (id, true),
                Err(error) => (self.earlier(db).await?.ok_or(error)?, false),
            },
        };
        match show(id).await {
            Err(error) if !is_new && error.is_not_found() => Err(gone()),
            shown => Ok((StatusCode::CREATED, Json(shown?))),
        }
    }

    /// What an earlier request with the same key made.
    async fn earlier(&self, db: &Db) -> ApiResult<Option<i64>> {
        let Some(request) = self.request() else { return Ok(None) };
        match requests::find(db, request).await? {
            Earlier::New => Ok(None),
            Earlier::Created(id) => Ok(Some(id)),
            Earlier::Different => Err(reused()),
        }
    }
}

fn reused() -> ApiError {
    let detail = "The idempotency key was used for another request.";
    let remedy = "Send each new request with a key of its own.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail, remedy)
}

fn gone() -> ApiError {
    let detail = "What this request made was deleted since.";
    let remedy = "Send the request with a new key to make it again.";
    ApiError::new(StatusCode::GONE, "made_and_deleted", detail, remedy)
}
