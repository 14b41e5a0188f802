//! The kind of field that a column's values ask for, when a field is made for it.

use super::fit;
use crate::text::{fold_name, trim};
use crate::value::{self, CellError, Reading};
use crate::{Email, FieldKind};

/// Digits that a number may have; longer ones are names of things.
const DIGITS: usize = 15;
/// Longer texts are notes.
const LONG: usize = 250;

/// The word for the kind of field that holds these values of a column, `text` whenever that is not sure: what looks
/// like a number may be the name of something, and a choice of the first rows need not be all that there are.
pub fn guess_kind<'a>(name: &str, values: impl Iterator<Item = &'a str> + Clone) -> &'static str {
    let values = values.map(trim).filter(|value| !value.is_empty());
    let all = |is_it: fn(&str) -> bool| values.clone().all(is_it);
    let kind = match () {
        () if values.clone().next().is_none() => FieldKind::Text(0),
        () if all(|value| Email::parse(value).is_ok()) => FieldKind::OtherEmail,
        () if all(fit::is_web_address) => FieldKind::Url(0),
        () if is_yes_no(values.clone()) => FieldKind::YesNo,
        () if all(is_moment) => FieldKind::DateTime,
        () if all(fit::is_day) => FieldKind::Date,
        () if are_phones(name, values.clone()) => FieldKind::Phone(0),
        () if is_of_things(name, values.clone()) => FieldKind::Text(0),
        () if all(|value| is_number(value) && value::number(value, Reading::default()).is_ok()) => {
            FieldKind::Number
        }
        () if all(is_decimal) => FieldKind::Decimal,
        () if values.clone().any(is_long) => FieldKind::LongText(0),
        () => FieldKind::Text(0),
    };
    kind.word()
}

/// Words for yes and no; single letters only when both are there, because an "F" alone is a woman.
fn is_yes_no<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let (mut said, mut is_sure) = ([false; 2], false);
    for value in values {
        if !value.contains(char::is_alphabetic) {
            return false;
        }
        match value::yes_no(value) {
            Ok(word) => said[usize::from(word == "true")] = true,
            Err(_) => return false,
        }
        is_sure |= value.chars().count() > 1;
    }
    is_sure || said == [true, true]
}

fn is_moment(value: &str) -> bool {
    value.contains(':')
        && value.contains(|c: char| c.is_ascii_digit())
        && matches!(value::date_time(value, Reading::default()), Ok(Some(_)))
}

/// Telephone numbers: all can be one, and the country in front of one of them, or the column's name, says so.
fn are_phones<'a>(name: &str, mut values: impl Iterator<Item = &'a str> + Clone) -> bool {
    const NAMES: [&str; 10] =
        ["phone", "telephone", "telefon", "tel", "mobile", "mobil", "handy", "fax", "whatsapp", "telefono"];
    let is_named = fold_name(name).split(' ').any(|word| NAMES.contains(&word));
    let is_one = |value: &str| {
        let digits = value.chars().filter(char::is_ascii_digit).count();
        (6..=15).contains(&digits)
            && value.chars().all(|c| c.is_ascii_digit() || "+-/(). '\u{a0}".contains(c))
    };
    let has_country = |value: &str| value.trim_start_matches('\'').starts_with('+');
    values.clone().all(is_one) && (is_named || values.any(has_country))
}

