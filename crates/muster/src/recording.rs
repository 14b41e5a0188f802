//! Recording activities: the one way in which they enter the base, from whoever sends them.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt as _;

use muster_domain::condition::Change;
use muster_domain::{ActivityError, ActivityTexts, ContactId, Email, EmailError, RawActivity};
use muster_store::activities::{self, NewActivity as New, Recorded, Refusal, Sender, Who};
use muster_store::requests::{self, RequestKey};
use muster_store::work::{self, Kind, NewWork};
use muster_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use tokio::sync::{Notify, oneshot};
use utoipa::ToSchema;

use crate::http::base::extract::{place, pointer};
use crate::http::base::problem::sentence;
use crate::work::recalculate::ByHand;
use crate::work::{Hand, try_again};

/// Activities of a batch, at most.
pub const MOST: usize = 10_000;

/// An activity to record. Its contact is named by id or by e-mail address.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActivity {
    pub contact_id: Option<i64>,
    pub email: Option<String>,
    /// The name of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened (RFC 3339, or as a field of a moment takes it; UTC without an offset); now when not given, and at most a day in the future.
    pub at: Option<String>,
    /// Your name for it, of up to 200 characters: a contact's activity with the same key is recorded once.
    pub key: Option<String>,
    pub item: Option<String>,
    pub value: Option<String>,
    pub url: Option<String>,
    pub referrer: Option<String>,
    pub title: Option<String>,
    pub comment: Option<String>,
    pub campaign: Option<String>,
    pub utm_source: Option<String>,
    pub utm_medium: Option<String>,
    pub utm_content: Option<String>,
    pub culture: Option<String>,
}

/// An activity that is not recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedActivity {
    /// Its place in the batch, from 0.
    pub index: usize,
    /// A stable word for programs.
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
}

/// What became of the activities of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordedActivities {
    /// How many are new.
    pub recorded: i64,
    /// How many were recorded before, by their keys.
    pub repeated: i64,
    /// How many of those that are not recorded are not because their contacts' field `tracked` says no.
    pub not_tracked: i64,
    /// Those that are not recorded.
    pub rejected: Vec<RejectedActivity>,
}

/// Records what a person entered, with the request that asked for it, and brings the groups up to date with it.
pub async fn record_by_hand(
    hand: &Hand,
    new: Vec<New>,
    request: Option<RequestKey<'_>>,
) -> Result<Recorded, StoreError> {
    let mut work = ByHand::begin(hand).await?;
    let recorded = activities::record(&mut work.tx, new, work.now).await?;
    if let (Some(request), [id]) = (request, recorded.ids.as_slice()) {
        requests::record(&mut work.tx, request, *id, work.now).await?;
    }
    work.commit(&change(&recorded), &recorded.contacts).await?;
    Ok(recorded)
}

/// What was recorded, as a change of the contacts.
fn change(recorded: &Recorded) -> Change {
    Change { activity_types: recorded.types.iter().copied().collect(), ..Change::default() }
}

/// Activities as they are sent: those that can be recorded, and the others.
struct Checked {
    new: Vec<New>,
    rejected: Vec<RejectedActivity>,
}

impl Checked {
    fn of(batch: impl Iterator<Item = Result<NewActivity, Unreadable>>, now: i64) -> Self {
        let (mut new, mut rejected) = (Vec::new(), Vec::new());
        for (index, activity) in batch.enumerate() {
            match activity.map_err(Fault::from).and_then(|new| check(index, new, now)) {
                Ok(activity) => new.push(activity),
                Err(error) => rejected.push(error.at(index)),
            }
        }
        Self { new, rejected }
    }
}

impl RecordedActivities {
    fn of(mut rejected: Vec<RejectedActivity>, recorded: &Part) -> Self {
        rejected
            .extend(recorded.refused.iter().map(|(index, refusal)| RejectedActivity::at(*index, *refusal)));
        rejected.sort_by_key(|rejected| rejected.index);
        let is_not_tracked = |(_, refusal): &&(usize, Refusal)| *refusal == Refusal::NotTracked;
        Self {
            recorded: recorded.recorded,
            repeated: recorded.repeated,
            not_tracked: recorded.refused.iter().filter(is_not_tracked).count() as i64,
            rejected,
        }
    }
}

/// A batch that is recorded, but for the end of its transaction.
#[derive(Debug)]
pub struct Batch {
    /// What became of it.
    pub told: RecordedActivities,
    work: ByHand,
    recorded: Recorded,
}

impl Batch {
    /// Records what can be recorded of a batch, and names the rest by their places.
    pub async fn record(
        hand: &Hand,
        batch: impl Iterator<Item = Result<NewActivity, Unreadable>>,
    ) -> Result<Self, StoreError> {
        let Checked { new, rejected } = Checked::of(batch, hand.clock.now());
        let mut work = ByHand::begin(hand).await?;
        let recorded = activities::record(&mut work.tx, new, work.now).await?;
        let Recorded { recorded: new, repeated, refused, .. } = &recorded;
        let part = Part { recorded: *new, repeated: *repeated, refused: refused.clone() };
        Ok(Self { told: RecordedActivities::of(rejected, &part), work, recorded })
    }

