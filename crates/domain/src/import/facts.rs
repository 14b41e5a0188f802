use serde::{Deserialize, Serialize};

/// What only all rows of a file together say. Stored with the import, so that it goes on as it began.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Some cells hold several telephone numbers, or a label says which one it is, so that numbers may go into fields that no
    /// column fills.
    pub spreads: bool,
}
