//! Tells people, and programs elsewhere, of contacts that reached the limit of a score. The mail server or the program may be
//! away for a while: a notice is tried again, later each time, for a day. Each address is told once.

use std::time::Duration;

use muster_domain::ScoreId;
use muster_store::contacts;
use muster_store::notices::{self, Notice, Notification};
use muster_store::scores::{self, Score};
use muster_store::work::{self, Kind, Work};
use muster_store::{Db, StoreError};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::Hand;
use crate::app::App;
use crate::clock::timestamp;
use crate::mail::{MailError, Mailer};
use crate::webhook::{self, Call};

/// For how long a notice is tried, in milliseconds: a day.
const TRIED: i64 = 24 * 60 * 60 * 1000;
/// How long it waits after it was tried in vain, in milliseconds: twice as long each time, an hour at most.
const RETRY_AFTER: i64 = 30_000;
const RETRY_AFTER_AT_MOST: i64 = 60 * 60 * 1000;
/// Before what must not be lost is written again.
const AGAIN: Duration = Duration::from_secs(5);
/// Contacts that an e-mail, and a call, name.
const NAMED: i64 = 50;
const CALLED: i64 = 1_000;

/// Why a notice was not told.
enum Failure {
    /// The database failed, or the work is another's.
    Store(StoreError),
    /// It may work later.
    Later(String),
    /// Trying again would not help.
    Final(String),
    /// Those whom it is about are gone.
    Nobody,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What a notice says.
pub struct Message<'a> {
    score: &'a Score,
    limit: Option<i64>,
    count: i64,
    contacts: Vec<Named>,
}

struct Named {
    id: i64,
    email: String,
    name: String,
    points: i64,
    at: i64,
}

/// Tells the first notice of a kind that is due; false when none is.
pub(super) async fn next(app: &App, kind: Kind) -> anyhow::Result<bool> {
    let Some(work) = work::claim(&app.db, kind, None, Hand::of(app).sign()).await? else {
        notices::expire(&app.db, app.clock.now()).await?;
        return Ok(false);
    };
    match tell(app, kind, work).await {
        Ok(()) | Err(StoreError::NotOwner) => Ok(true), // it is told no more, or by another process
        Err(error) => Err(error.into()),
    }
}

async fn tell(app: &App, kind: Kind, mut work: Work) -> Result<(), StoreError> {
    let id = ScoreId(work.subject_id.unwrap_or_default());
    let Ok(mut notice) = serde_json::from_str::<Notice>(&work.payload) else {
        return end(app, &work, Some("whom it is about cannot be read any more".into())).await;
    };
    let first = *notice.tried_at.get_or_insert(app.clock.now());
    let told = match scores::find(&app.db, id).await? {
        Some(score) => match kind {
            Kind::ScoreEmail => send_emails(app, &score, &mut notice, &mut work).await,
            _ => call(app, &score, &notice, &work).await,
        },
        None => Err(Failure::Nobody),
    };
    match told {
        Err(Failure::Store(error)) => Err(error),
        Err(Failure::Nobody) => forget(app, &work).await,
        Err(Failure::Later(words)) if app.clock.now() - first < TRIED => {
            try_later(app, &mut work, &mut notice, words).await
        }
        Err(Failure::Later(words) | Failure::Final(words)) => end(app, &work, Some(words)).await,
        Ok(()) => end(app, &work, None).await,
    }
}

/// Forgets a notice that is about nobody any more.
async fn forget(app: &App, work: &Work) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    work::remove(&mut tx, work.work_id, &app.owner).await?;
    tx.commit().await
}

async fn end(app: &App, work: &Work, failure: Option<String>) -> Result<(), StoreError> {
    if failure.is_some() {
        tracing::warn!(work = work.work_id, "not everybody could be told that contacts reached a limit");
    }
    let mut tx = app.db.begin().await?;
    work::finish(&mut tx, work, failure, Hand::of(app).sign()).await?;
    tx.commit().await
}

async fn try_later(app: &App, work: &mut Work, notice: &mut Notice, words: String) -> Result<(), StoreError> {
    let wait = RETRY_AFTER.saturating_mul(1 << notice.attempts.min(20)).min(RETRY_AFTER_AT_MOST);
    notice.attempts += 1;
    notice.trouble = Some(words);
    work.payload = serde_json::to_string(notice)?;
    keep(app, work).await?;
    work::postpone(&app.db, work.work_id, &app.owner, app.clock.now() + wait).await
}

/// Keeps how far a notice is.
async fn keep(app: &App, work: &Work) -> Result<(), StoreError> {
    let mut tx = app.db.begin().await?;
    work::advance(&mut tx, work, Hand::of(app).sign()).await?;
    tx.commit().await
}

/// Keeps that somebody was told, however long the base is another's: forgotten, it would be told again.
async fn keep_told(app: &App, work: &mut Work, notice: &Notice) -> Result<(), StoreError> {
    work.payload = serde_json::to_string(notice)?;
    loop {
        match keep(app, work).await {
            Err(error) if !matches!(error, StoreError::NotOwner) => {
                tracing::warn!(work = work.work_id, %error, "that somebody was told is noted again");
                sleep(AGAIN).await;
            }
            kept => return kept,
        }
    }
}

