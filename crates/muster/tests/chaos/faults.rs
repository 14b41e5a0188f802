//! What happens to servers and connections.

use std::time::{Duration, Instant};

use muster_store::Sql;
use muster_store::testing::Dice;
use tokio::runtime::Handle;

use crate::world::World;

/// Lets servers die, end, freeze and lose connections until the time is over.
pub fn strike(world: &World, until: Instant, longest_freeze: i64) {
    let mut dice = Dice::new(world.seed.wrapping_mul(77_777).wrapping_add(7));
    while Instant::now() < until {
        rest(dice.between(300, 2_500), until);
        let number = dice.below(2);
        match dice.below(5) {
            0 => kill(world, number, &mut dice),
            1 => stop(world, number),
            2 => freeze(world, number, dice.between(500, longest_freeze), until),
            _ => cut_connections(world, dice.between(1, 4)),
        }
    }
}

fn rest(milliseconds: i64, until: Instant) {
    let left = until.saturating_duration_since(Instant::now());
    std::thread::sleep(Duration::from_millis(milliseconds as u64).min(left));
}

/// A power cut; at times the machine is back only after a while.
fn kill(world: &World, number: usize, dice: &mut Dice) {
    if let Some(server) = world.server(number).take() {
        server.kill();
    }
    if dice.chance(3) {
        std::thread::sleep(Duration::from_millis(dice.between(200, 3_000) as u64));
    }
    world.start_again(number);
}

/// An operator stops it and starts it again.
fn stop(world: &World, number: usize) {
    let server = world.server(number).take();
    if let Some(Err(why)) = server.map(crate::server::Server::stop) {
        world.wrong(why);
    }
    world.start_again(number);
}

fn freeze(world: &World, number: usize, milliseconds: i64, until: Instant) {
    let place = world.server(number);
    let Some(server) = place.as_ref() else { return };
    server.signal("STOP");
    rest(milliseconds, until);
    server.signal("CONT");
}

/// PostgreSQL ends connections of the servers, whatever they do just then.
fn cut_connections(world: &World, count: i64) {
    if !world.is_postgres() {
        return;
    }
    let sql = "select cast(count(pg_terminate_backend(pid)) as bigint) from (select pid from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        order by random() limit $1) p";
    let cut = Handle::current().block_on(world.db.fetch_all::<(i64,)>(Sql::new(sql).bind(count)));
    drop(cut); // the connection that asks may be one of the test's that was cut before
}
