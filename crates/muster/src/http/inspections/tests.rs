//! How a file is read: told before the import, chosen by people, and kept to by the import, on both databases.

use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

/// `Jürgen` from `Köln`, as Windows in Western Europe writes it.
const WESTERN: &[u8] = b"E-Mail;Vorname;Ort\njo@x.de;J\xFCrgen;K\xF6ln\n";
/// `Иван`, as Windows in Russia writes it.
const CYRILLIC: &[u8] = b"E-Mail,Vorname,Ort\nivan@x.de,\xC8\xE2\xE0\xED,\xCC\xEE\xF1\xEA\xE2\xE0\n\
    olga@x.de,\xCE\xEB\xFC\xE3\xE0,\xCA\xE8\xE5\xE2\n";

async fn inspect(api: &Api, query: &str, bytes: &[u8]) -> Value {
    api.post(&format!("/api/v1/inspections?name=x.csv&{query}"), bytes.to_vec()).await.expect(200)
}

async fn import(api: &Api, bytes: &[u8], choices: &Value) -> Value {
    let file = api.post("/api/v1/files?name=x.csv", bytes.to_vec()).await.expect(201);
    let mut order =
        json!({"file_id": file["id"], "mapping": "auto", "segment": {"kind": "none"}, "blank": "keep"});
    order.as_object_mut().unwrap().extend(choices.as_object().unwrap().clone());
    let import = api.post_json("/api/v1/imports", None, &order).await.expect(201);
    api.work().await;
    api.get(&format!("/api/v1/imports/{}", import["id"])).await.expect(200)
}

async fn first_names(api: &Api) -> Vec<String> {
    let contacts = api.get("/api/v1/contacts").await.expect(200);
    let items = contacts["items"].as_array().unwrap().iter();
    let mut names: Vec<String> =
        items.map(|item| item["fields"]["first_name"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_shown_is_what_is_imported_in_any_encoding() {
    on_both(async |db| {
        let api = Api::new(db);
        for (bytes, encoding, name) in
            [(WESTERN, "windows-1252", "Jürgen"), (CYRILLIC, "windows-1251", "Иван")]
        {
            let found = inspect(&api, "complete=true", bytes).await;
            assert_eq!(
                (&found["encoding"], &found["columns"][1]["samples"][0]),
                (&json!(encoding), &json!(name))
            );
            let choices = found["encodings"].as_array().unwrap();
            assert!(choices.iter().any(|choice| choice["name"] == encoding && choice["label"].is_string()));
            assert_eq!(import(&api, bytes, &json!({})).await["counts"]["not_imported"], 0);
        }
        assert_eq!(first_names(&api).await, ["Jürgen", "Иван", "Ольга"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_from_further_down_tell_the_encoding_and_are_no_rows() {
    on_both(async |db| {
        let api = Api::new(db);
        let head = b"email,city\na@x.de,Ulm\n";
        let bytes = [&head[..], &b"b@x.de,K\xF6ln\n"[..]].concat();
        let found = inspect(&api, &format!("head={}", head.len()), &bytes).await;
        assert_eq!(
            (&found["encoding"], &found["columns"][1]["samples"]),
            (&json!("windows-1252"), &json!(["Ulm"]))
        );
        let found = inspect(&api, &format!("head={}&valid=7", head.len()), &bytes).await;
        assert_eq!(found["encoding"], "utf-8", "one broken row among good ones");
        let found = inspect(&api, &format!("head={}&encoding=macintosh", head.len()), &bytes).await;
        assert_eq!(found["encoding"], "macintosh");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_chose_is_kept_to() {
    on_both(async |db| {
        let api = Api::new(db);
        let text = b"E-Mail;Name, Vorname\nanna@x.de;\x8Arg, Anna\n";
        let found = inspect(&api, "complete=true&encoding=macintosh&delimiter=%3B", text).await;
        assert_eq!(found["columns"][1]["samples"], json!(["\u{e4}rg, Anna"]));
        let found = inspect(&api, "complete=true&delimiter=,", text).await;
        assert_eq!((&found["delimiter"], &found["columns"][0]["name"]), (&json!(","), &json!("E-Mail;Name")));

        let chosen = json!({"encoding": "windows-1251", "delimiter": ";"});
        let import = import(&api, WESTERN, &chosen).await;
        assert_eq!(import["counts"]["imported"], 1);
        assert_eq!(first_names(&api).await, ["Jьrgen"]);

        for (query, code) in [("encoding=klingon", "encoding_unknown"), ("delimiter=ab", "delimiter_invalid")]
        {
            let answer = api.post(&format!("/api/v1/inspections?name=x.csv&{query}"), WESTERN.to_vec()).await;
            assert_eq!(answer.problem(422), code);
        }
    })
    .await;
}
