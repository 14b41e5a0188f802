//! What actors do to people. Which deed comes next, and to whom, is what the seed says.

use std::time::Instant;

use muster_store::testing::Dice;
use serde_json::{Value, json};

use crate::server::{Answer, Ask};
use crate::world::{Actor, SPACE, Slot, World, address, is_calm};
use crate::{files, rules};

/// How many act at the same time. An even number would give some of them nobody who is calm.
pub const ACTORS: usize = 5;

/// Addresses that no file has lie behind the others.
const MORE_SPACE: usize = SPACE + 200;

pub const CITIES: [&str; 5] = ["Köln", "KÖLN", "Rome", "Ulm", "Łódź"];
pub const FIRST_NAMES: [&str; 5] = ["Ann", "Ben", "Zoë", "İnci", "Cy"];
pub const LAST_NAMES: [&str; 4] = ["Lee", "Straße", "Ångström", "Ng"];
pub const COMPANIES: [&str; 3] = ["Acme", "Globex", "ÖBB"];
pub const STATUSES: [&str; 3] = ["Lead", "Customer", "Lost"];
pub const TYPES: [&str; 3] = ["purchase", "page_visit", "registration"];

/// An actor with its dice, before one deed.
pub struct Doer<'a> {
    pub actor: Actor<'a>,
    pub world: &'a World,
    pub dice: Dice,
    /// The server that is asked.
    pub server: usize,
    /// The name of the deed.
    pub deed: &'static str,
    /// How many deeds came before.
    pub count: usize,
}

type Deed = (&'static str, usize, fn(&mut Doer));

/// The deeds, each with how often it comes.
const DEEDS: [Deed; 29] = [
    ("import", 4, files::import),
    ("cancel an import", 2, files::cancel),
    ("dry run", 1, files::dry_run),
    ("edit", 5, edit),
    ("mark", 5, mark),
    ("create", 3, create),
    ("note", 3, note),
    ("activity", 4, activity),
    ("merge", 4, merge),
    ("undo a merge", 4, undo),
    ("change an address", 1, change_address),
    ("delete", 2, delete),
    ("erase", 1, erase),
    ("search for duplicates", 1, search_duplicates),
    ("put into a group", 2, put_into_group),
    ("take out of a group", 2, take_out_of_group),
    ("exclude", 1, exclude),
    ("let in", 1, let_in),
    ("put into an account", 2, put_into_account),
    ("account into a group", 1, account_into_group),
    ("mass action", 3, mass_action),
    ("delete many", 1, delete_many),
    ("make a field", 1, rules::make_field),
    ("delete a field", 1, rules::delete_field),
    ("rename a choice", 1, rules::rename_choice),
    ("rename a status", 1, rules::rename_status),
    ("condition", 3, rules::change_condition),
    ("score", 2, rules::publish_score),
    ("persona", 2, rules::publish_persona),
];

/// Acts until the time is over.
pub fn act(world: &World, number: usize, until: Instant) {
    let actor = Actor::new(world, number);
    let dice = actor.dice();
    let mut doer = Doer { actor, world, dice, server: 0, deed: "", count: 0 };
    while Instant::now() < until {
        let (deed, act) = next(&mut doer.dice);
        doer.server = doer.dice.below(2);
        doer.deed = deed;
        doer.count += 1;
        act(&mut doer);
    }
}

fn next(dice: &mut Dice) -> (&'static str, fn(&mut Doer)) {
    let all = DEEDS.iter().map(|(_, often, _)| often).sum();
    let mut at = dice.below(all);
    for (name, often, act) in DEEDS {
        if at < often {
            return (name, act);
        }
        at -= often;
    }
    unreachable!("the place is below the sum")
}

impl Doer<'_> {
    pub fn ask(&self, ask: &Ask) -> Answer {
        self.actor.ask(self.deed, self.server, ask)
    }

    pub fn send(&self, method: &'static str, path: impl Into<String>, body: &Value) -> Answer {
        self.ask(&Ask::json(method, path, body))
    }

    /// A name that no other deed has.
    pub fn own_name(&self) -> String {
        format!("{}-{}-{}", self.deed.replace(' ', "-"), self.actor.number, self.count)
    }

    /// Somebody, whoever it is.
    fn anybody(&mut self) -> Option<i64> {
        let number = self.dice.below(SPACE);
        self.actor.find(self.server, number)?["id"].as_i64()
    }

    /// Somebody who may be lost.
    fn somebody_wild(&mut self) -> Option<i64> {
        let number = self.dice.below(MORE_SPACE / 2) * 2 + 1;
        self.actor.find(self.server, number)?["id"].as_i64()
    }

    /// The number of somebody calm whose marks this actor alone writes.
    fn own_person(&mut self) -> usize {
        let rounds = SPACE / (2 * ACTORS);
        2 * (self.dice.below(rounds) * ACTORS + self.actor.number)
    }

    /// Some values of standard fields.
    fn values(&mut self) -> Value {
        let dice = &mut self.dice;
        let mut values = json!({"city": dice.one(&CITIES), "first_name": dice.one(&FIRST_NAMES)});
        if dice.chance(2) {
            values["company"] = if dice.chance(4) { Value::Null } else { json!(dice.one(&COMPANIES)) };
        }
        if dice.chance(3) {
            values["status"] = json!(dice.one(&STATUSES));
        }
        if dice.chance(3) {
            values["mobile_phone"] = json!(format!("+49 (30) 12-{}", dice.between(100, 110)));
        }
        values
    }
}

