//! Compares what is in the base with what the data says, and with what the deeds are known to have done.

use std::collections::{BTreeMap, BTreeSet};

use muster_domain::{BETWEEN_DIGITS, Fields, fold, fold_beyond_ascii};
use muster_store::recalculate::{Node, lock, request_rebuild};
use muster_store::{Sql, StoreError};
use serde_json::{Value, json};

use crate::calm::{now, settle};
use crate::server::Ask;
use crate::world::{Actor, Placed, World, address};

/// Rows that must not be there, each with what is wrong with it: what hangs on a contact that is not there.
const TABLES_OF_CONTACTS: [&str; 13] = [
    "identities",
    "members",
    "contact_history",
    "contact_notes",
    "account_contacts",
    "activities",
    "contact_search",
    "contact_scores",
    "score_crossings",
    "contact_personas",
    "merges",
    "duplicate_keys",
    "duplicate_pairs",
];

/// Columns that name a row of another table, which must be there: table, column, the other table and its key.
const REFERENCES: [[&str; 4]; 16] = [
    ["duplicate_pairs", "other_id", "contacts", "contact_id"],
    ["import_rejects", "contact_id", "contacts", "contact_id"],
    ["accounts", "primary_contact_id", "contacts", "contact_id"],
    ["accounts", "secondary_contact_id", "contacts", "contact_id"],
    ["account_contacts", "account_id", "accounts", "account_id"],
    ["account_contacts", "role_id", "list_entries", "entry_id"],
    ["group_accounts", "account_id", "accounts", "account_id"],
    ["group_accounts", "group_id", "contact_groups", "group_id"],
    ["members", "group_id", "contact_groups", "group_id"],
    ["group_days", "group_id", "contact_groups", "group_id"],
    ["contact_scores", "score_id", "scores", "score_id"],
    ["score_crossings", "score_id", "scores", "score_id"],
    ["contact_personas", "persona_id", "personas", "persona_id"],
    ["persona_days", "persona_id", "personas", "persona_id"],
    ["import_parts", "import_id", "imports", "import_id"],
    ["import_rejects", "import_id", "imports", "import_id"],
];

/// Selects that must find nothing.
const NEVER: [[&str; 2]; 16] = [
    [
        "contacts whose address is not their identity",
        "select c.contact_id || ' ' || c.email from contacts c where not exists (select 1 from identities i
         where i.contact_id = c.contact_id and i.kind = 1 and i.value = lower(c.email))",
    ],
    [
        "contacts with several identities that are not of a merge",
        "select contact_id || '' from identities where merged is null group by contact_id having count(*) > 1",
    ],
    [
        "addresses of several contacts",
        "select lower(email) from contacts group by lower(email) having count(*) > 1",
    ],
    [
        "contacts without a search text",
        "select contact_id || '' from contacts c where not exists (select 1 from contact_search s where s.contact_id = c.contact_id)",
    ],
    [
        "members without a reason",
        "select contact_id || ' of ' || group_id from members where reasons not in (16) and reasons & 31 = 0",
    ],
    [
        "groups whose days do not add up to their members",
        "select g.group_id || ': ' || (select cast(coalesce(sum(entered - gone), 0) as bigint) from group_days d
             where d.group_id = g.group_id) || ' by days, '
             || (select count(*) from members m where m.group_id = g.group_id and m.reasons < 16) || ' members'
         from contact_groups g where (select cast(coalesce(sum(entered - gone), 0) as bigint) from group_days d
             where d.group_id = g.group_id)
             <> (select count(*) from members m where m.group_id = g.group_id and m.reasons < 16)",
    ],
    [
        "personas whose days do not add up to their contacts",
        "select p.persona_id || ': ' || (select cast(coalesce(sum(entered - gone), 0) as bigint) from persona_days d
             where d.persona_id = p.persona_id) || ' by days, '
             || (select count(*) from contact_personas m where m.persona_id = p.persona_id) || ' contacts'
         from personas p where (select cast(coalesce(sum(entered - gone), 0) as bigint) from persona_days d
             where d.persona_id = p.persona_id) <> (select count(*) from contact_personas m where m.persona_id = p.persona_id)",
    ],
    [
        "routes of imports that have ended",
        "select r.import_id || '' from import_routes r join imports i on i.import_id = r.import_id
         where i.state not in ('queued', 'running')",
    ],
    [
        "imports that are owned though they have ended",
        "select import_id || '' from imports where state not in ('queued', 'running') and owner is not null",
    ],
    [
        "imports that did not end well",
        "select import_id || ' ' || state || ' ' || coalesce(failure, '') from imports where state not in ('finished', 'canceled')",
    ],
    [
        "parts of finished imports that did not come to the end of the file",
        "select i.import_id || ' part ' || p.part || ': ' || p.position || ' of ' || coalesce(i.rows_total, -1) from imports i
         join import_parts p on p.import_id = i.import_id where i.state = 'finished' and p.position <> coalesce(i.rows_total, -1)",
    ],
    [
        "imports whose rejects are not as many as they counted",
        "select i.import_id || '' from imports i where
         (select cast(coalesce(sum(not_imported), 0) as bigint) from import_parts p where p.import_id = i.import_id)
         <> (select count(*) from import_rejects r where r.import_id = i.import_id and r.left_out = 0)",
    ],
    [
        "imports whose values left out are not as many as they counted",
        "select i.import_id || '' from imports i where
         (select cast(coalesce(sum(left_out), 0) as bigint) from import_parts p where p.import_id = i.import_id)
         <> (select cast(coalesce(sum(left_out), 0) as bigint) from import_rejects r where r.import_id = i.import_id)",
    ],
    [
        "imports whose sums by reason are not as many as they counted",
        "select i.import_id || '' from imports i where
         (select cast(coalesce(sum(not_imported + left_out), 0) as bigint) from import_parts p where p.import_id = i.import_id)
         <> (select cast(coalesce(sum(rows), 0) as bigint) from import_reasons r where r.import_id = i.import_id)",
    ],
    [
        "work that was given up",
        "select kind || ' ' || work_id || ': ' || coalesce(failure, '') from work_items where state = 'failed'
         and failure like 'given up%'",
    ],
    [
        "ids that will be handed out again",
        "select name || ' ' || next from counters where name = 'contact'
             and next <= (select coalesce(max(contact_id), 0) from contacts)
         union all select name || ' ' || next from counters where name = 'work'
             and next <= (select coalesce(max(work_id), 0) from work_items)
         union all select name || ' ' || next from counters where name = 'note'
             and next <= (select coalesce(max(note_id), 0) from contact_notes)
         union all select name || ' ' || next from counters where name = 'activity'
             and next <= (select coalesce(max(activity_id), 0) from activities)",
    ],
];

