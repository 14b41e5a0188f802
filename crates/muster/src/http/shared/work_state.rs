//! How work that outlives a request stands.

use serde::Serialize;
use utoipa::ToSchema;

/// How work stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkState {
    /// It waits.
    Queued,
    /// It is being done.
    Running,
    /// It is done.
    Finished,
    /// It cannot be done.
    Failed,
}

impl WorkState {
    /// The state with this word in the table of work.
    pub fn named(word: &str) -> Self {
        match word {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "finished" => Self::Finished,
            _ => Self::Failed,
        }
    }
}
