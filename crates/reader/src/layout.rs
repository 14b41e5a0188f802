//! How a file is laid out: its delimiter, where its header stands and what its rows look like. All of it comes from the file's head,
//! so that whoever reads the file finds the same.

use crate::csv::CsvReader;
use crate::doubt::holds_address;
use crate::lex::{Reading, cells, is_end_of_cell, is_escaped, is_start_of_cell};
use crate::{Dialect, Record};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const SAMPLE_ROWS: usize = 200;
/// Rows above the header, at most.
const MOST_ABOVE: usize = 20;
const HEADER_WEIGHT: usize = 3;

/// What the head of a file tells about its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// How cells are told apart.
    pub(crate) dialect: Dialect,
    /// Rows above the header that are not blank.
    pub(crate) above: usize,
    /// Cells that most rows have; 0 when that is not known.
    pub(crate) width: usize,
    /// True when rows of the head have other numbers of cells.
    pub(crate) is_ragged: bool,
    /// The column in which rows have an address, one in ten at the least.
    pub(crate) address: Option<usize>,
}

impl Layout {
    /// A layout of which only the dialect is known.
    pub(crate) fn of(dialect: Dialect) -> Self {
        Self { dialect, above: 0, width: 0, is_ragged: true, address: None }
    }

    /// The layout of a file that starts with `head`, and is no longer when `is_whole`. The delimiter is the one by which most rows have
    /// an address in a cell of its own and are as wide as the others, unless it is known.
    pub(crate) fn detect(head: &[u8], is_whole: bool, delimiter: Option<u8>) -> Self {
        let samples = |delimiter| Sample::take(head, is_whole, Dialect::separated_by(delimiter));
        let sample = match delimiter {
            Some(delimiter) => samples(delimiter),
            None => CANDIDATES.into_iter().map(samples).reduce(Sample::better).unwrap_or_default(),
        };
        let escaping = Dialect { escape: Some(b'\\'), ..sample.dialect };
        if escapes(head, escaping) {
            Sample::take(head, is_whole, escaping).layout()
        } else {
            sample.layout()
        }
    }

    /// True when a row is as wide as the others, or nothing is known of them.
    pub(crate) fn has_width(&self, row: &[u8], reading: Reading) -> bool {
        self.width == 0 || cells(row, self.dialect, reading).count() == self.width
    }
}

/// A row of the head, seen from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shape {
    /// For each cell: whether something is in it.
    filled: Vec<bool>,
    /// The columns with one whole address, and nothing that another delimiter would part from it.
    addresses: Vec<usize>,
    is_flawed: bool,
}

impl Shape {
    fn of(record: &Record) -> Self {
        let is_filled = |cell: &str| !cell.trim().is_empty();
        let is_flawed = record.flaw.is_some();
        let addresses = record.cells().enumerate().filter(|(_, cell)| is_one_address(cell));
        Self {
            filled: record.cells().map(is_filled).collect(),
            addresses: addresses.map(|(column, _)| column).collect(),
            is_flawed,
        }
    }

    fn width(&self) -> usize {
        self.filled.len()
    }

    /// How many cells there are up to the last with something in it.
    fn filled_width(&self) -> usize {
        self.filled.iter().rposition(|&filled| filled).map_or(0, |last| last + 1)
    }

    fn filled_cells(&self) -> usize {
        self.filled.iter().filter(|&&filled| filled).count()
    }
}

/// A cell with an address to which nothing sticks that another delimiter would part from it.
fn is_one_address(cell: &str) -> bool {
    let mut words = cell.split(|c: char| c.is_whitespace() || "<>()'\"".contains(c));
    words.any(|word| holds_address(word.as_bytes()) && !word.bytes().any(|byte| CANDIDATES.contains(&byte)))
}

/// The first rows of a head by one delimiter.
#[derive(Debug, Default)]
struct Sample {
    dialect: Dialect,
    shapes: Vec<Shape>,
    /// The column with most addresses, and how many.
    addresses: Option<(usize, usize)>,
    above: usize,
    /// True when a delimiter of the header has no blank behind it, as those of a text have.
    is_tight: bool,
}

impl Sample {
    fn take(head: &[u8], is_whole: bool, dialect: Dialect) -> Self {
        let mut reader = CsvReader::new(head, Layout::of(dialect));
        let (mut record, mut shapes, mut blanks) = (Record::default(), Vec::new(), Vec::new());
        while shapes.len() < SAMPLE_ROWS && matches!(reader.read(&mut record), Ok(true)) {
            shapes.push(Shape::of(&record));
            blanks.push(record.cells().skip(1).any(|cell| !cell.starts_with(' ')));
        }
        if !is_whole && shapes.len() > 2 && reader.consumed() == head.len() as u64 {
            shapes.pop(); // the head may end within a row
        }
        let mut sample = Self { dialect, shapes, ..Self::default() };
        sample.addresses = sample.count_addresses(false);
        sample.above = sample.rows_above_header();
        sample.is_tight = blanks.get(sample.above) == Some(&true);
        sample
    }