fn edit(doer: &mut Doer) {
    let Some(id) = doer.anybody() else { return };
    let fields = doer.values();
    doer.send("PATCH", format!("/contacts/{id}"), &json!({"fields": fields}));
}

/// Writes a value that nobody else writes: it must be there at the end, whatever others write beside it.
fn mark(doer: &mut Doer) {
    let number = doer.own_person();
    let Some(found) = doer.actor.find(doer.server, number) else { return };
    let field = if doer.dice.chance(2) { doer.world.made.mark.clone() } else { "address2".to_owned() };
    let value = doer.own_name();
    let slot = Slot { number, field: field.clone() };
    let before = doer.world.record().slots.get(&slot).cloned().unwrap_or_else(|| vec![None]);
    let either = [before.clone(), vec![Some(value.clone())]].concat();
    doer.world.record().slots.insert(slot.clone(), either); // should nobody answer
    let fields = json!({"fields": {(field): value}});
    let answer = doer.send("PATCH", format!("/contacts/{}", found["id"]), &fields);
    let may_be = match answer.status {
        200 => vec![Some(value)],
        0 | 503 => return, // the connection may have been cut behind what was written
        _ => before,
    };
    doer.world.record().slots.insert(slot, may_be);
}

fn create(doer: &mut Doer) {
    let number = doer.dice.below(MORE_SPACE);
    let fields = doer.values();
    let answer = doer.send("POST", "/contacts", &json!({"email": address(number), "fields": fields}));
    if is_calm(number) && answer.status == 201 {
        doer.world.record().present.insert(number);
    }
}

fn note(doer: &mut Doer) {
    let number = doer.own_person();
    let Some(found) = doer.actor.find(doer.server, number) else { return };
    let text = doer.own_name();
    let ask = Ask::json("POST", format!("/contacts/{}/notes", found["id"]), &json!({"text": text}));
    if doer.actor.insist(doer.deed, doer.server, &ask.once(text.clone())).status == 201 {
        doer.world.record().notes.insert(text);
    }
}

fn activity(doer: &mut Doer) {
    let calm = doer.dice.chance(2);
    let number = if calm { doer.own_person() } else { doer.dice.below(SPACE) };
    let (key, kind) = (doer.own_name(), doer.dice.one(&TYPES));
    let sent = json!({"activities": [{"type": kind, "email": address(number), "key": key}]});
    let answer = doer.actor.insist(doer.deed, doer.server, &Ask::json("POST", "/activities", &sent));
    let recorded =
        answer.body["recorded"].as_i64().unwrap_or(0) + answer.body["repeated"].as_i64().unwrap_or(0);
    if calm && recorded == 1 {
        doer.world.record().activities.insert(key);
    }
}

fn merge(doer: &mut Doer) {
    let (Some(own), Some(other)) = (doer.somebody_wild(), doer.somebody_wild()) else { return };
    let side = |dice: &mut Dice| dice.one(&["own", "other"]);
    let order = json!({"other_id": other, "email": side(&mut doer.dice),
        "values": {"city": side(&mut doer.dice), "company": side(&mut doer.dice)}});
    doer.send("POST", format!("/contacts/{own}/merges"), &order);
}

fn undo(doer: &mut Doer) {
    for _ in 0..4 {
        let Some(id) = doer.somebody_wild() else { continue };
        let merges = doer.ask(&Ask::new("GET", format!("/contacts/{id}/merges")));
        if let Some(merge) = merges.body["items"][0]["id"].as_i64() {
            doer.ask(&Ask::new("DELETE", format!("/contacts/{id}/merges/{merge}")));
            return;
        }
    }
}

