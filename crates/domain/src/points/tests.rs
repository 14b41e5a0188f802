use std::collections::HashMap;

use serde_json::{Value, json};

use super::*;
use crate::condition::{ActivityView, FieldValues, Known};

/// 2026-11-24 10:00 UTC.
const NOW: i64 = 1_795_514_400_000;

fn known() -> Known {
    Known { activity_types: HashMap::from([("visit".into(), 1), ("buy".into(), 2)]), ..Known::default() }
}

fn rules(typed: &Value) -> Vec<PointRule> {
    check_rules(typed, &known()).unwrap()
}

fn visits(ages: &[i64]) -> ContactView {
    let activities =
        ages.iter().map(|age| ActivityView { type_id: 1, at: NOW - age, ..ActivityView::default() });
    ContactView { contact_id: 7, activities: activities.collect(), ..ContactView::default() }
}

fn visit_rule(more: &Value) -> Vec<PointRule> {
    let mut rule = json!({"name": "Visits", "points": 10, "kind": "activity", "activity": {"type": "visit"}});
    rule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    rules(&json!([rule]))
}

fn at(rules: &[PointRule], contact: &ContactView, now: i64) -> (i64, Option<i64>) {
    let Total { points, due } = total(rules, contact, now);
    (points, due)
}

#[test]
fn points_are_given_once_or_up_to_a_maximum() {
    let contact = visits(&[3 * DAY, 2 * DAY, DAY]);
    assert_eq!(at(&visit_rule(&json!({})), &contact, NOW), (10, None));
    assert_eq!(at(&visit_rule(&json!({"most": 25})), &contact, NOW), (25, None));
    assert_eq!(at(&visit_rule(&json!({"most": 100})), &contact, NOW), (30, None));
    assert_eq!(at(&visit_rule(&json!({"points": -10, "most": 25})), &contact, NOW), (-25, None));
    assert_eq!(at(&visit_rule(&json!({"most": 100})), &visits(&[]), NOW), (0, None));
}

#[test]
fn a_rule_about_fields_gives_its_points_since_the_change_that_made_it_true() {
    let by = |field: &str, operator: &str, value: Value| {
        let rule = json!({"field": field, "operator": operator, "value": value});
        rules(&json!([{"points": 5, "kind": "attribute", "rule": rule}])).remove(0)
    };
    let in_rome = by("city", "is", json!("rome"));
    let before = |city: Option<&str>| Before::from([("city".to_owned(), city.map(str::to_owned))]);
    let contact = |city: &str| ContactView {
        values: FieldValues::from_iter([("city", city.to_owned())]),
        created_at: 10,
        ..ContactView::default()
    };
    let elsewhere = Before::from([("zip".to_owned(), None)]);
    let changes =
        [(50, elsewhere), (40, before(Some("Rome"))), (30, before(None)), (20, before(Some("Rome")))];
    // Rome, then nothing, then Rome, spelled otherwise since.
    assert_eq!(since(&in_rome, &contact("ROME"), &changes, NOW), Some(30));
    assert_eq!(since(&in_rome, &contact("ROME"), &changes[..2], NOW), Some(10), "as it was created");
    assert_eq!(since(&in_rome, &contact("Ulm"), &changes, NOW), None);
    let this_year = by("created_at", "in_last", json!({"amount": 90, "unit": "years"}));
    assert!(this_year.earned(&contact("Ulm"), NOW).points > 0, "it moves with the time");
    assert_eq!(since(&this_year, &contact("Ulm"), &changes, NOW), None);
    let visited = visit_rule(&json!({})).remove(0);
    assert_eq!(since(&visited, &visits(&[DAY]), &changes, NOW), None);
}

#[test]
fn points_lapse_together_counted_from_the_latest_activity() {
    let days = |n: i64| json!({"kind": "interval", "amount": n, "unit": "days"});
    let contact = visits(&[9 * DAY, 2 * DAY]);
    let rule = visit_rule(&json!({"most": 100, "validity": days(3)}));
    let lapse = NOW + DAY;
    assert_eq!(at(&rule, &contact, NOW), (20, Some(lapse)));
    assert_eq!(at(&rule, &contact, lapse - 1), (20, Some(lapse)));
    assert_eq!(at(&rule, &contact, lapse), (0, None));
    let month = visit_rule(&json!({"validity": {"kind": "interval", "amount": 1, "unit": "months"}}));
    assert_eq!(at(&month, &visits(&[0]), NOW).1, Some(1_798_106_400_000), "on 24 December at ten");
    let until = visit_rule(&json!({"validity": {"kind": "until", "date": "2026-11-24"}}));
    let midnight = NOW + 14 * 3_600_000;
    assert_eq!(at(&until, &contact, NOW), (10, Some(midnight)), "to the end of that day");
    assert_eq!(at(&until, &contact, midnight), (0, None));
    let Earned { times, first, latest, until, .. } = rule[0].earned(&contact, NOW);
    assert_eq!((times, first, latest, until), (2, Some(NOW - 9 * DAY), Some(NOW - 2 * DAY), Some(lapse)));
}

