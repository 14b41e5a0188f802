//! What happened to contacts: who entered and left groups, reached limits, and got and lost personas.

use std::collections::BTreeMap;

use muster_domain::{GroupId, PersonaId, ScoreId};

use crate::{Sql, StoreError, Tx};

/// How many contacts it happened to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// How many contacts entered and left each group.
    pub groups: BTreeMap<GroupId, (i64, i64)>,
    /// How many contacts reached the limit of each score.
    pub crossed: BTreeMap<ScoreId, i64>,
    /// How many contacts got each persona and lost it; `None` for none.
    pub personas: BTreeMap<Option<PersonaId>, (i64, i64)>,
}

impl Effects {
    /// Adds contacts that entered or left a group.
    pub fn add(&mut self, group: GroupId, entered: i64, left: i64) {
        if entered != 0 || left != 0 {
            add(self.groups.entry(group).or_default(), (entered, left));
        }
    }

    /// Adds a contact that went from one persona to another.
    pub(crate) fn change_persona(&mut self, from: Option<PersonaId>, to: Option<PersonaId>) {
        add(self.personas.entry(from).or_default(), (0, 1));
        add(self.personas.entry(to).or_default(), (1, 0));
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: Self) {
        other.groups.into_iter().for_each(|(group, (entered, left))| self.add(group, entered, left));
        other.crossed.into_iter().for_each(|(score, count)| *self.crossed.entry(score).or_default() += count);
        for (persona, moved) in other.personas {
            add(self.personas.entry(persona).or_default(), moved);
        }
    }
}

fn add(sum: &mut (i64, i64), (entered, left): (i64, i64)) {
    *sum = (sum.0 + entered, sum.1 + left);
}

/// Adds to the days' numbers of who entered and left groups and personas.
pub(crate) async fn note_days(tx: &mut Tx, effects: &Effects, now: i64) -> Result<(), StoreError> {
    const OF_GROUPS: &str =
        "insert into group_days (group_id, day, entered, gone) values ($1, $2, $3, $4) on conflict (group_id, day)
         do update set entered = group_days.entered + excluded.entered, gone = group_days.gone + excluded.gone";
    const OF_PERSONAS: &str =
        "insert into persona_days (persona_id, day, entered, gone) values ($1, $2, $3, $4) on conflict (persona_id, day)
         do update set entered = persona_days.entered + excluded.entered, gone = persona_days.gone + excluded.gone";
    let day = day(now);
    let groups = effects.groups.iter().map(|(id, moved)| (OF_GROUPS, id.0, *moved));
    let personas = effects.personas.iter().filter_map(|(id, moved)| Some((OF_PERSONAS, (*id)?.0, *moved)));
    for (sql, id, (entered, left)) in groups.chain(personas) {
        tx.execute(Sql::new(sql).bind(id).bind(day.as_str()).bind(entered).bind(left)).await?;
    }
    Ok(())
}

/// The day of a time, in UTC.
pub(crate) fn day(now: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
