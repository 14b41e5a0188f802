use serde_json::{Value, json};

use super::*;
use crate::{AccountId, CustomField, Fields, PersonaId, RoleId, ScoreId};

/// 2026-11-24 10:00 UTC.
const NOW: i64 = 1_795_514_400_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

fn known() -> Known {
    let custom = [
        ("Points", "decimal", &[][..]),
        ("Tags", "choices", &["VIP", "Blog"]),
        ("Trial ends", "date_time", &[]),
    ];
    let define = |(label, kind, choices): (&str, &str, &[&str])| {
        let choices: Vec<String> = choices.iter().map(|&choice| choice.to_owned()).collect();
        CustomField::define(label, kind, &choices, |_| false).unwrap()
    };
    Known {
        fields: Fields::with(custom.map(define)),
        activity_types: [("page_visit".to_owned(), 1), ("purchase".to_owned(), 16)].into(),
        groups: [GroupId(1), GroupId(2)].into(),
        accounts: Some([AccountId(1), AccountId(2)].into()),
        roles: [RoleId(3), RoleId(4)].into(),
        scores: [ScoreId(1), ScoreId(2)].into(),
        personas: [PersonaId(1), PersonaId(2)].into(),
    }
}

fn contact() -> ContactView {
    let values = [
        ("email", "ann@köln.example"),
        ("first_name", "Änne"),
        ("city", "KÖLN"),
        ("birthday", "1990-11-26"),
        ("gender", "female"),
        ("points", "12.5"),
        ("tags", "VIP;Blog"),
        ("trial_ends", "2026-11-24T12:00:00Z"),
    ];
    let visit = |at| ActivityView {
        type_id: 1,
        at,
        url: Some("https://x.example/Preise".into()),
        ..Default::default()
    };
    ContactView {
        contact_id: 7,
        values: values.into_iter().collect(),
        created_at: NOW - 10 * DAY,
        changed_at: NOW - HOUR,
        groups: [GroupId(1)].into(),
        accounts: vec![(AccountId(1), Some(RoleId(3))), (AccountId(5), None)],
        activities: vec![visit(NOW - 3 * DAY), visit(NOW - 40 * DAY)],
        created_by: Some(5),
        updated_by: [6].into(),
        met_by: [5, 6, 7].into(),
        scores: [(ScoreId(1), 40)].into(),
        crossings: vec![(ScoreId(1), NOW - 3 * DAY)],
        persona: Some(PersonaId(2)),
    }
}

fn all(rules: &Value) -> Value {
    json!({"combinator": "and", "rules": rules})
}

fn rule(field: &str, operator: &str, value: &Value) -> Value {
    all(&json!([{"field": field, "operator": operator, "value": value}]))
}

fn holds(field: &str, operator: &str, value: &Value) -> bool {
    check(&rule(field, operator, value), &known()).unwrap().holds(&contact(), NOW)
}

#[test]
fn scores_and_personas_are_asked_for() {
    let days = |n: i64| json!({"operator": "in_last", "value": {"amount": n, "unit": "days"}});
    for (operator, value, expected) in [
        ("at_least", json!({"score": 1, "points": 40}), true),
        ("at_least", json!({"score": 1, "points": 41}), false),
        ("at_most", json!({"score": 2, "points": 0}), true),
        ("between", json!({"score": 1, "points": [10, 40]}), true),
        ("between", json!({"score": 2, "points": [1, 40]}), false),
        ("crossed", json!({"score": 1}), true),
        ("crossed", json!({"score": 2}), false),
        ("crossed", json!({"score": 1, "when": days(4)}), true),
        ("crossed", json!({"score": 1, "when": days(2)}), false),
    ] {
        assert_eq!(holds("score", operator, &value), expected, "{operator} {value}");
    }
    assert!(holds("persona", "in_any", &json!([1, 2])) && holds("persona", "not_empty", &Value::Null));
    assert!(!holds("persona", "in_none", &json!([2])) && !holds("persona", "empty", &Value::Null));
    for wrong in [json!({"score": 3, "points": 1}), json!({"points": 1}), json!({"score": 1, "points": "x"})]
    {
        assert!(check(&rule("score", "at_least", &wrong), &known()).is_err(), "{wrong}");
    }
    let uses =
        check(&rule("score", "crossed", &json!({"score": 1, "when": days(2)})), &known()).unwrap().uses();
    assert!(uses.time && uses.crossings.contains(&ScoreId(1)));
}

