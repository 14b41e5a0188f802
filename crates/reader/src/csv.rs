//! Splits a stream of UTF-8 bytes into records and cells.
//!
//! Quoting is RFC 4180, or with backslashes, where a row follows it. Where it does not, a row is split only if all that could be
//! meant parts its cells alike; otherwise it is flawed ([`Flaw`]) and ends at its first line end, and the lines after it are read
//! afresh, so that it never swallows its neighbours. In the wake of such a row, and before the end of a quoted cell that nothing
//! opened, only what looks like the other rows of the file is trusted: the rest may be pieces of a row.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memmem};

use crate::doubt::{ends_begun_cell, is_like_rows, may_be_many};
use crate::layout::{Layout, escapes};
use crate::lex::{self, Reading, Scan, is_escaped, line_end, scan};
use crate::{Dialect, Flaw, ReadError, Record};

/// The largest record that is read, in bytes.
pub const MAX_RECORD: usize = 16 << 20;
const FIRST_BUFFER: usize = 256 << 10;
/// How far behind a row the end of a quoted cell is looked for that this row may have begun.
const AHEAD: usize = 8 << 10;

/// A record at the start of the unread bytes.
#[derive(Debug, Clone, Copy)]
struct Extent {
    length: usize,
    reading: Reading,
    flaw: Option<Flaw>,
    /// What it means for the records behind it, if it is flawed.
    wake: Wake,
}

impl Extent {
    fn sound(length: usize, escape: Option<u8>) -> Self {
        Self { length, reading: Reading::Sound(escape), flaw: None, wake: Wake::None }
    }

    fn flawed(length: usize, flaw: Flaw, wake: Wake) -> Self {
        Self { length, reading: Reading::Raw, flaw: Some(flaw), wake }
    }
}

/// What a flawed record means for those behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wake {
    /// Nothing: there is none.
    None,
    /// Its last quote may have been opened for the lines that follow: only what looks like a row is trusted.
    OfRow,
    /// As above, and its own address may come yet: the first that looks like a row may be its rest.
    OfPart,
}

/// The next quote behind the record, once it was looked for.
#[derive(Debug, Default)]
struct QuoteAhead {
    /// Bytes of the source before which there is no other.
    searched: u64,
    found: Option<u64>,
}

/// A streaming reader of records.
pub(crate) struct CsvReader<R> {
    source: R,
    layout: Layout,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    at_end: bool,
    after_return: bool,
    row: u64,
    consumed: u64,
    wake: Wake,
    /// True behind a sound record without an address that may be the first line of one whose quotes go wrong in the next.
    behind_piece: bool,
    ahead: QuoteAhead,
    cells: Vec<u8>,
    ends: Vec<u32>,
}

impl<R: Read> CsvReader<R> {
    pub(crate) fn new(source: R, layout: Layout) -> Self {
        Self::with_buffer(source, layout, FIRST_BUFFER)
    }

    /// As [`Self::new`], with a first buffer of `size` bytes: tests cut the file anywhere with it.
    pub(crate) fn with_buffer(source: R, layout: Layout, size: usize) -> Self {
        Self {
            source,
            layout,
            buffer: vec![0; size.max(1)],
            start: 0,
            filled: 0,
            at_end: false,
            after_return: false,
            row: 0,
            consumed: 0,
            wake: Wake::None,
            behind_piece: false,
            ahead: QuoteAhead::default(),
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
        let Some(mut extent) = self.next_extent()? else { return Ok(false) };
        if extent.flaw.is_none() && self.is_begun_of_many(extent.length)? {
            extent = Extent::flawed(extent.length, Flaw::DoubtfulQuotes, Wake::None);
        }
        self.deliver(extent, record);
        Ok(true)
    }

    /// As [`Self::read`], for the header, which is no piece of a row whatever follows it.
    pub(crate) fn read_header(&mut self, record: &mut Record) -> Result<bool, ReadError> {
        let Some(extent) = self.next_extent()? else { return Ok(false) };
        self.deliver(extent, record);
        Ok(true)
    }

    fn deliver(&mut self, extent: Extent, record: &mut Record) {
        let raw = &self.buffer[self.start..self.start + extent.length];
        let valid = std::str::from_utf8(raw).is_ok();
        lex::split(raw, self.layout.dialect, extent.reading, (&mut self.cells, &mut self.ends));
        record.set(&mut self.cells, &mut self.ends, valid);
        record.row = self.row;
        record.flaw = if valid { extent.flaw } else { Some(Flaw::NotUtf8) };
        self.advance(extent.length);
    }

    /// Passes over the next record that is not blank without splitting it; false at the end of the file.
    pub(crate) fn skip(&mut self) -> Result<bool, ReadError> {
        let Some(extent) = self.next_extent()? else { return Ok(false) };
        self.advance(extent.length);
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
            let raw = &self.buffer[self.start..self.start + extent.length];
            let is_blank = lex::is_blank_row(raw, self.layout.dialect);
            if !is_blank {
                return Ok(Some(self.in_the_wake(extent)));
            }
            if self.may_be_piece(extent) {
                self.wake = self.wake_behind(Extent { wake: Wake::OfPart, ..extent });
            }
            self.advance(extent.length);
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
            let found = find_record(unread, &self.layout, is_rest);
            if let Some(extent) = found.filter(|extent| extent.length <= MAX_RECORD) {
                return Ok(extent);
            }
            if unread.len() > MAX_RECORD {
                // A quote that is not closed within the limit spoils its line, a line above the limit the file.
                let too_large = ReadError::RecordTooLarge { row: self.row + 1 };
                let length = line_end(unread).filter(|&end| end <= MAX_RECORD).ok_or(too_large)?;
                return Ok(Extent::flawed(length, Flaw::UnclosedQuote, Wake::OfPart));
            }
            self.fill()?;
        }
    }

