//! What is suggested for the columns of a file: by their names, unless their values contradict them.

use super::fit::{self, Verdict, What};
use super::{FULL_NAME, Target, address, is_own_column, names, phones};
use crate::text::{fold_name, trim};
use crate::{Email, Field, Fields};

/// What a column probably holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Suggestion {
    /// The field to map the column to.
    pub field: Option<Field>,
    /// Why, in words for people; for a column without a field, why its name is not followed.
    pub why: Option<String>,
    /// True for a column that Muster wrote itself and ignores.
    pub own: bool,
    /// The column that says row by row which telephone this one's number is, see [`super::phone_kind`].
    pub label_column: Option<usize>,
    /// True for a column of full names in a file without columns for their parts.
    pub full_name: bool,
    /// True for a column of full names that the last import of such a file split.
    pub splits: bool,
}

/// Suggests a field for each column. `remembered` holds the choice of an earlier import for each column that is not
/// Muster's own, and counts only those; `samples` the first values of each column, row by row.
pub fn suggest(
    fields: &Fields,
    header: &[String],
    samples: &[Vec<String>],
    remembered: Option<&[Option<Target>]>,
) -> Vec<Suggestion> {
    let mut columns = Columns::new(fields, header, samples);
    if let Some(choices) = remembered {
        columns.remember(choices);
        if columns.holds_addresses() {
            return columns.suggestions;
        }
        columns = Columns::new(fields, header, samples);
    }
    columns.choose_email();
    let (own, standard): (Vec<Field>, Vec<Field>) = fields.values().partition(|it| it.as_custom().is_some());
    columns.choose_by_name(&standard);
    address::choose(&mut columns);
    columns.choose_by_name(&own);
    phones::choose(&mut columns);
    names::choose(&mut columns);
    columns.choose_by_values();
    columns.explain();
    columns.suggestions
}

/// The columns of a file while fields are chosen for them.
pub(super) struct Columns<'a> {
    fields: &'a Fields,
    pub(super) header: &'a [String],
    /// The names of the columns, folded.
    pub(super) folded: Vec<String>,
    samples: &'a [Vec<String>],
    pub(super) suggestions: Vec<Suggestion>,
    /// What the values of a column are, where they contradict its name.
    doubts: Vec<Option<What>>,
}

impl Suggestion {
    /// What to map the column to, as a mapping spells it.
    pub fn target(&self) -> Option<&str> {
        if self.splits { Some(FULL_NAME) } else { self.field.as_ref().map(Field::name) }
    }
}

impl<'a> Columns<'a> {
    fn new(fields: &'a Fields, header: &'a [String], samples: &'a [Vec<String>]) -> Self {
        let folded: Vec<String> = header.iter().map(|name| fold_name(name)).collect();
        let mut suggestions: Vec<Suggestion> = header.iter().map(|name| own(name)).collect();
        for (column, suggestion) in suggestions.iter_mut().enumerate() {
            suggestion.label_column = phones::label_of(column, &folded);
        }
        Self { fields, header, folded, samples, suggestions, doubts: vec![None; header.len()] }
    }

    /// Takes over what was chosen for a file with the same columns.
    fn remember(&mut self, choices: &[Option<Target>]) {
        let is_foreign = |column: &usize| !self.suggestions[*column].own;
        let foreign: Vec<usize> = (0..self.suggestions.len()).filter(is_foreign).collect();
        for (&column, choice) in foreign.iter().zip(choices) {
            let suggestion = &mut self.suggestions[column];
            let field = choice.as_ref().map(|target| target.field.as_str());
            suggestion.field = field.and_then(|name| self.fields.named(name));
            suggestion.splits = field == Some(FULL_NAME);
            suggestion.full_name = suggestion.splits;
            let label = choice.as_ref().and_then(|target| foreign.get(target.label_column?).copied());
            suggestion.label_column = label.or(suggestion.label_column);
            suggestion.why = Some("as in the last import of a file with these columns".into());
        }
    }

