//! Keeps groups, scores and personas true. What changed (a chunk of an import, an edit, activities, the passing of time) is
//! looked at once: the contacts concerned are read, everything that depends on the change is evaluated in memory, and only
//! differences are written. A group whose condition is new is built by SQL instead ([`rebuild_range`]).
//!
//! Recalculations exclude each other by a row lock that each takes first, so that none writes what it found before another's
//! change. A change is always followed by a recalculation, in its own transaction or recorded there as work: the last one
//! sees everything.

mod groups;
mod personas;
mod plan;
mod scores;
mod views;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use muster_domain::condition::{Change, Condition, ContactView, Known, Uses};
use muster_domain::points::{PointRule, total};
use muster_domain::{EXCLUDED, GroupId, PersonaId, PersonaRules, Reason, ScoreId, choose_persona};

use crate::conditions::Compile;
use crate::indexes::Indexes;
use crate::{Db, Select, Sql, StoreError, Tx};

pub use plan::{Node, Rules, Step, needs, plan, read, read_points};
use views::load_views;

const BY_CONDITION: i64 = Reason::Condition as i64;

/// How many contacts are looked at in one go.
pub const SLICE: usize = 10_000;

/// What a recalculation did.
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
    fn change_persona(&mut self, from: Option<PersonaId>, to: Option<PersonaId>) {
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

/// Makes this transaction the only one that recalculates, until its end. To be called before anything that a recalculation
/// writes is touched, or two transactions wait for each other.
pub async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(Sql::new("update counters set next = next + 1 where name = 'recalculation'")).await.map(drop)
}

/// Brings everything that depends on a change up to date for these contacts. The caller holds the [`lock`]. `only` is looked at
/// whatever the change is.
pub async fn recalculate(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    change: &Change,
    (only, now): (Option<Node>, i64),
) -> Result<Effects, StoreError> {
    let steps = plan(tx, known).await?;
    let (concerned, uses) = plan::concerned(&steps, change, only);
    follow(tx, known, contacts, (&concerned, &uses), now).await
}

/// Looks at the contacts above the first id and up to the second by the new rules of a score, or of the personas. Nobody is
/// told of a limit: it is not the contacts that changed. What depends on it is not looked at.
pub async fn rebuild_points(
    tx: &mut Tx,
    known: &Known,
    step: &Step,
    (after, to): (i64, i64),
    now: i64,
) -> Result<Effects, StoreError> {
    let quiet = Step { is_rebuilding: true, ..step.clone() };
    let sql = Sql::new(
        "select contact_id from contacts where contact_id > $1 and contact_id <= $2 order by contact_id",
    );
    let rows: Vec<(i64,)> = tx.fetch_all(sql.bind(after).bind(to)).await?;
    let contacts: Vec<i64> = rows.into_iter().map(|(id,)| id).collect();
    follow(tx, known, &contacts, (&[&quiet], &step.uses), now).await
}

/// Contacts by the rules as they are and as they would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial<T> {
    /// What each has now.
    pub present: Vec<T>,
    /// What each would have.
    pub then: Vec<T>,
}

/// Contacts that a trial looks at, at most.
const TRIED: i64 = 20_000;

/// The points that contacts have in a score, and would have by these rules: of all contacts, or of so many spread evenly over
/// them. Nothing is written.
pub async fn try_score(
    db: &Db,
    known: &Known,
    (id, rules): (ScoreId, &[PointRule]),
    now: i64,
) -> Result<Trial<i64>, StoreError> {
    let step =
        Step::new(Node::Score(id), Rules::Score { rules: rules.to_vec(), limit: None }, (now, "ready"));
    let mut trial = Trial { present: Vec::new(), then: Vec::new() };
    let mut from = db;
    for contacts in spread(db).await?.chunks(SLICE) {
        let mut views = load_views(&mut from, known, contacts, &step.uses).await?;
        let present = Present::load(&mut from, contacts, (&[&step], &step.uses)).await?;
        present.show(&mut views);
        let has =
            |view: &ContactView| present.scores.get(&(view.contact_id, id)).map_or(0, |total| total.points);
        trial.present.extend(views.iter().map(has));
        trial.then.extend(views.iter().map(|view| total(rules, view, now).points));
    }
    Ok(trial)
}

