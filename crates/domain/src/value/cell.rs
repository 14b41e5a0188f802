//! What spreadsheets wrap around a value to keep it from being understood as something else.

use std::borrow::Cow;

use crate::text::trim;

/// The value of a cell: without white space and marks at its ends, out of a formula that only says a text (`="01067"`), and
/// without the `'` that guards a number or a formula.
pub(crate) fn bare(cell: &str) -> Cow<'_, str> {
    let text = trim(cell);
    match text.as_bytes().first() {
        Some(b'=') => said(text).unwrap_or(Cow::Borrowed(text)),
        Some(b'\'') => Cow::Borrowed(unguarded(text)),
        _ => Cow::Borrowed(text),
    }
}

/// The text that a formula says; `None` for one that does more. The quotes may be doubled once too often.
fn said(formula: &str) -> Option<Cow<'_, str>> {
    let inner = formula.strip_prefix("=\"")?.strip_suffix('"')?;
    let doubled = inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"'));
    if let Some(inner) = doubled.filter(|inner| !inner.contains('"')) {
        return Some(Cow::Borrowed(trim(inner)));
    }
    if !inner.contains('"') {
        return Some(Cow::Borrowed(trim(inner)));
    }
    let unquoted = inner.replace("\"\"", "");
    (!unquoted.contains('"')).then(|| Cow::Owned(trim(&inner.replace("\"\"", "\"")).to_owned()))
}

/// An apostrophe before a digit or what begins a formula is a guard; before a letter, or digits that go on with one (`'68er`), it
/// belongs to the text.
fn unguarded(text: &str) -> &str {
    let rest = text.strip_prefix('\'').unwrap_or(text);
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_number = behind.len() < rest.len() && !behind.starts_with(char::is_alphabetic);
    if is_number || rest.starts_with(['+', '-', '=', '@', '(']) { rest } else { text }
}

/// Whether a spreadsheet took digits for a number and wrote it in short: `4.91512E+11`. What they were is lost.
pub(super) fn is_shortened(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let Some((number, power)) = text.split_once(['E', 'e']) else { return false };
    let number = number.strip_prefix(['+', '-']).unwrap_or(number);
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, "0"));
    let has_mark = whole.len() < number.len() || power.starts_with('+');
    has_mark && digits(whole) && digits(fraction) && digits(power.strip_prefix('+').unwrap_or(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_wraps_around_a_value_goes() {
        for (cell, value) in [
            ("=\"01067\"", "01067"),
            ("=\"\"01067\"\"", "01067"),
            (" =\"anna@x.de\" ", "anna@x.de"),
            ("=\"5\"\" pipe\"", "5\" pipe"),
            ("=\"\"", ""),
            ("'+49 30", "+49 30"),
            ("'=1+1", "=1+1"),
            ("'-5", "-5"),
            ("'@handle", "@handle"),
            ("'0151 234", "0151 234"),
            ("'--05-12", "--05-12"),
            ("'12 March 1980", "12 March 1980"),
            ("'2024-03-12T09:14", "2024-03-12T09:14"),
            ("'68er", "'68er"),
            ("'t Hooft", "'t Hooft"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("'", "'"),
            ("=1+1", "=1+1"),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("O'Neill", "O'Neill"),
        ] {
            assert_eq!(bare(cell), value, "{cell}");
        }
    }

    #[test]
    fn digits_that_a_spreadsheet_shortened_are_known() {
        for text in ["4.91512E+11", "4,91512E+11", "1.23E+04", "1E+05", "4.91512e11", "-4.9E+11"] {
            assert!(is_shortened(text), "{text}");
        }
        for text in ["491512", "1E5", "E+1", "1.E+", "4.9E+1x", "+49 30", "E1 5AB", "1.2.3E+4", ""] {
            assert!(!is_shortened(text), "{text}");
        }
    }
}
