//! Which of the first values of a file would be left out under a mapping.

use std::collections::BTreeMap;

use muster_domain::import::{Facts, Learning, LeftOut, RowRules};
use muster_domain::{Fields, MappedColumn, Mapping};
use serde::Serialize;
use utoipa::ToSchema;

/// Values of a column that its field cannot hold, among the first rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnfitSamples {
    /// How many rows have such a value.
    count: usize,
    /// How many rows were looked at that have a value.
    of: usize,
    /// The first of them.
    example: String,
    /// What is wrong with it.
    reason: String,
    /// What to do about it.
    remedy: String,
}

/// The unfit values of each column by its position; none where the mapping does not hold. Rows without a usable address are not
/// looked at: they are lost for another reason.
pub fn unfit(
    fields: &Fields,
    samples: &[Vec<String>],
    columns: &[MappedColumn],
    now: i64,
) -> BTreeMap<usize, UnfitSamples> {
    let Ok(mapping) = Mapping::resolve(fields, samples.len(), columns) else { return BTreeMap::new() };
    let rows = samples.first().map_or(0, Vec::len);
    let cell = |row: usize| move |column: usize| samples[column][row].as_str();
    let rules = RowRules::new(mapping.clone(), &Facts::default(), now);
    let mut learning = Learning::default();
    (0..rows).for_each(|row| rules.learn(&mut learning, cell(row)));
    let rules = RowRules::new(mapping, &learning.facts(), now);
    let checked = (0..rows).filter_map(|row| Some((row, rules.check(0, samples.len(), cell(row)).ok()?)));
    let mut found: BTreeMap<usize, UnfitSamples> = BTreeMap::new();
    for (row, value) in
        checked.flat_map(|(row, checked)| checked.left_out.into_iter().map(move |it| (row, it)))
    {
        let values = &samples[value.column];
        found.entry(value.column).or_insert_with(|| first(values, &values[row], &value)).count += 1;
    }
    found
}

fn first(values: &[String], example: &str, value: &LeftOut) -> UnfitSamples {
    let of = values.iter().filter(|value| !value.trim().is_empty()).count();
    UnfitSamples { count: 0, of, example: example.to_owned(), reason: value.reason(), remedy: value.remedy() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_514_400_000; // 2026-11-24

    #[test]
    fn values_that_would_be_left_out_are_counted_by_column() {
        let samples = [
            &["a@x.de", "b@x.de", "nobody", "c@x.de"][..],
            &["soon", "03/04/1980", "never", "25/12/1980"],
            &["19,47", "1.234", "", "x"],
        ];
        let samples: Vec<Vec<String>> =
            samples.iter().map(|column| column.iter().map(ToString::to_string).collect()).collect();
        let columns: Vec<MappedColumn> = [(0, "email"), (1, "birthday"), (2, "bounces")]
            .map(|(column, field)| MappedColumn { column, target: field.into() })
            .to_vec();
        let found = unfit(&Fields::default(), &samples, &columns, NOW);
        let told = |column: &usize| {
            let UnfitSamples { count, of, example, .. } = &found[column];
            (*count, *of, example.as_str())
        };
        assert_eq!(found.keys().map(told).collect::<Vec<_>>(), [(1, 4, "soon"), (2, 3, "19,47")]);
        assert!(unfit(&Fields::default(), &samples, &columns[1..], NOW).is_empty(), "no address");
    }
}
