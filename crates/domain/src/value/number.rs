//! Numbers, as people and programs write them. A text is understood whole or not at all: what is neither a digit, nor a mark
//! in its place, nor a currency, makes it no number.

use super::style::{DecimalSign, Reading};
use super::{CellError, cell};

/// Digits that every double holds exactly.
const DIGITS: usize = 15;
/// Currencies as they stand before or behind an amount, in lower case.
const CURRENCIES: [&str; 70] = [
    "$", "€", "£", "¥", "₹", "₽", "₺", "₩", "₴", "₪", "us$", "a$", "au$", "c$", "ca$", "nz$", "hk$", "s$",
    "r$", "zł", "zl", "kč", "kc", "kr", "kr.", "fr", "fr.", "sfr", "sfr.", "ft", "lei", "eur", "usd", "gbp",
    "chf", "sek", "nok", "dkk", "isk", "pln", "czk", "huf", "ron", "bgn", "rsd", "try", "rub", "uah", "jpy",
    "cny", "inr", "aud", "cad", "nzd", "hkd", "sgd", "brl", "mxn", "ars", "clp", "zar", "krw", "ils", "aed",
    "sar", "thb", "idr", "myr", "php", "twd",
];
/// What is written instead of no cents: `50,-`, `50.–`.
const NO_CENTS: [&str; 8] = [",-", ".-", ",--", ".--", ",–", ".–", ",—", ".—"];

/// A whole number; what [`decimal`] reads, without a fraction.
pub(crate) fn number(text: &str, reading: Reading) -> Result<String, CellError> {
    let number = decimal(text, reading)?;
    if number.contains('.') { Err(CellError::Fraction) } else { Ok(number) }
}

/// A number with a point and without needless zeros. Read: `1234.5`, `-3`, `1,234.50`, `1.234,50`, `1234,5`, `1'234.50`,
/// `12,34,567`, `$ 50`, `50 EUR`. `1,234` and `1.234` may be two numbers each; see [`Reading::decimal`].
pub(crate) fn decimal(text: &str, reading: Reading) -> Result<String, CellError> {
    let error = || if cell::is_shortened(text) { CellError::Shortened } else { CellError::Number };
    let (negative, digits) = amount(text).ok_or_else(error)?;
    let (whole, fraction) = match shape(digits).ok_or_else(error)? {
        Shape::Whole { digits, .. } => (digits, ""),
        Shape::Fraction { whole, fraction, .. } => (whole, fraction),
        Shape::Either { mark, whole, fraction } => match reading.decimal(mark) {
            None => return Err(CellError::AmbiguousNumber),
            Some(sign) if sign == mark => (whole.to_owned(), fraction),
            Some(_) => (format!("{whole}{fraction}"), ""),
        },
    };
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > DIGITS {
        return Err(CellError::Number);
    }
    let sign = if negative && !(whole.is_empty() && fraction.is_empty()) { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Ok(format!("{sign}{whole}{point}{fraction}"))
}

/// The sign before a fraction that a number shows, if it can be read in one way only.
pub(super) fn sign_shown(text: &str) -> Option<DecimalSign> {
    match shape(amount(text)?.1)? {
        Shape::Whole { between, .. } => between.map(|between| match between {
            DecimalSign::Point => DecimalSign::Comma,
            DecimalSign::Comma => DecimalSign::Point,
        }),
        Shape::Fraction { mark, .. } => Some(mark),
        Shape::Either { .. } => None,
    }
}

/// Whether an amount is negative, and its digits with the marks between them.
fn amount(text: &str) -> Option<(bool, &str)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let first = text.find(is_digit)?;
    let behind = text.rfind(is_digit)? + 1;
    let (head, mut core, tail) = (&text[..first], &text[first..behind], &text[behind..]);
    let mut head = before(head);
    if head.is_none() && text[..first].ends_with(['.', ',']) {
        head = before(&text[..first - 1]);
        core = &text[first - 1..behind];
    }
    let (negative, currency_before) = head?;
    let currency_behind = is_behind(tail)?;
    (!(currency_before && currency_behind)).then_some((negative, core))
}

/// Whether there is a minus and a currency in what stands before the digits; `None` when there is something else.
fn before(head: &str) -> Option<(bool, bool)> {
    let head = head.trim();
    let (negative, rest) =
        match (head.chars().next().and_then(sign_of), head.chars().next_back().and_then(sign_of)) {
            (Some((negative, length)), _) => (negative, head[length..].trim()), // -€ 5
            (None, Some((negative, length))) => (negative, head[..head.len() - length].trim()), // € -5
            (None, None) => (false, head),
        };
    if rest.is_empty() { Some((negative, false)) } else { is_currency(rest).then_some((negative, true)) }
}

/// Whether a sign is a minus, and its length.
fn sign_of(sign: char) -> Option<(bool, usize)> {
    matches!(sign, '-' | '−' | '+').then(|| (sign != '+', sign.len_utf8()))
}

/// Whether there is a currency behind the digits; `None` when there is something else.
fn is_behind(tail: &str) -> Option<bool> {
    let rest = NO_CENTS.iter().rev().find_map(|mark| tail.strip_prefix(mark)).unwrap_or(tail);
    // A point or comma with nothing behind it.
    let rest = if rest.len() == tail.len() { rest.strip_prefix(['.', ',']).unwrap_or(rest) } else { rest };
    match rest.trim() {
        "" => Some(false),
        rest => is_currency(rest).then_some(true),
    }
}

