use std::collections::BTreeMap;

use super::{FieldValue, Test};
use crate::{Field, GroupId, ImportId};

/// Tells which of an import's changes rules notice: a value that passes all their tests as the one before did makes no difference to
/// any condition made of them, however they are joined.
#[derive(Debug, Clone, Default)]
pub struct Noticing {
    /// True when they ask for more than values: whether a contact changed, by this import, or is in its group.
    everything: bool,
    /// Tests of the field that has this name.
    fields: BTreeMap<String, Vec<Test>>,
}

impl Noticing {
    /// By all tests of the rules, for an import that puts contacts into a group.
    pub fn by(tests: impl IntoIterator<Item = Test>, import: ImportId, group: Option<GroupId>) -> Self {
        let mut noticing = Self::default();
        for test in tests {
            noticing.everything |= match &test {
                Test::Changed(_) => true,
                Test::Import(id, _) => *id == import,
                Test::Groups { ids, .. } => group.is_some_and(|group| ids.contains(&group)),
                Test::Filled(_)
                | Test::Text(..)
                | Test::Domain(_)
                | Test::OneOf(..)
                | Test::Options { .. }
                | Test::Number(..)
                | Test::Date(..)
                | Test::Moment(..)
                | Test::Created(_)
                | Test::Accounts(_)
                | Test::AnyAccount
                | Test::Roles(_)
                | Test::Activity(_)
                | Test::Score(..)
                | Test::CrossedLimit(..)
                | Test::Personas(_)
                | Test::AnyPersona
                | Test::Random(_) => false,
            };
            if let Some(name) = test.field().map(|field| field.name().to_owned()) {
                noticing.fields.entry(name).or_default().push(test);
            }
        }
        noticing
    }

    /// Notices whatever changes.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// Whether a field's change from one value to another may make a difference. A test whose outcome passing time changes always
    /// notices: another value has other edges.
    pub fn notices(&self, field: &Field, old: Option<&str>, new: Option<&str>) -> bool {
        if self.everything {
            return true;
        }
        let Some(tests) = self.fields.get(field.name()) else { return false };
        let (old, new) = (old.map(FieldValue::from), new.map(FieldValue::from));
        let passes = |test: &Test, value: &Option<FieldValue>| {
            value.as_ref().is_some_and(|value| test.passes(value, 0))
        };
        tests.iter().any(|test| test.depends_on_time() || passes(test, &old) != passes(test, &new))
    }
}
