//! Random conditions, in the words of the API.

use muster_store::testing::Dice;
use serde_json::{Value, json};

use super::people::{DATES, MOMENTS, NUMBERS, OPTIONS, POINTS, TEXTS, TYPES, WHOLES};

/// A condition of up to four levels.
pub fn condition(dice: &mut Dice) -> Value {
    group(dice, 1)
}

fn group(dice: &mut Dice, depth: usize) -> Value {
    let count = if dice.chance(12) { 0 } else { 1 + dice.below(3) };
    let rules: Vec<Value> = (0..count)
        .map(|_| if depth < 4 && dice.chance(4) { group(dice, depth + 1) } else { rule(dice) })
        .collect();
    json!({"combinator": dice.one(&["and", "or"]), "not": dice.chance(4), "rules": rules})
}

fn rule(dice: &mut Dice) -> Value {
    let kinds: [fn(&mut Dice) -> Value; 15] = [
        text, text, text, number, choice, yes_no, date, moment, group_rule, account, activity, activity,
        score, persona, other,
    ];
    dice.one(&kinds)(dice)
}

fn of(field: &str, operator: &str, value: &Value) -> Value {
    json!({"field": field, "operator": operator, "value": value})
}

fn text(dice: &mut Dice) -> Value {
    let field = dice.one(&["first_name", "city", "company", "nick", "email", "zip"]);
    let one = dice.one(&TEXTS);
    match dice.one(&[
        "is",
        "is_not",
        "any_of",
        "none_of",
        "contains",
        "not_contains",
        "starts_with",
        "ends_with",
        "empty",
        "not_empty",
    ]) {
        operator @ ("any_of" | "none_of") => of(field, operator, &json!([one, dice.one(&TEXTS), "a1@x.de"])),
        operator @ ("empty" | "not_empty") => of(field, operator, &Value::Null),
        operator => of(field, operator, &json!(one)),
    }
}

fn number(dice: &mut Dice) -> Value {
    let (field, numbers) = dice.one(&[("points", &NUMBERS[..]), ("bounces", &WHOLES)]);
    let one = dice.one(numbers);
    match dice.one(&["is", "is_not", "less", "at_most", "at_least", "greater", "between", "empty"]) {
        "between" => {
            let (a, b) = (one, dice.one(numbers));
            let value = |text: &str| text.parse::<f64>().unwrap();
            let (from, to) = if value(a) <= value(b) { (a, b) } else { (b, a) };
            of(field, "between", &json!([from, to]))
        }
        "empty" => of(field, "empty", &Value::Null),
        operator => of(field, operator, &json!(one)),
    }
}

fn choice(dice: &mut Dice) -> Value {
    let one = dice.one(&OPTIONS);
    match dice.below(5) {
        0 => of("level", dice.one(&["is", "is_not"]), &json!(one.to_uppercase())),
        1 => of("level", dice.one(&["any_of", "none_of"]), &json!([one, dice.one(&OPTIONS)])),
        2 => of("gender", dice.one(&["is", "is_not"]), &json!(dice.one(&["female", "male"]))),
        3 => of("tags", "empty", &Value::Null),
        _ => of("tags", dice.one(&["has_any", "has_all", "has_none"]), &json!([one, dice.one(&OPTIONS)])),
    }
}

fn yes_no(dice: &mut Dice) -> Value {
    of(dice.one(&["happy", "tracked"]), dice.one(&["is_yes", "is_no", "empty", "not_empty"]), &Value::Null)
}

fn interval(dice: &mut Dice, units: &[&str]) -> Value {
    json!({"amount": dice.one(&[1, 7, 30, 400]), "unit": dice.one(units)})
}

const CALENDAR: [&str; 4] = ["days", "weeks", "months", "years"];
const CLOCK: [&str; 5] = ["hours", "days", "weeks", "months", "years"];

fn date(dice: &mut Dice) -> Value {
    let field = dice.one(&["birthday", "signed"]);
    let one = dice.one(&DATES);
    match dice.one(&[
        "on",
        "before",
        "after",
        "between",
        "in_last",
        "in_next",
        "today",
        "this_month",
        "last_month",
        "anniversary_in",
        "empty",
        "age",
    ]) {
        "between" => of(field, "between", &json!([one.min(dice.one(&DATES)), one])),
        operator @ ("in_last" | "in_next") => of(field, operator, &interval(dice, &CALENDAR)),
        operator @ ("today" | "this_month" | "last_month" | "empty") => of(field, operator, &Value::Null),
        "anniversary_in" => {
            of(field, "anniversary_in", &json!(dice.one(&[0, 1, 6, 45, 95, 96, 97, 364, 366])))
        }
        "age" => of("age", dice.one(&["at_least", "at_most"]), &json!(dice.one(&[0, 26, 35, 36, 41]))),
        operator => of(field, operator, &json!(one)),
    }
}

