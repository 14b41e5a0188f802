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
    /// Fewer cells than the mapped columns need: of imports that did not take missing cells for blank ones.
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
    /// The program or the database failed at this row each time that it was tried.
    NotStored,
    /// A value that its field cannot hold.
    Value {
        /// The field's name.
        field: String,
        /// What is wrong with it.
        error: CellError,
    },
}

/// A value that its field cannot hold. The field stays as it is, and the row is imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The column, from 0.
    pub column: usize,
    /// The field's name; a custom field's label.
    pub field: String,
    /// What is wrong with the value.
    pub error: CellError,
}

impl LeftOut {
    /// A value for a field.
    pub(super) fn new(column: usize, field: &Field, error: CellError) -> Self {
        let name = if field.as_custom().is_some() { field.label() } else { field.name() };
        Self { column, field: name.to_owned(), error }
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        self.error.code()
    }

    /// What is wrong, for people.
    pub fn reason(&self) -> String {
        value_reason(&stored_label(&self.field), &self.error)
    }

    /// What to do about it, for people.
    pub fn remedy(&self) -> String {
        value_remedy(&stored_label(&self.field), &self.error)
    }
}

impl From<LeftOut> for RowProblem {
    fn from(LeftOut { field, error, .. }: LeftOut) -> Self {
        Self::Value { field, error }
    }
}

impl RowProblem {
    /// The field whose value is wrong, as it is stored.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Value { field, .. } => Some(field),
            _ => None,
        }
    }

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
            Self::NotStored => "not_stored",
            Self::Value { error, .. } => error.code(),
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
            Self::NotStored => "The row could not be stored: the program or the database failed each time.".into(),
            Self::Value { field, error } => value_reason(&stored_label(field), error),
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
            Self::NotStored => "Look for something unusual in this row, correct it and import it again; if it fails again, report the row.".into(),
            Self::Value { field, error } => value_remedy(&stored_label(field), error),
        }
    }
}

/// A reason in a few words, by its code, for sums such as "36 × not a date".
pub fn reason_summary(code: &str) -> &'static str {
    match code {
        "too_many_cells" => "more cells than columns",
        "too_few_cells" => "fewer cells than columns",
        "not_utf8" => "characters that are not valid in the file's encoding",
        "unclosed_quote" => "a quotation mark that is never closed",
        "doubtful_quotes" => "quotation marks that can be read in two ways",
        "email_missing" => "no e-mail address",
        "email_invalid" => "an e-mail address that cannot be used",
        "erased" => "asked to be erased",
        "not_stored" => "failed each time it was to be stored",
        "value_too_long" => "too long",
        "nul_character" => "an invisible NUL character",
        "date_invalid" => "not a date",
        "date_ambiguous" => "day first or month first",
        "gender_unknown" => "not a gender that is known here",
        "number_invalid" => "not a number",
        "number_not_whole" => "not a whole number",
        "number_ambiguous" => "a comma or point that can be read in two ways",
        "yes_no_invalid" => "neither yes nor no",
        "choice_unknown" => "not one of the choices",
        "value_not_email" => "not an e-mail address",
        "no_free_field" => "one value too many in a cell",
        "full_name_unclear" => "a full name whose parts cannot be told for sure",
        "not_a_phone" => "a fax or a pager",
        "birthday_out_of_range" => "before 1900 or in the future",
        "phone_invalid" => "no digit in a telephone number",
        "number_shortened" => "shortened by a spreadsheet",
        "several_values" => "more than one value",
        _ => "another reason",
    }
}

/// The label of a standard field by its name; a custom field is stored by its label.
pub fn stored_label(field: &str) -> String {
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
        EmailError::ManyAts | EmailError::Several => "Keep only one address in the cell, with one @ sign.",
        EmailError::Character(_) => "Remove the character, or type the address anew.",
        EmailError::Space => "Remove the space, and keep only one address in the cell.",
        EmailError::TooLong => "Enter the contact's real address; no mail server accepts a longer one.",
    }
}