#[test]
fn texts_are_compared_without_case_in_every_alphabet() {
    for (operator, value, expected) in [
        ("is", json!(" köln "), true),
        ("is_not", json!("Köln"), false),
        ("contains", json!("ÖL"), true),
        ("not_contains", json!("öl"), false),
        ("starts_with", json!("kö"), true),
        ("ends_with", json!("ln"), true),
        ("any_of", json!(["Bonn", "Köln"]), true),
        ("none_of", json!(["Bonn"]), true),
        ("empty", Value::Null, false),
    ] {
        assert_eq!(holds("city", operator, &value), expected, "{operator} {value}");
    }
    assert!(holds("email_domain", "is", &json!("@xn--kln-sna.example")), "IDN form and sign are understood");
}

#[test]
fn a_rule_about_a_blank_is_false_and_its_negation_true() {
    assert!(!holds("company", "contains", &json!("a")) && holds("company", "not_contains", &json!("a")));
    assert!(!holds("company", "is", &json!("a")) && holds("company", "is_not", &json!("a")));
    assert!(holds("company", "empty", &Value::Null) && !holds("company", "not_empty", &Value::Null));
}

#[test]
fn an_empty_and_is_true_and_an_empty_or_false() {
    for (combinator, not, expected) in
        [("and", false, true), ("or", false, false), ("and", true, false), ("or", true, true)]
    {
        let typed = json!({"combinator": combinator, "not": not, "rules": []});
        assert_eq!(check(&typed, &known()).unwrap().holds(&contact(), NOW), expected, "{typed}");
    }
}

#[test]
fn accounts_and_roles_in_them_are_tested() {
    for (field, operator, value, expected) in [
        ("account", "in_any", json!([2, 1]), true),
        ("account", "in_any", json!([2]), false),
        ("account", "in_none", json!([2]), true),
        ("account", "in_none", json!([1, 2]), false),
        ("account", "in_some", Value::Null, true),
        ("account_role", "has_any", json!([4, 3]), true),
        ("account_role", "has_any", json!([4]), false),
        ("account_role", "has_none", json!([3]), false),
        ("account_role", "has_none", json!([4]), true),
    ] {
        assert_eq!(holds(field, operator, &value), expected, "{field} {operator} {value}");
    }
    let nowhere = ContactView::default();
    let some = check(&rule("account", "in_some", &Value::Null), &known()).unwrap();
    assert!(!some.holds(&nowhere, NOW));
    for (field, operator, value) in [
        ("account", "in_any", json!([9])),
        ("account", "in_none", json!([])),
        ("account_role", "has_any", json!([1])),
    ] {
        let errors = check(&rule(field, operator, &value), &known()).unwrap_err();
        assert_eq!(errors[0].pointer, "/rules/0/value", "{field} {operator} {value}");
    }
    let uses = check(&rule("account_role", "has_any", &json!([4])), &known()).unwrap().uses();
    assert!(uses.concerned_by(&Change { accounts: true, ..Change::default() }));
    assert!(uses.role_ids.contains(&RoleId(4)) && uses.account_ids.is_empty());
    assert!(!some.uses().concerned_by(&Change { import: true, ..Change::default() }));
}