    /// True for a blank row with quotes that a row of blank cells would not have: the first line of one with line ends, maybe.
    fn may_be_piece(&self, extent: Extent) -> bool {
        let raw = &self.buffer[self.start..self.start + extent.length];
        let has_quotes = memchr(self.layout.dialect.quote, raw).is_some();
        has_quotes
            && (extent.wake != Wake::None || !self.layout.has_width(raw, extent.reading))
            && self.layout.width > 0
    }

    /// The wake behind a record that leaves one, or that is in one.
    fn wake_behind(&self, extent: Extent) -> Wake {
        let raw = &self.buffer[self.start..self.start + extent.length];
        let wake = if self.wake == Wake::None { extent.wake } else { self.wake };
        if wake == Wake::OfPart && self.may_have_address(raw) { Wake::OfRow } else { wake }
    }

    fn may_have_address(&self, raw: &[u8]) -> bool {
        self.layout.address.is_none() || memchr(b'@', raw).is_some()
    }

    /// What is trusted of a record behind one that may have been opened for it.
    fn in_the_wake(&mut self, extent: Extent) -> Extent {
        if self.layout.width == 0 {
            return extent;
        }
        if extent.flaw.is_some() {
            self.wake = self.wake_behind(extent);
            return extent;
        }
        let raw = &self.buffer[self.start..self.start + extent.length];
        let is_piece = !self.may_have_address(raw) && memchr(self.layout.dialect.quote, raw).is_some();
        let behind_piece = std::mem::replace(&mut self.behind_piece, is_piece);
        if self.wake == Wake::None {
            if behind_piece && !matches!(extent.reading, Reading::Sound(_)) {
                self.wake = Wake::OfRow;
                return Extent::flawed(extent.length, Flaw::DoubtfulQuotes, Wake::None);
            }
            return extent;
        }
        let is_row = is_like_rows(raw, extent.reading, &self.layout);
        if is_row && self.wake == Wake::OfRow && matches!(extent.reading, Reading::Sound(_)) {
            self.wake = Wake::None;
            return extent;
        }
        if is_row {
            self.wake = Wake::OfRow;
        }
        Extent::flawed(extent.length, Flaw::DoubtfulQuotes, Wake::None)
    }

    /// True when the lines behind a record are no rows but end with the end of a quoted cell: the record may lack the quote that
    /// opens it.
    fn is_begun_of_many(&mut self, length: usize) -> Result<bool, ReadError> {
        if self.layout.width < 2 {
            return Ok(false);
        }
        while self.filled - self.start < length + AHEAD && !self.at_end {
            self.fill()?;
        }
        let behind = self.start + length;
        let region = &self.buffer[behind..self.filled.min(behind + AHEAD)];
        let is_rest = self.at_end && behind + region.len() == self.filled;
        let quote = self.layout.dialect.quote;
        let found = self.ahead.look(region, self.consumed + length as u64, quote).is_some();
        Ok(found && ends_begun_cell(region, &self.layout, is_rest))
    }

