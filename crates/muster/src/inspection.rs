//! What is understood of a file before it is imported: the same for the page, the API and the command line.

mod unfit;

use std::io::{Read, Seek};

use muster_domain::{
    Email, Fields, MappedColumn, Suggestion, Target, Unfit, guess_kind, header_signature, suggest,
};
use muster_reader::{ContactFile, Encoding, Options, ReadError, Record, unguard_formula};
use muster_store::{Db, StoreError, mappings};
use serde::Serialize;
use utoipa::ToSchema;

use self::unfit::{UnfitSamples, unfit};

const SAMPLES: usize = 4;
const SAMPLES_TO_JUDGE: usize = 200;
/// Characters of a cell that are kept: more than any field but the notes holds.
const SAMPLE_CHARS: usize = 1000;
/// Bytes of kept cells behind which no more rows are sampled.
const SAMPLE_BYTES: usize = 8 << 20;

/// One column of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct InspectedColumn {
    /// Its position in the file, from 0, by which a mapping names it: names may be blank or repeated.
    pub column: usize,
    /// Its name in the header.
    pub name: String,
    /// Its first values that are not blank; blank ones where there are no others.
    pub samples: Vec<String>,
    /// The field that it probably fills.
    pub field: Option<String>,
    /// Why, in words for people; of a column without a field, why its name is not followed.
    pub why: Option<String>,
    /// True for a column that Muster wrote itself and ignores.
    pub own: bool,
    /// The position of the column that says row by row which telephone this one's number is.
    pub label_column: Option<usize>,
    /// True for a column of full names in a file without columns for their parts.
    pub full_name: bool,
    /// Values that its field cannot hold, among the first rows; null when there are none.
    pub unfit: Option<UnfitSamples>,
    /// The kind of a field that would hold its values.
    pub guess: &'static str,
}

/// An encoding to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EncodingChoice {
    /// Its usual name.
    pub name: String,
    /// What people call it.
    pub label: &'static str,
}

/// What was understood of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = InspectedFile)]
pub struct Inspection {
    /// `csv`.
    pub format: &'static str,
    /// Its usual name: `utf-8`, `windows-1252`, …
    pub encoding: String,
    /// The encodings worth offering when that one is wrong.
    pub encodings: Vec<EncodingChoice>,
    /// The character between two cells.
    pub delimiter: String,
    /// The character around a cell with special characters.
    pub quote: String,
    /// The character before an escaped quote; null when quotes are doubled.
    pub escape: Option<String>,
    /// The row of the header, as a spreadsheet counts.
    pub header_row: u64,
    /// Rows above the header that are not blank.
    pub preamble_rows: u64,
    /// Rows below the contacts that are none.
    pub footer_rows: u64,
    /// The columns in file order.
    pub columns: Vec<InspectedColumn>,
    /// Rows under the header; null when only the head of the file was inspected.
    pub rows: Option<u64>,
}

/// The header of a file and its first values.
pub struct Head<R> {
    /// The file behind the rows that were sampled.
    pub file: ContactFile<R>,
    /// The first values of each column.
    pub samples: Vec<Vec<String>>,
    /// How many rows were sampled.
    pub rows: u64,
    /// The fields that columns can be mapped to.
    pub fields: Fields,
}

impl<R: Read + Seek> Head<R> {
    /// Reads the header and the first rows.
    pub fn read(source: R, options: Options, fields: Fields) -> Result<Self, ReadError> {
        let mut file = ContactFile::open_whole(source, options)?;
        let mut samples = vec![Vec::new(); file.header.len()];
        let (mut record, mut rows, mut bytes) = (Record::default(), 0, 0);
        while rows < SAMPLES_TO_JUDGE as u64 && bytes < SAMPLE_BYTES && file.read(&mut record)? {
            rows += 1;
            for (column, values) in samples.iter_mut().enumerate() {
                let cell = unguard_formula(record.cell(column).unwrap_or_default());
                let cell: String = cell.chars().take(SAMPLE_CHARS).collect();
                bytes += size_of::<String>() + cell.len();
                values.push(cell);
            }
        }
        if rows == 0 { Err(ReadError::HeaderOnly) } else { Ok(Self { file, samples, rows, fields }) }
    }

