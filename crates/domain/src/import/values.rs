use std::borrow::Cow;

/// What a row says about one of its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot<'a> {
    /// This value.
    Value(Cow<'a, str>),
    /// This value, where the contact has none: it stood beside another one in a cell.
    IfFree(Cow<'a, str>),
    /// Nothing: the cell is blank.
    Blank,
    /// The field stays as it is, whatever blank cells do.
    AsItIs,
}

/// The values of a row's or a contact's mapped fields, in the mapping's order, in two allocations; `None` is blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    text: Box<str>,
    /// Where each value ends in `text`; the topmost bits tell what it is to the field.
    ends: Box<[u32]>,
}

const BLANK: u32 = 1 << 31;
const AS_IT_IS: u32 = 1 << 30;
const IF_FREE: u32 = 1 << 29;
/// A record has at most 16 MiB, so an end needs 25 bits.
const END: u32 = IF_FREE - 1;

impl Values {
    /// Number of fields.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when no field but the e-mail address is mapped.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Bytes that all values take in memory.
    pub fn bytes(&self) -> usize {
        self.text.len() + size_of_val(&*self.ends)
    }

    /// The value at `index`; `None` when it is blank.
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = self.ends[index];
        let start = if index == 0 { 0 } else { self.ends[index - 1] & END };
        (end & (BLANK | AS_IT_IS) == 0).then(|| &self.text[start as usize..(end & END) as usize])
    }

    /// All values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Stored values overwritten by a row's, field by field; a blank removes the value if `clears`. Places at which the row
    /// has a spare value that the contact has no room for are added to `lost`.
    pub(super) fn overlaid(&self, row: &Self, clears: bool, lost: &mut Vec<usize>) -> Self {
        if row.is_plain() && clears {
            return row.clone();
        }
        let overlay = |place: usize| match (row.slot(place), self.get(place)) {
            (Slot::Value(value), _) | (Slot::IfFree(value), None) => Some(value),
            (Slot::Blank, _) if clears => None,
            (_, stored) => stored.map(Cow::Borrowed),
        };
        let after: Self =
            (0..self.len()).map(|place| overlay(place).map_or(Slot::Blank, Slot::Value)).collect();
        lost.extend(row.spares().filter(|(_, spare)| !after.has(spare)).map(|(place, _)| place));
        after
    }

    fn has(&self, text: &str) -> bool {
        self.iter().any(|value| value == Some(text))
    }

    /// The spare values and their places.
    fn spares(&self) -> impl Iterator<Item = (usize, &str)> {
        let spare = |place: usize| (self.ends[place] & IF_FREE != 0).then(|| self.get(place)).flatten();
        (0..self.len()).filter_map(move |place| Some((place, spare(place)?)))
    }

    /// No values for any of some fields.
    pub(super) fn none(fields: usize) -> Self {
        std::iter::repeat_n(None, fields).collect()
    }

    /// True when every field gets a value or is cleared.
    fn is_plain(&self) -> bool {
        self.ends.iter().all(|end| end & (AS_IT_IS | IF_FREE) == 0)
    }

    fn slot(&self, index: usize) -> Slot<'_> {
        let end = self.ends[index];
        match self.get(index).map(Cow::Borrowed) {
            Some(value) if end & IF_FREE != 0 => Slot::IfFree(value),
            Some(value) => Slot::Value(value),
            None if end & AS_IT_IS != 0 => Slot::AsItIs,
            None => Slot::Blank,
        }
    }
}

impl Slot<'_> {
    fn bits(&self) -> u32 {
        match self {
            Self::Value(_) => 0,
            Self::IfFree(_) => IF_FREE,
            Self::Blank => BLANK,
            Self::AsItIs => AS_IT_IS,
        }
    }
}

impl<'a> FromIterator<Slot<'a>> for Values {
    fn from_iter<I: IntoIterator<Item = Slot<'a>>>(slots: I) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for slot in slots {
            let bits = slot.bits();
            if let Slot::Value(value) | Slot::IfFree(value) = slot {
                text.push_str(&value);
            }
            ends.push(text.len() as u32 | bits);
        }
        Self { text: text.into(), ends: ends.into() }
    }
}

impl<'a> FromIterator<Option<&'a str>> for Values {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(values: I) -> Self {
        values.into_iter().map(|value| value.map_or(Slot::Blank, |text| Slot::Value(text.into()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_out_as_they_went_in() {
        let given = [Some("a"), None, Some(""), Some("ü小"), None];
        let values: Values = given.into_iter().collect();
        assert_eq!(values.iter().collect::<Vec<_>>(), given);
    }

    #[test]
    fn a_field_that_stays_as_it_is_is_never_cleared_and_a_spare_value_overwrites_none() {
        let overlaid = |stored: Option<&str>, said: Slot<'static>, clears| {
            let mut lost = Vec::new();
            let after =
                Values::from_iter([stored]).overlaid(&[said].into_iter().collect(), clears, &mut lost);
            (after.get(0).map(str::to_owned), lost.len())
        };
        let value = |text: &'static str| Slot::Value(text.into());
        let spare = |text: &'static str| Slot::IfFree(text.into());
        for (stored, said, kept, cleared, lost) in [
            (Some("a"), value("b"), Some("b"), Some("b"), 0),
            (Some("a"), Slot::Blank, Some("a"), None, 0),
            (Some("a"), Slot::AsItIs, Some("a"), Some("a"), 0),
            (Some("a"), spare("b"), Some("a"), Some("a"), 1),
            (Some("a"), spare("a"), Some("a"), Some("a"), 0),
            (None, spare("b"), Some("b"), Some("b"), 0),
            (None, Slot::AsItIs, None, None, 0),
        ] {
            let expected = |value: Option<&str>| (value.map(str::to_owned), lost);
            assert_eq!(overlaid(stored, said.clone(), false), expected(kept), "{stored:?} {said:?}");
            assert_eq!(overlaid(stored, said, true), expected(cleared));
        }
    }

    #[test]
    fn a_spare_value_that_the_contact_has_elsewhere_is_not_lost() {
        let stored: Values = [Some("a"), Some("b")].into_iter().collect();
        let spare = |text: &'static str| Slot::IfFree(text.into());
        for (said, expected) in [
            ([spare("b"), Slot::AsItIs], 0),
            ([spare("c"), Slot::AsItIs], 1),
            ([spare("b"), Slot::Value("c".into())], 1), // the row overwrites it there
        ] {
            let mut lost = Vec::new();
            stored.overlaid(&said.into_iter().collect(), false, &mut lost);
            assert_eq!(lost.len(), expected);
        }
    }
}
