//! Telephone numbers, which are kept as people write them.

use std::borrow::Cow;

use super::{CellError, cell, nothing};
use crate::text::{plain, trim};

/// A telephone number without the marks of its exporter: `p:` (Facebook Lead Ads), `tel:`. `None` for a word that says that
/// there is none.
pub(crate) fn phone(text: &str) -> Result<Option<Cow<'_, str>>, CellError> {
    let text = match plain(text) {
        Cow::Borrowed(text) => Cow::Borrowed(number(text)),
        Cow::Owned(text) => Cow::Owned(number(&text).to_owned()),
    };
    if nothing(&text) {
        return Ok(None);
    }
    if cell::is_shortened(&text) {
        return Err(CellError::Shortened);
    }
    if !text.chars().any(char::is_numeric) {
        return Err(CellError::Phone);
    }
    let is_number = |part: &&str| part.chars().filter(|c| c.is_numeric()).count() >= 4;
    let between = |c: char| matches!(c, '\n' | ';' | '|');
    if text.split(between).flat_map(|part| part.split(":::")).filter(is_number).nth(1).is_some() {
        return Err(CellError::Several);
    }
    Ok(Some(text))
}

fn number(text: &str) -> &str {
    let scheme = ["p:", "tel:", "TEL:", "Tel:"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    let text = trim(scheme.unwrap_or(text));
    match text.strip_prefix('\'') {
        Some(guarded) if guarded.starts_with(|c: char| c.is_ascii_digit() || "+(".contains(c)) => guarded,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_kept_as_written_and_nothing_else_is_one() {
        let read = |text: &str| phone(text).map(|value| value.map(Cow::into_owned));
        for (text, value) in [
            ("p:+46701234567", "+46701234567"),
            ("tel:+49-30-1234", "+49-30-1234"),
            ("+49 (30) 12 34-5", "+49 (30) 12 34-5"),
            ("\u{202A}+49\u{200B}30\u{AD}1234\u{202C}", "+49301234"),
            ("1-800-FLOWERS 2", "1-800-FLOWERS 2"),
            ("030 1234 ext. 5", "030 1234 ext. 5"),
            ("030/1234", "030/1234"),
            ("tel:+49-30-1234;ext=5", "+49-30-1234;ext=5"),
            ("٠٣٠١٢٣٤", "٠٣٠١٢٣٤"),
        ] {
            assert_eq!(read(text), Ok(Some(value.into())), "{text}");
        }
        for text in ["4.91512E+11", "4,91512E+11", "p:4.9E+11"] {
            assert_eq!(read(text), Err(CellError::Shortened), "{text}");
        }
        for text in ["call me", "privat", "()"] {
            assert_eq!(read(text), Err(CellError::Phone), "{text}");
        }
        for text in ["-", "n/a", "none", "p:"] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
        for text in ["+49 30 1 ::: +49 30 2", "030 1; 030 2", "030 1\n030 2", "030 1 | 030 2"] {
            assert_eq!(read(text), Err(CellError::Several), "{text}");
        }
    }
}
