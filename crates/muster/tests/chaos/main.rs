//! Chaos: two servers on one base, whom several people ask at random for all that they can do, while servers are killed, stopped
//! and frozen and connections are cut. Afterwards every count, group, score, persona, text and sum of days is compared with what
//! the data says. What is asked for comes from a seed; which of it meets does not.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calm;
mod deeds;
mod faults;
mod files;
mod judge;
mod rules;
mod server;
mod torture;
mod world;

use std::time::{Duration, Instant};

use muster_store::testing::TestBase;
use tokio::runtime::Handle;

use self::world::{Actor, Record, World};

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect("the setting is a number"))
}

/// One world from its beginning to its judgement. Panics with all that is wrong.
async fn chaos(base: TestBase, seed: u64, length: Duration) {
    let mut world = World::start(base, seed).await;
    tokio::task::block_in_place(|| {
        files::import_first(&Actor::new(&world, usize::MAX));
        run(&world, Instant::now() + length);
    });
    calm::settle(&world).await;
    judge::judge(&world).await;
    world.end();
    report(&mut world);
    world.db.close().await;
    world.base.remove().await;
}

/// Everybody acts, and servers suffer, until the time is over.
fn run(world: &World, until: Instant) {
    let runtime = &Handle::current();
    let longest_freeze = until.saturating_duration_since(Instant::now()).as_millis() as i64 / 4;
    std::thread::scope(|scope| {
        for number in 0..deeds::ACTORS {
            scope.spawn(move || deeds::act(world, number, until));
        }
        scope.spawn(move || {
            let _entered = runtime.enter();
            faults::strike(world, until, longest_freeze);
        });
    });
}

fn report(world: &mut World) {
    let failed = !world.record().wrong.is_empty();
    world.folder.disable_cleanup(failed);
    let record = world.record();
    let database = if world.is_postgres() { "PostgreSQL" } else { "SQLite" };
    eprintln!("chaos, seed {} on {database}: {} imports, answers by deed:", world.seed, record.imports.len());
    for (deed, answers) in &record.tally {
        eprintln!("    {deed}: {answers:?}");
    }
    idle(&record);
    if !record.wrong.is_empty() {
        let kept = world.folder.path().display();
        let logged = world.errors_logged();
        let logged = &logged[..logged.len().min(30)];
        let wrong = record.wrong.join("\n");
        assert!(
            record.wrong.is_empty(),
            "seed {} on {database}, {kept}:\n{wrong}\nlogged: {logged:#?}",
            world.seed
        );
    }
}

/// A deed that is never done shows nothing.
fn idle(record: &Record) {
    for (deed, answers) in &record.tally {
        let done: usize = answers.range(200..300).map(|(_, count)| count).sum();
        let all: usize = answers.values().sum();
        assert!(done > 0 || all < 25, "nobody ever managed to {deed}: {answers:?}");
    }
}

/// Both databases, or the one whose address begins with `MUSTER_CHAOS_DATABASE`.
async fn bases() -> Vec<TestBase> {
    let only = std::env::var("MUSTER_CHAOS_DATABASE").ok();
    let is_meant = |base: &TestBase| only.as_ref().is_none_or(|only| base.address.starts_with(only));
    TestBase::both().await.into_iter().filter(is_meant).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_everything_is_true_when_it_is_over() {
    let length = Duration::from_secs(setting("MUSTER_CHAOS_SECONDS", 20));
    let seed = setting("MUSTER_CHAOS_SEED", 1);
    for base in bases().await {
        chaos(base, seed, length).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half an hour: make torture"]
async fn whatever_happens_with_other_seeds() {
    let length = Duration::from_secs(setting("MUSTER_CHAOS_SECONDS", 120));
    let first = setting("MUSTER_CHAOS_SEED", 1);
    for seed in first..first + setting("MUSTER_CHAOS_SEEDS", 5) {
        for base in bases().await {
            chaos(base, seed, length).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes half an hour: make torture"]
async fn no_row_of_a_killed_import_is_lost_or_doubled() {
    let (rounds, mut sum) = (setting("MUSTER_TORTURE_ROUNDS", 50), torture::Found::default());
    for number in 0..rounds {
        let [sqlite, postgres] = TestBase::both().await;
        let (base, other) = if number.is_multiple_of(2) { (sqlite, postgres) } else { (postgres, sqlite) };
        other.remove().await;
        sum.add(torture::round(base, number).await);
    }
    let torture::Found { lost, doubled, unknown } = sum;
    let line = format!("rounds {rounds}, lost {lost}, doubled {doubled}, unknown {unknown}\n");
    std::fs::write(concat!(env!("CARGO_TARGET_TMPDIR"), "/torture.txt"), &line).unwrap(); // printed last, by make
    assert_eq!(sum, torture::Found::default(), "{line}");
}
