//! Splits a stream of UTF-8 bytes into records and cells.
//!
//! Quoting is RFC 4180 where the file follows it. Where it does not, one rule keeps a broken row from swallowing its
//! neighbours: a quoted cell that spans lines must close properly, otherwise its row ends at its first line end
//! ([`Flaw::UnclosedQuote`]) and the lines after it are read afresh. A quoted cell within one line may be followed by
//! stray text, which is kept, as spreadsheets do.

use std::io::{self, Read};

use memchr::{memchr, memchr2, memchr3};

use crate::{Dialect, Flaw, ReadError, Record};

/// The largest record that is read, in bytes.
pub const MAX_RECORD: usize = 16 << 20;
const FIRST_BUFFER: usize = 256 << 10;

/// Where a record ends in the buffer, and whether its quotes can be trusted.
struct Extent {
    end: usize,
    flaw: Option<Flaw>,
}

/// A streaming reader of records.
pub(crate) struct CsvReader<R> {
    source: R,
    dialect: Dialect,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    at_end: bool,
    after_return: bool,
    row: u64,
    consumed: u64,
    cells: Vec<u8>,
    ends: Vec<u32>,
}

impl<R: Read> CsvReader<R> {
    pub(crate) fn new(source: R, dialect: Dialect) -> Self {
        Self::with_buffer(source, dialect, FIRST_BUFFER)
    }