impl CellError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "value_too_long",
            Self::Nul => "nul_character",
            Self::Date => "date_invalid",
            Self::AmbiguousDate => "date_ambiguous",
            Self::Gender => "gender_unknown",
            Self::Number => "number_invalid",
            Self::Fraction => "number_not_whole",
            Self::AmbiguousNumber => "number_ambiguous",
            Self::YesNo => "yes_no_invalid",
            Self::Choice => "choice_unknown",
            Self::Email => "value_not_email",
            Self::NoRoom => "no_free_field",
            Self::FullName => "full_name_unclear",
            Self::NotAPhone => "not_a_phone",
            Self::Birthday => "birthday_out_of_range",
            Self::Phone => "phone_invalid",
            Self::Shortened => "number_shortened",
            Self::Several => "several_values",
        }
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
            format!("The comma or point in the number for \"{label}\" can be read in two ways.")
        }
        CellError::YesNo => format!("The value for \"{label}\" is neither yes nor no."),
        CellError::Email => format!("The value for \"{label}\" is not an e-mail address."),
        CellError::NoRoom => {
            format!("The cell for \"{label}\" holds several values; no free field was left for all of them.")
        }
        CellError::FullName => {
            "It cannot be told for sure which part of the full name is the first name and which the last."
                .into()
        }
        CellError::NotAPhone => {
            format!("The value for \"{label}\" is no telephone: its label says that it is a fax or a pager.")
        }
        CellError::Birthday => format!("The date for \"{label}\" is before 1900 or in the future."),
        CellError::Phone => format!("The value for \"{label}\" has no digit, so it is no telephone number."),
        CellError::Shortened => format!(
            "The value for \"{label}\" is what a spreadsheet made of a long number; its last digits are lost."
        ),
        CellError::Several => format!("There is more than one value for \"{label}\"."),
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
        CellError::NoRoom => {
            "Put each value into a column of its own, and map it to a field of its own.".into()
        }
        CellError::FullName => "Write it as Last name, First name.".into(),
        CellError::NotAPhone => "Create a field for it, and put the value into a column of its own.".into(),
        CellError::Birthday => {
            "Write the year with four digits, such as 1980-12-31, or leave it out: --12-31.".into()
        }
        CellError::Phone => "Write the number with its digits, such as +49 30 123456.".into(),
        CellError::Shortened => {
            "Format the column as text in the spreadsheet, enter the values again, and export the file anew."
                .into()
        }
        CellError::Several => format!("Keep one value for \"{label}\" in the cell."),
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
            value(CellError::Nul),
            value(CellError::Date),
            value(CellError::AmbiguousDate),
            value(CellError::Gender),
            value(CellError::Number),
            value(CellError::Fraction),
            value(CellError::AmbiguousNumber),
            value(CellError::YesNo),
            value(CellError::Choice),
            value(CellError::Email),
            value(CellError::NoRoom),
            value(CellError::NotAPhone),
            value(CellError::FullName),
            value(CellError::Birthday),
            value(CellError::Phone),
            value(CellError::Shortened),
            value(CellError::Several),
            RowProblem::Email { error: EmailError::Several },
            RowProblem::Email { error: EmailError::Character('\u{201C}') },
        ] {
            let stored = serde_json::to_string(&problem).unwrap();
            assert_eq!(serde_json::from_str::<RowProblem>(&stored).unwrap(), problem, "{stored}");
            assert!(problem.reason().ends_with('.') && problem.remedy().ends_with('.'));
            assert_ne!(reason_summary(problem.code()), "another reason", "{problem:?}");
        }
        assert_eq!(
            value(CellError::TooLong { found: 120, limit: 100 }).reason(),
            "The value for \"City\" has 120 characters; at most 100 fit."
        );
    }
}
