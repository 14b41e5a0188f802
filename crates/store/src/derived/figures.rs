//! What scores and personas say of contacts that are listed or written to a file, beside the contacts themselves.

use std::collections::HashMap;

use muster_domain::{ContactId, ScoreId};

use crate::derived::personas::{Membership, personas_of};
use crate::derived::scores::points_of;
use crate::{Db, StoreError};

/// The points and the personas of some contacts, as they are stored.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    points: HashMap<i64, Vec<(ScoreId, i64)>>,
    personas: HashMap<i64, Membership>,
}

impl Figures {
    /// Those of the contacts with these ids.
    pub async fn of(db: &Db, contacts: Vec<i64>) -> Result<Self, StoreError> {
        Ok(Self {
            points: points_of(db, contacts.clone()).await?,
            personas: personas_of(db, contacts).await?,
        })
    }

    /// A contact's points by score; a score that is not there has given none.
    pub fn scores(&self, contact: ContactId) -> &[(ScoreId, i64)] {
        self.points.get(&contact.0).map_or(&[], Vec::as_slice)
    }

    /// A contact's points in a score.
    pub fn points(&self, contact: ContactId, score: ScoreId) -> i64 {
        self.scores(contact).iter().find(|(own, _)| *own == score).map_or(0, |(_, points)| *points)
    }

    /// The persona that a contact has.
    pub fn persona(&self, contact: ContactId) -> Option<Membership> {
        self.personas.get(&contact.0).copied()
    }
}
