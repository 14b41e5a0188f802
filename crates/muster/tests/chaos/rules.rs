//! What actors do to fields, groups, scores and personas.

use serde_json::{Value, json};

use crate::deeds::{CITIES, COMPANIES, Doer, STATUSES, TYPES};
use crate::server::Ask;

fn rule(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({"field": field, "operator": operator, "value": value.into()})
}

/// A rule about one field.
fn attribute(doer: &mut Doer) -> Value {
    let (dice, made) = (&mut doer.dice, &doer.world.made);
    match dice.below(7) {
        0 => rule("city", dice.one(&["is", "is_not"]), dice.one(&CITIES)),
        1 => rule("first_name", "starts_with", dice.one(&["A", "z", "İ"])),
        2 => rule("company", "any_of", json!([dice.one(&COMPANIES)])),
        3 => rule("status", "is", dice.one(&STATUSES)),
        4 => rule("mobile_phone", dice.one(&["empty", "not_empty"]), Value::Null),
        5 => rule(&made.mark, "not_empty", Value::Null),
        _ => {
            rule(&made.choice, dice.one(&["any_of", "none_of"]), json!([dice.one(&["Red", "Grün", "Blue"])]))
        }
    }
}

/// A rule about what people did, or what is kept true of them.
fn behaviour(doer: &mut Doer) -> Value {
    let (dice, made) = (&mut doer.dice, &doer.world.made);
    let times = json!({"operator": dice.one(&["at_least", "at_most"]), "count": dice.between(1, 3)});
    match dice.below(7) {
        0 => rule("group", dice.one(&["in_any", "in_none"]), json!([dice.one(&made.plain)])),
        1 => rule("group", "in_any", json!([dice.one(&made.conditioned)])),
        2 => {
            rule("score", "at_least", json!({"score": dice.one(&made.scores), "points": dice.between(1, 30)}))
        }
        3 => rule("persona", "in_any", json!([dice.one(&made.personas)])),
        4 => rule("account", "in_some", Value::Null),
        5 => rule("import", dice.one(&["updated_by", "unchanged_by", "created_by"]), dice.between(1, 15)),
        _ => rule("activity", "done", json!({"type": dice.one(&TYPES), "times": times})),
    }
}

/// A condition that no passing time makes true or false.
pub fn condition(doer: &mut Doer) -> Value {
    let rules: Vec<Value> = (0..doer.dice.between(1, 3))
        .map(|_| if doer.dice.chance(3) { behaviour(doer) } else { attribute(doer) })
        .collect();
    json!({"combinator": doer.dice.one(&["and", "or"]), "not": doer.dice.chance(4), "rules": rules})
}

pub fn change_condition(doer: &mut Doer) {
    let group = doer.dice.one(&doer.world.made.conditioned);
    let condition = condition(doer);
    doer.send("PATCH", format!("/contact-groups/{group}"), &json!({"condition": condition}));
}

fn point_rules(doer: &mut Doer) -> Vec<Value> {
    let count = doer.dice.between(1, 3);
    (0..count).map(|_| point_rule(doer)).collect()
}

fn point_rule(doer: &mut Doer) -> Value {
    let points = doer.dice.between(-5, 25);
    match doer.dice.below(4) {
        0 => {
            json!({"name": "Does", "points": points.max(1), "kind": "activity", "activity": {"type": doer.dice.one(&TYPES)},
            "most": doer.dice.one(&[Value::Null, json!(40)]), "validity": {"kind": "forever"}})
        }
        1 => json!({"name": "Is both", "points": points, "kind": "condition", "condition": condition(doer)}),
        _ => json!({"name": "Has", "points": points, "kind": "attribute", "rule": attribute(doer)}),
    }
}

pub fn publish_score(doer: &mut Doer) {
    let score = doer.dice.one(&doer.world.made.scores);
    let draft = json!({"rules": point_rules(doer)});
    if doer.send("PUT", format!("/scores/{score}/draft"), &draft).is_done() {
        doer.send("POST", format!("/scores/{score}/publish"), &json!({}));
    }
}

pub fn publish_persona(doer: &mut Doer) {
    if doer.dice.chance(4) {
        let mut order = doer.world.made.personas.clone();
        order.rotate_left(doer.dice.below(2));
        doer.send("PUT", "/persona-order", &json!({"ids": order}));
        return;
    }
    let persona = doer.dice.one(&doer.world.made.personas);
    let draft = json!({"rules": point_rules(doer), "threshold": doer.dice.between(1, 20)});
    if doer.send("PUT", format!("/personas/{persona}/draft"), &draft).is_done() {
        doer.send("POST", format!("/personas/{persona}/publish"), &json!({}));
    }
}

/// A field that comes and goes, or gets another name.
pub fn make_field(doer: &mut Doer) {
    let label = format!("Temp {}", doer.dice.below(2));
    if doer.send("POST", "/fields", &json!({"label": label, "kind": "text"})).status == 409 {
        let name = label.to_lowercase().replace(' ', "_");
        let other = json!({"label": doer.own_name()});
        doer.send("PATCH", format!("/fields/{name}"), &other);
    }
}

pub fn delete_field(doer: &mut Doer) {
    let name = format!("temp_{}", doer.dice.below(2));
    doer.ask(&Ask::new("DELETE", format!("/fields/{name}")));
}

/// One of the choices gets another name, and those that have it follow.
pub fn rename_choice(doer: &mut Doer) {
    let path = format!("/fields/{}", doer.world.made.choice);
    let field = doer.ask(&Ask::new("GET", "/fields"));
    let choices: Vec<String> = field.body["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| one["name"] == doer.world.made.choice.as_str())
        .flat_map(|one| one["choices"].as_array().into_iter().flatten())
        .filter_map(|choice| choice.as_str().map(str::to_owned))
        .collect();
    if choices.is_empty() {
        return;
    }
    let from = doer.dice.one(&choices);
    let to = doer.dice.one(&["Red", "Grün", "Blue", "Crimson", "Teal"]);
    doer.send("PATCH", path, &json!({"renames": {(from): to}}));
}

pub fn rename_status(doer: &mut Doer) {
    let list = doer.ask(&Ask::new("GET", "/contact-statuses"));
    let ids: Vec<i64> = list.body["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry["id"].as_i64())
        .collect();
    if !ids.is_empty() {
        let label = doer.dice.one(&["Lead", "Customer", "Lost", "Kunde", "Prospect"]);
        let id = doer.dice.one(&ids);
        doer.send("PATCH", format!("/contact-statuses/{id}"), &json!({"label": label}));
    }
}
