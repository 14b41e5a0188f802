//! Which character separates the cells of a file.

use crate::Record;
use crate::csv::CsvReader;

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const SAMPLE_ROWS: usize = 200;

/// How the cells of a file are told apart. Quotes are escaped by doubling them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// The character between two cells.
    pub delimiter: u8,
    /// The character around a cell that holds delimiters, quotes or line ends.
    pub quote: u8,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { delimiter: b',', quote: b'"' }
    }
}

impl Dialect {
    /// A dialect with the given delimiter and the usual quotes.
    pub fn separated_by(delimiter: u8) -> Self {
        Self { delimiter, ..Self::default() }
    }

    /// The dialect under which most of the first rows of `head` are as wide as its header; a comma when none stands out.
    pub(crate) fn detect(head: &[u8]) -> Self {
        let mut best = (Self::default(), 0);
        for dialect in CANDIDATES.map(Self::separated_by) {
            let score = fit(head, dialect);
            if score > best.1 {
                best = (dialect, score);
            }
        }
        best.0
    }
}

/// Per mille of the sampled rows as wide as the header, and in the second place the header's width; 0 for one column.
fn fit(head: &[u8], dialect: Dialect) -> usize {
    let mut reader = CsvReader::new(head, dialect);
    let mut record = Record::default();
    let mut widths = Vec::new();
    while widths.len() < SAMPLE_ROWS && matches!(reader.read(&mut record), Ok(true)) {
        widths.push(record.len());
    }
    if widths.len() > 2 && reader.consumed() == head.len() as u64 {
        widths.pop(); // the head may end within a row
    }
    let Some(&header) = widths.first().filter(|&&width| width > 1) else { return 0 };
    let same = widths.iter().filter(|&&width| width == header).count();
    (same * 1000 / widths.len()) * 1000 + header.min(999)
}

/// The delimiter that a first line such as `sep=;` declares, with the length of that line and its end.
pub(crate) fn declared(head: &[u8]) -> Option<(u8, usize)> {
    let prefix = head.get(..4)?;
    let delimiter = *head.get(4)?;
    let rest = &head[5..];
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => return None,
    };
    (prefix.eq_ignore_ascii_case(b"sep=") && delimiter.is_ascii()).then_some((delimiter, 5 + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        char::from(Dialect::detect(text.as_bytes()).delimiter)
    }

    #[test]
    fn the_delimiter_that_keeps_rows_as_wide_as_the_header_wins() {
        assert_eq!(delimiter("email,name\na@b.c,\"x; y\"\n"), ',');
        assert_eq!(delimiter("email;name;note\na@b.c;A, B;x\nc@d.e;;a, b, c\n"), ';');
        assert_eq!(delimiter("email\tname\na@b.c\tA, B\n"), '\t');
        assert_eq!(delimiter("email|name\na@b.c|A\n"), '|');
        assert_eq!(
            delimiter("email\na@b.c\n"),
            ',',
            "one column has no delimiter, so the usual one is taken"
        );
    }

    #[test]
    fn a_sep_line_declares_the_delimiter() {
        assert_eq!(declared(b"sep=;\r\nemail;name"), Some((b';', 7)));
        assert_eq!(declared(b"SEP=\t\nemail"), Some((b'\t', 6)));
        assert_eq!(declared(b"sep=;email"), None);
        assert_eq!(declared(b"se"), None);
    }
}
