//! Conditions: a tree of rules that is true or false of a contact at a time. One engine for groups, lists and whatever
//! else asks.
//!
//! What was typed (JSON, as the page's builder writes it) is checked into a [`Condition`] ([`check`]); it is read in two
//! ways that a property test keeps equal: here in memory ([`Condition::holds`]), and as SQL in the store. Every rule is
//! true or false and never unknown: a rule about a blank value is false, and its negation true. An empty AND is true, an
//! empty OR false.

mod check;
mod notice;
mod subject;
mod time;
mod uses;
mod view;

use serde_json::{Value, json};

pub use check::{ConditionError, Known, check};
pub(crate) use check::{check_activity, check_day, check_interval};
pub use notice::Noticing;
pub use subject::{Input, Operator, Subject, subjects};
pub(crate) use time::day_of;
pub use time::{DateTest, Interval, MonthDays, Relative, Unit, When};
pub use uses::{Change, Uses};
use view::FieldValue;
pub use view::{ActivityView, ContactView, FieldValues};

use crate::{AccountId, Field, GroupId, ImportId, PersonaId, RoleId, ScoreId};

/// A checked condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The outermost group.
    pub root: Group,
}

/// Rules and groups joined by AND or OR, perhaps negated.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// True for OR, false for AND.
    pub any: bool,
    /// True when the whole is negated.
    pub not: bool,
    /// What is joined.
    pub nodes: Vec<Node>,
}

/// A group in a group, or a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A group.
    Group(Group),
    /// A rule.
    Rule(Rule),
}

/// A test, perhaps negated.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// True for "is not", "has none", …
    pub not: bool,
    /// The test.
    pub test: Test,
}

/// What a rule asks of a contact.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// The field has a value.
    Filled(Field),
    /// The field's text, compared without case.
    Text(Field, TextTest),
    /// The domain of the e-mail address is one of these, in lower case.
    Domain(Vec<String>),
    /// The stored value is one of these, to the letter.
    OneOf(Field, Vec<String>),
    /// Of the field's chosen values.
    Options {
        /// A field of several choices.
        field: Field,
        /// The choices that are asked for.
        wanted: Vec<String>,
        /// Whether all of them are asked for, or any.
        all: bool,
    },
    /// The field's number.
    Number(Field, NumberTest),
    /// The field's day.
    Date(Field, DateTest),
    /// The field's moment.
    Moment(Field, When),
    /// When the contact was created.
    Created(When),
    /// When the contact last changed.
    Changed(When),
    /// In contact groups.
    Groups {
        /// The groups.
        ids: Vec<GroupId>,
        /// Whether in all of them, or any.
        all: bool,
    },
    /// In any of these accounts.
    Accounts(Vec<AccountId>),
    /// In any account at all.
    AnyAccount,
    /// With any of these roles in an account.
    Roles(Vec<RoleId>),
    /// What the contact did.
    Activity(ActivityTest),
    /// The points of a score; a contact that never had any has none.
    Score(ScoreId, PointsTest),
    /// Crossed the limit of a score upwards, then or ever.
    CrossedLimit(ScoreId, Option<When>),
    /// Has one of these personas.
    Personas(Vec<PersonaId>),
    /// Has a persona at all.
    AnyPersona,
    /// Through which import it came or was changed.
    Import(ImportId, ImportPart),
    /// One of so many hundredths of a percent, drawn by the contact's id and so always the same ones.
    Random(i64),
}

/// A test of a text; the texts are folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextTest {
    /// One of these.
    AnyOf(Vec<String>),
    /// Has this in it.
    Contains(String),
    /// Begins with this.
    StartsWith(String),
    /// Ends with this.
    EndsWith(String),
}

impl TextTest {
    /// Whether a folded text passes.
    pub fn passes(&self, folded: &str) -> bool {
        match self {
            Self::AnyOf(texts) => texts.iter().any(|text| text == folded),
            Self::Contains(part) => folded.contains(part.as_str()),
            Self::StartsWith(start) => folded.starts_with(start.as_str()),
            Self::EndsWith(end) => folded.ends_with(end.as_str()),
        }
    }
}

/// A test of a number: within bounds, both inclusive unless `open`. The texts are canonical, see `FieldKind::Decimal`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberTest {
    /// The least.
    pub from: Option<String>,
    /// The greatest.
    pub to: Option<String>,
    /// True to leave the bounds themselves out.
    pub open: bool,
}

