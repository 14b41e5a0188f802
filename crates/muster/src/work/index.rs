//! Indexes that people asked for by asking for what they answer, built when nothing speaks against it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use muster_store::indexes::{self, Indexes};
use muster_store::{Db, StoreError};
use tokio::sync::Notify;

use super::Hand;
use super::import::LARGE;

/// Contacts from which on an index is worth having: fewer are looked through in the wink of an eye.
const LEAST: i64 = 20_000;
/// How long an index stays after it was last of use, in milliseconds.
const KEPT: i64 = 30 * DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Which indexes people asked for lately, so that the base is told once a day.
#[derive(Debug, Default)]
pub struct Wishes {
    told: Mutex<BTreeMap<i64, Indexes>>,
    bell: Arc<Notify>,
}

impl Wishes {
    /// Those of which the base has not been told today.
    fn new_ones(&self, indexes: Indexes, now: i64) -> Indexes {
        let today = now.div_euclid(DAY);
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.retain(|day, _| *day == today);
        let told = told.entry(today).or_default();
        let new = indexes.without(*told);
        *told = told.or(indexes);
        new
    }

    /// Tells the base that these are wanted. Nobody waits for it: a base that is being written to answers late.
    pub fn note(&self, db: &Db, indexes: Indexes, now: i64) {
        let new = self.new_ones(indexes, now);
        if new.is_empty() {
            return;
        }
        let (db, bell) = (db.clone(), Arc::clone(&self.bell));
        tokio::spawn(async move {
            match indexes::want(&db, new, now).await {
                Ok(()) => bell.notify_one(),
                Err(error) => tracing::warn!(%error, "a wish for an index was lost"),
            }
        });
    }

    /// Rung when an index is wanted that was not.
    pub(super) fn bell(&self) -> &Notify {
        &self.bell
    }
}

/// Builds an index that is wanted, or drops those that are not any more; false when there was nothing to build.
pub(super) async fn next(hand: &Hand) -> Result<bool, StoreError> {
    let now = hand.clock.now();
    let Some(index) = indexes::claim(&hand.db, LEAST, LARGE, now).await? else {
        indexes::drop_unused(&hand.db, now - KEPT).await?;
        return Ok(false);
    };
    let start = std::time::Instant::now();
    if let Err(error) = indexes::build(&hand.db, index, || hand.clock.now()).await {
        tracing::warn!(?index, %error, "an index cannot be built; lists are slower without it");
        indexes::give_up(&hand.db, index, &error).await?;
        return Ok(false);
    }
    tracing::info!(?index, milliseconds = start.elapsed().as_millis() as u64, "an index is built");
    Ok(true)
}

#[cfg(test)]
mod tests {
    use muster_domain::Field;
    use muster_store::indexes::Index;

    use super::*;

    #[test]
    fn the_base_is_told_once_a_day() {
        let wishes = Wishes::default();
        let city: Indexes = Index::of(Field::named("city").as_ref().unwrap()).into_iter().collect();
        let search = Indexes::from_iter([Index::Search]);
        assert_eq!(wishes.new_ones(city, 1), city);
        assert!(wishes.new_ones(city, DAY - 1).is_empty());
        assert_eq!(wishes.new_ones(city.or(search), DAY - 1), search);
        assert_eq!(wishes.new_ones(city, DAY), city);
    }
}
