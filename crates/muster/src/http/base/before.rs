//! Nobody overwrites what they have not seen: a change names the values that it was made upon.

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::problem::{ApiError, ApiResult, escaped};

/// Values as they were known, by the keys of the change; null for a blank one. When something else stands there now, nothing is
/// changed, and the answer is 409 with the code `changed_elsewhere`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = std::collections::HashMap<String, Value>)]
pub struct Before(Map<String, Value>);

/// A value that may be changed.
#[derive(Debug)]
pub struct Stands {
    /// Its place in a request.
    pub pointer: String,
    /// Its name for people.
    pub label: String,
    /// As it is now.
    pub now: Value,
}

impl Before {
    /// Refuses when one of the values is not what stands there now. `now` has an entry for each key of the change, and `what` names
    /// the thing.
    pub fn check(&self, what: &str, now: &Value) -> ApiResult<()> {
        self.check_each(what, |key| of_key(key, now))
    }

    /// As [`check`](Self::check), with the values by their keys.
    pub fn check_each(&self, what: &str, stands: impl Fn(&str) -> Option<Stands>) -> ApiResult<()> {
        let places = self.differences(stands);
        if places.is_empty() {
            return Ok(());
        }
        let detail = format!("The {what} was changed elsewhere since it was loaded.");
        let remedy = "Save again to overwrite that.";
        Err(ApiError::new(StatusCode::CONFLICT, "changed_elsewhere", detail, remedy).at(places))
    }

    /// Where something else stands now, and what became of it.
    fn differences(&self, stands: impl Fn(&str) -> Option<Stands>) -> Vec<(String, String)> {
        self.0.iter().filter_map(|(key, seen)| differs(key, seen, stands(key))).collect()
    }
}

fn of_key(key: &str, now: &Value) -> Option<Stands> {
    let now = now.get(key)?.clone();
    Some(Stands { pointer: format!("/{key}"), label: label(key), now })
}

fn differs(key: &str, seen: &Value, stands: Option<Stands>) -> Option<(String, String)> {
    let Some(Stands { pointer, label, now }) = stands else {
        return Some((format!("/before/{}", escaped(key)), "There is no such value.".to_owned()));
    };
    (!is_same(seen, &now)).then(|| (pointer, format!("{label}: {}.", what_is(key, &now))))
}

/// Equal for whoever reads it: a number is the same in every spelling, and blank is blank.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let keys = |one: &Map<String, Value>, other: &Map<String, Value>| {
                one.iter().all(|(key, value)| is_same(value, other.get(key).unwrap_or(&Value::Null)))
            };
            keys(one, other) && keys(other, one)
        }
        _ => one == other || (is_blank(one) && is_blank(other)),
    }
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value == ""
}

fn what_is(key: &str, now: &Value) -> String {
    match now {
        blank if is_blank(blank) => "cleared elsewhere".to_owned(),
        Value::String(text) => format!("changed to “{text}” elsewhere"),
        Value::Number(number) if !key.ends_with("_id") => format!("changed to {number} elsewhere"),
        _ => "changed elsewhere".to_owned(),
    }
}

/// `status_id` as people call it: Status.
fn label(key: &str) -> String {
    let words = key.trim_end_matches("_id").replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn differences(before: Value, now: &Value) -> Vec<(String, String)> {
        serde_json::from_value::<Before>(before).unwrap().differences(|key| of_key(key, now))
    }

    #[test]
    fn what_was_changed_meanwhile_is_told_and_nothing_else() {
        let now = json!({"name": "B", "limit": 50, "description": null, "status_id": 3, "rules": [{"points": 1.0}]});
        assert_eq!(differences(json!({}), &now), []);
        let same = json!({"name": "B", "limit": 50.0, "description": "", "rules": [{"points": 1, "half_life": null}]});
        assert_eq!(differences(same, &now), []);
        let other =
            json!({"name": "A", "limit": null, "description": "x", "status_id": 2, "rules": [], "nope/": 1});
        let expected = [
            ("/description", "Description: cleared elsewhere."),
            ("/limit", "Limit: changed to 50 elsewhere."),
            ("/name", "Name: changed to “B” elsewhere."),
            ("/before/nope~1", "There is no such value."),
            ("/rules", "Rules: changed elsewhere."),
            ("/status_id", "Status: changed elsewhere."),
        ];
        assert_eq!(
            differences(other, &now),
            expected.map(|(place, words)| (place.to_owned(), words.to_owned()))
        );
    }
}
