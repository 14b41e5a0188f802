//! Imports of a known file that are killed again and again until they are finished, and what became of each row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use muster_domain::import::Counts;
use muster_store::testing::{Dice, TestBase};
use muster_store::{Db, Sql};
use serde_json::json;
use tokio::time::sleep;

use crate::calm::now;
use crate::server::{Ask, Place, Server, agent, ask};

/// People who are there before, and rows of the file.
const BASE: usize = 10_000;
const ROWS: usize = 90_000;
/// After so many kills an import is left in peace.
const MOST_KILLS: u64 = 25;

/// What a round, or all, found.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// People, or rows, that should be there and are not.
    pub lost: u64,
    /// Those that are there once too often.
    pub doubled: u64,
    /// Rows of which the counts do not tell what became of them.
    pub unknown: u64,
}

impl Found {
    pub fn add(&mut self, other: Self) {
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.unknown += other.unknown;
    }
}

/// A person's first name and city.
type Values = (String, String);

/// A file with what an import of it must come to.
struct Known {
    base: String,
    file: String,
    people: BTreeMap<String, Values>,
    /// The addresses in the file.
    named: BTreeSet<String>,
    bad_rows: Vec<i64>,
    counts: Counts,
}

const HEADER: &str = "email,first_name,city\n";

fn known(dice: &mut Dice) -> Known {
    let person = |number: usize| format!("p{number}@torture.example");
    let old = |number: usize| (format!("Old {number}"), "Ulm".to_owned());
    let before: BTreeMap<String, Values> = (0..BASE).map(|number| (person(number), old(number))).collect();
    let (mut people, mut named) = (before.clone(), BTreeSet::new());
    let (mut file, mut bad_rows, mut counts) = (HEADER.to_owned(), Vec::new(), Counts::default());
    for row in 2..ROWS as i64 + 2 {
        let number = dice.below(ROWS);
        if dice.chance(50) {
            bad_rows.push(row);
            writeln!(file, "{},Bad,{row}", dice.one(&["", "nobody", "two@@example"])).unwrap();
            continue;
        }
        let is_same = number < BASE && dice.chance(2);
        let values = if is_same {
            old(number)
        } else {
            (format!("New {row}"), dice.one(&["Rome", "Köln"]).to_owned())
        };
        writeln!(file, "{},{},{}", person(number), values.0, values.1).unwrap();
        counts.repeated_in_file += i64::from(!named.insert(person(number)));
        people.insert(person(number), values);
    }
    for address in &named {
        match before.get(address) {
            None => counts.imported += 1,
            Some(values) if people[address] == *values => counts.unchanged += 1,
            Some(_) => counts.updated += 1,
        }
    }
    counts.not_imported = bad_rows.len() as i64;
    let lines = before.iter().map(|(email, (name, city))| format!("{email},{name},{city}\n"));
    let base = HEADER.to_owned() + &lines.collect::<String>();
    Known { base, file, people, named, bad_rows, counts }
}

/// One round: whose process is killed says its number.
pub async fn round(base: TestBase, number: u64) -> Found {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(number + 1);
    let known = known(&mut dice);
    let before = folder.path().join("base.csv");
    std::fs::write(&before, &known.base).unwrap();
    let status = import(&base, &before, &[]).spawn().unwrap().wait().unwrap();
    assert!(status.success(), "the base is imported");
    let file = folder.path().join("people.csv");
    std::fs::write(&file, &known.file).unwrap();
    let db = base.open().await;
    let by_server = (number / 2).is_multiple_of(2);
    let victim: &mut dyn Victim = if by_server {
        &mut Served::order(&base, folder.path(), known.file.as_bytes())
    } else {
        &mut Commanded { command: import(&base, &file, &["--new-group", "Tortured", "--json"]), child: None }
    };
    let kills = torment(&db, victim, &mut dice).await;
    let found = judge(&db, &known).await;
    let place = if base.address.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    let who = if by_server { "the server" } else { "the command" };
    eprintln!("round {number} on {place}: {who} was killed {kills} times, {found:?}");
    db.close().await;
    base.remove().await;
    found
}

fn import(base: &TestBase, file: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.arg("import").arg(file).args(arguments).env("MUSTER_DATABASE", &base.address);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// A process that carries the import out.
trait Victim {
    /// Starts it, again.
    fn start(&mut self);
    /// Kills it, wherever it is.
    fn kill(&mut self);
}

/// The command line, given again after each kill.
struct Commanded {
    command: Command,
    child: Option<Child>,
}

impl Victim for Commanded {
    fn start(&mut self) {
        self.child = Some(self.command.spawn().unwrap());
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill(); // it may have ended
            child.wait().unwrap();
        }
    }
}

/// A server that has the order.
struct Served {
    place: Place,
    server: Option<Server>,
}

