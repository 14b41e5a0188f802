/// The values of a row's or a contact's mapped fields, in the mapping's order, in two allocations; `None` is blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    text: Box<str>,
    /// Where each value ends in `text`; the topmost bit marks a blank.
    ends: Box<[u32]>,
}

const BLANK: u32 = 1 << 31;

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
        let start = if index == 0 { 0 } else { self.ends[index - 1] & !BLANK };
        (end & BLANK == 0).then(|| &self.text[start as usize..end as usize])
    }

    /// All values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.len()).map(|index| self.get(index))
    }
}

impl<'a> FromIterator<Option<&'a str>> for Values {
    fn from_iter<I: IntoIterator<Item = Option<&'a str>>>(values: I) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for value in values {
            text.push_str(value.unwrap_or_default());
            let end = text.len() as u32; // a record has at most 16 MiB
            ends.push(if value.is_some() { end } else { end | BLANK });
        }
        Self { text: text.into(), ends: ends.into() }
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
}
