//! From what was typed to a [`Condition`]: bounded in depth and size, every error with the place of its rule.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::keys::unknown_keys;
use super::subject::{Input, Operator, Subject, subjects};
use super::time::midnight;
use super::{
    ActivityTest, ActivityText, Condition, DateTest, Group, ImportPart, Interval, Node, NumberTest,
    PointsTest, Relative, Rule, Test, TextTest, Times, Unit, When,
};
use crate::text::nfc;
use crate::{
    AccountId, Field, FieldKind, Fields, GroupId, ImportId, PersonaId, Reading, RoleId, ScoreId, fold, value,
};

const MAX_DEPTH: usize = 16;
const MAX_RULES: usize = 500;
const MAX_TEXTS: usize = 5_000;
/// Values of all rules together: databases take no more than some 30,000.
const MAX_VALUES: usize = 10_000;
const MAX_CHARS: usize = 1_000;
/// The longest span, so that no arithmetic leaves the calendar.
const MAX_AMOUNT: i64 = 100_000;
/// Points that a rule may ask for, either way, at most.
const MAX_TOTAL: i64 = 10_000_000_000;
const DAY: i64 = 86_400_000;

/// What is wrong with a condition, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionError {
    /// A JSON pointer into the condition.
    pub pointer: String,
    /// What is wrong there, as a sentence.
    pub detail: String,
}

/// What conditions can be about at present.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The fields.
    pub fields: Fields,
    /// The activity types' ids by their names.
    pub activity_types: HashMap<String, i64>,
    /// The contact groups.
    pub groups: HashSet<GroupId>,
    /// The accounts; `None` when those that are named are taken to be there.
    pub accounts: Option<HashSet<AccountId>>,
    /// The roles of contacts in accounts.
    pub roles: HashSet<RoleId>,
    /// The scores.
    pub scores: HashSet<ScoreId>,
    /// The personas.
    pub personas: HashSet<PersonaId>,
}

/// Checks a condition as typed. The errors name every rule that is wrong.
pub fn check(typed: &Value, known: &Known) -> Result<Condition, Vec<ConditionError>> {
    let subjects =
        subjects(&known.fields).into_iter().map(|subject| (subject.name.clone(), subject)).collect();
    let mut checker = Checker { known, subjects, rules: 0, values: 0, errors: Vec::new() };
    let root = checker.group(typed, "", 1);
    match (root, checker.errors.is_empty()) {
        (Some(root), true) => Ok(Condition { root }),
        _ => Err(checker.errors),
    }
}

/// Checks a condition that somebody sends: as [`check`] does, and keys that nobody knows are wrong as well.
pub fn check_new(typed: &Value, known: &Known) -> Result<Condition, Vec<ConditionError>> {
    let checked = check(typed, known);
    let unknown = unknown_keys(typed);
    match checked {
        Err(errors) => Err(errors.into_iter().chain(unknown).collect()),
        Ok(_) if !unknown.is_empty() => Err(unknown),
        Ok(condition) => Ok(condition),
    }
}

struct Checker<'a> {
    known: &'a Known,
    subjects: HashMap<String, Subject>,
    rules: usize,
    values: usize,
    errors: Vec<ConditionError>,
}

