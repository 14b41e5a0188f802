//! Why a contact is in a group, as it is told of the contact and of the group.

use muster_domain::{Reason, Reasons};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a contact is in a group.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemberReason {
    Manual,
    Condition,
    Account,
    Import,
}

impl MemberReason {
    /// The reasons, one by one.
    pub fn of(reasons: Reasons) -> Vec<Self> {
        reasons.list().into_iter().map(Self::from).collect()
    }
}

impl From<Reason> for MemberReason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::Manual => Self::Manual,
            Reason::Condition => Self::Condition,
            Reason::Account => Self::Account,
            Reason::Import => Self::Import,
        }
    }
}
