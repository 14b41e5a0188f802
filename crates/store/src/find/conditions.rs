//! Conditions as SQL: the second reading of what [`Condition::holds`] says in memory. A property test keeps them equal.
//!
//! Every rule becomes an expression over the contacts `c` that is never NULL, so that NOT means the same everywhere.
//! Values are bound, one and all; sets are bound as one value each.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use muster_domain::condition::{
    ActivityTest, Condition, DateTest, Group, ImportPart, Known, Node, NumberTest, PointsTest, Rule, Test,
    TextTest, Times, When,
};
use muster_domain::{AccountId, Field, FieldKind, GroupId, Origin, PersonaId, RoleId, ScoreId};

use crate::base::dialect;
use crate::base::remembered::{self, Remembered};
use crate::catalogue::fields;
use crate::catalogue::lists::List;
use crate::find::indexes::{self, Index, Indexes};
use crate::{Backend, Select, Sql, StoreError};

/// How a condition is turned into SQL.
#[derive(Debug, Clone, Copy)]
pub struct Compile {
    /// For which database.
    pub backend: Backend,
    /// The time; milliseconds since 1970.
    pub now: i64,
    /// Only contacts with ids above the first and up to the second are asked for, which bounds what rules look through.
    pub range: Option<(i64, i64)>,
    /// The indexes by which contacts are to be found; rules that they can answer are put so that the database sees it.
    pub by: Indexes,
}

static KNOWN: Remembered<Known> = Remembered::new();

/// What conditions that are stored can be about at present. The accounts that they name are there: none is deleted that is named.
pub async fn known(mut from: impl Select) -> Result<Arc<Known>, StoreError> {
    let version = remembered::version(&mut from).await?;
    if let Some(known) = KNOWN.find(&version) {
        return Ok(known);
    }
    let known = Arc::new(read(&mut from).await?);
    if remembered::version(&mut from).await? == version {
        KNOWN.keep(version, &known);
    }
    Ok(known)
}

/// What a condition that somebody makes can be about: the accounts that there are as well.
pub async fn known_to_all(mut from: impl Select) -> Result<Known, StoreError> {
    let accounts: Vec<(i64,)> = from.fetch_all(Sql::new("select account_id from accounts")).await?;
    let accounts = Some(accounts.into_iter().map(|(id,)| AccountId(id)).collect());
    Ok(Known { accounts, ..(*known(from).await?).clone() })
}

async fn read(from: &mut impl Select) -> Result<Known, StoreError> {
    let types: Vec<(String, i64)> =
        from.fetch_all(Sql::new("select name, type_id from activity_types")).await?;
    let groups: Vec<(i64,)> = from.fetch_all(Sql::new("select group_id from contact_groups")).await?;
    let roles = Sql::new("select entry_id from list_entries where list = $1").bind(List::AccountRoles.name());
    let roles: Vec<(i64,)> = from.fetch_all(roles).await?;
    let scores: Vec<(i64,)> = from.fetch_all(Sql::new("select score_id from scores")).await?;
    let personas: Vec<(i64,)> = from.fetch_all(Sql::new("select persona_id from personas")).await?;
    Ok(Known {
        fields: fields::all(from).await?,
        activity_types: types.into_iter().collect(),
        groups: groups.into_iter().map(|(id,)| GroupId(id)).collect(),
        accounts: None,
        roles: roles.into_iter().map(|(id,)| RoleId(id)).collect(),
        scores: scores.into_iter().map(|(id,)| ScoreId(id)).collect(),
        personas: personas.into_iter().map(|(id,)| PersonaId(id)).collect(),
    })
}

impl Compile {
    /// Adds the condition in parentheses.
    pub fn push(self, sql: Sql, condition: &Condition) -> Sql {
        self.group(sql, &condition.root)
    }

