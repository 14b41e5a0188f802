use serde::{Deserialize, Serialize};

/// Defines a 64-bit id that the program hands out (below 2^53, so that it is exact in JSON).
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// One person in the contact base.
    ContactId
);
id!(
    /// One contact group.
    GroupId
);
id!(
    /// One import.
    ImportId
);
id!(
    /// One account: a company that contacts belong to.
    AccountId
);
id!(
    /// What a contact can be in an account.
    RoleId
);
id!(
    /// One score: points that tell how far a contact is.
    ScoreId
);
id!(
    /// One persona: a kind of person that contacts are like.
    PersonaId
);

/// What made a change, as stored in `contact_history.origin_kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A row of an import.
    Import = 1,
    /// A person, on the page or over the API.
    User = 2,
    /// A mass action.
    MassAction = 3,
    /// A merge of two contacts, or its undoing.
    Merge = 4,
}
