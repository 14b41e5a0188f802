use thiserror::Error;

use crate::field::{Field, FieldKind};
use crate::text::{fold_name, nfc, trim};

const MAX_LABEL: usize = 100;
const MAX_NAME: usize = 50;
const MAX_CHOICES: usize = 500;

/// Words that name something else beside a field, in lists and conditions.
const RESERVED: [&str; 15] = [
    "none",
    "id",
    "created_at",
    "changed_at",
    "email_domain",
    "age",
    "group",
    "account",
    "account_role",
    "activity",
    "import",
    "random",
    "score",
    "persona",
    "search",
];

/// The kinds that a company can add.
const KINDS: [FieldKind; 13] = [
    FieldKind::Text(1000),
    FieldKind::LongText(100_000),
    FieldKind::Number,
    FieldKind::Decimal,
    FieldKind::YesNo,
    FieldKind::Date,
    FieldKind::DateTime,
    FieldKind::Choice,
    FieldKind::Choices,
    FieldKind::OtherEmail,
    FieldKind::Phone(50),
    FieldKind::Url(500),
    FieldKind::Country,
];

/// A field that the company added. Its name never changes; its label and choices may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// The name in the API, on the command line and in the contacts' documents: `[a-z][a-z0-9_]*`.
    pub name: String,
    /// The name for people.
    pub label: String,
    /// What the field holds.
    pub kind: FieldKind,
    /// The values to choose from, for [`FieldKind::Choice`] and [`FieldKind::Choices`].
    pub choices: Vec<String>,
}

/// Why a field cannot be added or changed so.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CustomFieldError {
    /// No label.
    #[error("a field needs a name")]
    LabelBlank,
    /// A label of more than 100 characters.
    #[error("the name of a field has at most 100 characters")]
    LabelTooLong,
    /// There is no such kind.
    #[error("there is no kind of field called \"{0}\"")]
    UnknownKind(String),
    /// A field to choose from without choices.
    #[error("a field to choose from needs at least one choice")]
    NoChoices,
    /// Too many choices.
    #[error("a field has at most 500 choices")]
    TooManyChoices,
    /// A choice that cannot be one.
    #[error("a choice has 1 to 100 characters, and none of ; and |")]
    ChoiceInvalid,
    /// One choice twice.
    #[error("the choice \"{0}\" is there twice")]
    ChoiceTwice(String),
}

impl CustomField {
    /// Checks what was typed. `taken` says of a name whether another field has it.
    pub fn define(
        label: &str,
        kind: &str,
        choices: &[String],
        taken: impl Fn(&str) -> bool,
    ) -> Result<Self, CustomFieldError> {
        let label = Self::label(label)?;
        let kind = Self::kind(kind).ok_or_else(|| CustomFieldError::UnknownKind(kind.to_owned()))?;
        let choices = Self::choices(kind, choices)?;
        Ok(Self { name: name(&label, taken), label, kind, choices })
    }

    /// The words of all kinds.
    pub fn kinds() -> impl Iterator<Item = &'static str> {
        KINDS.into_iter().map(FieldKind::word)
    }

    /// The kind with this word.
    pub fn kind(word: &str) -> Option<FieldKind> {
        KINDS.into_iter().find(|kind| kind.word() == word)
    }

    /// A label as typed, cleaned.
    pub fn label(typed: &str) -> Result<String, CustomFieldError> {
        let label: String = nfc(trim(typed)).chars().filter(|c| !c.is_control()).collect();
        match label.chars().count() {
            0 => Err(CustomFieldError::LabelBlank),
            count if count > MAX_LABEL => Err(CustomFieldError::LabelTooLong),
            _ => Ok(label),
        }
    }

    /// The choices as typed, cleaned; none for a kind that has none.
    pub fn choices(kind: FieldKind, typed: &[String]) -> Result<Vec<String>, CustomFieldError> {
        if !matches!(kind, FieldKind::Choice | FieldKind::Choices) {
            return Ok(Vec::new());
        }
        let mut choices: Vec<String> = Vec::new();
        for choice in typed.iter().map(|choice| nfc(trim(choice)).into_owned()) {
            if !(1..=100).contains(&choice.chars().count()) || choice.contains([';', '|', '\n', '\0']) {
                return Err(CustomFieldError::ChoiceInvalid);
            }
            if choices.iter().any(|other| other.to_lowercase() == choice.to_lowercase()) {
                return Err(CustomFieldError::ChoiceTwice(choice));
            }
            choices.push(choice);
        }
        match choices.len() {
            0 => Err(CustomFieldError::NoChoices),
            count if count > MAX_CHOICES => Err(CustomFieldError::TooManyChoices),
            _ => Ok(choices),
        }
    }
}

/// A name made of the label: its letters and digits in ASCII, or `field`, with a number behind it while it is taken.
fn name(label: &str, taken: impl Fn(&str) -> bool) -> String {
    let folded: String =
        fold_name(label).chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    let mut base: String =
        folded.split_whitespace().collect::<Vec<_>>().join("_").chars().take(MAX_NAME).collect();
    if !base.starts_with(|c: char| c.is_ascii_lowercase()) {
        let named = format!("field_{base}");
        named.trim_end_matches('_').clone_into(&mut base);
    }
    let is_free =
        |name: &String| Field::named(name).is_none() && !RESERVED.contains(&name.as_str()) && !taken(name);
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    std::iter::once(base.clone()).chain(numbered).find(is_free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_the_label_and_is_nobody_elses() {
        let named =
            |label: &str| CustomField::define(label, "text", &[], |name| name == "klasse").unwrap().name;
        assert_eq!(named("Kunden-Nr. (alt)"), "kunden_nr_alt");
        assert_eq!(named("Klasse"), "klasse_2");
        assert_eq!(named("City"), "city_2");
        assert_eq!(named("Group"), "group_2");
        assert_eq!(named("等級"), "field");
        assert_eq!(named("3rd party"), "field_3rd_party");
    }

    #[test]
    fn fields_that_cannot_be_say_why() {
        use CustomFieldError as E;
        let define = |label: &str, kind: &str, choices: &[&str]| {
            let choices: Vec<String> = choices.iter().map(|&choice| choice.to_owned()).collect();
            CustomField::define(label, kind, &choices, |_| false).map(drop)
        };
        assert_eq!(define(" ", "text", &[]), Err(E::LabelBlank));
        assert_eq!(define(&"x".repeat(101), "text", &[]), Err(E::LabelTooLong));
        assert_eq!(define("a", "blob", &[]), Err(E::UnknownKind("blob".into())));
        assert_eq!(define("a", "choice", &[]), Err(E::NoChoices));
        assert_eq!(define("a", "choices", &["x;y"]), Err(E::ChoiceInvalid));
        assert_eq!(define("a", "choice", &["Ä", "ä"]), Err(E::ChoiceTwice("ä".into())));
        assert_eq!(define("a", "choice", &["A", "B"]), Ok(()));
    }
}
