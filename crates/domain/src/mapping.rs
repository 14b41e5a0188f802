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
use crate::{Field, FieldKind, Fields, FullName};

pub use self::kind::guess_kind;
pub use self::phones::{PhoneKind, phone_kind};
pub use self::suggest::{Suggestion, suggest};

/// Stands in a mapping for the parts of a full name.
pub const FULL_NAME: &str = "full_name";

/// The columns that Muster itself writes in front of a row in its error file, in their order.
pub const OWN_COLUMNS: [&str; 5] =
    ["Muster row", "Muster outcome", "Muster column", "Muster reason", "Muster remedy"];

/// What becomes of a row with a value that its field cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// The value is left out; the row is imported.
    #[default]
    Leave,
    /// The row is not imported.
    Reject,
}

/// The field that a column fills, and how. Stored as the field's name where that says all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredTarget", into = "StoredTarget")]
pub struct Target {
    /// The field's name.
    pub field: String,
    /// The column, from 0, that says row by row which telephone number the value is.
    pub label_column: Option<usize>,
    /// What becomes of rows whose value does not fit.
    pub unfit: Unfit,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum StoredTarget {
    Name(String),
    Target {
        field: String,
        #[serde(default)]
        label_column: Option<usize>,
        #[serde(default)]
        unfit: Unfit,
    },
}

impl From<StoredTarget> for Target {
    fn from(stored: StoredTarget) -> Self {
        match stored {
            StoredTarget::Name(field) => field.into(),
            StoredTarget::Target { field, label_column, unfit } => Self { field, label_column, unfit },
        }
    }
}

impl From<Target> for StoredTarget {
    fn from(Target { field, label_column, unfit }: Target) -> Self {
        match (label_column, unfit) {
            (None, Unfit::Leave) => Self::Name(field),
            _ => Self::Target { field, label_column, unfit },
        }
    }
}

impl<T: Into<String>> From<T> for Target {
    fn from(field: T) -> Self {
        Self { field: field.into(), label_column: None, unfit: Unfit::Leave }
    }
}

/// One column of a file and the field that it fills, as typed or stored. `column` counts from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Position in the file, from 0.
    pub column: usize,
    /// The field, and how it is filled.
    pub target: Target,
}

impl MappedColumn {
    /// The same column, with this fate of rows whose value does not fit.
    pub fn with_unfit(self, unfit: Unfit) -> Self {
        Self { target: Target { unfit, ..self.target }, ..self }
    }
}

/// The column, from 0, that is meant by its name in the header, or by `#3` for the third.
pub fn find_column(header: &[String], name: &str) -> Result<usize, MappingError> {
    let name = name.trim();
    let named = |is_meant: &dyn Fn(&str) -> bool| {
        let mut found = header.iter().enumerate().filter(|(_, column)| is_meant(column));
        let first = found.next().map(|(at, _)| at);
        if found.next().is_some() { Err(MappingError::AmbiguousColumn(name.to_owned())) } else { Ok(first) }
    };
    let numbered =
        || name.strip_prefix('#')?.parse::<usize>().ok()?.checked_sub(1).filter(|&at| at < header.len());
    let exact = named(&|column| column == name)?;
    let folded = || named(&|column| column.to_lowercase() == name.to_lowercase());
    let found = match exact {
        Some(at) => Some(at),
        None => folded()?.or_else(numbered),
    };
    found.ok_or_else(|| MappingError::NoSuchColumn(name.to_owned()))
}

/// Where the value of a field comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A column; `label_column` says row by row which telephone number it is.
    Column {
        /// The column of the value.
        column: usize,
        /// The column of the label.
        label_column: Option<usize>,
    },
    /// A column of full names, of which the field is a part.
    FullName {
        /// The column.
        column: usize,
    },
    /// What is left over where a cell holds several telephone numbers.
    Spare,
}

/// A field that rows bring values for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedField {
    /// The field.
    pub field: Field,
    /// Where its value comes from.
    pub source: Source,
    /// What becomes of rows whose value does not fit.
    pub unfit: Unfit,
}

impl MappedField {
    /// The column that fills the field, if one does.
    pub fn column(&self) -> Option<usize> {
        match self.source {
            Source::Column { column, .. } | Source::FullName { column } => Some(column),
            Source::Spare => None,
        }
    }
}

