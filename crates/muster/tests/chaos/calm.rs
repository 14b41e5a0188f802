//! After the deeds: waits until everything that is to be done is done.

use std::time::{Duration, Instant};

use muster_store::{Sql, StoreError};

use crate::world::World;

/// How long all that is to be done may take; nobody is quick here.
const BEARABLE: Duration = Duration::from_mins(15);

/// What is not done yet, for people.
const LEFT: &str = "
    select 'import ' || import_id || ' is ' || state || ' by ' || coalesce(owner, 'nobody') || ' ' || coalesce(trouble, '')
        from imports where state in ('queued', 'running')
    union all select 'canceled import ' || import_id || ' is not closed' from imports
        where state = 'canceled' and lease_until is not null
    union all select kind || ' ' || work_id || ' is ' || state || ' by ' || coalesce(owner, 'nobody') || ', attempt ' || attempts
        from work_items where state in ('queued', 'running')
    union all select 'group ' || group_id || ' is ' || state from contact_groups where state <> 'ready'
    union all select 'score ' || score_id || ' is ' || state from scores where state <> 'ready'
    union all select 'personas are ' || state from persona_state where state <> 'ready'";

/// Both servers run, and nothing is left to do.
pub async fn settle(world: &World) {
    for number in [0, 1] {
        tokio::task::block_in_place(|| world.start_again(number));
    }
    let until = Instant::now() + BEARABLE;
    loop {
        match left(world).await {
            Ok(left) if left.is_empty() => return,
            Ok(left) if Instant::now() > until => {
                return world.wrong(format!("not done after {BEARABLE:?}: {left:#?}"));
            }
            _ => {} // not done, or the database is busy
        }
        let _ = free_the_dead(world).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn left(world: &World) -> Result<Vec<(String,)>, StoreError> {
    world.db.fetch_all(Sql::new(LEFT)).await
}

/// Ends the leases of processes that are gone: that they end by themselves takes minutes, and happens while the deeds go on.
async fn free_the_dead(world: &World) -> Result<(), StoreError> {
    let alive: Vec<String> = [0, 1]
        .iter()
        .filter_map(|number| world.server(*number).as_ref().map(|server| format!("{}-%", server.pid())))
        .collect();
    let [one, other] = alive.as_slice() else { return Ok(()) };
    let gone = " where owner is not null and lease_until > $1 and owner not like $2 and owner not like $3";
    for table in ["update imports", "update work_items"] {
        let sql = Sql::new(table).push(" set lease_until = $1").push(gone);
        world.db.execute(sql.bind(now()).bind(one.as_str()).bind(other.as_str())).await?;
    }
    Ok(())
}

/// The time by the servers' clock.
#[expect(clippy::disallowed_methods, reason = "the servers' clock is the system's")]
pub fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as i64
}
