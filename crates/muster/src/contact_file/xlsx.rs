//! A workbook whose rows go to the disk as they come, so that memory stays bounded; more rows than a sheet holds go on the next.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::Column;

/// Rows of a sheet, the header included (Excel's limit).
const SHEET_ROWS: u32 = 1_048_576;
/// UTF-16 units of a cell (Excel's limit); what is over is cut, and counted.
const CELL_UNITS: usize = 32_767;

/// The sheets of a workbook.
pub(super) struct Sheets {
    workbook: Workbook,
    header: Vec<String>,
    row: u32,
    cut: i64,
}

impl Sheets {
    /// A workbook with one sheet and its header; its rows are kept in `folder` until they are finished.
    pub(super) fn new(folder: Option<&Path>, columns: &[Column]) -> io::Result<Self> {
        let header = columns.iter().map(|column| column.header().into_owned()).collect();
        let mut sheets = Self { workbook: Workbook::new(), header, row: 0, cut: 0 };
        if let Some(folder) = folder {
            sheets.workbook.set_tempdir(folder).map_err(io_error)?;
        }
        sheets.begin_sheet().map_err(io_error)?;
        Ok(sheets)
    }

    /// Writes a row.
    pub(super) fn add<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
        if self.row == SHEET_ROWS {
            self.begin_sheet().map_err(io_error)?;
        }
        self.write_row(cells).map_err(io_error)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.workbook.add_worksheet_with_constant_memory()?;
        self.row = 0;
        let header = self.header.clone();
        self.write_row(header.iter().map(|name| name.as_str().into()))
    }

    fn write_row<'a>(&mut self, cells: impl Iterator<Item = Cow<'a, str>>) -> Result<(), XlsxError> {
        let Some(sheet) = self.workbook.worksheets_mut().last_mut() else { return Ok(()) };
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let shown = fitting(&cell);
            self.cut += i64::from(shown.len() < cell.len());
            sheet.write_string(self.row, column, shown)?;
        }
        self.row += 1;
        Ok(())
    }

    /// How many cells were cut so far.
    pub(super) fn cut(&self) -> i64 {
        self.cut
    }

    /// Writes the workbook and gives the file back.
    pub(super) fn finish(mut self, file: File) -> io::Result<File> {
        let mut out = BufWriter::new(file);
        self.workbook.save_to_writer(&mut out).map_err(io_error)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

/// As much of a text as a cell holds.
fn fitting(text: &str) -> &str {
    let mut units = 0;
    let over = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > CELL_UNITS
    });
    over.map_or(text, |(end, _)| &text[..end])
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        XlsxError::ZipError(error) => error.into(),
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_as_many_units_as_excel_counts_and_no_half_letter() {
        for (text, letters) in [
            ("x".repeat(32_767), 32_767),
            ("x".repeat(32_768), 32_767),
            ("😀".repeat(16_384), 16_383),
            ("ä".repeat(40_000), 32_767),
            (format!("x{}", "😀".repeat(16_383)), 16_384),
            (String::new(), 0),
        ] {
            assert_eq!(fitting(&text).chars().count(), letters);
        }
    }
}
