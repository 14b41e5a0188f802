//! Columns that name people in ways that only the values tell apart: titles, and names that are whole or a part.

use super::suggest::{Columns, called};
use crate::Field;
use crate::full_name::{is_academic, is_form_of_address, split_full_name};
use crate::text::fold_name;

use super::fit::What;

/// Chooses for `Title` and `Name`.
pub(super) fn choose(columns: &mut Columns<'_>) {
    choose_titles(columns);
    choose_last_name(columns);
    choose_full_name(columns);
}

/// "Title" is what its values are: a form of address, an academic title, or a job. Without values it is the form of
/// address where there is a job title beside it (Outlook), otherwise the job title (Salesforce).
fn choose_titles(columns: &mut Columns<'_>) {
    const TITLES: [&str; 7] = ["title", "titel", "titre", "titulo", "titolo", "name prefix", "prefix"];
    for column in columns.free() {
        let folded = columns.folded[column].as_str();
        if !TITLES.contains(&folded) {
            continue;
        }
        let field = match kind_of_title(columns, column) {
            Some(field) => field,
            None if folded == "title" && columns.column_of("job_title").is_none() => "job_title",
            None if matches!(folded, "title" | "name prefix" | "prefix") => "salutation",
            None => "title_before",
        };
        let Some(known) = Field::named(field) else { continue };
        if columns.column_of(field).is_none() && columns.can_be(&known, column) {
            columns.set(column, known, called(&columns.header[column]));
        } else if field == "job_title" {
            columns.doubt(column, What::NoPartOfAName);
        }
    }
}

/// The field that most values of a title column belong to; `None` without values.
fn kind_of_title(columns: &Columns<'_>, column: usize) -> Option<&'static str> {
    let filled = columns.filled(column).count();
    let count = |is_it: fn(&str) -> bool| columns.filled(column).filter(|value| is_it(value)).count();
    let (addressing, academic) = (count(is_form_of_address), count(is_academic));
    match () {
        () if filled == 0 => None,
        () if (addressing + academic) * 2 < filled => Some("job_title"),
        () if addressing == 0 => Some("title_before"),
        () => Some("salutation"),
    }
}

/// "Name" beside "Vorname" is the last name, unless it repeats the first name.
fn choose_last_name(columns: &mut Columns<'_>) {
    let Some(first) = columns.column_of("first_name").filter(|_| columns.column_of("last_name").is_none())
    else {
        return;
    };
    let named = |&column: &usize| ["name", "naam", "namn"].contains(&columns.folded[column].as_str());
    let Some(column) = columns.free().into_iter().find(named) else { return };
    let pairs =
        || columns.values(first).zip(columns.values(column)).filter(|(a, b)| !a.is_empty() && !b.is_empty());
    let repeats = pairs().filter(|(first, name)| has_words(name, first)).count();
    let Some(field) = Field::named("last_name") else { return };
    if repeats * 2 <= pairs().count() && columns.can_be(&field, column) {
        columns.set(column, field, called(&columns.header[column]));
    }
}

fn has_words(text: &str, words: &str) -> bool {
    format!(" {} ", fold_name(text)).contains(&format!(" {} ", fold_name(words)))
}

/// Where no column holds a first or a last name, one of full names is found, to be offered for splitting. In some
/// languages the word for "name" is that for the first or the last one; then the values tell.
fn choose_full_name(columns: &mut Columns<'_>) {
    const FULL_NAMES: [&str; 27] = [
        "full name",
        "fullname",
        "name",
        "contact name",
        "person name",
        "display name",
        "customer name",
        "contact",
        "contact person",
        "your name",
        "recipient name",
        "vor und nachname",
        "vorname nachname",
        "name vorname",
        "vollstandiger name",
        "ansprechpartner",
        "namn",
        "naam",
        "nom complet",
        "nom et prenom",
        "nom prenom",
        "nombre completo",
        "nombre y apellidos",
        "nome completo",
        "imie i nazwisko",
        "姓名",
        "фио",
    ];
    const EITHER: [&str; 5] = ["nombre", "nome", "nom", "jmeno", "name"];
    let parts = [columns.column_of("first_name"), columns.column_of("last_name")];
    let column = match parts {
        [None, None] => {
            let free = columns.free();
            let named = |name: &&str| free.iter().copied().find(|&column| columns.folded[column] == **name);
            FULL_NAMES.iter().find_map(named)
        }
        [Some(column), None] | [None, Some(column)] => {
            Some(column).filter(|&column| EITHER.contains(&columns.folded[column].as_str()))
        }
        _ => None,
    };
    let Some(column) = column else { return };
    let (filled, whole) = counted(columns, column);
    let is_known = parts == [None, None];
    let are_whole = if is_known { whole * 2 >= filled } else { filled > 1 && whole * 5 >= filled * 4 };
    if are_whole && (filled > 0 || !columns.has_samples()) {
        let suggestion = &mut columns.suggestions[column];
        suggestion.field = None;
        suggestion.full_name = true;
        suggestion.why = Some("its values are full names".into());
    }
}

/// How many values a column has, and how many of them are full names.
fn counted(columns: &Columns<'_>, column: usize) -> (usize, usize) {
    let whole = columns.filled(column).filter(|value| split_full_name(value).is_some()).count();
    (columns.filled(column).count(), whole)
}
