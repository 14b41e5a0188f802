use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

use super::{ActivityTest, ActivityText, ImportPart, Test, draw};
use crate::{AccountId, Field, GroupId, PersonaId, RoleId, ScoreId, fold};

/// What conditions can see of a contact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactView {
    /// Its id.
    pub contact_id: i64,
    /// The values of its fields. The e-mail address is one of them.
    pub values: FieldValues,
    /// When it was created; milliseconds since 1970, as all times.
    pub created_at: i64,
    /// When it last changed.
    pub changed_at: i64,
    /// The groups that it is in.
    pub groups: HashSet<GroupId>,
    /// The accounts that it is in, with its role in each.
    pub accounts: Vec<(AccountId, Option<RoleId>)>,
    /// What it did.
    pub activities: Vec<ActivityView>,
    /// The import that created it.
    pub created_by: Option<i64>,
    /// The imports that changed it.
    pub updated_by: HashSet<i64>,
    /// The imports that met it, whatever they did, of those that are asked for (see [`Uses::unchanged_by`](super::Uses)).
    pub met_by: HashSet<i64>,
    /// The points of its scores; those without points may be left out.
    pub scores: HashMap<ScoreId, i64>,
    /// When it crossed the limits of scores upwards.
    pub crossings: Vec<(ScoreId, i64)>,
    /// Its persona.
    pub persona: Option<PersonaId>,
}

/// Values by the fields' names; blank ones are not there. Each is folded once, however many rules look at it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldValues(BTreeMap<Cow<'static, str>, FieldValue>);

/// A value that is folded when that is first asked for.
#[derive(Debug, Clone)]
pub(super) struct FieldValue {
    text: String,
    folded: OnceLock<String>,
}

impl PartialEq for FieldValue {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T: Into<String>> From<T> for FieldValue {
    fn from(text: T) -> Self {
        Self { text: text.into(), folded: OnceLock::new() }
    }
}

impl FieldValue {
    fn folded(&self) -> &str {
        self.folded.get_or_init(|| fold(&self.text))
    }
}

impl FieldValues {
    /// Sets the value of a field.
    pub fn insert(&mut self, field: impl Into<Cow<'static, str>>, text: impl Into<String>) {
        self.0.insert(field.into(), FieldValue::from(text));
    }

    /// Makes a field blank.
    pub fn remove(&mut self, field: &str) {
        self.0.remove(field);
    }
}

impl<F: Into<Cow<'static, str>>, T: Into<String>> FromIterator<(F, T)> for FieldValues {
    fn from_iter<I: IntoIterator<Item = (F, T)>>(values: I) -> Self {
        let mut all = Self::default();
        values.into_iter().for_each(|(field, text)| all.insert(field, text));
        all
    }
}

/// What conditions can see of an activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActivityView {
    /// Its type.
    pub type_id: i64,
    /// When it happened.
    pub at: i64,
    /// What it was about.
    pub item: Option<String>,
    /// What it was worth, or what was said.
    pub value: Option<String>,
    /// Where on the web.
    pub url: Option<String>,
}

/// The field that [`Test::Domain`] looks at.
static EMAIL: Field = Field::EMAIL;

impl Test {
    /// The field whose value is tested; `None` when it is something else.
    pub(super) fn field(&self) -> Option<&Field> {
        match self {
            Self::Filled(field)
            | Self::Text(field, _)
            | Self::OneOf(field, _)
            | Self::Options { field, .. }
            | Self::Number(field, _)
            | Self::Date(field, _)
            | Self::Moment(field, _) => Some(field),
            Self::Domain(_) => Some(&EMAIL),
            _ => None,
        }
    }