impl Checker<'_> {
    fn wrong(&mut self, pointer: &str, detail: impl Into<String>) {
        self.errors.push(ConditionError { pointer: pointer.to_owned(), detail: detail.into() });
    }

    fn group(&mut self, typed: &Value, pointer: &str, depth: usize) -> Option<Group> {
        if depth > MAX_DEPTH {
            self.wrong(pointer, format!("Groups are nested deeper than {MAX_DEPTH}."));
            return None;
        }
        let Some(rules) = typed.get("rules").and_then(Value::as_array) else {
            self.wrong(pointer, "A group of rules is expected: an object with \"combinator\" and \"rules\".");
            return None;
        };
        let any = match typed.get("combinator").and_then(Value::as_str) {
            Some(word) if word.eq_ignore_ascii_case("or") => true,
            Some(word) if word.eq_ignore_ascii_case("and") => false,
            _ => {
                self.wrong(&format!("{pointer}/combinator"), "The combinator is \"and\" or \"or\".");
                return None;
            }
        };
        let not = match typed.get("not") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(not)) => *not,
            Some(_) => {
                self.wrong(&format!("{pointer}/not"), "\"not\" is true or false.");
                return None;
            }
        };
        let nodes = rules
            .iter()
            .enumerate()
            .map(|(index, node)| self.node(node, &format!("{pointer}/rules/{index}"), depth));
        let nodes: Vec<Option<Node>> = nodes.collect();
        Some(Group { any, not, nodes: nodes.into_iter().flatten().collect() })
    }

    fn node(&mut self, typed: &Value, pointer: &str, depth: usize) -> Option<Node> {
        self.rules += 1;
        if self.rules > MAX_RULES {
            if self.rules == MAX_RULES + 1 {
                self.wrong(pointer, format!("A condition has at most {MAX_RULES} rules."));
            }
            return None;
        }
        if typed.get("rules").is_some() {
            return self.group(typed, pointer, depth + 1).map(Node::Group);
        }
        self.rule(typed, pointer).map(Node::Rule)
    }

    fn rule(&mut self, typed: &Value, pointer: &str) -> Option<Rule> {
        let name = typed.get("field").and_then(Value::as_str).unwrap_or_default();
        let Some(subject) = self.subjects.get(name).cloned() else {
            self.wrong(
                &format!("{pointer}/field"),
                format!("There is no field called \"{}\".", shortened(name)),
            );
            return None;
        };
        let name = typed.get("operator").and_then(Value::as_str).unwrap_or_default();
        let Some(operator) = subject.operators.iter().find(|operator| operator.name == name) else {
            let detail = format!("\"{}\" cannot be compared by \"{}\".", subject.label, shortened(name));
            self.wrong(&format!("{pointer}/operator"), detail);
            return None;
        };
        let value = typed.get("value").unwrap_or(&Value::Null);
        self.values += value.as_array().map_or(1, Vec::len);
        if self.values > MAX_VALUES {
            self.wrong(&format!("{pointer}/value"), format!("A condition has at most {MAX_VALUES} values."));
            return None;
        }
        match test(&subject, *operator, value, self.known) {
            Ok((not, test)) => Some(Rule { not, test }),
            Err(detail) => {
                self.wrong(&format!("{pointer}/value"), detail);
                None
            }
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(50).collect()
}

type Checked<T> = Result<T, String>;

/// The test that a rule stands for, and whether it is negated.
fn test(subject: &Subject, operator: Operator, value: &Value, known: &Known) -> Checked<(bool, Test)> {
    let not =
        matches!(operator.name, "is_not" | "none_of" | "not_contains" | "empty" | "has_none" | "in_none");
    let test = match &subject.field {
        Some(field) => field_test(field, operator, value)?,
        None => other_test(&subject.name, operator, value, known)?,
    };
    Ok((not, test))
}

fn field_test(field: &Field, operator: Operator, value: &Value) -> Checked<Test> {
    let own = field.clone();
    if matches!(operator.name, "empty" | "not_empty") {
        return Ok(Test::Filled(own));
    }
    Ok(match field.kind() {
        FieldKind::Date if operator.name == "anniversary_in" => {
            Test::Date(own, DateTest::AnniversaryIn(whole(value, 0, 366, "a number of days from 0 to 366")?))
        }
        FieldKind::Date => {
            let when = when(operator, value)?;
            if let When::Relative(Relative::InLast(interval) | Relative::InNext(interval)) = when
                && interval.unit == Unit::Hours
            {
                return Err("A date has no hours: use days, weeks, months or years.".into());
            }
            Test::Date(own, DateTest::Within(when))
        }
        FieldKind::DateTime => Test::Moment(own, when(operator, value)?),
        FieldKind::Number | FieldKind::Decimal => Test::Number(own, number_test(operator, value)?),
        FieldKind::YesNo => {
            Test::OneOf(own, vec![if operator.name == "is_yes" { "true" } else { "false" }.to_owned()])
        }
        FieldKind::Gender | FieldKind::Choice => Test::OneOf(own, chosen(field, operator, value)?),
        FieldKind::Choices => Test::Options {
            field: own,
            wanted: chosen(field, operator, value)?,
            all: operator.name == "has_all",
        },
        _ => Test::Text(own, text_test(operator.name, value)?),
    })
}

fn other_test(subject: &str, operator: Operator, value: &Value, known: &Known) -> Checked<Test> {
    Ok(match subject {
        "email_domain" => Test::Domain(domains(operator, value)?),
        "age" => {
            let (least, most) = match operator.name {
                "at_least" => (Some(years(value)?), None),
                "at_most" => (None, Some(years(value)?)),
                _ => match pair(value, years)? {
                    (least, most) if most < least => return Err(UPSIDE_DOWN.into()),
                    (least, most) => (Some(least), Some(most)),
                },
            };
            let birthday = Field::named("birthday").expect("a standard field");
            Test::Date(birthday, DateTest::Within(When::Relative(Relative::Age(least, most))))
        }
        "created_at" => Test::Created(when(operator, value)?),
        "changed_at" => Test::Changed(when(operator, value)?),
        "group" => Test::Groups {
            ids: known_ids(value, ("contact group", GroupId), |id| known.groups.contains(id))?,
            all: operator.name == "in_all",
        },
        "account" if operator.name == "in_some" => Test::AnyAccount,
        "account" => {
            let is_known = |id: &AccountId| known.accounts.as_ref().is_none_or(|all| all.contains(id));
            Test::Accounts(known_ids(value, ("account", AccountId), is_known)?)
        }
        "account_role" => Test::Roles(known_ids(value, ("role", RoleId), |id| known.roles.contains(id))?),
        "import" => {
            let id = whole(value, 1, i64::MAX, "an import")?;
            let part = match operator.name {
                "created_by" => ImportPart::Created,
                "updated_by" => ImportPart::Updated,
                "unchanged_by" => ImportPart::Unchanged,
                _ => ImportPart::Either,
            };
            Test::Import(ImportId(id), part)
        }
        "random" => Test::Random(percent(value)?),
        "score" => score_test(operator, value, known)?,
        "persona" if matches!(operator.name, "empty" | "not_empty") => Test::AnyPersona,
        "persona" => {
            Test::Personas(known_ids(value, ("persona", PersonaId), |id| known.personas.contains(id))?)
        }
        _ => Test::Activity(check_activity(value, known)?),
    })
}

/// A text that a person entered: trimmed, composed, bounded.
fn text(value: &Value) -> Checked<String> {
    let typed = value.as_str().ok_or("A text is expected.")?;
    let text = nfc(crate::text::trim(typed));
    match text.chars().count() {
        0 => Err("Enter a value.".into()),
        count if count > MAX_CHARS => Err(format!("A value has at most {MAX_CHARS} characters.")),
        _ if text.contains('\0') => Err("The value has an invisible NUL character in it.".into()),
        _ => Ok(text.into_owned()),
    }
}

fn texts(value: &Value) -> Checked<Vec<String>> {
    let list = value.as_array().ok_or("A list of values is expected.")?;
    let filled = list.iter().filter(|one| one.as_str().is_none_or(|one| !crate::text::trim(one).is_empty()));
    let texts: Vec<String> = filled.map(text).collect::<Checked<_>>()?;
    match texts.len() {
        0 => Err("Enter at least one value.".into()),
        count if count > MAX_TEXTS => Err(format!("A list has at most {MAX_TEXTS} values.")),
        _ => Ok(texts),
    }
}

fn text_test(operator: &str, value: &Value) -> Checked<TextTest> {
    let folded = || text(value).map(|text| fold(&text));
    Ok(match operator {
        "is" | "is_not" => TextTest::AnyOf(vec![folded()?]),
        "any_of" | "none_of" => TextTest::AnyOf(texts(value)?.iter().map(|text| fold(text)).collect()),
        "starts_with" => TextTest::StartsWith(folded()?),
        "ends_with" => TextTest::EndsWith(folded()?),
        _ => TextTest::Contains(folded()?),
    })
}

fn domains(operator: Operator, value: &Value) -> Checked<Vec<String>> {
    let typed = if operator.input == Input::Texts { texts(value)? } else { vec![text(value)?] };
    let domain = |text: &String| {
        let domain = fold(text.rsplit('@').next().unwrap_or(text));
        let (shown, _) = idna::domain_to_unicode(&domain);
        shown
    };
    Ok(typed.iter().map(domain).collect())
}

fn chosen(field: &Field, operator: Operator, value: &Value) -> Checked<Vec<String>> {
    let typed = if operator.input == Input::ChoiceList { texts(value)? } else { vec![text(value)?] };
    let known = field.choices();
    let find = |text: &String| {
        known.iter().find(|choice| fold(choice) == fold(text)).map(|choice| (*choice).to_owned())
    };
    let unknown = |text: &String| {
        format!("\"{}\" is not one of the choices of \"{}\".", shortened(text), field.label())
    };
    let mut chosen =
        typed.iter().map(|text| find(text).ok_or_else(|| unknown(text))).collect::<Checked<Vec<_>>>()?;
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}

fn number(value: &Value) -> Checked<String> {
    let typed = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return Err("A number is expected.".into()),
    };
    value::decimal(typed.trim(), Reading::default())
        .map_err(|_| "A number of at most 15 digits is expected, such as 1234.5.".into())
}

