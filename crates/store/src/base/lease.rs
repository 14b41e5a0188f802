//! Who has work, and for how long. A row has an owner and `lease_until`: with an owner the end of its lease, without one the end of a
//! pause. Both are times by the clock of whoever wrote them, and a clock may have been wrong: what ends later than any lease or pause
//! that begins now is not believed, so that nothing waits for a day that was never meant.

use crate::Sql;

/// How far apart the clocks of servers may be, in milliseconds: the lease of one whose clock is ahead is not taken from it.
pub(crate) const SKEW: i64 = 60_000;

/// The longest lease and the longest pause of a kind of work, in milliseconds.
pub(crate) struct Longest {
    pub lease: i64,
    pub pause: i64,
}

/// Adds the test whether nobody has a row and it does not pause.
pub(crate) fn push_free(sql: Sql, longest: &Longest, now: i64) -> Sql {
    let sql = sql.push("(lease_until is null or lease_until < ").push_value(now);
    let sql =
        sql.push(" or lease_until > case when owner is null then ").push_value(now + longest.pause + SKEW);
    sql.push(" else ").push_value(now + longest.lease + SKEW).push(" end)")
}
