//! Recording activities: the one way in which they enter the base, from whoever sends them.

use muster_domain::condition::Change;
use muster_domain::{ActivityError, ActivityTexts, ContactId, Email, EmailError, RawActivity};
use muster_store::activities::{self, NewActivity as New, Recorded, Refusal, Who};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use utoipa::ToSchema;

use crate::http::base::extract::{place, pointer};
use crate::http::base::problem::sentence;
use crate::work::Hand;
use crate::work::recalculate::ByHand;

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
    let recorded = activities::record_by_hand(&mut work.tx, new, work.now).await?;
    if let (Some(request), [id]) = (request, recorded.ids.as_slice()) {
        requests::record(&mut work.tx, request, *id, work.now).await?;
    }
    work.commit(&change(&recorded), &recorded.contacts).await?;
    Ok(recorded)
}

/// Records what a web page sent about the contact with an address, unless its field `tracked` says no.
pub async fn record_tracked(hand: &Hand, email: &Email, new: New) -> Result<(), StoreError> {
    let mut work = ByHand::begin(hand).await?;
    if activities::is_untracked(&mut work.tx, email).await? {
        return Ok(());
    }
    let recorded = activities::record(&mut work.tx, vec![new], work.now).await?;
    work.commit(&change(&recorded), &recorded.contacts).await
}

/// What was recorded, as a change of the contacts.
fn change(recorded: &Recorded) -> Change {
    Change { activity_types: recorded.types.iter().copied().collect(), ..Change::default() }
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
        let (mut new, mut rejected) = (Vec::new(), Vec::new());
        for (index, activity) in batch.enumerate() {
            let checked = activity.map_err(Fault::from).and_then(|new| check(index, new, hand.clock.now()));
            match checked {
                Ok(activity) => new.push(activity),
                Err(error) => rejected.push(error.at(index)),
            }
        }
        let mut work = ByHand::begin(hand).await?;
        let recorded = activities::record(&mut work.tx, new, work.now).await?;
        rejected
            .extend(recorded.refused.iter().map(|(index, refusal)| RejectedActivity::at(*index, *refusal)));
        rejected.sort_by_key(|rejected| rejected.index);
        let is_not_tracked = |(_, refusal): &&(usize, Refusal)| *refusal == Refusal::NotTracked;
        let told = RecordedActivities {
            recorded: recorded.recorded,
            repeated: recorded.repeated,
            not_tracked: recorded.refused.iter().filter(is_not_tracked).count() as i64,
            rejected,
        };
        Ok(Self { told, work, recorded })
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
    Ok(New { index, who, kind: new.kind, activity })
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
