//! What this process remembers of what is stored under the present name of the rules: they are read again when that is another.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Select, Sql, StoreError};

/// How many versions are remembered; the oldest are forgotten.
const MOST: usize = 8;

/// What was read, by the version of the rules under which it was.
pub(crate) struct Remembered<T>(Mutex<VecDeque<(String, Arc<T>)>>);

impl<T> Remembered<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(VecDeque::new()))
    }

    /// What was read under a version.
    pub(crate) fn find(&self, version: &str) -> Option<Arc<T>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(of, _)| of == version).map(|(_, read)| Arc::clone(read))
    }

    /// Remembers what was read while the version was this one, from before to behind the reading.
    pub(crate) fn keep(&self, version: String, read: &Arc<T>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(MOST - 1);
        kept.push_front((version, Arc::clone(read)));
    }
}

/// The name of the present rules; no two rules have the same, in whatever base.
pub(crate) async fn version(from: &mut impl Select) -> Result<String, StoreError> {
    let row: Option<(String,)> = from.fetch_optional(Sql::new("select version from rules_version")).await?;
    row.map(|(version,)| version).ok_or_else(|| StoreError::Damaged("the rules have no version".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_both;

    /// Whatever changes what is read of the rules, in an order in which each of them changes something.
    const OTHER_RULES: [&str; 20] = [
        "insert into custom_fields (field_id, name, label, label_key, kind, choices, created_at)
         values (90, 'a', 'A', 'a', 'text', '[]', 0)",
        "update custom_fields set label = 'B' where field_id = 90",
        "update custom_fields set choices = '[1]' where field_id = 90",
        "delete from custom_fields where field_id = 90",
        "insert into activity_types (type_id, name, label, builtin, enabled, manual, colour)
         values (990, 'a', 'A', 0, 1, 1, 'gray')",
        "delete from activity_types where type_id = 990",
        "insert into list_entries (entry_id, list, label, label_key, colour, position)
         values (990, 'account_role', 'A', 'a', 'gray', 90)",
        "delete from list_entries where entry_id = 990",
        "insert into contact_groups (group_id, name, name_key, created_at) values (90, 'A', 'a', 0)",
        "update contact_groups set condition = '{}' where group_id = 90",
        "delete from contact_groups where group_id = 90",
        "insert into scores (score_id, name, name_key, enabled, rules, state, swept_at, created_at)
         values (90, 'A', 'a', 0, '[]', 'ready', 0, 0)",
        "update scores set rules = '[1]' where score_id = 90",
        "update scores set limit_points = 5 where score_id = 90",
        "update scores set enabled = 1 where score_id = 90",
        "delete from scores where score_id = 90",
        "insert into personas (persona_id, name, name_key, picture, threshold, position, rules, created_at)
         values (90, 'A', 'a', 'x', 1, 90, '[]', 0)",
        "update personas set position = 91, threshold = 2 where persona_id = 90",
        "update personas set rules = '[1]' where persona_id = 90",
        "delete from personas where persona_id = 90",
    ];
    /// What people and sweeps do all the time.
    const SAME_RULES: [&str; 4] = [
        "update contact_groups set swept_at = 5, state = 'rebuilding', name = 'B'",
        "update scores set draft = '[]', state = 'ready', swept_at = 6",
        "update persona_state set swept_at = 7",
        "insert into list_entries (entry_id, list, label, label_key, colour, position)
         values (991, 'contact_status', 'A', 'a', 'gray', 91)",
    ];

    #[tokio::test(flavor = "multi_thread")]
    async fn the_version_is_another_whenever_the_rules_are_and_only_then() {
        on_both(async |db| {
            let begin = version(&mut &db).await.unwrap();
            let mut last = begin.clone();
            let mut tx = db.begin().await.unwrap();
            for sql in OTHER_RULES {
                tx.execute(Sql::new(sql)).await.unwrap();
                let present = version(&mut tx).await.unwrap();
                assert_ne!(present, last, "{sql}");
                last = present;
            }
            for sql in SAME_RULES {
                tx.execute(Sql::new(sql)).await.unwrap();
                assert_eq!(version(&mut tx).await.unwrap(), last, "{sql}");
            }
            drop(tx);
            assert_eq!(version(&mut &db).await.unwrap(), begin, "what is undone has changed nothing");
        })
        .await;
    }

    #[test]
    fn the_latest_versions_are_remembered() {
        let all = Remembered::new();
        for number in 0..20 {
            all.keep(number.to_string(), &Arc::new(number));
        }
        assert_eq!(
            (all.find("19").as_deref(), all.find("12").as_deref(), all.find("11")),
            (Some(&19), Some(&12), None)
        );
    }
}
