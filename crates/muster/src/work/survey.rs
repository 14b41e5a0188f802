//! One pass over a whole file before anything of it is written: counts its rows, finds one that is too large to be read, and
//! learns what only all rows together say.

use std::io::Read;

use muster_domain::import::{Facts, RowRules};
use muster_reader::{ContactFile, ReadError, Record};

use super::import::cell;

/// What a whole file tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Rows under the header that are not blank.
    pub rows: u64,
    /// What they say together.
    pub facts: Facts,
}

/// Surveys a file for an import by these rules.
pub fn of<R: Read>(source: R, rules: &RowRules) -> Result<Survey, ReadError> {
    let mut file = ContactFile::open(source)?;
    let mut survey = Survey { rows: 0, facts: Facts::default() };
    let mut record = Record::default();
    while rules.learns(&survey.facts) && file.read(&mut record)? {
        survey.rows += 1;
        if record.flaw.is_none() {
            rules.learn(&mut survey.facts, |column| cell(&record, column));
        }
    }
    while file.skip()? {
        survey.rows += 1;
    }
    if survey.rows == 0 { Err(ReadError::HeaderOnly) } else { Ok(survey) }
}
