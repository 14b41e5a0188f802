//! Rows back to CSV, so that a spreadsheet opens them as text and never as a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::Dialect;

/// Writes one record, quoting where the dialect needs it and doubling quotes whatever its escape, ended by `\r\n` (RFC 4180).
pub fn write_record<'a>(
    out: &mut impl Write,
    dialect: Dialect,
    cells: impl IntoIterator<Item = &'a str>,
) -> io::Result<()> {
    let mut count = 0;
    let mut sole_is_empty = false;
    for cell in cells {
        if count > 0 {
            out.write_all(&[dialect.delimiter])?;
        }
        count += 1;
        sole_is_empty = count == 1 && cell.is_empty();
        write_cell(out, dialect, cell)?;
    }
    if sole_is_empty {
        out.write_all(&[dialect.quote, dialect.quote])?; // a bare line end would be no row at all
    }
    out.write_all(b"\r\n")
}

fn write_cell(out: &mut impl Write, dialect: Dialect, cell: &str) -> io::Result<()> {
    let Dialect { delimiter, quote, .. } = dialect;
    let special = |byte: u8| byte == delimiter || byte == quote || byte == b'\n' || byte == b'\r';
    let padded = cell.starts_with(' ') || cell.ends_with(' ');
    if !padded && !cell.bytes().any(special) {
        return out.write_all(cell.as_bytes());
    }
    out.write_all(&[quote])?;
    for (index, part) in cell.split(char::from(quote)).enumerate() {
        if index > 0 {
            out.write_all(&[quote, quote])?;
        }
        out.write_all(part.as_bytes())?;
    }
    out.write_all(&[quote])
}

/// The cell as it may stand in a file that a spreadsheet opens: one that would run as a formula gets a leading `'`.
///
/// A signed number or telephone number (`+49 30 1234-5`) is harmless and stays as it is. [`unguard_formula`] takes
/// back exactly what this adds, for every text. Rule: OWASP "CSV Injection".
pub fn guard_formula(cell: &str) -> Cow<'_, str> {
    let guarded = cell.starts_with('\'') && is_formula(cell.trim_start_matches('\''));
    if guarded || (is_formula(cell) && !is_signed_number(cell)) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell without the `'` that keeps a spreadsheet from running it; other cells stay as they are.
pub fn unguard_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => cell,
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn is_signed_number(cell: &str) -> bool {
    cell.starts_with(['+', '-'])
        && cell.len() > 1
        && cell[1..].bytes().all(|byte| byte.is_ascii_digit() || b" ().,/-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(cells: &[&str]) -> String {
        let mut out = Vec::new();
        write_record(&mut out, Dialect::default(), cells.iter().copied()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_needed() {
        assert_eq!(written(&["a", "b,c", "d\"e", "f\ng", " h"]), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\" h\"\r\n");
        assert_eq!(written(&[""]), "\"\"\r\n");
        assert_eq!(written(&["", ""]), ",\r\n");
    }

    #[test]
    fn formulas_are_guarded_and_telephone_numbers_are_not() {
        for formula in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+A1", "\t=1", "'=1"] {
            assert_eq!(guard_formula(formula), format!("'{formula}"));
        }
        for text in ["+49 (30) 123-45", "-5", "O'Neill", "'s-Hertogenbosch", "a=b", ""] {
            assert_eq!(guard_formula(text), text);
        }
    }

    proptest! {
        #[test]
        fn guarding_is_taken_back_exactly(cell in "['=+@\t a1-]{0,6}") {
            let guarded = guard_formula(&cell);
            prop_assert_eq!(unguard_formula(&guarded), cell.as_str());
        }
    }
}