/// The personas that contacts have, and would have by these rules, as [`try_score`] tells points.
pub async fn try_personas(
    db: &Db,
    known: &Known,
    personas: &[PersonaRules],
    now: i64,
) -> Result<Trial<Option<PersonaId>>, StoreError> {
    let step = Step::new(Node::Personas, Rules::Personas(personas.to_vec()), (now, "ready"));
    let mut trial = Trial { present: Vec::new(), then: Vec::new() };
    let mut from = db;
    for contacts in spread(db).await?.chunks(SLICE) {
        let mut views = load_views(&mut from, known, contacts, &step.uses).await?;
        let present = Present::load(&mut from, contacts, (&[&step], &step.uses)).await?;
        present.show(&mut views);
        trial.present.extend(views.iter().map(|view| view.persona));
        trial.then.extend(views.iter().map(|view| choose_persona(personas, view, now).0.map(|best| best.id)));
    }
    Ok(trial)
}

/// What rules that depend on this see of those of some contacts that are there.
pub async fn views(
    from: &mut impl Select,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let mut views = load_views(from, known, contacts, uses).await?;
    Present::load(from, contacts, (&[], uses)).await?.show(&mut views);
    Ok(views)
}

/// The ids of contacts for a trial; some may not be there any more.
async fn spread(db: &Db) -> Result<Vec<i64>, StoreError> {
    let newest = crate::contacts::newest(db).await?.0;
    let size = newest.min(TRIED);
    Ok((1..=size).map(|part| newest * part / size).collect())
}

/// Records that everybody is to be looked at by new rules.
pub async fn request_rebuild(tx: &mut Tx, node: Node, now: i64) -> Result<(), StoreError> {
    match node {
        Node::Group(id) => crate::groups::request_rebuild(tx, id, now).await,
        Node::Score(id) => crate::scores::request_rebuild(tx, id, now).await,
        Node::Personas => crate::personas::request_rebuild(tx, now).await,
    }
}

