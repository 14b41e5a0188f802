//! Which column of a file becomes which field: what was typed, checked into a [`Mapping`]; what is suggested stands in
//! its own file.

mod address;
mod fit;
mod kind;
mod names;
mod phones;
mod suggest;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::text::{fold_name, hex};
use crate::{Field, Fields};

pub use self::kind::guess_kind;
pub use self::suggest::{Suggestion, suggest};

/// The columns that Muster itself writes in front of a rejected row, in their order.
pub const OWN_COLUMNS: [&str; 3] = ["Muster row", "Muster reason", "Muster remedy"];

/// One column of a file and the field that it fills, as typed or stored. `column` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Position in the file, from 0.
    pub column: usize,
    /// The field's name.
    pub field: String,
}

/// A mapping that holds: each field and each column at most once, the e-mail address among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The column of the e-mail address.
    pub email_column: usize,
    /// The columns and fields of the other values: standard fields in file order, behind them custom ones.
    pub values: Vec<(usize, Field)>,
    /// How many columns the header has.
    pub width: usize,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MappingError {
    /// No column fills the e-mail address.
    #[error("no column is mapped to the e-mail address, which identifies each contact")]
    EmailNotMapped,
    /// There is no such field.
    #[error("there is no contact field called \"{0}\"")]
    UnknownField(String),
    /// The file has no such column.
    #[error("the file has no column {0}")]
    UnknownColumn(usize),
    /// Two columns fill one field.
    #[error("the field \"{0}\" is mapped to more than one column")]
    FieldMappedTwice(String),
    /// One column fills two fields.
    #[error("column {0} is mapped to more than one field")]
    ColumnMappedTwice(usize),
}

impl MappingError {
    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmailNotMapped => "email_not_mapped",
            Self::UnknownField(_) => "unknown_field",
            Self::UnknownColumn(_) => "unknown_column",
            Self::FieldMappedTwice(_) => "field_mapped_twice",
            Self::ColumnMappedTwice(_) => "column_mapped_twice",
        }
    }

    /// What the person can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::EmailNotMapped => {
                "Choose the column that holds the e-mail addresses and map it to \"E-mail address\"."
            }
            Self::UnknownField(_) => "Use one of the contact fields that the mapping offers.",
            Self::UnknownColumn(_) => "Map one of the columns that stand in the file's header.",
            Self::FieldMappedTwice(_) => {
                "Keep the field on one column and set the other column to \"(none)\"."
            }
            Self::ColumnMappedTwice(_) => "Map the column to one field only.",
        }
    }
}

impl Mapping {
    /// Checks what was typed against a header of `width` columns.
    pub fn resolve(fields: &Fields, width: usize, typed: &[MappedColumn]) -> Result<Self, MappingError> {
        let mut pairs: Vec<(usize, Field)> = Vec::with_capacity(typed.len());
        for MappedColumn { column, field } in typed {
            let field = fields.named(field).ok_or_else(|| MappingError::UnknownField(field.clone()))?;
            if *column >= width {
                return Err(MappingError::UnknownColumn(*column + 1));
            }
            if pairs.iter().any(|(_, other)| *other == field) {
                return Err(MappingError::FieldMappedTwice(field.label().to_owned()));
            }
            if pairs.iter().any(|(other, _)| other == column) {
                return Err(MappingError::ColumnMappedTwice(*column + 1));
            }
            pairs.push((*column, field));
        }
        pairs.sort_by_key(|(column, field)| (field.as_custom().is_some(), *column));
        let at =
            pairs.iter().position(|(_, field)| *field == Field::EMAIL).ok_or(MappingError::EmailNotMapped)?;
        let (email_column, _) = pairs.remove(at);
        Ok(Self { email_column, values: pairs, width })
    }

    /// The field that each column fills, for all columns of the header.
    pub fn fields(&self) -> Vec<Option<Field>> {
        let mut fields = vec![None; self.width];
        fields[self.email_column] = Some(Field::EMAIL);
        for (column, field) in &self.values {
            fields[*column] = Some(field.clone());
        }
        fields
    }

    /// The fields that rows of this mapping bring values for, beside the e-mail address.
    pub fn value_fields(&self) -> Vec<Field> {
        self.values.iter().map(|(_, field)| field.clone()).collect()
    }

    /// Cells that a row must have at the least: up to the last mapped column.
    pub fn needed_cells(&self) -> usize {
        self.values.iter().map(|(column, _)| *column).fold(self.email_column, usize::max) + 1
    }
}

/// True for a column of Muster's error file.
pub fn is_own_column(name: &str) -> bool {
    OWN_COLUMNS.iter().any(|own| fold_name(own) == fold_name(name))
}

/// A short text that two files share exactly when their own columns have the same names in the same order; Muster's
/// columns do not count, so that an error file has the signature of the file that it came from.
pub fn header_signature(header: &[String]) -> String {
    let mut hash = Sha256::new();
    for name in header.iter().filter(|name| !is_own_column(name)) {
        let folded = fold_name(name);
        // A name of symbols only folds to nothing, and must still differ from another.
        hash.update(if folded.is_empty() { name } else { &folded });
        hash.update([0]);
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(usize, &str)]) -> Vec<MappedColumn> {
        pairs.iter().map(|&(column, field)| MappedColumn { column, field: field.into() }).collect()
    }

    #[test]
    fn mappings_that_do_not_hold_say_why() {
        use MappingError::{
            ColumnMappedTwice, EmailNotMapped, FieldMappedTwice, UnknownColumn, UnknownField,
        };
        for (pairs, error) in [
            (&[(0, "city")][..], EmailNotMapped),
            (&[(0, "email"), (1, "emial")], UnknownField("emial".into())),
            (&[(0, "email"), (3, "city")], UnknownColumn(4)),
            (&[(0, "email"), (1, "email")], FieldMappedTwice("E-mail address".into())),
            (&[(0, "email"), (0, "city")], ColumnMappedTwice(1)),
        ] {
            assert_eq!(Mapping::resolve(&Fields::default(), 3, &typed(pairs)), Err(error));
        }
        let mapping = Mapping::resolve(&Fields::default(), 4, &typed(&[(2, "city"), (1, "email")])).unwrap();
        assert_eq!((mapping.email_column, mapping.needed_cells()), (1, 3));
    }
}
