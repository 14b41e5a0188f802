use std::borrow::Cow;

use super::{RowProblem, Values};
use crate::{Email, Field, Mapping};

/// A row that can be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row as a spreadsheet counts it.
    pub number: u64,
    /// The key of the contact's e-mail address.
    pub key: Box<str>,
    /// The values of the mapping's fields, cleaned.
    pub values: Values,
}

/// What every row of an import must keep to.
#[derive(Debug, Clone)]
pub struct RowRules {
    mapping: Mapping,
    needed: usize,
}

impl RowRules {
    /// The rules for rows under a mapped header.
    pub fn new(mapping: Mapping) -> Self {
        Self { needed: mapping.needed_cells(), mapping }
    }

    /// Checks one row of `found` cells; on a problem says in which column (from 0) it lies, if in one.
    pub fn check<'a>(
        &self,
        number: u64,
        found: usize,
        cell: impl Fn(usize) -> &'a str,
    ) -> Result<Row, (Option<usize>, RowProblem)> {
        let expected = self.mapping.width;
        if found > expected {
            return Err((None, RowProblem::TooManyCells { expected, found }));
        }
        if found < self.needed {
            return Err((None, RowProblem::TooFewCells { expected, found }));
        }
        let column = self.mapping.email_column;
        let email =
            Email::parse(cell(column)).map_err(|error| (Some(column), RowProblem::Email { error }))?;
        let values = self.values(cell)?;
        Ok(Row { number, key: email.key().into(), values })
    }

    fn values<'a>(&self, cell: impl Fn(usize) -> &'a str) -> Result<Values, (Option<usize>, RowProblem)> {
        let mut read: Vec<Option<Cow<'a, str>>> = Vec::with_capacity(self.mapping.values.len());
        for (column, field) in &self.mapping.values {
            let column = *column;
            read.push(field.read(cell(column)).map_err(|error| (Some(column), value_problem(field, error)))?);
        }
        Ok(read.iter().map(Option::as_deref).collect())
    }
}

fn value_problem(field: &Field, error: crate::CellError) -> RowProblem {
    let name = if field.as_custom().is_some() { field.label() } else { field.name() };
    RowProblem::Value { field: name.to_owned(), error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fields, MappedColumn};

    fn rules() -> RowRules {
        let typed =
            [(1, "email"), (0, "city")].map(|(column, field)| MappedColumn { column, field: field.into() });
        RowRules::new(Mapping::resolve(&Fields::default(), 3, &typed).unwrap())
    }

    fn check(cells: &[&'static str]) -> Result<Row, (Option<usize>, &'static str)> {
        rules()
            .check(7, cells.len(), |index| cells[index])
            .map_err(|(column, problem)| (column, problem.code()))
    }

    #[test]
    fn a_good_row_is_cleaned() {
        let row = check(&[" Köln ", "A@B.de", "ignored"]).unwrap();
        assert_eq!((row.number, &*row.key, row.values.get(0)), (7, "a@b.de", Some("Köln")));
    }

    #[test]
    fn unmapped_cells_may_be_missing_at_the_end_and_no_others() {
        assert!(check(&["Köln", "a@b.de"]).is_ok());
        assert_eq!(check(&["Köln"]), Err((None, "too_few_cells")));
        assert_eq!(check(&["Köln", "a@b.de", "", ""]), Err((None, "too_many_cells")));
    }

    #[test]
    fn problems_name_their_column() {
        assert_eq!(check(&["Köln", "", "x"]), Err((Some(1), "email_missing")));
        assert_eq!(check(&["K\0ln", "a@b.de", "x"]), Err((Some(0), "nul_character")));
    }
}