/// Notes all that is wrong. The servers run, and have nothing to do.
pub async fn judge(world: &World) {
    let judged = async {
        for [what, sql] in NEVER {
            none(world, what, Sql::new(sql)).await?;
        }
        no_orphans(world).await?;
        contact_texts(world).await?;
        let before = derived(world).await?;
        tokio::task::block_in_place(|| {
            let actor = Actor::new(world, usize::MAX);
            counts_of_imports(world, &actor);
            statuses(world, &actor);
        });
        known_deeds(world).await?;
        conditions(world).await?;
        scores(world).await?;
        shares(world).await?;
        rebuild(world).await?;
        settle(world).await;
        same(world, &before, &derived(world).await?);
        for [what, sql] in NEVER {
            none(world, what, Sql::new(sql)).await?;
        }
        Ok::<(), StoreError>(())
    };
    if let Err(error) = judged.await {
        world.wrong(format!("the judge was disturbed: {error}"));
    }
}

/// Notes the rows that a select finds.
async fn none(world: &World, what: &str, sql: Sql) -> Result<(), StoreError> {
    let found: Vec<(String,)> = world.db.fetch_all(sql).await?;
    if !found.is_empty() {
        let first: Vec<&str> = found.iter().take(8).map(|(row,)| row.as_str()).collect();
        world.wrong(format!("{} {what}: {first:?}", found.len()));
    }
    Ok(())
}

async fn no_orphans(world: &World) -> Result<(), StoreError> {
    let of_contacts = TABLES_OF_CONTACTS.map(|table| [table, "contact_id", "contacts", "contact_id"]);
    for [table, column, other, key] in of_contacts.into_iter().chain(REFERENCES) {
        let sql = Sql::new("select x.")
            .push(column)
            .push(" || '' from ")
            .push(table)
            .push(" x where x.")
            .push(column);
        let sql =
            sql.push(" is not null and not exists (select 1 from ").push(other).push(" y where y.").push(key);
        none(world, &format!("orphans in {table}.{column}"), sql.push(" = x.").push(column).push(")"))
            .await?;
    }
    Ok(())
}

/// A contact with what is made of its values.
struct Texts {
    /// Values of standard fields.
    standard: Value,
    /// Values of the company's fields.
    own: BTreeMap<String, String>,
    folded: BTreeMap<String, String>,
    searched: Option<String>,
}

