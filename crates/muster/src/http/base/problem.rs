//! Errors of the API: one type, one form (RFC 9457).
//!
//! Policy: what the client can mend has its own status, `code` and remedy. What it cannot is logged in full and answered
//! with 500 and nothing of the inside.

use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use muster_domain::condition::ConditionError;
use muster_reader::ReadError;
use muster_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::order::OrderError;
use crate::reading::ReadingError;
use crate::work::mass_action::FilterError;

/// Seconds after which a client may try again what Muster could not do at that moment.
const RETRY_AFTER: &str = "2";

/// A key as a step of a JSON pointer (RFC 6901).
pub fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A place in the request that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemPlace {
    /// JSON pointer into the request's body.
    pub pointer: String,
    /// What is wrong there.
    pub detail: String,
}

/// The body of every error: application/problem+json.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`; `code` tells problems apart.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, for people.
    pub detail: String,
    /// A stable word for programs.
    pub code: String,
    /// What to do about it, for people.
    pub remedy: Option<String>,
    /// The places that are wrong, where that helps.
    pub errors: Vec<ProblemPlace>,
}

/// An error of the API.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    code: String,
    detail: String,
    remedy: Option<String>,
    places: Vec<ProblemPlace>,
    has_waited: bool,
}

/// Marks an answer to which what runs is to be added.
#[derive(Debug, Clone, Copy)]
pub struct Waited;

/// The result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

impl ApiError {
    /// An error that the client can mend.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>, remedy: &str) -> Self {
        let remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
        Self {
            status,
            code: code.to_owned(),
            detail: detail.into(),
            remedy,
            places: Vec::new(),
            has_waited: false,
        }
    }

    /// With the places that are wrong.
    #[must_use]
    pub fn at(mut self, places: impl IntoIterator<Item = (String, String)>) -> Self {
        self.places = places.into_iter().map(|(pointer, detail)| ProblemPlace { pointer, detail }).collect();
        self
    }

    /// A condition that does not hold water; `prefix` is where it stands in the request's body.
    pub fn condition(prefix: &str, errors: Vec<ConditionError>) -> Self {
        let detail = "The condition has rules that cannot be used.";
        let remedy = "Correct the rules that are marked.";
        let places = errors.into_iter().map(|error| (format!("{prefix}{}", error.pointer), error.detail));
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "condition_invalid", detail, remedy).at(places)
    }

    /// For what was waited for in vain: what runs at that time is named.
    fn after_waiting(mut self) -> Self {
        self.has_waited = true;
        self
    }

    /// Muster cannot do it now, and can in a moment.
    pub fn busy(code: &str, detail: &str, remedy: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code, detail, remedy)
    }

    /// The thing asked for is not there.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}."), "")
    }

    /// True when the thing asked for is not there.
    pub fn is_not_found(&self) -> bool {
        self.status == StatusCode::NOT_FOUND
    }

    /// What the client cannot mend: logged in full, answered with nothing of the inside.
    pub fn internal(detail: &dyn std::fmt::Display) -> Self {
        tracing::error!(%detail, "a request failed");
        let (code, text) = ("internal_error", "Muster failed to answer; its log says why.");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, code, text, "Try again in a moment.")
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            remedy: self.remedy,
            errors: self.places,
        };
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let again = [(header::RETRY_AFTER, RETRY_AFTER)];
        let again = (self.status == StatusCode::SERVICE_UNAVAILABLE).then_some(again);
        let waited = self.has_waited.then_some(Extension(Waited));
        (self.status, kind, again, waited, Json(problem)).into_response()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => {
                let detail = "The database has no space left.";
                Self::new(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "storage_full",
                    detail,
                    "Free some space and try again.",
                )
            }
            StoreError::Conflict(_) => {
                let detail = "Another change was in the way.";
                Self::busy("busy", detail, "Try again in a moment.")
            }
            StoreError::Busy => {
                let detail = "Muster is busy with other work, and waiting took too long.";
                Self::busy("busy", detail, "Try again in a moment.").after_waiting()
            }
            StoreError::Away(_) => {
                let detail = sentence(&error.to_string());
                Self::busy("database_away", &detail, "Try again when that is mended.")
            }
            StoreError::Erased => {
                let detail = "The owner of this e-mail address asked to be erased.";
                let remedy = "Leave the person out, or lift the erasure of the address if the person agreed to come back.";
                Self::new(StatusCode::CONFLICT, "erased", detail, remedy)
                    .at([("/email".to_owned(), detail.to_owned())])
            }
            StoreError::Outdated(why) => {
                let remedy = "Load the page again, and choose anew.";
                Self::new(StatusCode::CONFLICT, "outdated", sentence(&why), remedy)
            }
            StoreError::Taken => {
                let detail = "That name or address is in use already.";
                Self::new(StatusCode::CONFLICT, "taken", detail, "Choose another.")
            }
            error => Self::internal(&error),
        }
    }
}

impl From<FilterError> for ApiError {
    fn from(error: FilterError) -> Self {
        match error {
            FilterError::Store(error) => error.into(),
            FilterError::Condition(errors) => Self::condition("", errors),
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        let detail = sentence(&error.to_string());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), detail, error.remedy())
    }
}

impl From<ReadingError> for ApiError {
    fn from(error: ReadingError) -> Self {
        let detail = sentence(&error.to_string());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), detail, error.remedy())
    }
}

impl From<OrderError> for ApiError {
    fn from(error: OrderError) -> Self {
        let status = match error {
            OrderError::Store(error) => return error.into(),
            OrderError::GroupExists(_) => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, error.code(), sentence(&error.to_string()), error.remedy())
    }
}

/// An uploaded file that cannot be kept.
impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                let detail = "The disk has no space left for the file.";
                Self::new(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "storage_full",
                    detail,
                    "Free some space and try again.",
                )
            }
            std::io::ErrorKind::Other | std::io::ErrorKind::UnexpectedEof => {
                let detail = "The upload was broken off.";
                Self::new(StatusCode::BAD_REQUEST, "upload_broken_off", detail, "Upload the file again.")
            }
            _ => Self::internal(&error),
        }
    }
}

/// Makes rejections of axum's extractors problems of ours.
macro_rules! from_rejection {
    ($($rejection:ty => $code:literal),*) => {$(
        impl From<$rejection> for ApiError {
            fn from(rejection: $rejection) -> Self {
                Self::new(rejection.status(), $code, rejection.body_text(), "")
            }
        }
    )*};
}

from_rejection!(
    BytesRejection => "body_invalid",
    PathRejection => "path_invalid"
);

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        let text = rejection.body_text();
        let parameter = text.strip_prefix("Failed to deserialize query string: ").unwrap_or(&text);
        Self::new(rejection.status(), "query_invalid", format!("{parameter}."), "")
    }
}

/// A text as a sentence.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    first.into_iter().flatten().chain(letters).chain(end.chars()).collect()
}
