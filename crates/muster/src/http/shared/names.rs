//! What things are called and described by.

use axum::http::StatusCode;
use muster_domain::{Label, LabelError};

use crate::http::base::problem::{ApiError, ApiResult, sentence};

const MAX_NAME: usize = 200;
/// Characters of a description, at most; what is over is cut.
const MAX_DESCRIPTION: usize = 2_000;

/// A name of up to 200 characters; `code` is the word for what has it.
pub fn name(typed: &str, code: &str) -> ApiResult<Label> {
    Label::parse(typed, MAX_NAME).map_err(|error| invalid_label(code, "/name", error))
}

/// Another thing of the kind has the name.
pub fn name_taken(what: &str) -> ApiError {
    let detail = format!("There is a {what} of this name already.");
    ApiError::new(StatusCode::CONFLICT, &format!("{what}_exists"), detail.clone(), "Choose another name.")
        .at([("/name".to_owned(), detail)])
}

/// A name that cannot be one.
pub fn invalid_label(code: &str, pointer: &str, error: LabelError) -> ApiError {
    let (ending, remedy) = match error {
        LabelError::Blank => ("name_blank", "Type a name.".to_owned()),
        LabelError::TooLong(most) => ("name_invalid", format!("Shorten it to {most} characters.")),
        LabelError::Nul => ("name_invalid", "Type the name anew.".to_owned()),
    };
    let detail = sentence(&error.to_string());
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, &format!("{code}_{ending}"), detail.clone(), &remedy)
        .at([(pointer.to_owned(), detail)])
}

/// A description as typed, cleaned; none when it is blank.
pub fn description(typed: &str) -> Option<String> {
    let text: String = typed.trim().chars().filter(|&c| c != '\0').take(MAX_DESCRIPTION).collect();
    let text = text.trim_end();
    (!text.is_empty()).then(|| text.to_owned())
}
