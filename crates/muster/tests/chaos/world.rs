//! Two servers on one base, and what the deeds are known to have done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use muster_store::testing::{Dice, TestBase};
use muster_store::{Backend, Db};
use serde_json::{Value, json};
use ureq::Agent;

use crate::server::{Answer, Ask, Place, Server, agent, ask};

/// How many addresses there are, so that people meet.
pub const SPACE: usize = 400;
/// How long an actor waits for an answer.
const PATIENCE: Duration = Duration::from_secs(45);
/// What a deed may be answered with: it is done, or refused because of what is.
const ALLOWED: [u16; 8] = [0, 200, 201, 204, 404, 409, 422, 503];

/// The address with this number. Who has an even one is calm: deeds never delete, erase or merge the contact, or take its
/// address; so it is there for ever once it was.
pub fn address(number: usize) -> String {
    format!("p{number:03}@chaos.example")
}

/// Whether the contact with this number stays for ever.
pub fn is_calm(number: usize) -> bool {
    number.is_multiple_of(2)
}

/// What the base was made with; the deeds change the rest.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// Groups that have no condition, and those that always have one.
    pub plain: Vec<i64>,
    pub conditioned: Vec<i64>,
    pub scores: Vec<i64>,
    pub personas: Vec<i64>,
    pub accounts: Vec<i64>,
    pub roles: Vec<i64>,
    /// The names of two custom fields: one with choices, and one that only edits write.
    pub choice: String,
    pub mark: String,
}

/// An import as it was ordered.
#[derive(Debug, Clone)]
pub struct Placed {
    pub rows: i64,
    /// Rows without a usable address.
    pub bad: i64,
    /// The numbers of the calm people in it.
    pub calm: BTreeSet<usize>,
}

/// A value that one actor alone writes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub number: usize,
    pub field: String,
}

/// What is known of what was done.
#[derive(Debug, Default)]
pub struct Record {
    /// How often a deed was answered with a status.
    pub tally: BTreeMap<&'static str, BTreeMap<u16, usize>>,
    /// What never may be.
    pub wrong: Vec<String>,
    pub imports: BTreeMap<i64, Placed>,
    /// The numbers of calm people that are there.
    pub present: BTreeSet<usize>,
    /// The values that a slot may have: one, or several when an answer was lost.
    pub slots: BTreeMap<Slot, Vec<Option<String>>>,
    /// The texts of notes, and the keys of activities, that are there exactly once.
    pub notes: BTreeSet<String>,
    pub activities: BTreeSet<String>,
}

/// Two servers on one base.
pub struct World {
    pub seed: u64,
    pub base: TestBase,
    pub db: Db,
    pub made: Made,
    pub folder: tempfile::TempDir,
    places: [Place; 2],
    servers: [Mutex<Option<Server>>; 2],
    urls: [RwLock<String>; 2],
    record: Mutex<Record>,
}

impl World {
    /// Starts both servers. Of three seeds, two let them share their folder of files.
    pub async fn start(base: TestBase, seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = |number: u32| Place {
            database: base.address.clone(),
            data: folder.path().join(if seed.is_multiple_of(3) {
                format!("data{number}")
            } else {
                "data".into()
            }),
            log: folder.path().join(format!("server{number}.log")),
        };
        let places = [place(0), place(1)];
        let servers = places.each_ref().map(|place| Server::start(place).unwrap());
        let urls = servers.each_ref().map(|server| RwLock::new(server.url.clone()));
        let db = base.open().await;
        let servers = servers.map(|server| Mutex::new(Some(server)));
        let mut world = Self {
            seed,
            base,
            db,
            made: Made::default(),
            folder,
            places,
            servers,
            urls,
            record: Mutex::default(),
        };
        world.made = tokio::task::block_in_place(|| furnish(&Actor::new(&world, usize::MAX)));
        world
    }

    pub fn is_postgres(&self) -> bool {
        self.db.backend() == Backend::Postgres
    }

    /// All groups that stay.
    pub fn groups(&self) -> Vec<i64> {
        [self.made.plain.as_slice(), &self.made.conditioned].concat()
    }

    pub fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what never may be.
    pub fn wrong(&self, what: impl Into<String>) {
        self.record().wrong.push(what.into());
    }

    /// The server with this number, while nobody else does something with it.
    pub fn server(&self, number: usize) -> MutexGuard<'_, Option<Server>> {
        self.servers[number].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts a server that ended.
    pub fn start_again(&self, number: usize) {
        let mut place = self.server(number);
        if place.is_none() {
            match Server::start(&self.places[number]) {
                Ok(server) => {
                    self.urls[number].write().unwrap().clone_from(&server.url);
                    *place = Some(server);
                }
                Err(why) => self.wrong(why),
            }
        }
    }