impl NumberTest {
    /// Whether a canonical number passes.
    pub fn passes(&self, number: &str) -> bool {
        let value = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
        let number = value(number);
        let above = self
            .from
            .as_deref()
            .map(value)
            .is_none_or(|from| if self.open { number > from } else { number >= from });
        let below =
            self.to.as_deref().map(value).is_none_or(|to| if self.open { number < to } else { number <= to });
        above && below
    }
}

/// A test of a score's points: within bounds, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointsTest {
    /// The least.
    pub from: Option<i64>,
    /// The greatest.
    pub to: Option<i64>,
}

impl PointsTest {
    /// Whether points pass.
    pub fn passes(self, points: i64) -> bool {
        self.from.is_none_or(|from| points >= from) && self.to.is_none_or(|to| points <= to)
    }
}

/// How often a contact did something.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityTest {
    /// The type; any when `None`.
    pub type_id: Option<i64>,
    /// Its texts must pass these.
    pub filters: Vec<(ActivityText, TextTest)>,
    /// When it happened; ever when `None`.
    pub when: Option<When>,
    /// How often.
    pub times: Times,
}

/// A text of an activity that a rule can look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityText {
    /// What it was about.
    Item,
    /// What it was worth, or what was said.
    Value,
    /// Where on the web.
    Url,
}

impl ActivityText {
    /// All of them with their names in the API and of their columns.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Item, "item"), (Self::Value, "value"), (Self::Url, "url")];

    /// The name in the API and of the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Value => "value",
            Self::Url => "url",
        }
    }
}

/// How often something was done: at least so many times, or fewer. `Exactly(0)` is "never".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// So often or more.
    AtLeast(i64),
    /// So often or less.
    AtMost(i64),
    /// So often.
    Exactly(i64),
}

impl Times {
    /// Whether a count passes.
    pub fn passes(self, count: i64) -> bool {
        match self {
            Self::AtLeast(least) => count >= least,
            Self::AtMost(most) => count <= most,
            Self::Exactly(number) => count == number,
        }
    }
}

/// What an import did to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportPart {
    /// Created or changed it.
    Either,
    /// Created it.
    Created,
    /// Changed it.
    Updated,
    /// Met it, and left it as it was.
    Unchanged,
}

/// The share of contacts that [`Test::Random`] draws from, in hundredths of a percent.
pub const WHOLE: i64 = 10_000;

/// A number below [`WHOLE`] for each contact, spread evenly (a step of the Lehmer generator modulo 2^31 − 1).
pub fn draw(contact_id: i64) -> i64 {
    (contact_id % 2_147_483_647) * 48_271 % 2_147_483_647 % WHOLE
}

impl Condition {
    /// Whether the condition is true of a contact at the time `now`, in milliseconds since 1970.
    pub fn holds(&self, contact: &ContactView, now: i64) -> bool {
        group_holds(&self.root, contact, now)
    }

    /// The condition as typed with `holds` beside each group and rule. `typed` is what this condition was checked from.
    pub fn explain(&self, typed: &Value, contact: &ContactView, now: i64) -> Value {
        explain_group(&self.root, typed, contact, now)
    }
}

fn group_holds(group: &Group, contact: &ContactView, now: i64) -> bool {
    let mut nodes = group.nodes.iter().map(|node| match node {
        Node::Group(group) => group_holds(group, contact, now),
        Node::Rule(rule) => rule.test.holds(contact, now) != rule.not,
    });
    let joined = if group.any { nodes.any(|holds| holds) } else { nodes.all(|holds| holds) };
    joined != group.not
}

fn explain_group(group: &Group, typed: &Value, contact: &ContactView, now: i64) -> Value {
    let typed_rules = typed["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    let rules: Vec<Value> = group
        .nodes
        .iter()
        .zip(typed_rules)
        .map(|(node, typed)| match node {
            Node::Group(group) => explain_group(group, typed, contact, now),
            Node::Rule(rule) => json!({
                "field": typed["field"],
                "operator": typed["operator"],
                "value": typed["value"],
                "holds": rule.test.holds(contact, now) != rule.not,
            }),
        })
        .collect();
    json!({
        "combinator": if group.any { "or" } else { "and" },
        "not": group.not,
        "rules": rules,
        "holds": group_holds(group, contact, now),
    })
}

#[cfg(test)]
mod tests;