/// A mapping that holds: each field and each column at most once, the e-mail address among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The column of the e-mail address.
    pub email_column: usize,
    /// The other fields: standard fields in file order, behind them custom ones.
    pub values: Vec<MappedField>,
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
    /// The file has no column of this name.
    #[error("the file has no column called \"{0}\"")]
    NoSuchColumn(String),
    /// The file has several columns of this name.
    #[error("the file has several columns called \"{0}\"")]
    AmbiguousColumn(String),
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
            Self::UnknownColumn(_) | Self::NoSuchColumn(_) => "unknown_column",
            Self::AmbiguousColumn(_) => "column_ambiguous",
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
            Self::UnknownColumn(_) | Self::NoSuchColumn(_) => {
                "Map one of the columns that stand in the file's header."
            }
            Self::AmbiguousColumn(_) => {
                "Name the column by its place: #3 on the command line, or 2 in the API, is the third."
            }
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
        let mut found: Vec<(usize, MappedField)> = Vec::with_capacity(typed.len());
        let (full_names, typed): (Vec<&MappedColumn>, Vec<&MappedColumn>) =
            typed.iter().partition(|column| column.target.field == FULL_NAME);
        for MappedColumn { column, target } in typed {
            let field = fields.named(&target.field);
            let field = field.ok_or_else(|| MappingError::UnknownField(target.field.clone()))?;
            if let Some(beyond) =
                [Some(*column), target.label_column].into_iter().flatten().find(|&at| at >= width)
            {
                return Err(MappingError::UnknownColumn(beyond + 1));
            }
            if found.iter().any(|(_, other)| other.field == field) {
                return Err(MappingError::FieldMappedTwice(field.label().to_owned()));
            }
            if found.iter().any(|(other, _)| other == column) {
                return Err(MappingError::ColumnMappedTwice(*column + 1));
            }
            let source = Source::Column { column: *column, label_column: target.label_column };
            found.push((*column, MappedField { field, source, unfit: target.unfit }));
        }
        for MappedColumn { column, target } in full_names {
            add_full_name(&mut found, (*column, width), target.unfit)?;
        }
        found.sort_by_key(|(column, mapped)| (mapped.field.as_custom().is_some(), *column));
        let is_email = |(_, mapped): &(usize, MappedField)| mapped.field == Field::EMAIL;
        let at = found.iter().position(is_email).ok_or(MappingError::EmailNotMapped)?;
        let (email_column, _) = found.remove(at);
        Ok(Self { email_column, values: found.into_iter().map(|(_, mapped)| mapped).collect(), width })
    }

    /// Adds the telephone numbers of contacts that no column fills, for files in whose cells several numbers stand.
    pub fn with_spare_phones(mut self) -> Self {
        let first_custom = |values: &[MappedField]| {
            values.iter().position(|mapped| mapped.field.as_custom().is_some()).unwrap_or(values.len())
        };
        for field in Field::all_values().filter(|field| matches!(field.kind(), FieldKind::Phone(_))) {
            if !self.values.iter().any(|mapped| mapped.field == field) {
                let at = first_custom(&self.values);
                self.values.insert(at, MappedField { field, source: Source::Spare, unfit: Unfit::Leave });
            }
        }
        self
    }

    /// Which field each column fills and how, for all columns of the header.
    pub fn targets(&self) -> Vec<Option<Target>> {
        let mut targets = vec![None; self.width];
        targets[self.email_column] = Some(Field::EMAIL.name().into());
        for MappedField { field, source, unfit } in &self.values {
            match *source {
                Source::Column { column, label_column } => {
                    let field = field.name().to_owned();
                    targets[column] = Some(Target { field, label_column, unfit: *unfit });
                }
                Source::FullName { column } => {
                    let field = FULL_NAME.to_owned();
                    targets[column] = Some(Target { field, label_column: None, unfit: *unfit });
                }
                Source::Spare => {}
            }
        }
        targets
    }

    /// The fields that rows of this mapping bring values for, beside the e-mail address.
    pub fn value_fields(&self) -> Vec<Field> {
        self.values.iter().map(|mapped| mapped.field.clone()).collect()
    }
}

