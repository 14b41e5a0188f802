use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{ActivityTest, Condition, DateTest, Group, ImportPart, Node, Test, Times, When};
use crate::{AccountId, GroupId, PersonaId, RoleId, ScoreId};

/// What a condition depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each answers a question of its own")]
pub struct Uses {
    /// Names of fields.
    pub fields: BTreeSet<String>,
    /// Contact groups.
    pub groups: BTreeSet<GroupId>,
    /// Types of activities.
    pub activity_types: BTreeSet<i64>,
    /// Activities of any type.
    pub any_activity: bool,
    /// What activities were about, beside their types and times.
    pub activity_texts: bool,
    /// When a contact last changed.
    pub changed_at: bool,
    /// Which accounts contacts are in, and with which roles.
    pub accounts: bool,
    /// Accounts that are named.
    pub account_ids: BTreeSet<AccountId>,
    /// Roles that are named.
    pub role_ids: BTreeSet<RoleId>,
    /// What imports did.
    pub imports: bool,
    /// Imports of which it is asked whom they met and left as they were.
    pub unchanged_by: BTreeSet<i64>,
    /// Scores whose points are asked for.
    pub scores: BTreeSet<ScoreId>,
    /// Scores of which it is asked when their limits were crossed.
    pub crossings: BTreeSet<ScoreId>,
    /// Which personas contacts have.
    pub personas: bool,
    /// Personas that are named.
    pub persona_ids: BTreeSet<PersonaId>,
    /// The time, which passes.
    pub time: bool,
}

/// What changed of some contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each tells of a change of its own")]
pub struct Change {
    /// They are new, so that everything is to be looked at.
    #[serde(default)]
    pub created: bool,
    /// Names of the fields whose values changed.
    #[serde(default)]
    pub fields: BTreeSet<String>,
    /// Groups that they entered or left.
    #[serde(default)]
    pub groups: BTreeSet<GroupId>,
    /// Types of what they did.
    #[serde(default)]
    pub activity_types: BTreeSet<i64>,
    /// True when they entered or left an account, or have another role there.
    #[serde(default)]
    pub accounts: bool,
    /// True when an import created or changed them.
    #[serde(default)]
    pub import: bool,
    /// Scores whose points became others, or whose limits they crossed.
    #[serde(default)]
    pub scores: BTreeSet<ScoreId>,
    /// True when they got another persona, or lost theirs.
    #[serde(default)]
    pub personas: bool,
    /// The mark of the rules that notice nothing of it: as long as they are all there are, it makes no difference.
    #[serde(default)]
    pub unnoticed_by: Option<u64>,
}

impl Uses {
    /// Whether a change can make a difference to the condition.
    pub fn concerned_by(&self, change: &Change) -> bool {
        change.created
            || !self.fields.is_disjoint(&change.fields)
            || !self.groups.is_disjoint(&change.groups)
            || !self.activity_types.is_disjoint(&change.activity_types)
            || (self.any_activity && !change.activity_types.is_empty())
            || (self.changed_at && !change.fields.is_empty())
            || (self.accounts && change.accounts)
            || (self.imports && change.import)
            || !self.scores.is_disjoint(&change.scores)
            || !self.crossings.is_disjoint(&change.scores)
            || (self.personas && change.personas)
    }

    /// Adds what something else depends on.
    pub fn add(&mut self, other: &Self) {
        self.fields.extend(other.fields.iter().cloned());
        self.groups.extend(&other.groups);
        self.activity_types.extend(&other.activity_types);
        self.any_activity |= other.any_activity;
        self.activity_texts |= other.activity_texts;
        self.changed_at |= other.changed_at;
        self.accounts |= other.accounts;
        self.account_ids.extend(&other.account_ids);
        self.role_ids.extend(&other.role_ids);
        self.imports |= other.imports;
        self.unchanged_by.extend(&other.unchanged_by);
        self.scores.extend(&other.scores);
        self.crossings.extend(&other.crossings);
        self.personas |= other.personas;
        self.persona_ids.extend(&other.persona_ids);
        self.time |= other.time;
    }

    /// Adds what a test of activities depends on.
    pub(crate) fn add_activity(&mut self, test: &ActivityTest) {
        match test.type_id {
            Some(type_id) => drop(self.activity_types.insert(type_id)),
            None => self.any_activity = true,
        }
        self.activity_texts |= !test.filters.is_empty();
        self.time |= test.when.as_ref().is_some_and(is_relative);
    }

