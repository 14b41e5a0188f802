//! Which column of a file becomes which field: what was typed, checked into a [`Mapping`], and what is suggested.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::text::{fold_name, hex};
use crate::{Email, Field, Fields};

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

/// What a column probably holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// The field to map the column to.
    pub field: Option<Field>,
    /// Why, in words for people.
    pub why: Option<String>,
    /// True for a column that Muster wrote itself and ignores.
    pub own: bool,
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

/// Suggests a field for each column. `remembered` holds the choice of an earlier import for each column that is not
/// Muster's own; `samples` the first values of each column.
pub fn suggest(
    fields: &Fields,
    header: &[String],
    samples: &[Vec<String>],
    remembered: Option<&[Option<String>]>,
) -> Vec<Suggestion> {
    let mut suggestions: Vec<Suggestion> = header.iter().map(|name| own(name)).collect();
    let foreign: Vec<usize> = (0..header.len()).filter(|&column| !suggestions[column].own).collect();
    if let Some(choices) = remembered.filter(|choices| choices.len() == foreign.len()) {
        for (&column, choice) in foreign.iter().zip(choices) {
            suggestions[column].field = choice.as_deref().and_then(|name| fields.named(name));
            suggestions[column].why = Some("as in the last import of a file with these columns".into());
        }
        if holds_addresses(&suggestions, samples) {
            return suggestions;
        }
        suggestions = header.iter().map(|name| own(name)).collect();
    }
    suggest_by_name(fields, header, &mut suggestions);
    suggest_title(header, &mut suggestions);
    suggest_email_by_values(samples, &mut suggestions);
    suggestions
}

/// False when the values of the e-mail column are no addresses: then the file is another than the one remembered.
fn holds_addresses(suggestions: &[Suggestion], samples: &[Vec<String>]) -> bool {
    let column = suggestions.iter().position(|suggestion| suggestion.field == Some(Field::EMAIL));
    let Some(values) = column.and_then(|column| samples.get(column)) else { return true };
    let mut filled = values.iter().filter(|value| !value.trim().is_empty()).peekable();
    filled.peek().is_none() || filled.any(|value| Email::parse(value).is_ok())
}

fn own(name: &str) -> Suggestion {
    let own = is_own_column(name);
    Suggestion { field: None, why: own.then(|| "written by Muster, ignored".into()), own }
}

/// Each field goes to the column whose name is its surest alias, the first of equals.
fn suggest_by_name(fields: &Fields, header: &[String], suggestions: &mut [Suggestion]) {
    let folded: Vec<String> = header.iter().map(|name| fold_name(name)).collect();
    for field in fields.all() {
        let candidates = folded
            .iter()
            .enumerate()
            .filter(|&(column, _)| !suggestions[column].own && suggestions[column].field.is_none());
        let ranked = candidates.filter_map(|(column, name)| Some((rank(&field, name)?, column)));
        if let Some((_, column)) = ranked.min() {
            suggestions[column] = matched(field, &header[column]);
        }
    }
}

/// Muster's own field name is surer than any alias.
fn rank(field: &Field, folded: &str) -> Option<usize> {
    if fold_name(field.name()) == folded { Some(0) } else { field.alias_rank(folded).map(|rank| rank + 1) }
}

fn matched(field: Field, name: &str) -> Suggestion {
    Suggestion { field: Some(field), why: Some(format!("the column is called \"{name}\"")), own: false }
}

/// "Title" is the salutation where there is a job title beside it (Outlook), otherwise the job title (Salesforce).
fn suggest_title(header: &[String], suggestions: &mut [Suggestion]) {
    let Some(column) = header.iter().position(|name| fold_name(name) == "title") else { return };
    let taken =
        |name: &str| suggestions.iter().any(|s| s.field.as_ref().is_some_and(|field| field.name() == name));
    let name = if taken("job_title") { "salutation" } else { "job_title" };
    if !taken(name) {
        suggestions[column] = matched(Field::named(name).expect("a standard field"), &header[column]);
    }
}

