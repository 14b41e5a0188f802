//! Where a row ends and which of its delimiters part cells: functions of the bytes at hand, without state.
//!
//! A row is *sound* when each quote in it is where it belongs: around a whole cell, blanks beside it or not, or doubled
//! (or escaped) inside of one. A row that is not sound can still be split when all that could be meant parts its cells
//! alike ([`Reading::Pairs`], [`Reading::Every`]).

use std::ops::Range;

use memchr::{memchr, memchr2, memchr3};

use crate::{Dialect, MAX_COLUMNS};

/// How a row is split into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Quotes are where they belong. The escape is that of the row, which may differ from the file's.
    Sound(Option<u8>),
    /// A delimiter parts cells when an even number of quotes stands before it.
    Pairs,
    /// Every delimiter parts cells.
    Every,
    /// Every delimiter parts cells, and each is kept as it stands, quotes included.
    Raw,
}

/// What one look for the end of a row finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scan {
    /// The row is sound and ends here; whether there is a quote in it.
    Sound { end: usize, quoted: bool },
    /// The quote here, or the end of the bytes here, cannot be.
    Broken(usize),
    /// More bytes are needed to tell.
    More,
}

/// Looks for the end of the sound row at the start of `bytes`, which are all there are when `at_end`.
pub(crate) fn scan(bytes: &[u8], dialect: Dialect, at_end: bool) -> Scan {
    let (mut at, mut quoted) = (0, false);
    loop {
        let Some(found) = memchr3(dialect.quote, b'\n', b'\r', &bytes[at..]) else {
            return if at_end { Scan::Sound { end: bytes.len(), quoted } } else { Scan::More };
        };
        at += found;
        if bytes[at] != dialect.quote {
            return Scan::Sound { end: at, quoted };
        }
        quoted = true;
        if is_escaped(&bytes[..at], dialect) {
            at += 1;
        } else if is_start_of_cell(&bytes[..at], dialect) {
            match close(bytes, at + 1, dialect, at_end) {
                Ok(after) => at = after,
                Err(scan) => return scan,
            }
        } else {
            return Scan::Broken(at);
        }
    }
}

/// From inside a quoted cell: the position behind its closing quote and the blanks after it.
pub(crate) fn close(bytes: &[u8], open: usize, dialect: Dialect, at_end: bool) -> Result<usize, Scan> {
    let mut at = open;
    loop {
        let Some(found) = memchr(dialect.quote, &bytes[at..]) else {
            return Err(if at_end { Scan::Broken(bytes.len()) } else { Scan::More });
        };
        let quote = at + found;
        at = quote + 1;
        if is_escaped(&bytes[open..quote], dialect) {
            continue;
        }
        if bytes.get(at) == Some(&dialect.quote) {
            at += 1;
            continue;
        }
        let after = at + bytes[at..].iter().take_while(|&&byte| is_blank(byte, dialect)).count();
        return match bytes.get(after) {
            Some(&next) if next == dialect.delimiter || is_line_end(next) => Ok(after),
            Some(_) => Err(Scan::Broken(quote)),
            None if at_end => Ok(after),
            None => Err(Scan::More),
        };
    }
}

/// The places of a row's cells.
pub(crate) fn cells(raw: &[u8], dialect: Dialect, reading: Reading) -> impl Iterator<Item = Range<usize>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let end = cell_end(raw, start, dialect, reading);
        next = (end < raw.len()).then_some(end + 1);
        Some(start..end)
    })
}

fn cell_end(raw: &[u8], start: usize, dialect: Dialect, reading: Reading) -> usize {
    let delimiter = |at: usize| memchr(dialect.delimiter, &raw[at..]).map_or(raw.len(), |found| at + found);
    match reading {
        Reading::Every | Reading::Raw => delimiter(start),
        Reading::Sound(escape) => match opening(&raw[start..], dialect) {
            Some(open) => {
                close(raw, start + open, Dialect { escape, ..dialect }, true).map_or(raw.len(), delimiter)
            }
            None => delimiter(start),
        },
        Reading::Pairs => {
            let (mut at, mut inside) = (start, false);
            while let Some(found) = memchr2(dialect.delimiter, dialect.quote, &raw[at..]) {
                at += found;
                if raw[at] == dialect.quote {
                    inside = !inside;
                } else if !inside {
                    return at;
                }
                at += 1;
            }
            raw.len()
        }
    }
}