    /// Steps behind a record and its line end.
    fn advance(&mut self, length: usize) {
        self.consumed += length as u64;
        self.start += length;
        if self.start < self.filled {
            self.after_return = self.buffer[self.start] == b'\r';
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

impl QuoteAhead {
    /// The first quote in `region`, which lies behind so many bytes of the source.
    fn look(&mut self, region: &[u8], behind: u64, quote: u8) -> Option<usize> {
        self.found = self.found.filter(|&found| found >= behind);
        let end = behind + region.len() as u64;
        if self.found.is_none() && self.searched < end {
            let from = self.searched.max(behind);
            self.found = memchr(quote, &region[(from - behind) as usize..]).map(|at| from + at as u64);
            self.searched = self.found.map_or(end, |found| found + 1);
        }
        self.found.filter(|&found| found < end).map(|found| (found - behind) as usize)
    }
}

/// The record at the start of `bytes`, or `None` when more bytes are needed to tell.
fn find_record(bytes: &[u8], layout: &Layout, at_end: bool) -> Option<Extent> {
    let escape = layout.dialect.escape;
    match scan(bytes, layout.dialect, at_end) {
        Scan::More => None,
        Scan::Sound { end, quoted: false } => Some(Extent::sound(end, escape)),
        Scan::Sound { end, .. } => {
            let raw = &bytes[..end];
            let first_line = line_end(raw).filter(|_| may_be_many(raw, escape, layout));
            if first_line.is_none() && (escape.is_none() || layout.has_width(raw, Reading::Sound(escape))) {
                return Some(Extent::sound(end, escape));
            }
            Some(with_other_escape(bytes, end, layout, at_end)?.unwrap_or(match first_line {
                Some(length) => Extent::flawed(length, Flaw::DoubtfulQuotes, Wake::OfPart),
                None => Extent::sound(end, escape),
            }))
        }
        Scan::Broken(at) => match with_other_escape(bytes, at, layout, at_end)? {
            Some(extent) => Some(extent),
            None => Some(broken(bytes, line_end(bytes).or(at_end.then_some(bytes.len()))?, at, layout)),
        },
    }
}

/// The record, if it is a sound one as wide as the others once backslashes escape quotes, or do not: as the file does not have it.
fn with_other_escape(bytes: &[u8], doubtful: usize, layout: &Layout, at_end: bool) -> Option<Option<Extent>> {
    let region = &bytes[..bytes.len().min(doubtful + 1)];
    if memmem::find(region, &[b'\\', layout.dialect.quote]).is_none() {
        return Some(None);
    }
    let escape = layout.dialect.escape.is_none().then_some(b'\\');
    let dialect = Dialect { escape, ..layout.dialect };
    match scan(bytes, dialect, at_end) {
        Scan::More => None,
        Scan::Broken(_) => Some(None),
        Scan::Sound { end, .. } => {
            let raw = &bytes[..end];
            let is_one = line_end(raw).is_none() || !may_be_many(raw, escape, layout);
            let says_so = escape.is_none() || escapes(raw, dialect);
            let fits = is_one && says_so && layout.has_width(raw, Reading::Sound(escape));
            Some(fits.then_some(Extent::sound(end, escape)))
        }
    }
}

/// The first line, of `length`, of a record that is not sound: its quotes go wrong at `at`. It is split if that can be done in one way
/// only.
///
/// With one quote too few or too many an odd number is left, and the delimiters are those that were meant: when they are as many as
/// in other rows, none of them is inside of a cell. When the number is even no quote is missing, and those before a delimiter tell
/// whether it is inside.
fn broken(bytes: &[u8], length: usize, at: usize, layout: &Layout) -> Extent {
    if at >= length {
        return Extent::flawed(length, Flaw::UnclosedQuote, Wake::OfPart);
    }
    let line = &bytes[..length];
    let quotes = memchr_iter(layout.dialect.quote, line);
    let is_odd = quotes.filter(|&quote| !is_escaped(&line[..quote], layout.dialect)).count() % 2 == 1;
    let reading = if is_odd { Reading::Every } else { Reading::Pairs };
    // Where rows have any number of cells, the number tells nothing: then no delimiter may stand between two quotes.
    let ranges = |reading| lex::cells(line, layout.dialect, reading);
    let is_sure = layout.has_width(line, reading) || ranges(Reading::Every).eq(ranges(Reading::Pairs));
    if is_sure && is_like_rows(line, reading, layout) {
        return Extent { length, reading, flaw: None, wake: Wake::None };
    }
    Extent::flawed(length, Flaw::DoubtfulQuotes, Wake::OfRow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &[u8], buffer: usize) -> Vec<(u64, Option<Flaw>, Vec<String>)> {
        let mut reader = CsvReader::with_buffer(text, Layout::detect(text, true, Some(b',')), buffer);
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
    fn stray_quotes_that_part_no_cell_are_kept_as_text() {
        assert_eq!(
            plain("\"Bob\" Smith,5\" disk\nc,d"),
            vec![row(1, &["\"Bob\" Smith", "5\" disk"]), row(2, &["c", "d"])]
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
            let mut reader = CsvReader::new(&text[..], Layout::of(Dialect::default()));
            assert!(reader.skip().unwrap());
            assert!(
                matches!(reader.skip(), Err(ReadError::RecordTooLarge { row: 2 })),
                "{lines} lines follow"
            );
        }
    }

    proptest! {
        #[test]
        fn the_result_does_not_depend_on_where_the_buffer_is_cut(text in "[a-b,\"\r\n é🎉]{0,80}", buffer in 1usize..40) {
            prop_assert_eq!(rows(text.as_bytes(), buffer), rows(text.as_bytes(), 1 << 16));
        }

        #[test]
        fn skipping_passes_the_same_records_as_reading(text in "[a-b,\"\r\n ]{0,80}") {
            let mut reader = CsvReader::new(text.as_bytes(), Layout::detect(text.as_bytes(), true, Some(b',')));
            let mut skipped = 0;
            while reader.skip().unwrap() { skipped += 1; }
            prop_assert_eq!(skipped, rows(text.as_bytes(), 64).len());
        }
    }
}
