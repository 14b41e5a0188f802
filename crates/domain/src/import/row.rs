use std::borrow::Cow;

use super::{Facts, Learning, LeftOut, RowProblem, Slot, Values};
use crate::text::trim;
use crate::{
    CellError, Email, Field, FieldKind, MappedField, Mapping, PhoneKind, Reading, Source, Unfit, phone_kind,
    split_full_name,
};

/// Between the values of a cell that holds several, as Google writes them.
const JOINT: &str = ":::";

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

/// A row that can be imported, and those of its values that cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The row.
    pub row: Row,
    /// Values that did not fit, in the order of the columns.
    pub left_out: Vec<LeftOut>,
    /// Values that are left out if the contact turns out to have no room for them.
    pub spares: Vec<SpareValue>,
}

/// A value that goes into a field unless the contact has another one there, see [`Slot::IfFree`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpareValue {
    /// The field's place among the row's values.
    pub place: usize,
    /// What is told if it is left out.
    pub left_out: LeftOut,
}

/// What every row of an import must keep to.
#[derive(Debug, Clone)]
pub struct RowRules {
    mapping: Mapping,
    /// What is known beside the cells of each mapped field.
    readings: Vec<Reading>,
}

impl RowRules {
    /// The rules for rows under a mapped header of a file with these facts. By `now`, in milliseconds since 1970, birthdays are
    /// told from the future.
    pub fn new(mapping: Mapping, facts: &Facts, now: i64) -> Self {
        let mapping = if facts.spreads { mapping.with_spare_phones() } else { mapping };
        let style = |mapped: &MappedField| {
            mapped.column().and_then(|column| facts.styles.get(&column)).copied().unwrap_or_default()
        };
        let readings = mapping.values.iter().map(|mapped| Reading::in_column(style(mapped), now)).collect();
        Self { mapping, readings }
    }

    /// The fields that rows bring values for, beside the e-mail address.
    pub fn fields(&self) -> Vec<Field> {
        self.mapping.value_fields()
    }

    /// Checks one row of `found` cells; on a problem says in which column (from 0) it lies, if in one. Missing cells are blank,
    /// and surplus ones are nothing while they are.
    pub fn check<'a>(
        &self,
        number: u64,
        found: usize,
        cell: impl Fn(usize) -> &'a str,
    ) -> Result<Checked, (Option<usize>, RowProblem)> {
        let expected = self.mapping.width;
        if (expected..found).any(|column| !trim(cell(column)).is_empty()) {
            return Err((None, RowProblem::TooManyCells { expected, found }));
        }
        let cell = |column| if column < found { cell(column) } else { "" };
        let column = self.mapping.email_column;
        let mut filling = Filling::new(self);
        let email = Email::parse(filling.first_address(cell(column)))
            .map_err(|error| (Some(column), RowProblem::Email { error }))?;
        let filling = filling
            .fill(&cell)
            .map_err(|LeftOut { column, field, error }| (Some(column), RowProblem::Value { field, error }))?;
        let Filling { slots, left_out, placed: spares, .. } = filling;
        let row = Row { number, key: email.key().into(), values: slots.into_iter().collect() };
        Ok(Checked { row, left_out, spares })
    }

    /// True when the rows of a file may say something together.
    pub fn learns(&self) -> bool {
        self.mapping.values.iter().any(|mapped| is_phone(&mapped.field) || has_style(&mapped.field))
    }

    /// Learns from a row.
    pub fn learn<'a>(&self, learning: &mut Learning, cell: impl Fn(usize) -> &'a str) {
        for MappedField { field, source, .. } in &self.mapping.values {
            let Source::Column { column, label_column } = *source else { continue };
            if has_style(field) {
                learning.styles.entry(column).or_default().note(field.kind(), cell(column));
            } else if is_phone(field) && !learning.spreads {
                learning.spreads = label_column.is_some() || phones(cell(column)).nth(1).is_some();
            }
        }
    }
}

/// True for a field whose values only the whole column may tell how to read.
fn has_style(field: &Field) -> bool {
    use FieldKind::{Date, DateTime, Decimal, Number};
    matches!(field.kind(), Date | DateTime | Decimal | Number)
}

