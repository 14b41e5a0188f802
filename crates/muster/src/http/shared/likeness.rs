//! In what two contacts are alike that may be one person.

use muster_domain::Likeness as Stored;
use serde::Serialize;
use utoipa::ToSchema;

/// In what two contacts are alike.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// The same name and company.
    NameAndCompany,
    /// The same telephone number.
    Phone,
    /// The same e-mail address but for the domain, or but for dots and a `+tag`.
    Address,
}

impl From<Stored> for Likeness {
    fn from(why: Stored) -> Self {
        match why {
            Stored::NameAndCompany => Self::NameAndCompany,
            Stored::Phone => Self::Phone,
            Stored::Address => Self::Address,
        }
    }
}

impl Likeness {
    /// As the API shows them.
    pub fn all(why: Vec<Stored>) -> Vec<Self> {
        why.into_iter().map(Self::from).collect()
    }
}