/// Numbers that name things: customers, articles, postal codes. Nobody adds them up.
fn is_of_things<'a>(name: &str, values: impl Iterator<Item = &'a str> + Clone) -> bool {
    const NAMES: [&str; 14] = [
        "id",
        "ids",
        "no",
        "nr",
        "nummer",
        "number",
        "code",
        "key",
        "zip",
        "plz",
        "postleitzahl",
        "iban",
        "ean",
        "sku",
    ];
    let folded = fold_name(name);
    let is_named = folded.split(' ').any(|word| NAMES.contains(&word)) || folded.ends_with("nummer");
    let has_leading_zero = |value: &str| {
        value
            .trim_start_matches('-')
            .strip_prefix('0')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let is_code = |value: &str| value.starts_with('+');
    let is_too_long = |value: &str| value.chars().filter(char::is_ascii_digit).count() > DIGITS;
    is_named
        || values.clone().any(has_leading_zero)
        || values.clone().any(is_too_long)
        || values.clone().any(is_code)
        || are_each_other(values)
}

/// Three or more whole numbers, each another and all as long: 10023, 10024, 10031. Years are none.
fn are_each_other<'a>(values: impl Iterator<Item = &'a str>) -> bool {
    let mut values: Vec<&str> = values.collect();
    let count = values.len();
    values.sort_unstable();
    values.dedup();
    let is_year = |value: &&str| value.parse().is_ok_and(|year: u16| (1900..2100).contains(&year));
    let is_alike = |value: &&str| is_whole(value) && value.len() == values[0].len();
    count >= 3
        && values.len() == count
        && values[0].len() >= 4
        && values.iter().all(is_alike)
        && !values.iter().all(is_year)
}

fn is_whole(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(value: &str) -> bool {
    is_whole(value.strip_prefix('-').unwrap_or(value))
}

/// `2.155` may be two numbers by itself; its column says which.
fn is_decimal(value: &str) -> bool {
    value.contains(|c: char| c.is_ascii_digit())
        && matches!(value::decimal(value, Reading::default()), Ok(_) | Err(CellError::AmbiguousNumber))
}

fn is_long(value: &str) -> bool {
    value.contains('\n') || value.chars().count() > LONG
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guess(name: &str, values: &[&str]) -> &'static str {
        guess_kind(name, values.iter().copied())
    }

    #[test]
    fn kinds_are_guessed_from_values() {
        for (values, kind) in [
            (&["", " "][..], "text"),
            (&["gold", "silver"], "text"),
            (&["a@x.de", "", "b@x.de"], "email"),
            (&["https://x.de", "www.example.com"], "url"),
            (&["ja", "Nein", ""], "yes_no"),
            (&["TRUE", "FALSE"], "yes_no"),
            (&["Y", "N"], "yes_no"),
            (&["no", "no"], "yes_no"),
            (&["F", "F"], "text"),
            (&["2024-03-12", "12.3.2024", "03/04/2024"], "date"),
            (&["12 Mar 2024"], "date"),
            (&["2024-03-12 09:14", "2024-03-12T09:14:00Z"], "date_time"),
            (&["+49 151 234567", "0151 234567"], "phone"),
            (&["1", "0", "17"], "number"),
            (&["-5", "120", "7"], "number"),
            (&["1998", "2003", "2011"], "number"),
            (&["19,47", "1.234,50", "2.155"], "decimal"),
            (&["12.50 €", "3"], "decimal"),
            (&["Line 1\nline 2", "x"], "long_text"),
            (&["1.2.3", "1.2.4"], "text"),
            (&["10:30"], "text"),
        ] {
            assert_eq!(guess("Column", values), kind, "{values:?}");
        }
        assert_eq!(guess("Notes", &[&"x".repeat(251)]), "long_text");
        assert_eq!(guess("Fax", &["030 123456", "030 123457"]), "phone");
    }

    #[test]
    fn numbers_that_name_things_are_text() {
        for (name, values) in [
            ("Kundennummer", &["4711"][..]),
            ("Kunden-Nr.", &["10023", "7"]),
            ("Customer ID", &["1", "2"]),
            ("Column", &["007", "12"]),
            ("Column", &["01067", "80331"]),
            ("Column", &["1234567890123456"]),
            ("Column", &["10023", "10024", "10031"]),
            ("Column", &["4.91512E+11"]),
            ("Vorwahl", &["+49", "+43"]),
            ("Column", &["12", "a"]),
        ] {
            assert_eq!(guess(name, values), "text", "{name} {values:?}");
        }
    }
}
