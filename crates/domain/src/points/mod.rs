//! Rules that give points: what scores and personas are made of.
//!
//! A rule gives its points for a condition that is true of the contact, or for what the contact did. Points for activities may
//! lapse, and may decay. [`PointRule::earned`] says what a rule gives at a time, since when and until when; [`total`] adds the
//! rules up and says when passing time next changes the sum.

mod check;

use jiff::SignedDuration;
use serde_json::Value;

use crate::condition::{ActivityTest, Condition, ContactView, Interval, Uses};
use crate::import::Before;

pub use check::{check_new_rules, check_rules};

/// Points of a rule, either way, at most.
pub const MAX_POINTS: i64 = 100_000;
/// Rules of one score or persona, at most.
pub const MAX_RULES: usize = 200;
/// Points of all activities of one rule together, at most.
pub const MAX_TOGETHER: i64 = 10_000_000;
/// Days of a half-life, at most.
pub const MAX_HALF_LIFE: i64 = 3_650;

const DAY: i64 = 86_400_000;

/// A rule that gives points.
#[derive(Debug, Clone, PartialEq)]
pub struct PointRule {
    /// What people call it; may be blank.
    pub name: String,
    /// How many points it gives, once or each time.
    pub points: i64,
    /// What for.
    pub cause: Cause,
}

/// What a rule gives points for.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// The condition is true: points once. A rule about one attribute is a condition of one rule.
    Condition(Condition),
    /// What the contact did.
    Activity(ActivityPoints),
}

/// Points for activities.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityPoints {
    /// Which activities count; how often is not asked here.
    pub test: ActivityTest,
    /// Points for each of them, up to so many together, either way; for the latest alone when `None`.
    pub most: Option<i64>,
    /// How long the points last.
    pub validity: Validity,
    /// After how many days an activity counts half, and half of that after as many again.
    pub half_life: Option<i64>,
}

/// How long points for activities last. They lapse together: what counts is the latest activity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Validity {
    /// For ever.
    Forever,
    /// So long after the latest activity.
    For(Interval),
    /// Until this moment, exclusive.
    Until(i64),
}

/// What a rule gives a contact at a time. Times are milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Earned {
    /// The points; 0 when the rule gives none.
    pub points: i64,
    /// Activities that count; 0 for a condition.
    pub times: i64,
    /// When the first of them happened.
    pub first: Option<i64>,
    /// When the latest of them happened.
    pub latest: Option<i64>,
    /// When the points lapse altogether, or have lapsed.
    pub until: Option<i64>,
    /// When passing time next changes the points; a condition's own edges in time are not told here.
    pub due: Option<i64>,
}

/// What rules give a contact together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// The sum.
    pub points: i64,
    /// When passing time next changes it.
    pub due: Option<i64>,
}

/// What the rules give a contact together at the time `now`.
pub fn total(rules: &[PointRule], contact: &ContactView, now: i64) -> Total {
    let mut total = Total::default();
    for rule in rules {
        let earned = rule.earned(contact, now);
        total.points += earned.points;
        total.due = sooner(total.due, earned.due);
    }
    total
}

/// What all of the rules depend on.
pub fn uses(rules: &[PointRule]) -> Uses {
    let mut uses = Uses::default();
    for rule in rules {
        match &rule.cause {
            Cause::Condition(condition) => uses.add(&condition.uses()),
            Cause::Activity(ActivityPoints { test, .. }) => uses.add_activity(test),
        }
    }
    uses
}

/// Whether passing time alone can change what the rules give.
pub fn move_with_time(rules: &[PointRule]) -> bool {
    rules.iter().any(|rule| match &rule.cause {
        Cause::Condition(condition) => condition.uses().time,
        Cause::Activity(ActivityPoints { test, validity, half_life, .. }) => {
            let mut uses = Uses::default();
            uses.add_activity(test);
            uses.time || *validity != Validity::Forever || half_life.is_some()
        }
    })
}

/// The conditions among the rules. Points for activities are not among them: they tell themselves when they are due.
pub fn conditions(rules: &[PointRule]) -> impl Iterator<Item = &Condition> {
    rules.iter().filter_map(|rule| match &rule.cause {
        Cause::Condition(condition) => Some(condition),
        Cause::Activity(_) => None,
    })
}

impl PointRule {
    /// What the rule gives a contact at the time `now`.
    pub fn earned(&self, contact: &ContactView, now: i64) -> Earned {
        match &self.cause {
            Cause::Condition(condition) if condition.holds(contact, now) => {
                Earned { points: self.points, ..Earned::default() }
            }
            Cause::Condition(_) => Earned::default(),
            Cause::Activity(activity) => activity.earned(self.points, contact, now),
        }
    }
}

