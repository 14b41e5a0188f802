//! A third reading of conditions: from the words of the API, over the people as they were made, sharing nothing with the two
//! of the program but the standard library. It does not know every rule.

use serde_json::Value;

use super::people::{DAY, HOUR, NOW, People, Person};

/// The numbers of the people for whom a condition is true; `None` when it has a rule that is not known here.
pub fn members(people: &People, condition: &Value) -> Option<Vec<i64>> {
    let mut found = Vec::new();
    for (number, person) in (1..).zip(&people.all) {
        if node(person, condition)? {
            found.push(number);
        }
    }
    Some(found)
}

fn node(person: &Person, typed: &Value) -> Option<bool> {
    let Some(rules) = typed["rules"].as_array() else { return rule(person, typed) };
    let truths = rules.iter().map(|one| node(person, one)).collect::<Option<Vec<bool>>>()?;
    let joined = match typed["combinator"].as_str()? {
        "or" => truths.contains(&true),
        _ => !truths.contains(&false),
    };
    Some(if typed["not"].as_bool()? { !joined } else { joined })
}

fn rule(person: &Person, typed: &Value) -> Option<bool> {
    let (field, operator, wanted) = (typed["field"].as_str()?, typed["operator"].as_str()?, &typed["value"]);
    match field {
        "group" => group(person, operator, wanted),
        "account" => account(person, operator, wanted),
        "account_role" => {
            let roles: Vec<i64> = wanted.as_array()?.iter().filter_map(Value::as_i64).collect();
            let has = person.accounts.values().flatten().any(|role| roles.contains(role));
            Some(has == (operator == "has_any"))
        }
        "activity" => activity(person, wanted),
        "score" => score(person, operator, wanted),
        "persona" => {
            let named =
                || wanted.as_array().is_some_and(|ids| ids.iter().any(|id| id.as_i64() == person.persona));
            Some(match operator {
                "empty" => person.persona.is_none(),
                "not_empty" => person.persona.is_some(),
                "in_any" => person.persona.is_some() && named(),
                _ => person.persona.is_none() || !named(),
            })
        }
        "import" => {
            let id = wanted.as_i64()?;
            let (created, updated) = (person.created_by == Some(id), person.updated_by.contains(&id));
            Some(match operator {
                "created_by" => created,
                "updated_by" => updated,
                "unchanged_by" => person.met_by.contains(&id) && !created && !updated,
                _ => created || updated,
            })
        }
        "created_at" if operator == "in_last" => Some(is_recent(person.created_at, wanted)?),
        "changed_at" if operator == "in_last" => Some(is_recent(person.changed_at, wanted)?),
        "created_at" | "changed_at" | "age" | "random" | "email_domain" => None,
        _ => value(person.values.get(field).map(String::as_str), field, operator, wanted),
    }
}

fn group(person: &Person, operator: &str, wanted: &Value) -> Option<bool> {
    let is_in =
        |id: &Value| person.groups.get(&id.as_i64().unwrap_or(0)).is_some_and(|reasons| *reasons < 16);
    let wanted = wanted.as_array()?;
    Some(match operator {
        "in_all" => wanted.iter().all(is_in),
        "in_any" => wanted.iter().any(is_in),
        _ => !wanted.iter().any(is_in),
    })
}

fn account(person: &Person, operator: &str, wanted: &Value) -> Option<bool> {
    if operator == "in_some" {
        return Some(!person.accounts.is_empty());
    }
    let is_in = |id: &Value| id.as_i64().is_some_and(|id| person.accounts.contains_key(&id));
    Some(wanted.as_array()?.iter().any(is_in) == (operator == "in_any"))
}

/// In the last so many hours, days or weeks; months and years are not known here.
fn is_recent(at: i64, interval: &Value) -> Option<bool> {
    let length = match interval["unit"].as_str()? {
        "hours" => HOUR,
        "days" => DAY,
        "weeks" => 7 * DAY,
        _ => return None,
    };
    Some(at <= NOW && NOW - at <= interval["amount"].as_i64()? * length)
}

fn activity(person: &Person, wanted: &Value) -> Option<bool> {
    let mut count = 0;
    for deed in &person.activities {
        let mut fits = wanted["type"] == "any" || wanted["type"] == deed.kind;
        for (name, text) in [("item", deed.item), ("url", deed.url)] {
            if !wanted[name].is_null() {
                let (operator, part) = (wanted[name]["operator"].as_str()?, wanted[name]["value"].as_str()?);
                fits &= text.is_some_and(|text| compare(text, operator, part));
            }
        }
        if !wanted["when"].is_null() {
            fits &= is_recent(deed.at, &wanted["when"]["value"])?;
        }
        count += i64::from(fits);
    }
    let number = wanted["times"]["count"].as_i64()?;
    Some(match wanted["times"]["operator"].as_str()? {
        "at_least" => count >= number,
        "at_most" => count <= number,
        _ => count == number,
    })
}