    /// False when the values of the e-mail column are no addresses: then the file is another than the one remembered.
    /// An error file is the same, even when all its addresses are still wrong.
    fn holds_addresses(&self) -> bool {
        let is_error_file = self.suggestions.iter().any(|suggestion| suggestion.own);
        let column = self.suggestions.iter().position(|suggestion| suggestion.field == Some(Field::EMAIL));
        let Some(column) = column.filter(|_| !is_error_file) else { return true };
        self.filled(column).next().is_none() || self.addresses(column) > 0
    }

    /// The values of a column, row by row.
    pub(super) fn values(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.samples.get(column).into_iter().flatten().map(|value| trim(value))
    }

    /// The values of a column that are not blank.
    pub(super) fn filled(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.values(column).filter(|value| !value.is_empty())
    }

    pub(super) fn has_samples(&self) -> bool {
        !self.samples.is_empty()
    }

    fn addresses(&self, column: usize) -> usize {
        self.filled(column).filter(|value| Email::parse(fit::first_value(value)).is_ok()).count()
    }

    /// The columns that have no field yet.
    pub(super) fn free(&self) -> Vec<usize> {
        let is_free =
            |suggestion: &Suggestion| !suggestion.own && suggestion.field.is_none() && !suggestion.full_name;
        (0..self.header.len()).filter(|&column| is_free(&self.suggestions[column])).collect()
    }

    /// The column that fills a field.
    pub(super) fn column_of(&self, field: &str) -> Option<usize> {
        let is_it = |it: &Suggestion| it.field.as_ref().is_some_and(|known| known.name() == field);
        self.suggestions.iter().position(is_it)
    }

    /// Whether a column's values can be a field's; a contradiction is kept to be told.
    pub(super) fn can_be(&mut self, field: &Field, column: usize) -> bool {
        match fit::judge(field, self.filled(column)) {
            Verdict::Fits => true,
            Verdict::Contradicts(what) => {
                self.doubt(column, what);
                false
            }
        }
    }

    /// Keeps what a column's values are, to be told.
    pub(super) fn doubt(&mut self, column: usize, what: What) {
        self.doubts[column].get_or_insert(what);
    }

    pub(super) fn set(&mut self, column: usize, field: Field, why: String) {
        let Suggestion { own, label_column, .. } = self.suggestions[column];
        self.suggestions[column] =
            Suggestion { field: Some(field), why: Some(why), own, label_column, ..Suggestion::default() };
    }

    /// Gives a column a standard field by its name.
    pub(super) fn set_named(&mut self, column: usize, field: &str) {
        let Some(field) = Field::named(field) else { return };
        self.set(column, field, called(&self.header[column]));
    }

    /// The address goes to the column of that name whose values are addresses, else to a column of addresses.
    fn choose_email(&mut self) {
        let free = self.free();
        let ranked: Vec<(usize, usize)> = free
            .iter()
            .filter_map(|&column| Some((rank(&Field::EMAIL, &self.folded[column])?, column)))
            .collect();
        let good: Vec<_> =
            ranked.iter().copied().filter(|&(_, column)| self.can_be(&Field::EMAIL, column)).collect();
        let most = good.iter().map(|&(_, column)| self.addresses(column)).max().unwrap_or(0);
        // A column with a surer name and less than half as many addresses would lose most people.
        let named =
            good.iter().min_by_key(|&&(rank, column)| (self.addresses(column) * 2 < most, rank, column));
        let named = named.map(|&(_, column)| column);
        if let Some(column) = named.filter(|_| most > 0) {
            return self.set(column, Field::EMAIL, called(&self.header[column]));
        }
        if let Some(column) = self.column_of_addresses(&free) {
            return self.set(column, Field::EMAIL, "its values are e-mail addresses".into());
        }
        let meant = || ranked.iter().copied().filter(|&(_, column)| self.may_be_meant(column)).min();
        if let Some(column) = named.or_else(|| meant().map(|(_, column)| column)) {
            self.set(column, Field::EMAIL, called(&self.header[column]));
        }
    }

    /// Whether addresses may be meant that are all wrong: one is, or too few values are there to tell.
    fn may_be_meant(&self, column: usize) -> bool {
        self.filled(column).count() < 3 || self.filled(column).any(fit::is_meant_as_address)
    }

