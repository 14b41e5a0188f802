//! From what was typed to [`PointRule`]s; every error with the place of its rule.

use serde_json::{Value, json};

use super::{ActivityPoints, Cause, MAX_HALF_LIFE, MAX_POINTS, MAX_RULES, MAX_TOGETHER, PointRule, Validity};
use crate::condition::{self, ConditionError, Keys, Known, Relative, When};
use crate::text::{nfc, trim};

const MAX_NAME: usize = 200;

/// Checks rules as typed: a list of objects with `name`, `points` and `kind`.
///
/// - `attribute`: `rule`, one rule of a condition (`field`, `operator`, `value`).
/// - `condition`: `condition`, as the builder writes it.
/// - `activity`: `activity` (`type`, `item`, `value`, `url`, and `when` between two days), `most` (points of all together, or
///   null for points once), `validity` (`{"kind": "forever"}`, `{"kind": "interval", "amount", "unit"}` or
///   `{"kind": "until", "date"}`), and `half_life` in days or null.
pub fn check_rules(typed: &Value, known: &Known) -> Result<Vec<PointRule>, Vec<ConditionError>> {
    let Some(list) = typed.as_array() else {
        return Err(vec![wrong("", "A list of rules is expected.")]);
    };
    if list.len() > MAX_RULES {
        return Err(vec![wrong(&format!("/{MAX_RULES}"), format!("There are at most {MAX_RULES} rules."))]);
    }
    let (mut rules, mut errors) = (Vec::with_capacity(list.len()), Vec::new());
    for (index, typed) in list.iter().enumerate() {
        match rule(typed, known) {
            Ok(rule) => rules.push(rule),
            Err(found) => errors.extend(found.into_iter().map(|error| ConditionError {
                pointer: format!("/{index}{}", error.pointer),
                detail: error.detail,
            })),
        }
    }
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

/// Checks rules that somebody sends: as [`check_rules`] does, and keys that nobody knows are wrong as well.
pub fn check_new_rules(typed: &Value, known: &Known) -> Result<Vec<PointRule>, Vec<ConditionError>> {
    let mut keys = Keys::default();
    for (index, rule) in typed.as_array().into_iter().flatten().enumerate() {
        rule_keys(&mut keys, rule, &format!("/{index}"));
    }
    match check_rules(typed, known) {
        Err(errors) => Err(errors.into_iter().chain(keys.errors).collect()),
        Ok(_) if !keys.errors.is_empty() => Err(keys.errors),
        Ok(rules) => Ok(rules),
    }
}

/// Notes the unknown keys of a rule. What only other kinds of rules have may be null.
fn rule_keys(keys: &mut Keys, rule: &Value, pointer: &str) {
    const OF_ACTIVITIES: [&str; 4] = ["activity", "most", "validity", "half_life"];
    let own = match rule["kind"].as_str() {
        Some("activity") => OF_ACTIVITIES.as_slice(),
        Some("condition") => &["condition"],
        _ => &["rule"],
    };
    let others = ["rule", "condition"].into_iter().chain(OF_ACTIVITIES);
    let blank = others.filter(|key| rule[key].is_null()).collect::<Vec<_>>();
    keys.only(rule, &[["name", "points", "kind"].as_slice(), own, &blank].concat(), pointer);
    keys.node(&rule["rule"], &format!("{pointer}/rule"));
    keys.node(&rule["condition"], &format!("{pointer}/condition"));
    keys.activity(&rule["activity"], &format!("{pointer}/activity"));
    keys.only(&rule["validity"], &["kind", "amount", "unit", "date"], &format!("{pointer}/validity"));
}

fn wrong(pointer: &str, detail: impl Into<String>) -> ConditionError {
    ConditionError { pointer: pointer.to_owned(), detail: detail.into() }
}

type Checked<T> = Result<T, Vec<ConditionError>>;

/// The error of one place.
fn at(pointer: &'static str) -> impl Fn(String) -> Vec<ConditionError> {
    move |detail| vec![wrong(pointer, detail)]
}

fn rule(typed: &Value, known: &Known) -> Checked<PointRule> {
    let name = name(typed.get("name")).map_err(at("/name"))?;
    let points = number(&typed["points"], -MAX_POINTS, MAX_POINTS, "points from -100,000 to 100,000");
    let points = points.map_err(at("/points"))?;
    let cause = match typed["kind"].as_str() {
        Some("attribute" | "condition") => Cause::Condition(condition(typed, known)?),
        Some("activity") => Cause::Activity(activity(typed, points, known)?),
        _ => return Err(vec![wrong("/kind", "A rule is about an attribute, an activity or a condition.")]),
    };
    Ok(PointRule { name, points, cause })
}

fn name(typed: Option<&Value>) -> Result<String, String> {
    let typed = typed.and_then(Value::as_str).unwrap_or_default();
    let name = nfc(trim(typed)).into_owned();
    match name.chars().count() {
        count if count > MAX_NAME => Err(format!("A name has at most {MAX_NAME} characters.")),
        _ if name.contains('\0') => Err("The name has an invisible NUL character in it.".into()),
        _ => Ok(name),
    }
}

fn number(typed: &Value, least: i64, most: i64, what: &str) -> Result<i64, String> {
    let number = typed.as_i64().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("Enter {what}."))
}