#[test]
fn decayed_points_halve_and_change_once_a_day_at_the_contacts_own_time() {
    let rule = visit_rule(&json!({"points": 100, "half_life": 10}));
    let contact = visits(&[20 * DAY]);
    let (points, due) = at(&rule, &contact, NOW);
    assert!(
        (25..=27).contains(&points),
        "{points}: a quarter, and what has decayed of the day is counted later"
    );
    let due = due.unwrap();
    assert!(due > NOW && due <= NOW + DAY);
    assert_eq!(at(&rule, &contact, due - 1).0, points, "between two times nothing changes");
    assert!(at(&rule, &contact, due).0 < points);
    assert_eq!(
        at(&rule, &contact, NOW + 100 * DAY),
        (0, None),
        "less than half a point is none, and nothing is due"
    );
    let each = visit_rule(&json!({"points": 100, "half_life": 10, "most": 1_000}));
    let both = at(&each, &visits(&[20 * DAY, 0]), NOW).0;
    assert_eq!(both, points + 100, "each activity decays by itself");
    let capped = visit_rule(&json!({"points": 100, "half_life": 10, "most": 110}));
    assert_eq!(at(&capped, &visits(&[20 * DAY, 0]), NOW).0, 110);
    let one = tick(7, NOW);
    assert_ne!(
        (one % DAY, tick(8, NOW) % DAY),
        (tick(8, NOW) % DAY, one % DAY),
        "contacts have times of their own"
    );
}

#[test]
fn what_is_asked_of_the_contact_gives_points_once() {
    let typed = json!([
        {"points": 5, "kind": "attribute", "rule": {"field": "city", "operator": "is", "value": "Ulm"}},
        {"points": -3, "kind": "condition", "condition": {"combinator": "or", "rules": [
            {"field": "city", "operator": "is", "value": "Ulm"}, {"field": "company", "operator": "empty"}]}},
    ]);
    let rules = rules(&typed);
    let mut contact = ContactView::default();
    assert_eq!(at(&rules, &contact, NOW), (-3, None));
    contact.values.insert("city", "ULM");
    assert_eq!(at(&rules, &contact, NOW), (2, None));
    let told = explain(&rules, &typed, &contact, NOW);
    assert_eq!((told[0].0.points, told[0].1["rules"][0]["holds"].clone()), (5, json!(true)));
    assert_eq!(uses(&rules).fields.into_iter().collect::<Vec<_>>(), ["city", "company"]);
}

#[test]
fn errors_name_the_rule_and_its_part() {
    let wrong = |typed: Value| {
        let errors = check_rules(
            &json!([{"points": 1, "kind": "attribute",
            "rule": {"field": "city", "operator": "is", "value": "Ulm"}}, typed]),
            &known(),
        );
        errors.unwrap_err().into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    let visit = json!({"type": "visit"});
    assert_eq!(wrong(json!({"points": 100_001, "kind": "activity", "activity": visit})), ["/1/points"]);
    assert_eq!(wrong(json!({"points": 1.5, "kind": "activity", "activity": visit})), ["/1/points"]);
    assert_eq!(wrong(json!({"points": 1, "kind": "else"})), ["/1/kind"]);
    assert_eq!(wrong(json!({"points": 1, "kind": "activity", "activity": {"type": "no"}})), ["/1/activity"]);
    assert_eq!(wrong(json!({"points": 9, "most": 8, "kind": "activity", "activity": visit})), ["/1/most"]);
    assert_eq!(
        wrong(json!({"points": 9, "half_life": 0, "kind": "activity", "activity": visit})),
        ["/1/half_life"]
    );
    let never = json!({"kind": "interval", "amount": 0, "unit": "days"});
    assert_eq!(
        wrong(json!({"points": 9, "validity": never, "kind": "activity", "activity": visit})),
        ["/1/validity"]
    );
    let nothing = json!({"combinator": "and", "rules": []});
    assert_eq!(wrong(json!({"points": 1, "kind": "condition", "condition": nothing})), ["/1/condition"]);
    let no_city = json!({"field": "town", "operator": "is", "value": "Ulm"});
    assert_eq!(wrong(json!({"points": 1, "kind": "attribute", "rule": no_city})), ["/1/rule/field"]);
    assert_eq!(check_rules(&json!({}), &known()).unwrap_err()[0].pointer, "");
}