#[test]
fn numbers_choices_groups_imports_and_activities_are_tested() {
    for (field, operator, value, expected) in [
        ("points", "between", json!([12.5, "20"]), true),
        ("points", "greater", json!(12.5), false),
        ("points", "is", json!("12.50"), true),
        ("gender", "is", json!("Female"), true),
        ("tags", "has_all", json!(["blog", "VIP"]), true),
        ("tags", "has_none", json!(["VIP"]), false),
        ("group", "in_any", json!([1, 2]), true),
        ("group", "in_all", json!([1, 2]), false),
        ("group", "in_none", json!([2]), true),
        ("import", "created_by", json!(5), true),
        ("import", "imported_by", json!(6), true),
        ("import", "updated_by", json!(5), false),
        ("import", "unchanged_by", json!(7), true),
        ("import", "unchanged_by", json!(6), false),
        ("import", "unchanged_by", json!(5), false),
        ("import", "unchanged_by", json!(8), false),
        ("random", "percent", json!(100), true),
        ("random", "percent", json!(0), false),
    ] {
        assert_eq!(holds(field, operator, &value), expected, "{field} {operator} {value}");
    }
    let done = |value: Value| holds("activity", "done", &value);
    let month = json!({"operator": "in_last", "value": {"amount": 30, "unit": "days"}});
    assert!(done(json!({"type": "page_visit", "times": {"operator": "exactly", "count": 1}, "when": month})));
    assert!(done(json!({"type": "any", "times": {"operator": "at_least", "count": 2}})));
    assert!(done(json!({"type": "page_visit", "url": {"operator": "contains", "value": "/preise"}})));
    assert!(done(json!({"type": "purchase", "times": {"operator": "exactly", "count": 0}})), "never");
}

#[test]
fn times_move_with_the_clock() {
    let days = |amount: i64| json!({"amount": amount, "unit": "days"});
    for (field, operator, value, expected) in [
        ("created_at", "in_last", days(10), true),
        ("created_at", "in_last", days(9), false),
        ("created_at", "on", json!("2026-11-14"), true),
        ("created_at", "this_month", Value::Null, true),
        ("created_at", "before", json!("2026-11-14"), false),
        ("created_at", "after", json!("2026-11-13"), true),
        ("changed_at", "today", Value::Null, true),
        ("trial_ends", "in_next", json!({"amount": 2, "unit": "hours"}), true),
        ("birthday", "anniversary_in", json!(2), true),
        ("birthday", "anniversary_in", json!(1), false),
        ("birthday", "between", json!(["1990-11-26", "1990-11-26"]), true),
        ("birthday", "last_month", Value::Null, false),
        ("age", "between", json!([35, 35]), true),
        ("age", "at_least", json!(36), false),
    ] {
        assert_eq!(holds(field, operator, &value), expected, "{field} {operator} {value}");
    }
}

/// Whatever flips between two moments is among the contacts that [`Condition::crossed`] names.
#[test]
fn everything_that_flips_is_named_by_what_was_crossed() {
    let days = |amount: i64| json!({"amount": amount, "unit": "days"});
    let month = json!({"operator": "in_last", "value": {"amount": 1, "unit": "months"}});
    let contacts = [contact(), born("2000-02-29"), born("--02-29"), born("--02-28"), born("--03-01")];
    let conditions = [
        rule("created_at", "in_last", &days(12)),
        rule("changed_at", "today", &Value::Null),
        rule("trial_ends", "in_next", &days(3)),
        rule("birthday", "anniversary_in", &json!(9)),
        rule("birthday", "anniversary_in", &json!(0)),
        rule("birthday", "anniversary_in", &json!(364)),
        rule("age", "at_least", &json!(36)),
        rule("age", "between", &json!([27, 27])),
        rule("birthday", "this_month", &Value::Null),
        rule("activity", "done", &json!({"type": "page_visit", "when": month})),
        all(
            &json!([rule("created_at", "last_month", &Value::Null), {"field": "city", "operator": "is", "value": "köln"}]),
        ),
    ];
    let mut flips = 0;
    for (typed, contact) in
        conditions.iter().flat_map(|typed| contacts.iter().map(move |contact| (typed, contact)))
    {
        let condition = check(typed, &known()).unwrap();
        assert!(condition.uses().time);
        for step in [5 * HOUR, 25 * HOUR, 9 * DAY, 61 * DAY] {
            let mut before = NOW - 60 * DAY;
            while before < NOW + 900 * DAY {
                let now = before + step;
                if condition.holds(contact, before) != condition.holds(contact, now) {
                    flips += 1;
                    let crossed = condition.crossed(before, now);
                    let found = crossed.iter().any(|test| test.holds(contact, now));
                    assert!(found, "{typed} from {before} to {now} of {contact:?}");
                }
                before = now;
            }
        }
    }
    assert!(flips > 40, "{flips}");
    let fixed = check(&rule("created_at", "on", &json!("2026-11-14")), &known()).unwrap();
    assert_eq!((fixed.crossed(0, NOW), fixed.uses().time), (vec![], false));
    let quiet = check(&rule("birthday", "anniversary_in", &json!(9)), &known()).unwrap();
    assert_eq!(quiet.crossed(NOW, NOW + HOUR), [], "nothing happens within a day");
}

