use serde::{Deserialize, Serialize};

use crate::email::EmailError;
use crate::{CellError, Field};

/// Why a row is not imported: the stable code and what it needs to be put into words. Stored as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RowProblem {
    /// More cells than the header has columns.
    TooManyCells {
        /// Columns of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Fewer cells than the mapped columns need.
    TooFewCells {
        /// Columns of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Bytes that are not valid in the file's encoding.
    NotUtf8,
    /// A quotation mark that is never closed.
    UnclosedQuote,
    /// Quotation marks that can be read in more than one way.
    DoubtfulQuotes,
    /// No usable e-mail address.
    Email {
        /// What is wrong with it.
        error: EmailError,
    },
    /// The person asked to be erased; nothing of the row is kept.
    Erased,
    /// A value that its field cannot hold.
    Value {
        /// The field's name.
        field: String,
        /// What is wrong with it.
        error: CellError,
    },
}

impl RowProblem {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyCells { .. } => "too_many_cells",
            Self::TooFewCells { .. } => "too_few_cells",
            Self::NotUtf8 => "not_utf8",
            Self::UnclosedQuote => "unclosed_quote",
            Self::DoubtfulQuotes => "doubtful_quotes",
            Self::Email { error: EmailError::Missing } => "email_missing",
            Self::Email { .. } => "email_invalid",
            Self::Erased => "erased",
            Self::Value { error, .. } => match error {
                CellError::TooLong { .. } => "value_too_long",
                CellError::Nul => "nul_character",
                CellError::Date => "date_invalid",
                CellError::AmbiguousDate => "date_ambiguous",
                CellError::Gender => "gender_unknown",
                CellError::Number => "number_invalid",
                CellError::Fraction => "number_not_whole",
                CellError::AmbiguousNumber => "number_ambiguous",
                CellError::YesNo => "yes_no_invalid",
                CellError::Choice => "choice_unknown",
                CellError::Email => "value_not_email",
            },
        }
    }

    /// What is wrong, for people. Quotes nothing of the row itself, which stands beside it.
    pub fn reason(&self) -> String {
        match self {
            Self::TooManyCells { expected, found } | Self::TooFewCells { expected, found } => {
                format!("The header has {expected} columns, but this row has {found}.")
            }
            Self::NotUtf8 => {
                "This row has characters that are not valid in the encoding of the file."
                    .into()
            }
            Self::UnclosedQuote => "A quotation mark (\") is opened in this row and never closed.".into(),
            Self::DoubtfulQuotes => {
                "The quotation marks (\") of this row can be read in more than one way, so nobody can tell which value belongs to which column."
                    .into()
            }
            Self::Email { error: EmailError::Missing } => "There is no e-mail address in this row.".into(),
            Self::Email { error } => format!("The e-mail address cannot be used: {error}."),
            Self::Erased => {
                "This person asked to be erased, so the row was not imported and nothing of it was kept."
                    .into()
            }
            Self::Value { field, error } => value_reason(&label(field), error),
        }
    }

    /// What to do about it, for people.
    pub fn remedy(&self) -> String {
        match self {
            Self::TooManyCells { .. } => {
                "Put a value that contains the separator (such as a comma) in quotation marks, or remove the surplus cells.".into()
            }
            Self::TooFewCells { .. } => "Add the missing cells; leave them empty if there is nothing to fill in.".into(),
            Self::NotUtf8 => "Check the special characters in this row (they are shown here as Windows reads them), and import this file: it is saved as UTF-8.".into(),
            Self::UnclosedQuote => "Close or remove the quotation mark; write a quotation mark inside of a value twice (\"\").".into(),
            Self::DoubtfulQuotes => "Put each value into its column, and remove quotation marks that do not belong to it. In a text file, write a quotation mark inside of a value twice (\"\"), and put the value in quotation marks.".into(),
            Self::Email { error } => email_remedy(*error).into(),
            Self::Erased => "Leave the person out, or lift the erasure of the address if the person agreed to come back.".into(),
            Self::Value { field, error } => value_remedy(&label(field), error),
        }
    }
}

