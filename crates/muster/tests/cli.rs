//! The built program on its command line, on both databases: counts known in advance, exit status, error file, kill.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use muster_store::testing::TestBase;
use muster_store::{Db, Sql};
use serde_json::{Value, json};

/// A contact base and a folder for files.
struct Place {
    base: Option<TestBase>,
    folder: tempfile::TempDir,
}

impl Place {
    /// Runs a test on SQLite and on PostgreSQL.
    async fn both(test: impl Fn(&Self)) {
        for base in TestBase::both().await {
            let mut place = Self { base: Some(base), folder: tempfile::tempdir().unwrap() };
            tokio::task::block_in_place(|| test(&place));
            place.base.take().unwrap().remove().await;
        }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn command(&self, verb: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
        command.arg(verb).args(arguments).env("MUSTER_DATABASE", &self.base.as_ref().unwrap().address);
        command
    }

    fn run(&self, verb: &str, arguments: &[&str]) -> Output {
        self.command(verb, arguments).output().unwrap()
    }

    /// Imports a file and returns the report; the exit status must tell of rejects.
    fn import(&self, file: &Path, arguments: &[&str]) -> Value {
        let arguments = [&[file.to_str().unwrap(), "--json"], arguments].concat();
        let output = self.run("import", &arguments);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        let expected = if report["not_imported"] == 0 { 0 } else { 3 };
        assert_eq!(output.status.code(), Some(expected), "{output:?}");
        assert_eq!(
            number(&report, "processed"),
            number(&report, "imported") + number(&report, "duplicates") + number(&report, "not_imported")
        );
        assert_eq!(
            number(&report, "duplicates"),
            number(&report, "updated") + number(&report, "unchanged") + number(&report, "repeated_in_file")
        );
        report
    }

    /// Rows that the first import accounts for so far.
    async fn processed(&self) -> i64 {
        let db = self.base.as_ref().unwrap().open().await;
        let import = muster_store::imports::find(&db, muster_domain::ImportId(1)).await.unwrap();
        db.close().await;
        import.map_or(0, |import| import.counts.processed())
    }

    /// Writes into the base by hand.
    fn write(&self, sql: &'static str, texts: &[&str]) {
        let sql = texts.iter().fold(Sql::new(sql), |sql, text| sql.bind(*text));
        self.in_base(async |db| db.execute(sql).await.map(drop)).unwrap();
    }

    /// The one number that a `select` answers with.
    fn rows(&self, sql: &'static str) -> i64 {
        let sql = Sql::new("select cast((").push(sql).push(") as bigint)");
        self.in_base(async |db| db.fetch_optional::<(i64,)>(sql).await).unwrap().unwrap().0
    }

    fn in_base<T>(&self, act: impl AsyncFnOnce(&Db) -> T) -> T {
        tokio::runtime::Handle::current().block_on(async {
            let db = self.base.as_ref().unwrap().open().await;
            let done = act(&db).await;
            db.close().await;
            done
        })
    }

    fn export(&self, arguments: &[&str]) -> Vec<Vec<String>> {
        let output = self.run("export", arguments);
        assert!(output.status.success(), "{output:?}");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&output.stdout[..]);
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }
}

fn number(report: &Value, key: &str) -> i64 {
    report[key].as_i64().unwrap_or_else(|| panic!("no {key} in {report}"))
}

fn counts(report: &Value) -> Value {
    let keys = ["processed", "imported", "duplicates", "not_imported"];
    json!(keys.map(|key| number(report, key)))
}

/// 200,000 contacts of `make_contacts.py` for a base of as many, made once for all tests, which run side by side.
fn made_contacts() -> PathBuf {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    let make = || {
        let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("contacts");
        let maker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/bench/make_contacts.py");
        let made = Command::new("python3")
            .arg(&maker)
            .arg(&out)
            .args(["--rows", "200000", "--base", "200000"])
            .status();
        assert!(made.unwrap().success(), "{} makes the contacts for this test", maker.display());
        out
    };
    MADE.get_or_init(make).clone()
}

/// As in `make_contacts.py`: over (address, last name, city, zip) of all contacts, in any order.
fn digest(contacts: &[Vec<String>]) -> String {
    use sha2::{Digest as _, Sha256};
    let column = |name: &str| contacts[0].iter().position(|column| column == name).unwrap();
    let columns = ["email", "last_name", "city", "zip"].map(column);
    let total = contacts[1..].iter().fold(0u64, |total, contact| {
        let line = columns.map(|column| contact[column].as_str()).join("\u{1f}");
        let hash: [u8; 8] = Sha256::digest(line)[..8].try_into().unwrap();
        total.wrapping_add(u64::from_be_bytes(hash))
    });
    format!("{total:016x}")
}

