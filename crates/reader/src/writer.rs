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

/// What keeps a spreadsheet from running what stands behind a separator inside a cell (U+2060, WORD JOINER). It is not seen and
/// stands in no text that people write, so that a file of somebody else's loses nothing when it is taken off.
const JOINER: char = '\u{2060}';

/// The cell as it may stand in a file that a spreadsheet opens, so that no part of it runs as a formula.
///
/// A cell that begins like a formula gets a leading `'`. A spreadsheet that expects another separator than the file's cuts
/// cells at `;` or `,` though they are quoted, and begins a row at a line end: what would begin a cell then gets [`JOINER`]
/// before it. A signed number or telephone number (`+49 30 1234-5`) is harmless and stays as it is. [`unguard_formula`] takes
/// back exactly what this adds, for every text. Rule: OWASP "CSV Injection".
pub fn guard_formula(cell: &str) -> Cow<'_, str> {
    let start = Start::of(cell);
    let needs_quote = start.is_formula && (start.quotes > 0 || !is_signed_number(cell));
    let guarded = join(start.rest, |part, separator| {
        let behind = part.trim_start_matches(JOINER);
        let is_number = || part.split([separator, '\n', '\r']).next().is_some_and(is_signed_number);
        let is_marked = behind.len() < part.len();
        (begins_formula(behind) && (is_marked || !is_number())).then_some(0)
    });
    match (needs_quote, guarded) {
        (false, None) => Cow::Borrowed(cell),
        (true, None) => Cow::Owned(format!("'{cell}")),
        (needs_quote, Some(rest)) => {
            let head = &cell[..cell.len() - start.rest.len()];
            Cow::Owned(format!("{}{head}{rest}", if needs_quote { "'" } else { "" }))
        }
    }
}

/// The cell without what [`guard_formula`] adds; other cells stay as they are.
pub fn unguard_formula(cell: &str) -> Cow<'_, str> {
    if !cell.starts_with('\'') && !cell.contains(JOINER) {
        return Cow::Borrowed(cell);
    }
    let start = Start::of(cell);
    let cut = usize::from(start.quotes > 0 && start.is_formula);
    let unguarded = join(start.rest, |part, _| {
        let is_guarded = part.starts_with(JOINER) && begins_formula(part.trim_start_matches(JOINER));
        is_guarded.then_some(JOINER.len_utf8())
    });
    match unguarded {
        None => Cow::Borrowed(&cell[cut..]),
        Some(rest) => Cow::Owned(format!("{}{rest}", &cell[cut..cell.len() - start.rest.len()])),
    }
}

/// How a cell begins.
struct Start<'a> {
    /// How many `'` stand in front.
    quotes: usize,
    /// Whether a spreadsheet could take what stands behind them for a formula.
    is_formula: bool,
    /// What stands behind the `'` and all that a spreadsheet may pass over: from here on separators count.
    rest: &'a str,
}

impl<'a> Start<'a> {
    fn of(cell: &'a str) -> Self {
        let text = cell.trim_start_matches('\'');
        let rest = text.trim_start_matches(is_passed_over);
        let is_formula = rest.starts_with(SIGNS) || text.starts_with(['\t', '\r', '\n']);
        Self { quotes: cell.len() - text.len(), is_formula, rest }
    }
}

/// The text with [`JOINER`] in front of the parts behind separators, or with that many bytes taken off, as `change` says of
/// each part and the separator before it: `Some(0)` puts one there. `None` when nothing changes.
fn join(text: &str, change: impl Fn(&str, char) -> Option<usize>) -> Option<String> {
    let (mut joined, mut kept) = (String::new(), 0);
    let separators = text.char_indices().filter(|(_, letter)| SEPARATORS.contains(letter));
    for (start, separator) in separators.map(|(at, separator)| (at + separator.len_utf8(), separator)) {
        let Some(taken) = change(&text[start..], separator) else { continue };
        joined.push_str(&text[kept..start]);
        if taken == 0 {
            joined.push(JOINER);
        }
        kept = start + taken;
    }
    (kept > 0).then(|| joined + &text[kept..])
}

/// What cells or rows may end at, whatever the file's own separator is.
const SEPARATORS: [char; 6] = [';', ',', '\t', '|', '\n', '\r'];

/// What formulas begin with, in both widths: East Asian spreadsheets take the wide signs for the others.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];

fn begins_formula(part: &str) -> bool {
    part.trim_start_matches(is_passed_over).starts_with(SIGNS)
}

