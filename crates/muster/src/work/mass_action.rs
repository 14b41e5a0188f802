//! Something done with many contacts: a selection that is worked through by id, some thousands in a transaction, so that
//! it goes on where it was after a kill, and every contact is met once even when the action changes who is selected.

use std::collections::BTreeMap;
use std::time::Instant;

use muster_domain::condition::{self, Change, renamed};
use muster_domain::{Field, FieldKind, GroupId, Origin, Reading, contact_words};
use muster_store::contacts::{self, By, Filter};
use muster_store::recalculate::recalculate;
use muster_store::work::{self, Kind, NewWork, Work};
use muster_store::{Db, Pace, StoreError, Tx, conditions, deletion, fields, groups, lists};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::Hand;
use super::recalculate::ByHand;
use crate::contact_file::Format;

/// Contacts of the first step, and of any.
const FIRST: i64 = 200;
const LARGEST: i64 = 2_000;

/// Contacts that are meant: those named, or all that a list shows.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// These contacts.
    #[serde(default)]
    pub ids: Option<Vec<i64>>,
    /// Words that the address, a name or the company must contain.
    #[serde(default)]
    pub search: Option<String>,
    /// Only members of this contact group.
    #[serde(default)]
    pub group_id: Option<i64>,
    /// A condition, as the builder writes it.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub condition: Option<Value>,
}

/// What is done with them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Put into a contact group by hand.
    AddToGroup {
        /// The group.
        group_id: i64,
    },
    /// Taken out of a contact group, unless its condition holds them.
    RemoveFromGroup {
        /// The group.
        group_id: i64,
    },
    /// Given a value.
    SetField {
        /// The field's name.
        field: String,
        /// The value; null removes it.
        value: Option<String>,
    },
    /// Given other values in the place of some that they have.
    ReplaceValues {
        /// The field's name.
        field: String,
        /// The new values by those that they replace, which are compared without case.
        values: BTreeMap<String, String>,
    },
    /// Deleted.
    Delete,
    /// Written to a file, which is kept for seven days.
    Export {
        /// The kind of file.
        format: Format,
        /// The fields' names, `persona`, and `score:` with the id of a score; all there is when null.
        #[serde(default)]
        columns: Option<Vec<String>>,
        /// The order, as lists of contacts take it; the oldest first when null.
        #[serde(default)]
        sort: Option<String>,
    },
}

/// A mass action as recorded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MassAction {
    /// Who is meant.
    pub selection: Selection,
    /// What is done.
    pub action: Action,
    /// When it was asked for: conditions are read as of then.
    pub asked_at: i64,
    /// The newest contact then: those made later are not meant.
    pub newest: i64,
    /// How many contacts it has changed so far.
    pub changed: i64,
    /// How many cells of an export's file were cut.
    #[serde(default)]
    pub cut: i64,
}

/// Asks for contacts to follow when values of a field get other names: everybody who has one of them. The id of the work.
pub async fn let_follow(
    tx: &mut Tx,
    field: &str,
    values: BTreeMap<String, String>,
    now: i64,
) -> Result<i64, StoreError> {
    let (newest, total) = (contacts::newest(&mut *tx).await?.0, contacts::count_all(&mut *tx).await?);
    let action = Action::ReplaceValues { field: field.to_owned(), values };
    let order =
        MassAction { selection: Selection::default(), action, asked_at: now, newest, changed: 0, cut: 0 };
    let new = NewWork {
        kind: Kind::MassAction,
        subject_id: None,
        payload: serde_json::to_string(&order)?,
        contacts: &[],
        total: Some(total),
        due: None,
    };
    work::create(tx, new, now).await
}

/// Whether contacts still follow new names of a field's values.
pub async fn is_followed(tx: &mut Tx, name: &str) -> Result<bool, StoreError> {
    let orders = work::unfinished_payloads(tx, Kind::MassAction).await?;
    let mut orders = orders.iter().filter_map(|payload| serde_json::from_str::<MassAction>(payload).ok());
    Ok(orders.any(|order| matches!(&order.action, Action::ReplaceValues { field, .. } if field == name)))
}

