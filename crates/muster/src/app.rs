//! What the whole program shares, built once and passed down.

use std::path::Path;
use std::sync::Arc;

use muster_store::Db;
use muster_store::recalculate::Trying;
use tokio::sync::{Mutex, Notify};

use crate::clock::Clock;
use crate::files::Files;
use crate::mail::Mailer;
use crate::tracking::{Tracking, TrackingSettings};
use crate::webhook::Reach;
use crate::work::index::Wishes;

/// Database, clock, files, and the bell that wakes the workers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The contact base.
    pub db: Db,
    /// Tells the time.
    pub clock: Clock,
    /// Uploaded and exported files.
    pub files: Files,
    /// Rung when there is an import.
    pub work: Arc<Notify>,
    /// Rung when there is upkeep: recalculations, rebuilds, mass actions.
    pub upkeep: Arc<Notify>,
    /// Rung when there is an export.
    pub exports: Arc<Notify>,
    /// Sends e-mail; `None` when no mail server is known.
    pub mailer: Option<Mailer>,
    /// Which machines webhooks reach.
    pub webhooks: Reach,
    /// The address under which people reach the page, without a `/` at its end.
    pub url: Option<Arc<str>>,
    /// The name under which this process owns work.
    pub owner: Arc<str>,
    /// What web pages may send.
    pub tracking: Arc<Tracking>,
    /// The indexes that people asked for lately.
    pub wishes: Arc<Wishes>,
    /// How many contacts are looked at to tell what new rules would change.
    pub tried: i64,
    /// Held by whoever tries a file: each has all that it would write in one transaction, so one at a time.
    pub dry_run: Arc<Mutex<()>>,
}

impl App {
    /// Opens the database and the data folder, both made when missing.
    pub async fn open(database: &str, data: &Path, clock: Clock) -> anyhow::Result<Self> {
        let db = open_database(database).await?;
        let owner = owner(clock).into();
        let tracking = Arc::new(Tracking::new(TrackingSettings::default(), clock));
        Ok(Self {
            db,
            clock,
            files: Files::new(data),
            work: Arc::default(),
            upkeep: Arc::default(),
            exports: Arc::default(),
            mailer: None,
            webhooks: Reach::default(),
            url: None,
            owner,
            tracking,
            wishes: Arc::default(),
            tried: Trying::MOST,
            dry_run: Arc::default(),
        })
    }
}

/// Opens a database; the folder of an SQLite file is made when missing.
pub async fn open_database(address: &str) -> anyhow::Result<Db> {
    use anyhow::Context as _;
    if let Some(folder) = address.strip_prefix("sqlite:").and_then(|path| Path::new(path).parent()) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    }
    Db::open(address)
        .await
        .with_context(|| format!("the database {} cannot be opened", without_password(address)))
}

/// A name that no other process has: the process number alone could come again after a restart.
pub fn owner(clock: Clock) -> String {
    format!("{}-{}", std::process::id(), clock.now())
}

/// A database address that may be shown.
fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let Some((credentials, host)) = rest.rsplit_once('@') else { return address.to_owned() };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://ann:secret@db/muster"), "postgres://ann@db/muster");
        assert_eq!(without_password("sqlite:./data/muster.db"), "sqlite:./data/muster.db");
    }
}