/// True for what a spreadsheet passes over before a formula: blanks, quotes, and what is not seen, apart from separators.
fn is_passed_over(letter: char) -> bool {
    let is_separator = matches!(letter, '\t' | '\n' | '\r');
    let is_unseen = matches!(letter,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    !is_separator && (letter == '"' || is_unseen || letter.is_whitespace() || letter.is_control())
}

/// True for a number or telephone number with a sign, or several with separators between.
fn is_signed_number(text: &str) -> bool {
    let text = text.trim_start_matches(is_passed_over);
    let is_number = |part: &str| {
        let part = part.trim_start();
        let digits = part.strip_prefix(['+', '-']).unwrap_or(part);
        digits.bytes().all(|byte| byte.is_ascii_digit() || b" ()./-".contains(&byte))
    };
    let has_digit = |part: &str| part.contains(|letter: char| letter.is_ascii_digit());
    // Two signs are a sum: a spreadsheet would make a number of a birthday such as --05-12.
    text.starts_with(['+', '-'])
        && !text[1..].starts_with(['+', '-'])
        && text.split(SEPARATORS).next().is_some_and(has_digit)
        && text.split(SEPARATORS).all(is_number)
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
        for formula in [
            "=1+1",
            "@SUM(A1)",
            "+cmd|' /C calc'!A0",
            "-2+A1",
            "'=1",
            " =1",
            "\u{A0}\u{200B}=1",
            "\"=1\"",
            "＝1+1",
            "＋1+1",
            "－A1",
            "＠SUM(A1)",
            " ＝1",
            "\tx",
            "+49 30 or -5",
            "''+49 30",
        ] {
            assert_eq!(guard_formula(formula), format!("'{formula}"));
        }
        for text in [
            "+49 (30) 123-45",
            "-5",
            "+49 30 1, +49 30 2",
            "+1;-2",
            "O'Neill",
            "'s-Hertogenbosch",
            "a=b",
            "",
            "a; b, c",
            "a;b=c",
            "x\n- 5",
            "https://maps.example/@48.1,-11.5,17z",
        ] {
            assert_eq!(guard_formula(text), text);
        }
    }

    #[test]
    fn what_another_separator_would_make_a_cell_is_guarded_as_well() {
        for (text, guarded) in [
            ("a;=1", "a;\u{2060}=1"),
            ("a,@x", "a,\u{2060}@x"),
            ("a; \"=1", "a;\u{2060} \"=1"),
            ("a\t＝1", "a\t\u{2060}＝1"),
            ("a|+x", "a|\u{2060}+x"),
            ("a\n=1;-x", "a\n\u{2060}=1;\u{2060}-x"),
            ("\n=1", "'\n\u{2060}=1"),
            ("\t=1", "'\t\u{2060}=1"),
            ("\r\n =1", "'\r\n\u{2060} =1"),
            ("=a;=b", "'=a;\u{2060}=b"),
            ("-5;=b", "'-5;\u{2060}=b"),
            ("a;\u{2060}=1", "a;\u{2060}\u{2060}=1"),
        ] {
            assert_eq!(guard_formula(text), guarded);
            assert_eq!(unguard_formula(guarded), text);
        }
        for foreign in ["['a','-b']", "a;'=1", "'anna@example.com", "'tis", "a\u{2060};b"] {
            assert_eq!(unguard_formula(foreign), foreign);
        }
    }

    /// Cuts a line as a spreadsheet does that expects this separator: a quote counts at a cell's begin only.
    fn cut(line: &str, separator: char) -> Vec<String> {
        let (mut cells, mut cell, mut is_quoted, mut letters) =
            (Vec::new(), String::new(), false, line.chars().peekable());
        while let Some(letter) = letters.next() {
            match letter {
                '"' if is_quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' if is_quoted || cell.is_empty() => is_quoted = !is_quoted,
                '\r' | '\n' if !is_quoted => cells.push(std::mem::take(&mut cell)),
                letter if letter == separator && !is_quoted => cells.push(std::mem::take(&mut cell)),
                letter => cell.push(letter),
            }
        }
        cells.push(cell);
        cells
    }

    proptest! {
        #[test]
        fn guarding_is_taken_back_exactly(
            cell in prop_oneof!["['=+@\t\"\u{2060};,|\r\n＝ a1-]{0,9}", "\\PC{0,20}", ".{0,20}", "'.{0,6}"],
        ) {
            let guarded = guard_formula(&cell);
            prop_assert_eq!(unguard_formula(&guarded), cell.as_str());
            let twice = guard_formula(&guarded);
            prop_assert_eq!(unguard_formula(&twice), guarded.as_ref());
        }

        #[test]
        fn no_cell_runs_whatever_separator_the_spreadsheet_expects(
            cells in proptest::collection::vec("[=@\t\";,|\r\n＝ a'-]{0,7}", 1..4),
            own in 0_usize..4, expected in 0_usize..4,
        ) {
            let separators = [b',', b';', b'\t', b'|'];
            let mut out = Vec::new();
            let guarded: Vec<_> = cells.iter().map(|cell| guard_formula(cell)).collect();
            write_record(&mut out, Dialect::separated_by(separators[own]), guarded.iter().map(AsRef::as_ref)).unwrap();
            let line = String::from_utf8(out).unwrap();
            for cell in cut(&line, char::from(separators[expected])) {
                prop_assert!(!begins_formula(&cell), "{:?} in {:?}", cell, line);
            }
        }
    }
}