/// Evaluates some steps, in their order, for these contacts.
async fn follow(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    (steps, uses): (&[&Step], &Uses),
    now: i64,
) -> Result<Effects, StoreError> {
    let mut effects = Effects::default();
    if steps.is_empty() {
        return Ok(effects);
    }
    for contacts in contacts.chunks(SLICE) {
        let mut views = load_views(tx, known, contacts, uses).await?;
        let mut present = Present::load(tx, contacts, (steps, uses)).await?;
        present.show(&mut views);
        for step in steps {
            effects.merge(follow_step(tx, step, &mut views, &mut present, now).await?);
        }
    }
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

/// What is stored of what the steps keep true, and of what their rules ask for.
struct Present {
    members: groups::Members,
    scores: scores::Stored,
    personas: HashMap<i64, personas::Stored>,
}

impl Present {
    async fn load(
        from: &mut impl Select,
        contacts: &[i64],
        (steps, uses): (&[&Step], &Uses),
    ) -> Result<Self, StoreError> {
        let (mut of_groups, mut of_scores, mut personas) = (Vec::new(), uses.scores.clone(), uses.personas);
        for step in steps {
            match step.node {
                Node::Group(id) => of_groups.push(id),
                Node::Score(id) => drop(of_scores.insert(id)),
                Node::Personas => personas = true,
            }
        }
        Ok(Self {
            members: groups::members(from, contacts, of_groups).await?,
            scores: scores::stored(from, contacts, of_scores.into_iter().collect()).await?,
            personas: if personas { personas::stored(from, contacts).await? } else { HashMap::new() },
        })
    }

    /// Lets the rules see points and personas.
    fn show(&self, views: &mut [ContactView]) {
        let mut points: HashMap<i64, Vec<(ScoreId, i64)>> = HashMap::new();
        for ((contact, score), total) in &self.scores {
            points.entry(*contact).or_default().push((*score, total.points));
        }
        for view in views {
            view.scores.extend(points.remove(&view.contact_id).unwrap_or_default());
            view.persona = self.personas.get(&view.contact_id).and_then(|stored| stored.persona);
        }
    }
}

async fn follow_step(
    tx: &mut Tx,
    step: &Step,
    views: &mut [ContactView],
    present: &mut Present,
    now: i64,
) -> Result<Effects, StoreError> {
    match (&step.rules, step.node) {
        (Rules::Condition(condition), Node::Group(id)) => {
            groups::follow(tx, (id, condition), views, &mut present.members, now).await
        }
        (Rules::Score { rules, limit }, Node::Score(id)) => {
            let limit = limit.filter(|_| !step.is_rebuilding);
            let score = scores::Followed { id, rules, limit };
            scores::follow(tx, score, views, &present.scores, now).await
        }
        (Rules::Personas(personas), _) => personas::follow(tx, personas, views, &present.personas, now).await,
        _ => Ok(Effects::default()), // a node has rules of its own kind
    }
}

/// Adds to the days' numbers of who entered and left groups and personas.
pub(crate) async fn note_days(tx: &mut Tx, effects: &Effects, now: i64) -> Result<(), StoreError> {
    let day = day(now);
    let groups = effects.groups.iter().map(|(group, moved)| ("group", group.0, *moved));
    let personas =
        effects.personas.iter().filter_map(|(id, moved)| Some(("persona", id.as_ref()?.0, *moved)));
    for (kind, id, (entered, left)) in groups.chain(personas) {
        let sql = Sql::new(if kind == "group" {
            "insert into group_days (group_id, day, entered, gone) values ($1, $2, $3, $4) on conflict (group_id, day)
             do update set entered = group_days.entered + excluded.entered, gone = group_days.gone + excluded.gone"
        } else {
            "insert into persona_days (persona_id, day, entered, gone) values ($1, $2, $3, $4) on conflict (persona_id, day)
             do update set entered = persona_days.entered + excluded.entered, gone = persona_days.gone + excluded.gone"
        });
        tx.execute(sql.bind(id).bind(day.as_str()).bind(entered).bind(left)).await?;
    }
    Ok(())
}

/// The day of a time, in UTC.
pub(crate) fn day(now: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Adds to what an import did to groups, scores and personas.
pub async fn note_import(tx: &mut Tx, import_id: i64, effects: &Effects) -> Result<(), StoreError> {
    for (group, (entered, left)) in &effects.groups {
        let sql = Sql::new(
            "insert into import_effects (import_id, group_id, entered, gone) values ($1, $2, $3, $4)
             on conflict (import_id, group_id)
             do update set entered = import_effects.entered + excluded.entered, gone = import_effects.gone + excluded.gone",
        );
        tx.execute(sql.bind(import_id).bind(group.0).bind(*entered).bind(*left)).await?;
    }
    for (score, crossed) in &effects.crossed {
        let sql = Sql::new(
            "insert into import_score_effects (import_id, score_id, crossed) values ($1, $2, $3)
             on conflict (import_id, score_id) do update set crossed = import_score_effects.crossed + excluded.crossed",
        );
        tx.execute(sql.bind(import_id).bind(score.0).bind(*crossed)).await?;
    }
    for (persona, (entered, left)) in &effects.personas {
        let sql = Sql::new(
            "insert into import_persona_effects (import_id, persona_id, entered, gone) values ($1, $2, $3, $4)
             on conflict (import_id, persona_id) do update set entered = import_persona_effects.entered + excluded.entered,
                 gone = import_persona_effects.gone + excluded.gone",
        );
        let id = persona.map_or(0, |id| id.0);
        tx.execute(sql.bind(import_id).bind(id).bind(*entered).bind(*left)).await?;
    }
    Ok(())
}

/// Whether passing time may have moved a contact across an edge of a step since it was last looked at.
pub async fn is_due(tx: &mut Tx, step: &Step, now: i64) -> Result<bool, StoreError> {
    Ok(!step.rules.crossed(step.swept_at, now).is_empty() || !due(tx, step.node, (now, 1)).await?.is_empty())
}

/// Brings a step, and what depends on it, up to date for the contacts that passing time has moved across one of its edges since
/// it was last looked at. Writes nothing when there is none, so the next look starts from the same time. True when there may
/// be more contacts of which something is due. The caller holds the [`lock`].
pub async fn sweep(tx: &mut Tx, known: &Known, step: &Step, now: i64) -> Result<bool, StoreError> {
    let compile = Compile { backend: tx.backend(), now, range: None, by: Indexes::standing() };
    let crossed = step.rules.crossed(step.swept_at, now);
    let mut ids = BTreeSet::new();
    for test in &crossed {
        // One by one: for two tests joined by OR, PostgreSQL reads all contacts.
        let sql = compile.test(Sql::new("select c.contact_id from contacts c where "), test);
        ids.extend(tx.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id));
    }
    let due = due(tx, step.node, (now, SLICE as i64)).await?;
    let is_more = due.len() == SLICE;
    ids.extend(due);
    let ids: Vec<i64> = ids.into_iter().collect();
    recalculate(tx, known, &ids, &Change::default(), (Some(step.node), now)).await?;
    if !crossed.is_empty() {
        let sql = Sql::new(match step.node {
            Node::Group(_) => "update contact_groups set swept_at = $1 where group_id = $2",
            Node::Score(_) => "update scores set swept_at = $1 where score_id = $2",
            Node::Personas => "update persona_state set swept_at = $1 where $2 = 0",
        });
        tx.execute(sql.bind(now).bind(id_of(step.node))).await?;
    }
    Ok(is_more)
}

fn id_of(node: Node) -> i64 {
    match node {
        Node::Group(id) => id.0,
        Node::Score(id) => id.0,
        Node::Personas => 0,
    }
}

/// Up to `limit` contacts whose points passing time changes by `now`, those of longest standing first.
async fn due(tx: &mut Tx, node: Node, (now, limit): (i64, i64)) -> Result<Vec<i64>, StoreError> {
    let sql = match node {
        Node::Group(_) => return Ok(Vec::new()),
        Node::Score(id) => Sql::new("select contact_id from contact_scores where score_id = ")
            .push_value(id.0)
            .push(" and due_at <= "),
        Node::Personas => Sql::new("select contact_id from contact_personas where due_at <= "),
    };
    let sql = sql.push_value(now).push(" order by due_at limit ").push_value(limit);
    Ok(tx.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id).collect())
}

