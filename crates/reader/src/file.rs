//! A contact file from its first byte: what kind it is, its header, and its rows.

use std::io::{self, Cursor, Read, Seek};

use crate::csv::CsvReader;
use crate::dialect::{Dialect, declared};
use crate::encoding::{Decoding, Encoding};
use crate::layout::Layout;
use crate::{Evidence, ReadError, Record, recognise, signature, unguard_formula};

/// The most columns that a file may have; Excel's limit.
pub const MAX_COLUMNS: usize = 16_384;
/// Bytes of a file, and of its text, from which it is recognised.
pub(crate) const HEAD: usize = 64 << 10;

type Source<R> = io::Chain<Cursor<Vec<u8>>, Decoding<io::Chain<Cursor<Vec<u8>>, R>>>;

/// What a person decided about how a file is read; what is left out is recognised.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// How the bytes become text.
    pub encoding: Option<Encoding>,
    /// The character between two cells.
    pub delimiter: Option<u8>,
}

/// An opened contact file: its header is read, its rows follow one by one.
pub struct ContactFile<R> {
    /// How the bytes became text.
    pub encoding: Encoding,
    /// How the text became cells.
    pub dialect: Dialect,
    /// Rows above the header that are not blank: titles and notes.
    pub preamble_rows: u64,
    /// The row that the header stands in, as a spreadsheet counts.
    pub header_row: u64,
    /// The column names as they stand in the file; names may be blank or repeated.
    pub header: Vec<String>,
    rows: CsvReader<Source<R>>,
}

impl<R: Read + Seek> ContactFile<R> {
    /// As [`Self::open`], but an encoding that is not given is recognised from the whole file.
    pub fn open_whole(mut source: R, mut options: Options) -> Result<Self, ReadError> {
        if options.encoding.is_none() {
            options.encoding = Some(recognise(&mut source)?);
            source.rewind()?;
        }
        Self::open(source, options)
    }
}

impl<R: Read> ContactFile<R> {
    /// Recognises the file and reads its header. Nothing but the head of `source` is read.
    pub fn open(mut source: R, options: Options) -> Result<Self, ReadError> {
        let mut raw = Vec::with_capacity(HEAD);
        source.by_ref().take(HEAD as u64).read_to_end(&mut raw)?;
        let encoding = options.encoding.unwrap_or_else(|| {
            let mut evidence = Evidence::default();
            evidence.add(&raw);
            evidence.encoding(raw.len() < HEAD)
        });
        let kind = signature::binary(&raw, &[]);
        let mark = Encoding::marked(&raw).filter(|(marked, _)| marked.has_mark_in(encoding));
        let rest = raw.split_off(mark.map_or(0, |(_, length)| length));
        let mut text = encoding.decode(Cursor::new(rest).chain(source));
        let mut head = Vec::with_capacity(HEAD);
        text.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
        if let Some(kind) = kind.or_else(|| signature::binary(&[], &head)) {
            return Err(ReadError::Binary(kind));
        }
        let is_whole = head.len() < HEAD;
        let declared = declared(&head);
        if let Some((_, length)) = declared {
            head.drain(..length);
        }
        let delimiter = options.delimiter.or(declared.map(|(delimiter, _)| delimiter));
        let layout = Layout::detect(&head, is_whole, delimiter);
        Self {
            encoding,
            dialect: layout.dialect,
            preamble_rows: layout.above as u64,
            header_row: 0,
            header: Vec::new(),
            rows: CsvReader::new(Cursor::new(head).chain(text), layout),
        }
        .read_header()
    }

    fn read_header(mut self) -> Result<Self, ReadError> {
        for _ in 0..self.preamble_rows {
            self.rows.skip()?;
        }
        let mut record = Record::default();
        if !self.rows.read_header(&mut record)? {
            return Err(ReadError::Empty);
        }
        if record.len() > MAX_COLUMNS {
            return Err(ReadError::TooManyColumns(record.len()));
        }
        self.header_row = record.row;
        self.header = record.cells().map(|name| unguard_formula(name.trim()).into_owned()).collect();
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
pub fn survey<R: Read + Seek>(source: R, options: Options) -> Result<Survey, ReadError> {
    let mut file = ContactFile::open_whole(source, options)?;
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
        let mut file = ContactFile::open(bytes, Options::default()).unwrap();
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
            assert_eq!(survey(Cursor::new(bytes), Options::default()).unwrap_err().code(), code, "{bytes:?}");
        }
    }

    #[test]
    fn the_survey_counts_what_reading_delivers() {
        let text = b"email,n\n\na@b.c,\"x\ny\"\n,\nb@c.d,\"z\n";
        assert_eq!(
            survey(Cursor::new(text), Options::default()).unwrap().rows,
            read_all(text).1.len() as u64
        );
    }
}
