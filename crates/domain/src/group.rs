use serde::Serialize;
use thiserror::Error;

use crate::text::{nfc, trim};

const MAX_NAME: usize = 200;

/// A contact group's name, trimmed and not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupName(String);

/// Why a text cannot name a contact group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum GroupNameError {
    /// Nothing but white space.
    #[error("a contact group needs a name")]
    Blank,
    /// More than 200 characters.
    #[error("the name of a contact group has at most 200 characters")]
    TooLong,
    /// A NUL character.
    #[error("the name holds an invisible NUL character")]
    Nul,
}

impl GroupName {
    /// Reads a name as typed.
    pub fn parse(text: &str) -> Result<Self, GroupNameError> {
        let name = nfc(trim(text)).into_owned();
        match name.chars().count() {
            0 => Err(GroupNameError::Blank),
            count if count > MAX_NAME => Err(GroupNameError::TooLong),
            _ if name.contains('\0') => Err(GroupNameError::Nul),
            _ => Ok(Self(name)),
        }
    }

    /// The name as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as compared: two groups whose names differ in case only would be one to a person.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// One cause for which a contact is in a group; a bit in [`Reasons`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Put there by hand.
    Manual = 1,
    /// The group's condition holds.
    Condition = 2,
    /// The contact's account is in the group.
    Account = 4,
    /// An import put the contact there.
    Import = 8,
}

/// The bit that keeps a contact out of a group by hand, whatever the reasons beside it.
pub const EXCLUDED: i64 = 16;

/// All causes for which a contact is in a group, as stored in `members.reasons`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reasons(pub i64);

impl Reasons {
    /// True for a member: there is a reason, and the contact is not excluded.
    pub fn is_member(self) -> bool {
        (1..EXCLUDED).contains(&self.0)
    }

    /// True when the contact is kept out by hand.
    pub fn is_excluded(self) -> bool {
        self.0 >= EXCLUDED
    }

    /// The causes, one by one.
    pub fn list(self) -> Vec<Reason> {
        let all = [Reason::Manual, Reason::Condition, Reason::Account, Reason::Import];
        all.into_iter().filter(|&reason| self.0 & reason as i64 != 0).collect()
    }
}

/// The name that is offered for the group of an import: `YYYY-MM-DD-<file name without its ending>`, and `_1`, `_2`, …
/// behind it while `taken` says that the name is in use.
pub fn suggested_group_name(
    today: jiff::civil::Date,
    file_name: &str,
    taken: impl Fn(&str) -> bool,
) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let clean: String = nfc(trim(stem)).chars().filter(|c| !c.is_control()).take(MAX_NAME - 20).collect();
    let base = if clean.is_empty() { today.to_string() } else { format!("{today}-{clean}") };
    let numbered = (1..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_bounded_and_compared_without_case() {
        assert_eq!(GroupName::parse("  Fair ").unwrap().as_str(), "Fair");
        assert_eq!(GroupName::parse("FAIR Ü").unwrap().key(), GroupName::parse("fair ü").unwrap().key());
        assert_eq!(GroupName::parse(" \u{A0}"), Err(GroupNameError::Blank));
        assert!(GroupName::parse(&"x".repeat(200)).is_ok());
        assert_eq!(GroupName::parse(&"x".repeat(201)), Err(GroupNameError::TooLong));
    }

    #[test]
    fn the_suggested_name_counts_on_while_taken() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(suggested_group_name(day, "people.csv", |_| false), "2026-11-22-people");
        let taken = ["2026-11-22-people", "2026-11-22-people_1"];
        assert_eq!(
            suggested_group_name(day, "people.csv", |name| taken.contains(&name)),
            "2026-11-22-people_2"
        );
        assert_eq!(suggested_group_name(day, ".csv", |_| false), "2026-11-22");
    }

    #[test]
    fn reasons_are_bits() {
        assert_eq!(Reasons(9).list(), [Reason::Manual, Reason::Import]);
    }
}