fn born(day: &str) -> ContactView {
    ContactView { values: [("birthday", day)].into_iter().collect(), ..ContactView::default() }
}

fn at(day: &str) -> i64 {
    format!("{day}T10:00:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[test]
fn the_birthday_of_29_february_is_28_february_in_common_years() {
    let within = |days: i64| check(&rule("birthday", "anniversary_in", &json!(days)), &known()).unwrap();
    for birthday in ["2000-02-29", "--02-29"] {
        for (today, days, expected) in [
            ("2027-02-27", 0, false),
            ("2027-02-28", 0, true),
            ("2027-03-01", 0, false),
            ("2027-02-20", 7, false),
            ("2027-02-20", 8, true),
            ("2028-02-28", 0, false),
            ("2028-02-29", 0, true),
            ("2028-03-01", 0, false),
            ("2028-02-20", 8, false),
            ("2028-02-20", 9, true),
            ("2027-03-01", 364, false),
            ("2027-03-01", 365, true),
            ("2026-12-01", 89, true),
            ("2026-12-01", 88, false),
        ] {
            let holds = within(days).holds(&born(birthday), at(today));
            assert_eq!(holds, expected, "{birthday} within {days} days from {today}");
        }
    }
    assert!(!within(0).holds(&born("2000-02-29"), at("2100-03-01")));
    assert!(within(0).holds(&born("2000-02-29"), at("2100-02-28")), "no leap year");
    assert!(within(0).holds(&born("2001-02-28"), at("2027-02-28")));
    let age = |years: i64| check(&rule("age", "at_least", &json!(years)), &known()).unwrap();
    for (today, years, expected) in [
        ("2027-02-27", 27, false),
        ("2027-02-28", 27, true),
        ("2028-02-28", 28, false),
        ("2028-02-29", 28, true),
    ] {
        assert_eq!(age(years).holds(&born("2000-02-29"), at(today)), expected, "{years} on {today}");
    }
}

#[test]
fn a_birthday_without_a_year_has_anniversaries_and_no_age() {
    let contact = born("--11-26");
    let holds = |typed: &Value| check(typed, &known()).unwrap().holds(&contact, NOW);
    let days = json!({"amount": 900, "unit": "years"});
    for (field, operator, value, expected) in [
        ("birthday", "anniversary_in", json!(2), true),
        ("birthday", "anniversary_in", json!(1), false),
        ("birthday", "not_empty", Value::Null, true),
        ("birthday", "empty", Value::Null, false),
        ("birthday", "on", json!("2026-11-26"), false),
        ("birthday", "before", json!("2026-11-27"), false),
        ("birthday", "after", json!("1900-01-01"), false),
        ("birthday", "between", json!(["1900-01-01", "2026-12-31"]), false),
        ("birthday", "in_last", days.clone(), false),
        ("birthday", "in_next", days, false),
        ("birthday", "this_month", Value::Null, false),
        ("age", "at_least", json!(0), false),
        ("age", "at_most", json!(200), false),
        ("age", "between", json!([0, 200]), false),
    ] {
        let typed = rule(field, operator, &value);
        assert_eq!(holds(&typed), expected, "{typed}");
        let not = json!({"combinator": "and", "not": true, "rules": [typed]});
        assert_eq!(holds(&not), !expected, "{not}");
    }
}

#[test]
fn errors_name_the_rule() {
    let wrong = |typed: &Value| {
        let errors = check(typed, &known()).unwrap_err();
        errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    let rules = json!([
        {"field": "citty", "operator": "is", "value": "x"},
        {"field": "city", "operator": "less", "value": "x"},
        {"combinator": "or", "rules": [
            {"field": "points", "operator": "is", "value": "many"},
            {"field": "city", "operator": "is", "value": 5},
            {"field": "city", "operator": "is", "value": "a\u{0}b"},
            {"field": "group", "operator": "in_any", "value": [3]},
            {"field": "birthday", "operator": "in_last", "value": {"amount": 3, "unit": "hours"}},
            {"field": "activity", "operator": "done", "value": {"type": "dance"}},
            {"field": "gender", "operator": "is", "value": "x"},
            {"field": "points", "operator": "between", "value": [10, 5]},
            {"field": "birthday", "operator": "between", "value": ["2026-11-02", "2026-11-01"]},
        ]},
        {"combinator": "xor", "rules": []},
    ]);
    let expected: Vec<String> = ["/rules/0/field", "/rules/1/operator"]
        .map(str::to_owned)
        .into_iter()
        .chain((0..9).map(|index| format!("/rules/2/rules/{index}/value")))
        .chain(["/rules/3/combinator".to_owned()])
        .collect();
    assert_eq!(wrong(&all(&rules)), expected);
    for odd in [json!(null), json!([]), json!({"rules": 3}), json!("x")] {
        assert_eq!(wrong(&odd), [""], "{odd}");
    }
}

#[test]
fn depth_and_size_are_bounded() {
    let mut nested = all(&json!([]));
    for _ in 1..16 {
        nested = all(&json!([nested]));
    }
    assert!(check(&nested, &known()).is_ok());
    let error = check(&all(&json!([nested])), &known()).unwrap_err();
    assert_eq!(error[0].pointer, "/rules/0".repeat(16));
    let many: Vec<Value> = (0..501).map(|_| json!({"field": "city", "operator": "empty"})).collect();
    assert_eq!(check(&all(&json!(many)), &known()).unwrap_err().len(), 1);
    let list: Vec<String> = (0..5001).map(|n| n.to_string()).collect();
    assert!(check(&rule("city", "any_of", &json!(list)), &known()).is_err());
    let long = json!({"field": "city", "operator": "any_of", "value": &list[..5000]});
    assert!(check(&all(&json!([long, long])), &known()).is_ok());
    let error =
        check(&all(&json!([long, long, {"field": "city", "operator": "is", "value": "x"}])), &known());
    assert_eq!(error.unwrap_err()[0].pointer, "/rules/2/value");
    let not = json!({"combinator": "and", "not": "yes", "rules": []});
    assert_eq!(check(&not, &known()).unwrap_err()[0].pointer, "/not");
}

#[test]
fn an_explanation_says_of_every_rule_whether_it_holds() {
    let typed = json!({"combinator": "or", "not": true, "rules": [
        {"field": "city", "operator": "is", "value": "Bonn"},
        {"combinator": "and", "rules": [{"field": "city", "operator": "is_not", "value": "Bonn"}]},
    ]});
    let told = check(&typed, &known()).unwrap().explain(&typed, &contact(), NOW);
    assert_eq!((&told["holds"], &told["not"]), (&json!(false), &json!(true)));
    assert_eq!(told["rules"][0]["holds"], false);
    assert_eq!(
        told["rules"][1]["rules"][0],
        json!({"field": "city", "operator": "is_not", "value": "Bonn", "holds": true})
    );
}

#[test]
fn what_a_condition_depends_on_is_asked_only_by_such_changes() {
    let uses = |typed: Value| check(&typed, &known()).unwrap().uses();
    let changed = |field: &str| Change { fields: [field.to_owned()].into(), ..Change::default() };
    let city = uses(rule("city", "is", &json!("x")));
    assert!(city.concerned_by(&changed("city")) && !city.concerned_by(&changed("zip")));
    assert!(city.concerned_by(&Change { created: true, ..Change::default() }));
    assert!(uses(rule("age", "at_least", &json!(3))).concerned_by(&changed("birthday")));
    assert!(uses(rule("changed_at", "today", &Value::Null)).concerned_by(&changed("zip")));
    let visits = uses(rule("activity", "done", &json!({"type": "page_visit"})));
    let did = |type_id| Change { activity_types: [type_id].into(), ..Change::default() };
    assert!(visits.concerned_by(&did(1)) && !visits.concerned_by(&did(16)) && visits.activities());
    assert!(uses(rule("activity", "done", &json!({"type": "any"}))).concerned_by(&did(16)));
    let group = uses(rule("group", "in_none", &json!([2])));
    assert!(group.concerned_by(&Change { groups: [GroupId(2)].into(), ..Change::default() }));
    assert!(!group.concerned_by(&Change { groups: [GroupId(1)].into(), ..Change::default() }));
}