    /// True when activities have to be read for it.
    pub fn activities(&self) -> bool {
        self.any_activity || !self.activity_types.is_empty()
    }
}

impl Condition {
    /// What the condition depends on.
    pub fn uses(&self) -> Uses {
        let mut uses = Uses::default();
        self.each_test(&mut |test| note(test, &mut uses));
        uses
    }

    /// Visits what its rules ask, negated or not.
    pub fn each_test(&self, visit: &mut dyn FnMut(&Test)) {
        each_test(&self.root, visit);
    }

    /// Tests of which one at least is true of every contact for which the passing of time between two moments may have
    /// changed the condition; none when there is no such contact.
    pub fn crossed(&self, before: i64, now: i64) -> Vec<Test> {
        let mut tests = Vec::new();
        self.each_test(&mut |test| tests.extend(crossed(test, before, now)));
        tests
    }
}

fn each_test(group: &Group, visit: &mut dyn FnMut(&Test)) {
    for node in &group.nodes {
        match node {
            Node::Group(group) => each_test(group, visit),
            Node::Rule(rule) => visit(&rule.test),
        }
    }
}

fn is_relative(when: &When) -> bool {
    matches!(when, When::Relative(_))
}

impl Test {
    /// Whether passing time alone can change its outcome.
    pub(super) fn depends_on_time(&self) -> bool {
        match self {
            Self::Date(_, test) => !matches!(test, DateTest::Within(When::Fixed(..)) | DateTest::MonthDay(_)),
            Self::Moment(_, when) | Self::Created(when) | Self::Changed(when) => is_relative(when),
            Self::CrossedLimit(_, when) => when.as_ref().is_some_and(is_relative),
            Self::Activity(test) => test.when.as_ref().is_some_and(is_relative),
            _ => false,
        }
    }
}

fn note(test: &Test, uses: &mut Uses) {
    uses.fields.extend(test.field().map(|field| field.name().to_owned()));
    uses.time |= test.depends_on_time();
    match test {
        Test::Changed(_) => uses.changed_at = true,
        Test::Groups { ids, .. } => uses.groups.extend(ids),
        Test::Activity(test) => uses.add_activity(test),
        Test::Score(id, _) => drop(uses.scores.insert(*id)),
        Test::CrossedLimit(id, _) => drop(uses.crossings.insert(*id)),
        Test::Personas(ids) => {
            uses.personas = true;
            uses.persona_ids.extend(ids);
        }
        Test::AnyPersona => uses.personas = true,
        Test::Accounts(ids) => {
            uses.accounts = true;
            uses.account_ids.extend(ids);
        }
        Test::AnyAccount => uses.accounts = true,
        Test::Roles(ids) => {
            uses.accounts = true;
            uses.role_ids.extend(ids);
        }
        Test::Import(id, part) => {
            uses.imports = true;
            if *part == ImportPart::Unchanged {
                uses.unchanged_by.insert(id.0);
            }
        }
        Test::Filled(_)
        | Test::Text(..)
        | Test::Domain(_)
        | Test::OneOf(..)
        | Test::Options { .. }
        | Test::Number(..)
        | Test::Date(..)
        | Test::Moment(..)
        | Test::Created(_)
        | Test::Random(_) => {}
    }
}

/// Tests that are true of the contacts for which a test may have changed between two moments.
fn crossed(test: &Test, before: i64, now: i64) -> Vec<Test> {
    let windows = |when: &When| when.crossed(before, now).into_iter();
    match test {
        Test::Date(field, test) => {
            test.crossed(before, now).into_iter().map(|test| Test::Date(field.clone(), test)).collect()
        }
        Test::Moment(field, when) => windows(when).map(|when| Test::Moment(field.clone(), when)).collect(),
        Test::Created(when) => windows(when).map(Test::Created).collect(),
        Test::Changed(when) => windows(when).map(Test::Changed).collect(),
        Test::Activity(test) => {
            let once = |when| ActivityTest { when: Some(when), times: Times::AtLeast(1), ..test.clone() };
            test.when.iter().flat_map(windows).map(|when| Test::Activity(once(when))).collect()
        }
        Test::CrossedLimit(id, Some(when)) => {
            windows(when).map(|when| Test::CrossedLimit(*id, Some(when))).collect()
        }
        _ => Vec::new(),
    }
}