    /// The column with most addresses in sound rows, or in all, and how many.
    fn count_addresses(&self, in_all: bool) -> Option<(usize, usize)> {
        let shapes = self.shapes.iter().filter(|shape| in_all || !shape.is_flawed);
        let columns = shapes.flat_map(|shape| shape.addresses.iter().copied());
        let mut counts = std::collections::BTreeMap::new();
        for column in columns {
            *counts.entry(column).or_insert(0) += 1;
        }
        counts.into_iter().max_by_key(|&(column, count)| (count, std::cmp::Reverse(column)))
    }

    /// How many rows stand above the header: titles and notes. They are narrower than the rows, or hold one text only, and the header
    /// is the first below them that is not, and above all contacts.
    fn rows_above_header(&self) -> usize {
        let most = self.shapes.len().min(MOST_ABOVE + 1);
        let Some((column, _)) = self.addresses else {
            let usual = self.usual_width(0, 0);
            let first = self.shapes[..most].iter().position(|shape| shape.is_flawed || shape.width() > 1);
            return first.filter(|_| usual > 1).unwrap_or(0);
        };
        let least = self.usual_width(0, 0).min(2);
        let is_contact = |shape: &Shape| shape.addresses.contains(&column) && shape.width() >= least;
        let end = self.shapes.iter().position(is_contact).unwrap_or(0);
        let full = self.shapes[end..].iter().map(Shape::filled_width).max().unwrap_or(0);
        let usual = self.usual_width(end, 0).min(full);
        let is_header = |shape: &Shape| {
            shape.filled_cells() > 1 && shape.width() >= usual && shape.filled.get(column) == Some(&true)
        };
        let is_title =
            |shape: &Shape| !shape.is_flawed && (shape.filled_cells() == 1 || shape.width() < usual);
        let above = self.shapes[..end.min(most)].iter().take_while(|shape| is_title(shape)).count();
        if self.shapes[..end].get(above).is_some_and(is_header) { above } else { 0 }
    }

    /// The number of cells that most rows from `first` on have; of two as common, the larger. In a file of few rows that of its
    /// `header` counts for more.
    fn usual_width(&self, first: usize, header: usize) -> usize {
        let mut counts =
            std::collections::BTreeMap::from([(header, if header > 0 { HEADER_WEIGHT } else { 0 })]);
        for shape in self.shapes[first.min(self.shapes.len())..].iter().filter(|shape| !shape.is_flawed) {
            *counts.entry(shape.width()).or_insert(0) += 1;
        }
        counts.into_iter().max_by_key(|&(width, count)| (count, width)).map_or(0, |(width, _)| width)
    }

    /// How well the delimiter explains the head; 0 for one column.
    fn score(&self) -> (usize, usize, bool, usize) {
        let rows = &self.shapes[self.above..];
        let header = rows.first().map_or(0, Shape::width);
        if header < 2 {
            return (0, 0, false, 0);
        }
        let below = (rows.len() - 1).max(1);
        let addressed = self.addresses.map_or(0, |(_, count)| count * 10 / below);
        let same = rows.iter().filter(|shape| !shape.is_flawed && shape.width() == header).count();
        (addressed, same * 1000 / rows.len(), self.is_tight, header)
    }

    /// The first of two that explain the head alike.
    fn better(self, other: Self) -> Self {
        if other.score() > self.score() { other } else { self }
    }

    fn layout(&self) -> Layout {
        let rows = &self.shapes[self.above.min(self.shapes.len())..];
        let header = rows.first().map_or(0, Shape::width);
        let width = self.usual_width(self.above, header);
        let mut sound = rows.iter().skip(1).filter(|shape| !shape.is_flawed);
        let whole = rows.iter().skip(1).filter(|shape| shape.width() == width).count();
        let addresses = self.count_addresses(true).filter(|&(_, count)| count * 10 >= whole);
        Layout {
            above: self.above,
            width,
            is_ragged: sound.any(|shape| shape.width() != width),
            address: addresses.map(|(column, _)| column),
            ..Layout::of(self.dialect)
        }
    }
}

/// True if a text has a quote inside of a cell that is escaped as `escaping` tells, and none there that is doubled.
pub(crate) fn escapes(text: &[u8], escaping: Dialect) -> bool {
    let quote = escaping.quote;
    let quotes = || memchr::memchr_iter(quote, text).map(|at| (at, is_escaped(&text[..at], escaping)));
    let is_pair = |at: usize| text.get(at + 1) == Some(&quote);
    let is_inside = |behind: usize| !is_end_of_cell(&text[behind..], escaping);
    let doubles = || {
        let mut pairs = quotes().filter(|&(at, is_escaped)| !is_escaped && is_pair(at));
        pairs.any(|(at, _)| is_inside(at + 2) && !is_start_of_cell(&text[..at], escaping))
    };
    quotes().any(|(at, is_escaped)| is_escaped && is_inside(at + 1) && !is_pair(at)) && !doubles()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        char::from(Layout::detect(text.as_bytes(), true, None).dialect.delimiter)
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
}
