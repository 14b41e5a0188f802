//! Keys that nobody knows. A rule with one would be true of others than its author means, so that whoever sends one is told.
//! What is stored is read without this look: an earlier version may have let a key pass.

use serde_json::{Map, Value};

use super::{ActivityText, ConditionError};

const INTERVAL: [&str; 2] = ["amount", "unit"];
const COMPARED: [&str; 2] = ["operator", "value"];

/// The keys of a condition that no part of it has, each with its place.
pub fn unknown_keys(typed: &Value) -> Vec<ConditionError> {
    let mut keys = Keys::default();
    keys.node(typed, "");
    keys.errors
}

/// Collects the keys that are not known.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) errors: Vec<ConditionError>,
}

impl Keys {
    /// Notes the keys of an object other than the known ones. What is no object has none.
    pub(crate) fn only<'a>(
        &mut self,
        typed: &'a Value,
        known: &[&str],
        pointer: &str,
    ) -> Option<&'a Map<String, Value>> {
        let object = typed.as_object()?;
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            let shown: String = key.chars().filter(|c| !c.is_control()).take(50).collect();
            let detail = format!("There is no \"{shown}\" here; known are: {}.", known.join(", "));
            self.errors.push(ConditionError { pointer: format!("{pointer}/{}", escaped(key)), detail });
        }
        Some(object)
    }

    /// A group of rules, or a rule.
    pub(crate) fn node(&mut self, typed: &Value, pointer: &str) {
        match typed.get("rules") {
            Some(rules) => {
                self.only(typed, &["combinator", "not", "rules"], pointer);
                for (index, rule) in rules.as_array().into_iter().flatten().enumerate() {
                    self.node(rule, &format!("{pointer}/rules/{index}"));
                }
            }
            None => self.rule(typed, pointer),
        }
    }

    fn rule(&mut self, typed: &Value, pointer: &str) {
        self.only(typed, &["field", "operator", "value"], pointer);
        let (value, pointer) = (&typed["value"], format!("{pointer}/value"));
        match typed["field"].as_str() {
            Some("activity") => self.activity(value, &pointer),
            Some("score") => {
                self.only(value, &["score", "points", "when"], &pointer);
                self.when(&value["when"], &format!("{pointer}/when"));
            }
            _ => drop(self.only(value, &INTERVAL, &pointer)),
        }
    }

    /// Which activities are meant.
    pub(crate) fn activity(&mut self, typed: &Value, pointer: &str) {
        let texts = ActivityText::ALL.map(|(_, name)| name);
        self.only(typed, &[&["type", "times", "when"], texts.as_slice()].concat(), pointer);
        for name in texts {
            self.only(&typed[name], &COMPARED, &format!("{pointer}/{name}"));
        }
        self.only(&typed["times"], &["operator", "count"], &format!("{pointer}/times"));
        self.when(&typed["when"], &format!("{pointer}/when"));
    }

    fn when(&mut self, typed: &Value, pointer: &str) {
        self.only(typed, &COMPARED, pointer);
        self.only(&typed["value"], &INTERVAL, &format!("{pointer}/value"));
    }
}

/// A key as a step of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(typed: &Value) -> Vec<String> {
        unknown_keys(typed).into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn every_part_of_a_condition_tells_the_keys_that_it_does_not_have() {
        let visit = |value: Value| json!({"field": "activity", "operator": "done", "value": value});
        let when = json!({"operator": "in_last", "value": {"amount": 1, "unit": "days", "x": 1}, "y": 1});
        for (rule, place) in [
            (json!({"field": "city", "operator": "is", "value": "Ulm", "valeu": "Bonn"}), "/valeu"),
            (json!({"combinator": "and", "rules": [], "nto": true}), "/nto"),
            (json!({"combinator": "or", "rules": [{"field": "city", "a/b~": 1}]}), "/rules/0/a~1b~0"),
            (
                visit(json!({"type": "page_visit", "utm_source": {"operator": "is", "value": "zzz"}})),
                "/value/utm_source",
            ),
            (
                visit(json!({"type": "any", "url": {"operator": "is", "value": "x", "case": true}})),
                "/value/url/case",
            ),
            (
                visit(json!({"type": "any", "times": {"operator": "exactly", "count": 1, "per": "day"}})),
                "/value/times/per",
            ),
            (
                json!({"field": "score", "operator": "at_least", "value": {"score": 1, "point": 5}}),
                "/value/point",
            ),
            (
                json!({"field": "created_at", "operator": "in_last", "value": {"amount": 1, "units": "days"}}),
                "/value/units",
            ),
        ] {
            assert_eq!(places(&json!({"combinator": "and", "rules": [rule]})), [format!("/rules/0{place}")]);
        }
        let rule = visit(json!({"type": "any", "when": when}));
        assert_eq!(places(&rule), ["/value/when/y", "/value/when/value/x"]);
    }

    #[test]
    fn what_is_known_and_what_is_no_object_is_left_to_the_check() {
        for typed in [
            json!([]),
            json!(null),
            json!("x"),
            json!({"rules": 5, "combinator": "and"}),
            json!({"rules": [1, []]}),
        ] {
            assert_eq!(places(&typed), Vec::<String>::new(), "{typed}");
        }
        let all = json!({"type": "any", "item": {"operator": "is", "value": "a"}, "value": null, "url": null,
            "times": {"operator": "exactly", "count": 0}, "when": {"operator": "between", "value": ["2026-01-01", "2026-01-02"]}});
        let rules = json!({"combinator": "and", "not": false, "rules": [{"field": "activity", "operator": "done", "value": all}]});
        assert_eq!(places(&rules), Vec::<String>::new());
    }
}