/// The fields by which contacts are searched, and one more that is folded.
const TEXTS: [&str; 5] = ["email", "first_name", "last_name", "company", "city"];
const PHONES: [&str; 3] = ["mobile_phone", "business_phone", "home_phone"];

/// Search texts, folded texts and custom values, made here anew from the contacts.
async fn contact_texts(world: &World) -> Result<(), StoreError> {
    type Row = (i64, Option<String>, Option<String>, Option<String>, String);
    let fields = muster_store::fields::all(&world.db).await?;
    let object = if world.is_postgres() { "json_build_object" } else { "json_object" };
    let sql = Sql::new("select c.contact_id, c.custom, c.folded, s.text, cast(")
        .push(object)
        .push("('id', c.contact_id");
    let sql = TEXTS
        .iter()
        .chain(&PHONES)
        .fold(sql, |sql, name| sql.push(", '").push(name).push("', c.").push(name));
    let sql =
        sql.push(") as text) from contacts c left join contact_search s on s.contact_id = c.contact_id");
    for (id, custom, folded, searched, standard) in world.db.fetch_all::<Row>(sql).await? {
        let document = |text: Option<String>| serde_json::from_str(text.as_deref().unwrap_or("{}")).unwrap();
        let standard = serde_json::from_str(&standard).unwrap();
        let texts = Texts { standard, own: document(custom), folded: document(folded), searched };
        for fault in
            [texts.search_fault(), texts.own_fault(&fields), texts.folding_fault()].into_iter().flatten()
        {
            world.wrong(format!("contact {id}: {fault}"));
        }
    }
    Ok(())
}

impl Texts {
    fn standard(&self, name: &str) -> &str {
        self.standard[name].as_str().unwrap_or_default()
    }

    fn search_fault(&self) -> Option<String> {
        let mut parts = vec![self.standard("email").to_owned()];
        parts.extend(TEXTS[1..4].iter().map(|name| fold(self.standard(name))));
        parts.extend(PHONES.iter().map(|name| self.standard(name).replace(BETWEEN_DIGITS, "")));
        let due = parts.join(" ");
        (self.searched.as_ref() != Some(&due))
            .then(|| format!("is searched by {:?} and not {due:?}", self.searched))
    }

    fn own_fault(&self, fields: &Fields) -> Option<String> {
        self.own.iter().find_map(|(name, value)| {
            let Some(field) = fields.named(name) else {
                return Some(format!("has a value of the field {name}, which is gone"));
            };
            let choices = &field.as_custom()?.choices;
            let fits = choices.is_empty() || choices.contains(value);
            (!fits).then(|| format!("has {value} as {name}, of {choices:?}"))
        })
    }

    fn folding_fault(&self) -> Option<String> {
        let standard = TEXTS[1..].iter().map(|name| (*name, self.standard(name)));
        let own = self.own.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        standard.chain(own).find_map(|(name, value)| {
            let found = self.folded.get(name);
            (found != fold_beyond_ascii(value).as_ref())
                .then(|| format!("has {value:?} as {name}, folded {found:?}"))
        })
    }
}

/// What imports tell over the API.
fn counts_of_imports(world: &World, actor: &Actor) {
    let placed = world.record().imports.clone();
    for (id, placed) in placed {
        let import = actor.insist("judge", 0, &Ask::new("GET", format!("/imports/{id}"))).body;
        let reasons = actor.insist("judge", 1, &Ask::new("GET", format!("/imports/{id}/reasons"))).body;
        if let Some(fault) = fault_of_import(&import, &reasons, &placed) {
            world.wrong(format!("import {id} {fault}: {} {}", import["state"], import["counts"]));
        }
        if import["state"] == "finished" {
            world.record().present.extend(&placed.calm);
        }
    }
}

fn fault_of_import(import: &Value, reasons: &Value, placed: &Placed) -> Option<String> {
    let count = |name: &str| import["counts"][name].as_i64().unwrap_or(-1);
    let duplicates = count("updated") + count("unchanged") + count("repeated_in_file");
    let processed = count("imported") + count("duplicates") + count("not_imported");
    if count("processed") != processed || count("duplicates") != duplicates {
        return Some("does not add up".to_owned());
    }
    if import["state"] != "finished" {
        return None;
    }
    let reasons = reasons["not_imported"].as_array().into_iter().flatten();
    let bad: i64 = reasons
        .filter(|reason| reason["code"] != "erased")
        .filter_map(|reason| reason["count"].as_i64())
        .sum();
    let as_due = processed == placed.rows && bad == placed.bad;
    (!as_due).then(|| format!("has {} rows, {} bad, and tells of {bad}", placed.rows, placed.bad))
}