    fn group(self, sql: Sql, group: &Group) -> Sql {
        let mut sql = sql.push(if group.not { "not (" } else { "(" });
        if group.nodes.is_empty() {
            sql = sql.push(if group.any { "false" } else { "true" });
        }
        let mut nodes: Vec<&Node> = group.nodes.iter().collect();
        nodes.sort_by_key(|node| cost(node));
        for (index, node) in nodes.into_iter().enumerate() {
            if index > 0 {
                sql = sql.push(if group.any { " or " } else { " and " });
            }
            sql = match node {
                Node::Group(group) => self.group(sql, group),
                Node::Rule(rule) => self.rule(sql, rule),
            };
        }
        sql.push(")")
    }

    fn rule(self, sql: Sql, rule: &Rule) -> Sql {
        let sql = sql.push(if rule.not { "not (" } else { "(" });
        self.test(sql, &rule.test).push(")")
    }

    pub(crate) fn test(self, sql: Sql, test: &Test) -> Sql {
        if let Some((index, keys)) = self.keys(test) {
            return self.by_index(sql, index, keys);
        }
        match test {
            Test::Filled(field) => self.value(sql, field).push(" is not null"),
            Test::Text(field, test) => self.text_test(sql, &|sql| self.folded(sql, field), test),
            Test::Domain(domains) => {
                let sql = sql.push("substr(c.email, ").push(dialect::position(self.backend));
                let sql = sql.push("(c.email, '@') + 1)").push(dialect::bytewise(self.backend)).push(" in ");
                dialect::push_texts(self.backend, sql, domains.clone())
            }
            Test::OneOf(field, values) => {
                let sql = self.value(sql.push("coalesce("), field).push(" in ");
                dialect::push_texts(self.backend, sql, values.clone()).push(", false)")
            }
            Test::Options { field, wanted, all } => self.options(sql, field, wanted, *all),
            Test::Number(field, test) => self.number(sql, field, test),
            Test::Date(field, test) => self.date(sql, field, test),
            Test::Moment(field, when) => {
                let (from, until) = when.moments(self.now);
                self.between(sql, field, (from.map(spell_moment), until.map(spell_moment)))
            }
            Test::Created(when) => self.window(sql, self.time(Index::Created), when),
            Test::Changed(when) => self.window(sql, self.time(Index::Changed), when),
            Test::Groups { ids, all } => self.groups(sql, ids, *all),
            Test::Accounts(ids) => self.in_account(sql, "ac.account_id", ids.iter().map(|id| id.0).collect()),
            Test::AnyAccount => {
                sql.push("exists (select 1 from account_contacts ac where ac.contact_id = c.contact_id)")
            }
            Test::Roles(ids) => self.in_account(sql, "ac.role_id", ids.iter().map(|id| id.0).collect()),
            Test::Activity(test) => self.activity(sql, test),
            Test::Import(id, part) => self.import(sql, id.0, *part),
            Test::Score(id, test) => self.score(sql, *id, *test),
            Test::CrossedLimit(id, when) => self.of_points(sql, "score_crossings", |sql| {
                let sql = sql.push("p.score_id = ").push_value(id.0).push(" and ");
                match when {
                    Some(when) => self.window(sql, "p.at", when),
                    None => sql.push("true"),
                }
            }),
            Test::Personas(ids) => self.of_points(sql, "contact_personas", |sql| {
                let ids = ids.iter().map(|id| id.0).collect();
                dialect::push_ids(self.backend, sql.push("p.persona_id in "), ids)
            }),
            Test::AnyPersona => {
                self.of_points(sql, "contact_personas", |sql| sql.push("p.persona_id is not null"))
            }
            Test::Random(share) => {
                sql.push("c.contact_id % 2147483647 * 48271 % 2147483647 % 10000 < ").push_value(*share)
            }
        }
    }

    /// What an index is asked for to find those that pass.
    fn keys(self, test: &Test) -> Option<(Index, Keys)> {
        let index = indexes::of_test(test).filter(|index| self.by.contains(*index))?;
        let keys = match test {
            Test::Text(_, TextTest::AnyOf(texts)) | Test::OneOf(_, texts) | Test::Domain(texts) => {
                (!texts.iter().any(String::is_empty)).then(|| Keys::Any(texts.clone()))?
            }
            Test::Text(_, TextTest::StartsWith(start)) => {
                Keys::Between(Some(start.clone()), successor(start))
            }
            Test::Date(_, DateTest::Within(when)) => {
                let (from, until) = days(when, self.now);
                Keys::Between(Some(from), until)
            }
            Test::Moment(_, when) => {
                let (from, until) = when.moments(self.now);
                Keys::Between(from.map(spell_moment), until.map(spell_moment))
            }
            _ => return None,
        };
        Some((index, keys))
    }

