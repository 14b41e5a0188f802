//! A small base of people with hostile values, stored through the functions that the program uses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use muster_domain::condition::{ContactView, Known};
use muster_domain::import::SeenContacts;
use muster_domain::{
    AccountId, ContactId, CustomField, Email, GroupName, Label, Origin, RawActivity, RoleId,
};
use muster_store::activities::{self, NewActivity, Sender, Who};
use muster_store::conditions::known;
use muster_store::contacts::{self, By};
use muster_store::lists::{self, List};
use muster_store::testing::Dice;
use muster_store::{Db, Sql, Tx, accounts, fields, groups, personas, scores};
use tokio::sync::OnceCell;

/// 2026-11-24 10:00 UTC.
pub const NOW: i64 = 1_795_514_400_000;
pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;

/// Texts that break what is not made with care, in pairs that differ in case only.
pub const TEXTS: [&str; 30] = [
    "Köln",
    "KÖLN",
    "köln",
    "a",
    "A",
    "Ab",
    "'",
    "\"",
    "%",
    "_",
    "\\",
    "a%b",
    "a_b",
    "$1",
    "';drop table contacts;--",
    "Straße",
    "STRASSE",
    "İzmir",
    "izmir",
    "Σίσυφος",
    "ΣΊΣΥΦΟΣ",
    "小明",
    "🎉",
    "x y",
    "{\"a\":1}",
    "null",
    "\u{212A}elvin",
    "kelvin",
    "e\u{301}",
    "É",
];
pub const OPTIONS: [&str; 3] = ["VIP", "vip2", "Grün"];
pub const TYPES: [&str; 3] = ["page_visit", "purchase", "registration"];
pub const DATES: [&str; 8] = [
    "1990-11-24",
    "1990-11-30",
    "2000-02-29",
    "1985-01-01",
    "2026-11-24",
    "2026-11-20",
    "2026-10-31",
    "2027-01-03",
];
/// Birthdays, some without a year.
pub const BIRTHDAYS: [&str; 12] = [
    "1990-11-24",
    "1990-11-30",
    "2000-02-29",
    "1985-01-01",
    "2026-11-24",
    "2026-10-31",
    "1999-02-28",
    "1984-03-01",
    "--11-24",
    "--02-29",
    "--12-31",
    "--01-03",
];
pub const MOMENTS: [&str; 4] =
    ["2026-11-24T10:00:00Z", "2026-11-24T09:59:59Z", "2026-11-25T10:00:00Z", "2020-01-01T00:00:00Z"];
pub const NUMBERS: [&str; 8] = ["0", "-1", "12.5", "100", "0.1", "99999999999999.9", "-0.5", "1000000"];
/// Numbers whose order is not that of their texts.
pub const WHOLES: [&str; 5] = ["0", "-1", "9", "10", "100"];
/// Points of scores.
pub const POINTS: [i64; 6] = [0, -5, 1, 20, 21, 100_000];
/// How long ago people were created, changed, and did things.
pub const AGES: [i64; 7] = [0, 1, HOUR, DAY, 7 * DAY, 30 * DAY + 5, 400 * DAY];

pub struct Person {
    pub values: BTreeMap<&'static str, String>,
    pub created_at: i64,
    pub changed_at: i64,
    /// The groups with the stored reasons.
    pub groups: BTreeMap<i64, i64>,
    /// The accounts with the roles.
    pub accounts: BTreeMap<i64, Option<i64>>,
    pub activities: Vec<Deed>,
    pub created_by: Option<i64>,
    pub updated_by: BTreeSet<i64>,
    /// The imports that met the person, whatever they did.
    pub met_by: BTreeSet<i64>,
    /// The points by score; 0 where points are due only.
    pub points: BTreeMap<i64, i64>,
    /// When limits were crossed, by score.
    pub crossings: BTreeMap<i64, i64>,
    pub persona: Option<i64>,
}

pub struct Deed {
    pub kind: &'static str,
    pub at: i64,
    pub item: Option<&'static str>,
    pub url: Option<&'static str>,
}

pub struct People {
    pub all: Vec<Person>,
    pub views: OnceCell<(Vec<ContactView>, Arc<Known>)>,
}

impl People {
    pub fn random(dice: &mut Dice, count: usize) -> Self {
        Self { all: (1..=count).map(|number| person(dice, number)).collect(), views: OnceCell::new() }
    }

