//! The value that a cell stands for, kind by kind: what people and exports write, into the one spelling that is stored.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::Email;
use crate::text::{fold_name, nfc, trim};

/// The longest name of a country, in characters, inclusive.
pub(crate) const COUNTRY_CHARS: usize = 100;
/// Digits that every double holds exactly.
const DIGITS: usize = 15;

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
    /// A number whose comma could be a decimal one or not.
    #[error("a number whose comma can be read in two ways")]
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
    /// Beside another value in a cell, and no field of the kind was free.
    #[error("one value too many")]
    NoRoom,
    /// A number that its label calls a fax or a pager.
    #[error("no telephone")]
    NotAPhone,
}

/// Values of the field `gender` with the words that mean them, folded.
const GENDERS: [(&str, &[&str]); 3] = [
    (
        "female",
        &[
            "female", "f", "w", "woman", "mrs", "ms", "weiblich", "frau", "femme", "feminin", "mujer",
            "femenino", "femmina", "k", "kobieta",
        ],
    ),
    (
        "male",
        &[
            "male",
            "m",
            "man",
            "mr",
            "mannlich",
            "herr",
            "homme",
            "masculin",
            "hombre",
            "masculino",
            "maschio",
        ],
    ),
    ("other", &["other", "x", "d", "divers", "diverse", "non binary", "nonbinary", "autre", "otro", "altro"]),
];
/// Words by which other systems say that nothing is known.
const NO_GENDER: [&str; 5] = ["unspecified", "unknown", "n a", "none", "not specified"];

/// The values of the field `gender`.
pub(crate) fn genders() -> impl Iterator<Item = &'static str> {
    GENDERS.iter().map(|(value, _)| *value)
}

pub(crate) fn within(text: Cow<'_, str>, limit: usize) -> Result<Cow<'_, str>, CellError> {
    // A text has at most as many characters as bytes, so most need no counting.
    let found = if text.len() > limit { text.chars().count() } else { 0 };
    if found > limit { Err(CellError::TooLong { found, limit }) } else { Ok(text) }
}

/// Without the marks of Shopify (`'`) and Facebook Lead Ads (`p:`).
pub(crate) fn phone(text: &str) -> &str {
    let text = text.strip_prefix('\'').unwrap_or(text);
    trim(text.strip_prefix("p:").unwrap_or(text))
}

pub(crate) fn gender(text: &str) -> Result<Option<&'static str>, CellError> {
    let word = fold_name(text);
    if NO_GENDER.contains(&word.as_str()) {
        return Ok(None);
    }
    let known = GENDERS.iter().find(|(_, words)| words.contains(&word.as_str()));
    known.map(|(value, _)| Some(*value)).ok_or(CellError::Gender)
}

/// A day as `YYYY-MM-DD`. Read: `2024-03-12` (a time behind it is ignored), `2024/3/12`, `12.3.2024`, `12 Mar 2024`,
/// `7-Feb-22`, `25/12/2024`, `12/25/2024`; `0/0/00` is blank (Outlook); `03/04/2024` can be two days and is refused.
pub(crate) fn date(text: &str) -> Result<Option<String>, CellError> {
    if text.bytes().all(|byte| matches!(byte, b'0' | b'/' | b'-' | b'.' | b' ')) {
        return Ok(None);
    }
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let spelled = if month_name(text) { text } else { day };
    let parts: Vec<&str> = spelled.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let &[a, b, c] = parts.as_slice() else { return Err(CellError::Date) };
    let (year, month, day) = order(a, b, c, spelled.contains('.'))?;
    let found = jiff::civil::Date::new(year, month, day).map_err(|_| CellError::Date)?;
    Ok(Some(found.to_string()))
}

fn month_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
        && text.split(|c: char| !c.is_alphabetic()).any(|word| month(word).is_some())
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3)?.to_ascii_lowercase();
    MONTHS.iter().position(|&name| name == start).map(|index| index as i8 + 1)
}

