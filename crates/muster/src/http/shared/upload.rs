//! Files that people upload, by name and id.

use axum::http::StatusCode;

use crate::http::base::problem::{ApiError, ApiResult};

/// The name of a file, cut to what is kept; refused when it has line ends or other control characters, which no list could show.
pub fn check_name(name: &str) -> ApiResult<String> {
    let is_unfit = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    if name.contains(is_unfit) {
        let detail = "The file's name has line ends or control characters.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::new(status, "file_name_invalid", detail, "Give the file another name."));
    }
    Ok(name.chars().take(255).collect())
}

/// The file was imported already, or waited for a day.
pub fn unknown_file() -> ApiError {
    let detail = "The uploaded file is not there any more.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_file", detail, "Choose the file again.")
}