    fn by_index(self, sql: Sql, index: Index, keys: Keys) -> Sql {
        let key = |sql: Sql| index.push_key(self.backend, sql, "c.");
        match keys {
            Keys::Any(texts) => match <[String; 1]>::try_from(texts) {
                Ok([one]) => key(sql).push(" = ").push_value(one),
                Err(texts) => dialect::push_any_text(self.backend, key(sql), texts),
            },
            Keys::Between(from, until) => {
                // Of two bounds below SQLite looks one up; any but the empty one leaves the empty key out.
                let sql = match from.filter(|from| !from.is_empty()) {
                    Some(from) => key(sql).push(" >= ").push_value(from),
                    None => key(sql).push(" > ''"),
                };
                until.into_iter().fold(sql, |sql, until| key(sql.push(" and ")).push(" < ").push_value(until))
            }
        }
    }

    /// The stored text of a field, or NULL.
    fn value(self, sql: Sql, field: &Field) -> Sql {
        match field.column() {
            Some(column) => sql.push("c.").push(column),
            None => dialect::push_entry(self.backend, sql, "c.custom", field.name()),
        }
    }

    /// The folded text of a field, or NULL. Addresses are folded already.
    fn folded(self, sql: Sql, field: &Field) -> Sql {
        if *field == Field::EMAIL {
            return sql.push("c.email");
        }
        if let Some(column) = field.column() {
            return dialect::push_folded(self.backend, sql, "c.", column);
        }
        let sql = dialect::push_entry(self.backend, sql.push("coalesce("), "c.folded", field.name())
            .push(", lower(");
        self.value(sql, field).push(dialect::bytewise(self.backend)).push("))")
    }

    /// A field as it is sorted: its folded text, or its number.
    pub(crate) fn push_sortable(self, sql: Sql, field: &Field) -> Sql {
        match field.kind() {
            FieldKind::Number | FieldKind::Decimal => {
                self.value(sql.push("cast("), field).push(" as double precision)")
            }
            kind if kind.is_text() => self.folded(sql, field),
            _ => self.value(sql, field),
        }
    }

    fn text_test(self, sql: Sql, subject: &dyn Fn(Sql) -> Sql, test: &TextTest) -> Sql {
        let like =
            |sql: Sql, pattern: String| subject(sql).push(" like ").push_value(pattern).push(" escape '\\'");
        let sql = sql.push("coalesce(");
        let sql = match test {
            TextTest::AnyOf(texts) => match texts.as_slice() {
                [one] => subject(sql).push(" = ").push_value(one.as_str()),
                _ => dialect::push_texts(self.backend, subject(sql).push(" in "), texts.clone()),
            },
            TextTest::Contains(part) => like(sql, format!("%{}%", literally(part))),
            TextTest::StartsWith(start) => like(sql, format!("{}%", literally(start))),
            TextTest::EndsWith(end) => like(sql, format!("%{}", literally(end))),
        };
        sql.push(", false)")
    }

    /// Choices are found between the `;` around them; `replace` heeds the case on both databases, which `like` does not.
    fn options(self, sql: Sql, field: &Field, wanted: &[String], all: bool) -> Sql {
        let framed = |sql: Sql| self.value(sql.push("';' || "), field).push(" || ';'");
        let mut sql = sql;
        for (index, option) in wanted.iter().enumerate() {
            if index > 0 {
                sql = sql.push(if all { " and " } else { " or " });
            }
            sql = framed(sql.push("coalesce(replace(")).push(", ").push_value(format!(";{option};"));
            sql = framed(sql.push(", '') <> ")).push(", false)");
        }
        sql
    }