    /// Stores everybody; ids count from 1.
    pub async fn store(&self, db: &Db) {
        let mut tx = db.begin().await.unwrap();
        own_fields(&mut tx).await;
        for name in ["One", "Two"] {
            groups::create(&mut tx, &GroupName::parse(name).unwrap(), NOW).await.unwrap();
        }
        accounts_and_roles(&mut tx).await;
        for name in ["One", "Two"] {
            let name = Label::parse(name, 9).unwrap();
            scores::create(&mut tx, &name, NOW).await.unwrap();
            personas::create(&mut tx, &name, (10, "fox"), NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        let known = known(db).await.unwrap();
        let fields = fields::all(db).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        for (number, person) in (1..).zip(&self.all) {
            let email = Email::parse(&person.values["email"]).unwrap();
            let values: Vec<_> = person
                .values
                .iter()
                .filter(|(name, _)| !["email", "zip"].contains(name))
                .map(|(name, value)| (fields.named(name).unwrap(), Some(value.clone())))
                .collect();
            let ContactId(id) = contacts::create(&mut tx, &email, &values, person.created_at).await.unwrap();
            assert_eq!(id, number);
            for &import in &person.updated_by {
                let by = By { origin: Origin::Import, id: Some(import), now: person.changed_at };
                let zip = fields.named("zip").unwrap();
                contacts::update(&mut tx, &[id], None, &[(zip, Some(format!("z{import}")))], by)
                    .await
                    .unwrap();
            }
            let sql =
                Sql::new("update contacts set source_import = $1, changed_at = $2 where contact_id = $3");
            tx.execute(sql.bind(person.created_by).bind(person.changed_at).bind(id)).await.unwrap();
            for (group, reasons) in &person.groups {
                let sql = Sql::new(
                    "insert into members (contact_id, group_id, reasons, since) values ($1, $2, $3, 0)",
                );
                tx.execute(sql.bind(id).bind(*group).bind(*reasons)).await.unwrap();
            }
            person.store_points(&mut tx, id).await;
            for (account, role) in &person.accounts {
                let place = (AccountId(*account), ContactId(id));
                accounts::put(&mut tx, &known, place, role.map(RoleId), NOW).await.unwrap();
            }
            let deeds =
                person.activities.iter().enumerate().map(|(index, deed)| deed.to_record(index, id)).collect();
            // Those who are not to be tracked have activities too, from before they said so.
            let recorded = activities::record(&mut tx, deeds, NOW).await.unwrap();
            assert!(recorded.refused.is_empty());
        }
        self.store_met(&mut tx).await;
        tx.commit().await.unwrap();
    }

    /// What imports of two parts would have stored of whom they met.
    async fn store_met(&self, tx: &mut Tx) {
        for (import, part) in [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)] {
            let mut seen = SeenContacts::default();
            for (id, _) in
                (1..).zip(&self.all).filter(|(id, person)| id % 2 == part && person.met_by.contains(&import))
            {
                seen.insert(ContactId(id));
            }
            for (page, bits) in seen.take_changed_pages() {
                let sql = "insert into import_seen (import_id, part, page, bits) values ($1, $2, $3, $4)";
                tx.execute(Sql::new(sql).bind(import).bind(part).bind(page).bind(bits)).await.unwrap();
            }
        }
    }
}

impl Person {
    /// As a recalculation would have left them.
    async fn store_points(&self, tx: &mut Tx, id: i64) {
        for (score, points) in &self.points {
            let sql = "insert into contact_scores (contact_id, score_id, points) values ($1, $2, $3)";
            tx.execute(Sql::new(sql).bind(id).bind(*score).bind(*points)).await.unwrap();
        }
        for (score, at) in &self.crossings {
            let sql = "insert into score_crossings (contact_id, score_id, at, points) values ($1, $2, $3, 9)";
            tx.execute(Sql::new(sql).bind(id).bind(*score).bind(*at)).await.unwrap();
        }
        if self.persona.is_some() || id % 3 == 0 {
            let sql =
                "insert into contact_personas (contact_id, persona_id, points, since) values ($1, $2, 9, 0)";
            tx.execute(Sql::new(sql).bind(id).bind(self.persona)).await.unwrap();
        }
    }
}

/// The fields of the company's, one of each kind that conditions tell apart.
async fn own_fields(tx: &mut Tx) {
    for (label, kind) in [
        ("Points", "decimal"),
        ("Tags", "choices"),
        ("Level", "choice"),
        ("Trial", "date_time"),
        ("Happy", "yes_no"),
        ("Nick", "text"),
        ("Signed", "date"),
    ] {
        let options = OPTIONS.map(str::to_owned);
        let field = CustomField::define(label, kind, &options, |_| false).unwrap();
        fields::create(tx, &field, NOW).await.unwrap();
    }
}

/// Three accounts and two roles, whose ids count from 1.
async fn accounts_and_roles(tx: &mut Tx) {
    for name in ["Acme", "Ärzte", "Zoo"] {
        accounts::create(tx, &Label::parse(name, 9).unwrap(), NOW).await.unwrap();
    }
    for role in ["Buyer", "Boss"] {
        lists::create(tx, List::AccountRoles, &Label::parse(role, 9).unwrap(), "gray").await.unwrap();
    }
}

impl Deed {
    fn to_record(&self, index: usize, contact: i64) -> NewActivity {
        let at = jiff::Timestamp::from_millisecond(self.at).unwrap().to_string();
        let mut raw = RawActivity { at: Some(at), ..RawActivity::default() };
        raw.texts.item = self.item.map(str::to_owned);
        raw.texts.url = self.url.map(str::to_owned);
        let activity = raw.check(NOW).unwrap();
        NewActivity {
            index,
            who: Who::Contact(ContactId(contact)),
            kind: self.kind.to_owned(),
            sender: Sender::Person,
            activity,
        }
    }
}

fn person(dice: &mut Dice, number: usize) -> Person {
    let domain = dice.one(&["x.de", "X.DE", "y.example", "köln.example"]);
    let email = Email::parse(&format!("{}{number}@{domain}", dice.one(&["a", "b_", "Ä"]))).unwrap();
    let mut values = BTreeMap::from([("email", email.display().into_owned())]);
    for name in ["first_name", "city", "company", "nick"] {
        if !dice.chance(3) {
            values.insert(name, stored(dice.one(&TEXTS)));
        }
    }
    for (name, of) in [
        ("birthday", &BIRTHDAYS[..]),
        ("signed", &DATES),
        ("trial", &MOMENTS),
        ("points", &NUMBERS),
        ("level", &OPTIONS),
        ("tags", &["VIP", "VIP;Grün", "vip2"]),
        ("happy", &["true", "false"]),
        ("tracked", &["true", "false"]),
        ("bounces", &WHOLES),
        ("gender", &["female", "male", "other"]),
    ] {
        if !dice.chance(3) {
            values.insert(name, dice.one(of).to_owned());
        }
    }
    let groups = (1..=2).filter(|_| dice.chance(2)).collect::<Vec<i64>>();
    let groups = groups.into_iter().map(|group| (group, dice.one(&[1, 2, 8, 3, 16, 17]))).collect();
    let accounts = (1..=3).filter(|_| dice.chance(3)).collect::<Vec<i64>>();
    let accounts =
        accounts.into_iter().map(|account| (account, dice.one(&[None, Some(1), Some(2)]))).collect();
    let updated_by: BTreeSet<i64> =
        if dice.chance(3) { [dice.between(1, 3)].into() } else { BTreeSet::new() };
    if let Some(import) = updated_by.first() {
        values.insert("zip", format!("z{import}"));
    }
    let (created, changed) = (dice.one(&AGES), dice.one(&AGES));
    Person {
        values,
        groups,
        accounts,
        updated_by,
        created_at: NOW - created.max(changed),
        changed_at: NOW - changed,
        activities: (0..dice.below(5)).map(|_| deed(dice)).collect(),
        created_by: if dice.chance(2) { Some(dice.between(1, 3)) } else { None },
        met_by: (1..=3).filter(|_| dice.chance(2)).collect(),
        points: some(dice, 2, &POINTS),
        crossings: some(dice, 3, &AGES).into_iter().map(|(score, age)| (score, NOW - age)).collect(),
        persona: dice.one(&[None, Some(1), Some(2)]),
    }
}

/// One of these for one of `of` scores.
fn some(dice: &mut Dice, of: usize, numbers: &[i64]) -> BTreeMap<i64, i64> {
    let scores: Vec<i64> = (1..=2).filter(|_| dice.chance(of)).collect();
    scores.into_iter().map(|score| (score, dice.one(numbers))).collect()
}

fn deed(dice: &mut Dice) -> Deed {
    let text = |dice: &mut Dice| if dice.chance(2) { Some(dice.one(&TEXTS)) } else { None };
    Deed { kind: dice.one(&TYPES), at: NOW - dice.one(&AGES), item: text(dice), url: text(dice) }
}

/// A text as a field stores it.
fn stored(text: &str) -> String {
    muster_domain::Field::named("city").unwrap().read(text).unwrap().unwrap().into_owned()
}