fn compare(text: &str, operator: &str, part: &str) -> bool {
    let (text, part) = (alike(text), alike(part));
    match operator {
        "is" => text == part,
        "contains" => text.contains(&part),
        "starts_with" => text.starts_with(&part),
        _ => text.ends_with(&part),
    }
}

/// Without case; the one pair of letters in the test's texts that has two spellings is composed by hand.
fn alike(text: &str) -> String {
    text.to_lowercase().replace("e\u{301}", "é")
}

fn value(value: Option<&str>, field: &str, operator: &str, wanted: &Value) -> Option<bool> {
    let text = || wanted.as_str().map(str::to_owned);
    let list = || -> Option<Vec<String>> {
        wanted.as_array()?.iter().map(|one| one.as_str().map(str::to_owned)).collect()
    };
    let positive = |operator: &str, not: &str| operator == not;
    let is_number = matches!(field, "points" | "bounces");
    let answer = match operator {
        "empty" | "not_empty" => value.is_some(),
        "is_yes" => value == Some("true"),
        "is_no" => value == Some("false"),
        "is" | "is_not" if is_number => number(value, &text()?, |a, b| (a - b).abs() < f64::EPSILON),
        "is" | "is_not" => value.is_some_and(|value| compare(value, "is", &text().unwrap_or_default())),
        "any_of" | "none_of" => {
            value.is_some_and(|value| list().unwrap_or_default().iter().any(|one| compare(value, "is", one)))
        }
        "contains" | "not_contains" => {
            value.is_some_and(|value| compare(value, "contains", &text().unwrap_or_default()))
        }
        "starts_with" | "ends_with" => {
            value.is_some_and(|value| compare(value, operator, &text().unwrap_or_default()))
        }
        "less" => number(value, &text()?, |a, b| a < b),
        "at_most" => number(value, &text()?, |a, b| a <= b),
        "at_least" => number(value, &text()?, |a, b| a >= b),
        "greater" => number(value, &text()?, |a, b| a > b),
        "has_any" | "has_none" => chosen(value, &list()?).any(|is| is),
        "has_all" => value.is_some() && chosen(value, &list()?).all(|is| is),
        "anniversary_in" => value.is_some_and(|value| has_anniversary(value, wanted.as_i64().unwrap_or(0))),
        "on" if field != "trial" => value == Some(text()?.as_str()),
        "before" if field != "trial" => {
            value.is_some_and(|value| !value.starts_with("--") && *value < *text().unwrap_or_default())
        }
        "after" if field != "trial" => value.is_some_and(|value| *value > *text().unwrap_or_default()),
        "between" if is_number => {
            let bounds = list()?;
            number(value, &bounds[0], |a, b| a >= b) && number(value, &bounds[1], |a, b| a <= b)
        }
        "between" if field != "trial" => {
            let bounds = list()?;
            value.is_some_and(|value| *value >= *bounds[0] && *value <= *bounds[1])
        }
        _ => return None,
    };
    let negated =
        ["empty", "is_not", "none_of", "not_contains", "has_none"].iter().any(|not| positive(operator, not));
    Some(answer != negated)
}

/// Whether one of the days from now to so many later is the anniversary of a day, with or without its year.
fn has_anniversary(day: &str, days: i64) -> bool {
    let month_day: Vec<i64> = day.split('-').rev().take(2).map(|part| part.parse().unwrap()).collect();
    (0..=days).any(|passed| {
        let (year, month, day) = civil(NOW / DAY + passed);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let born = if month_day == [29, 2] && !is_leap { [28, 2] } else { [month_day[0], month_day[1]] };
        born == [day, month]
    })
}

/// Year, month and day so many days after 1 January 1970.
fn civil(mut days: i64) -> (i64, i64, i64) {
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (month, length) in (1..).zip(lengths) {
        if days < length {
            return (year, month, days + 1);
        }
        days -= length;
    }
    (year, 12, 31)
}

fn number(value: Option<&str>, wanted: &str, passes: impl Fn(f64, f64) -> bool) -> bool {
    let read = |text: &str| text.parse::<f64>().ok();
    value.and_then(read).zip(read(wanted)).is_some_and(|(value, wanted)| passes(value, wanted))
}

fn chosen<'a>(value: Option<&'a str>, wanted: &'a [String]) -> impl Iterator<Item = bool> + 'a {
    wanted.iter().map(move |one| value.is_some_and(|value| value.split(';').any(|part| part == one)))
}

fn score(person: &Person, operator: &str, wanted: &Value) -> Option<bool> {
    let id = wanted["score"].as_i64()?;
    let points = person.points.get(&id).copied().unwrap_or(0);
    Some(match operator {
        "at_least" => points >= wanted["points"].as_i64()?,
        "at_most" => points <= wanted["points"].as_i64()?,
        "between" => points >= wanted["points"][0].as_i64()? && points <= wanted["points"][1].as_i64()?,
        _ if wanted["when"].is_null() => person.crossings.contains_key(&id),
        _ => return None,
    })
}