fn number_test(operator: Operator, value: &Value) -> Checked<NumberTest> {
    let bounds = |from, to, open| NumberTest { from, to, open };
    Ok(match operator.name {
        "less" => bounds(None, Some(number(value)?), true),
        "at_most" => bounds(None, Some(number(value)?), false),
        "at_least" => bounds(Some(number(value)?), None, false),
        "greater" => bounds(Some(number(value)?), None, true),
        "between" => {
            let (from, to) = pair(value, number)?;
            let is_before = |from: &str, to: &str| from.parse::<f64>().ok() <= to.parse::<f64>().ok();
            if !is_before(&from, &to) {
                return Err(UPSIDE_DOWN.into());
            }
            bounds(Some(from), Some(to), false)
        }
        _ => number(value).map(|number| bounds(Some(number.clone()), Some(number), false))?,
    })
}

fn pair<T>(value: &Value, read: impl Fn(&Value) -> Checked<T>) -> Checked<(T, T)> {
    match value.as_array().map(Vec::as_slice) {
        Some([from, to]) => Ok((read(from)?, read(to)?)),
        _ => Err("Two values are expected: from and to.".into()),
    }
}

fn whole(value: &Value, least: i64, most: i64, what: &str) -> Checked<i64> {
    let number = value.as_i64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    number.filter(|number| (least..=most).contains(number)).ok_or_else(|| format!("Enter {what}."))
}

