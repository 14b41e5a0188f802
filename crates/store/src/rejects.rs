//! Rows that were not imported, as they stood in the file.

use muster_domain::ImportId;
use muster_domain::import::RowProblem;
use sqlx::FromRow;

use crate::{Db, Sql, StoreError};

/// A row that was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The row as a spreadsheet counts it.
    pub number: u64,
    /// The column, from 0, in which the problem lies, if in one.
    pub column: Option<usize>,
    /// What is wrong.
    pub problem: RowProblem,
    /// All cells of the row.
    pub cells: Vec<String>,
}

impl Reject {
    /// A row of somebody who asked to be erased: nothing is kept of it.
    pub fn erased(number: u64) -> Self {
        Self { number, column: None, problem: RowProblem::Erased, cells: Vec::new() }
    }
}

#[derive(FromRow)]
struct Stored {
    source_row: i64,
    source_column: Option<i64>,
    problem: String,
    cells: String,
}

impl TryFrom<Stored> for Reject {
    type Error = StoreError;

    fn try_from(stored: Stored) -> Result<Self, StoreError> {
        Ok(Self {
            number: stored.source_row as u64,
            column: stored.source_column.map(|column| column as usize),
            problem: serde_json::from_str(&stored.problem)?,
            cells: serde_json::from_str(&stored.cells)?,
        })
    }
}

/// The first rejects of an import without their cells, which may be large.
pub async fn list_reasons(db: &Db, import: ImportId, limit: i64) -> Result<Vec<Reject>, StoreError> {
    let sql = Sql::new(
        "select source_row, source_column, problem, '[]' as cells from import_rejects
         where import_id = $1 order by source_row limit $2",
    );
    let rows: Vec<Stored> = db.fetch_all(sql.bind(import.0).bind(limit)).await?;
    rows.into_iter().map(Reject::try_from).collect()
}

/// Up to `limit` rejects of an import behind the row `after`, in the order of the file.
pub async fn list(db: &Db, import: ImportId, after: u64, limit: i64) -> Result<Vec<Reject>, StoreError> {
    let sql = Sql::new(
        "select source_row, source_column, problem, cells from import_rejects
         where import_id = $1 and source_row > $2 order by source_row limit $3",
    );
    let rows: Vec<Stored> = db.fetch_all(sql.bind(import.0).bind(after as i64).bind(limit)).await?;
    rows.into_iter().map(Reject::try_from).collect()
}