/// The list knows every status that contacts have.
fn statuses(world: &World, actor: &Actor) {
    let list = actor.ask("judge", 0, &Ask::new("GET", "/contact-statuses")).body;
    if list["unlisted"] != json!([]) {
        world.wrong(format!("statuses that are not in their list: {}", list["unlisted"]));
    }
}

/// What the deeds are known to have done.
async fn known_deeds(world: &World) -> Result<(), StoreError> {
    type Row = (String, Option<String>, Option<String>);
    let sql = "select lower(email), address2, custom from contacts";
    let people: Vec<Row> = world.db.fetch_all(Sql::new(sql)).await?;
    let people: BTreeMap<String, (Option<String>, Value)> = people
        .into_iter()
        .map(|(email, address2, own)| {
            (email, (address2, serde_json::from_str(own.as_deref().unwrap_or("{}")).unwrap()))
        })
        .collect();
    let notes = Sql::new("select text from contact_notes");
    let activities = Sql::new("select request_key from activities where request_key is not null");
    let (notes, activities) = (texts(world, notes).await?, texts(world, activities).await?);
    let mut record = world.record();
    let lost =
        record.present.iter().map(|number| address(*number)).filter(|email| !people.contains_key(email));
    let mut wrong: Vec<String> = lost.map(|email| format!("{email} is lost")).collect();
    wrong.extend(not_once(&record.notes, &notes));
    wrong.extend(not_once(&record.activities, &activities));
    for (slot, may_be) in &record.slots {
        let Some((address2, own)) = people.get(&address(slot.number)) else { continue }; // told above
        let value = if slot.field == "address2" { address2.as_deref() } else { own[&slot.field].as_str() };
        if !may_be.iter().any(|one| one.as_deref() == value) {
            wrong.push(format!("{slot:?} is {value:?} and was given {may_be:?}"));
        }
    }
    record.wrong.extend(wrong);
    Ok(())
}

async fn texts(world: &World, sql: Sql) -> Result<Vec<String>, StoreError> {
    Ok(world.db.fetch_all::<(String,)>(sql).await?.into_iter().map(|(text,)| text).collect())
}

/// What should be there once and is not.
fn not_once<'a>(known: &'a BTreeSet<String>, found: &'a [String]) -> impl Iterator<Item = String> + 'a {
    let times = |text: &String| found.iter().filter(|one| *one == text).count();
    let counted = known.iter().map(move |text| (text, times(text)));
    counted.filter(|(_, times)| *times != 1).map(|(text, times)| format!("{text} is there {times} times"))
}

/// How many the SQL reading of a condition finds.
fn preview(world: &World, condition: &Value) -> i64 {
    let ask = Ask::json("POST", "/conditions/preview", &json!({"condition": condition}));
    let answer = Actor::new(world, usize::MAX).insist("judge", 0, &ask);
    if answer.status != 200 {
        world.wrong(format!("{condition} cannot be previewed: {}", answer.body));
    }
    answer.body["count"].as_i64().unwrap_or(-1)
}

/// Members by condition are as many as the SQL reading finds.
async fn conditions(world: &World) -> Result<(), StoreError> {
    let sql = "select g.group_id, g.condition, (select count(*) from members m where m.group_id = g.group_id and m.reasons & 2 <> 0)
        from contact_groups g where g.condition is not null";
    let groups: Vec<(i64, String, i64)> = world.db.fetch_all(Sql::new(sql)).await?;
    for (id, condition, members) in groups {
        let typed: Value = serde_json::from_str(&condition).unwrap();
        let found = tokio::task::block_in_place(|| preview(world, &typed));
        if found != members {
            world.wrong(format!(
                "group {id} has {members} members by condition, of {found} that fit: {condition}"
            ));
        }
    }
    Ok(())
}

/// The points of everybody together are those of each rule times those whom it is about.
async fn scores(world: &World) -> Result<(), StoreError> {
    let sql = "select s.score_id, s.rules, cast(coalesce((select sum(c.points) from contact_scores c
        where c.score_id = s.score_id), 0) as bigint) from scores s";
    let scores: Vec<(i64, String, i64)> = world.db.fetch_all(Sql::new(sql)).await?;
    for (id, rules, stored) in scores {
        let typed: Vec<Value> = serde_json::from_str(&rules).unwrap();
        let mut due = 0;
        for rule in &typed {
            due += points_of_all(world, rule).await?;
        }
        if due != stored {
            world.wrong(format!("score {id} has given {stored} points, and {due} are due: {rules}"));
        }
    }
    Ok(())
}