/// The label of a standard field by its name; a custom field is stored by its label.
fn label(field: &str) -> String {
    Field::named(field).map_or_else(|| field.to_owned(), |field| field.label().to_owned())
}

fn email_remedy(error: EmailError) -> &'static str {
    match error {
        EmailError::Missing => {
            "Enter the contact's e-mail address; without one a contact cannot be told apart from others."
        }
        EmailError::NoAt | EmailError::Domain | EmailError::LocalPart => {
            "Correct the address so that it reads like name@example.com, with one @ sign."
        }
        EmailError::ManyAts => "Keep only one address in the cell, with one @ sign.",
        EmailError::Space => "Remove the space, and keep only one address in the cell.",
        EmailError::TooLong => "Enter the contact's real address; no mail server accepts a longer one.",
    }
}

/// What is wrong with a value for the field with this label, as a sentence.
pub fn value_reason(label: &str, error: &CellError) -> String {
    match error {
        CellError::TooLong { found, limit } => {
            format!("The value for \"{label}\" has {found} characters; at most {limit} fit.")
        }
        CellError::Nul => format!("The value for \"{label}\" has an invisible NUL character in it."),
        CellError::Date => format!("The value for \"{label}\" is not a date."),
        CellError::AmbiguousDate => {
            format!("The date for \"{label}\" can be read in two ways: day first or month first.")
        }
        CellError::Gender | CellError::Choice => {
            format!("The value for \"{label}\" is not one that is known here.")
        }
        CellError::Number => format!("The value for \"{label}\" is not a number of at most 15 digits."),
        CellError::Fraction => format!("The value for \"{label}\" is not a whole number."),
        CellError::AmbiguousNumber => {
            format!("The comma in the number for \"{label}\" can be read in two ways.")
        }
        CellError::YesNo => format!("The value for \"{label}\" is neither yes nor no."),
        CellError::Email => format!("The value for \"{label}\" is not an e-mail address."),
    }
}

/// What to do about a value for the field with this label, as a sentence.
pub fn value_remedy(label: &str, error: &CellError) -> String {
    match error {
        CellError::TooLong { limit, .. } => format!("Shorten \"{label}\" to {limit} characters."),
        CellError::Nul => format!("Type the value for \"{label}\" anew."),
        CellError::Date | CellError::AmbiguousDate => {
            "Write the date as year-month-day, such as 1980-12-31.".into()
        }
        CellError::Gender => "Write female, male or other, or leave the cell empty.".into(),
        CellError::Number => "Write digits only, with a point before a fraction, such as 1234.5.".into(),
        CellError::AmbiguousNumber => {
            "Write a point before a fraction, and nothing between thousands.".into()
        }
        CellError::Fraction => "Write a whole number, without a fraction.".into(),
        CellError::YesNo => "Write yes or no, or leave the cell empty.".into(),
        CellError::Choice => {
            format!("Write one of the choices of \"{label}\", or add the choice to the field first.")
        }
        CellError::Email => "Write the address so that it reads like name@example.com.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_survives_being_stored_and_has_its_words() {
        let value = |error| RowProblem::Value { field: "city".into(), error };
        for problem in [
            RowProblem::TooManyCells { expected: 3, found: 4 },
            RowProblem::TooFewCells { expected: 3, found: 1 },
            RowProblem::NotUtf8,
            RowProblem::UnclosedQuote,
            RowProblem::DoubtfulQuotes,
            RowProblem::Email { error: EmailError::Missing },
            RowProblem::Email { error: EmailError::Domain },
            RowProblem::Erased,
            value(CellError::TooLong { found: 120, limit: 100 }),
            value(CellError::AmbiguousDate),
        ] {
            let stored = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<RowProblem>(&stored).unwrap(), problem, "{stored}");
            assert!(problem.reason().ends_with('.') && problem.remedy().ends_with('.'));
        }
        assert_eq!(
            value(CellError::TooLong { found: 120, limit: 100 }).reason(),
            "The value for \"City\" has 120 characters; at most 100 fit."
        );
    }
}
