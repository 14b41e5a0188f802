//! What is kept true: groups, scores and personas, each behind those that it depends on.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use muster_domain::condition::{self, Change, Condition, Known, Test, Uses};
use muster_domain::points::{self, PointRule, check_rules};
use muster_domain::{GroupId, PersonaId, PersonaRules, ScoreId};
use serde_json::Value;
use sqlx::FromRow;

use crate::work::Kind;
use crate::{Select, Sql, StoreError};

/// Something that is kept true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// Who is in a contact group.
    Group(GroupId),
    /// The points of a score.
    Score(ScoreId),
    /// The personas, which are chosen together.
    Personas,
}

impl Node {
    /// The id of what it is; 0 for the personas.
    pub fn id(self) -> i64 {
        match self {
            Self::Group(id) => id.0,
            Self::Score(id) => id.0,
            Self::Personas => 0,
        }
    }

    /// The kind of work that looks at everybody by new rules of it.
    pub fn work(self) -> Kind {
        match self {
            Self::Group(_) => Kind::Rebuild,
            Self::Score(_) => Kind::ScoreRebuild,
            Self::Personas => Kind::PersonaRebuild,
        }
    }

    /// What is rebuilt by work of a kind about this id.
    pub fn of_work(kind: Kind, id: i64) -> Option<Self> {
        let nodes = [Self::Group(GroupId(id)), Self::Score(ScoreId(id)), Self::Personas];
        nodes.into_iter().find(|node| node.work() == kind)
    }
}

/// How one thing is kept true.
#[derive(Debug, Clone)]
pub struct Step {
    /// What it is.
    pub node: Node,
    /// By what.
    pub rules: Rules,
    /// What those depend on.
    pub uses: Uses,
    /// Up to when passing time has been looked at.
    pub swept_at: i64,
    /// True while its rules, or those of what it depends on, are new, and not everybody has been looked at by them: what changes
    /// meanwhile may not be the contacts, and nobody crosses a limit.
    pub is_quiet: bool,
}

/// By what something is kept true.
#[derive(Debug, Clone)]
pub enum Rules {
    /// The condition of a group.
    Condition(Condition),
    /// The rules of a score.
    Score {
        /// What gives points.
        rules: Vec<PointRule>,
        /// The points whose reaching is recorded.
        limit: Option<i64>,
    },
    /// The rules of all personas, in their order.
    Personas(Vec<PersonaRules>),
}

impl Rules {
    pub(super) fn uses(&self) -> Uses {
        match self {
            Self::Condition(condition) => condition.uses(),
            Self::Score { rules, .. } => points::uses(rules),
            Self::Personas(personas) => {
                let mut uses = Uses::default();
                for persona in personas {
                    uses.add(&points::uses(&persona.rules));
                }
                uses
            }
        }
    }

    /// Whether passing time alone can change what they find.
    pub(super) fn move_with_time(&self) -> bool {
        match self {
            Self::Condition(condition) => condition.uses().time,
            Self::Score { rules, .. } => points::move_with_time(rules),
            Self::Personas(personas) => personas.iter().any(|persona| points::move_with_time(&persona.rules)),
        }
    }

    fn conditions(&self) -> Vec<&Condition> {
        match self {
            Self::Condition(condition) => vec![condition],
            Self::Score { rules, .. } => points::conditions(rules).collect(),
            Self::Personas(personas) => {
                personas.iter().flat_map(|persona| points::conditions(&persona.rules)).collect()
            }
        }
    }

    /// Tests of which one is true of every contact that passing time between two moments may have moved, beside those that
    /// are stored as due.
    pub fn crossed(&self, before: i64, now: i64) -> Vec<Test> {
        self.conditions().into_iter().flat_map(|condition| condition.crossed(before, now)).collect()
    }
}

/// All that the rules ask of contacts beside their activities, in the order of the steps.
pub(crate) fn tests(steps: &[Step]) -> Vec<Test> {
    let mut tests = Vec::new();
    for condition in steps.iter().flat_map(|step| step.rules.conditions()) {
        condition.each_test(&mut |test| tests.push(test.clone()));
    }
    tests
}

/// The same for the same tests, and another for others.
pub(crate) fn mark(tests: &[Test]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{tests:?}").hash(&mut hasher);
    hasher.finish()
}

impl Step {
    fn new(node: Node, rules: Rules, (swept_at, state): (i64, &str)) -> Self {
        Self { node, uses: rules.uses(), rules, swept_at, is_quiet: state == "rebuilding" }
    }

    /// Notes that what this step keeps true may change.
    fn note(&self, change: &mut Change) {
        match self.node {
            Node::Group(id) => drop(change.groups.insert(id)),
            Node::Score(id) => drop(change.scores.insert(id)),
            Node::Personas => change.personas = true,
        }
    }
}

/// What something depends on.
pub fn needs(uses: &Uses) -> BTreeSet<Node> {
    let groups = uses.groups.iter().map(|id| Node::Group(*id));
    let scores = uses.scores.iter().chain(&uses.crossings).map(|id| Node::Score(*id));
    groups.chain(scores).chain(uses.personas.then_some(Node::Personas)).collect()
}

#[derive(FromRow)]
struct StoredGroup {
    group_id: i64,
    condition: String,
    swept_at: i64,
    state: String,
}

#[derive(FromRow)]
struct StoredScore {
    score_id: i64,
    rules: String,
    limit_points: Option<i64>,
    swept_at: i64,
    state: String,
}

