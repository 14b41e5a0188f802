//! Files of people: how they are made, imported, stopped and tried.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use muster_store::testing::Dice;
use serde_json::{Value, json};

use crate::deeds::{CITIES, COMPANIES, Doer, FIRST_NAMES, LAST_NAMES, STATUSES};
use crate::server::Ask;
use crate::world::{Actor, Placed, SPACE, address, is_calm};

/// A file, with what is known of it.
pub struct People {
    pub text: String,
    pub placed: Placed,
}

const HEADER: &str = "E-Mail,First,Last,Company,City,Phone,Status,Colour,Own\n";

/// A file with so many rows. A person comes several times in it, one row in forty has no usable address, and one in twenty a
/// telephone number that is none.
pub fn people(dice: &mut Dice, rows: usize) -> People {
    let mut text = HEADER.to_owned();
    let (mut bad, mut calm) = (0, BTreeSet::new());
    for _ in 0..rows {
        let number = dice.below(SPACE);
        let (is_bad, is_unfit) = (dice.chance(40), dice.chance(20));
        if is_bad {
            bad += 1;
        } else if is_calm(number) {
            calm.insert(number);
        }
        let address = if is_bad { "nobody".to_owned() } else { spelled(dice, number) };
        let phone =
            if is_unfit { "call me".to_owned() } else { format!("+49 30 55-{}", dice.between(10, 19)) };
        let cells =
            [dice.one(&FIRST_NAMES), dice.one(&LAST_NAMES), cell(dice, &COMPANIES), cell(dice, &CITIES)];
        let (status, colour) = (cell(dice, &STATUSES), cell(dice, &["Red", "Grün", "Blue", "Crimson"]));
        writeln!(text, "{address},{},{phone},{status},{colour},x{}", cells.join(","), dice.below(3)).unwrap();
    }
    People { text, placed: Placed { rows: rows as i64, bad, calm } }
}

/// The address, at times in another spelling.
fn spelled(dice: &mut Dice, number: usize) -> String {
    let address = address(number);
    if dice.chance(5) { address.to_uppercase() } else { address }
}

/// One of these, or nothing.
fn cell<'a>(dice: &mut Dice, of: &[&'a str]) -> &'a str {
    if dice.chance(4) { "" } else { dice.one(of) }
}

/// Imports everybody of one half, so that there is somebody to begin with.
pub fn import_first(actor: &Actor) {
    let rows: String = (0..SPACE / 2).fold(HEADER.to_owned(), |mut text, number| {
        writeln!(text, "{},Ann,Lee,Acme,Rome,,Lead,Red,x", address(number)).unwrap();
        text
    });
    let calm = (0..SPACE / 2).filter(|number| is_calm(*number)).collect();
    let people = People { text: rows, placed: Placed { rows: SPACE as i64 / 2, bad: 0, calm } };
    let mut doer = Doer {
        world: actor.world,
        dice: actor.dice(),
        server: 0,
        deed: "furnish",
        count: 0,
        actor: Actor::new(actor.world, actor.number),
    };
    place(&mut doer, people, &json!({"kind": "none"}));
}

fn upload(doer: &Doer, text: &str) -> Option<i64> {
    let ask = Ask { body: Some(text.as_bytes().to_vec()), ..Ask::new("POST", "/files?name=people.csv") };
    doer.ask(&ask).id()
}

/// The columns of [`HEADER`] as they are mapped; at times the last one fills a field that comes and goes.
fn mapping(doer: &mut Doer) -> Value {
    let choice = doer.world.made.choice.clone();
    let fields = ["email", "first_name", "last_name", "company", "city", "mobile_phone", "status", &choice];
    let mut columns: Vec<Value> =
        (0..).zip(fields).map(|(column, field)| json!({"column": column, "field": field})).collect();
    if doer.dice.chance(3) {
        columns.push(json!({"column": 8, "field": format!("temp_{}", doer.dice.below(2))}));
    }
    json!(columns)
}

/// A large file in one of four, so that it is written in several chunks.
fn random_people(doer: &mut Doer) -> People {
    let rows =
        if doer.dice.chance(4) { doer.dice.between(15_000, 40_000) } else { doer.dice.between(20, 800) };
    people(&mut doer.dice, rows as usize)
}

fn place(doer: &mut Doer, people: People, segment: &Value) {
    let mapping = mapping(doer);
    let blank = doer.dice.one(&["keep", "clear"]);
    let Some(file) = upload(doer, &people.text) else { return };
    let order = json!({"file_id": file, "mapping": mapping, "segment": segment, "blank": blank});
    let ask = Ask::json("POST", "/imports", &order).once(doer.own_name());
    // The server that has the file: whoever is asked else does not know it, if their folders are two.
    for _ in 0..20 {
        let answer = doer.ask(&ask);
        if let Some(id) = answer.id() {
            doer.world.record().imports.insert(id, people.placed);
            return;
        }
        if !answer.is_lost() && answer.status != 503 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(500)); // it is starting again
    }
}

pub fn import(doer: &mut Doer) {
    let people = random_people(doer);
    let segment = match doer.dice.below(4) {
        0 => json!({"kind": "group", "group_id": doer.dice.one(&doer.world.groups())}),
        1 => json!({"kind": "new_group", "name": doer.own_name()}),
        _ => json!({"kind": "none"}),
    };
    place(doer, people, &segment);
}

/// Stops an import that is under way.
pub fn cancel(doer: &mut Doer) {
    let list = doer.ask(&Ask::new("GET", "/imports?limit=20"));
    let is_open = |import: &&Value| matches!(import["state"].as_str(), Some("queued" | "running"));
    let open: Vec<i64> = list.body["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(is_open)
        .filter_map(|import| import["id"].as_i64())
        .collect();
    if !open.is_empty() {
        let id = doer.dice.one(&open);
        doer.ask(&Ask::new("DELETE", format!("/imports/{id}")));
    }
}

pub fn dry_run(doer: &mut Doer) {
    let rows = doer.dice.between(20, 12_000);
    let people = people(&mut doer.dice, rows as usize);
    let mapping = mapping(doer);
    let Some(file) = upload(doer, &people.text) else { return };
    let order = json!({"file_id": file, "mapping": mapping, "segment": {"kind": "none"}, "blank": "keep"});
    let answer = doer.send("POST", "/imports/dry-run", &order);
    if answer.status == 200 && answer.body["counts"]["processed"] != people.placed.rows {
        doer.world.wrong(format!("a dry run of {rows} rows tells {}", answer.body["counts"]));
    }
}