    /// Where whatever belongs to it is written.
    pub fn tx(&mut self) -> &mut Tx {
        &mut self.work.tx
    }

    /// Brings the groups up to date, and makes all of it last.
    pub async fn commit(self) -> Result<RecordedActivities, StoreError> {
        self.work.commit(&change(&self.recorded), &self.recorded.contacts).await?;
        Ok(self.told)
    }
}

/// Records what a program sent: what can be recorded, and names the rest by their places. Groups, scores and personas follow a moment
/// later.
pub async fn record_sent(
    (recorder, hand): (&Arc<Recorder>, Hand),
    batch: impl Iterator<Item = Result<NewActivity, Unreadable>>,
) -> Result<RecordedActivities, StoreError> {
    let Checked { new, rejected } = Checked::of(batch, hand.clock.now());
    let part = Recorder::record(recorder, hand, new).await?;
    Ok(RecordedActivities::of(rejected, &part))
}

/// Records what a web page sent about the contact with an address, unless its field `tracked` says no.
pub async fn record_tracked((recorder, hand): (&Arc<Recorder>, Hand), new: New) -> Result<(), StoreError> {
    Recorder::record(recorder, hand, vec![new]).await.map(drop)
}

/// Records what machines tell, which are many: what comes while something is written is written together behind it, in one
/// transaction, and groups, scores and personas follow it as work, as much at a time as has gathered by then.
#[derive(Debug, Default)]
pub struct Recorder {
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    told: Vec<Told>,
    /// True while somebody writes.
    is_busy: bool,
}

/// What one request tells.
#[derive(Debug)]
struct Told {
    new: Vec<New>,
    answer: oneshot::Sender<Result<Part, StoreError>>,
}

/// What became of it.
#[derive(Debug, Default)]
struct Part {
    recorded: i64,
    repeated: i64,
    refused: Vec<(usize, Refusal)>,
}

impl Recorder {
    /// Rung when there is something to follow.
    pub fn bell(&self) -> &Notify {
        &self.bell
    }

    async fn record(recorder: &Arc<Self>, hand: Hand, new: Vec<New>) -> Result<Part, StoreError> {
        if new.is_empty() {
            return Ok(Part::default());
        }
        let (answer, told) = oneshot::channel();
        if recorder.queue(Told { new, answer }) {
            tokio::spawn(write_all(Arc::clone(recorder), hand));
        }
        told.await.map_err(|_| StoreError::Database("what was told is not recorded".into()))?
    }

    /// Puts something into the queue; true when nobody writes, so that somebody must begin.
    fn queue(&self, told: Told) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.told.push(told);
        !std::mem::replace(&mut waiting.is_busy, true)
    }

    /// The next that are written together, up to [`MOST`] activities or one request; none when nothing waits.
    fn next(&self) -> Vec<Told> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sum = 0;
        let fitting = waiting.told.iter().take_while(|told| {
            sum += told.new.len();
            sum <= MOST
        });
        let count = fitting.count().max(1).min(waiting.told.len());
        waiting.is_busy = count > 0;
        waiting.told.drain(..count).collect()
    }
}

async fn write_all(recorder: Arc<Recorder>, hand: Hand) {
    loop {
        let next = recorder.next();
        if next.is_empty() {
            return;
        }
        let (sent, answers): (Vec<_>, Vec<_>) = next.into_iter().map(|told| (told.new, told.answer)).unzip();
        // Whatever goes wrong with these, those behind them are written.
        let Ok(parts) = AssertUnwindSafe(write_each(&hand, sent)).catch_unwind().await else {
            tracing::error!("what was told could not be recorded: the program failed");
            continue;
        };
        for (answer, part) in answers.into_iter().zip(parts) {
            let _ = answer.send(part); // whoever has left does not want it any more
        }
        recorder.bell.notify_one();
    }
}

/// Writes what some requests tell together; one by one when something in them is why that fails, so that none fails for another.
async fn write_each(hand: &Hand, sent: Vec<Vec<New>>) -> Vec<Result<Part, StoreError>> {
    match write_again(hand, &sent).await {
        Ok(parts) => parts.into_iter().map(Ok).collect(),
        Err(error) if sent.len() == 1 => vec![Err(error)],
        // They have waited together, and none would fare better alone.
        Err(error) if error.is_passing() => sent.iter().map(|_| Err(same(&error))).collect(),
        Err(error) => {
            tracing::debug!(%error, requests = sent.len(), "what was told is recorded one by one");
            let mut all = Vec::with_capacity(sent.len());
            for one in sent {
                let written = write_again(hand, &[one]).await;
                all.push(written.map(|mut parts| parts.pop().unwrap_or_default()));
            }
            all
        }
    }
}

/// A transaction whose end failed may have been done: it is not tried again, for what has no key would be recorded twice.
fn not_heard(error: StoreError) -> StoreError {
    if error.is_passing() { error } else { StoreError::Away(error.to_string()) }
}

/// What has kept all of them from being written, for one of them.
fn same(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Away(why) => StoreError::Away(why.clone()),
        _ => StoreError::Busy,
    }
}