async fn points_of_all(world: &World, rule: &Value) -> Result<i64, StoreError> {
    let points = rule["points"].as_i64().unwrap_or_default();
    let condition = match rule["kind"].as_str() {
        Some("activity") => return points_for_activities(world, rule, points).await,
        Some("condition") => rule["condition"].clone(),
        _ => json!({"combinator": "and", "rules": [rule["rule"]]}),
    };
    Ok(points * tokio::task::block_in_place(|| preview(world, &condition)))
}

async fn points_for_activities(world: &World, rule: &Value, points: i64) -> Result<i64, StoreError> {
    let sql = "select count(*) from activities a join activity_types t on t.type_id = a.type_id where t.name = $1 group by a.contact_id";
    let kind = rule["activity"]["type"].as_str().unwrap_or_default();
    let counts: Vec<(i64,)> = world.db.fetch_all(Sql::new(sql).bind(kind)).await?;
    let earned = |count: i64| rule["most"].as_i64().map_or(points, |most| (points * count).min(most));
    Ok(counts.into_iter().map(|(count,)| earned(count)).sum())
}

/// The shares of personas that the API tells are those of the contacts.
async fn shares(world: &World) -> Result<(), StoreError> {
    let sql =
        "select persona_id, count(*) from contact_personas where persona_id is not null group by persona_id";
    let counts: Vec<(i64, i64)> = world.db.fetch_all(Sql::new(sql)).await?;
    let actor = Actor::new(world, usize::MAX);
    let shares =
        tokio::task::block_in_place(|| actor.insist("judge", 0, &Ask::new("GET", "/persona-shares?days=1")));
    let ids = shares.body["ids"].as_array().into_iter().flatten().filter_map(Value::as_i64);
    let count = |id: i64| counts.iter().find(|(one, _)| *one == id).map_or(0, |(_, count)| *count);
    let expected: Vec<i64> = ids.map(count).collect();
    if shares.body["items"][0]["contacts"] != json!(expected) {
        world.wrong(format!("personas have {expected:?} contacts, the shares tell {}", shares.body));
    }
    Ok(())
}

/// What is kept true of contacts, line by line.
async fn derived(world: &World) -> Result<BTreeSet<String>, StoreError> {
    let sql = "select 'member ' || contact_id || ' of ' || group_id || ' for ' || reasons from members
        union all select 'points ' || contact_id || ' of ' || score_id || ': ' || points from contact_scores where points <> 0
        union all select 'persona ' || contact_id || ': ' || persona_id || ' with ' || points from contact_personas
            where persona_id is not null
        union all select 'text ' || contact_id || ': ' || text from contact_search
        union all select 'members ' || group_id || ': ' || count(*) from members where reasons < 16 group by group_id";
    let lines: Vec<(String,)> = world.db.fetch_all(Sql::new(sql)).await?;
    Ok(lines.into_iter().map(|(line,)| line).collect())
}

/// Asks for everything to be made anew.
async fn rebuild(world: &World) -> Result<(), StoreError> {
    let now = now();
    let groups: Vec<(i64,)> = world
        .db
        .fetch_all(Sql::new("select group_id from contact_groups where condition is not null"))
        .await?;
    let scores: Vec<(i64,)> = world.db.fetch_all(Sql::new("select score_id from scores")).await?;
    let groups = groups.into_iter().map(|(id,)| Node::Group(muster_domain::GroupId(id)));
    let scores = scores.into_iter().map(|(id,)| Node::Score(muster_domain::ScoreId(id)));
    let mut tx = world.db.begin().await?;
    lock(&mut tx).await?;
    for node in groups.chain(scores).chain([Node::Personas]) {
        request_rebuild(&mut tx, node, now).await?;
    }
    tx.commit().await
}

fn same(world: &World, before: &BTreeSet<String>, rebuilt: &BTreeSet<String>) {
    let wrong: Vec<&String> = before.difference(rebuilt).take(10).collect();
    let missing: Vec<&String> = rebuilt.difference(before).take(10).collect();
    if !wrong.is_empty() || !missing.is_empty() {
        world.wrong(format!("a rebuild takes away {wrong:#?} and brings {missing:#?}"));
    }
}