    /// True when the first row holds an e-mail address, and so is no header but a contact.
    pub fn has_no_header(&self) -> bool {
        self.file.header.iter().any(|name| Email::parse(name).is_ok())
    }

    /// The suggested field of each column; `db` remembers the mappings of earlier imports.
    pub async fn suggestions(&self, db: Option<&Db>) -> Result<Vec<Suggestion>, StoreError> {
        let remembered = match db {
            Some(db) => mappings::find(db, &header_signature(&self.file.header)).await?,
            None => None,
        };
        Ok(suggest(&self.fields, &self.file.header, &self.samples, remembered.as_deref()))
    }

    /// Counts the values that would be left out by column, if `columns` were imported at the time `now`.
    pub fn foresee(&self, inspection: &mut Inspection, columns: &[MappedColumn], now: i64) {
        let mut found = unfit(&self.fields, &self.samples, columns, now);
        for column in &mut inspection.columns {
            column.unfit = found.remove(&column.column);
        }
    }

    /// All that was understood.
    pub fn inspection(&self, suggestions: Vec<Suggestion>, rows: Option<u64>) -> Inspection {
        let columns = self.file.header.iter().zip(&self.samples).zip(suggestions);
        Inspection {
            format: "csv",
            encoding: self.file.encoding.name(),
            encodings: encodings(self.file.encoding),
            delimiter: char::from(self.file.dialect.delimiter).to_string(),
            quote: char::from(self.file.dialect.quote).to_string(),
            escape: self.file.dialect.escape.map(|escape| char::from(escape).to_string()),
            header_row: self.file.header_row,
            preamble_rows: self.file.preamble_rows,
            footer_rows: 0,
            columns: columns
                .enumerate()
                .map(|(column, ((name, samples), found))| inspected(column, name, samples, found))
                .collect(),
            rows,
        }
    }
}

/// The usual encodings, and the one that was found.
fn encodings(found: Encoding) -> Vec<EncodingChoice> {
    let is_usual = Encoding::choices().any(|choice| choice == found);
    let all = Encoding::choices().chain((!is_usual).then_some(found));
    all.map(|choice| EncodingChoice { name: choice.name(), label: choice.label() }).collect()
}

fn inspected(column: usize, name: &str, samples: &[String], found: Suggestion) -> InspectedColumn {
    let filled = samples.iter().filter(|sample| !sample.trim().is_empty());
    let mut shown: Vec<String> = filled.take(SAMPLES).cloned().collect();
    if shown.is_empty() {
        shown.extend(samples.iter().take(SAMPLES).cloned());
    }
    InspectedColumn {
        column,
        name: name.to_owned(),
        samples: shown,
        field: found.target().map(str::to_owned),
        why: found.why,
        own: found.own,
        label_column: found.label_column,
        full_name: found.full_name,
        unfit: None,
        guess: guess_kind(name, samples.iter().map(String::as_str)),
    }
}

/// The mapping that suggestions amount to.
pub fn suggested_columns(suggestions: &[Suggestion]) -> Vec<MappedColumn> {
    let targets = suggestions.iter().enumerate();
    targets
        .filter_map(|(column, found)| {
            let field = found.target()?.to_owned();
            let target = Target { field, label_column: found.label_column, unfit: Unfit::Leave };
            Some(MappedColumn { column, target })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn samples_are_filled_and_columns_say_where_they_stand() {
        let text = "E-Mail,Telefon,Telefon,\na@x.de,,,\n,030 123456,,\nb@x.de,030 234567,,\nc@x.de,,,\n,,,\nd@x.de,,,\ne@x.de,,,\n";
        let head = Head::read(std::io::Cursor::new(text), Options::default(), Fields::default()).unwrap();
        let suggestions = head.suggestions(None).await.unwrap();
        let columns = head.inspection(suggestions, None).columns;
        assert_eq!(columns.iter().map(|it| it.column).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(columns[0].samples, ["a@x.de", "b@x.de", "c@x.de", "d@x.de"]);
        assert_eq!(columns[1].samples, ["030 123456", "030 234567"]);
        assert_eq!(columns[2].samples, [""; 4]);
        assert_eq!([columns[0].guess, columns[1].guess, columns[2].guess], ["email", "phone", "text"]);
    }
}