/// Since when a rule about fields gives a contact its points, as far as its changes tell: `changes` are when each was made and
/// what stood before it, the latest first, back to when the contact was created. `None` when it gives none, or when it also hangs
/// on something else: groups, activities, the time.
pub fn since(rule: &PointRule, contact: &ContactView, changes: &[(i64, Before)], now: i64) -> Option<i64> {
    let Cause::Condition(condition) = &rule.cause else { return None };
    let uses = condition.uses();
    let about_fields = Uses { fields: uses.fields.clone(), ..Uses::default() };
    if uses != about_fields || !condition.holds(contact, now) {
        return None;
    }
    let mut earlier = contact.clone();
    for (at, before) in changes {
        for (field, value) in before {
            match value {
                Some(value) => earlier.values.insert(field.clone(), value.as_str()),
                None => earlier.values.remove(field),
            }
        }
        if !condition.holds(&earlier, now) {
            return Some(*at);
        }
    }
    Some(contact.created_at)
}

impl ActivityPoints {
    fn earned(&self, points: i64, contact: &ContactView, now: i64) -> Earned {
        let counted = contact.activities.iter().filter(|activity| self.test.counts(activity, now));
        let counted = counted.map(|activity| activity.at);
        let (times, first, latest) =
            counted.clone().fold((0, i64::MAX, i64::MIN), |(times, first, latest), at| {
                (times + 1, first.min(at), latest.max(at))
            });
        if times == 0 {
            return Earned::default();
        }
        let until = match self.validity {
            Validity::Forever => None,
            Validity::For(interval) => Some(interval.after(latest)),
            Validity::Until(until) => Some(until),
        };
        let earned = Earned { times, first: Some(first), latest: Some(latest), until, ..Earned::default() };
        if until.is_some_and(|until| now >= until) {
            return earned;
        }
        let Some(half_life) = self.half_life else {
            let counting = if self.most.is_some() { times } else { 1 };
            return Earned { points: self.capped(points, counting as f64), due: until, ..earned };
        };
        let mut counting: Vec<i64> = if self.most.is_some() { counted.collect() } else { vec![latest] };
        counting.sort_unstable(); // so that a sum of fractions is the same however they were read
        let tick = tick(contact.contact_id, now);
        let shares = counting.iter().map(|&at| share_left((tick - at).max(0), half_life));
        let points = self.capped(points, shares.sum());
        let due = if points == 0 { None } else { sooner(until, Some(tick + DAY)) };
        Earned { points, due, ..earned }
    }

    /// Points for so many activities, or parts of them.
    fn capped(&self, points: i64, times: f64) -> i64 {
        let most = self.most.unwrap_or(MAX_POINTS) as f64;
        (points as f64 * times).clamp(-most, most).round() as i64
    }
}

/// The moment of the day at which decayed points of a contact are counted anew: each contact has its own, a second
/// behind that of the contact before, so that not all are due at once, and what is written together is due together. The latest
/// such moment that is not after `now`.
fn tick(contact_id: i64, now: i64) -> i64 {
    let own = contact_id * 1_000 % DAY;
    (now - own).div_euclid(DAY) * DAY + own
}

/// What is left of one activity after some time, in milliseconds, given a half-life in days.
fn share_left(age: i64, half_life: i64) -> f64 {
    let age = SignedDuration::from_millis(age).as_secs_f64();
    0.5_f64.powf(age / (half_life as f64 * 86_400.0))
}

fn sooner(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    one.into_iter().chain(other).min()
}

/// The rules as typed, with what each gives a contact beside it: `points`, `times`, `first`, `latest`, `until`, and for a
/// condition its own explanation. `typed` is what the rules were checked from.
pub fn explain(rules: &[PointRule], typed: &Value, contact: &ContactView, now: i64) -> Vec<(Earned, Value)> {
    let typed = typed.as_array().map(Vec::as_slice).unwrap_or_default();
    let pairs = rules.iter().zip(typed);
    pairs
        .map(|(rule, typed)| {
            let told = match &rule.cause {
                Cause::Condition(condition) => condition.explain(&check::condition_of(typed), contact, now),
                Cause::Activity(_) => typed["activity"].clone(),
            };
            (rule.earned(contact, now), told)
        })
        .collect()
}

#[cfg(test)]
mod tests;
