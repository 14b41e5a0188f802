//! Looks at everybody by new rules: who asks for it, and a range of contacts of it.

use muster_domain::condition::{Condition, Known};
use muster_domain::{EXCLUDED, GroupId, Reason};

use super::follow;
use super::plan::{Node, Step};
use crate::base::columns::{Beside, Source as _};
use crate::find::conditions::Compile;
use crate::find::indexes::Indexes;
use crate::happened::{Effects, note_days};
use crate::work::{self, NewWork};
use crate::{Sql, StoreError, Tx};

const BY_CONDITION: i64 = Reason::Condition as i64;

/// Records that everybody is to be looked at by new rules, from the beginning: nothing of what time moved until now is left to
/// look at. The caller holds the [`lock`](super::lock).
pub async fn request_rebuild(tx: &mut Tx, node: Node, now: i64) -> Result<(), StoreError> {
    work::cancel(tx, node.work(), node.id()).await?;
    let new = NewWork {
        kind: node.work(),
        subject_id: Some(node.id()),
        payload: "{}".into(),
        contacts: &[],
        total: None,
        due: None,
    };
    work::create(tx, new, now).await?;
    work::gathered(tx, None).await?; // what contacts changed before is told as that
    super::sweep::set_swept(tx, node, now).await?;
    set_state(tx, node, "rebuilding").await
}

/// Says whether everybody is being looked at by new rules: `rebuilding`, or `ready`.
pub async fn set_state(tx: &mut Tx, node: Node, state: &'static str) -> Result<(), StoreError> {
    let sql = Sql::new(match node {
        Node::Group(_) => "update contact_groups set state = $1 where group_id = $2",
        Node::Score(_) => "update scores set state = $1 where score_id = $2",
        Node::Personas => "update persona_state set state = $1 where $2 = 0",
    });
    tx.execute(sql.bind(state).bind(node.id())).await.map(drop)
}

/// Looks at the contacts above the first id and up to the second by the new rules of a score, or of the personas. Nobody is
/// told of a limit: it is not the contacts that changed. What depends on it is not looked at.
pub async fn rebuild_points(
    (tx, beside): (&mut Tx, &Beside),
    known: &Known,
    step: &Step,
    (after, to): (i64, i64),
    now: i64,
) -> Result<Effects, StoreError> {
    let quiet = Step { is_quiet: true, ..step.clone() };
    let rest = |sql: Sql| {
        let sql = sql.push(" from contacts where contact_id > ").push_value(after);
        sql.push(" and contact_id <= ").push_value(to)
    };
    let contacts: Vec<i64> = tx.read((&["contact_id"], &[]), rest).await?.rows().map(|[id]| id).collect();
    Box::pin(follow((tx, Some(beside)), known, contacts, (&[&quiet], &step.uses), now)).await
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
    // Counted from what is written: a chunk of an import may put some into the group at the same time.
    let mut left = 0;
    if count(tx, here(Sql::new("select count(*) from members")).push(" and reasons & 2 <> 0")).await? > 0 {
        let no_longer = |sql: Sql, reasons: &'static str| {
            let sql = here(sql).push(reasons).push(" and contact_id not in (select c.contact_id");
            matching(sql).push(")")
        };
        left = tx.execute(no_longer(Sql::new("delete from members"), " and reasons = 2")).await? as i64;
        tx.execute(no_longer(Sql::new("update members set reasons = reasons - 2"), " and reasons & 2 <> 0"))
            .await?;
    }
    let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select c.contact_id, ")
        .push_value(group.0);
    let sql = matching(sql.push(", ").push_value(BY_CONDITION).push(", ").push_value(now));
    let entered = tx.execute(sql.push(" on conflict (contact_id, group_id) do nothing")).await? as i64;
    if count(tx, here(Sql::new("select count(*) from members")).push(" and reasons & 2 = 0")).await? > 0 {
        let sql = here(Sql::new("update members set reasons = reasons | 2"));
        let sql = sql.push(" and reasons & 2 = 0 and contact_id in (select c.contact_id");
        tx.execute(matching(sql).push(")")).await?;
    }
    let mut effects = Effects::default();
    effects.add(group, entered, left);
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

async fn count(tx: &mut Tx, sql: Sql) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = tx.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}

const _: () = assert!(EXCLUDED == 16, "the statements above have it as a literal");