    fn number(self, sql: Sql, field: &Field, test: &NumberTest) -> Sql {
        let bounds = [
            (&test.from, if test.open { " > " } else { " >= " }),
            (&test.to, if test.open { " < " } else { " <= " }),
        ];
        let mut sql = sql.push("coalesce(true");
        for (bound, operator) in bounds {
            if let Some(bound) = bound {
                sql = self.value(sql.push(" and cast("), field).push(" as double precision)").push(operator);
                sql = sql.push("cast(").push_value(bound.as_str()).push(" as double precision)");
            }
        }
        sql.push(", false)")
    }

    fn date(self, sql: Sql, field: &Field, test: &DateTest) -> Sql {
        let Some(days) = test.month_days(self.now) else {
            let DateTest::Within(when) = test else { return sql.push("false") };
            let (from, until) = days(when, self.now);
            return self.between(sql, field, (Some(from), until));
        };
        // The last five characters, of a day without a year as well.
        let day = |sql: Sql| {
            let sql = self.value(sql.push("substr("), field).push(", length(");
            self.value(sql, field).push(") - 4)").push(dialect::bytewise(self.backend))
        };
        let sql = day(sql.push("coalesce(")).push(" >= ").push_value(days.from.as_str());
        let sql = day(sql.push(if days.wraps() { " or " } else { " and " })).push(" <= ");
        sql.push_value(days.to.as_str()).push(", false)")
    }

    /// A stored day or moment from the first bound, inclusive, until the second, exclusive.
    fn between(self, sql: Sql, field: &Field, (from, until): (Option<String>, Option<String>)) -> Sql {
        let mut sql = self.value(sql.push("coalesce("), field).push(" is not null");
        for (bound, operator) in [(from, " >= "), (until, " < ")] {
            if let Some(bound) = bound {
                sql = self.value(sql.push(" and "), field).push(dialect::bytewise(self.backend));
                sql = sql.push(operator).push_value(bound);
            }
        }
        sql.push(", false)")
    }