/// What is kept of a mass action that has ended: nothing that a person may later want erased.
pub(super) fn without_values(payload: &str) -> Result<String, StoreError> {
    let mut action: MassAction = serde_json::from_str(payload)?;
    action.selection = Selection::default();
    match &mut action.action {
        Action::SetField { value, .. } => *value = None,
        Action::ReplaceValues { values, .. } => values.clear(),
        _ => {}
    }
    Ok(serde_json::to_string(&action)?)
}

impl MassAction {
    /// Who is meant, as a filter; [`StoreError::Outdated`] when that names what is no longer there.
    pub(super) async fn filter(&self, db: &Db) -> Result<Filter, StoreError> {
        filter(db, &self.selection, self.asked_at).await.map_err(|error| match error {
            FilterError::Store(error) => error,
            FilterError::Condition(errors) => {
                StoreError::Outdated(format!("the selection names what is no longer there: {errors:?}"))
            }
        })
    }
}

/// The filter that a selection amounts to.
pub async fn filter(db: &Db, selection: &Selection, now: i64) -> Result<Filter, FilterError> {
    let condition = match &selection.condition {
        Some(typed) => Some((
            condition::check_new(typed, &conditions::known_to_all(db).await?)
                .map_err(FilterError::Condition)?,
            now,
        )),
        None => None,
    };
    Ok(Filter {
        words: contact_words(selection.search.as_deref().unwrap_or_default()),
        group: selection.group_id.map(GroupId),
        condition,
        ids: selection.ids.clone(),
    })
}

/// Why there is no filter.
#[derive(Debug)]
pub enum FilterError {
    /// The condition does not hold water.
    Condition(Vec<condition::ConditionError>),
    /// The database failed.
    Store(StoreError),
}

impl From<StoreError> for FilterError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let mut action: MassAction = serde_json::from_str(&work.payload)?;
    let filter = action.filter(&hand.db).await?;
    let meant = Meant::of(&action, &work)?;
    let mut pace = Pace::new("mass_action", FIRST, LARGEST);
    loop {
        let mut ids = contacts::ids(&hand.db, &filter, work.position, pace.size()).await?;
        let last = ids.last().copied();
        ids.retain(|&id| meant.holds(id));
        let mut by_hand = ByHand::begin(hand).await?;
        let since = Instant::now();
        let Some(last) = last else {
            work.payload = without_values(&work.payload)?;
            work::finish(&mut by_hand.tx, &work, None, hand.sign()).await?;
            return by_hand.tx.commit().await;
        };
        action.changed += act(&mut by_hand, &action.action, &ids, work.work_id).await?;
        (work.position, work.done) = (last, work.done + ids.len() as i64);
        work.payload = serde_json::to_string(&action)?;
        work::advance(&mut by_hand.tx, &work, hand.sign()).await?;
        by_hand.tx.commit().await?;
        pace.note(ids.len() as i64, since);
    }
}

/// Who is meant among those that match when their turn comes.
enum Meant {
    /// Those that were there when it was asked for, up to this id.
    UpTo(i64),
    /// Those that matched then, by their ids in order: what is deleted is what a person agreed to.
    These(Vec<i64>),
}

impl Meant {
    fn of(action: &MassAction, work: &Work) -> Result<Self, StoreError> {
        Ok(match action.action {
            Action::Delete => Self::These(work.contacts()?),
            _ => Self::UpTo(action.newest),
        })
    }

    fn holds(&self, id: i64) -> bool {
        match self {
            Self::UpTo(newest) => id <= *newest,
            Self::These(ids) => ids.binary_search(&id).is_ok(),
        }
    }
}

