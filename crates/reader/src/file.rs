//! A contact file from its first byte: what kind it is, its header, and its rows.

use std::io::{self, Cursor, Read};

use crate::csv::CsvReader;
use crate::dialect::{Dialect, declared};
use crate::encoding::{Decoding, Encoding};
use crate::{ReadError, Record, signature};

/// The most columns that a file may have; Excel's limit.
pub const MAX_COLUMNS: usize = 16_384;
const HEAD: usize = 64 << 10;

type Source<R> = io::Chain<Cursor<Vec<u8>>, Decoding<io::Chain<Cursor<Vec<u8>>, R>>>;

/// An opened contact file: its header is read, its rows follow one by one.
pub struct ContactFile<R> {
    /// How the bytes became text.
    pub encoding: Encoding,
    /// How the text became cells.
    pub dialect: Dialect,
    /// The row that the header stands in, as a spreadsheet counts.
    pub header_row: u64,
    /// The column names as they stand in the file; names may be blank or repeated.
    pub header: Vec<String>,
    rows: CsvReader<Source<R>>,
}

impl<R: Read> ContactFile<R> {
    /// Recognises the file and reads its header. Nothing but the head of `source` is read.
    pub fn open(mut source: R) -> Result<Self, ReadError> {
        let mut raw = Vec::with_capacity(HEAD);
        source.by_ref().take(HEAD as u64).read_to_end(&mut raw)?;
        let (encoding, mark) = Encoding::detect(&raw);
        let kind = signature::binary(&raw, &[]);
        let rest = raw.split_off(mark);
        let mut text = encoding.decode(Cursor::new(rest).chain(source));
        let mut head = Vec::with_capacity(HEAD);
        text.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        if let Some(kind) = kind.or_else(|| signature::binary(&[], &head)) {
            return Err(ReadError::Binary(kind));
        }
        let dialect = match declared(&head) {
            Some((delimiter, length)) => {
                head.drain(..length);
                Dialect::separated_by(delimiter)
            }
            None => Dialect::detect(&head),
        };
        let rows = CsvReader::new(Cursor::new(head).chain(text), dialect);
        Self { encoding, dialect, header_row: 0, header: Vec::new(), rows }.read_header()
    }

    fn read_header(mut self) -> Result<Self, ReadError> {
        let mut record = Record::default();
        if !self.rows.read(&mut record)? {
            return Err(ReadError::Empty);
        }
        if record.len() > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns(record.len()));
        }
        self.header_row = record.row;
        self.header = record.cells().map(|name| name.trim().to_owned()).collect();
        Ok(self)
    }

    /// Reads the next row that is not blank into `record`; false at the end of the file.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, ReadError> {
        self.rows.read(record)
    }

    /// Passes over the next row that is not blank; false at the end of the file.
    pub fn skip(&mut self) -> Result<bool, ReadError> {
        self.rows.skip()
    }
}

/// What one pass over a whole file tells before anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// Rows under the header that are not blank.
    pub rows: u64,
}

/// Passes over the whole file without splitting rows: counts them, and finds a record that is too large.
pub fn survey<R: Read>(source: R) -> Result<Survey, ReadError> {
    let mut file = ContactFile::open(source)?;
    let mut rows = 0;
    while file.skip()? {
        rows += 1;
    }
    if rows == 0 { Err(ReadError::HeaderOnly) } else { Ok(Survey { rows }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: &[u8]) -> (Vec<String>, Vec<(u64, Vec<String>)>) {
        let mut file = ContactFile::open(bytes).unwrap();
        let (mut record, mut rows) = (Record::default(), Vec::new());
        while file.read(&mut record).unwrap() {
            rows.push((record.row, record.cells().map(str::to_owned).collect()));
        }
        (file.header, rows)
    }

    #[test]
    fn marks_and_declared_delimiters_are_no_part_of_the_header() {
        let (header, rows) = read_all(b"\xEF\xBB\xBFsep=;\r\nEmail;Name\r\na@b.c;A,B\r\n");
        assert_eq!(header, ["Email", "Name"]);
        assert_eq!(
            rows,
            [(2, vec!["a@b.c".into(), "A,B".into()])],
            "Excel hides the sep line, so rows count without it"
        );
    }

    #[test]
    fn utf16_files_read_as_their_utf8_twins() {
        let text = "Email\tName\r\na@b.c\tŁukasz 小明\r\n".repeat(9000);
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read_all(&bytes), read_all(text.as_bytes()));
    }

    #[test]
    fn files_without_rows_are_refused_with_a_reason() {
        for (bytes, code) in [
            (&b""[..], "file_empty"),
            (b"\n\r\n  \n", "file_empty"),
            (b"\xEF\xBB\xBF", "file_empty"),
            (b"email,name\n\n,\n", "file_header_only"),
            (&b"a,".repeat(MAX_COLUMNS)[..], "too_many_columns"),
            (b"PK\x03\x04\x14\0\0\0", "file_binary"),
        ] {
            assert_eq!(survey(bytes).unwrap_err().code(), code, "{bytes:?}");
        }
    }

    #[test]
    fn the_survey_counts_what_reading_delivers() {
        let text = b"email,n\n\na@b.c,\"x\ny\"\n,\nb@c.d,\"z\n";
        assert_eq!(survey(&text[..]).unwrap().rows, read_all(text).1.len() as u64);
    }
}
