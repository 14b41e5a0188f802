//! A workbook, written row by row to the disk, so that memory stays bounded; more rows than a sheet holds go on the next.

use std::fs::File;
use std::io::{Read as _, Seek as _};

use axum::body::Bytes;
use futures_util::{Stream, stream};
use muster_domain::Field;
use muster_store::contacts::{self, Filter, Order, Sort, SortKey};
use rust_xlsxwriter::{Workbook, XlsxError};

use super::PAGE;
use crate::app::App;

/// Rows of a sheet, the header included (Excel's limit).
const SHEET_ROWS: u32 = 1_048_576;
/// Characters of a cell (Excel's limit); what is over is cut, which only notes can be.
const CELL_CHARS: usize = 32_767;
const PIECE: usize = 64 * 1024;

/// Writes the contacts to a file that is gone when it is closed.
pub(super) async fn write(app: &App, filter: &Filter, columns: &[Field]) -> anyhow::Result<File> {
    let mut sheets = Sheets { workbook: Workbook::new(), columns, row: SHEET_ROWS };
    let sort = Sort { key: SortKey::Created, order: Order::Ascending };
    let mut after = None;
    loop {
        let page = contacts::list(&app.db, filter, &sort, after.as_deref(), PAGE).await?;
        for contact in &page.contacts {
            sheets.write(columns.iter().map(|field| contact.value(field)))?;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    tokio::task::block_in_place(|| sheets.finish())
}

struct Sheets<'a> {
    workbook: Workbook,
    columns: &'a [Field],
    row: u32,
}

impl Sheets<'_> {
    fn write<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), XlsxError> {
        if self.row == SHEET_ROWS {
            self.begin_sheet()?;
        }
        self.write_row(cells)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.workbook.add_worksheet_with_constant_memory()?;
        self.row = 0;
        let columns = self.columns;
        self.write_row(columns.iter().map(Field::name))
    }

    fn write_row<'a>(&mut self, cells: impl Iterator<Item = &'a str>) -> Result<(), XlsxError> {
        let Some(sheet) = self.workbook.worksheets_mut().last_mut() else { return Ok(()) };
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let end = cell.char_indices().nth(CELL_CHARS).map_or(cell.len(), |(at, _)| at);
            sheet.write_string(self.row, column, &cell[..end])?;
        }
        self.row += 1;
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<File> {
        if self.workbook.worksheets().is_empty() {
            self.begin_sheet()?;
        }
        let mut file = tempfile::tempfile()?;
        self.workbook.save_to_writer(&mut file)?;
        file.rewind()?;
        Ok(file)
    }
}

/// The file, piece by piece.
pub(super) fn read(file: File) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold(file, async |mut file| {
        let mut piece = vec![0; PIECE];
        let length = file.read(&mut piece)?;
        piece.truncate(length);
        Ok((length > 0).then(|| (Bytes::from(piece), file)))
    })
}