fn years(value: &Value) -> Checked<i64> {
    whole(value, 0, 200, "an age from 0 to 200")
}

fn percent(value: &Value) -> Checked<i64> {
    let percent: f64 = number(value)?.parse().map_err(|_| "A number is expected.")?;
    if (0.0..=100.0).contains(&percent) {
        return Ok((percent * 100.0).round() as i64);
    }
    Err("Enter a share from 0 to 100 percent.".into())
}

fn when(operator: Operator, value: &Value) -> Checked<When> {
    let relative = |relative| Ok(When::Relative(relative));
    match operator.name {
        "today" => relative(Relative::Today),
        "this_month" => relative(Relative::ThisMonth),
        "last_month" => relative(Relative::LastMonth),
        "in_last" => relative(Relative::InLast(check_interval(value)?)),
        "in_next" => relative(Relative::InNext(check_interval(value)?)),
        "on" => moment(value).map(|(from, until)| When::Fixed(Some(from), Some(until))),
        "before" => moment(value).map(|(from, _)| When::Fixed(None, Some(from))),
        "after" => moment(value).map(|(_, until)| When::Fixed(Some(until), None)),
        _ => between(value),
    }
}

const UPSIDE_DOWN: &str = "The second value is smaller than the first.";

/// From the beginning of the first day or moment to the end of the second.
fn between(value: &Value) -> Checked<When> {
    let ((from, _), (_, until)) = pair(value, moment)?;
    if until <= from { Err(UPSIDE_DOWN.into()) } else { Ok(When::Fixed(Some(from), Some(until))) }
}

/// A day or a moment: from when it lasts, and until when. A moment lasts a millisecond.
fn moment(value: &Value) -> Checked<(i64, i64)> {
    let text = value.as_str().unwrap_or_default().trim();
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok((at.as_millisecond(), at.as_millisecond() + 1));
    }
    check_day(value)
}

/// Checks a day: its first moment, and that of the next day.
pub(crate) fn check_day(value: &Value) -> Checked<(i64, i64)> {
    let text = value.as_str().unwrap_or_default().trim();
    let day: Date = if text.len() == 10 { text.parse().ok() } else { None }
        .ok_or("A date is expected, such as 2026-11-24.")?;
    Ok((midnight(day), midnight(day) + DAY))
}