    /// The column of a time of the contact; with a sign before it, SQLite looks it up in no index. PostgreSQL has statistics.
    fn time(self, index: Index) -> &'static str {
        match (index, self.by.contains(index) || self.backend == Backend::Postgres) {
            (Index::Created, true) => "c.created_at",
            (Index::Created, false) => "+c.created_at",
            (_, true) => "c.changed_at",
            (_, false) => "+c.changed_at",
        }
    }

    fn window(self, sql: Sql, column: &'static str, when: &When) -> Sql {
        let (from, until) = when.moments(self.now);
        let mut sql = sql.push("true");
        for (bound, operator) in [(from, " >= "), (until, " < ")] {
            if let Some(bound) = bound {
                sql = sql.push(" and ").push(column).push(operator).push_value(bound);
            }
        }
        sql
    }

    pub(crate) fn groups(self, sql: Sql, ids: &[GroupId], all: bool) -> Sql {
        let mut sql = sql;
        for (index, id) in ids.iter().enumerate() {
            if index > 0 {
                sql = sql.push(if all { " and " } else { " or " });
            }
            sql = if self.by.contains(Index::Members) {
                let sql = sql.push(
                    "c.contact_id in (select m.contact_id from members m where m.reasons < 16 and m.group_id = ",
                );
                self.within(sql.push_value(id.0), "m.contact_id").push(")")
            } else {
                let sql = sql.push(
                    "exists (select 1 from members m where m.contact_id = c.contact_id and m.reasons < 16 and m.group_id = ",
                );
                sql.push_value(id.0).push(")")
            };
        }
        sql
    }

    /// Whether the points of a score are within bounds. Who has none has no row.
    fn score(self, sql: Sql, id: ScoreId, test: PointsTest) -> Sql {
        let within = |compile: Self, sql: Sql, test: PointsTest| {
            compile.of_points(sql, "contact_scores", |sql| {
                let sql = sql.push("p.score_id = ").push_value(id.0).push(" and p.points between ");
                let sql = sql.push_value(test.from.unwrap_or(i64::MIN)).push(" and ");
                sql.push_value(test.to.unwrap_or(i64::MAX))
            })
        };
        if !test.passes(0) {
            return within(self, sql, test);
        }
        // Whom a negation asks for is not looked up: PostgreSQL goes through the whole list of others for each.
        let each = Self { by: self.by.without([Index::Points].into_iter().collect()), ..self };
        let mut sql = sql.push("true");
        if let Some(from) = test.from.filter(|from| *from > i64::MIN) {
            sql = within(each, sql.push(" and not "), PointsTest { from: None, to: Some(from - 1) });
        }
        if let Some(to) = test.to.filter(|to| *to < i64::MAX) {
            sql = within(each, sql.push(" and not "), PointsTest { from: Some(to + 1), to: None });
        }
        sql
    }

    /// Whether a contact has a row `p` in a table of points.
    fn of_points(self, sql: Sql, table: &'static str, row: impl FnOnce(Sql) -> Sql) -> Sql {
        if self.by.contains(Index::Points) {
            let sql = sql.push("c.contact_id in (select p.contact_id from ").push(table).push(" p where ");
            return self.within(row(sql), "p.contact_id").push(")");
        }
        let sql =
            sql.push("exists (select 1 from ").push(table).push(" p where p.contact_id = c.contact_id and ");
        row(sql).push(")")
    }

    fn in_account(self, sql: Sql, column: &'static str, ids: Vec<i64>) -> Sql {
        let sql =
            sql.push("c.contact_id in (select ac.contact_id from account_contacts ac where ").push(column);
        let sql = dialect::push_ids(self.backend, sql.push(" in "), ids);
        self.within(sql, "ac.contact_id").push(")")
    }

    /// Keeps a subquery within the range of contacts.
    fn within(self, sql: Sql, column: &'static str) -> Sql {
        let Some((after, to)) = self.range else { return sql };
        sql.push(" and ")
            .push(column)
            .push(" > ")
            .push_value(after)
            .push(" and ")
            .push(column)
            .push(" <= ")
            .push_value(to)
    }

    fn import(self, sql: Sql, id: i64, part: ImportPart) -> Sql {
        let created = |sql: Sql| sql.push("coalesce(c.source_import = ").push_value(id).push(", false)");
        let updated = |sql: Sql| {
            sql.push(
                "exists (select 1 from contact_history h where h.contact_id = c.contact_id and h.origin_kind = ",
            )
            .push_value(Origin::Import as i64)
            .push(" and h.origin_id = ")
            .push_value(id)
            .push(")")
        };
        match part {
            ImportPart::Created => created(sql),
            ImportPart::Updated => updated(sql),
            ImportPart::Either => updated(created(sql).push(" or ")),
            ImportPart::Unchanged => {
                let sql = created(sql.push("not ")).push(" and exists (select 1 from import_seen s where ");
                let sql = sql.push("s.page = c.contact_id / 65536 and s.import_id = ").push_value(id);
                let sql = dialect::push_bit(self.backend, sql.push(" and "), "s.bits", "c.contact_id");
                updated(sql.push(") and not "))
            }
        }
    }

    /// Whether there are so many activities: at least `n` means that there is an n-th.
    ///
    /// What happened in a window of time is looked up once by the index on type and time, if contacts are to be found by it;
    /// otherwise each contact's own activities are looked at, and only of contacts for which the cheaper rules beside it leave
    /// the question open.
    fn activity(self, sql: Sql, test: &ActivityTest) -> Sql {
        match test.times {
            Times::AtLeast(0) => sql.push("true"),
            Times::AtLeast(1) if test.when.is_some() && self.by.contains(Index::Activities) => {
                let sql = sql.push("c.contact_id in (select a.contact_id from activities a where true");
                self.within(self.activities(sql, test, ("a.type_id", "a.at")), "a.contact_id").push(")")
            }
            Times::AtLeast(least) => self.nth_activity(sql, test, least),
            Times::AtMost(most) => self.nth_activity(sql.push("not "), test, most + 1),
            Times::Exactly(0) => self.nth_activity(sql.push("not "), test, 1),
            Times::Exactly(count) => {
                let sql = self.nth_activity(sql, test, count).push(" and not ");
                self.nth_activity(sql, test, count + 1)
            }
        }
    }

    fn nth_activity(self, sql: Sql, test: &ActivityTest, number: i64) -> Sql {
        let sql = sql.push("exists (select 1 from activities a where a.contact_id = c.contact_id");
        // SQLite would look all activities of the type up; PostgreSQL knows better, if it is let.
        let columns = match self.backend {
            Backend::Sqlite => ("+a.type_id", "+a.at"),
            Backend::Postgres => ("a.type_id", "a.at"),
        };
        let sql = self.activities(sql, test, columns);
        let sql = if number > 1 { sql.push(" limit 1 offset ").push_value(number - 1) } else { sql };
        sql.push(")")
    }

    /// Adds ` and …` for what a test asks of the activities `a`, whose type and time are written as given.
    fn activities(
        self,
        sql: Sql,
        test: &ActivityTest,
        (type_column, time_column): (&'static str, &'static str),
    ) -> Sql {
        let mut sql = sql;
        if let Some(type_id) = test.type_id {
            sql = sql.push(" and ").push(type_column).push(" = ").push_value(type_id);
        }
        if let Some(when) = &test.when {
            sql = self.window(sql.push(" and "), time_column, when);
        }
        for (part, text) in &test.filters {
            let folded = |sql: Sql| {
                let sql = dialect::push_entry(self.backend, sql.push("coalesce("), "a.folded", part.name());
                sql.push(", lower(a.").push(part.name()).push(dialect::bytewise(self.backend)).push("))")
            };
            sql = self.text_test(sql.push(" and "), &folded, text);
        }
        sql
    }
}

