use thiserror::Error;

/// Why a file as a whole cannot be read. What is wrong with one row is data ([`crate::Flaw`]), never one of these.
#[derive(Debug, Error)]
pub enum ReadError {
    /// No bytes, or nothing but blank lines.
    #[error("the file is empty")]
    Empty,
    /// A header and no row under it.
    #[error("the file has a header but no rows under it")]
    HeaderOnly,
    /// Not text. The word says what it looks like.
    #[error("the file is not text: it looks like {0}")]
    Binary(&'static str),
    /// One record is larger than [`crate::MAX_RECORD`] bytes, nearly always because of a quote that is never closed.
    #[error("row {row} is larger than 16 MiB")]
    RecordTooLarge {
        /// The row as a spreadsheet counts it.
        row: u64,
    },
    /// More columns than a spreadsheet can have ([`crate::MAX_COLUMNS`]).
    #[error("the header has {0} columns, but at most 16,384 can be read")]
    TooManyColumns(usize),
    /// The operating system could not deliver the bytes.
    #[error("the file could not be read: {0}")]
    Io(#[from] std::io::Error),
}

impl ReadError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::HeaderOnly => "file_header_only",
            Self::Binary(_) => "file_binary",
            Self::RecordTooLarge { .. } => "record_too_large",
            Self::TooManyColumns(_) => "too_many_columns",
            Self::Io(_) => "file_unreadable",
        }
    }

    /// What the person can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => {
                "Choose the file that holds your contacts, with a header row and one contact per row."
            }
            Self::HeaderOnly => {
                "Add the contacts under the header row, one per row, and choose the file again."
            }
            Self::Binary(_) => {
                "Open it in the program that made it, save it as \"CSV UTF-8 (comma delimited)\", and choose that file."
            }
            Self::RecordTooLarge { .. } => {
                "A quotation mark in that row is probably never closed. Correct the row and choose the file again."
            }
            Self::TooManyColumns(_) => "Remove the columns that are not needed, and choose the file again.",
            Self::Io(_) => "Check that the file still exists and may be read, and try again.",
        }
    }
}