fn is_currency(text: &str) -> bool {
    CURRENCIES.contains(&text.to_lowercase().as_str())
}

/// What digits and marks can mean.
enum Shape<'a> {
    /// No fraction; perhaps with this mark between thousands.
    Whole { digits: String, between: Option<DecimalSign> },
    /// A fraction behind this mark.
    Fraction { mark: DecimalSign, whole: String, fraction: &'a str },
    /// One mark before three digits: a fraction, or thousands.
    Either { mark: DecimalSign, whole: &'a str, fraction: &'a str },
}

fn shape(core: &str) -> Option<Shape<'_>> {
    let count = |mark: char| core.matches(mark).count();
    let (points, commas) = (count('.'), count(','));
    let last = core.rfind(['.', ',']);
    let Some(at) = last else {
        return Some(Shape::Whole { digits: without_thousands(core)?, between: None });
    };
    let is_point = core[at..].starts_with('.');
    let (mark, own, others) =
        if is_point { (DecimalSign::Point, points, commas) } else { (DecimalSign::Comma, commas, points) };
    if own > 1 {
        let digits = if others == 0 { without_thousands(core)? } else { return None };
        return Some(Shape::Whole { digits, between: Some(mark) });
    }
    let (whole, fraction) = (&core[..at], &core[at + 1..]);
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_plain = whole.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && fraction.len() == 3 {
        return Some(Shape::Either { mark, whole, fraction });
    }
    Some(Shape::Fraction { mark, whole: without_thousands(whole)?, fraction })
}

/// The digits without what stands between thousands: one kind of mark, three digits behind each, or in Indian figures two
/// behind all but the last.
fn without_thousands(whole: &str) -> Option<String> {
    let Some(between) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    if !(between.is_whitespace() || matches!(between, '.' | ',' | '\'' | '’')) {
        return None;
    }
    let groups: Vec<&str> = whole.split(between).collect();
    let is_digits = groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()));
    let (first, last) = (groups.first()?.len(), groups.last()?.len());
    let inner = |length: usize| groups[1..groups.len() - 1].iter().all(|group| group.len() == length);
    let threes = (1..=3).contains(&first) && inner(3);
    let indian = between == ',' && (1..=2).contains(&first) && inner(2);
    (is_digits && last == 3 && (threes || indian)).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(cell: &str) -> Result<String, CellError> {
        decimal(cell, Reading::default())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (cell, value) in [
            ("1234.5", "1234.5"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
            ("1234,5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1 234", "1234"),
            ("1\u{A0}234,5", "1234.5"),
            ("1\u{202F}234\u{202F}567", "1234567"),
            ("1'234.50", "1234.5"),
            ("1’234’567", "1234567"),
            ("12,34,567", "1234567"),
            ("1,00,000.5", "100000.5"),
            ("-007.10", "-7.1"),
            ("−3", "-3"),
            ("+3", "3"),
            ("-0", "0"),
            (".5", "0.5"),
            ("-,5", "-0.5"),
            ("5.", "5"),
            ("2.155", "2.155"),
            ("0,155", "0.155"),
            ("1234,567", "1234.567"),
        ] {
            assert_eq!(alone(cell).as_deref(), Ok(value), "{cell}");
        }
        assert_eq!(alone("1,234"), Err(CellError::AmbiguousNumber));
        assert_eq!(alone("1.23E+12"), Err(CellError::Shortened));
        assert_eq!(alone("-1,234 €"), Err(CellError::AmbiguousNumber));
        assert_eq!(number("12.0", Reading::default()).as_deref(), Ok("12"));
        assert_eq!(number("12.5", Reading::default()), Err(CellError::Fraction));
    }

    #[test]
    fn currencies_stand_before_or_behind_an_amount() {
        for cell in [
            "$ 50",
            "$50",
            "50 €",
            "50€",
            "USD 50",
            "50 EUR",
            "eur50",
            "kr. 50",
            "50 Kč",
            "50 zł",
            "CHF 50.-",
            "50,-",
            "50,- €",
            "Fr. 50.00",
        ] {
            assert_eq!(alone(cell).as_deref(), Ok("50"), "{cell}");
        }
        for cell in ["-$50", "$-50", "- 50 €", "EUR -50", "−50 EUR"] {
            assert_eq!(alone(cell).as_deref(), Ok("-50"), "{cell}");
        }
        assert_eq!(alone("$.50").as_deref(), Ok("0.5"));
    }

    #[test]
    fn nothing_before_within_or_behind_a_number_is_dropped() {
        for cell in [
            "",
            "x",
            "1e5",
            "--1",
            "1234567890123456",
            ",",
            ".",
            "1,2,3",
            "1.2.3",
            "5$0",
            "1'2",
            "1 2",
            "12 34",
            "1 234 56",
            "1,2.3",
            "12,34.5",
            "1.234.56",
            "50 kg",
            "50 %",
            "12,5%",
            "50 EUR 3",
            "50 EURO5",
            "3 of 5",
            "50-60",
            "€50€",
            "50 (approx.)",
            "about 50",
            "1/2",
            "5'",
            "1.234,567.8",
            "1 234 567,8 9",
            "0x10",
            "-+5",
            "5-",
        ] {
            assert_eq!(alone(cell), Err(CellError::Number), "{cell}");
        }
    }
}