    /// As [`Self::new`], with a first buffer of `size` bytes: tests cut the file anywhere with it.
    pub(crate) fn with_buffer(source: R, dialect: Dialect, size: usize) -> Self {
        Self {
            source,
            dialect,
            buffer: vec![0; size.max(1)],
            start: 0,
            filled: 0,
            at_end: false,
            after_return: false,
            row: 0,
            consumed: 0,
            cells: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Bytes of the source that lie behind the reader.
    pub(crate) fn consumed(&self) -> u64 {
        self.consumed
    }

    /// Reads the next record that is not blank; false at the end of the file.
    pub(crate) fn read(&mut self, record: &mut Record) -> Result<bool, ReadError> {
        let Some(extent) = self.next_extent()? else { return Ok(false) };
        let raw = &self.buffer[self.start..extent.end];
        let valid = std::str::from_utf8(raw).is_ok();
        // A broken row is shown as it stands, its quotes included: nobody can tell which of them was meant.
        let quotes = extent.flaw.is_none();
        split_cells(raw, self.dialect, quotes, &mut self.cells, &mut self.ends);
        record.set(&mut self.cells, &mut self.ends, valid);
        record.row = self.row;
        record.flaw = if valid { extent.flaw } else { Some(Flaw::NotUtf8) };
        self.advance(extent.end);
        Ok(true)
    }

    /// Passes over the next record that is not blank without splitting it; false at the end of the file.
    pub(crate) fn skip(&mut self) -> Result<bool, ReadError> {
        let Some(extent) = self.next_extent()? else { return Ok(false) };
        self.advance(extent.end);
        Ok(true)
    }

    /// Finds the next record with something in it and counts the rows up to it.
    fn next_extent(&mut self) -> Result<Option<Extent>, ReadError> {
        loop {
            if !self.skip_line_feed()? {
                return Ok(None);
            }
            let extent = self.find_extent()?;
            self.row += 1;
            if self.is_blank(&self.buffer[self.start..extent.end]) {
                self.advance(extent.end);
            } else {
                return Ok(Some(extent));
            }
        }
    }

    /// Completes a `\r\n`, and makes sure that a byte is there; false at the end of the file.
    fn skip_line_feed(&mut self) -> Result<bool, ReadError> {
        if self.start == self.filled && !self.fill()? {
            return Ok(false);
        }
        if std::mem::take(&mut self.after_return) && self.buffer[self.start] == b'\n' {
            self.start += 1;
            self.consumed += 1;
            return Ok(self.start < self.filled || self.fill()?);
        }
        Ok(true)
    }

    fn find_extent(&mut self) -> Result<Extent, ReadError> {
        loop {
            // Never more than the limit is looked at, so that the outcome does not depend on how much is buffered.
            let unread = &self.buffer[self.start..self.filled.min(self.start + MAX_RECORD + 1)];
            let is_rest = self.at_end && self.start + unread.len() == self.filled;
            if let Some(mut extent) = find_record(unread, self.dialect, is_rest) {
                if extent.end > MAX_RECORD {
                    return Err(ReadError::RecordTooLarge { row: self.row + 1 });
                }
                extent.end += self.start;
                return Ok(extent);
            }
            if unread.len() > MAX_RECORD {
                return Err(ReadError::RecordTooLarge { row: self.row + 1 });
            }
            self.fill()?;
        }
    }

    /// A row of nothing but delimiters, quotes and spaces holds no data, as a blank line does.
    fn is_blank(&self, raw: &[u8]) -> bool {
        let Dialect { delimiter, quote } = self.dialect;
        raw.iter().all(|&byte| byte <= b' ' || byte == delimiter || byte == quote)
    }

    /// Steps behind a record and its line end.
    fn advance(&mut self, end: usize) {
        self.consumed += (end - self.start) as u64;
        self.start = end;
        if end < self.filled {
            self.after_return = self.buffer[end] == b'\r';
            self.start += 1;
            self.consumed += 1;
        }
    }

    /// Reads more bytes behind the unread ones; false when there were none.
    fn fill(&mut self) -> Result<bool, ReadError> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.start = 0;
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        let before = self.filled;
        while self.filled < self.buffer.len() && !self.at_end {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.at_end = true,
                Ok(count) => self.filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(self.filled > before)
    }
}

/// The extent of the record at the start of `bytes`, or `None` when more bytes are needed to tell.
fn find_record(bytes: &[u8], dialect: Dialect, at_end: bool) -> Option<Extent> {
    let Dialect { delimiter, quote } = dialect;
    let mut at = 0;
    loop {
        let Some(found) = memchr3(quote, b'\n', b'\r', &bytes[at..]) else {
            return at_end.then_some(Extent { end: bytes.len(), flaw: None });
        };
        at += found;
        if bytes[at] != quote {
            return Some(Extent { end: at, flaw: None });
        }
        let opens = at == 0 || bytes[at - 1] == delimiter;
        at += 1;
        if opens {
            match close_quote(bytes, at, dialect, at_end)? {
                Ok(after) => at = after,
                Err(end) => return Some(Extent { end, flaw: Some(Flaw::UnclosedQuote) }),
            }
        }
    }
}

/// From inside a quoted cell: the position after its closing quote, or (as `Err`) where the broken row ends.
fn close_quote(bytes: &[u8], open: usize, dialect: Dialect, at_end: bool) -> Option<Result<usize, usize>> {
    let mut at = open;
    let line_end = |upto: usize| memchr2(b'\n', b'\r', &bytes[open..upto]).map(|found| open + found);
    loop {
        let Some(found) = memchr(dialect.quote, &bytes[at..]) else {
            return at_end.then(|| Err(line_end(bytes.len()).unwrap_or(bytes.len())));
        };
        at += found + 1;
        match bytes.get(at) {
            Some(&next) if next == dialect.quote => at += 1,
            Some(&next) if next == dialect.delimiter || next == b'\n' || next == b'\r' => {
                return Some(Ok(at));
            }
            Some(_) => return Some(line_end(at).map_or(Ok(at), Err)),
            None => return at_end.then_some(Ok(at)),
        }
    }
}

/// Splits one record into its cells: joined in `cells`, each one's end in `ends`. Without `quotes` every delimiter ends a
/// cell.
fn split_cells(raw: &[u8], dialect: Dialect, quotes: bool, cells: &mut Vec<u8>, ends: &mut Vec<u32>) {
    cells.clear();
    ends.clear();
    let mut at = 0;
    loop {
        if quotes && raw.get(at) == Some(&dialect.quote) {
            at = unquote(raw, at + 1, dialect.quote, cells);
        }
        let end = memchr(dialect.delimiter, &raw[at..]).map_or(raw.len(), |found| at + found);
        cells.extend_from_slice(&raw[at..end]);
        ends.push(cells.len() as u32);
        if end == raw.len() {
            return;
        }
        at = end + 1;
    }
}

/// Copies a quoted cell without its quotes and returns the position after the closing one.
fn unquote(raw: &[u8], open: usize, quote: u8, cells: &mut Vec<u8>) -> usize {
    let mut at = open;
    while let Some(found) = memchr(quote, &raw[at..]) {
        let end = at + found;
        cells.extend_from_slice(&raw[at..end]);
        if raw.get(end + 1) != Some(&quote) {
            return end + 1;
        }
        cells.push(quote);
        at = end + 2;
    }
    cells.extend_from_slice(&raw[at..]);
    raw.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8], buffer: usize) -> Vec<(u64, Option<Flaw>, Vec<String>)> {
        let mut reader = CsvReader::with_buffer(text, Dialect::default(), buffer);
        let (mut record, mut found) = (Record::default(), Vec::new());
        while reader.read(&mut record).unwrap() {
            found.push((record.row, record.flaw, record.cells().map(str::to_owned).collect()));
        }
        assert_eq!(reader.consumed(), text.len() as u64);
        found
    }

    fn plain(text: &str) -> Vec<(u64, Vec<String>)> {
        rows(text.as_bytes(), 1 << 16).into_iter().map(|(row, _, cells)| (row, cells)).collect()
    }