/// Writes them, again while another transaction is in the way.
async fn write_again(hand: &Hand, sent: &[Vec<New>]) -> Result<Vec<Part>, StoreError> {
    let mut attempt = 0;
    loop {
        match write(hand, sent).await {
            Err(error) if try_again(&error, &mut attempt).await => {}
            done => return done,
        }
    }
}

/// Writes what some requests tell, and the work that follows from it.
async fn write(hand: &Hand, sent: &[Vec<New>]) -> Result<Vec<Part>, StoreError> {
    let places =
        sent.iter().enumerate().flat_map(|(request, new)| new.iter().map(move |one| (request, one.index)));
    let places: Vec<(usize, usize)> = places.collect();
    let all = sent.iter().flatten().zip(0..).map(|(one, index)| New { index, ..one.clone() }).collect();
    let now = hand.clock.now();
    let mut tx = hand.db.begin().await?;
    let recorded = activities::record(&mut tx, all, now).await?;
    if !recorded.contacts.is_empty() {
        let contacts: Vec<ContactId> = recorded.contacts.iter().copied().map(ContactId).collect();
        let payload = serde_json::to_string(&change(&recorded))?;
        let new = NewWork {
            kind: Kind::Follow,
            subject_id: None,
            payload,
            contacts: &contacts,
            total: None,
            due: None,
        };
        work::create(&mut tx, new, now).await?;
    }
    tx.commit().await.map_err(not_heard)?;
    let mut parts: Vec<Part> = sent.iter().map(|_| Part::default()).collect();
    for place in &recorded.places {
        parts[places[*place].0].recorded += 1;
    }
    for (place, refusal) in recorded.refused {
        let (request, index) = places[place];
        parts[request].refused.push((index, refusal));
    }
    for (part, new) in parts.iter_mut().zip(sent) {
        part.repeated = new.len() as i64 - part.recorded - part.refused.len() as i64;
    }
    Ok(parts)
}

/// An activity that is none: what is wrong with its form, and where.
#[derive(Debug, Error)]
#[error("the activity cannot be read{}: {reason}", place(pointer))]
pub struct Unreadable {
    pointer: String,
    reason: String,
}

impl NewActivity {
    /// Reads an activity of a batch.
    pub fn read(typed: &Value) -> Result<Self, Unreadable> {
        if !typed.is_object() {
            return Err(Unreadable { pointer: String::new(), reason: "an object is expected".into() });
        }
        serde_path_to_error::deserialize(typed)
            .map_err(|error| Unreadable { pointer: pointer(error.path()), reason: error.inner().to_string() })
    }
}

/// Why an activity cannot be recorded as it was sent.
#[derive(Debug, Error)]
enum Fault {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("name the contact either by contact_id or by email")]
    Who,
    #[error("the e-mail address cannot be right: {0}")]
    Email(#[from] EmailError),
    #[error(transparent)]
    Activity(#[from] ActivityError),
}

impl Fault {
    fn at(&self, index: usize) -> RejectedActivity {
        let code = match self {
            Self::Unreadable(_) => "activity_unreadable",
            Self::Who => "contact_not_named",
            Self::Email(_) => "email_invalid",
            Self::Activity(error) => error.code(),
        };
        RejectedActivity { index, code, detail: sentence(&self.to_string()) }
    }
}

impl RejectedActivity {
    fn at(index: usize, refusal: Refusal) -> Self {
        let (code, detail, _) = reason(refusal);
        Self { index, code, detail: detail.to_owned() }
    }
}

fn check(index: usize, new: NewActivity, now: i64) -> Result<New, Fault> {
    let who = match (new.contact_id, new.email) {
        (Some(id), None) => Who::Contact(ContactId(id)),
        (None, Some(address)) => Who::Address(Email::parse(&address)?),
        _ => return Err(Fault::Who),
    };
    let texts = ActivityTexts {
        item: new.item,
        value: new.value,
        url: new.url,
        referrer: new.referrer,
        title: new.title,
        comment: new.comment,
        campaign: new.campaign,
        utm_source: new.utm_source,
        utm_medium: new.utm_medium,
        utm_content: new.utm_content,
        culture: new.culture,
    };
    let activity = RawActivity { at: new.at, key: new.key, texts }.check(now)?;
    Ok(New { index, who, kind: new.kind, sender: Sender::Program, activity })
}

/// Code, words and remedy of a refusal.
pub fn reason(refusal: Refusal) -> (&'static str, &'static str, &'static str) {
    match refusal {
        Refusal::UnknownType => {
            ("activity_type_unknown", "There is no such activity type.", "Make the type first.")
        }
        Refusal::TypeOff => (
            "activity_type_off",
            "The activity type is switched off.",
            "Switch it on to record activities of it.",
        ),
        Refusal::NotTracked => (
            "contact_not_tracked",
            "The contact is not to be tracked, and activities of this type are.",
            "Leave it out, or change the contact's field \"Tracked\" if the person agreed.",
        ),
        Refusal::UnknownContact => ("contact_unknown", "There is no such contact.", "Add the contact first."),
    }
}