/// True for a column of Muster's error file.
pub fn is_own_column(name: &str) -> bool {
    OWN_COLUMNS.iter().any(|own| fold_name(own) == fold_name(name))
}

/// Adds the parts of a full name that no column fills. First and last name are what it is mapped for.
fn add_full_name(
    found: &mut Vec<(usize, MappedField)>,
    (column, width): (usize, usize),
    unfit: Unfit,
) -> Result<(), MappingError> {
    if column >= width {
        return Err(MappingError::UnknownColumn(column + 1));
    }
    if found.iter().any(|(other, _)| *other == column) {
        return Err(MappingError::ColumnMappedTwice(column + 1));
    }
    for name in FullName::FIELDS {
        let field = Field::named(name).expect("a standard field");
        let is_taken = found.iter().any(|(_, other)| other.field == field);
        if is_taken && matches!(name, "first_name" | "last_name") {
            return Err(MappingError::FieldMappedTwice(field.label().to_owned()));
        }
        if !is_taken {
            found.push((column, MappedField { field, source: Source::FullName { column }, unfit }));
        }
    }
    Ok(())
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

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(str::to_owned).collect()
    }

    fn typed(pairs: &[(usize, &str)]) -> Vec<MappedColumn> {
        pairs.iter().map(|&(column, field)| MappedColumn { column, target: field.into() }).collect()
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
        assert_eq!((mapping.email_column, mapping.values[0].column()), (1, Some(2)));
    }

    #[test]
    fn columns_are_found_by_name_or_place_and_a_name_that_several_have_is_refused() {
        let header = names("Telefon,telefon,Ort,,");
        assert_eq!(find_column(&header, "Telefon"), Ok(0));
        assert_eq!(find_column(&header, " ort "), Ok(2));
        assert_eq!(find_column(&header, "#5"), Ok(4));
        assert_eq!(find_column(&header, "TELEFON"), Err(MappingError::AmbiguousColumn("TELEFON".into())));
        assert_eq!(find_column(&header, ""), Err(MappingError::AmbiguousColumn(String::new())));
        assert_eq!(find_column(&header, "#6"), Err(MappingError::NoSuchColumn("#6".into())));
    }

    #[test]
    fn a_target_is_stored_as_its_name_where_that_says_all() {
        let plain: Target = "city".into();
        let labelled = Target { field: "home_phone".into(), label_column: Some(4), unfit: Unfit::Reject };
        for (target, json) in
            [(plain, r#""city""#), (labelled, r#"{"field":"home_phone","label_column":4,"unfit":"reject"}"#)]
        {
            assert_eq!(serde_json::to_string(&target).unwrap(), json);
            assert_eq!(serde_json::from_str::<Target>(json).unwrap(), target);
        }
    }

    #[test]
    fn a_full_name_fills_its_parts_and_not_beside_their_own_columns() {
        let resolve = |pairs: &[(usize, &str)]| Mapping::resolve(&Fields::default(), 3, &typed(pairs));
        let mapping = resolve(&[(0, "email"), (1, FULL_NAME), (2, "salutation")]).unwrap();
        let parts = mapping.values.iter().filter(|mapped| mapped.column() == Some(1)).count();
        assert_eq!((parts, mapping.values.len()), (5, 6));
        assert_eq!(mapping.targets()[1], Some(FULL_NAME.into()));
        assert_eq!(
            resolve(&[(0, "email"), (1, FULL_NAME), (2, "last_name")]),
            Err(MappingError::FieldMappedTwice("Last name".into()))
        );
        assert!(resolve(&[(0, "email"), (1, FULL_NAME), (2, FULL_NAME)]).is_err());
    }

    #[test]
    fn spare_phones_stand_before_custom_fields() {
        let mapping =
            Mapping::resolve(&Fields::default(), 2, &typed(&[(0, "email"), (1, "home_phone")])).unwrap();
        let names: Vec<String> =
            mapping.with_spare_phones().values.iter().map(|mapped| mapped.field.name().to_owned()).collect();
        assert_eq!(names, ["home_phone", "mobile_phone", "business_phone"]);
    }
}