/// Keys in an index; the empty one, that of blank fields, is never among them.
enum Keys {
    /// One of these.
    Any(Vec<String>),
    /// From the first, inclusive, until the second, exclusive.
    Between(Option<String>, Option<String>),
}

/// The first text behind all that begin with `start`, in the order of code points, which is that of bytes in UTF-8; `None`
/// when there is none.
fn successor(start: &str) -> Option<String> {
    let mut letters: Vec<char> = start.chars().collect();
    while let Some(last) = letters.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            letters.push(next);
            return Some(letters.into_iter().collect());
        }
    }
    None
}

/// How dear a node is to find out: SQL asks the cheap ones first.
fn cost(node: &Node) -> u8 {
    match node {
        Node::Group(group) => group.nodes.iter().map(cost).max().unwrap_or(0),
        Node::Rule(rule) => match &rule.test {
            Test::Activity(_) => 3,
            Test::Groups { .. }
            | Test::Accounts(_)
            | Test::AnyAccount
            | Test::Roles(_)
            | Test::Score(..)
            | Test::CrossedLimit(..)
            | Test::Personas(_)
            | Test::AnyPersona
            | Test::Import(..) => 2,
            Test::Created(_) | Test::Changed(_) | Test::Random(_) => 0,
            _ => 1,
        },
    }
}

/// A term in which `like` takes every sign literally.
pub(crate) fn literally(term: &str) -> String {
    term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A window as days are stored. What has no year (`--MM-DD`) is before every digit, and so in no window.
fn days(when: &When, now: i64) -> (String, Option<String>) {
    let (from, until) = when.days(now);
    let year_there = || "0".to_owned();
    (from.filter(|from| from.year() >= 0).map_or_else(year_there, spell_day), until.map(spell_day))
}

fn spell_day(day: Date) -> String {
    day.to_string()
}

/// A bound as moments are stored: whole seconds, rounded up, within the years of four digits.
fn spell_moment(at: i64) -> String {
    const FIRST: i64 = -62_135_596_800; // 0001-01-01
    const LAST: i64 = 253_402_207_200; // the last second that jiff's timestamps hold in any zone
    let second = at.div_euclid(1000) + i64::from(at.rem_euclid(1000) > 0);
    let at = Timestamp::from_second(second.clamp(FIRST, LAST)).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
