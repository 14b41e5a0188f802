//! Opening a base, groups, and requests that are sent twice.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use muster_domain::{ContactId, GroupId, GroupName, ImportId};
use muster_store::contacts::{self, Filter};
use muster_store::requests::{self, Earlier, RequestKey};
use muster_store::testing::{TestBase, on_both};
use muster_store::{Backend, Db, Sql, StoreError, groups, mappings, routes};

fn name(text: &str) -> GroupName {
    GroupName::parse(text).unwrap()
}

async fn create(db: &Db, text: &str) -> Result<GroupId, StoreError> {
    let mut tx = db.begin().await?;
    let id = groups::create(&mut tx, &name(text), 7).await?;
    tx.commit().await?;
    Ok(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_do_not_meet_in_the_migrations() {
    for base in TestBase::both().await {
        let address = base.address.clone();
        let starts = (0..6).map(|_| {
            tokio::spawn({
                let address = address.clone();
                async move { Db::open(&address).await }
            })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.unwrap().unwrap().close().await;
        }
        base.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_of_a_newer_program_is_refused() {
    for base in TestBase::both().await {
        let db = base.open().await;
        db.execute(Sql::new("insert into schema_version (version) values (9999)")).await.unwrap();
        db.close().await;
        assert!(matches!(Db::open(&base.address).await, Err(StoreError::Newer { found: 9999, .. })));
        base.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_base_keeps_its_history_and_its_texts_are_compared_without_case() {
    for base in TestBase::both().await {
        let old = base.open_at(1).await;
        let sql = "insert into contacts (contact_id, email, last_name, city, created_at, changed_at) values ($1, $2, $3, $4, 0, 0)";
        for (id, last_name, city) in [(1, "Ärger", "KÖLN"), (2, "Adler", "Bonn")] {
            let email = format!("p{id}@x.de");
            old.execute(Sql::new(sql).bind(id).bind(email).bind(last_name).bind(city)).await.unwrap();
        }
        old.execute(Sql::new(
            "insert into contact_history (contact_id, origin_kind, origin_id, source_row, changed_at, changed_before, before)
             values (2, 1, 7, 3, 20, 10, '{}'), (1, 1, 7, 2, 30, 10, '{}')",
        ))
        .await
        .unwrap();
        old.close().await;
        let db = base.open().await;
        let history =
            Sql::new("select contact_id, source_row, before from contact_history order by contact_id");
        let history: Vec<(i64, i64, String)> = db.fetch_all(history).await.unwrap();
        assert_eq!(history, [(1, 2, "{}".to_owned()), (2, 3, "{}".to_owned())]);
        let rows: Vec<(Option<String>,)> =
            db.fetch_all(Sql::new("select folded from contacts order by contact_id")).await.unwrap();
        assert_eq!(rows, [(Some(r#"{"city":"köln","last_name":"ärger"}"#.to_owned()),), (None,)]);
        let filter = Filter { words: muster_domain::search_words("ÄRGER"), ..Filter::default() };
        assert_eq!(contacts::count(&db, &filter).await.unwrap(), 1);
        db.close().await;
        base.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_older_program_gave_up_to_keep_true_waits_to_be_done() {
    for base in TestBase::both().await {
        let old = base.open_at(16).await;
        let sql = "insert into work_items (work_id, kind, state, subject_id, payload, failure, attempts, created_at, finished_at)
            values ($1, $2, 'failed', 1, '{}', 'given up', 10, 1, 2)";
        for (id, kind) in [(1, "recalculate"), (2, "rebuild"), (3, "mass_action")] {
            old.execute(Sql::new(sql).bind(id).bind(kind)).await.unwrap();
        }
        old.close().await;
        let db = base.open().await;
        let sql = "select kind, state, payload, attempts from work_items order by work_id";
        let works: Vec<(String, String, String, i64)> = db.fetch_all(Sql::new(sql)).await.unwrap();
        let waiting = || ("recalculate".to_owned(), "queued".to_owned(), String::new(), 0);
        assert_eq!(
            works[..2],
            [waiting(), waiting()],
            "an order that nobody can read, so that everything is rebuilt"
        );
        assert_eq!((works[2].0.as_str(), works[2].1.as_str()), ("mass_action", "failed"));
        db.close().await;
        base.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_persons_values_are_not_left_in_the_file() {
    let [base, other] = TestBase::both().await;
    other.remove().await; // PostgreSQL leaves that to its vacuum
    let db = base.open().await;
    let sql = "insert into contacts (contact_id, email, last_name, notes, created_at, changed_at) values (1, 'gone@x.de', 'Goneforever', $1, 0, 0)";
    db.execute(Sql::new(sql).bind("Goneforever ".repeat(1000))).await.unwrap();
    let file = base.address.trim_start_matches("sqlite:").to_owned();
    let names = || {
        let bytes = std::fs::read(&file).unwrap();
        bytes.windows(11).filter(|window| window == b"Goneforever").count()
    };
    db.close().await;
    assert_eq!(names(), 1001);
    let db = base.open().await;
    let mut tx = db.begin().await.unwrap();
    assert!(
        muster_store::erasure::erase(
            &mut tx,
            ContactId(1),
            &muster_store::erasure::KnownRows::default(),
            &[7; 32],
            0
        )
        .await
        .unwrap()
    );
    tx.commit().await.unwrap();
    db.close().await;
    assert_eq!(names(), 0);
    base.remove().await;
}

#[tokio::test]
async fn addresses_that_name_no_database_are_refused() {
    for address in ["", "sqlite:", "mysql://localhost/x", "muster.db"] {
        assert!(matches!(Db::open(address).await, Err(StoreError::Address)), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn group_names_are_unique_without_case_and_listed_by_name() {
    on_both(async |db| {
        for text in ["beta", "Alpha", "Ärger", "50% off"] {
            create(&db, text).await.unwrap();
        }
        assert!(matches!(create(&db, "BETA").await, Err(StoreError::Taken)));
        let names = async |search: &str, after: Option<&str>| {
            let found = groups::list(&db, search, after, 10).await.unwrap();
            found.into_iter().map(|group| group.name).collect::<Vec<_>>()
        };
        assert_eq!(names("", None).await, ["50% off", "Alpha", "beta", "Ärger"]);
        assert_eq!(names("", Some("alpha")).await, ["beta", "Ärger"]);
        assert_eq!(names("%", None).await, ["50% off"]);
        assert_eq!(names("ÄRG", None).await, ["Ärger"]);
        assert_eq!(groups::find_by_name(&db, &name("BeTa")).await.unwrap().unwrap().name, "beta");
        assert!(groups::find(&db, GroupId(999)).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_known_again_and_another_under_its_key_is_not() {
    on_both(async |db| {
        let request = RequestKey { key: "import:1", fingerprint: "a" };
        let mut tx = db.begin().await.unwrap();
        assert_eq!(requests::find(&db, request).await.unwrap(), Earlier::New);
        requests::record(&mut tx, request, 5, 7).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(requests::find(&db, request).await.unwrap(), Earlier::Created(5));
        let other = RequestKey { key: "import:1", fingerprint: "b" };
        assert_eq!(requests::find(&db, other).await.unwrap(), Earlier::Different);
        assert!(matches!(requests::record(&mut tx, other, 6, 7).await, Err(StoreError::Taken)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_mapping_of_a_header_is_remembered() {
    on_both(async |db| {
        assert_eq!(mappings::find(&db, "s").await.unwrap(), None);
        for fields in [vec![Some("email".into())], vec![None, Some("city".into())]] {
            let mut tx = db.begin().await.unwrap();
            mappings::remember(&mut tx, "s", &fields, 7).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(mappings::find(&db, "s").await.unwrap(), Some(fields));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_no_writing_once_there_is_space_again() {
    on_both(async |db| {
        if let Db::Sqlite { write, .. } = &db {
            // The limit is that of this connection.
            let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(write).await.unwrap();
            let limit = format!("pragma max_page_count = {}", pages + 2);
            sqlx::query(sqlx::AssertSqlSafe(limit)).execute(write).await.unwrap();
            let large = Sql::new("insert into secrets (name, value) values ('large', $1)");
            let refused = db.execute(large.bind("x".repeat(1 << 20))).await;
            assert!(matches!(refused, Err(StoreError::Full)), "{refused:?}");
        }
        let insert = Sql::new("insert into secrets (name, value) values ('small', 'x')");
        assert_eq!(db.execute(insert).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_is_opened_while_another_process_writes() {
    for base in TestBase::both().await {
        let db = base.open().await;
        let mut tx = db.begin().await.unwrap();
        tx.execute(Sql::new("delete from secrets")).await.unwrap();
        let other = tokio::time::timeout(std::time::Duration::from_secs(30), base.open()).await;
        other.expect("the other process need not end first").close().await;
        drop(tx);
        db.close().await;
        base.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_knows_that_people_wait_to_write_and_lets_them() {
    on_both(async |db| {
        assert!(!db.is_awaited());
        let tx = db.begin().await.unwrap();
        let on_sqlite = db.backend() == Backend::Sqlite;
        let (people, upkeep) = (db.clone(), db.in_background());
        let upkeep = tokio::spawn(async move { upkeep.begin().await.unwrap().commit().await.unwrap() });
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        let quiet = db.in_background();
        assert!(!quiet.is_awaited(), "nobody waits for upkeep");
        let people = tokio::spawn(async move { people.begin().await.unwrap().commit().await.unwrap() });
        while on_sqlite && !quiet.is_awaited() {
            tokio::task::yield_now().await;
        }
        let let_in = tokio::spawn(async move { quiet.let_others_write().await });
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        tx.commit().await.unwrap();
        people.await.unwrap();
        let_in.await.unwrap();
        assert_eq!(db.is_awaited(), on_sqlite, "for a while it is known that they were there");
        upkeep.await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ways_of_an_older_programs_import_are_kept_without_its_addresses() {
    for base in TestBase::both().await {
        let older = base.open_at(16).await;
        let import = "insert into imports (import_id, state, file_id, file_name, file_size, file_stamp, header, fields, delimiter,
                blank, parts, created_at, attempts)
            values (7, 'running', 1, 'a.csv', 1, '1', '[]', '[]', ',', '\"keep\"', 64, 1, 0)";
        older.execute(Sql::new(import)).await.unwrap();
        for value in ["a@x.de", "b@x.de"] {
            let sql = "insert into import_routes (import_id, value, route) values (7, $1, 'a@x.de')";
            older.execute(Sql::new(sql).bind(value)).await.unwrap();
        }
        older.close().await;
        let db = base.open().await;
        let routes = routes::of(&db, ImportId(7), 64).await.unwrap();
        assert_eq!(routes.part("a@x.de"), routes.part("b@x.de"));
        let sql = Sql::new("select count(*) from import_routes where hash not like '%@%'");
        assert_eq!(db.fetch_optional::<(i64,)>(sql).await.unwrap(), Some((2,)));
        db.close().await;
        base.remove().await;
    }
}
