//! Rows that were not imported, and rows that were imported without some of their values, as they stood in the file; and the
//! sums of both by reason.

use std::borrow::Cow;

use muster_domain::ImportId;
use muster_domain::import::{LeftOut, LostSpare, RowProblem, SpareValue};
use sqlx::FromRow;

use crate::{Db, Sql, StoreError};

/// A row of which something was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// The row as a spreadsheet counts it.
    pub number: u64,
    /// What was not imported, and why.
    pub lost: Lost,
    /// Values that are lost as well if their contact has no room for them; none once that is known.
    pub spares: Vec<SpareValue>,
    /// All cells of the row.
    pub cells: Vec<String>,
}

/// What of a row was not imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// All of it: a reject.
    Row {
        /// The column, from 0, in which the problem lies, if in one.
        column: Option<usize>,
        /// What is wrong.
        problem: RowProblem,
    },
    /// Some of its values.
    Values(Vec<LeftOut>),
}

impl ToldRow {
    /// A row of somebody who asked to be erased: nothing is kept of it.
    pub fn erased(number: u64) -> Self {
        let lost = Lost::Row { column: None, problem: RowProblem::Erased };
        Self { number, lost, spares: Vec::new(), cells: Vec::new() }
    }

    /// Bytes that it takes in memory, about.
    pub fn bytes(&self) -> usize {
        size_of_val(self.left_out())
            + size_of_val(&*self.spares)
            + self.cells.iter().map(|cell| cell.len() + size_of::<String>()).sum::<usize>()
    }

    /// True for a reject.
    pub fn is_reject(&self) -> bool {
        matches!(self.lost, Lost::Row { .. })
    }

    /// What is to be told now that it is known which spare values have no room: those of `lost`, which are in order. `None` if
    /// nothing of the row was lost.
    pub(crate) fn known(&self, lost: &[LostSpare]) -> Option<Cow<'_, Self>> {
        if self.spares.is_empty() {
            return Some(Cow::Borrowed(self));
        }
        let is_lost = |spare: &&SpareValue| {
            lost.binary_search(&LostSpare { number: self.number, place: spare.place }).is_ok()
        };
        let spares = self.spares.iter().filter(is_lost).map(|spare| &spare.left_out);
        let mut values: Vec<LeftOut> = self.left_out().iter().chain(spares).cloned().collect();
        values.sort_by_key(|value| value.column);
        let (lost, cells) = (Lost::Values(values), self.cells.clone());
        let row = Self { number: self.number, lost, spares: Vec::new(), cells };
        (!row.left_out().is_empty()).then_some(Cow::Owned(row))
    }

    /// The values that were left out.
    pub fn left_out(&self) -> &[LeftOut] {
        match &self.lost {
            Lost::Row { .. } => &[],
            Lost::Values(values) => values,
        }
    }
}

/// Which of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Those that were not imported.
    NotImported,
    /// Those that were imported without some of their values.
    LeftOut,
}

impl Outcome {
    /// Both, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::NotImported, Self::LeftOut];

    pub(crate) fn number(self) -> i64 {
        match self {
            Self::NotImported => 0,
            Self::LeftOut => 1,
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::NotImported => "left_out = 0",
            Self::LeftOut => "left_out > 0",
        }
    }
}

#[derive(FromRow)]
struct Stored {
    source_row: i64,
    source_column: Option<i64>,
    problem: String,
    left_out: i64,
    cells: String,
}

impl TryFrom<Stored> for ToldRow {
    type Error = StoreError;

    fn try_from(stored: Stored) -> Result<Self, StoreError> {
        let lost = if stored.left_out > 0 {
            Lost::Values(serde_json::from_str(&stored.problem)?)
        } else {
            Lost::Row {
                column: stored.source_column.map(|column| column as usize),
                problem: serde_json::from_str(&stored.problem)?,
            }
        };
        let cells = serde_json::from_str(&stored.cells)?;
        Ok(Self { number: stored.source_row as u64, lost, spares: Vec::new(), cells })
    }
}

/// Characters of cells behind which a page ends early: one row may have 16 MiB.
const PAGE_CHARACTERS: i64 = 4 << 20;

/// Up to `limit` rows of an import behind the row `after`, in the order of the file; fewer where they are long, but one at least if
/// there is any.
pub async fn list(
    db: &Db,
    import: ImportId,
    outcome: Outcome,
    after: u64,
    limit: i64,
) -> Result<Vec<ToldRow>, StoreError> {
    let sql = Sql::new(
        "select source_row, cast(length(cells) as bigint) from import_rejects
         where import_id = $1 and source_row > $2 and ",
    );
    let sql = sql.push(outcome.condition()).push(" order by source_row limit $3");
    let lengths: Vec<(i64, i64)> = db.fetch_all(sql.bind(import.0).bind(after as i64).bind(limit)).await?;
    let mut characters = 0;
    let fitting = lengths.iter().take_while(|(_, length)| {
        let fits = characters < PAGE_CHARACTERS;
        characters += length;
        fits
    });
    let Some((last, _)) = fitting.last() else { return Ok(Vec::new()) };
    let sql = Sql::new(
        "select source_row, source_column, problem, left_out, cells from import_rejects
         where import_id = $1 and source_row > $2 and source_row <= $3 and ",
    );
    let sql = sql.push(outcome.condition()).push(" order by source_row");
    let rows: Vec<Stored> = db.fetch_all(sql.bind(import.0).bind(after as i64).bind(*last)).await?;
    rows.into_iter().map(ToldRow::try_from).collect()
}

/// How often a reason kept a row, or a value, from being imported.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Reason {
    /// The reason's stable word.
    pub code: String,
    /// The field's name, or a custom field's label; blank when it lies in no field.
    pub field: String,
    /// How many rows, or values.
    pub count: i64,
}

/// The reasons of an import, the most frequent first.
pub async fn reasons(db: &Db, import: ImportId, outcome: Outcome) -> Result<Vec<Reason>, StoreError> {
    let sql = Sql::new(
        "select code, field, cast(sum(rows) as bigint) as count from import_reasons
         where import_id = $1 and outcome = $2 group by code, field order by 3 desc, code, field",
    );
    db.fetch_all(sql.bind(import.0).bind(outcome.number())).await
}
