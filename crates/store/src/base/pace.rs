//! How much upkeep does in one transaction: about as much as takes a twentieth of a second. On SQLite whoever saves something waits for
//! it, and on both databases whoever waits for the lock of recalculations.

use std::time::{Duration, Instant};

/// How long a step is to take. It may take twice as long as was foreseen without anybody noticing.
const AIM: Duration = Duration::from_millis(50);

/// The size of steps, which follows how long the last one took.
#[derive(Debug)]
pub struct Pace {
    what: &'static str,
    size: i64,
    least: i64,
    most: i64,
}

/// The part of the first size that steps keep at least: each has a cost that its size does not change, so that ever smaller ones
/// would come to no end.
const LEAST: i64 = 4;

impl Pace {
    /// Of steps that do `first` at first, never less than a quarter of that and never more than `most`; `what` they do is said in the log.
    pub fn new(what: &'static str, first: i64, most: i64) -> Self {
        Self { what, size: first, least: (first / LEAST).max(1), most }
    }

    /// How much the next step does.
    pub fn size(&self) -> i64 {
        self.size
    }

    /// Notes that a step did so much, and that others have waited for it since then.
    pub fn note(&mut self, done: i64, since: Instant) {
        let held = since.elapsed();
        tracing::debug!(milliseconds = held.as_millis() as u64, what = self.what, done, "held");
        self.size = next_size(self.size, done, held).clamp(self.least, self.most);
    }
}

/// The size after a step of a size did so much in a time. One that found little to do tells little.
fn next_size(size: i64, done: i64, held: Duration) -> i64 {
    if done == 0 {
        return size;
    }
    let fitting = done as f64 * AIM.as_secs_f64() / held.as_secs_f64().max(1e-6);
    (fitting as i64).clamp(size / 8, size * 2).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_become_as_large_as_fits() {
        let after = |done, milliseconds| next_size(1_000, done, Duration::from_millis(milliseconds));
        assert_eq!(after(1_000, 50), 1_000);
        assert_eq!(after(1_000, 100), 500);
        assert_eq!(after(1_000, 10), 2_000, "twice as large at most");
        assert_eq!(after(1_000, 60_000), 125, "an eighth at least");
        assert_eq!(after(10, 1), 500, "by what was done");
        assert_eq!(after(0, 9_000), 1_000);
        assert_eq!(next_size(1, 1, Duration::from_secs(9)), 1);
    }

    #[test]
    fn steps_that_cost_much_by_themselves_stay_large_enough_to_come_to_an_end() {
        let mut pace = Pace::new("test", 1_000, 50_000);
        let long_ago = Instant::now().checked_sub(Duration::from_secs(9)).unwrap();
        for _ in 0..20 {
            pace.note(pace.size(), long_ago);
        }
        assert_eq!(pace.size(), 250);
    }
}
