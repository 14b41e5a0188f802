//! Files like real exports, imported by the built program as it proposes, on both databases: nobody with a usable address
//! is lost, each value is where it belongs, and the counts add up. `corpus/generate.py` wrote the files and their truth.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use muster_domain::Field;
use muster_store::testing::TestBase;
use serde::Deserialize;
use serde_json::{Value, json};

/// What must become of a file.
#[derive(Deserialize)]
struct Truth {
    rows: i64,
    rejected: i64,
    repeated: i64,
    left_out: i64,
    guesses: BTreeMap<String, String>,
    contacts: BTreeMap<String, BTreeMap<String, String>>,
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// What the program writes; status 3 says that rows were not imported.
fn muster(arguments: &[&str], database: &str) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    let output = command.args(arguments).env("MUSTER_DATABASE", database).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{arguments:?}: {output:?}");
    output.stdout
}

/// The exported contacts by their addresses, each with its fields that are not blank.
fn contacts(database: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let exported = muster(&["export"], database);
    let mut reader = csv::Reader::from_reader(&exported[..]);
    let header = reader.headers().unwrap().clone();
    let contact = |row: csv::StringRecord| {
        let filled = header.iter().zip(&row).filter(|(name, value)| {
            Field::named(name).is_some_and(|field| field != Field::EMAIL) && !value.is_empty()
        });
        let address = header.iter().position(|name| name == Field::EMAIL.name()).unwrap();
        let fields = filled.map(|(name, value)| (name.to_owned(), unguarded(value).to_owned()));
        (row[address].to_owned(), fields.collect())
    };
    reader.records().map(|row| contact(row.unwrap())).collect()
}

/// A cell without the mark that keeps a spreadsheet from running it.
fn unguarded(cell: &str) -> &str {
    let guarded = |rest: &&str| rest.starts_with(['=', '+', '-', '@']);
    cell.strip_prefix('\'').filter(guarded).unwrap_or(cell)
}

/// Imports a file of the corpus as Muster proposes, and compares everything with its truth.
async fn holds(name: &str) {
    let truth: Truth =
        serde_json::from_slice(&std::fs::read(corpus().join(format!("{name}.json"))).unwrap()).unwrap();
    let file = corpus().join(format!("{name}.csv"));
    for base in TestBase::both().await {
        tokio::task::block_in_place(|| check(file.to_str().unwrap(), &truth, &base.address));
        base.remove().await;
    }
}

fn check(file: &str, truth: &Truth, database: &str) {
    let found: Value = serde_json::from_slice(&muster(&["inspect", file, "--json"], database)).unwrap();
    let columns = found["columns"].as_array().unwrap();
    let guesses: BTreeMap<&str, &str> = columns
        .iter()
        .map(|column| (column["name"].as_str().unwrap(), column["guess"].as_str().unwrap()))
        .filter(|(name, _)| truth.guesses.contains_key(*name))
        .collect();
    assert_eq!(json!(guesses), json!(truth.guesses), "kinds of fields that columns ask for");

    let report: Value = serde_json::from_slice(&muster(&["import", file, "--json"], database)).unwrap();
    let counts = ["processed", "imported", "repeated_in_file", "not_imported", "left_out"];
    let expected = [truth.rows, truth.contacts.len() as i64, truth.repeated, truth.rejected, truth.left_out];
    let wrong = differences(&truth.contacts, &contacts(database));
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong[..wrong.len().min(10)].join("\n"));
    assert_eq!(json!(counts.map(|key| &report[key])), json!(expected), "{counts:?}");
}

type Contacts = BTreeMap<String, BTreeMap<String, String>>;

fn differences(expected: &Contacts, found: &Contacts) -> Vec<String> {
    let lost =
        expected.keys().filter(|address| !found.contains_key(*address)).map(|it| format!("{it} is lost"));
    let strange = found.keys().filter(|address| !expected.contains_key(*address));
    let strange = strange.map(|address| format!("{address} is nobody of the file"));
    let both = expected.iter().filter_map(|(address, fields)| Some((address, fields, found.get(address)?)));
    let values = both.flat_map(|(address, expected, found)| {
        let fields = expected.keys().chain(found.keys().filter(|name| !expected.contains_key(*name)));
        fields.filter(|&name| expected.get(name) != found.get(name)).map(move |name| {
            format!("{address}: {name} is {:?} instead of {:?}", found.get(name), expected.get(name))
        })
    });
    lost.chain(strange).chain(values).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn google_contacts() {
    holds("google-new").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn google_contacts_as_they_were_before_2023() {
    holds("google-old").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outlook_on_the_desktop() {
    holds("outlook-classic").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outlook_on_the_web() {
    holds("outlook-com").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn outlook_in_german() {
    holds("outlook-german").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mailchimp_subscribers() {
    holds("mailchimp-subscribed").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hubspot_contacts() {
    holds("hubspot").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_salesforce_report() {
    holds("salesforce-report").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_salesforce_data_export() {
    holds("salesforce-loader").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn excel_in_german() {
    holds("excel-german").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shopify_customers() {
    holds("shopify").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pipedrive_people() {
    holds("pipedrive").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zoho_contacts() {
    holds("zoho").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn linkedin_connections() {
    holds("linkedin").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_german_newsletter() {
    holds("newsletter-german").await;
}

#[test]
fn the_corpus_is_what_its_generator_writes() {
    let folder = tempfile::tempdir().unwrap();
    let status =
        Command::new("python3").arg(corpus().join("generate.py")).arg(folder.path()).status().unwrap();
    assert!(status.success());
    let names = |folder: &Path| -> Vec<String> {
        let files =
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = files.filter(|name| name != "generate.py").collect();
        names.sort();
        names
    };
    assert_eq!(names(folder.path()), names(&corpus()));
    for name in names(folder.path()) {
        let (made, kept) = (folder.path().join(&name), corpus().join(&name));
        assert!(std::fs::read(made).unwrap() == std::fs::read(kept).unwrap(), "{name}");
    }
}
