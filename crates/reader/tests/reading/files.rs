//! How tests read a file: what was understood of it, and its rows as text.

use std::io::Cursor;

use muster_reader::{ContactFile, Flaw, Options, Record};

pub type Row = (u64, Option<Flaw>, Vec<String>);

/// The opened file, whose encoding was recognised from all of it.
pub fn open(bytes: impl AsRef<[u8]>) -> ContactFile<Cursor<Vec<u8>>> {
    ContactFile::open_whole(Cursor::new(bytes.as_ref().to_vec()), Options::default()).unwrap()
}

/// The rows under the header.
pub fn rows(bytes: impl AsRef<[u8]>) -> Vec<Row> {
    let mut file = open(bytes);
    let (mut record, mut rows) = (Record::default(), Vec::new());
    while file.read(&mut record).unwrap() {
        rows.push((record.row, record.flaw, record.cells().map(str::to_owned).collect()));
    }
    rows
}

/// A sound row.
pub fn row(number: u64, cells: &[&str]) -> Row {
    (number, None, cells.iter().map(ToString::to_string).collect())
}

/// The numbers of the rows that are sound, and of those that are flawed.
pub fn sound_and_flawed(bytes: impl AsRef<[u8]>) -> (Vec<u64>, Vec<u64>) {
    let (sound, flawed): (Vec<Row>, Vec<Row>) =
        rows(bytes).into_iter().partition(|(_, flaw, _)| flaw.is_none());
    let numbers = |rows: Vec<Row>| rows.into_iter().map(|(number, ..)| number).collect();
    (numbers(sound), numbers(flawed))
}