/// Year, month and day of the three parts of a date.
fn order(a: &str, b: &str, c: &str, dotted: bool) -> Result<(i16, i8, i8), CellError> {
    let small = |part: &str| part.parse::<i8>().map_err(|_| CellError::Date);
    if let Some(month) = month(b).filter(|_| !b.starts_with(|c: char| c.is_ascii_digit())) {
        return Ok((year(c)?, month, small(a)?)); // 12 Mar 2024
    }
    if let Some(month) = month(a) {
        return Ok((year(c)?, month, small(b)?)); // March 12, 2024
    }
    if a.len() == 4 {
        return Ok((year(a)?, small(b)?, small(c)?));
    }
    let (first, second) = (small(a)?, small(b)?);
    match () {
        () if dotted || first > 12 || first == second => Ok((year(c)?, second, first)),
        () if second > 12 => Ok((year(c)?, first, second)),
        () => Err(CellError::AmbiguousDate),
    }
}

/// A year of four digits; of two, as POSIX reads them (69–99 are 19xx).
fn year(part: &str) -> Result<i16, CellError> {
    let number: i16 = part.parse().map_err(|_| CellError::Date)?;
    match part.len() {
        4 => Ok(number),
        2 => Ok(if number >= 69 { 1900 + number } else { 2000 + number }),
        _ => Err(CellError::Date),
    }
}

pub(crate) fn other_email(text: &str) -> Result<String, CellError> {
    Email::parse(text).map(|email| email.display().into_owned()).map_err(|_| CellError::Email)
}

/// A moment as `YYYY-MM-DDTHH:MM:SSZ`. Read: RFC 3339, `2024-03-12 09:14` (UTC), and whatever [`date`] reads, as its
/// midnight.
pub(crate) fn date_time(text: &str) -> Result<Option<String>, CellError> {
    let spelled = |at: jiff::Timestamp| Some(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Ok(spelled(at));
    }
    if let Ok(civil) = text.parse::<jiff::civil::DateTime>()
        && let Ok(at) = jiff::tz::TimeZone::UTC.to_timestamp(civil)
    {
        return Ok(spelled(at));
    }
    Ok(date(text)?.map(|day| format!("{day}T00:00:00Z")))
}

/// A whole number; what [`decimal`] reads, without a fraction.
pub(crate) fn number(text: &str) -> Result<String, CellError> {
    let number = decimal(text)?;
    if number.contains('.') { Err(CellError::Fraction) } else { Ok(number) }
}

/// A number with a point and without needless zeros. Read: `1234.5`, `-3`, `1,234.50`, `1.234,50`, `1234,5`, `$ 50`,
/// `50 €`; `1,234` can be two numbers and is refused.
pub(crate) fn decimal(text: &str) -> Result<String, CellError> {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '$' | '€' | '£' | '\'')).collect();
    let (negative, digits) = match bare.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, bare.strip_prefix('+').unwrap_or(&bare)),
    };
    let (whole, fraction) = split_number(digits)?;
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) || whole.len() + fraction.len() > DIGITS {
        return Err(CellError::Number);
    }
    let sign = if negative && !(whole.is_empty() && fraction.is_empty()) { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{fraction}"))
}

/// The digits before and behind the decimal mark, without the marks between thousands.
fn split_number(digits: &str) -> Result<(String, String), CellError> {
    let (comma, point) = (digits.rfind(','), digits.rfind('.'));
    let mark = match (comma, point) {
        (None, None) => None,
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (None, Some(point)) if digits.matches('.').count() > 1 => return split_thousands(digits, '.', point),
        (Some(comma), None) if digits.matches(',').count() > 1 => return split_thousands(digits, ',', comma),
        (Some(comma), None) if digits.len() - comma == 4 => return Err(CellError::AmbiguousNumber),
        (None, Some(at)) | (Some(at), None) => Some(at),
    };
    let (whole, fraction) = mark.map_or((digits, ""), |at| (&digits[..at], &digits[at + 1..]));
    if whole.is_empty() && fraction.is_empty() {
        return Err(CellError::Number);
    }
    Ok((whole.replace([',', '.'], ""), fraction.to_owned()))
}