    fn row(number: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (number, cells.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_line_end_ends_a_row_and_blank_lines_count() {
        let expected = vec![row(1, &["a", "b"]), row(3, &["c", "d"])];
        for end in ["\n", "\r\n", "\r"] {
            assert_eq!(plain(&["a,b", "", "c,d", ""].join(end)), expected, "{end:?}");
        }
    }

    #[test]
    fn rows_of_nothing_but_delimiters_are_blank() {
        assert_eq!(plain("a,b\n,\n \"\",\nc,d"), vec![row(1, &["a", "b"]), row(4, &["c", "d"])]);
    }

    #[test]
    fn quoted_cells_keep_delimiters_quotes_and_line_ends() {
        assert_eq!(
            plain("\"a,\"\"x\"\"\r\ny\",b\nc,d"),
            vec![row(1, &["a,\"x\"\r\ny", "b"]), row(2, &["c", "d"])]
        );
    }

    #[test]
    fn stray_quotes_within_a_line_are_kept_as_text() {
        assert_eq!(
            plain("\"Bob\" Smith,5\" disk\nc,d"),
            vec![row(1, &["Bob Smith", "5\" disk"]), row(2, &["c", "d"])]
        );
    }

    #[test]
    fn an_unclosed_quote_breaks_its_own_row_only() {
        let found = rows(b"a,\"b\nc,d\ne,\"f\"\n", 4);
        assert_eq!(found[0], (1, Some(Flaw::UnclosedQuote), vec!["a".into(), "\"b".into()]));
        assert_eq!(found[1], (2, None, vec!["c".into(), "d".into()]));
        assert_eq!(found[2], (3, None, vec!["e".into(), "f".into()]));
        assert_eq!(rows(b"a,b\nc,\"d\ne,f", 4).len(), 3, "at the end of the file too");
    }

    #[test]
    fn bytes_that_are_not_utf8_flaw_the_row_and_are_shown_as_windows_1252() {
        let found = rows(
            "J\u{1}rgen,Köln\nok,y\n"
                .as_bytes()
                .iter()
                .map(|&b| if b == 1 { 0xFC } else { b })
                .collect::<Vec<_>>()
                .as_slice(),
            64,
        );
        assert_eq!(found[0], (1, Some(Flaw::NotUtf8), vec!["Jürgen".into(), "Köln".into()]));
        assert_eq!(found[1].1, None);
        let split = rows(b"a\xc3,\xa4b\n", 64);
        assert_eq!(split[0].1, Some(Flaw::NotUtf8), "halves of a character in two cells do not make one");
    }

    #[test]
    fn a_record_above_the_limit_is_an_error_that_names_the_row() {
        let mut text = b"a\n\"".to_vec();
        text.resize(MAX_RECORD + 10, b'x');
        for lines in [0, 500_000] {
            text.extend(b"\nb,c".repeat(lines));
            let mut reader = CsvReader::new(&text[..], Dialect::default());
            assert!(reader.skip().unwrap());
            assert!(
                matches!(reader.skip(), Err(ReadError::RecordTooLarge { row: 2 })),
                "{lines} lines follow"
            );
        }
    }

    fn cell() -> impl Strategy<Value = String> {
        prop_oneof!["[a-zäöü小明🎉]{0,6}", "[a-z,\"\r\n é]{0,8}", Just(String::new())]
    }

    proptest! {
        #[test]
        fn well_formed_files_read_as_the_csv_crate_reads_them(table in prop::collection::vec(prop::collection::vec(cell(), 3), 1..12)) {
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            for cells in &table { writer.write_record(cells).unwrap(); }
            let bytes = writer.into_inner().unwrap();
            let blank = |cells: &Vec<String>| cells.iter().all(|c| c.bytes().all(|b| b <= b' ' || b == b',' || b == b'"'));
            let expected: Vec<_> = table.into_iter().filter(|cells| !blank(cells)).collect();
            let found: Vec<_> = rows(&bytes, 1 << 16).into_iter().map(|(_, _, cells)| cells).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn the_result_does_not_depend_on_where_the_buffer_is_cut(text in "[a-b,\"\r\n é🎉]{0,80}", buffer in 1usize..40) {
            prop_assert_eq!(rows(text.as_bytes(), buffer), rows(text.as_bytes(), 1 << 16));
        }

        #[test]
        fn skipping_passes_the_same_records_as_reading(text in "[a-b,\"\r\n ]{0,80}") {
            let mut reader = CsvReader::new(text.as_bytes(), Dialect::default());
            let mut skipped = 0;
            while reader.skip().unwrap() { skipped += 1; }
            prop_assert_eq!(skipped, rows(text.as_bytes(), 64).len());
        }
    }
}
