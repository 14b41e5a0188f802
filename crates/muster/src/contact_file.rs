//! Contacts as a file: CSV, in which a value that a spreadsheet would take for a formula has a `'` before it that an import
//! takes off again, or a workbook, in which every value is a text. Both are written contact by contact in bounded memory.

mod column;
mod xlsx;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use muster_reader::{Dialect, guard_formula, write_record};
use muster_store::contacts::Contact;
use muster_store::figures::Figures;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use column::Column;
use xlsx::Sheets;

/// The kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ExportFormat)]
pub enum Format {
    /// Comma-separated values, UTF-8 with a byte order mark.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Writes the first row of a CSV: what the columns are called.
pub fn write_csv_header(out: &mut impl Write, columns: &[Column]) -> io::Result<()> {
    let cells: Vec<_> = columns.iter().map(|column| guarded(column.header())).collect();
    write_record(out, Dialect::default(), cells.iter().map(AsRef::as_ref))
}

/// Writes a contact as a row of a CSV.
pub fn write_csv_row(
    out: &mut impl Write,
    columns: &[Column],
    contact: &Contact,
    figures: &Figures,
) -> io::Result<()> {
    let cells: Vec<_> = columns.iter().map(|column| guarded(column.cell(contact, figures))).collect();
    write_record(out, Dialect::default(), cells.iter().map(AsRef::as_ref))
}

fn guarded(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(cell) => guard_formula(cell),
        Cow::Owned(number) => number.into(), // ours, and no formula
    }
}

/// A file on the disk that contacts are being written to.
pub struct ContactFile {
    columns: Vec<Column>,
    rows: Rows,
}

enum Rows {
    Csv(BufWriter<File>),
    Xlsx(Box<Sheets>, File),
}

impl ContactFile {
    /// Begins an empty file. The rows of a workbook are kept in `folder` until it is finished, without a name there.
    pub fn begin(
        file: File,
        folder: Option<&Path>,
        format: Format,
        columns: Vec<Column>,
    ) -> io::Result<Self> {
        let rows = match format {
            Format::Csv => {
                let mut out = BufWriter::new(file);
                out.write_all("\u{FEFF}".as_bytes())?; // so that Excel reads UTF-8
                write_csv_header(&mut out, &columns)?;
                Rows::Csv(out)
            }
            Format::Xlsx => Rows::Xlsx(Box::new(Sheets::new(folder, &columns)?), file),
        };
        Ok(Self { columns, rows })
    }

    /// Writes a contact.
    pub fn add(&mut self, contact: &Contact, figures: &Figures) -> io::Result<()> {
        match &mut self.rows {
            Rows::Csv(out) => write_csv_row(out, &self.columns, contact, figures),
            Rows::Xlsx(sheets, _) => {
                sheets.add(self.columns.iter().map(|column| column.cell(contact, figures)))
            }
        }
    }

    /// How many cells were cut because the kind of file holds no more in a cell.
    pub fn cut(&self) -> i64 {
        match &self.rows {
            Rows::Csv(_) => 0,
            Rows::Xlsx(sheets, _) => sheets.cut(),
        }
    }

    /// Writes what is left to write, which for a workbook is all of it, and returns when the disk has it.
    pub fn finish(self) -> io::Result<()> {
        let file = match self.rows {
            Rows::Csv(out) => out.into_inner().map_err(io::IntoInnerError::into_error)?,
            Rows::Xlsx(sheets, file) => sheets.finish(file)?,
        };
        file.sync_all()
    }
}