async fn send_emails(app: &App, score: &Score, notice: &mut Notice, work: &mut Work) -> Result<(), Failure> {
    let Notification { emails, .. } = notices::find(&app.db, ScoreId(score.score_id)).await?;
    let message = Message::of(&app.db, score, notice, NAMED).await?;
    let mailer = app.mailer.as_ref().ok_or_else(|| Failure::Later(NO_MAIL_SERVER.into()))?;
    let mut later = Vec::new();
    for email in emails {
        if notice.told.contains(&email) || notice.refused.contains_key(&email) {
            continue;
        }
        match message.send(mailer, &email, app.url.as_deref()).await {
            Ok(()) => notice.told.push(email),
            Err(MailError::Refused(words)) => drop(notice.refused.insert(email, words)),
            Err(MailError::NotNow(words)) => {
                later.push(format!("{email}: {words}"));
                continue;
            }
            Err(MailError::Away(words)) => return Err(Failure::Later(words)),
        }
        keep_told(app, work, notice).await?;
    }
    let is_over = later.is_empty();
    later.extend(notice.refused.iter().map(|(email, words)| format!("{email}: {words}")));
    match later.join("; ") {
        words if words.is_empty() => Ok(()),
        words if is_over => Err(Failure::Final(words)),
        words => Err(Failure::Later(words)),
    }
}

/// What is to be done where there is no mail server.
pub const NO_MAIL_SERVER: &str = "Muster knows no mail server: start it with --smtp and --mail-from.";

async fn call(app: &App, score: &Score, notice: &Notice, work: &Work) -> Result<(), Failure> {
    let Notification { webhook, .. } = notices::find(&app.db, ScoreId(score.score_id)).await?;
    let message = Message::of(&app.db, score, notice, CALLED).await?;
    let Some(webhook) = webhook else { return Err(Failure::Nobody) };
    let (id, body) = (format!("notice-{}", work.work_id), message.json(work.work_id).to_string());
    let call = Call { id, at: app.clock.now(), body };
    webhook::call(&webhook, call, app.webhooks).await.map_err(Failure::Later)
}

impl<'a> Message<'a> {
    async fn of(db: &Db, score: &'a Score, notice: &Notice, named: i64) -> Result<Self, Failure> {
        let (count, first) = notices::crossings(db, ScoreId(score.score_id), notice, named).await?;
        if count == 0 {
            return Err(Failure::Nobody);
        }
        let found =
            contacts::find_all(db, first.iter().map(|crossing| crossing.contact_id).collect()).await?;
        let named = first.into_iter().filter_map(|crossing| {
            let contact = found.get(&crossing.contact_id)?;
            let part = |name: &str| contact.fields.get(name).and_then(Option::as_deref);
            let name =
                [part("first_name"), part("last_name")].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let email = contact.email.clone();
            Some(Named { id: crossing.contact_id, email, name, points: crossing.points, at: crossing.at })
        });
        Ok(Self { score, limit: notice.limit, count, contacts: named.collect() })
    }

    /// A message that tells of nobody, to see whether it arrives.
    pub fn test(score: &'a Score) -> Self {
        Self { score, limit: score.limit_points, count: 0, contacts: Vec::new() }
    }

    /// Sends it to an address; with the address under which people reach Muster, it links there.
    pub async fn send(&self, mailer: &Mailer, to: &str, url: Option<&str>) -> Result<(), MailError> {
        mailer.send(to, &self.subject(), self.text(url)).await
    }

    fn subject(&self) -> String {
        let name = &self.score.name;
        match self.count {
            0 => format!("Test: contacts that reach the limit of \"{name}\""),
            1 => format!("1 contact reached the limit of \"{name}\""),
            count => format!("{count} contacts reached the limit of \"{name}\""),
        }
    }

    fn text(&self, url: Option<&str>) -> String {
        let limit = self.limit.map_or_else(String::new, |limit| format!(" of {limit} points"));
        let mut lines = vec![match self.count {
            0 => format!(
                "This is a test. You will hear here of contacts that reach the limit{limit} in the score \"{}\".",
                self.score.name
            ),
            _ => format!(
                "{} reached the limit{limit} in the score \"{}\":",
                contacts_in_words(self.count),
                self.score.name
            ),
        }];
        lines.push(String::new());
        for Named { id, email, name, points, .. } in &self.contacts {
            let person = if name.is_empty() { email.clone() } else { format!("{name} <{email}>") };
            let link = url.map_or_else(String::new, |url| format!("  {url}/contacts/{id}"));
            lines.push(format!("- {person}: {points} points{link}"));
        }
        let more = self.count - self.contacts.len() as i64;
        if more > 0 {
            lines.push(format!("- and {more} more"));
        }
        if let Some(url) = url {
            lines.push(String::new());
            lines.push(format!("The score: {url}/scores/{}", self.score.score_id));
        }
        lines.join("\r\n")
    }

    /// It as the body of a call; `id` is the same when it comes again.
    pub fn json(&self, id: i64) -> Value {
        let contact = |one: &Named| {
            json!({ "id": one.id, "email": one.email, "name": one.name, "points": one.points,
            "at": timestamp(one.at).to_string() })
        };
        let score = json!({ "id": self.score.score_id, "name": self.score.name, "limit": self.limit });
        json!({ "event": if self.count == 0 { "test" } else { "score.limit_reached" }, "id": id, "score": score,
            "count": self.count, "contacts": self.contacts.iter().map(contact).collect::<Vec<_>>() })
    }
}

fn contacts_in_words(count: i64) -> String {
    if count == 1 { "1 contact".into() } else { format!("{count} contacts") }
}