fn moment(dice: &mut Dice) -> Value {
    let field = dice.one(&["created_at", "changed_at", "trial"]);
    match dice.one(&[
        "on",
        "before",
        "after",
        "between",
        "in_last",
        "in_last",
        "in_next",
        "today",
        "this_month",
        "last_month",
    ]) {
        "on" => of(field, "on", &json!(dice.one(&DATES))),
        "between" => {
            let (a, b) = (dice.one(&MOMENTS), dice.one(&DATES));
            of(field, "between", &json!([a.min(b), a.max(b)]))
        }
        operator @ ("in_last" | "in_next") => of(field, operator, &interval(dice, &CLOCK)),
        operator @ ("today" | "this_month" | "last_month") => of(field, operator, &Value::Null),
        operator => of(field, operator, &json!(dice.one(&MOMENTS))),
    }
}

fn group_rule(dice: &mut Dice) -> Value {
    of(
        "group",
        dice.one(&["in_any", "in_all", "in_none"]),
        &dice.one(&[json!([1]), json!([2]), json!([1, 2])]),
    )
}

fn account(dice: &mut Dice) -> Value {
    let accounts = [json!([1]), json!([3]), json!([1, 2]), json!([2, 3, 2])];
    match dice.below(4) {
        0 => of("account", "in_some", &Value::Null),
        1 => of(
            "account_role",
            dice.one(&["has_any", "has_none"]),
            &dice.one(&[json!([1]), json!([2]), json!([2, 1])]),
        ),
        _ => of("account", dice.one(&["in_any", "in_none"]), &dice.one(&accounts)),
    }
}

fn score(dice: &mut Dice) -> Value {
    let (score, points) = (dice.between(1, 2), dice.one(&POINTS));
    match dice.one(&["at_least", "at_most", "between", "crossed"]) {
        "between" => {
            let other = dice.one(&POINTS);
            of("score", "between", &json!({"score": score, "points": [points.min(other), points.max(other)]}))
        }
        "crossed" => {
            let mut value = json!({"score": score});
            if dice.chance(2) {
                value["when"] = json!({"operator": "in_last", "value": interval(dice, &CLOCK)});
            }
            of("score", "crossed", &value)
        }
        operator => of("score", operator, &json!({"score": score, "points": points})),
    }
}

fn persona(dice: &mut Dice) -> Value {
    match dice.one(&["in_any", "in_none", "empty", "not_empty"]) {
        operator @ ("empty" | "not_empty") => of("persona", operator, &Value::Null),
        operator => of("persona", operator, &dice.one(&[json!([1]), json!([2, 1])])),
    }
}

fn activity(dice: &mut Dice) -> Value {
    let times = json!({"operator": dice.one(&["at_least", "at_most", "exactly"]), "count": dice.below(4)});
    let mut value = json!({"type": dice.one(&[TYPES[0], TYPES[1], TYPES[2], "any"]), "times": times});
    if dice.chance(3) {
        let operator = dice.one(&["is", "contains", "starts_with", "ends_with"]);
        let part = dice.one(&["item", "url"]);
        value[part] = json!({"operator": operator, "value": dice.one(&TEXTS)});
    }
    if dice.chance(2) {
        value["when"] = json!({"operator": "in_last", "value": interval(dice, &CLOCK)});
    }
    of("activity", "done", &value)
}

fn other(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => of(
            "import",
            dice.one(&["imported_by", "created_by", "updated_by", "unchanged_by"]),
            &json!(dice.between(1, 4)),
        ),
        1 => of("random", "percent", &json!(dice.one(&[0, 10, 50, 100]))),
        _ => {
            let one = dice.one(&["X.de", "a@köln.example", "KÖLN.example", "'"]);
            match dice.one(&["is", "is_not", "any_of"]) {
                "any_of" => of("email_domain", "any_of", &json!([one, "y.example"])),
                operator => of("email_domain", operator, &json!(one)),
            }
        }
    }
}
