//! Chunks written to both databases: counts, contents, going on after a kill, and two imports at once.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::sync::Arc;

use muster_domain::condition::{Change, check};
use muster_domain::import::{Blank, Counts, LeftOut, Row, RowProblem, Slot, SpareValue, by_address};
use muster_domain::{CellError, ContactId, CustomField, Field, GroupId, GroupName, ImportId, Origin};
use muster_store::bulk::{Chunk, ChunkWriter, ImportContext};
use muster_store::contacts::{self, Filter, Sort};
use muster_store::imports::{self, NewImport};
use muster_store::rejects::{self, Lost, Outcome, Reason, ToldRow};
use muster_store::testing::{on_both, until_awaited};
use muster_store::work::{self, Kind, NewWork};
use muster_store::{
    Backend, Db, Sql, StoreError, Tx, conditions, deletion, erasure, fields, groups, merges, recalculate,
    routes,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::json;

const NOW: i64 = 1_000_000;

fn fields() -> Vec<Field> {
    ["first_name", "city"].map(|name| Field::named(name).unwrap()).to_vec()
}

fn row(number: u64, key: &str, values: [Option<&str>; 2]) -> Row {
    Row { number, key: key.into(), values: values.into_iter().collect() }
}

fn order_of(group: Option<GroupId>, blank: Blank) -> NewImport {
    NewImport {
        file_id: Some(1),
        path: None,
        file_name: "people.csv".into(),
        file_size: 1,
        file_stamp: "1".into(),
        header: vec!["email".into(), "first".into(), "city".into()],
        targets: vec![Some("email".into()), Some("first_name".into()), Some("city".into())],
        encoding: None,
        delimiter: ',',
        blank,
        group,
    }
}

/// An import that `owner` has claimed at `NOW`.
async fn claimed(db: &Db, owner: &str, group: Option<GroupId>, blank: Blank) -> Arc<ImportContext> {
    let mut tx = db.begin().await.unwrap();
    let import_id = imports::create(&mut tx, &order_of(group, blank), 1, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert!(imports::claim(db, import_id, owner, NOW).await.unwrap());
    context(import_id, owner, group, blank)
}

fn context(import_id: ImportId, owner: &str, group: Option<GroupId>, blank: Blank) -> Arc<ImportContext> {
    Arc::new(ImportContext {
        import_id,
        owner: owner.into(),
        fields: fields(),
        blank,
        group,
        parts: 1,
        began_at: NOW,
        dry_run: false,
    })
}

async fn write(db: &Db, context: &Arc<ImportContext>, rows: &[Row], size: usize) -> Counts {
    let mut writer = ChunkWriter::open(db, Arc::clone(context), 0).await.unwrap();
    let mut position = writer.position();
    for rows in rows.chunks(size) {
        position += rows.len() as u64;
        writer.write(chunk(rows, position), NOW + 1).await.unwrap();
    }
    imports::find(db, context.import_id).await.unwrap().unwrap().counts
}

fn chunk(rows: &[Row], position: u64) -> Chunk {
    Chunk { addresses: by_address(rows.to_vec()), told: Vec::new(), position }
}

/// All that an import leaves behind, by address.
async fn contents(db: &Db) -> Vec<String> {
    let all = contacts::list(db, &Filter::default(), &Sort::default(), None, 10_000).await.unwrap().contacts;
    let mut lines = Vec::new();
    for contact in all {
        let history = contacts::history(db, contact.contact_id, 100).await.unwrap();
        let groups = contacts::memberships(db, contact.contact_id).await.unwrap();
        let history: Vec<_> =
            history.iter().map(|change| format!("{:?} {:?}", change.import, change.before)).collect();
        let groups: Vec<_> = groups.iter().map(|group| (&group.name, group.reasons)).collect();
        let values =
            (&contact.fields["first_name"], &contact.fields["city"], contact.changed_at, contact.source);
        let first_name = muster_domain::fold(contact.fields["first_name"].as_deref().unwrap_or_default());
        // Behind the first name come the last name, the company and three telephone numbers.
        assert_eq!(searched(db, contact.contact_id).await, format!("{} {first_name}     ", contact.email));
        lines.push(format!("{} {values:?} {history:?} {groups:?}", contact.email));
    }
    lines.sort();
    lines
}

/// The text by which a contact is searched.
async fn searched(db: &Db, contact: ContactId) -> String {
    let sql = Sql::new("select text from contact_search where contact_id = $1").bind(contact.0);
    db.fetch_optional::<(String,)>(sql).await.unwrap().unwrap().0
}

async fn group(db: &Db, name: &str) -> GroupId {
    let mut tx = db.begin().await.unwrap();
    let id = groups::create(&mut tx, &GroupName::parse(name).unwrap(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_creates_changes_and_leaves_alone_and_says_so() {
    on_both(async |db| {
        let first = claimed(&db, "a", None, Blank::Keep).await;
        let base = [row(2, "b@x.de", [Some("Ben"), Some("Bonn")]), row(3, "c@x.de", [Some("Cy"), None])];
        assert_eq!(write(&db, &first, &base, 10).await.imported, 2);
        let fair = group(&db, "Fair").await;
        let second = claimed(&db, "a", Some(fair), Blank::Keep).await;
        let rows = [
            row(2, "a@x.de", [Some("Ann \"A\" \\ 小"), None]),
            row(3, "b@x.de", [None, Some("Köln\n2\t")]),
            row(4, "c@x.de", [Some("Cy"), None]),
            row(6, "a@x.de", [None, Some("Ulm")]),
        ];
        let counts = write(&db, &second, &rows, 10).await;
        assert_eq!(counts, Counts { imported: 1, updated: 1, unchanged: 1, repeated_in_file: 1, ..Counts::default() });
        let (one, two) = (first.import_id, second.import_id);
        let expected = [
            format!("a@x.de (Some(\"Ann \\\"A\\\" \\\\ 小\"), Some(\"Ulm\"), 1000001, Some(({two}, 6))) [] [(\"Fair\", 8)]"),
            format!("b@x.de (Some(\"Ben\"), Some(\"Köln\\n2\\t\"), 1000001, Some(({one}, 2))) \
                [\"Some(({two}, Some(3))) {{\\\"city\\\": Some(\\\"Bonn\\\")}}\"] [(\"Fair\", 8)]"),
            format!("c@x.de (Some(\"Cy\"), None, 1000001, Some(({one}, 3))) [] [(\"Fair\", 8)]"),
        ];
        assert_eq!(contents(&db).await, expected);
        assert_eq!(groups::find(&db, fair).await.unwrap().unwrap().members, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rejects_are_kept_with_their_cells() {
    on_both(async |db| {
        let context = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&context), 0).await.unwrap();
        let reject = |number, cell: &str| {
            let problem = RowProblem::TooManyCells { expected: 2, found: 3 };
            let lost = Lost::Row { column: (number == 3).then_some(1), problem };
            ToldRow { number, lost, spares: Vec::new(), cells: vec![cell.to_owned(), "b\0c".to_owned()] }
        };
        let rejects = vec![reject(2, "a\"\\\u{1}🎉"), reject(3, "")];
        let chunk = Chunk { told: rejects.clone(), position: 2, ..Chunk::default() };
        assert_eq!(writer.write(chunk, NOW).await.unwrap().not_imported, 2);
        let listed = async |after| {
            rejects::list(&db, context.import_id, Outcome::NotImported, after, 10).await.unwrap()
        };
        assert_eq!(listed(0).await, rejects);
        assert_eq!(listed(2).await, rejects[1..]);
    })
    .await;
}

/// A row of which the first name was left out.
fn left_out(number: u64, address: &str) -> ToldRow {
    let error = CellError::TooLong { found: 120, limit: 100 };
    let value = LeftOut { column: 1, field: "first_name".into(), error };
    ToldRow {
        number,
        lost: Lost::Values(vec![value]),
        spares: Vec::new(),
        cells: vec![address.to_owned(), "long".to_owned()],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_left_out_are_told_and_counted_beside_the_rows() {
    on_both(async |db| {
        let context = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&context), 0).await.unwrap();
        let rows = [row(2, "a@x.de", [None, Some("Ulm")]), row(3, "b@x.de", [None, None])];
        let told = [left_out(2, "a@x.de"), left_out(3, "b@x.de"), reject_of(4)];
        for (rows, told, position) in
            [(&rows[..1], vec![told[0].clone()], 1), (&rows[1..], told[1..].to_vec(), 3)]
        {
            writer.write(Chunk { told, ..chunk(rows, position) }, NOW).await.unwrap();
        }
        let id = context.import_id;
        let counts = imports::find(&db, id).await.unwrap().unwrap().counts;
        let expected = Counts { imported: 2, not_imported: 1, left_out: 2, ..Counts::default() };
        assert_eq!((counts, counts.processed()), (expected, 3));
        assert_eq!(rejects::list(&db, id, Outcome::LeftOut, 0, 10).await.unwrap(), told[..2]);
        assert_eq!(rejects::list(&db, id, Outcome::NotImported, 0, 10).await.unwrap(), told[2..]);
        let reason =
            |code: &str, field: &str, count| Reason { code: code.into(), field: field.into(), count };
        assert_eq!(
            rejects::reasons(&db, id, Outcome::LeftOut).await.unwrap(),
            [reason("value_too_long", "first_name", 2)]
        );
        assert_eq!(
            rejects::reasons(&db, id, Outcome::NotImported).await.unwrap(),
            [reason("too_many_cells", "", 1)]
        );
    })
    .await;
}

/// The cells of the rows of which values were left out.
async fn cells_left_out(db: &Db, import: ImportId) -> Vec<usize> {
    let rows = rejects::list(db, import, Outcome::LeftOut, 0, 10).await.unwrap();
    rows.iter().map(|row| row.cells.len()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cells_of_a_row_of_which_values_were_left_out_go_with_its_contact() {
    on_both(async |db| {
        let base = claimed(&db, "a", None, Blank::Keep).await;
        write(&db, &base, &[row(2, "a@x.de", [Some("Ann"), None])], 10).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&import), 0).await.unwrap();
        let rows = [
            row(2, "a@x.de", [None, Some("Ulm")]),
            row(3, "b@x.de", [None, None]),
            row(4, "b@x.de", [None, Some("Bonn")]),
            row(5, "c@x.de", [None, None]),
        ];
        let told = rows.iter().map(|row| left_out(row.number, &row.key)).collect();
        writer.write(Chunk { told, ..chunk(&rows, 4) }, NOW).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        let order = merges::Order { survivor: ContactId(1), other: ContactId(3), values: BTreeMap::new() };
        let known = conditions::known(&db).await.unwrap();
        let merge = merges::merge(&mut tx, &known, &order, NOW).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        merges::undo(&mut tx, &known, (ContactId(1), merge), NOW).await.unwrap();
        deletion::delete(&mut tx, &[2], NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(cells_left_out(&db, import.import_id).await, [2, 0, 0, 2], "Ben's rows are cut");
        let mut tx = db.begin().await.unwrap();
        merges::merge(&mut tx, &known, &order, NOW).await.unwrap();
        deletion::delete(&mut tx, &[1], NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            cells_left_out(&db, import.import_id).await,
            [0, 0, 0, 0],
            "and those of both that were one"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spare_value_without_room_is_left_out_and_told() {
    on_both(async |db| {
        let base = claimed(&db, "a", None, Blank::Keep).await;
        write(&db, &base, &[row(2, "a@x.de", [Some("Ann"), None])], 10).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&import), 0).await.unwrap();
        let spare = |number, key: &str| Row {
            number,
            key: key.into(),
            values: [Slot::IfFree("Else".into()), Slot::AsItIs].into_iter().collect(),
        };
        let value = LeftOut { column: 1, field: "first_name".into(), error: CellError::NoRoom };
        let told = |number| ToldRow {
            number,
            lost: Lost::Values(Vec::new()),
            spares: vec![SpareValue { place: 0, left_out: value.clone() }],
            cells: vec!["a@x.de".into()],
        };
        let rows = [spare(2, "a@x.de"), spare(3, "b@x.de")];
        let counts =
            writer.write(Chunk { told: vec![told(2), told(3)], ..chunk(&rows, 2) }, NOW).await.unwrap();
        assert_eq!(counts, Counts { imported: 1, unchanged: 1, left_out: 1, ..Counts::default() });
        let listed = rejects::list(&db, import.import_id, Outcome::LeftOut, 0, 10).await.unwrap();
        assert_eq!(
            listed,
            [ToldRow { lost: Lost::Values(vec![value.clone()]), spares: Vec::new(), ..told(2) }]
        );
        let reasons = rejects::reasons(&db, import.import_id, Outcome::LeftOut).await.unwrap();
        assert_eq!((reasons.len(), &*reasons[0].code, reasons[0].count), (1, "no_free_field", 1));
    })
    .await;
}

fn reject_of(number: u64) -> ToldRow {
    let problem = RowProblem::TooManyCells { expected: 2, found: 3 };
    ToldRow {
        number,
        lost: Lost::Row { column: None, problem },
        spares: Vec::new(),
        cells: vec!["c@x.de".into()],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_of_a_row_whose_person_asked_to_be_erased_but_that() {
    on_both(async |db| {
        let base = claimed(&db, "a", None, Blank::Keep).await;
        write(&db, &base, &[row(2, "a@x.de", [Some("Ann"), None])], 10).await;
        let mut tx = db.begin().await.unwrap();
        assert!(
            erasure::erase(&mut tx, ContactId(1), &erasure::KnownRows::default(), &[7; 32], NOW)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&import), 0).await.unwrap();
        let rows = [row(2, "a@x.de", [None, Some("Ulm")]), row(3, "b@x.de", [None, None])];
        // The second row quotes the person's address in another cell.
        let told = vec![left_out(2, "a@x.de"), left_out(3, "a@x.de")];
        let counts = writer.write(Chunk { told, ..chunk(&rows, 2) }, NOW).await.unwrap();
        assert_eq!(counts, Counts { imported: 1, not_imported: 1, left_out: 1, ..Counts::default() });
        let listed = async |outcome| rejects::list(&db, import.import_id, outcome, 0, 10).await.unwrap();
        assert_eq!(listed(Outcome::NotImported).await, [ToldRow::erased(2)]);
        let rest = listed(Outcome::LeftOut).await;
        assert_eq!((rest.len(), rest[0].number, &rest[0].cells), (1, 3, &Vec::new()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_where_its_last_chunk_ended() {
    on_both(async |db| {
        let killed = claimed(&db, "a", None, Blank::Keep).await;
        let rows = [row(2, "a@x.de", [Some("A"), None]), row(3, "b@x.de", [Some("B"), None])];
        write(&db, &killed, &rows, 1).await;
        assert!(
            !imports::claim(&db, killed.import_id, "b", NOW + imports::LEASE).await.unwrap(),
            "still alive"
        );
        assert!(imports::claim(&db, killed.import_id, "b", NOW + imports::LEASE + 1).await.unwrap());

        let heir = context(killed.import_id, "b", None, Blank::Keep);
        let mut slow = ChunkWriter::open(&db, Arc::clone(&heir), 0).await.unwrap();
        assert_eq!(slow.position(), 2);
        let more = [row(4, "a@x.de", [None, Some("Ulm")])];
        slow.write(chunk(&more, 3), NOW).await.unwrap();
        let counts = imports::find(&db, killed.import_id).await.unwrap().unwrap().counts;
        assert_eq!((counts.imported, counts.repeated_in_file), (2, 1), "the repeat is known across the kill");

        let late = ChunkWriter::open(&db, killed, 0).await;
        assert!(matches!(late, Err(StoreError::NotOwner)), "the killed process writes nothing more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_chunks_make_necessary_waits_for_more_until_the_import_ends_or_a_minute_is_over() {
    on_both(async |db| {
        let claim =
            async |now: i64| work::claim(&db, Kind::Recalculate, None, ("upkeep", now)).await.unwrap();
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let rows = [row(2, "a@x.de", [Some("Ann"), None]), row(3, "b@x.de", [Some("Ben"), None])];
        write(&db, &import, &rows, 1).await;
        assert!(claim(NOW + work::GATHERING).await.is_none(), "it is written at NOW + 1");
        let mut late = claim(NOW + work::GATHERING + 2).await.unwrap();
        work::absorb(&db, &mut late, "upkeep", |one, other| (one == other).then(|| one.to_owned()))
            .await
            .unwrap();
        assert_eq!(late.contacts().unwrap(), [1, 2], "both chunks at once");

        let other = claimed(&db, "a", None, Blank::Keep).await;
        write(&db, &other, &[row(2, "c@x.de", [Some("Cy"), None])], 1).await;
        assert!(claim(NOW + 2).await.is_none());
        imports::finish(&db, other.import_id, "a", None, NOW + 2).await.unwrap();
        assert_eq!(claim(NOW + 2).await.unwrap().subject_id, Some(other.import_id.0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_lost_its_import_writes_nothing() {
    on_both(async |db| {
        let context = claimed(&db, "slow", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&context), 0).await.unwrap();
        assert!(imports::claim(&db, context.import_id, "quick", NOW + imports::LEASE + 1).await.unwrap());
        let lost = writer.write(chunk(&[row(2, "a@x.de", [None, None])], 1), NOW).await;
        assert!(matches!(lost, Err(StoreError::NotOwner)));
        assert!(contents(&db).await.is_empty());
        assert!(matches!(
            imports::renew(&db, context.import_id, "slow", NOW).await,
            Err(StoreError::NotOwner)
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_at_once_create_each_contact_once() {
    on_both(async |db| {
        let rows: Vec<Row> =
            (0..400).map(|n| row(n + 2, &format!("p{}@x.de", n % 300), [Some("P"), None])).collect();
        let reversed: Vec<Row> = rows
            .iter()
            .rev()
            .cloned()
            .enumerate()
            .map(|(at, row)| Row { number: at as u64 + 2, ..row })
            .collect();
        let (one, two) =
            (claimed(&db, "a", None, Blank::Keep).await, claimed(&db, "b", None, Blank::Keep).await);
        let (first, second) = tokio::join!(write(&db, &one, &rows, 7), write(&db, &two, &reversed, 11));
        assert_eq!(first.imported + second.imported, 300);
        assert_eq!((first.processed(), second.processed()), (400, 400));
        assert_eq!((first.repeated_in_file, second.repeated_in_file), (100, 100));
        assert_eq!(contents(&db).await.len(), 300);
    })
    .await;
}

/// Writes a chunk during whose work another transaction does something: it holds the contact with the id 2, which the chunk is to
/// change, until it ends.
async fn write_during(db: &Db, context: &Arc<ImportContext>, chunk: Chunk, deed: impl AsyncFnOnce(&mut Tx)) {
    let mut writer = ChunkWriter::open(db, Arc::clone(context), 0).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    recalculate::lock(&mut tx).await.unwrap();
    tx.execute(Sql::new("update contacts set email = email where contact_id = 2")).await.unwrap();
    let written = tokio::spawn(async move { writer.write(chunk, NOW + 1).await });
    until_awaited(db, &mut tx).await;
    assert!(!written.is_finished(), "the chunk does not wait for the contact");
    deed(&mut tx).await;
    tx.commit().await.unwrap();
    written.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn claims_without_progress_are_attempts_and_what_passes_is_none() {
    on_both(async |db| {
        let context = claimed(&db, "a", None, Blank::Keep).await;
        let id = context.import_id;
        let attempts = async || imports::find(&db, id).await.unwrap().unwrap().attempts;
        let mut now = NOW;
        let mut claim = async |owner: &str| {
            now += imports::LEASE + 1;
            assert!(imports::claim(&db, id, owner, now).await.unwrap());
        };
        assert_eq!(attempts().await, 1);
        claim("b").await;
        claim("c").await;
        assert_eq!(attempts().await, 3);
        imports::postpone(&db, id, "c", 0, ("{}".into(), true)).await.unwrap();
        claim("d").await;
        assert_eq!(attempts().await, 1, "a full disk is no attempt");
        claim("e").await;
        let owned = Arc::new(ImportContext { owner: "e".into(), ..(*context).clone() });
        write(&db, &owned, &[row(2, "a@x.de", [Some("Ann"), None])], 1).await;
        claim("f").await;
        assert_eq!(attempts().await, 1, "it went on");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_canceled_or_abandoned_writes_nothing_more() {
    on_both(async |db| {
        let context = claimed(&db, "a", None, Blank::Keep).await;
        let mut writer = ChunkWriter::open(&db, Arc::clone(&context), 0).await.unwrap();
        assert!(imports::cancel(&db, context.import_id, NOW + 1).await.unwrap());
        assert!(!imports::cancel(&db, context.import_id, NOW + 1).await.unwrap());
        let late = writer.write(chunk(&[row(2, "a@x.de", [Some("Ann"), None])], 1), NOW).await;
        assert!(matches!(late, Err(StoreError::NotOwner)), "{late:?}");
        let uploaded = claimed(&db, "a", None, Blank::Keep).await;
        let typed = claimed(&db, "a", None, Blank::Keep).await;
        let sql = Sql::new("update imports set file_id = null where import_id = $1").bind(typed.import_id.0);
        db.execute(sql).await.unwrap();
        let end = async |since| imports::end_abandoned(&db, since, "{}", NOW + 9).await.unwrap();
        assert_eq!(end(NOW + imports::LEASE).await, 0, "its lease has not ended");
        assert_eq!(end(NOW + imports::LEASE + 1).await, 1);
        let state = async |id| imports::find(&db, id).await.unwrap().unwrap().state;
        assert_eq!(
            (&*state(typed.import_id).await, &*state(uploaded.import_id).await),
            ("failed", "running")
        );
    })
    .await;
}

/// Ann and Ben, of an earlier import.
async fn ann_and_ben(db: &Db) {
    let base = claimed(db, "a", None, Blank::Keep).await;
    let people = [row(2, "a@x.de", [Some("Ann"), None]), row(3, "b@x.de", [Some("Ben"), None])];
    write(db, &base, &people, 10).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_somebody_saves_during_a_chunk_is_planned_anew_and_nothing_else() {
    on_both(async |db| {
        ann_and_ben(&db).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let rows = [row(2, "b@x.de", [Some("Bea"), None]), row(3, "c@x.de", [Some("Cy"), None])];
        let deed = async |tx: &mut Tx| {
            let city = (Field::named("city").unwrap(), Some("Ulm".to_owned()));
            let by = contacts::By { origin: Origin::User, id: None, now: NOW };
            contacts::update(tx, &[2], None, &[city], by).await.unwrap();
        };
        write_during(&db, &import, chunk(&rows, 2), deed).await;
        let people = contents(&db).await;
        assert!(people[1].starts_with("b@x.de (Some(\"Bea\"), Some(\"Ulm\")"), "{people:?}");
        let counts = imports::find(&db, import.import_id).await.unwrap().unwrap().counts;
        assert_eq!(counts, Counts { imported: 1, updated: 1, ..Counts::default() });
        let ids: Vec<(i64,)> = db.fetch_all(Sql::new("select max(contact_id) from contacts")).await.unwrap();
        assert_eq!(ids, [(3,)], "the chunk was not done again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_of_a_field_that_is_deleted_during_a_chunk_do_not_come_back() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let shirt = CustomField::define("Shirt", "text", &[], |_| false).unwrap();
        fields::create(&mut tx, &shirt, NOW).await.unwrap();
        tx.commit().await.unwrap();
        ann_and_ben(&db).await;
        let known = fields::all(&db).await.unwrap();
        let own = known.named(&shirt.name).unwrap();
        let mut tx = db.begin().await.unwrap();
        let by = contacts::By { origin: Origin::User, id: None, now: NOW };
        contacts::update(&mut tx, &[2], None, &[(own.clone(), Some("Größe M".into()))], by).await.unwrap();
        tx.commit().await.unwrap();
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let context = ImportContext { fields: vec![fields()[0].clone(), own], ..(*import).clone() };
        let rows = [row(2, "b@x.de", [Some("Bea"), None])];
        let deed = async |tx: &mut Tx| fields::delete(tx, &shirt.name).await.unwrap();
        write_during(&db, &Arc::new(context), chunk(&rows, 1), deed).await;
        let sql = "select first_name, coalesce(custom, ''), coalesce(folded, '') from contacts where contact_id = 2";
        let stored: Option<(String, String, String)> = db.fetch_optional(Sql::new(sql)).await.unwrap();
        let (first_name, custom, folded) = stored.unwrap();
        assert_eq!(first_name, "Bea");
        assert!(!custom.contains("Größe") && !folded.contains("größe"), "{custom} {folded}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_that_are_merged_while_their_rows_are_in_two_parts_count_once() {
    on_both(async |db| {
        ann_and_ben(&db).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let import = Arc::new(ImportContext { parts: 2, ..(*import).clone() });
        let write = async |part, rows: &[Row]| {
            let mut writer = ChunkWriter::open(&db, Arc::clone(&import), part).await.unwrap();
            let position = writer.position() + 10;
            writer.write(chunk(rows, position), NOW + 1).await.unwrap();
        };
        write(0, &[row(2, "a@x.de", [Some("Anna"), None])]).await;
        let known = conditions::known(&db).await.unwrap();
        let order = merges::Order { survivor: ContactId(2), other: ContactId(1), values: BTreeMap::new() };
        let mut tx = db.begin().await.unwrap();
        merges::merge(&mut tx, &known, &order, NOW + 2).await.unwrap();
        tx.commit().await.unwrap();
        write(1, &[row(3, "b@x.de", [Some("Bea"), None])]).await;
        write(0, &[row(4, "a@x.de", [None, Some("Ulm")])]).await;
        let counts = imports::find(&db, import.import_id).await.unwrap().unwrap().counts;
        assert_eq!(counts, Counts { updated: 1, repeated_in_file: 2, ..Counts::default() });
        let history = contacts::history(&db, ContactId(2), 10).await.unwrap();
        let ours = history
            .iter()
            .find(|change| change.import.is_some_and(|(id, _)| id == import.import_id.0))
            .unwrap();
        assert_eq!(ours.before["first_name"].as_deref(), Some("Ann"), "as it was before the import");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_does_not_send_the_rows_of_an_unfinished_import_into_another_part() {
    on_both(async |db| {
        ann_and_ben(&db).await;
        let known = conditions::known(&db).await.unwrap();
        let order = merges::Order { survivor: ContactId(1), other: ContactId(2), values: BTreeMap::new() };
        let mut tx = db.begin().await.unwrap();
        merges::merge(&mut tx, &known, &order, NOW).await.unwrap();
        let id = imports::create(&mut tx, &order_of(None, Blank::Keep), 64, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let ways = async || {
            let routes = routes::of(&db, id, 64).await.unwrap();
            ["a@x.de", "b@x.de", "c@x.de"].map(|key| routes.part(key))
        };
        let before = ways().await;
        assert_eq!(before[0], before[1], "rows of one contact meet");
        assert_ne!(before[0], before[2]);
        let mut tx = db.begin().await.unwrap();
        assert!(
            erasure::erase(&mut tx, ContactId(1), &erasure::KnownRows::default(), &[7; 32], NOW)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        assert_eq!(ways().await, before);
        let sql = Sql::new("select count(*) from import_routes where hash like '%@%'");
        assert_eq!(db.fetch_optional::<(i64,)>(sql).await.unwrap(), Some((0,)), "no address is kept");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_that_is_deleted_during_a_chunk_leaves_no_membership_behind() {
    on_both(async |db| {
        let base = claimed(&db, "a", None, Blank::Keep).await;
        let people = [row(2, "a@x.de", [Some("Ann"), None]), row(3, "b@x.de", [Some("Ben"), None])];
        write(&db, &base, &people, 10).await;
        let import = claimed(&db, "a", Some(group(&db, "Fair").await), Blank::Keep).await;
        let again = [row(2, "a@x.de", [Some("Ann"), None]), row(3, "b@x.de", [Some("Bea"), None])];
        let deed = async |tx: &mut Tx| assert_eq!(deletion::delete(tx, &[1], NOW).await.unwrap(), 1);
        write_during(&db, &import, chunk(&again, 2), deed).await;
        let members: Vec<(i64,)> =
            db.fetch_all(Sql::new("select contact_id from members order by contact_id")).await.unwrap();
        assert_eq!(members, [(2,), (3,)], "Ann is a new contact");
        let counts = imports::find(&db, import.import_id).await.unwrap().unwrap().counts;
        assert_eq!((counts.imported, counts.updated, counts.unchanged), (1, 1, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_erased_during_a_chunk_is_not_in_its_rejects() {
    on_both(async |db| {
        let base = claimed(&db, "a", None, Blank::Keep).await;
        let people = [row(2, "a@x.de", [Some("Ann"), None]), row(3, "b@x.de", [Some("Ben"), None])];
        write(&db, &base, &people, 10).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let cells = |address: &str| vec![address.to_owned(), "Ann".to_owned()];
        let told = |number, address: &str| ToldRow { cells: cells(address), ..reject_of(number) };
        let told = vec![told(2, "a@x.de"), told(4, "c@x.de")];
        let addresses = by_address(vec![row(3, "b@x.de", [Some("Bea"), None])]);
        let deed = async |tx: &mut Tx| {
            assert!(
                erasure::erase(tx, ContactId(1), &erasure::KnownRows::default(), &[7; 32], NOW)
                    .await
                    .unwrap()
            );
        };
        write_during(&db, &import, Chunk { addresses, told, position: 3 }, deed).await;
        let kept = rejects::list(&db, import.import_id, Outcome::NotImported, 0, 10).await.unwrap();
        let kept: Vec<_> = kept.into_iter().map(|row| row.cells).collect();
        assert_eq!(kept, [Vec::new(), cells("c@x.de")]);
    })
    .await;
}

/// Puts Ann into a group as a chunk of an import does, and does something before that is committed. Returns her reasons, and how many
/// entered the group by that deed.
async fn joined_during<D>(db: &Db, deed: impl FnOnce(Tx, GroupId) -> D) -> (Vec<(i64,)>, i64)
where
    D: Future<Output = ()> + Send + 'static,
{
    ann_and_ben(db).await;
    let group = group(db, "Fair").await;
    let mut chunk = db.begin().await.unwrap();
    let join = Sql::new("insert into members (contact_id, group_id, reasons, since) values (1, $1, 8, 0)");
    chunk.execute(join.bind(group.0)).await.unwrap();
    let waiting = db.clone();
    let (sent, begun) = tokio::sync::oneshot::channel();
    let beginning = tokio::spawn(async move { sent.send(waiting.begin().await.unwrap()).ok() });
    let done = if db.backend() == Backend::Postgres {
        let done = tokio::spawn(deed(begun.await.unwrap(), group));
        until_awaited(db, &mut chunk).await;
        chunk.commit().await.unwrap();
        done
    } else {
        until_awaited(db, &mut chunk).await;
        chunk.commit().await.unwrap(); // the one writer: the deed begins behind it
        tokio::spawn(deed(begun.await.unwrap(), group))
    };
    beginning.await.unwrap();
    done.await.unwrap();
    let reasons = db.fetch_all(Sql::new("select reasons from members where contact_id = 1")).await.unwrap();
    let entered: Vec<(i64,)> = db
        .fetch_all(Sql::new("select cast(coalesce(sum(entered), 0) as bigint) from group_days"))
        .await
        .unwrap();
    (reasons, entered[0].0)
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_put_into_a_group_while_an_import_does_has_both_reasons_and_entered_once() {
    on_both(async |db| {
        let known = conditions::known(&db).await.unwrap();
        let deed = |mut tx: Tx, group| async move {
            groups::add(&mut tx, &known, group, &[1], NOW).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert_eq!(joined_during(&db, deed).await, (vec![(9,)], 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_fits_a_condition_while_an_import_puts_them_into_the_group_entered_once() {
    let condition =
        json!({"combinator": "and", "rules": [{"field": "first_name", "operator": "is", "value": "Ann"}]});
    on_both(async |db| {
        let typed = condition.clone();
        let deed = |mut tx: Tx, group| async move {
            let known = conditions::known(&mut tx).await.unwrap();
            let condition = check(&typed, &known).unwrap();
            recalculate::rebuild_range(&mut tx, group, &condition, (0, 9), NOW).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert_eq!(joined_during(&db, deed).await, (vec![(10,)], 0));
    })
    .await;
    on_both(async |db| {
        let typed = condition.to_string();
        let deed = |mut tx: Tx, group| async move {
            groups::set_condition(&mut tx, group, Some(&typed), NOW).await.unwrap();
            let known = conditions::known(&mut tx).await.unwrap();
            let change = Change { created: true, ..Change::default() };
            recalculate::recalculate(&mut tx, &known, &[1], &change, NOW).await.unwrap();
            tx.commit().await.unwrap();
        };
        assert_eq!(joined_during(&db, deed).await, (vec![(10,)], 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_person_who_is_erased_while_it_is_written_is_nobodys() {
    on_both(async |db| {
        ann_and_ben(&db).await;
        let import = claimed(&db, "a", None, Blank::Keep).await;
        let rows = [row(2, "b@x.de", [Some("Bea"), None])];
        let chunk = Chunk { told: vec![left_out(2, "b@x.de")], ..chunk(&rows, 1) };
        let deed = async |tx: &mut Tx| {
            let known = erasure::KnownRows::default();
            assert!(erasure::erase(tx, ContactId(2), &known, &[7; 32], NOW).await.unwrap());
        };
        write_during(&db, &import, chunk, deed).await;
        let kept = rejects::list(&db, import.import_id, Outcome::NotImported, 0, 10).await.unwrap();
        assert_eq!(kept, [ToldRow::erased(2)]);
        let owned = db.fetch_all::<(i64,)>(Sql::new(
            "select contact_id from import_rejects where contact_id is not null",
        ));
        assert_eq!(owned.await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_chunk_size_leaves_the_same_behind_on_both_databases() {
    let value = || prop::option::of(prop::sample::select(vec!["x", "y", "ü"]));
    let one = (prop::sample::select(vec!["a@x.de", "b@x.de", "c@x.de", "d@x.de"]), value(), value());
    let strategy = (prop::collection::vec(one, 0..14), 1usize..6, any::<bool>());
    let mut runner = TestRunner::deterministic();
    for _ in 0..25 {
        let (cells, size, clear) = strategy.new_tree(&mut runner).unwrap().current();
        let rows: Vec<Row> = cells
            .iter()
            .enumerate()
            .map(|(at, (key, first, city))| row(at as u64 + 2, key, [*first, *city]))
            .collect();
        let blank = if clear { Blank::Clear } else { Blank::Keep };
        let outcomes = std::sync::Mutex::new(Vec::new());
        for size in [100, size] {
            on_both(async |db| {
                let base = claimed(&db, "a", None, Blank::Keep).await;
                write(
                    &db,
                    &base,
                    &[row(2, "a@x.de", [Some("x"), Some("y")]), row(3, "b@x.de", [None, Some("ü")])],
                    9,
                )
                .await;
                let import = claimed(&db, "a", Some(group(&db, "G").await), blank).await;
                let counts = write(&db, &import, &rows, size).await;
                let outcome = (counts, contents(&db).await);
                outcomes.lock().unwrap().push(outcome);
            })
            .await;
        }
        let outcomes = outcomes.into_inner().unwrap();
        assert_eq!(outcomes[0].0.processed(), rows.len() as i64);
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{rows:?} by {size}: {outcomes:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn search_finds_words_anywhere_and_takes_wildcards_literally() {
    on_both(async |db| {
        let context = claimed(&db, "a", None, Blank::Keep).await;
        let rows = [
            row(2, "ann@x.de", [Some("Anna_Maria Łukasz"), None]),
            row(3, "ben@x.de", [Some("Ben 100%"), None]),
        ];
        write(&db, &context, &rows, 10).await;
        for (search, found) in [
            ("ANN", 1),
            ("x.DE", 2),
            ("a_m", 1),
            ("a%m", 0),
            ("100%", 1),
            ("ben x.de", 1),
            ("ben ann", 0),
            ("'", 0),
            ("łUKASZ", 1),
            ("ŁUK", 1),
        ] {
            let filter = Filter { words: muster_domain::search_words(search), ..Filter::default() };
            let contacts = contacts::list(&db, &filter, &Sort::default(), None, 10).await.unwrap().contacts;
            assert_eq!(contacts.len(), found, "{search}");
        }
        let newest = contacts::list(&db, &Filter::default(), &Sort::default(), None, 1).await.unwrap();
        let after = newest.next.as_deref();
        let rest =
            contacts::list(&db, &Filter::default(), &Sort::default(), after, 5).await.unwrap().contacts;
        let newest = newest.contacts;
        assert_eq!((rest.len(), rest[0].contact_id), (1, ContactId(newest[0].contact_id.0 - 1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lease_by_a_clock_that_was_wrong_holds_nothing() {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let id = imports::create(&mut tx, &order_of(None, Blank::Keep), 1, NOW).await.unwrap();
        let new = NewWork {
            kind: Kind::MassAction,
            subject_id: None,
            payload: "{}".into(),
            contacts: &[],
            total: None,
            due: Some(NOW + DAY),
        };
        work::create(&mut tx, new, NOW).await.unwrap();
        tx.commit().await.unwrap();
        let claim_work = async |owner, now| {
            work::claim(&db, Kind::MassAction, None, (owner, now)).await.unwrap().is_some()
        };
        assert!(claim_work("a", NOW).await, "nothing pauses for a day");
        assert!(claim_work("b", NOW - DAY).await, "the clock was a day ahead when it was claimed");
        assert!(!claim_work("c", NOW - DAY - 50_000).await, "the clock of another server is a little behind");
        assert!(!claim_work("c", NOW - DAY + 50_000).await);

        assert!(imports::claim(&db, id, "a", NOW).await.unwrap());
        assert_eq!(imports::list_claimable(&db, NOW - 50_000).await.unwrap(), []);
        assert_eq!(imports::list_claimable(&db, NOW - DAY).await.unwrap().len(), 1);
        assert!(!imports::claim(&db, id, "b", NOW - 50_000).await.unwrap());
        assert!(imports::claim(&db, id, "b", NOW - DAY).await.unwrap());
        imports::postpone(&db, id, "b", NOW, ("{}".into(), false)).await.unwrap();
        assert!(!imports::claim(&db, id, "c", NOW - 60_000).await.unwrap(), "it pauses");
        assert!(imports::claim(&db, id, "c", NOW - DAY).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_looks_for_rows_before_others_wait_and_then_only_where_some_may_have_come() {
    on_both(async |db| {
        let reject = async |import: i64, row: i64, cell: &str| {
            let sql = "insert into import_rejects (import_id, source_row, problem, cells) values ($1, $2, '{}', $3)";
            let cells = serde_json::to_string(&[cell]).unwrap();
            db.execute(Sql::new(sql).bind(import).bind(row).bind(cells)).await.unwrap();
        };
        let mut tx = db.begin().await.unwrap();
        let ann = muster_domain::Email::parse("änn@x.de").unwrap(); // found by its @ alone
        let ann = contacts::create(&mut tx, &ann, &[], NOW).await.unwrap();
        for _ in 1..=2 {
            imports::create(&mut tx, &order_of(None, Blank::Keep), 1, NOW).await.unwrap();
        }
        tx.execute(Sql::new("update imports set state = 'finished', finished_at = 1 where import_id = 1")).await.unwrap();
        let many = "insert into import_rejects (import_id, source_row, problem, cells)
            with recursive s(n) as (select 1 union all select n + 1 from s where n < 5000)
            select 1, n, '{}', '[\"p' || n || '@x.de\"]' from s";
        tx.execute(Sql::new(many)).await.unwrap();
        let part = "insert into import_parts (import_id, part, owner, position, imported, updated, unchanged, repeated_in_file, not_imported)
            values (2, 0, 'a', 10, 0, 0, 0, 0, 0)";
        tx.execute(Sql::new(part)).await.unwrap();
        tx.commit().await.unwrap();
        for (import, row) in [(1, 6_000), (2, 5)] {
            reject(import, row, "Änn@X.de").await;
        }
        let contact = contacts::find(&db, ann).await.unwrap().unwrap();
        let known = erasure::look_for_rows(&db, &contact).await.unwrap();
        let late = [(2, 11), (3, 1)];
        for (import, row) in late.into_iter().chain([(1, 7_000), (2, 6)]) {
            reject(import, row, "Änn <änn@x.de>").await;
        }
        let mut tx = db.begin().await.unwrap();
        assert!(erasure::erase(&mut tx, ann, &known, &[7; 32], NOW).await.unwrap());
        tx.commit().await.unwrap();
        let cut = "select import_id, source_row from import_rejects where cells = '[]' order by 1, 2";
        let cut: Vec<(i64, i64)> = db.fetch_all(Sql::new(cut)).await.unwrap();
        assert_eq!(cut, [(1, 6_000), (2, 5), (2, 11), (3, 1)], "none comes where everything has been read");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_knows_nothing_looks_everywhere() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let ann = muster_domain::Email::parse("ann@x.de").unwrap();
        let ann = contacts::create(&mut tx, &ann, &[], NOW).await.unwrap();
        let sql = "insert into import_rejects (import_id, source_row, problem, cells) values (1, 1, '{}', '[\"ann@x.de\"]')";
        tx.execute(Sql::new(sql)).await.unwrap();
        let known = erasure::KnownRows::default();
        assert!(erasure::erase(&mut tx, ann, &known, &[7; 32], NOW).await.unwrap());
        let cut = tx.fetch_all::<(String,)>(Sql::new("select cells from import_rejects")).await.unwrap();
        assert_eq!(cut, [("[]".to_owned(),)]);
    })
    .await;
}
