//! Contacts over the API, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

const FIELDS: [&str; 3] = ["email", "last_name", "city"];
const PEOPLE: &str = "E-Mail,Name,Ort\na@x.de,Ärger,Köln\nb@x.de,zander,\nc@x.de,Adler,=1+1\nd@x.de,,Bonn\ne@x.de,ärgern,Ulm\n";

async fn emails(api: &Api, query: &str) -> Vec<String> {
    let mut after = String::new();
    let mut found = Vec::new();
    loop {
        let page = api.get(&format!("/api/v1/contacts?limit=2&{query}{after}")).await.expect(200);
        let items = page["items"].as_array().unwrap();
        found.extend(items.iter().map(|item| item["email"].as_str().unwrap()[..1].to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={}", encoded(next)),
            None => return found,
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, byte| encoded + &format!("%{byte:02X}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_sorted_and_paged_by_key_without_loss_or_doubling() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        for (query, expected) in [
            ("sort=email", ["a", "b", "c", "d", "e"]),
            ("sort=-email", ["e", "d", "c", "b", "a"]),
            ("sort=last_name", ["c", "b", "a", "e", "d"]),
            ("sort=-last_name", ["e", "a", "b", "c", "d"]),
        ] {
            assert_eq!(emails(&api, query).await, expected, "{query}");
        }
        let mut oldest = emails(&api, "sort=created_at").await;
        assert_eq!(emails(&api, "sort=changed_at").await, oldest, "all at one time, so by id");
        oldest.reverse();
        assert_eq!(emails(&api, "").await, oldest, "the newest first");
        assert_eq!(api.get("/api/v1/contacts?sort=nope").await.problem(400), "query_invalid");
    })
    .await;
}

/// However a number is stored and typed; also after it was changed by hand, by another file and by a merge, and when it is gone.
#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_found_by_their_telephone_numbers() {
    on_both(async |db| {
        let api = Api::new(db);
        let people = "E-Mail,Mobil,Tel\na@x.de,+49 151 2345678,\nb@x.de,0151/23 45 678,030 1234567\nc@x.de,0152 1111111,\n";
        api.import(people, &["email", "mobile_phone", "business_phone"], &json!({"kind": "none"})).await;
        let found = async |typed: &str| emails(&api, &format!("sort=email&search={}", encoded(typed))).await;
        for typed in ["0151 2345678", "+491512345678", "+49 151 2345678", "0049 151 2345678", "01512345678"] {
            assert_eq!(found(typed).await, ["a", "b"], "{typed}");
        }
        assert_eq!(found("(030) 123-4567").await, ["b"]);
        assert_eq!(found("b@x 0151 2345678").await, ["b"]);
        assert_eq!(found("0151 2345679").await, Vec::<String>::new());

        let id = api.get("/api/v1/contacts?search=c%40x.de").await.expect(200)["items"][0]["id"].clone();
        let path = format!("/api/v1/contacts/{id}");
        api.call(Method::PATCH, &path, Some(&json!({"fields": {"home_phone": "+43 1 9876543"}}))).await.expect(200);
        assert_eq!(found("01 9876543").await, ["c"]);
        let again = "E-Mail,Mobil\na@x.de,0160 7654321\n";
        api.import(again, &["email", "mobile_phone"], &json!({"kind": "none"})).await;
        assert_eq!((found("0151 2345678").await, found("0160 7654321").await), (vec!["b".to_owned()], vec!["a".to_owned()]));
        api.call(Method::DELETE, &path, None).await.expect_nothing();
        assert_eq!(found("01 9876543").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_filtered_by_a_condition_and_counted() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let condition = json!({"combinator": "or", "rules": [
            {"field": "last_name", "operator": "starts_with", "value": "ÄRGER"},
            {"field": "city", "operator": "empty", "value": null},
        ]});
        let query = format!("condition={}", encoded(&condition.to_string()));
        assert_eq!(emails(&api, &format!("sort=email&{query}")).await, ["a", "b", "e"]);
        let count = api.get(&format!("/api/v1/contacts/count?{query}&search=x.de")).await.expect(200);
        assert_eq!(count["count"], 3);
        let wrong = encoded(r#"{"combinator":"and","rules":[{"field":"city","operator":"x"}]}"#);
        let answer = api.get(&format!("/api/v1/contacts?condition={wrong}")).await;
        assert_eq!(answer.places(422, "condition_invalid"), ["/rules/0/operator"]);
        assert_eq!(api.get("/api/v1/contacts?condition=%7B").await.problem(400), "query_invalid");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_is_made_changed_and_deleted_by_hand() {
    on_both(async |db| {
        let api = Api::new(db);
        let new = json!({"email": "Ann@X.de", "fields": {"city": " Köln ", "birthday": "12.3.1990"}});
        let made = api.post_json("/api/v1/contacts", Some("k"), &new).await.expect(201);
        assert_eq!((&made["email"], &made["fields"]["birthday"]), (&json!("ann@x.de"), &json!("1990-03-12")));
        let again = api.post_json("/api/v1/contacts", Some("k"), &new).await.expect(201);
        assert_eq!(again["id"], made["id"], "the second click makes no second contact");
        let twin = api.post_json("/api/v1/contacts", None, &json!({"email": "ANN@x.de"})).await;
        assert_eq!(twin.places(409, "email_taken"), ["/email"]);
        let wrong =
            json!({"email": "ann", "fields": {"gender": "maybe", "nope": "1", "city": "x".repeat(101)}});
        let places = api.post_json("/api/v1/contacts", None, &wrong).await.places(422, "contact_invalid");
        assert_eq!(places, ["/email", "/fields/city", "/fields/gender", "/fields/nope"]);

        let path = format!("/api/v1/contacts/{}", made["id"]);
        let changes = json!({"email": "anna@x.de", "fields": {"city": "KÖLN", "birthday": null}});
        let edited = api.call(Method::PATCH, &path, Some(&changes)).await.expect(200);
        assert_eq!((&edited["email"], &edited["fields"]["birthday"]), (&json!("anna@x.de"), &Value::Null));
        let before = json!({"email": "ann@x.de", "city": "Köln", "birthday": "1990-03-12"});
        assert_eq!(
            (&edited["history"][0]["origin"], &edited["history"][0]["before"]),
            (&json!("user"), &before)
        );
        let same = api.call(Method::PATCH, &path, Some(&changes)).await.expect(200);
        assert_eq!(same["history"].as_array().unwrap().len(), 1, "nothing changed, nothing is noted");
        api.post_json("/api/v1/contacts", None, &json!({"email": "ann@x.de"})).await.expect(201);

        let seen = json!({"fields": {"city": "Ulm"}, "before": {"city": "Köln", "birthday": null}});
        let late = api.call(Method::PATCH, &path, Some(&seen)).await;
        assert_eq!(late.places(409, "changed_elsewhere"), ["/fields/city"]);
        assert_eq!(
            api.get(&path).await.expect(200)["fields"]["city"],
            "KÖLN",
            "nothing is overwritten unseen"
        );
        let seen = json!({"email": "anne@x.de", "before": {"email": "anna@x.de", "city": "KÖLN"}});
        let saved = api.call(Method::PATCH, &path, Some(&seen)).await.expect(200);
        assert_eq!(saved["email"], "anne@x.de");
        let odd = json!({"fields": {"city": "Ulm"}, "before": {"nope": null}});
        assert_eq!(
            api.call(Method::PATCH, &path, Some(&odd)).await.places(409, "changed_elsewhere"),
            ["/before/nope"]
        );

        let known = api.get(&format!("{path}/personal-data")).await;
        assert!(known.text().contains("anne@x.de"));
        api.call(Method::DELETE, &path, None).await.expect_nothing();
        assert_eq!(api.get(&path).await.problem(404), "not_found");
        assert_eq!(api.call(Method::PATCH, &path, Some(&changes)).await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_birthday_may_have_no_year_and_lies_in_no_future() {
    on_both(async |db| {
        let api = Api::new(db);
        let born = async |email: &str, birthday: &str| {
            let new = json!({"email": email, "fields": {"birthday": birthday}});
            api.post_json("/api/v1/contacts", None, &new).await
        };
        for (email, typed, stored) in [
            ("a@x.de", "04/25", "--04-25"),
            ("b@x.de", " --05-12 ", "--05-12"),
            ("c@x.de", "16.07.68", "1968-07-16"),
            ("d@x.de", "02/29", "--02-29"),
            ("e@x.de", "12. marraskuuta", "--11-12"),
        ] {
            let made = born(email, typed).await.expect(201);
            assert_eq!(made["fields"]["birthday"], stored, "{typed}");
        }
        for typed in ["2999-01-01", "1899-12-31", "0000-07-16", "04/05"] {
            let answer = born("f@x.de", typed).await;
            assert_eq!(answer.places(422, "contact_invalid"), ["/fields/birthday"], "{typed}");
        }
        let twin = api.post_json("/api/v1/contacts", None, &json!({"email": "'a\u{200B}@x.de"})).await;
        assert_eq!(twin.places(409, "email_taken"), ["/email"], "the same address in a spreadsheet's clothes");
        let condition = json!({"combinator": "and", "rules": [{"field": "birthday", "operator": "anniversary_in", "value": 366}]});
        let query = format!("condition={}&sort=birthday", encoded(&condition.to_string()));
        assert_eq!(emails(&api, &query).await, ["d", "a", "b", "e", "c"], "those without a year come first");
        let older = json!({"combinator": "and", "rules": [{"field": "age", "operator": "at_least", "value": 0}]});
        assert_eq!(emails(&api, &format!("condition={}", encoded(&older.to_string()))).await, ["c"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_written_changed_and_deleted() {
    on_both(async |db| {
        let api = Api::new(db);
        let made = api.post_json("/api/v1/contacts", None, &json!({"email": "ann@x.de"})).await.expect(201);
        let path = format!("/api/v1/contacts/{}/notes", made["id"]);
        let note = api.post_json(&path, None, &json!({"text": " Called.\nWants a demo. "})).await.expect(201);
        assert_eq!(note["text"], "Called.\nWants a demo.");
        assert_eq!(
            api.post_json(&path, None, &json!({"text": " "})).await.places(422, "note_invalid"),
            ["/text"]
        );
        let own = format!("{path}/{}", note["id"]);
        api.call(Method::PATCH, &own, Some(&json!({"text": "Bought."}))).await.expect_nothing();
        assert_eq!(api.get(&path).await.expect(200)["items"][0]["text"], "Bought.");
        api.call(Method::DELETE, &own, None).await.expect_nothing();
        assert_eq!(api.call(Method::DELETE, &own, None).await.problem(404), "not_found");
    })
    .await;
}