/// `1,234,567`: several equal marks are between thousands, the last three digits from the end.
fn split_thousands(digits: &str, mark: char, last: usize) -> Result<(String, String), CellError> {
    if digits.len() - last == 4 {
        Ok((digits.replace(mark, ""), String::new()))
    } else {
        Err(CellError::Number)
    }
}

const YES: [&str; 12] = ["yes", "y", "true", "t", "1", "ja", "j", "oui", "si", "sim", "tak", "on"];
const NO: [&str; 11] = ["no", "n", "false", "f", "0", "nein", "non", "nao", "nie", "nee", "off"];

pub(crate) fn yes_no(text: &str) -> Result<&'static str, CellError> {
    let word = fold_name(text);
    match () {
        () if YES.contains(&word.as_str()) => Ok("true"),
        () if NO.contains(&word.as_str()) => Ok("false"),
        () => Err(CellError::YesNo),
    }
}

/// The choice that is meant, whatever its case.
pub(crate) fn choice(text: &str, choices: &[&str]) -> Result<String, CellError> {
    let wanted = nfc(text).to_lowercase();
    let found = choices.iter().find(|choice| choice.to_lowercase() == wanted);
    found.map(|choice| (*choice).to_owned()).ok_or(CellError::Choice)
}

/// The choices that are meant, in their own order. Between them may stand `;`, `|`, ` ::: ` or a line end.
pub(crate) fn choices(text: &str, choices: &[&str]) -> Result<String, CellError> {
    let parts = text.split([';', '|', '\n']).flat_map(|part| part.split(" ::: "));
    let mut chosen = Vec::new();
    for part in parts.map(trim).filter(|part| !part.is_empty()) {
        chosen.push(choice(part, choices)?);
    }
    let in_order: Vec<&str> =
        choices.iter().copied().filter(|&one| chosen.iter().any(|other| other == one)).collect();
    if in_order.is_empty() { Err(CellError::Choice) } else { Ok(in_order.join(";")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, value) in [
            ("1234.5", "1234.5"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1234,5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1 234", "1234"),
            ("$ 50", "50"),
            ("-007.10", "-7.1"),
            ("-0", "0"),
            (".5", "0.5"),
        ] {
            assert_eq!(decimal(cell).as_deref(), Ok(value), "{cell}");
        }
        assert_eq!(decimal("1,234"), Err(CellError::AmbiguousNumber));
        for cell in ["", "x", "1e5", "--1", "1234567890123456", ",", "1,2,3", "1.2.3"] {
            assert_eq!(decimal(cell), Err(CellError::Number), "{cell}");
        }
        assert_eq!(number("12.0").as_deref(), Ok("12"));
        assert_eq!(number("12.5"), Err(CellError::Fraction));
    }

    #[test]
    fn moments_are_stored_in_utc() {
        for cell in ["2024-03-12T10:14:00+01:00", "2024-03-12 09:14", "2024-03-12T09:14:00.7Z"] {
            assert_eq!(date_time(cell).unwrap().as_deref(), Some("2024-03-12T09:14:00Z"), "{cell}");
        }
        assert_eq!(date_time("12.3.2024").unwrap().as_deref(), Some("2024-03-12T00:00:00Z"));
        assert_eq!(date_time("soon"), Err(CellError::Date));
    }

    #[test]
    fn choices_are_found_whatever_their_case_and_kept_in_order() {
        let all = ["VIP", "Blog", "Grün"];
        assert_eq!(choice("GRÜN", &all).as_deref(), Ok("Grün"));
        assert_eq!(choice("red", &all), Err(CellError::Choice));
        for cell in ["blog;vip", "Blog | VIP", "blog ::: vip", "BLOG\nVIP\n"] {
            assert_eq!(choices(cell, &all).as_deref(), Ok("VIP;Blog"), "{cell}");
        }
        assert_eq!(choices("vip;red", &all), Err(CellError::Choice));
    }

    #[test]
    fn yes_and_no_are_known_in_several_languages() {
        assert_eq!((yes_no("JA"), yes_no("Sí"), yes_no("F")), (Ok("true"), Ok("true"), Ok("false")));
        assert_eq!(yes_no("maybe"), Err(CellError::YesNo));
    }
}
