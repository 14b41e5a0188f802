//! What only a whole column tells of its cells: which sign stands before a fraction, and whether the day or the month comes
//! first.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{bare, date, number};
use crate::FieldKind;
use crate::condition::day_of;

/// The sign before a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// Which of two numbers of a date is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `25/12/2024`
    DayFirst,
    /// `12/25/2024`
    MonthFirst,
}

/// How the ambiguous values of a column are to be read. What is not known leaves them ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Style {
    /// The sign before a fraction.
    #[serde(default)]
    pub decimal: Option<DecimalSign>,
    /// The order of day and month.
    #[serde(default)]
    pub dates: Option<DateOrder>,
}

/// What the cells of a column show, gathered cell by cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StyleEvidence {
    decimal: Shown<DecimalSign>,
    dates: Shown<DateOrder>,
}

impl StyleEvidence {
    /// Looks at one cell of a column that fills a field of this kind.
    pub fn note(&mut self, kind: FieldKind, cell: &str) {
        match kind {
            FieldKind::Number | FieldKind::Decimal => self.decimal.note(|| number::sign_shown(&bare(cell))),
            FieldKind::Date | FieldKind::DateTime => self.dates.note(|| date::order_shown(&bare(cell))),
            _ => {}
        }
    }

    /// The style that the cells agree on; where they contradict each other, there is none.
    pub fn style(self) -> Style {
        Style { decimal: self.decimal.agreed(), dates: self.dates.agreed() }
    }
}

/// Which of two things the cells show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shown<T> {
    #[default]
    Nothing,
    One(T),
    Both,
}

impl<T: Copy + PartialEq> Shown<T> {
    /// Looks, unless there is nothing more to learn.
    fn note(&mut self, shown: impl FnOnce() -> Option<T>) {
        if *self == Self::Both {
            return;
        }
        if let Some(one) = shown() {
            *self =
                if matches!(*self, Self::One(before) if before != one) { Self::Both } else { Self::One(one) };
        }
    }

    fn agreed(self) -> Option<T> {
        match self {
            Self::One(one) => Some(one),
            Self::Nothing | Self::Both => None,
        }
    }
}

/// What is known beside a cell: the style of its column, and the day, by which birthdays are told from the future.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    column: Option<Style>,
    pub(super) today: Option<Date>,
}

impl Reading {
    /// Of a value by itself at the time `now`, in milliseconds since 1970: a point is before a fraction.
    pub fn alone(now: i64) -> Self {
        Self { column: None, today: Some(day_of(now)) }
    }

    /// Of a cell in a column of this style at the time `now`.
    pub fn in_column(style: Style, now: i64) -> Self {
        Self { column: Some(style), today: Some(day_of(now)) }
    }

    pub(super) fn dates(self) -> Option<DateOrder> {
        self.column.and_then(|style| style.dates)
    }

    /// The sign before a fraction; without one, a number that may mean two is ambiguous.
    pub(super) fn decimal(self, mark: DecimalSign) -> Option<DecimalSign> {
        match self.column {
            Some(style) => style.decimal,
            None => (mark == DecimalSign::Point).then_some(mark),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CellError;

    const NOW: i64 = 1_795_514_400_000; // 2026-11-24

    fn style(kind: FieldKind, cells: &[&str]) -> Style {
        let mut evidence = StyleEvidence::default();
        for cell in cells {
            evidence.note(kind, cell);
        }
        evidence.style()
    }

    fn numbers(cells: &[&str]) -> Vec<Result<String, CellError>> {
        let reading = Reading::in_column(style(FieldKind::Decimal, cells), NOW);
        cells.iter().map(|cell| number::decimal(cell, reading)).collect()
    }

    fn days(cells: &[&str]) -> Vec<Option<String>> {
        let reading = Reading::in_column(style(FieldKind::Date, cells), NOW);
        cells.iter().map(|cell| date::date(cell, reading).ok().flatten()).collect()
    }

    #[test]
    fn a_column_has_one_decimal_sign() {
        let read =
            |cells: &[&str]| -> Vec<Option<String>> { numbers(cells).into_iter().map(Result::ok).collect() };
        let some = |values: &[&str]| -> Vec<Option<String>> {
            values.iter().map(|one| Some((*one).into())).collect()
        };
        assert_eq!(read(&["19,47", "1.234,50", "2.155"]), some(&["19.47", "1234.5", "2155"]));
        assert_eq!(read(&["0,5 €", "2.155 €"]), some(&["0.5", "2155"]));
        assert_eq!(read(&["1.234.567", "2.155"]), some(&["1234567", "2155"]));
        for point in ["0.5", "1234.567", "12.34", "1,234.50", "1,234,567", "1'234.567", "12,34,567"] {
            assert_eq!(read(&[point, "2.155", "1,234"])[1..], some(&["2.155", "1234"]), "{point}");
        }
    }

    #[test]
    fn a_column_that_does_not_tell_its_decimal_sign_leaves_ambiguous_numbers_out() {
        let ambiguous = Err(CellError::AmbiguousNumber);
        assert_eq!(numbers(&["2.155", "7"])[0], ambiguous);
        assert_eq!(numbers(&["1,234"])[0], ambiguous);
        let contradicting = numbers(&["19,47", "0.5", "2.155"]);
        assert_eq!(contradicting, [Ok("19.47".into()), Ok("0.5".into()), ambiguous]);
    }

    #[test]
    fn a_column_has_one_order_of_day_and_month() {
        assert_eq!(days(&["25/12/2024", "03/04/2024"])[1].as_deref(), Some("2024-04-03"));
        assert_eq!(days(&["03/04/2024 9:14", "12/25/2024"])[0].as_deref(), Some("2024-03-04"));
        assert_eq!(days(&["03-04-24", "13-04-24"])[0].as_deref(), Some("2024-04-03"));
        assert_eq!(days(&["03/04/2024"]), [None]);
        assert_eq!(days(&["25/12/2024", "12/25/2024", "03/04/2024"])[2], None, "they contradict each other");
        assert_eq!(
            days(&["12/25/2024", "03.04.2024"])[1],
            None,
            "points say day first, the column says otherwise"
        );
        assert_eq!(days(&["03.04.2024"])[0].as_deref(), Some("2024-04-03"));
    }

    #[test]
    fn birthdays_without_a_year_tell_the_order_too() {
        let read = |cells: &[&str]| {
            let reading = Reading::in_column(style(FieldKind::Date, cells), NOW);
            cells.iter().map(|cell| date::birthday(cell, reading).ok().flatten()).collect::<Vec<_>>()
        };
        assert_eq!(read(&["04/25", "04/05"])[1].as_deref(), Some("--04-05"));
        assert_eq!(read(&["25/04", "04/05"])[1].as_deref(), Some("--05-04"));
        assert_eq!(read(&["04/05"]), [None]);
    }

    #[test]
    fn a_style_is_stored_with_the_import() {
        let style = style(FieldKind::Decimal, &["0,5"]);
        let stored = serde_json::to_string(&style).unwrap();
        assert_eq!(stored, r#"{"decimal":"comma","dates":null}"#);
        assert_eq!(serde_json::from_str::<Style>(&stored).unwrap(), style);
        assert_eq!(serde_json::from_str::<Style>("{}").unwrap(), Style::default());
    }
}