/// Splits one row into its cells: joined in `text`, each one's end in `ends`. What stands behind as many cells as a file may have
/// columns is one more cell.
pub(crate) fn split(
    raw: &[u8],
    dialect: Dialect,
    reading: Reading,
    (text, ends): (&mut Vec<u8>, &mut Vec<u32>),
) {
    text.clear();
    ends.clear();
    let dialect = match reading {
        Reading::Sound(escape) => Dialect { escape, ..dialect },
        _ => Dialect { escape: None, ..dialect },
    };
    let mut cells = cells(raw, dialect, reading);
    for cell in cells.by_ref().take(MAX_COLUMNS) {
        push_cell(&raw[cell], dialect, reading, text);
        ends.push(text.len() as u32);
    }
    if let Some(rest) = cells.next() {
        text.extend_from_slice(&raw[rest.start..]);
        ends.push(text.len() as u32);
    }
}

/// Adds what a cell says: without the quotes around it, if those are sound.
fn push_cell(cell: &[u8], dialect: Dialect, reading: Reading, text: &mut Vec<u8>) {
    let quoted = match reading {
        Reading::Raw => None,
        Reading::Sound(_) => opening(cell, dialect),
        Reading::Pairs | Reading::Every => {
            opening(cell, dialect).filter(|&open| close(cell, open, dialect, true) == Ok(cell.len()))
        }
    };
    match quoted {
        Some(open) => {
            let end = cell.iter().rposition(|&byte| byte == dialect.quote).unwrap_or(cell.len());
            push_unescaped(cell.get(open..end).unwrap_or_default(), Some(dialect.quote), dialect, text);
        }
        None if dialect.escape.is_some() => push_unescaped(cell, None, dialect, text),
        None => text.extend_from_slice(cell),
    }
}

/// Adds `part` with each doubled quote once, and without the escapes before quotes and escapes.
fn push_unescaped(part: &[u8], doubled: Option<u8>, dialect: Dialect, text: &mut Vec<u8>) {
    let special = doubled.unwrap_or(dialect.quote);
    let mut at = 0;
    while let Some(found) = memchr2(special, dialect.escape.unwrap_or(special), &part[at..]) {
        let mark = at + found;
        text.extend_from_slice(&part[at..mark]);
        let next = part.get(mark + 1).copied();
        let escapes =
            Some(part[mark]) == dialect.escape && (next == Some(dialect.quote) || next == dialect.escape);
        let is_pair = doubled == Some(part[mark]) && next == doubled;
        text.push(if escapes { part[mark + 1] } else { part[mark] });
        at = mark + if escapes || is_pair { 2 } else { 1 };
    }
    text.extend_from_slice(&part[at..]);
}

/// The position behind the quote that `cell` begins with, blanks before it or not.
fn opening(cell: &[u8], dialect: Dialect) -> Option<usize> {
    let blanks = cell.iter().take_while(|&&byte| is_blank(byte, dialect)).count();
    (cell.get(blanks) == Some(&dialect.quote)).then_some(blanks + 1)
}

/// True when a cell begins behind `before`, blanks before it or not.
pub(crate) fn is_start_of_cell(before: &[u8], dialect: Dialect) -> bool {
    let text = before.iter().rev().find(|&&byte| !is_blank(byte, dialect));
    text.is_none_or(|&byte| byte == dialect.delimiter || is_line_end(byte))
}

/// True when an odd number of escapes stands at the end of `before`.
pub(crate) fn is_escaped(before: &[u8], dialect: Dialect) -> bool {
    let Some(escape) = dialect.escape else { return false };
    before.iter().rev().take_while(|&&byte| byte == escape).count() % 2 == 1
}

/// True when a cell ends where `behind` begins, blanks before its end or not.
pub(crate) fn is_end_of_cell(behind: &[u8], dialect: Dialect) -> bool {
    let next = behind.iter().find(|&&byte| !is_blank(byte, dialect));
    next.is_none_or(|&byte| byte == dialect.delimiter || is_line_end(byte))
}

/// Blanks beside a quote belong to no cell.
pub(crate) fn is_blank(byte: u8, dialect: Dialect) -> bool {
    (byte == b' ' || byte == b'\t') && byte != dialect.delimiter
}

/// A row of nothing but delimiters, quotes and spaces holds no data, as a blank line does.
pub(crate) fn is_blank_row(raw: &[u8], dialect: Dialect) -> bool {
    raw.iter().all(|&byte| byte <= b' ' || byte == dialect.delimiter || byte == dialect.quote)
}

pub(crate) fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

/// The length of the first line of `bytes`, without its end.
pub(crate) fn line_end(bytes: &[u8]) -> Option<usize> {
    memchr2(b'\n', b'\r', bytes)
}