/// Gives those contacts that have one of the old values in a field the new one.
async fn replace(
    ByHand { tx, known, now }: &mut ByHand,
    (field, values): (&str, &BTreeMap<String, String>),
    ids: &[i64],
    work_id: i64,
) -> Result<i64, StoreError> {
    let field = known.fields.named(field).filter(|field| *field != Field::EMAIL);
    let field = field.ok_or_else(|| outdated("the field is not there any more"))?;
    let mut followers: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for (id, value) in fields::values(tx, &field, ids).await? {
        if let Some(new) = replaced(&field, &value, values) {
            followers.entry(new).or_default().push(id);
        }
    }
    let by = By { origin: Origin::MassAction, id: Some(work_id), now: *now };
    let (mut all, mut change) = (Vec::new(), Change::default());
    for (value, ids) in followers {
        let new = [(field.clone(), Some(value))];
        let (names, changed) = contacts::update(tx, &ids, None, &new, by).await?;
        change.fields.extend(names);
        all.extend(changed);
    }
    if change.fields.contains("status") {
        lists::adopt_statuses(tx, Some(&all)).await?;
    }
    recalculate(tx, known, &all, &change, *now).await?;
    Ok(all.len() as i64)
}

/// What a value becomes; `None` when it has nothing of the old ones.
fn replaced(field: &Field, value: &str, values: &BTreeMap<String, String>) -> Option<String> {
    let new = if field.kind() == FieldKind::Choices {
        let choices: Vec<&str> =
            value.split(';').map(|choice| renamed(choice, values).unwrap_or(choice)).collect();
        choices.join(";")
    } else {
        renamed(value, values).unwrap_or(value).to_owned()
    };
    if new == value {
        return None;
    }
    // A value beside the renamed one may be of no choice any more: it stays, and nobody's renaming waits for it.
    Some(field.read(&new).ok().flatten().map_or_else(|| new.clone(), std::borrow::Cow::into_owned))
}

fn outdated(why: &str) -> StoreError {
    StoreError::Outdated(why.to_owned())
}

/// Does the action with some contacts and returns how many of them it changed; [`StoreError::Outdated`] when what it is about is
/// gone, which it cannot be meanwhile: the lock of recalculations is held.
async fn act(by_hand: &mut ByHand, action: &Action, ids: &[i64], work_id: i64) -> Result<i64, StoreError> {
    let ByHand { tx, known, now } = by_hand;
    let now = *now;
    let moved = |effects: muster_store::Effects, group: GroupId| {
        effects.groups.get(&group).map_or(0, |(entered, left)| entered + left)
    };
    let group = |id: i64| {
        let found = known.groups.get(&GroupId(id)).copied();
        found.ok_or_else(|| outdated("the contact group is not there any more"))
    };
    Ok(match action {
        Action::AddToGroup { group_id } => {
            let group = group(*group_id)?;
            moved(groups::add(tx, known, group, ids, now).await?, group)
        }
        Action::RemoveFromGroup { group_id } => {
            let group = group(*group_id)?;
            moved(groups::remove(tx, known, group, ids, now).await?, group)
        }
        Action::Delete => deletion::delete(tx, ids, now).await? as i64,
        Action::Export { .. } => 0, // changes nobody, and is carried out elsewhere
        Action::ReplaceValues { field, values } => replace(by_hand, (field, values), ids, work_id).await?,
        Action::SetField { field, value } => {
            let field = known.fields.named(field).filter(|field| *field != Field::EMAIL);
            let field = field.ok_or_else(|| outdated("the field is not there any more"))?;
            let value = value.as_deref().map(|value| field.read_in(value, Reading::alone(now))).transpose();
            let value = value.map_err(|_| outdated("the field does not take the value any more"))?;
            let value = value.flatten().map(std::borrow::Cow::into_owned);
            let by = By { origin: Origin::MassAction, id: Some(work_id), now };
            let (fields, changed) = contacts::update(tx, ids, None, &[(field.clone(), value)], by).await?;
            if fields.contains("status") {
                lists::adopt_statuses(tx, Some(&changed)).await?;
            }
            let change = Change { fields, ..Change::default() };
            recalculate(tx, known, &changed, &change, now).await?;
            changed.len() as i64
        }
    })
}