/// All that is kept true, each behind what it depends on. What cannot be read is left out, and so stays as it is.
pub async fn plan(from: &mut impl Select, known: &Known) -> Result<Vec<Step>, StoreError> {
    let mut steps = groups(from, known).await?;
    steps.extend(scores(from, known).await?);
    steps.extend(personas(from, known).await?);
    let mut steps = in_order(steps);
    hush(&mut steps);
    Ok(steps)
}

/// What depends on something that is quiet is quiet too.
fn hush(steps: &mut [Step]) {
    let mut quiet = BTreeSet::new();
    for step in steps {
        step.is_quiet |= !quiet.is_disjoint(&needs(&step.uses));
        if step.is_quiet {
            quiet.insert(step.node);
        }
    }
}

async fn groups(from: &mut impl Select, known: &Known) -> Result<Vec<Step>, StoreError> {
    let sql = "select group_id, condition, swept_at, state from contact_groups where condition is not null
        order by group_id";
    let rows: Vec<StoredGroup> = from.fetch_all(Sql::new(sql)).await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in rows {
        match read(&row.condition, known) {
            Ok(condition) => {
                let (node, rules) = (Node::Group(GroupId(row.group_id)), Rules::Condition(condition));
                steps.push(Step::new(node, rules, (row.swept_at, &row.state)));
            }
            Err(error) => tracing::error!(group = row.group_id, %error, "a stored condition cannot be read"),
        }
    }
    Ok(steps)
}

async fn scores(from: &mut impl Select, known: &Known) -> Result<Vec<Step>, StoreError> {
    let sql = "select score_id, rules, limit_points, swept_at, state from scores where enabled = 1 order by score_id";
    let rows: Vec<StoredScore> = from.fetch_all(Sql::new(sql)).await?;
    let mut steps = Vec::with_capacity(rows.len());
    for row in rows {
        match read_points(&row.rules, known) {
            Ok(rules) => {
                let (node, rules) =
                    (Node::Score(ScoreId(row.score_id)), Rules::Score { rules, limit: row.limit_points });
                steps.push(Step::new(node, rules, (row.swept_at, &row.state)));
            }
            Err(error) => tracing::error!(score = row.score_id, %error, "stored rules cannot be read"),
        }
    }
    Ok(steps)
}

/// The one step of all personas; none when there are no personas.
async fn personas(from: &mut impl Select, known: &Known) -> Result<Option<Step>, StoreError> {
    let rows = crate::derived::personas::rules(&mut *from).await?;
    let mut personas = Vec::with_capacity(rows.len());
    for row in rows {
        match read_points(&row.rules, known) {
            Ok(rules) => {
                personas.push(PersonaRules {
                    id: PersonaId(row.persona_id),
                    threshold: row.threshold,
                    rules,
                });
            }
            Err(error) => {
                tracing::error!(persona = row.persona_id, %error, "stored rules cannot be read; personas stay");
                return Ok(None);
            }
        }
    }
    let state: Option<(i64, String)> =
        from.fetch_optional(Sql::new("select swept_at, state from persona_state")).await?;
    let (swept_at, state) = state.ok_or_else(|| StoreError::Damaged("personas have no state".into()))?;
    let step = Step::new(Node::Personas, Rules::Personas(personas), (swept_at, &state));
    let Rules::Personas(personas) = &step.rules else { return Ok(None) };
    Ok((!personas.is_empty() || step.is_quiet).then_some(step))
}

/// A stored condition; [`StoreError::Damaged`] when it is no JSON, or names what is not there.
pub fn read(typed: &str, known: &Known) -> Result<Condition, StoreError> {
    let damaged = |errors| StoreError::Damaged(format!("{errors:?}"));
    condition::check(&serde_json::from_str(typed)?, known).map_err(damaged)
}

/// Stored rules that give points; [`StoreError::Damaged`] when they are no JSON, or name what is not there.
pub fn read_points(typed: &str, known: &Known) -> Result<Vec<PointRule>, StoreError> {
    let damaged = |errors| StoreError::Damaged(format!("{errors:?}"));
    check_rules(&serde_json::from_str::<Value>(typed)?, known).map_err(damaged)
}

/// Puts each step behind those that it depends on; there are no cycles.
fn in_order(steps: Vec<Step>) -> Vec<Step> {
    let waiting: BTreeSet<Node> = steps.iter().map(|step| step.node).collect();
    let (mut placed, mut rest, mut ordered) = (BTreeSet::new(), steps, Vec::new());
    while !rest.is_empty() {
        let is_ready = |step: &Step| {
            let needs = needs(&step.uses).into_iter();
            needs
                .into_iter()
                .all(|node| node == step.node || placed.contains(&node) || !waiting.contains(&node))
        };
        let (ready, later): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_ready);
        let stuck = ready.is_empty();
        placed.extend(ready.iter().map(|step| step.node));
        ordered.extend(ready);
        rest = later;
        if stuck {
            ordered.append(&mut rest);
        }
    }
    ordered
}

/// The steps that a change concerns, directly or through others that it concerns, and what they depend on. `only` is
/// concerned whatever the change is.
pub(super) fn concerned<'a>(steps: &'a [Step], change: &Change, only: Option<Node>) -> (Vec<&'a Step>, Uses) {
    let (mut change, mut uses, mut found) = (change.clone(), Uses::default(), Vec::new());
    for step in steps {
        if only == Some(step.node) || step.uses.concerned_by(&change) {
            step.note(&mut change);
            uses.add(&step.uses);
            found.push(step);
        }
    }
    (found, uses)
}
