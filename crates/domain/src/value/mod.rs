//! The value that a cell stands for, kind by kind: what people and exports write, into the one spelling that is stored.
//!
//! A cell is understood from its first character to its last, or not at all.

mod calendar;
mod cell;
mod choice;
mod clock;
mod date;
mod number;
mod phone;
mod scan;
mod style;
mod word;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub(crate) use cell::bare;
pub(crate) use choice::{choice, choices};
use date::moment;
pub(crate) use date::{birthday, date, date_time};
pub(crate) use number::{decimal, number};
pub(crate) use phone::phone;
pub use style::{DateOrder, DecimalSign, Reading, Style, StyleEvidence};
use word::nothing;
pub(crate) use word::{gender, genders, yes_no};

use crate::{Email, EmailError};

/// The longest name of a country, in characters, inclusive.
pub(crate) const COUNTRY_CHARS: usize = 100;

/// What is wrong with the value of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellError {
    /// More characters than the field holds.
    #[error("{found} characters, but at most {limit} fit")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed, inclusive.
        limit: usize,
    },
    /// A NUL character, which no database text can hold.
    #[error("an invisible NUL character")]
    Nul,
    /// Not a date.
    #[error("not a date")]
    Date,
    /// A date whose day and month could be either.
    #[error("a date that can be read in two ways")]
    AmbiguousDate,
    /// Not a word for a gender.
    #[error("not a gender that is known here")]
    Gender,
    /// Not a number, or more than 15 digits.
    #[error("not a number of at most 15 digits")]
    Number,
    /// A number with a fraction where a whole one is expected.
    #[error("not a whole number")]
    Fraction,
    /// A number whose comma or point could be before a fraction or between thousands.
    #[error("a number that can be read in two ways")]
    AmbiguousNumber,
    /// Neither yes nor no.
    #[error("neither yes nor no")]
    YesNo,
    /// Not one of the field's choices.
    #[error("not one of the choices")]
    Choice,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Email,
    /// A birthday before 1900 or in the future.
    #[error("a birthday before 1900 or in the future")]
    Birthday,
    /// No digit in a telephone number.
    #[error("not a telephone number")]
    Phone,
    /// Digits that a spreadsheet took for a number and shortened: `4.91512E+11`.
    #[error("what a spreadsheet made of a long number")]
    Shortened,
    /// More than one value where one fits.
    #[error("more than one value")]
    Several,
    /// Beside another value in a cell, and no field of the kind was free.
    #[error("one value too many")]
    NoRoom,
    /// A full name whose parts cannot be told for sure.
    #[error("a full name that cannot be split")]
    FullName,
    /// A number that its label calls a fax or a pager.
    #[error("no telephone")]
    NotAPhone,
}

pub(crate) fn within(text: Cow<'_, str>, limit: usize) -> Result<Cow<'_, str>, CellError> {
    // A text has at most as many characters as bytes, so most need no counting.
    let found = if text.len() > limit { text.chars().count() } else { 0 };
    if found > limit { Err(CellError::TooLong { found, limit }) } else { Ok(text) }
}

/// The moment that a cell of a column stands for, in milliseconds since 1970; `None` for a blank one.
pub fn read_moment(cell: &str, reading: Reading) -> Result<Option<i64>, CellError> {
    let text = bare(cell);
    if text.is_empty() { Ok(None) } else { Ok(moment(&text, reading)?.map(jiff::Timestamp::as_millisecond)) }
}

/// A postal code, or whatever people write for one.
pub(crate) fn zip(text: &str) -> Result<&str, CellError> {
    if cell::is_shortened(text) { Err(CellError::Shortened) } else { Ok(text) }
}

pub(crate) fn other_email(text: &str) -> Result<String, CellError> {
    match Email::parse(text) {
        Ok(email) => Ok(email.display().into_owned()),
        Err(EmailError::Several) => Err(CellError::Several),
        Err(_) => Err(CellError::Email),
    }
}

#[cfg(test)]
mod tests;