/// A value that stood beside another one in its cell.
struct Spare<'a> {
    /// The place of the field that the cell fills; `None` for the e-mail address.
    place: Option<usize>,
    column: usize,
    text: &'a str,
    /// What becomes of the row if it does not fit.
    unfit: Unfit,
}

/// A row while its fields are filled.
struct Filling<'m, 'a> {
    mapping: &'m Mapping,
    readings: &'m [Reading],
    slots: Vec<Slot<'a>>,
    spares: Vec<Spare<'a>>,
    placed: Vec<SpareValue>,
    left_out: Vec<LeftOut>,
}

impl<'m, 'a> Filling<'m, 'a> {
    fn new(RowRules { mapping, readings }: &'m RowRules) -> Self {
        let untouched = |mapped: &MappedField| match mapped.source {
            Source::Spare => Slot::AsItIs,
            Source::Column { .. } | Source::FullName { .. } => Slot::Blank,
        };
        let slots = mapping.values.iter().map(untouched).collect();
        Self { mapping, readings, slots, spares: Vec::new(), placed: Vec::new(), left_out: Vec::new() }
    }

    /// The address that identifies the contact; others behind it are for other fields.
    fn first_address(&mut self, cell: &'a str) -> &'a str {
        if !cell.contains(JOINT) {
            return cell;
        }
        let addresses = || cell.split(JOINT).map(trim).filter(|text| !text.is_empty());
        let usable = addresses().position(|text| Email::parse(text).is_ok()).unwrap_or(0);
        let (column, unfit) = (self.mapping.email_column, Unfit::Leave);
        let others = addresses().enumerate().filter(|(index, _)| *index != usable);
        self.spares.extend(others.map(|(_, text)| Spare { place: None, column, text, unfit }));
        addresses().nth(usable).unwrap_or_default()
    }

    /// Reads all cells. Fails with a value for whose sake the row is not to be imported.
    fn fill(mut self, cell: &impl Fn(usize) -> &'a str) -> Result<Self, LeftOut> {
        for (place, mapped) in self.mapping.values.iter().enumerate() {
            let (column, label_column) = match mapped.source {
                Source::Column { column, label_column } => (column, label_column),
                Source::FullName { column } => {
                    self.read_full_name(place, column, cell(column))?;
                    continue;
                }
                Source::Spare => continue,
            };
            if is_phone(&mapped.field) {
                self.read_phones(place, column, cell(column), label_column.map(cell))?;
            } else {
                self.put((place, mapped.unfit), column, cell(column))?;
            }
        }
        for spare in std::mem::take(&mut self.spares) {
            self.place_spare(&spare)?;
        }
        self.left_out.sort_by_key(|value| value.column);
        Ok(self)
    }

    fn read_phones(
        &mut self,
        place: usize,
        column: usize,
        cell: &'a str,
        label: Option<&str>,
    ) -> Result<(), LeftOut> {
        let mut numbers = phones(cell);
        let first = numbers.next().unwrap_or_default();
        let kind = label.filter(|_| !trim(first).is_empty()).and_then(phone_kind);
        let unfit = self.mapping.values[place].unfit;
        if kind == Some(PhoneKind::NotAPhone) {
            return self.leave_out((place, unfit), column, CellError::NotAPhone);
        }
        let wanted =
            kind.and_then(PhoneKind::field_name).and_then(|name| self.place_of(name)).unwrap_or(place);
        if wanted != place && matches!(self.slots[place], Slot::Blank) {
            self.slots[place] = Slot::AsItIs;
        }
        if matches!(self.slots[wanted], Slot::Blank | Slot::AsItIs) {
            self.put((wanted, unfit), column, first)?;
        } else if !trim(first).is_empty() {
            self.spares.push(Spare { place: Some(wanted), column, text: first, unfit });
        }
        self.spares.extend(numbers.map(|text| Spare { place: Some(wanted), column, text, unfit }));
        Ok(())
    }

    /// Reads a part of a full name. A part that the name does not have stays as it is.
    fn read_full_name(&mut self, place: usize, column: usize, cell: &'a str) -> Result<(), LeftOut> {
        if trim(cell).is_empty() {
            return Ok(());
        }
        let MappedField { field, unfit, .. } = &self.mapping.values[place];
        let Some(name) = split_full_name(cell) else {
            if field.name() == "first_name" {
                return self.leave_out((place, *unfit), column, CellError::FullName);
            }
            self.slots[place] = Slot::AsItIs;
            return Ok(());
        };
        let part = name.parts().find(|(part, _)| *part == field.name()).map(|(_, text)| text.to_owned());
        match part.as_deref().map_or(Ok(None), |text| field.read(text)) {
            Ok(Some(value)) => self.slots[place] = Slot::Value(Cow::Owned(value.into_owned())),
            Ok(None) => self.slots[place] = Slot::AsItIs,
            Err(error) => return self.leave_out((place, *unfit), column, error),
        }
        Ok(())
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.mapping.values.iter().position(|mapped| mapped.field.name() == name)
    }

    fn put(&mut self, (place, unfit): (usize, Unfit), column: usize, cell: &'a str) -> Result<(), LeftOut> {
        match self.mapping.values[place].field.read_in(cell, self.readings[place]) {
            Ok(Some(value)) => self.slots[place] = Slot::Value(value),
            Ok(None) => {}
            Err(error) => return self.leave_out((place, unfit), column, error),
        }
        Ok(())
    }

    /// Leaves out a value of a column; `unfit` is what was chosen for that.
    fn leave_out(
        &mut self,
        (place, unfit): (usize, Unfit),
        column: usize,
        error: CellError,
    ) -> Result<(), LeftOut> {
        let value = LeftOut::new(column, &self.mapping.values[place].field, error);
        if unfit == Unfit::Reject {
            return Err(value);
        }
        if self.slots[place] == Slot::Blank {
            self.slots[place] = Slot::AsItIs;
        }
        self.left_out.push(value);
        Ok(())
    }

    /// Puts a value into the next free field of its kind, unless the contact has something there.
    fn place_spare(&mut self, spare: &Spare<'a>) -> Result<(), LeftOut> {
        let values = &self.mapping.values;
        let is_alike = |field: &Field| match spare.place {
            Some(place) => is_phone(field) == is_phone(&values[place].field),
            None => field.kind() == FieldKind::OtherEmail,
        };
        let from = spare.place.map_or(0, |place| place + 1);
        let free = (from..values.len()).chain(0..from).find(|&place| {
            is_alike(&values[place].field) && matches!(self.slots[place], Slot::Blank | Slot::AsItIs)
        });
        match (free, spare.place) {
            (Some(place), _) => match values[place].field.read_in(spare.text, self.readings[place]) {
                Ok(Some(value)) => {
                    self.slots[place] = Slot::IfFree(value);
                    let left_out = LeftOut::new(spare.column, &values[place].field, CellError::NoRoom);
                    self.placed.push(SpareValue { place, left_out });
                }
                Ok(None) => {}
                Err(error) => return self.leave_out((place, spare.unfit), spare.column, error),
            },
            (None, Some(place)) => {
                return self.leave_out((place, spare.unfit), spare.column, CellError::NoRoom);
            }
            (None, None) => self.left_out.push(LeftOut::new(spare.column, &Field::EMAIL, CellError::NoRoom)),
        }
        Ok(())
    }
}

fn is_phone(field: &Field) -> bool {
    matches!(field.kind(), FieldKind::Phone(_)) && field.as_custom().is_none()
}

/// The telephone numbers of a cell: several only where each part has the digits of one.
fn phones(cell: &str) -> impl Iterator<Item = &str> {
    let apart = [JOINT, ";", "\n", ",", " / ", "|"].into_iter().find(|joint| {
        let parts = || cell.split(joint).map(trim).filter(|part| !part.is_empty());
        parts().nth(1).is_some() && (*joint == JOINT || parts().all(is_number))
    });
    let mut whole = apart.is_none().then_some(cell).into_iter();
    let mut parts =
        apart.into_iter().flat_map(|joint| cell.split(joint)).map(trim).filter(|part| !part.is_empty());
    std::iter::from_fn(move || whole.next().or_else(|| parts.next()))
}

/// Six digits at the least, so that an area code is not taken for a number.
fn is_number(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_digit).count() >= 6
        && !text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Fields, MappedColumn};

    fn typed(pairs: &[(usize, &str)]) -> Vec<MappedColumn> {
        pairs.iter().map(|&(column, field)| MappedColumn { column, target: field.into() }).collect()
    }

    fn rules(width: usize, columns: &[MappedColumn]) -> RowRules {
        let facts = Facts { spreads: true, ..Facts::default() };
        RowRules::new(Mapping::resolve(&Fields::default(), width, columns).unwrap(), &facts, 0)
    }

    fn check_by(rules: &RowRules, cells: &[&'static str]) -> Result<Checked, (Option<usize>, &'static str)> {
        rules
            .check(7, cells.len(), |index| cells[index])
            .map_err(|(column, problem)| (column, problem.code()))
    }

    fn check(cells: &[&'static str]) -> Result<Checked, (Option<usize>, &'static str)> {
        check_by(&rules(3, &typed(&[(1, "email"), (0, "city")])), cells)
    }

    /// The values that a row brings by name, and the codes of those that are left out.
    fn read(columns: &[MappedColumn], cells: &[&'static str]) -> (String, Vec<(usize, &'static str)>) {
        let rules = rules(cells.len(), columns);
        let Checked { row, left_out, .. } = check_by(&rules, cells).unwrap();
        let named = rules.mapping.values.iter().zip(row.values.iter());
        let values = named.filter_map(|(mapped, value)| Some(format!("{}={}", mapped.field.name(), value?)));
        let left_out = left_out.iter().map(|value| (value.column, value.code())).collect();
        (values.collect::<Vec<_>>().join(" "), left_out)
    }

    #[test]
    fn a_good_row_is_cleaned() {
        let row = check(&[" Köln ", "A@B.de", "ignored"]).unwrap().row;
        assert_eq!((row.number, &*row.key, row.values.get(0)), (7, "a@b.de", Some("Köln")));
    }

    #[test]
    fn missing_cells_are_blank_and_blank_surplus_ones_are_nothing() {
        for cells in [&["Köln", "a@b.de"][..], &["Köln", "a@b.de", "", "", "\u{a0}"]] {
            assert_eq!(check(cells).unwrap().row.values.get(0), Some("Köln"));
        }
        assert_eq!(check(&["Köln"]), Err((Some(1), "email_missing")));
        assert_eq!(check(&["Köln", "a@b.de", "", "x"]), Err((None, "too_many_cells")));
    }

    #[test]
    fn a_value_that_does_not_fit_is_left_out_and_told_or_costs_the_row_if_that_is_asked_for() {
        let mut columns = typed(&[(0, "email"), (1, "birthday"), (2, "gender"), (3, "city")]);
        let cells = ["a@b.de", "soon", "maybe", "Köln"];
        assert_eq!(
            read(&columns, &cells),
            ("city=Köln".into(), vec![(1, "date_invalid"), (2, "gender_unknown")])
        );
        columns[2].target.unfit = Unfit::Reject;
        assert_eq!(check_by(&rules(4, &columns), &cells), Err((Some(2), "gender_unknown")));
    }

    #[test]
    fn problems_name_their_column() {
        assert_eq!(check(&["Köln", "", "x"]), Err((Some(1), "email_missing")));
        let left_out = check(&["K\0ln", "a@b.de", "x"]).unwrap().left_out;
        assert_eq!((left_out[0].column, left_out[0].code()), (0, "nul_character"));
    }

    #[test]
    fn several_numbers_in_a_cell_go_to_the_next_free_fields() {
        let columns = typed(&[(0, "email"), (1, "mobile_phone"), (2, "home_phone")]);
        for (cells, values, left_out) in [
            (["a@b.de", "+49 151 1 ::: +49 30 2", ""], "mobile_phone=+49 151 1 home_phone=+49 30 2", vec![]),
            (
                ["a@b.de", "0151 234567; 030 234567", "0711 234567"],
                "mobile_phone=0151 234567 home_phone=0711 234567 business_phone=030 234567",
                vec![],
            ),
            (["a@b.de", "0711 / 234567", ""], "mobile_phone=0711 / 234567", vec![]),
            (
                ["a@b.de", "1 ::: 2 ::: 3 ::: 4", ""],
                "mobile_phone=1 home_phone=2 business_phone=3",
                vec![(1, "no_free_field")],
            ),
        ] {
            assert_eq!(read(&columns, &cells), (values.into(), left_out));
        }
    }

    #[test]
    fn of_several_addresses_the_first_is_the_contacts_and_the_others_are_told() {
        let columns = typed(&[(0, "email"), (1, "city")]);
        for cell in ["a@b.de ::: c@d.de", "none ::: a@b.de"] {
            let told = ("city=Ulm".into(), vec![(0, "no_free_field")]);
            assert_eq!(read(&columns, &[cell, "Ulm"]), told, "{cell}");
        }
    }

    #[test]
    fn a_full_name_is_split_where_its_parts_are_sure() {
        let columns = typed(&[(0, "email"), (1, "full_name")]);
        for (cells, values, left_out) in [
            (["a@b.de", "Anna Berg"], "first_name=Anna last_name=Berg", vec![]),
            (["a@b.de", "Berg, Anna"], "first_name=Anna last_name=Berg", vec![]),
            (["a@b.de", "a b c d e f g h"], "", vec![(1, "full_name_unclear")]),
            (["a@b.de", ""], "", vec![]),
        ] {
            assert_eq!(read(&columns, &cells), (values.into(), left_out), "{}", cells[1]);
        }
    }

    #[test]
    fn a_column_is_read_as_all_its_rows_say() {
        let columns = typed(&[(0, "email"), (1, "bounces"), (2, "birthday")]);
        let mapping = Mapping::resolve(&Fields::default(), 3, &columns).unwrap();
        let unread = RowRules::new(mapping.clone(), &Facts::default(), 0);
        let rows = [["a@b.de", "1.234.567", "25/12/1950"], ["b@b.de", "2.155", "03/04/1950"]];
        let mut learning = Learning::default();
        for cells in &rows {
            unread.learn(&mut learning, |column| cells[column]);
        }
        let rules = RowRules::new(mapping, &learning.facts(), 0);
        let read = |rules: &RowRules| check_by(rules, &rows[1]).unwrap();
        let values =
            |checked: Checked| checked.row.values.iter().map(|it| it.map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(values(read(&rules)), [Some("2155".into()), Some("1950-04-03".into())]);
        let alone: Vec<_> = read(&unread).left_out.iter().map(LeftOut::code).collect();
        assert_eq!(alone, ["number_ambiguous", "date_ambiguous"]);
    }

    #[test]
    fn a_label_decides_row_by_row_which_number_it_is() {
        let mut columns = typed(&[(0, "email"), (2, "business_phone"), (4, "mobile_phone")]);
        (columns[1].target.label_column, columns[2].target.label_column) = (Some(1), Some(3));
        for (cells, values, left_out) in [
            (["a@b.de", "Mobile", "1", "* Home", "2"], "mobile_phone=1 home_phone=2", vec![]),
            (["a@b.de", "Work", "1", "", "2"], "business_phone=1 mobile_phone=2", vec![]),
            (["a@b.de", "Mobile", "1", "Mobile", "2"], "mobile_phone=1 home_phone=2", vec![]),
            (["a@b.de", "Work Fax", "1", "Mobile", "2"], "mobile_phone=2", vec![(2, "not_a_phone")]),
        ] {
            assert_eq!(read(&columns, &cells), (values.into(), left_out));
        }
        // Whatever field a number goes to: what was chosen for its column is done.
        columns[1].target.unfit = Unfit::Reject;
        let shortened = ["a@b.de", "Home", "4.9E+11", "", ""];
        assert_eq!(check_by(&rules(5, &columns), &shortened), Err((Some(2), "number_shortened")));
    }

    #[test]
    fn a_blank_cell_is_no_number_too_many() {
        let mut columns =
            typed(&[(0, "email"), (2, "business_phone"), (4, "home_phone"), (5, "mobile_phone")]);
        (columns[1].target.label_column, columns[2].target.label_column) = (Some(1), Some(3));
        let cells = ["a@b.de", "Mobile", "1 ::: 4", "Work", "2", ""];
        assert_eq!(read(&columns, &cells).1, vec![]);
    }
}