/// Checks a length of time, of an `amount` and a `unit`.
pub(crate) fn check_interval(value: &Value) -> Checked<Interval> {
    let amount = whole(&value["amount"], 1, MAX_AMOUNT, "a number from 1 to 100,000")?;
    let unit = match value["unit"].as_str() {
        Some("hours") => Unit::Hours,
        Some("days") => Unit::Days,
        Some("weeks") => Unit::Weeks,
        Some("months") => Unit::Months,
        Some("years") => Unit::Years,
        _ => return Err("Choose hours, days, weeks, months or years.".into()),
    };
    let most = match unit {
        Unit::Years => 1_000,
        Unit::Months => 12_000,
        Unit::Weeks => 52_000,
        _ => MAX_AMOUNT,
    };
    if amount > most {
        Err(format!("At most {most} is possible here."))
    } else {
        Ok(Interval { amount, unit })
    }
}

/// Ids of things of one kind, all of which are there; `id` makes the id of a number.
fn known_ids<T>(
    value: &Value,
    (what, id): (&str, impl Fn(i64) -> T),
    is_known: impl Fn(&T) -> bool,
) -> Checked<Vec<T>> {
    let list = value
        .as_array()
        .filter(|list| !list.is_empty())
        .ok_or_else(|| format!("Choose at least one {what}."))?;
    if list.len() > MAX_RULES {
        return Err(format!("A rule names at most {MAX_RULES} {what}s."));
    }
    let find = |number: &Value| number.as_i64().map(&id).filter(|id| is_known(id));
    list.iter()
        .map(|number| find(number).ok_or_else(|| format!("There is no such {what} any more.")))
        .collect()
}

fn score_test(operator: Operator, value: &Value, known: &Known) -> Checked<Test> {
    let id = value["score"].as_i64().map(ScoreId).ok_or("Choose a score.")?;
    if !known.scores.contains(&id) {
        return Err("There is no such score any more.".into());
    }
    let points = |value: &Value| whole(value, -MAX_TOTAL, MAX_TOTAL, "a whole number of points");
    let (from, to) = match operator.name {
        "crossed" => return Ok(Test::CrossedLimit(id, activity_when(&value["when"])?)),
        "at_least" => (Some(points(&value["points"])?), None),
        "at_most" => (None, Some(points(&value["points"])?)),
        _ => match pair(&value["points"], points)? {
            (from, to) if to < from => return Err(UPSIDE_DOWN.into()),
            (from, to) => (Some(from), Some(to)),
        },
    };
    Ok(Test::Score(id, PointsTest { from, to }))
}

/// Checks which activities are meant, how often and when.
pub(crate) fn check_activity(value: &Value, known: &Known) -> Checked<ActivityTest> {
    let type_id = match value["type"].as_str() {
        Some("any") => None,
        Some(name) => Some(
            *known
                .activity_types
                .get(name)
                .ok_or_else(|| format!("There is no activity type \"{}\".", shortened(name)))?,
        ),
        None => return Err("Choose an activity.".into()),
    };
    let mut filters = Vec::new();
    for (part, name) in ActivityText::ALL {
        let filter = &value[name];
        if !filter.is_null() {
            let operator = filter["operator"].as_str().unwrap_or_default();
            if !matches!(operator, "is" | "contains" | "starts_with" | "ends_with") {
                return Err(format!("The {name} is compared by is, contains, starts_with or ends_with."));
            }
            filters.push((part, text_test(operator, &filter["value"])?));
        }
    }
    let when = activity_when(&value["when"])?;
    Ok(ActivityTest { type_id, filters, when, times: times(&value["times"])? })
}

/// When something happened; ever when that is left out.
fn activity_when(typed: &Value) -> Checked<Option<When>> {
    Ok(match (typed, typed["operator"].as_str()) {
        (Value::Null, _) => None,
        (typed, Some("in_last")) => Some(When::Relative(Relative::InLast(check_interval(&typed["value"])?))),
        (typed, Some("between")) => Some(between(&typed["value"])?),
        _ => return Err("The time is \"in_last\" or \"between\", or left out.".into()),
    })
}

fn times(value: &Value) -> Checked<Times> {
    if value.is_null() {
        return Ok(Times::AtLeast(1));
    }
    let count = whole(&value["count"], 0, 1_000_000, "how often, from 0 to 1,000,000")?;
    match value["operator"].as_str() {
        Some("at_least") => Ok(Times::AtLeast(count)),
        Some("at_most") => Ok(Times::AtMost(count)),
        Some("exactly") => Ok(Times::Exactly(count)),
        _ => Err("How often is \"at_least\", \"at_most\" or \"exactly\".".into()),
    }
}
