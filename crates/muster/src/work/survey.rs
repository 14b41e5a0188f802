//! One pass over a whole file before anything of it is written: counts its rows, finds one that is too large to be read, and
//! learns what only all rows together say.

use std::io::{Read, Seek};

use muster_domain::import::{Facts, Learning, RowRules};
use muster_reader::{ContactFile, Options, ReadError, Record};

use super::import::Cells;

/// What a whole file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Rows under the header that are not blank.
    pub rows: u64,
    /// What they say together.
    pub facts: Facts,
}

/// Surveys a file for an import by these rules.
pub fn of<R: Read + Seek>(source: R, options: Options, rules: &RowRules) -> Result<Survey, ReadError> {
    let mut file = ContactFile::open_whole(source, options)?;
    let (mut rows, mut learning, mut record) = (0, Learning::default(), Record::default());
    while rules.learns() && file.read(&mut record)? {
        rows += 1;
        if record.flaw.is_none() {
            let cells = Cells::of(&record);
            rules.learn(&mut learning, |column| cells.get(column));
        }
    }
    while file.skip()? {
        rows += 1;
    }
    if rows == 0 { Err(ReadError::HeaderOnly) } else { Ok(Survey { rows, facts: learning.facts() }) }
}
