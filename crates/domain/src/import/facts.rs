use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Style, StyleEvidence};

/// What only all rows of a file together say. Stored with the import, so that it goes on as it began.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Some cells hold several telephone numbers, or a label says which one it is, so that numbers may go into fields that no
    /// column fills.
    pub spreads: bool,
    /// How the numbers and dates of columns are written, by the column, from 0.
    pub styles: BTreeMap<usize, Style>,
}

/// Facts while the rows are read.
#[derive(Debug, Default)]
pub struct Learning {
    pub(super) spreads: bool,
    pub(super) styles: BTreeMap<usize, StyleEvidence>,
}

impl Learning {
    /// What has been learnt.
    pub fn facts(self) -> Facts {
        let styles = self.styles.into_iter().map(|(column, evidence)| (column, evidence.style())).collect();
        Facts { spreads: self.spreads, styles }
    }
}