/// Makes the membership by condition right for the contacts above the first id and up to the second, by statements alone:
/// for a condition that is new, when nearly everybody may change sides.
pub async fn rebuild_range(
    tx: &mut Tx,
    group: GroupId,
    condition: &Condition,
    (after, to): (i64, i64),
    now: i64,
) -> Result<Effects, StoreError> {
    let compile = Compile { backend: tx.backend(), now, range: Some((after, to)), by: Indexes::standing() };
    let matching = |sql: Sql| {
        let sql = sql
            .push(" from contacts c where c.contact_id > ")
            .push_value(after)
            .push(" and c.contact_id <= ");
        compile.push(sql.push_value(to).push(" and "), condition)
    };
    let here = |sql: Sql| {
        let sql =
            sql.push(" where group_id = ").push_value(group.0).push(" and contact_id > ").push_value(after);
        sql.push(" and contact_id <= ").push_value(to)
    };
    let no_longer = |sql: Sql, reasons: &'static str| {
        let sql = here(sql).push(reasons).push(" and contact_id not in (select c.contact_id");
        matching(sql).push(")")
    };
    let before = count(tx, here(Sql::new("select count(*) from members")).push(" and reasons < 16")).await?;
    let mut left = 0;
    if count(tx, here(Sql::new("select count(*) from members")).push(" and reasons & 2 <> 0")).await? > 0 {
        left = tx.execute(no_longer(Sql::new("delete from members"), " and reasons = 2")).await? as i64;
        tx.execute(no_longer(Sql::new("update members set reasons = reasons - 2"), " and reasons & 2 <> 0"))
            .await?;
    }
    let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select c.contact_id, ")
        .push_value(group.0);
    let sql = matching(sql.push(", ").push_value(BY_CONDITION).push(", ").push_value(now));
    let sql = sql.push(
        " on conflict (contact_id, group_id) do update set reasons = members.reasons | 2 where members.reasons & 2 = 0",
    );
    tx.execute(sql).await?;
    let after = count(tx, here(Sql::new("select count(*) from members")).push(" and reasons < 16")).await?;
    let mut effects = Effects::default();
    effects.add(group, after - before + left, left);
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

async fn count(tx: &mut Tx, sql: Sql) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = tx.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}

const _: () = assert!(EXCLUDED == 16, "the statements above have it as a literal");