impl Served {
    fn order(base: &TestBase, folder: &Path, file: &[u8]) -> Self {
        let path = |name: &str| -> PathBuf { folder.join(name) };
        let place = Place { database: base.address.clone(), data: path("data"), log: path("server.log") };
        let server = Server::start(&place).unwrap();
        let agent = agent(Duration::from_mins(2));
        let upload = Ask { body: Some(file.to_vec()), ..Ask::new("POST", "/files?name=people.csv") };
        let file = ask(&agent, &server.url, &upload).id().expect("the file is taken");
        let mapping: Vec<_> = (0..)
            .zip(["email", "first_name", "city"])
            .map(|(column, field)| json!({"column": column, "field": field}))
            .collect();
        let segment = json!({"kind": "new_group", "name": "Tortured"});
        let order = json!({"file_id": file, "mapping": mapping, "segment": segment, "blank": "keep"});
        let ordered = ask(&agent, &server.url, &Ask::json("POST", "/imports", &order));
        assert_eq!(ordered.status, 201, "{}", ordered.body);
        Self { place, server: Some(server) }
    }
}

impl Victim for Served {
    fn start(&mut self) {
        if self.server.is_none() {
            self.server = Some(Server::start(&self.place).unwrap());
        }
    }

    fn kill(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
    }
}

/// Kills whoever is at the import at random moments until it has ended. Who does not come to write a chunk gets longer, since what
/// ends ten times at one row is taken for that row's fault.
async fn torment(db: &Db, victim: &mut dyn Victim, dice: &mut Dice) -> u64 {
    let (mut kills, mut stalled, mut written) = (0, 0, 0);
    loop {
        victim.start();
        let grace = dice.between(20, 500) + 300 * stalled;
        let grace = if kills < MOST_KILLS { grace } else { i64::MAX };
        if is_ended_within(db, grace).await {
            victim.kill();
            return kills;
        }
        victim.kill();
        kills += 1;
        let sql = "select cast(coalesce(sum(position), 0) as bigint) from import_parts where import_id > 1";
        let position = number(db, sql).await;
        stalled = if position > written { 0 } else { stalled + 1 };
        written = position;
        // Its lease would end by itself, in a quarter of a minute.
        for sql in [
            "update imports set lease_until = $1 where owner is not null",
            "update work_items set lease_until = $1 where owner is not null",
        ] {
            db.execute(Sql::new(sql).bind(now())).await.unwrap();
        }
    }
}

async fn is_ended_within(db: &Db, milliseconds: i64) -> bool {
    let until = now().saturating_add(milliseconds);
    while now() < until {
        let sql = "select count(*) from imports where import_id > 1 and finished_at is not null";
        if number(db, sql).await > 0 {
            return true;
        }
        sleep(Duration::from_millis(20)).await;
    }
    false
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    db.fetch_optional::<(i64,)>(Sql::new(sql)).await.unwrap().unwrap().0
}

async fn judge(db: &Db, known: &Known) -> Found {
    let imports = muster_store::imports::list(db, None, 10).await.unwrap();
    let import = &imports[0];
    let contacts: Vec<(String, Option<String>, Option<String>)> =
        db.fetch_all(Sql::new("select lower(email), first_name, city from contacts")).await.unwrap();
    let mut found =
        Found { unknown: u64::from(import.state != "finished" || imports.len() != 2), ..Found::default() };
    let mut left = known.people.clone();
    for (email, name, city) in contacts {
        match left.remove(&email) {
            None => found.doubled += 1,
            Some((first, place)) => found.lost += u64::from((Some(first), Some(place)) != (name, city)),
        }
    }
    found.lost += left.len() as u64;
    let (counts, due) = (import.counts, known.counts);
    found.lost += (due.processed() - counts.processed()).max(0) as u64;
    found.doubled += (counts.processed() - due.processed()).max(0) as u64;
    for (counted, due) in [
        (counts.imported, due.imported),
        (counts.updated, due.updated),
        (counts.unchanged, due.unchanged),
        (counts.repeated_in_file, due.repeated_in_file),
        (counts.not_imported, due.not_imported),
        (number(db, "select count(*) from members where reasons < 16").await, known.named.len() as i64),
        (
            number(db, "select cast(coalesce(sum(entered - gone), 0) as bigint) from group_days").await,
            known.named.len() as i64,
        ),
    ] {
        found.unknown += counted.abs_diff(due);
    }
    let sql = Sql::new("select source_row from import_rejects where import_id = $1 order by source_row")
        .bind(import.import_id.0);
    let rejects: Vec<i64> =
        db.fetch_all::<(i64,)>(sql).await.unwrap().into_iter().map(|(row,)| row).collect();
    let (told, bad): (BTreeSet<i64>, BTreeSet<i64>) =
        (rejects.into_iter().collect(), known.bad_rows.iter().copied().collect());
    found.unknown += told.symmetric_difference(&bad).count() as u64;
    found
}