/// The condition that a rule of this kind stands for, as typed.
pub(super) fn condition_of(typed: &Value) -> Value {
    match typed["kind"].as_str() {
        Some("attribute") => json!({"combinator": "and", "rules": [typed["rule"]]}),
        _ => typed["condition"].clone(),
    }
}

fn condition(typed: &Value, known: &Known) -> Checked<condition::Condition> {
    let is_attribute = typed["kind"] == "attribute";
    if is_attribute && typed["rule"].get("rules").is_some() {
        return Err(vec![wrong("/rule", "A rule about an attribute has no groups of rules.")]);
    }
    let checked = condition::check(&condition_of(typed), known).map_err(|errors| {
        let placed = |error: ConditionError| {
            let pointer = match error.pointer.strip_prefix("/rules/0") {
                Some(rest) if is_attribute => format!("/rule{rest}"),
                _ => format!("/condition{}", error.pointer),
            };
            ConditionError { pointer, detail: error.detail }
        };
        errors.into_iter().map(placed).collect::<Vec<_>>()
    })?;
    if checked.root.nodes.is_empty() {
        return Err(vec![wrong("/condition", "The condition has no rule: everybody would get the points.")]);
    }
    Ok(checked)
}

fn activity(typed: &Value, points: i64, known: &Known) -> Checked<ActivityPoints> {
    let what = &typed["activity"];
    if !what["times"].is_null() {
        let detail = "How often is said by the points of all activities together.";
        return Err(vec![wrong("/activity/times", detail)]);
    }
    let test = condition::check_activity(what, known).map_err(at("/activity"))?;
    if let Some(When::Relative(Relative::InLast(_))) = test.when {
        let detail = "How long points last is said by their validity.";
        return Err(vec![wrong("/activity/when", detail)]);
    }
    let most = match &typed["most"] {
        Value::Null => None,
        most => {
            let least = points.abs().max(1);
            let what = format!("points of all activities together from {least} to {MAX_TOGETHER}");
            Some(number(most, least, MAX_TOGETHER, &what).map_err(at("/most"))?)
        }
    };
    let half_life = match &typed["half_life"] {
        Value::Null => None,
        days => {
            let what = format!("days from 1 to {MAX_HALF_LIFE}");
            Some(number(days, 1, MAX_HALF_LIFE, &what).map_err(at("/half_life"))?)
        }
    };
    let validity = validity(&typed["validity"]).map_err(at("/validity"))?;
    Ok(ActivityPoints { test, most, validity, half_life })
}

fn validity(typed: &Value) -> Result<Validity, String> {
    match (typed, typed["kind"].as_str()) {
        (Value::Null, _) | (_, Some("forever")) => Ok(Validity::Forever),
        (_, Some("interval")) => condition::check_interval(typed).map(Validity::For),
        (_, Some("until")) => condition::check_day(&typed["date"]).map(|(_, end)| Validity::Until(end)),
        _ => Err("Points are valid \"forever\", for an \"interval\", or \"until\" a date.".into()),
    }
}