    /// The column whose values are addresses, of different people: not those of an owner.
    fn column_of_addresses(&self, free: &[usize]) -> Option<usize> {
        let counted = free.iter().filter_map(|&column| {
            let (filled, addresses) = (self.filled(column).count(), self.addresses(column));
            let mut distinct: Vec<&str> = self.filled(column).collect();
            distinct.sort_unstable();
            distinct.dedup();
            let is_of_all = addresses > 0 && addresses * 5 >= filled * 4;
            let is_of_each = filled < 3 || distinct.len() * 2 >= filled;
            (is_of_all && is_of_each && !is_of_somebody_else(&self.folded[column]))
                .then_some((addresses, column))
        });
        counted.max_by_key(|&(addresses, column)| (addresses, std::cmp::Reverse(column))).map(|(_, it)| it)
    }

    /// Each field goes to the column whose name is its surest alias, the first of equals, and filled ones first.
    fn choose_by_name(&mut self, fields: &[Field]) {
        for field in fields.iter().filter(|field| !address::PARTS.contains(&field.name())) {
            let free = self.free();
            let named: Vec<(usize, usize)> = free
                .into_iter()
                .filter(|&column| self.suggestions[column].label_column.is_none())
                .filter_map(|column| Some((rank(field, &self.folded[column])?, column)))
                .collect();
            if let Some(column) = self.surest(field, named) {
                self.set(column, field.clone(), called(&self.header[column]));
            }
        }
    }

    /// The best of the columns that are named after a field, with their ranks.
    pub(super) fn surest(&mut self, field: &Field, named: Vec<(usize, usize)>) -> Option<usize> {
        let fitting: Vec<_> = named.into_iter().filter(|&(_, column)| self.can_be(field, column)).collect();
        let is_blank = |column| self.filled(column).next().is_none();
        fitting
            .into_iter()
            .min_by_key(|&(rank, column)| (is_blank(column), rank, column))
            .map(|(_, column)| column)
    }

    /// A column whose name is wrong goes where its values surely belong, if nothing else does.
    fn choose_by_values(&mut self) {
        for column in self.free() {
            let Some(what) = self.doubts[column] else { continue };
            let alike =
                self.filled(column).filter(|value| fit::looks(fit::first_value(value)) == Some(what)).count();
            if alike * 5 < self.filled(column).count() * 4 {
                continue;
            }
            let fields: &[&str] = match what {
                What::Phones => &phones::PHONE_FIELDS,
                What::Websites => &["website"],
                What::Statuses => &["status"],
                _ => &[],
            };
            let free = fields.iter().find(|name| self.column_of(name).is_none());
            if let Some(field) = free.and_then(|name| Field::named(name)) {
                self.set(column, field, fit::contradiction(&self.header[column], what));
            }
        }
    }

    /// Says of each column without a field why its name is not followed.
    fn explain(&mut self) {
        for column in self.free() {
            if let Some(what) = self.doubts[column] {
                self.suggestions[column].why = Some(fit::contradiction(&self.header[column], what));
            }
        }
    }
}

/// Muster's own field name is surer than any alias.
pub(super) fn rank(field: &Field, folded: &str) -> Option<usize> {
    if fold_name(field.name()) == folded { Some(0) } else { field.alias_rank(folded).map(|rank| rank + 1) }
}

pub(super) fn called(name: &str) -> String {
    format!("the column is called \"{name}\"")
}

fn own(name: &str) -> Suggestion {
    let own = is_own_column(name);
    Suggestion { why: own.then(|| "written by Muster, ignored".into()), own, ..Suggestion::default() }
}

/// True for a column of other people than the contacts.
fn is_of_somebody_else(folded: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "owner",
        "manager",
        "assistant",
        "created",
        "modified",
        "updated",
        "referred",
        "sender",
        "agent",
        "rep",
        "supervisor",
        "reply",
        "besitzer",
        "betreuer",
        "vertreter",
        "inhaber",
    ];
    folded.split(' ').any(|word| OTHERS.contains(&word))
}

#[cfg(test)]
mod tests;
