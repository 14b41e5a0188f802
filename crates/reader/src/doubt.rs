//! When the quotes of a row are not to be trusted although it could be split: what rows of the file look like otherwise
//! tells a note of several lines from people that a stray quote swallowed, and a row from a piece of one.

use memchr::memchr_iter;

use crate::Dialect;
use crate::layout::Layout;
use crate::lex::{Reading, Scan, cells, close, is_blank_row, is_end_of_cell, is_line_end, line_end, scan};

/// True when `row` by itself looks like the rows of the file: as wide, with an address where those have theirs.
pub(crate) fn is_like_rows(row: &[u8], reading: Reading, layout: &Layout) -> bool {
    let mut width = 0;
    let mut addressed = layout.address.is_none();
    for (index, cell) in cells(row, layout.dialect, reading).enumerate() {
        width += 1;
        addressed |= layout.address == Some(index) && is_address_cell(&row[cell], layout);
    }
    addressed && (width == layout.width || (layout.is_ragged && layout.address.is_some()))
}

/// An address beside a delimiter in one cell may be what two cells became.
fn is_address_cell(cell: &[u8], layout: &Layout) -> bool {
    holds_address(cell) && memchr::memchr(layout.dialect.delimiter, cell).is_none()
}

/// True when a row of several lines may be several rows, from a stray quote in the first to another in the last.
///
/// Rows that were swallowed have as many delimiters together as that many rows have, which a note hardly has, and the address
/// of a second person. In a file without addresses each of the lines must have as many as a row.
pub(crate) fn may_be_many(row: &[u8], escape: Option<u8>, layout: &Layout) -> bool {
    let lines = || row.split(|&byte| is_line_end(byte)).filter(|line| !line.trim_ascii().is_empty());
    let count = lines().count();
    if layout.width < 2 || count < 2 {
        return layout.address.is_some() && count > 1 && lines().all(holds_address);
    }
    let (mut width, mut own) = (0, 0..0);
    for (index, cell) in cells(row, layout.dialect, Reading::Sound(escape)).enumerate() {
        width += 1;
        if layout.address == Some(index) {
            own = cell;
        }
    }
    if width > layout.width && !layout.is_ragged {
        return true;
    }
    let has_address = layout.address.is_none() || is_address_cell(&row[own.clone()], layout);
    if !has_address && (width != layout.width || has_at_outside(row, &own, layout)) {
        return true;
    }
    let mut others = lines().enumerate().filter(|(_, line)| has_other_address(row, line, &own, layout));
    let other = others.next();
    let is_inner_row =
        |(index, line): (usize, &[u8])| index > 0 && is_like_rows(line, Reading::Every, layout);
    let delimiters = |text: &[u8]| memchr_iter(layout.dialect.delimiter, text).count();
    if layout.address.is_none() {
        return layout.width > 2 && lines().all(|line| delimiters(line) + 1 == layout.width);
    }
    let has_other = width != layout.width || other.is_some();
    (has_other && delimiters(row) >= count * (layout.width - 1))
        || other.into_iter().chain(others).any(is_inner_row)
}

/// True when an `@` stands in `row` that is not that of an unusable address in the `own` cell alone.
fn has_at_outside(row: &[u8], own: &std::ops::Range<usize>, layout: &Layout) -> bool {
    let cell = &row[own.clone()];
    let is_one_value = !cell.iter().any(|&byte| is_line_end(byte) || byte == layout.dialect.delimiter);
    let has_at = |text: &[u8]| memchr::memchr(b'@', text).is_some();
    has_at(&row[..own.start]) || has_at(&row[own.end..]) || (!is_one_value && has_at(cell))
}

/// True when a line of `row`, split by itself, has an address where addresses stand, that is not in the `own` cell of the row.
fn has_other_address(row: &[u8], line: &[u8], own: &std::ops::Range<usize>, layout: &Layout) -> bool {
    let Some(column) = layout.address else { return false };
    let start = line.as_ptr() as usize - row.as_ptr() as usize;
    let Some(cell) = cells(line, layout.dialect, Reading::Every).nth(column) else { return false };
    holds_address(&line[cell.clone()]) && !own.contains(&(start + cell.start))
}

/// True when the lines that `behind` begins with are no rows, and one of them ends a quoted cell that none of them opens.
/// `behind` may be cut within a line unless it `is_rest`.
pub(crate) fn ends_begun_cell(behind: &[u8], layout: &Layout, is_rest: bool) -> bool {
    let mut start = 0;
    while let Some(length) = line_end(&behind[start..]).or(is_rest.then_some(behind.len() - start)) {
        let line = &behind[start..start + length];
        match memchr::memchr(layout.dialect.quote, line) {
            Some(quote) if !may_end_cell(&line[quote..], layout.dialect) => return false,
            Some(_) if is_blank_row(line, layout.dialect) && count_quotes(line, layout).is_multiple_of(2) => {
            }
            Some(_) if begins_row(&behind[start..], line, layout, is_rest) => return false,
            Some(_) => match close(line, 0, layout.dialect, true) {
                Ok(_) => return true,
                Err(Scan::Broken(at)) if at == length => {} // its quotes are all doubled: the cell goes on
                Err(_) => return false,
            },
            None if is_like_rows(line, Reading::Every, layout) => return false,
            None => {}
        }
        start += length + 1;
        if start >= behind.len() {
            return false;
        }
    }
    false
}

fn count_quotes(line: &[u8], layout: &Layout) -> usize {
    memchr_iter(layout.dialect.quote, line).count()
}

/// True when `line`, which `text` begins with, is a row or the start of one.
fn begins_row(text: &[u8], line: &[u8], layout: &Layout, is_rest: bool) -> bool {
    let is_sound = match scan(text, layout.dialect, is_rest) {
        Scan::Sound { end, .. } if end <= line.len() => true,
        Scan::Sound { end, .. } => {
            let reading = Reading::Sound(layout.dialect.escape);
            layout.has_width(&text[..end], reading)
                && !may_be_many(&text[..end], layout.dialect.escape, layout)
        }
        Scan::Broken(_) => false,
        Scan::More => true, // nobody can tell
    };
    is_sound || is_like_rows(line, Reading::Every, layout)
}

/// True unless the quotes that `text` begins with surely open a cell.
fn may_end_cell(text: &[u8], dialect: Dialect) -> bool {
    let run = text.iter().take_while(|&&byte| byte == dialect.quote).count();
    run > 1 || is_end_of_cell(&text[run..], dialect)
}

/// True for a cell, in its quotes or without, with an `@` in a word of its own and a dot behind it.
pub(crate) fn holds_address(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let cell = cell.strip_prefix(b"\"").unwrap_or(cell);
    let Some(at) = memchr::memchr(b'@', cell) else { return false };
    let is_part = |byte: &u8| !byte.is_ascii_whitespace() && !b"<>(),:;|'\"".contains(byte);
    let name = cell[..at].iter().rev().take_while(|byte| is_part(byte)).count();
    let is_word =
        cell[..at - name].last().is_none_or(|byte| byte.is_ascii_whitespace() || b"<(:'".contains(byte));
    let mut domain = cell[at + 1..].iter().take_while(|byte| is_part(byte)).skip(1);
    name > 0 && is_word && domain.any(|&byte| byte == b'.')
}