    /// Whether a value of the tested field passes at the time `now`; false when no field is tested.
    pub(super) fn passes(&self, value: &FieldValue, now: i64) -> bool {
        let stored = value.text.as_str();
        match self {
            Self::Filled(_) => true,
            Self::Text(_, test) => test.passes(value.folded()),
            Self::Domain(domains) => {
                stored.rsplit_once('@').is_some_and(|(_, domain)| domains.iter().any(|one| one == domain))
            }
            Self::OneOf(_, values) => values.iter().any(|one| one == stored),
            Self::Options { wanted, all, .. } => {
                let mut chosen = wanted.iter().map(|one| stored.split(';').any(|part| part == one));
                if *all { chosen.all(|is| is) } else { chosen.any(|is| is) }
            }
            Self::Number(_, test) => test.passes(stored),
            Self::Date(_, test) => test.passes(stored, now),
            Self::Moment(_, when) => when.passes_text(stored, now),
            _ => false,
        }
    }

    fn passes_of(&self, contact: &ContactView, field: &Field, now: i64) -> bool {
        contact.values.0.get(field.name()).is_some_and(|value| self.passes(value, now))
    }

    /// Whether the test is true of a contact at the time `now`.
    pub fn holds(&self, contact: &ContactView, now: i64) -> bool {
        match self {
            Self::Created(when) => when.passes(contact.created_at, now),
            Self::Changed(when) => when.passes(contact.changed_at, now),
            Self::Groups { ids, all } => {
                let mut within = ids.iter().map(|id| contact.groups.contains(id));
                if *all { within.all(|is| is) } else { within.any(|is| is) }
            }
            Self::Accounts(ids) => contact.accounts.iter().any(|(account, _)| ids.contains(account)),
            Self::AnyAccount => !contact.accounts.is_empty(),
            Self::Roles(ids) => {
                contact.accounts.iter().any(|(_, role)| role.is_some_and(|role| ids.contains(&role)))
            }
            Self::Activity(test) => test.holds(contact, now),
            Self::Import(id, part) => {
                let (created, updated) =
                    (contact.created_by == Some(id.0), contact.updated_by.contains(&id.0));
                match part {
                    ImportPart::Either => created || updated,
                    ImportPart::Created => created,
                    ImportPart::Updated => updated,
                    ImportPart::Unchanged => contact.met_by.contains(&id.0) && !created && !updated,
                }
            }
            Self::Score(id, test) => test.passes(contact.scores.get(id).copied().unwrap_or(0)),
            Self::CrossedLimit(id, when) => contact
                .crossings
                .iter()
                .any(|(score, at)| score == id && when.as_ref().is_none_or(|when| when.passes(*at, now))),
            Self::Personas(ids) => contact.persona.is_some_and(|persona| ids.contains(&persona)),
            Self::AnyPersona => contact.persona.is_some(),
            Self::Random(share) => draw(contact.contact_id) < *share,
            Self::Filled(field)
            | Self::Text(field, _)
            | Self::OneOf(field, _)
            | Self::Options { field, .. }
            | Self::Number(field, _)
            | Self::Date(field, _)
            | Self::Moment(field, _) => self.passes_of(contact, field, now),
            Self::Domain(_) => self.passes_of(contact, &Field::EMAIL, now),
        }
    }
}

impl ActivityTest {
    fn holds(&self, contact: &ContactView, now: i64) -> bool {
        let count = contact.activities.iter().filter(|activity| self.counts(activity, now)).count();
        self.times.passes(count as i64)
    }

    /// Whether an activity is one of those that are counted.
    pub(crate) fn counts(&self, activity: &ActivityView, now: i64) -> bool {
        self.type_id.is_none_or(|type_id| type_id == activity.type_id)
            && self.when.as_ref().is_none_or(|when| when.passes(activity.at, now))
            && self
                .filters
                .iter()
                .all(|(text, test)| activity.text(*text).is_some_and(|value| test.passes(&fold(value))))
    }
}

impl ActivityView {
    fn text(&self, text: ActivityText) -> Option<&str> {
        match text {
            ActivityText::Item => self.item.as_deref(),
            ActivityText::Value => self.value.as_deref(),
            ActivityText::Url => self.url.as_deref(),
        }
    }
}
