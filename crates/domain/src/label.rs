use thiserror::Error;

use crate::text::{fold, nfc, trim};

/// A short text that names something to people, and that nothing else of its kind may have in any case: an account's name, a
/// role, a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(String);

/// Why a text cannot name something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LabelError {
    /// Nothing but white space.
    #[error("a name is missing")]
    Blank,
    /// More characters than this.
    #[error("the name has more than {0} characters")]
    TooLong(usize),
    /// A NUL character.
    #[error("the name holds an invisible NUL character")]
    Nul,
}

impl Label {
    /// Characters of an account's name, at most.
    pub const MAX_ACCOUNT: usize = 200;
    /// Characters of a role or a status, at most; a contact's status has no more either.
    pub const MAX_ENTRY: usize = 100;

    /// Reads a text as typed, of at most `max` characters.
    pub fn parse(typed: &str, max: usize) -> Result<Self, LabelError> {
        let text = nfc(trim(typed)).into_owned();
        match text.chars().count() {
            0 => Err(LabelError::Blank),
            count if count > max => Err(LabelError::TooLong(max)),
            _ if text.contains('\0') => Err(LabelError::Nul),
            _ => Ok(Self(text)),
        }
    }

    /// The text as shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as compared.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_trimmed_bounded_and_compared_without_case() {
        assert_eq!(Label::parse("  A\u{308}rzte ", 9).unwrap().as_str(), "Ärzte");
        assert_eq!(Label::parse("ÄRZTE", 9).unwrap().key(), Label::parse("ärzte", 9).unwrap().key());
        assert_eq!(Label::parse(" \u{A0}", 9), Err(LabelError::Blank));
        assert_eq!(Label::parse("a\0b", 9), Err(LabelError::Nul));
        assert!(Label::parse("123456789", 9).is_ok());
        assert_eq!(Label::parse("1234567890", 9), Err(LabelError::TooLong(9)));
    }
}