/// Where no name says "e-mail", the column whose values are addresses is it.
fn suggest_email_by_values(samples: &[Vec<String>], suggestions: &mut [Suggestion]) {
    if suggestions.iter().any(|suggestion| suggestion.field == Some(Field::EMAIL)) {
        return;
    }
    let addresses = |values: &Vec<String>| {
        let filled: Vec<_> = values.iter().filter(|value| !value.trim().is_empty()).collect();
        !filled.is_empty() && filled.iter().all(|value| Email::parse(value).is_ok())
    };
    let found = samples.iter().enumerate().position(|(column, values)| {
        suggestions.get(column).is_some_and(|s| s.field.is_none() && !s.own) && addresses(values)
    });
    if let Some(column) = found {
        suggestions[column].field = Some(Field::EMAIL);
        suggestions[column].why = Some("its values are e-mail addresses".into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(str::to_owned).collect()
    }

    fn suggested(header: &str) -> String {
        let found = suggest(&Fields::default(), &names(header), &[], None);
        found.iter().map(|s| s.field.as_ref().map_or("-", Field::name)).collect::<Vec<_>>().join(",")
    }

    fn typed(pairs: &[(usize, &str)]) -> Vec<MappedColumn> {
        pairs.iter().map(|&(column, field)| MappedColumn { column, field: field.into() }).collect()
    }

    #[test]
    fn headers_of_real_exports_are_recognised() {
        assert_eq!(suggested("FirstName,LastName,Email"), "first_name,last_name,email");
        assert_eq!(
            suggested("First Name,Last Name,URL,Email Address,Company,Position,Connected On"),
            "first_name,last_name,website,email,company,job_title,-"
        );
        assert_eq!(
            suggested(
                "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Phone,Fax,Mobile,Email,Account Owner"
            ),
            "salutation,first_name,last_name,job_title,company,address1,city,state,zip,country,business_phone,-,mobile_phone,email,owner"
        );
        assert_eq!(
            suggested("Title,Job Title,E-mail Address,E-mail 2 Address"),
            "salutation,job_title,email,-"
        );
        assert_eq!(
            suggested("Vorname,Nachname,E-Mail-Adresse,Straße,PLZ,Ort"),
            "first_name,last_name,email,address1,zip,city"
        );
        assert_eq!(
            suggested("Person - Name,Person - Email - Work,Person - Phone - Mobile"),
            "-,email,mobile_phone"
        );
    }

    #[test]
    fn every_field_name_maps_to_itself() {
        let header = Field::all().map(|field| field.name().to_owned()).collect::<Vec<_>>().join(",");
        assert_eq!(suggested(&header), header);
    }

    #[test]
    fn a_field_is_suggested_once_and_the_surest_name_wins() {
        assert_eq!(suggested("Mail,Email,email"), "-,email,-");
    }

    #[test]
    fn an_address_column_without_a_telling_name_is_found_by_its_values() {
        let samples = vec![vec!["Ann".into()], vec!["a@b.de".into(), String::new(), "c@d.de".into()]];
        let found = suggest(&Fields::default(), &names("Who?,How do we reach you?"), &samples, None);
        assert_eq!(found[1].field, Some(Field::EMAIL));
    }

    #[test]
    fn the_columns_of_an_error_file_are_ignored_and_its_mapping_is_remembered() {
        let original = names("Kontakt,Wer");
        let error_file = names("Muster row,Muster reason,Muster remedy,Kontakt,Wer");
        assert_eq!(header_signature(&original), header_signature(&error_file));
        assert_ne!(header_signature(&original), header_signature(&names("Wer,Kontakt")));
        let remembered = [Some("email".to_owned()), None];
        let found = suggest(&Fields::default(), &error_file, &[], Some(&remembered));
        assert!(found[..3].iter().all(|s| s.own && s.field.is_none()));
        assert_eq!(found[3].field, Some(Field::EMAIL));
        assert_eq!(found[4].field, None);
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