fn assert_expected(place: &Place, report: &Value, expected: &Value) {
    for key in ["processed", "imported", "duplicates", "not_imported", "repeated_in_file"] {
        assert_eq!(report[key], expected[key], "{key}");
    }
    let contacts = place.export(&[]);
    assert_eq!(json!(contacts.len() - 1), expected["contacts"]);
    assert_eq!(json!(digest(&contacts)), expected["digest"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn made_contacts_give_exactly_the_expected_counts_and_digest() {
    let made = made_contacts();
    let expected: Value =
        serde_json::from_slice(&std::fs::read(made.join("expected.json")).unwrap()).unwrap();
    Place::both(|place| {
        let report = place.import(&made.join("import.csv"), &["--new-group", "Empty"]);
        assert_expected(place, &report, &expected["empty"]);
    })
    .await;
    Place::both(|place| {
        place.import(&made.join("base.csv"), &[]);
        let report = place.import(&made.join("import.csv"), &["--new-group", "On base"]);
        assert_expected(place, &report, &expected["on_base"]);
        let members = place.export(&["--group", "on BASE"]).len() as i64 - 1;
        let known = number(&report, "updated") + number(&report, "unchanged");
        assert_eq!(members, number(&report, "imported") + known);
        let again = place.import(&made.join("import.csv"), &["--group", "On base"]);
        assert_eq!(number(&again, "updated") + number(&again, "imported"), 0, "{again}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seeds_result_screen_comes_out_as_printed_there() {
    Place::both(|place| {
        let person = |n: usize| format!("First{n},Last{n},person{n}@example.com\n");
        let base: String = (0..700).map(person).collect();
        place.import(&place.file("base.csv", format!("FirstName,LastName,Email\n{base}")), &[]);
        let mut rows: Vec<String> = (0..700).map(|n| person(n).replace("First", "Primo")).collect(); // updated
        rows.extend((700..2593).map(person)); // new: 1893
        rows.extend((700..712).map(|n| person(n).to_uppercase())); // repeated in the file
        rows.extend(["Nick,Nobody,\n".to_owned(), "Nora,Nowhere,nora(at)example.com\n".to_owned()]);
        let file = place.file("people.csv", format!("FirstName,LastName,Email\n{}", rows.concat()));
        let report = place.import(&file, &["--new-group", "Seed"]);
        assert_eq!(counts(&report), json!([2607, 1893, 712, 2]));
        let codes: Vec<&Value> =
            report["rejects"].as_array().unwrap().iter().map(|reject| &reject["code"]).collect();
        assert_eq!(codes, ["email_missing", "email_invalid"]);
        assert_eq!(report["rejects"][0]["row"], 2607);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_seeds_sample_file_is_mapped_by_itself() {
    Place::both(|place| {
        let text = "FirstName,LastName,Email\nlouis,wright,louis.wright190@example.com\nandrew,stevens,andrew.stevens60@example.com\n\
            bonnie,crawford,bonnie.crawford92@example.com\njoann,james,joann.james68@example.com\n";
        let report = place.import(&place.file("sample.csv", text), &[]);
        assert_eq!(counts(&report), json!([4, 4, 0, 0]));
        let contacts = place.export(&[]);
        assert!(contacts.iter().any(|contact| contact[..4] == ["joann.james68@example.com", "joann", "", "james"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_bad_row_is_rejected_alone_and_the_corrected_error_file_imports() {
    Place::both(|place| {
        let mut bytes = b"Wer;Kontakt;Ort;Geboren\n".to_vec();
        bytes.extend(b"Ann;ann@x.de;\"K\xc3\xb6ln\nMitte\";1980-12-31\n"); // 2: good
        bytes.extend(b"J\xfcrgen;jo@x.de;Ulm;\n"); // 3: not UTF-8
        bytes.extend(b"Eve;eve@x.de;\"Rom;\n"); // 4: unclosed quote
        bytes.extend(b"Bob;bob@x.de;Ulm;;surplus\n"); // 5: too many cells
        bytes.extend(b"Cy;cy@x.de\n"); // 6: missing cells are blank
        bytes.extend(format!("Di;di@x.de;{};\n", "x".repeat(101)).bytes()); // 7: a value is left out
        bytes.extend(b"Flo;flo@x.de;Ulm;03/04/1980\n"); // 8: the column has the day first
        bytes.extend(b"=cmd();gil(at)x.de;Ulm;\n"); // 9: no address
        bytes.extend(b"\nHal; HAL@x.de ;Ulm;31.12.1980\n"); // 11: good
        let file = place.file("liste.csv", bytes);
        let rejects = place.folder.path().join("rejects.csv");
        let map = ["--map", "Wer=first_name", "--map", "kontakt=email", "--map", "#4=birthday"];
        let report = place.import(&file, &[&map[..], &["--rejects", rejects.to_str().unwrap()]].concat());
        assert_eq!((counts(&report), &report["left_out"]), (json!([9, 5, 0, 4]), &json!(1)));
        let found: Vec<Value> = report["rejects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| json!([r["row"], r["code"], r["column"]]))
            .collect();
        assert_eq!(
            json!(found),
            json!([
                [3, "not_utf8", null],
                [4, "unclosed_quote", null],
                [5, "too_many_cells", null],
                [9, "email_invalid", "Kontakt"]
            ])
        );
        let value = &report["left_out_values"][0];
        assert_eq!(
            (&value["row"], &value["column"], &value["code"], &value["value"]),
            (&json!(7), &json!("Ort"), &json!("value_too_long"), &json!("x".repeat(101)))
        );

        let text = std::fs::read_to_string(&rejects).unwrap();
        assert!(text.contains(";'=cmd();"), "{text}");
        let corrected = text
            .replace("\"\"\"Rom\"", "Rom")
            .replace(";;surplus", ";")
            .replace(&"x".repeat(101), &"x".repeat(100))
            .replace("gil(at)", "gil@");
        let again = place.import(&place.file("corrected.csv", corrected), &[]);
        assert_eq!(counts(&again), json!([5, 4, 1, 0]), "{again}");
        let contacts = place.export(&[]);
        let names: Vec<&str> = contacts[1..].iter().map(|contact| contact[1].as_str()).collect();
        assert!(names.contains(&"Jürgen") && names.contains(&"'=cmd()"), "{names:?}");
        let flo = contacts.iter().find(|contact| contact[0] == "flo@x.de").unwrap();
        assert!(flo.contains(&"1980-04-03".to_owned()), "{flo:?}");
        let di = contacts.iter().find(|contact| contact[0] == "di@x.de").unwrap();
        assert!(di.contains(&"x".repeat(100)), "{di:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_with_one_name_or_none_keep_their_places_when_the_error_file_comes_back() {
    Place::both(|place| {
        let header = "E-Mail,Telefon,Telefon,,\n";
        let rows = "ann@x.de,030 1111111,0151 1111111,Ulm,x\nbo(at)x.de,030 2222222,0151 2222222,Rom,y\n";
        let file = place.file("twice.csv", format!("{header}{rows}"));
        let rejects = place.folder.path().join("rejects.csv");
        let map = ["--map", "#2=home_phone", "--map", "#3=mobile_phone", "--map", "#4=city"];
        let report = place.import(&file, &[&map[..], &["--rejects", rejects.to_str().unwrap()]].concat());
        assert_eq!(counts(&report), json!([2, 1, 0, 1]));
        let corrected = std::fs::read_to_string(&rejects).unwrap().replace("(at)", "@");
        let report = place.import(&place.file("corrected.csv", corrected), &[]);
        assert_eq!(counts(&report), json!([1, 1, 0, 0]));
        let contacts = place.export(&[]);
        let at = |name: &str| contacts[0].iter().position(|column| column == name).unwrap();
        for (row, phones) in
            [(1, ["030 1111111", "0151 1111111", "", "Ulm"]), (2, ["030 2222222", "0151 2222222", "", "Rom"])]
        {
            let fields = ["home_phone", "mobile_phone", "business_phone", "city"];
            assert_eq!(fields.map(|name| contacts[row][at(name)].as_str()), phones);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_counts_and_writes_nothing() {
    Place::both(|place| {
        let base = place.file("base.csv", "email,city\na@x.de,Ulm\n");
        place.import(&base, &[]);
        let rows: Vec<String> = (0..25_000).map(|n| format!("p{}@x.de,Rom\n", n % 15_000)).collect();
        let rows = rows.concat();
        let file = place.file("new.csv", format!("email,city\na@x.de,Bonn\nnobody,\n{rows}a@x.de,Ulm\n"));
        let rejects = place.folder.path().join("rejects.csv");
        let dry =
            place.import(&file, &["--dry-run", "--new-group", "G", "--rejects", rejects.to_str().unwrap()]);
        assert_eq!(dry["rejects"][0]["row"], 3);
        assert!(std::fs::read_to_string(&rejects).unwrap().contains("nobody"));
        assert_eq!(place.export(&[]).len(), 2);
        assert_eq!(place.export(&[])[1][11], "Ulm");
        let real = place.import(&file, &["--new-group", "G"]);
        assert_eq!(
            (counts(&dry), &dry["updated"], &dry["unchanged"]),
            (counts(&real), &real["updated"], &real["unchanged"])
        );
        assert_eq!(counts(&real), json!([25_003, 15_000, 10_002, 1]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_foresees_what_the_import_does_to_groups_scores_and_personas() {
    Place::both(|place| {
        place.import(&place.file("base.csv", "email,city\nr@x.de,Rom\nu@x.de,Ulm\nv@x.de,Ulm\n"), &[]);
        let in_city = |city: &str| json!({"field": "city", "operator": "is", "value": city});
        let gives = |points: i64, city: &str| json!([{"points": points, "kind": "attribute", "rule": in_city(city)}]);
        let condition = json!({"combinator": "and", "rules": [in_city("rom")]}).to_string();
        let hot = json!({"field": "score", "operator": "at_least", "value": {"score": 1, "points": 20}});
        let behind = json!({"combinator": "and", "rules": [hot]}).to_string();
        // As if they had been made before: r has its points, the persona and its groups.
        place.write(
            "insert into contact_groups (group_id, name, name_key, condition, state, swept_at, created_at)
             values (91, 'Rome', 'rome', $1, 'ready', 0, 0), (92, 'Hot', 'hot', $2, 'ready', 0, 0)",
            &[&condition, &behind],
        );
        place.write(
            "insert into members (contact_id, group_id, reasons, since)
             select c.contact_id, g.group_id, 2, 0 from contacts c cross join contact_groups g where c.city = 'Rom'",
            &[],
        );
        let rules = gives(20, "rom").to_string();
        place.write(
            "insert into scores (score_id, name, name_key, enabled, rules, limit_points, state, swept_at, created_at)
             values (1, 'Interest', 'interest', 1, $1, 20, 'ready', 0, 0)",
            &[&rules],
        );
        place.write("insert into contact_scores select contact_id, 1, 20, null from contacts where city = 'Rom'", &[]);
        place.write(
            "insert into personas (persona_id, name, name_key, picture, threshold, position, rules, created_at)
             values (1, 'Roman', 'roman', 'fox', 10, 1, $1, 0)",
            &[&rules],
        );
        place.write("insert into contact_personas select contact_id, 1, 20, 0, null from contacts where city = 'Rom'", &[]);

        // Two from Ulm to Rome, one of them in two chunks, one away from it, and two new ones.
        let rows = (0..21_000).map(|n| format!("p{n}@x.de,Bonn\n")).collect::<Vec<_>>().concat();
        let text = format!("email,city\nu@x.de,Rom\nr@x.de,Ulm\nn@x.de,Rom\nm@x.de,Rom\nv@x.de,Rom\n{rows}v@x.de,Rom\n");
        let file = place.file("new.csv", text);
        let effects = place.import(&file, &["--dry-run"])["effects"].clone();
        let moved = |name: &str| json!({"name": name, "entered": 4, "left": 1});
        assert_eq!(effects["groups"], json!([moved("Hot"), moved("Rome")]));
        assert_eq!(effects["scores"], json!([{"name": "Interest", "reached_limit": 4}]));
        assert_eq!(effects["personas"][0], moved("Roman"));
        assert_eq!(effects["personas"][1], json!({"name": null, "entered": 1, "left": 4}));
        assert_eq!(place.rows("select count(*) from import_score_effects"), 0);
        place.import(&file, &[]);
        assert_eq!(place.rows("select sum(entered) from import_effects where gone = 1"), 8);
        assert_eq!(place.rows("select sum(crossed) from import_score_effects"), 4);
        assert_eq!(place.rows("select sum(entered) from import_persona_effects where persona_id = 1 and gone = 1"), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_goes_on_without_losing_or_doubling_a_row() {
    let made = made_contacts();
    let expected: Value =
        serde_json::from_slice(&std::fs::read(made.join("expected.json")).unwrap()).unwrap();
    Place::both(|place| {
        let file = made.join("import.csv");
        let arguments = [file.to_str().unwrap(), "--new-group", "Killed", "--json"];
        let mut child = place.command("import", &arguments).stdout(Stdio::null()).spawn().unwrap();
        // Killed as soon as something is written; should it be quicker than this loop, the next assertion tells.
        let handle = tokio::runtime::Handle::current();
        while child.try_wait().unwrap().is_none() && handle.block_on(place.processed()) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let survived = place.export(&[]).len();
        assert!(survived > 1 && survived < 197_001, "{survived} contacts when killed");
        let output = place.run("import", &arguments);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        assert_expected(place, &report, &expected["empty"]);
        assert_eq!(report["id"], 1, "it is the same import");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_usage_and_unusable_files_have_their_status_and_words() {
    Place::both(|place| {
        let good = place.file("good.csv", "email,name\na@x.de,Ann\n");
        let good = good.to_str().unwrap();
        let file = |name: &str, text: &str| place.file(name, text).to_str().unwrap().to_owned();
        let twice = file("twice.csv", "email,Telefon,Telefon,,\na@x.de,1,2,3,4\n");
        for (arguments, status, words) in [
            (vec!["import"], 2, "FILE"),
            (vec!["import", good, "--map", "name"], 2, "COLUMN=FIELD"),
            (vec!["import", good, "--map", "nose=city"], 2, "no column called"),
            (vec!["import", &twice, "--map", "telefon=mobile_phone"], 2, "#3"),
            (vec!["import", &twice, "--map", "=city"], 2, "several columns"),
            (vec!["import", good, "--map", "name=nose"], 2, "no such contact field"),
            (vec!["import", good, "--group", "Nobody"], 1, "--new-group"),
            (vec!["import", good, "--group", "a", "--new-group", "b"], 2, "cannot be used"),
            (vec!["import", good, "--map", "email=email", "--map", "name=email"], 2, "mapped twice"),
            (vec!["import", good, "--rejects", good], 2, "name another"),
            (vec!["import", good, "--rejects", "/nowhere/r.csv"], 1, "cannot be written"),
            (vec!["import", "/nowhere.csv"], 1, "cannot be opened"),
            (vec!["import", "/"], 1, "folder"),
            (vec!["import", &file("empty.csv", "")], 1, "empty"),
            (vec!["import", &file("header.csv", "email,name\n")], 1, "no rows"),
            (vec!["import", &file("book.xlsx", "PK\u{3}\u{4}")], 1, "Excel"),
            (vec!["import", &file("noemail.csv", "a,b\n1,2\n")], 1, "e-mail"),
            (vec!["import", &file("noheader.csv", "a@x.de,Ann\nb@x.de,Ben\n")], 1, "column names"),
            (vec!["export", "--group", "Nobody"], 1, "no contact group"),
            (vec!["serve", "--listen", "0.0.0.0:0"], 2, "loopback"),
        ] {
            let output = place.run(arguments[0], &arguments[1..]);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(status), "{arguments:?}: {said}");
            assert!(said.contains(words), "{arguments:?}: {said}");
        }
        assert_eq!(place.export(&[]).len(), 1, "nothing was written");
    })
    .await;
}

#[test]
fn inspection_prints_the_contracts_object_and_the_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    std::fs::write(&path, "\u{FEFF}sep=;\r\nE-Mail;Ort\r\na@x.de;\"K\r\n\"\"ö\"\"\"\r\n\r\n").unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_muster"))
            .arg("inspect")
            .arg(&path)
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let mut found: Value = serde_json::from_str(&run(&["--json"])).unwrap();
    let encodings = found.as_object_mut().unwrap().remove("encodings").unwrap();
    assert_eq!(encodings[0], json!({"name": "utf-8", "label": "Unicode (UTF-8)"}));
    let expected = json!({"format": "csv", "encoding": "utf-8", "delimiter": ";", "quote": "\"", "escape": null,
        "header_row": 1, "preamble_rows": 0, "footer_rows": 0, "rows": 1, "columns": [
            {"column": 0, "name": "E-Mail", "samples": ["a@x.de"], "field": "email", "why": "the column is called \"E-Mail\"",
                "own": false, "label_column": null, "full_name": false, "guess": "email", "unfit": null},
            {"column": 1, "name": "Ort", "samples": ["K\r\n\"ö\""], "field": "city", "why": "the column is called \"Ort\"",
                "own": false, "label_column": null, "full_name": false, "guess": "long_text", "unfit": null}]});
    assert_eq!(found, expected);
    assert_eq!(run(&["--rows", "csv"]), "E-Mail,Ort\r\na@x.de,\"K\r\n\"\"ö\"\"\"\r\n");
    assert!(run(&[]).contains("→ city"));
}

/// Merges or erases from beside the program, as the server does.
async fn change_base(place: &Place, change: impl AsyncFnOnce(&mut muster_store::Tx)) {
    let db = place.base.as_ref().unwrap().open().await;
    let mut tx = db.begin().await.unwrap();
    muster_store::recalculate::lock(&mut tx).await.unwrap();
    change(&mut tx).await;
    tx.commit().await.unwrap();
    db.close().await;
}

fn block<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Handle::current().block_on(future)
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_both_addresses_of_a_merged_contact_are_one_contact() {
    use muster_domain::ContactId;
    use muster_domain::condition::Known;
    use muster_store::merges::{Order, merge};
    Place::both(|place| {
        place.import(&place.file("two.csv", "email,first_name\na@x.de,Ann\nb@x.de,Bea\n"), &[]);
        block(change_base(place, async |tx| {
            let order = Order { survivor: ContactId(1), other: ContactId(2), values: [].into() };
            assert!(merge(tx, &Known::default(), &order, 1).await.unwrap().is_some());
        }));
        let report = place.import(&place.file("one.csv", "email,first_name\nb@x.de,Bo\nc@x.de,Cy\n"), &[]);
        assert_eq!((counts(&report), number(&report, "updated")), (json!([2, 1, 1, 0]), 1));
        let both = place.file("both.csv", "email,first_name\na@x.de,A\nc@x.de,Cy\nb@x.de,B\n");
        let report = place.import(&both, &[]);
        assert_eq!(counts(&report), json!([3, 0, 3, 0]));
        let kinds = ["updated", "unchanged", "repeated_in_file"].map(|key| number(&report, key));
        assert_eq!(kinds, [1, 1, 1]);
        let names: Vec<String> = place.export(&[]).into_iter().skip(1).map(|row| row[1].clone()).collect();
        assert_eq!(names, ["B", "Cy"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_erased_people_are_not_imported_and_leave_no_cells() {
    use muster_domain::ContactId;
    Place::both(|place| {
        place.import(&place.file("old.csv", "email,first_name\na@x.de,Ann\n"), &[]);
        block(change_base(place, async |tx| {
            assert!(
                muster_store::erasure::erase(
                    tx,
                    ContactId(1),
                    &muster_store::erasure::KnownRows::default(),
                    &[7; 32],
                    1
                )
                .await
                .unwrap()
            );
        }));
        let file =
            place.file("new.csv", "email,first_name\nA@x.de,Ann\nnobody,No\nb@x.de,Bea\na@x.de,Annabel\n");
        let rejects = place.folder.path().join("rejects.csv");
        let expected = json!([[2, "erased"], [3, "email_invalid"], [5, "erased"]]);
        for mode in [&["--dry-run"][..], &[]] {
            let report = place.import(&file, &[&["--rejects", rejects.to_str().unwrap()], mode].concat());
            assert_eq!(counts(&report), json!([4, 1, 0, 3]), "{mode:?}");
            let found: Vec<Value> = report["rejects"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reject| json!([reject["row"], reject["code"]]))
                .collect();
            assert_eq!(json!(found), expected, "{mode:?}");
            let written = std::fs::read_to_string(&rejects).unwrap();
            assert!(!written.contains("Ann") && !written.contains("a@x.de"), "{written}");
            assert_eq!(written.matches("asked to be erased").count(), 2, "{written}");
        }
        assert_eq!(place.export(&[]).len(), 2, "the header and Bea");
    })
    .await;
}

/// The block of `docs/api.md` in a language.
fn documented(language: &str) -> String {
    let text = include_str!("../../../docs/api.md");
    let (_, behind) = text.split_once(&format!("```{language}\n")).unwrap();
    behind.split_once("```").unwrap().0.to_owned()
}

/// A server of the built program, killed when the test is over.
struct Server(std::process::Child, String);

impl Server {
    fn start(place: &Place) -> Self {
        use std::io::{BufRead as _, BufReader};
        let data = place.folder.path().join("data");
        let mut command =
            place.command("serve", &["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut lines = log.map(Result::unwrap);
        let address =
            lines.find_map(|line| Some(line.split_once("listening on ")?.1.trim().to_owned())).unwrap();
        std::thread::spawn(move || lines.for_each(drop)); // or the program would wait for its log to be read
        Self(child, address)
    }
}

impl Server {
    fn post(&self, path: &str, body: &Value) -> Value {
        let request = ureq::post(format!("{}{path}", self.1)).header("content-type", "application/json");
        let answer = request.send(body.to_string()).unwrap().body_mut().read_to_string().unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    fn upload(&self, name: &str, bytes: Vec<u8>) -> Value {
        let request = ureq::post(format!("{}/api/v1/files?name={name}", self.1));
        let answer = request.send(bytes).unwrap().body_mut().read_to_string().unwrap();
        serde_json::from_str::<Value>(&answer).unwrap()["id"].clone()
    }

    /// Asks it to stop, as an operator does, and waits until it has.
    fn stop(mut self) -> std::process::ExitStatus {
        Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status().unwrap();
        self.0.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_asked_to_stop_ends_well_and_its_database_file_alone_is_whole() {
    Place::both(|place| {
        let server = Server::start(place);
        let rows: Vec<String> = (0..300_000).map(|row| format!("a{row}@x.de")).collect();
        let file = server.upload("people.csv", format!("email\n{}\n", rows.join("\n")).into_bytes());
        let mapping = json!([{"column": 0, "field": "email"}]);
        let order =
            json!({"file_id": file, "mapping": mapping, "segment": {"kind": "none"}, "blank": "keep"});
        server.post("/api/v1/imports", &order);
        let handle = tokio::runtime::Handle::current();
        while handle.block_on(place.processed()) == 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(server.stop().success());
        let path = place.base.as_ref().unwrap().address.strip_prefix("sqlite:").map(PathBuf::from);
        let Some(path) = path else { return };
        let copy = place.folder.path().join("copy.db");
        std::fs::copy(path, &copy).unwrap();
        let contacts = handle.block_on(async {
            let db = Db::open(&format!("sqlite:{}", copy.display())).await.unwrap();
            db.fetch_optional::<(i64,)>(Sql::new("select count(*) from contacts")).await.unwrap().unwrap().0
        });
        assert!(contacts > 0 && contacts == place.rows("select count(*) from contacts"), "{contacts}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_can_be_read_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    Place::both(|place| {
        let server = Server::start(place);
        let id = server.upload("people.csv", b"email\na@x.de\n".to_vec());
        server.post("/api/v1/contact-groups", &json!({"name": "Some"}));
        let data = place.folder.path().join("data");
        let database = place.base.as_ref().unwrap().address.strip_prefix("sqlite:");
        let beside = ["", "-wal", "-shm"].iter().filter_map(|end| Some(format!("{}{end}", database?).into()));
        let paths = [data.clone(), data.join("files"), data.join("files").join(id.to_string())];
        for path in paths.into_iter().chain(beside) {
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}: {mode:o}", path.display());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_in_a_database_address_is_never_shown() {
    Place::both(|place| {
        for address in
            ["postgres://ann:hush@127.0.0.1:1/x", "postgres://127.0.0.1:1/x?user=ann&password=hush"]
        {
            for arguments in [["export", "--database", address], ["export", "--help", "--"]] {
                let mut command = place.command(arguments[0], &arguments[1..]);
                let output = command.env("MUSTER_DATABASE", address).output().unwrap();
                let told = [output.stdout, output.stderr].concat();
                assert!(
                    !String::from_utf8_lossy(&told).contains("hush"),
                    "{}",
                    String::from_utf8_lossy(&told)
                );
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_database_or_its_folder_is_told_at_the_start_with_what_to_do() {
    Place::both(|place| {
        let none = place.file("letter.txt", "Dear Sir,".repeat(500));
        let none = format!("sqlite:{}", none.display());
        let nowhere = place.base.as_ref().unwrap().address.replace("muster", "nowhere");
        for (arguments, words) in [
            (vec!["export", "--database", "postgres://ann@127.0.0.1:1/x"], "look whether it runs"),
            (vec!["export", "--database", &none], "no database of Muster"),
            (vec!["export", "--database", "sqlite:/proc/muster/base.db"], "the right to write there"),
            (vec!["serve", "--listen", "127.0.0.1:0", "--data", "/proc/1"], "name another with --data"),
            (
                vec!["export", "--database", &nowhere],
                if nowhere.starts_with('p') { "create it first" } else { "" },
            ),
        ] {
            let start = std::time::Instant::now();
            let output = place.run(arguments[0], &arguments[1..]);
            let told = String::from_utf8(output.stderr).unwrap();
            assert!(told.contains(words) && !told.contains("(code: "), "{arguments:?}: {told}");
            assert!(words.is_empty() || output.status.code() == Some(1), "{arguments:?}: {told}");
            assert!(start.elapsed() < Duration::from_secs(20), "{arguments:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_documentation_shows_imports_a_file() {
    Place::both(|place| {
        let server = Server::start(place);
        let here = |text: String| text.replace("http://127.0.0.1:8700", &server.1);
        place.file("people.csv", "E-Mail,Vorname\nann@example.com,Ann\nnobody,Ben\n");
        let run = |program: &str, script: &str| {
            let ran = Command::new(program).arg(script).current_dir(place.folder.path()).output().unwrap();
            assert!(ran.status.success(), "{program}: {ran:?}");
            let errors = std::fs::read_to_string(place.folder.path().join("errors.csv")).unwrap();
            assert!(errors.lines().nth(1).unwrap().ends_with(",nobody,Ben"), "{errors}");
            std::fs::remove_file(place.folder.path().join("errors.csv")).unwrap();
            String::from_utf8(ran.stdout).unwrap()
        };
        place.file("import.sh", format!("set -euo pipefail\n{}", here(documented("sh"))));
        let told = run("bash", "import.sh");
        assert!(told.contains("\"suggested_group\"") && told.contains("\"state\":\"finished\""), "{told}");
        assert_eq!(place.rows("select count(*) from contacts where first_name = 'Ann'"), 1);
        place.file("import.py", here(documented("python")));
        let told = run("python3", "import.py");
        assert!(told.starts_with("finished ") && told.contains("'not_imported': 1"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn encodings_and_delimiters_are_recognised_or_given_and_the_error_file_keeps_what_was_read() {
    Place::both(|place| {
        // \xC8\xE2\xE0\xED is Иван in windows-1251; the second row has no address.
        let text = b"E-Mail;Name, Vorname\nivan@x.de;\xC8\xE2\xE0\xED\nnobody;\xCE\xEB\xFC\xE3\xE0\n";
        let file = place.file("cyrillic.csv", text);
        let inspected = place.run("inspect", &[file.to_str().unwrap(), "--json"]);
        let inspected: Value = serde_json::from_slice(&inspected.stdout).unwrap();
        assert_eq!((&inspected["encoding"], &inspected["delimiter"]), (&json!("windows-1251"), &json!(";")));

        let rejects = place.folder.path().join("rejects.csv");
        let map = ["--map", "#2=first_name", "--rejects", rejects.to_str().unwrap()];
        assert_eq!(counts(&place.import(&file, &map)), json!([2, 1, 0, 1]));
        let corrected = std::fs::read_to_string(&rejects).unwrap().replace("nobody", "olga@x.de");
        assert_eq!(counts(&place.import(&place.file("corrected.csv", corrected), &[])), json!([1, 1, 0, 0]));
        let contacts = place.export(&[]);
        let names: Vec<&str> = contacts[1..].iter().map(|contact| contact[1].as_str()).collect();
        assert!(names.contains(&"Иван") && names.contains(&"Ольга"), "{names:?}");

        let chosen = ["--encoding", "latin1", "--delimiter", ",", "--json"];
        let inspected = place.run("inspect", &[&[file.to_str().unwrap()], &chosen[..]].concat());
        let inspected: Value = serde_json::from_slice(&inspected.stdout).unwrap();
        assert_eq!(inspected["columns"][0]["name"], "E-Mail;Name");
        for wrong in [["--encoding", "klingon"], ["--delimiter", "ab"]] {
            for verb in ["inspect", "import"] {
                let output = place.run(verb, &[&[file.to_str().unwrap()], &wrong[..]].concat());
                assert_eq!(output.status.code(), Some(2), "{output:?}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_end_was_not_heard_is_told_again_and_makes_no_second_group() {
    Place::both(|place| {
        let file = place.file("people.csv", "email,city\nann@x.de,Ulm\nben@x.de,Rom\n");
        let first = place.import(&file, &["--new-group", "Fair"]);
        let again = place.import(&file, &["--new-group", "Fair"]);
        assert_eq!((&again["id"], &again["imported"]), (&first["id"], &json!(2)));
        // Another order is another import.
        let output =
            place.run("import", &[file.to_str().unwrap(), "--new-group", "fair", "--blank", "clear"]);
        assert!(!output.status.success(), "{output:?}");
    })
    .await;
}
