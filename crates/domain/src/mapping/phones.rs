//! Telephone columns that a column beside them labels row by row: `Phone 1 - Label` says what `Phone 1 - Value` is.

use super::suggest::Columns;
use crate::Field;
use crate::phone_label::{PhoneKind, phone_kind};

/// The fields of telephone numbers, in the order in which numbers without a telling label fill them: nobody's number is
/// called a mobile one unless something says so, as long as another field is free.
pub(super) const PHONE_FIELDS: [&str; 3] = ["business_phone", "home_phone", "mobile_phone"];

/// The column that labels the numbers of a column.
pub(super) fn label_of(column: usize, folded: &[String]) -> Option<usize> {
    let family = family(&folded[column])?;
    folded.iter().position(|name| labelled_family(name).as_ref() == Some(&family))
}

/// Gives each labelled column the field that most of its labels say, and the others the next free field.
pub(super) fn choose(columns: &mut Columns<'_>) {
    let labelled: Vec<(usize, usize)> = columns
        .free()
        .into_iter()
        .filter_map(|column| Some((column, columns.suggestions[column].label_column?)))
        .collect();
    for (column, label) in &labelled {
        if let PhoneKind::Field(name) = usual_kind(columns, *column, *label)
            && columns.column_of(name).is_none()
        {
            set(columns, *column, Some(name));
        }
        columns.suggestions[*label].why =
            Some(format!("says which telephone \"{}\" is", columns.header[*column]));
    }
    for (column, label) in labelled {
        let is_none = usual_kind(columns, column, label) == PhoneKind::Other;
        if columns.suggestions[column].field.is_none() && !is_none {
            let free = PHONE_FIELDS.into_iter().find(|name| columns.column_of(name).is_none());
            set(columns, column, free);
        }
    }
}

fn set(columns: &mut Columns<'_>, column: usize, field: Option<&str>) {
    let (Some(field), Some(label)) = (field.and_then(Field::named), columns.suggestions[column].label_column)
    else {
        return;
    };
    if columns.can_be(&field, column) {
        let why = format!("\"{}\" says which telephone it is", columns.header[label]);
        columns.set(column, field, why);
    }
}

/// What most labels of filled numbers say; no telephone only when all of them say so.
fn usual_kind(columns: &Columns<'_>, column: usize, label: usize) -> PhoneKind {
    let pairs = columns.values(column).zip(columns.values(label));
    let kinds: Vec<PhoneKind> =
        pairs.filter(|(number, _)| !number.is_empty()).map(|(_, label)| phone_kind(label)).collect();
    if !kinds.is_empty() && kinds.iter().all(|kind| *kind == PhoneKind::Other) {
        return PhoneKind::Other;
    }
    let count = |name: &str| {
        kinds.iter().filter(|&&kind| matches!(kind, PhoneKind::Field(other) if other == name)).count()
    };
    let said = PHONE_FIELDS.into_iter().rev().filter(|name| count(name) > 0);
    said.max_by_key(|name| count(name)).map_or(PhoneKind::Unknown, PhoneKind::Field)
}

/// A telephone column's name without the words that all of its kind have: `phone 1` for `phone 1 value`. `None` for
/// other columns.
fn family(folded: &str) -> Option<String> {
    parted(folded, &["value", "number", "nummer", "nr"])
}

/// The same for the column of the labels: `phone 1` for `phone 1 label`.
fn labelled_family(folded: &str) -> Option<String> {
    const LABEL: [&str; 5] = ["label", "type", "typ", "art", "kind"];
    let last = folded.rsplit(' ').next()?;
    let is_label = LABEL.contains(&last);
    is_label
        .then(|| parted(folded, &["label", "type", "typ", "art", "kind", "number", "nummer", "nr"]))
        .flatten()
}

/// `folded` without some of its words, when what is left is a word for telephones and perhaps a count.
fn parted(folded: &str, without: &[&str]) -> Option<String> {
    const PHONES: [&str; 7] = ["phone", "telephone", "telefon", "tel", "telefono", "telefone", "telefoon"];
    let left: Vec<&str> = folded.split(' ').filter(|word| !without.contains(word)).collect();
    let is_count = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_family = match left.as_slice() {
        [phone] => PHONES.contains(phone),
        [phone, count] => PHONES.contains(phone) && is_count(count),
        _ => false,
    };
    is_family.then(|| left.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_known_to_belong_to_its_label() {
        for (number, label) in [
            ("phone 1 value", "phone 1 label"),
            ("phone 2 value", "phone 2 type"),
            ("phone", "phone type"),
            ("phone number", "phone type"),
            ("telefon 1", "telefon 1 art"),
        ] {
            assert!(family(number).is_some());
            assert_eq!(family(number), labelled_family(label), "{number}");
        }
        for other in ["e mail 1 value", "mobile phone", "phone 1 label", "website 1 value", "phone consent"] {
            assert_eq!(family(other), None, "{other}");
        }
        assert_eq!(labelled_family("phone 1 value"), None);
        assert_eq!(labelled_family("e mail 1 type"), None);
    }
}
