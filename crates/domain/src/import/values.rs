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

    /// Bytes of text in all values.
    pub fn bytes(&self) -> usize {
        self.text.len()
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

    /// `self` overwritten by `newer`, field by field; a blank removes the value if `clears`.
    pub(super) fn overlaid(&self, newer: &Self, clears: bool) -> Self {
        (0..self.len()).map(|index| self.slot(index).overlaid(newer.slot(index), clears)).collect()
    }

    /// True when every field gets a value or is cleared.
    pub(super) fn is_plain(&self) -> bool {
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
    /// What two rows say together, the later one being `newer`.
    fn overlaid(self, newer: Self, clears: bool) -> Self {
        match (self, newer) {
            (_, newer @ Self::Value(_)) => newer,
            (_, Self::Blank) if clears => Self::Blank,
            (Self::Blank, Self::IfFree(value)) if clears => Self::Value(value),
            (older @ (Self::Value(_) | Self::IfFree(_)), _) => older,
            (Self::AsItIs, Self::Blank) => Self::AsItIs,
            (Self::Blank, Self::AsItIs) if clears => Self::Blank,
            (_, newer) => newer,
        }
    }

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

    fn overlaid(older: Slot<'static>, newer: Slot<'static>, clears: bool) -> Slot<'static> {
        let [older, newer] = [older, newer].map(|slot| Values::from_iter([slot]));
        match older.overlaid(&newer, clears).slot(0) {
            Slot::Value(value) => Slot::Value(value.into_owned().into()),
            Slot::IfFree(value) => Slot::IfFree(value.into_owned().into()),
            Slot::Blank => Slot::Blank,
            Slot::AsItIs => Slot::AsItIs,
        }
    }

    #[test]
    fn a_field_that_stays_as_it_is_is_never_cleared_and_a_spare_value_overwrites_none() {
        let value = |text: &'static str| Slot::Value(text.into());
        let spare = |text: &'static str| Slot::IfFree(text.into());
        for (older, newer, kept, cleared) in [
            (value("a"), value("b"), value("b"), value("b")),
            (value("a"), Slot::Blank, value("a"), Slot::Blank),
            (value("a"), Slot::AsItIs, value("a"), value("a")),
            (Slot::Blank, Slot::AsItIs, Slot::AsItIs, Slot::Blank),
            (Slot::AsItIs, Slot::Blank, Slot::AsItIs, Slot::Blank),
            (value("a"), spare("b"), value("a"), value("a")),
            (Slot::Blank, spare("b"), spare("b"), value("b")),
            (spare("a"), value("b"), value("b"), value("b")),
            (spare("a"), spare("b"), spare("a"), spare("a")),
        ] {
            assert_eq!(overlaid(older.clone(), newer.clone(), false), kept, "{older:?} {newer:?}");
            assert_eq!(overlaid(older, newer, true), cleared);
        }
    }
}