fn change_address(doer: &mut Doer) {
    let Some(id) = doer.somebody_wild() else { return };
    let number = doer.dice.below(MORE_SPACE / 2) * 2 + 1;
    doer.send("PATCH", format!("/contacts/{id}"), &json!({"email": address(number)}));
}

fn delete(doer: &mut Doer) {
    let Some(id) = doer.somebody_wild() else { return };
    doer.ask(&Ask::new("DELETE", format!("/contacts/{id}")));
}

/// Of few people, or nobody wild is left.
fn erase(doer: &mut Doer) {
    let number = doer.dice.below(SPACE / 16) * 16 + 1;
    let Some(found) = doer.actor.find(doer.server, number) else { return };
    doer.ask(&Ask::new("POST", format!("/contacts/{}/erasure", found["id"])));
}

fn search_duplicates(doer: &mut Doer) {
    doer.ask(&Ask::new("POST", "/duplicate-searches"));
    let found = doer.ask(&Ask::new("GET", "/duplicates?limit=5"));
    let pair = &found.body["items"][0];
    if let (Some(one), Some(other)) = (pair["contact"]["id"].as_i64(), pair["other"]["id"].as_i64()) {
        doer.ask(&Ask::new("DELETE", format!("/duplicates/{one}/{other}")));
    }
}

fn group_member(doer: &mut Doer, method: &'static str, list: &str, groups: &[i64]) {
    let Some(id) = doer.anybody() else { return };
    let group = doer.dice.one(groups);
    doer.ask(&Ask::new(method, format!("/contact-groups/{group}/{list}/{id}")));
}

fn put_into_group(doer: &mut Doer) {
    group_member(doer, "PUT", "members", &doer.world.groups());
}

fn take_out_of_group(doer: &mut Doer) {
    group_member(doer, "DELETE", "members", &doer.world.groups());
}

fn exclude(doer: &mut Doer) {
    group_member(doer, "PUT", "exclusions", &doer.world.made.conditioned);
}

fn let_in(doer: &mut Doer) {
    group_member(doer, "DELETE", "exclusions", &doer.world.made.conditioned);
}

fn put_into_account(doer: &mut Doer) {
    let Some(id) = doer.anybody() else { return };
    let account = doer.dice.one(&doer.world.made.accounts);
    let path = format!("/accounts/{account}/contacts/{id}");
    let role = doer.dice.chance(2).then_some(doer.world.made.roles[0]);
    match doer.dice.below(5) {
        0 => doer.ask(&Ask::new("DELETE", path)),
        1 => doer.send("PATCH", format!("/accounts/{account}"), &json!({"primary_contact_id": id})),
        _ => doer.send("PUT", path, &json!({"role_id": role})),
    };
}

fn account_into_group(doer: &mut Doer) {
    let account = doer.dice.one(&doer.world.made.accounts);
    let group = doer.dice.one(&doer.world.made.plain);
    let method = doer.dice.one(&["PUT", "DELETE"]);
    doer.ask(&Ask::new(method, format!("/contact-groups/{group}/accounts/{account}")));
}

fn mass_action(doer: &mut Doer) {
    let group = doer.dice.one(&doer.world.made.plain);
    let value = doer.dice.one(&["Red", "Blue", "Grün"]);
    let action = match doer.dice.below(4) {
        0 => json!({"kind": "set_field", "field": "city", "value": doer.dice.one(&CITIES)}),
        1 => json!({"kind": "set_field", "field": doer.world.made.choice, "value": value}),
        2 => json!({"kind": "add_to_group", "group_id": group}),
        _ => json!({"kind": "remove_from_group", "group_id": group}),
    };
    let selection = match doer.dice.below(3) {
        0 => json!({"group_id": doer.dice.one(&doer.world.made.conditioned)}),
        1 => json!({"condition": rules::condition(doer)}),
        _ => json!({"search": format!("p{}", doer.dice.below(4))}),
    };
    doer.send("POST", "/mass-actions", &json!({"selection": selection, "action": action}));
}

fn delete_many(doer: &mut Doer) {
    let ids: Vec<i64> = (0..4).filter_map(|_| doer.somebody_wild()).collect();
    let order = json!({"selection": {"ids": ids}, "action": {"kind": "delete"}});
    doer.send("POST", "/mass-actions", &order);
}
