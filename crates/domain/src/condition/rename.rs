//! Values that get other names: the rules that name them follow.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fold;

/// Lets every rule about a field, wherever it stands in what was typed, name the new values in the place of the old, which are
/// compared without case. Rules about parts of texts stay. True when one changed.
pub fn rename_values(typed: &mut Value, field: &str, renames: &BTreeMap<String, String>) -> bool {
    match typed {
        Value::Array(items) => items
            .iter_mut()
            .map(|item| rename_values(item, field, renames))
            .fold(false, std::ops::BitOr::bitor),
        Value::Object(object) => {
            let is_meant = object.get("field").is_some_and(|name| name == field)
                && object.get("operator").and_then(Value::as_str).is_some_and(names_values);
            let mut changed = false;
            for (key, value) in object.iter_mut() {
                changed |= if is_meant && key == "value" {
                    rename(value, renames)
                } else {
                    rename_values(value, field, renames)
                };
            }
            changed
        }
        _ => false,
    }
}

/// True for the operators that name whole values.
fn names_values(operator: &str) -> bool {
    !matches!(operator, "contains" | "not_contains" | "starts_with" | "ends_with")
}

fn rename(value: &mut Value, renames: &BTreeMap<String, String>) -> bool {
    match value {
        Value::String(text) => match renamed(text, renames) {
            Some(new) if new != text => {
                *text = new.to_owned();
                true
            }
            _ => false,
        },
        Value::Array(items) => {
            items.iter_mut().map(|item| rename(item, renames)).fold(false, std::ops::BitOr::bitor)
        }
        _ => false,
    }
}

/// The new name of a value, if it gets one.
pub fn renamed<'a>(value: &str, renames: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let folded = fold(crate::text::trim(value));
    renames.iter().find(|(old, _)| fold(old) == folded).map(|(_, new)| new.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_that_name_a_value_follow_at_every_depth_and_others_stay() {
        let rule = |field: &str, operator: &str, value: Value| json!({"field": field, "operator": operator, "value": value});
        let rules = |value: &str| {
            json!({"rules": [
                rule("class", "is", json!(value)),
                {"combinator": "or", "rules": [rule("class", "any_of", json!(["Silver", value]))]},
                rule("class", "contains", json!("gold")),
                rule("city", "is", json!("gold")),
                rule("class", "empty", Value::Null),
            ]})
        };
        let renames = BTreeMap::from([("GOLD".to_owned(), "Premium".to_owned())]);
        let mut typed = json!([{"kind": "attribute", "rule": rule("class", "is_not", json!("gold"))}, {"condition": rules("gold")}]);
        assert!(rename_values(&mut typed, "class", &renames));
        let expected = json!([{"kind": "attribute", "rule": rule("class", "is_not", json!("Premium"))}, {"condition": rules("Premium")}]);
        assert_eq!(typed, expected);
        assert!(!rename_values(&mut typed, "class", &renames), "nothing is left to rename");
    }
}
