//! What is kept true: groups, scores and personas, each behind those that it depends on.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use muster_domain::condition::{self, Change, Condition, Known, Test, Uses};
use muster_domain::points::{self, PointRule, check_rules};
use muster_domain::{GroupId, PersonaId, PersonaRules, ScoreId};
use serde_json::Value;

use crate::base::remembered::{self, Remembered};
use crate::find::conditions;
use crate::work::Kind;
use crate::{Select, Sql, StoreError};

/// Something that is kept true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    pub rules: Arc<Rules>,
    /// What those depend on.
    pub uses: Arc<Uses>,
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

/// A number by which it is seen whether the tests are still the same.
pub(crate) fn mark(tests: &[Test]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{tests:?}").hash(&mut hasher);
    hasher.finish()
}

impl Step {
    /// Of which it is not told yet how far it is.
    fn new(node: Node, rules: Rules) -> Self {
        Self { node, uses: Arc::new(rules.uses()), rules: Arc::new(rules), swept_at: 0, is_quiet: false }
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

/// How far a step is, as stored.
type State = (i64, String);

static RULES: Remembered<Vec<Step>> = Remembered::new();
/// How often the rules are read anew when they are changed meanwhile.
const ATTEMPTS: usize = 20;

/// All that is kept true, each behind what it depends on. What cannot be read is left out, and so stays as it is.
pub async fn plan(from: &mut impl Select) -> Result<Vec<Step>, StoreError> {
    for _ in 0..ATTEMPTS {
        let (version, mut states) = states(from).await?;
        let rules = match RULES.find(&version) {
            Some(rules) => rules,
            None => match rules_of(from, &version).await? {
                Some(rules) => rules,
                None => continue, // they were changed just now
            },
        };
        let mut steps: Vec<Step> =
            rules.iter().filter_map(|step| with_state(step, states.remove(&step.node)?)).collect();
        hush(&mut steps);
        return Ok(steps);
    }
    Err(StoreError::Conflict("the rules are changed again and again".into()))
}

/// A step with how far it is; none of personas when there are none.
fn with_state(step: &Step, (swept_at, state): State) -> Option<Step> {
    let is_quiet = state == "rebuilding";
    let is_empty = matches!(&*step.rules, Rules::Personas(personas) if personas.is_empty());
    (is_quiet || !is_empty).then(|| Step { swept_at, is_quiet, ..step.clone() })
}

/// How far everything is, and the version of the rules.
async fn states(from: &mut impl Select) -> Result<(String, HashMap<Node, State>), StoreError> {
    let sql = "select 0 as what, cast(0 as bigint) as id, cast(0 as bigint) as swept_at, version as state from rules_version
         union all select 1, group_id, swept_at, state from contact_groups where condition is not null
         union all select 2, score_id, swept_at, state from scores where enabled = 1
         union all select 3, cast(0 as bigint), swept_at, state from persona_state";
    let rows: Vec<(i32, i64, i64, String)> = from.fetch_all(Sql::new(sql)).await?;
    let (mut version, mut states) = (None, HashMap::new());
    for (what, id, swept_at, state) in rows {
        let node = match what {
            0 => {
                version = Some(state);
                continue;
            }
            1 => Node::Group(GroupId(id)),
            2 => Node::Score(ScoreId(id)),
            _ => Node::Personas,
        };
        states.insert(node, (swept_at, state));
    }
    let version = version.ok_or_else(|| StoreError::Damaged("the rules have no version".into()))?;
    Ok((version, states))
}

/// The rules of a version, in order; `None` when they have become others meanwhile.
async fn rules_of(from: &mut impl Select, version: &str) -> Result<Option<Arc<Vec<Step>>>, StoreError> {
    let known = conditions::known(&mut *from).await?;
    let mut steps = groups(from, &known).await?;
    steps.extend(scores(from, &known).await?);
    steps.extend(personas(from, &known).await?);
    let steps = Arc::new(in_order(steps));
    if remembered::version(from).await? != version {
        return Ok(None);
    }
    RULES.keep(version.to_owned(), &steps);
    Ok(Some(steps))
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
    let sql = "select group_id, condition from contact_groups where condition is not null order by group_id";
    let rows: Vec<(i64, String)> = from.fetch_all(Sql::new(sql)).await?;
    let mut steps = Vec::with_capacity(rows.len());
    for (group, condition) in rows {
        match read(&condition, known) {
            Ok(condition) => steps.push(Step::new(Node::Group(GroupId(group)), Rules::Condition(condition))),
            Err(error) => tracing::error!(group, %error, "a stored condition cannot be read"),
        }
    }
    Ok(steps)
}

async fn scores(from: &mut impl Select, known: &Known) -> Result<Vec<Step>, StoreError> {
    let sql = "select score_id, rules, limit_points from scores where enabled = 1 order by score_id";
    let rows: Vec<(i64, String, Option<i64>)> = from.fetch_all(Sql::new(sql)).await?;
    let mut steps = Vec::with_capacity(rows.len());
    for (score, rules, limit) in rows {
        match read_points(&rules, known) {
            Ok(rules) => steps.push(Step::new(Node::Score(ScoreId(score)), Rules::Score { rules, limit })),
            Err(error) => tracing::error!(score, %error, "stored rules cannot be read"),
        }
    }
    Ok(steps)
}

/// The one step of all personas; none when one of them cannot be read.
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
    Ok(Some(Step::new(Node::Personas, Rules::Personas(personas))))
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