    /// Ends both servers.
    pub fn end(&self) {
        for number in [0, 1] {
            drop(self.server(number).take());
        }
    }

    /// What the servers logged of errors.
    pub fn errors_logged(&self) -> Vec<String> {
        let logs = self.places.iter().map(|place| std::fs::read_to_string(&place.log).unwrap_or_default());
        logs.flat_map(|log| {
            log.lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Somebody who asks the servers for things. What is asked for comes from the seed.
pub struct Actor<'a> {
    pub world: &'a World,
    pub number: usize,
    agent: Agent,
}

impl<'a> Actor<'a> {
    pub fn new(world: &'a World, number: usize) -> Self {
        Self { world, number, agent: agent(PATIENCE) }
    }

    /// The dice of this actor.
    pub fn dice(&self) -> Dice {
        Dice::new(self.world.seed.wrapping_mul(1_000).wrapping_add(self.number as u64))
    }

    /// Asks one of the servers, as part of a deed. An answer that never may be is noted with its request.
    pub fn ask(&self, deed: &'static str, server: usize, request: &Ask) -> Answer {
        let url = self.world.urls[server].read().unwrap().clone();
        let answer = ask(&self.agent, &url, request);
        let mut record = self.world.record();
        *record.tally.entry(deed).or_default().entry(answer.status).or_default() += 1;
        if !ALLOWED.contains(&answer.status) {
            record.wrong.push(format!("{deed}: {} for {}: {}", answer.status, request.told(), answer.body));
        }
        answer
    }

    /// Asks until there is an answer, of whichever server; what is asked for must be safe to repeat.
    pub fn insist(&self, deed: &'static str, server: usize, request: &Ask) -> Answer {
        let mut answer = self.ask(deed, server, request);
        for attempt in 1..20 {
            if !answer.is_lost() && answer.status != 503 {
                break;
            }
            std::thread::sleep(Duration::from_millis(500)); // it is starting again
            answer = self.ask(deed, (server + attempt) % 2, request);
        }
        answer
    }

    /// The contact with an address, as lists show it.
    pub fn find(&self, server: usize, number: usize) -> Option<Value> {
        let found =
            self.ask("find", server, &Ask::new("GET", format!("/contacts?search={}", address(number))));
        found.body["items"].as_array()?.first().cloned()
    }
}

/// Makes what the deeds work with.
fn furnish(actor: &Actor) -> Made {
    let make = |path: &str, body: &Value| {
        let made = actor.ask("furnish", 0, &Ask::json("POST", path, body));
        assert_eq!(made.status, 201, "{path}: {}", made.body);
        made.body
    };
    let id = |path: &str, body: &Value| make(path, body)["id"].as_i64().unwrap();
    let name = |body: &Value| make("/fields", body)["name"].as_str().unwrap().to_owned();
    let choice = name(&json!({"label": "Colour", "kind": "choice", "choices": ["Red", "Grün", "Blue"]}));
    let mark = name(&json!({"label": "Mark", "kind": "text"}));
    let rule = |field: &str, operator: &str, value: &Value| json!({"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value}]});
    let group =
        |name: &str, condition: Value| id("/contact-groups", &json!({"name": name, "condition": condition}));
    let plain = ["Plain", "Filled"].map(|name| group(name, Value::Null)).to_vec();
    let in_plain = rule("group", "in_any", &json!([plain[0]]));
    let points = |field: &str, value: &str, points: i64| {
        let rule = json!({"field": field, "operator": "is", "value": value});
        json!([{"name": value, "points": points, "kind": "attribute", "rule": rule}])
    };
    let score = |name: &str, rules: Value| id("/scores", &json!({"name": name, "rules": rules, "limit": 20}));
    let scores =
        vec![score("Interest", points("city", "Köln", 20)), score("Reach", points("company", "Acme", 10))];
    let persona =
        |name: &str, rules: Value| id("/personas", &json!({"name": name, "rules": rules, "threshold": 5}));
    let personas =
        vec![persona("Fox", points("city", "Rome", 10)), persona("Owl", points("first_name", "Ann", 8))];
    let hot = rule("score", "at_least", &json!({"score": scores[0], "points": 20}));
    let conditioned = vec![
        group("In Cologne", rule("city", "is", &json!("köln"))),
        group("In plain", in_plain),
        group("Hot", hot),
        group("Foxes", rule("persona", "in_any", &json!([personas[0]]))),
    ];
    let accounts = ["Acme", "Globex"].map(|name| id("/accounts", &json!({"name": name}))).to_vec();
    let roles = vec![id("/account-roles", &json!({"label": "Buyer"}))];
    Made { plain, conditioned, scores, personas, accounts, roles, choice, mark }
}
