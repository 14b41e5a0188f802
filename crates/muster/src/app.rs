//! What the whole program shares, built once and passed down.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use muster_store::recalculate::Trying;
use muster_store::{Db, StoreError};
use tokio::sync::{Mutex, Notify, Semaphore};

use crate::clock::Clock;
use crate::files::Files;
use crate::mail::Mailer;
use crate::private;
use crate::recording::Recorder;
use crate::tracking::{Tracking, TrackingSettings};
use crate::webhook::Reach;
use crate::work::index::Wishes;

/// How many may watch imports at the same time.
pub const WATCHERS: usize = 100;

/// How long who sends a request waits for others.
const BEARABLE: Duration = Duration::from_secs(10);
/// What to do about a folder that is read-only.
const RIGHT: &str = "give the user who runs Muster the right to write there";

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
    /// Records what machines tell.
    pub recorder: Arc<Recorder>,
    /// What web pages may send.
    pub tracking: Arc<Tracking>,
    /// The indexes that people asked for lately.
    pub wishes: Arc<Wishes>,
    /// How many contacts are looked at to tell what new rules would change.
    pub tried: i64,
    /// Places for those who watch an import: each reads it from the database again and again.
    pub watchers: Arc<Semaphore>,
    /// Held by whoever tries a file: each has all that it would write in one transaction, so one at a time.
    pub dry_run: Arc<Mutex<()>>,
}

impl App {
    /// Opens the database and the data folder, both made when missing.
    pub async fn open(database: &str, data: &Path, clock: Clock) -> anyhow::Result<Self> {
        private::keep_data(data).with_context(|| {
            format!(
                "the data folder {} cannot be written to; {RIGHT}, or name another with --data",
                data.display()
            )
        })?;
        let db = open(database, Db::open_for(database, BEARABLE)).await?;
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
            recorder: Arc::default(),
            tracking,
            wishes: Arc::default(),
            tried: Trying::MOST,
            watchers: Arc::new(Semaphore::new(WATCHERS)),
            dry_run: Arc::default(),
        })
    }
}

/// Opens a database; an SQLite file, and its folder, are made when missing, to be read by their owner only.
pub async fn open_database(address: &str) -> anyhow::Result<Db> {
    open(address, Db::open(address)).await
}

async fn open(address: &str, opened: impl Future<Output = Result<Db, StoreError>>) -> anyhow::Result<Db> {
    if let Some(path) = address.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
        make_database_file(Path::new(path))?;
    }
    opened.await.with_context(|| format!("the database {} cannot be opened", shown(address)))
}

fn make_database_file(path: &Path) -> anyhow::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        private::make_folder(folder)
            .and_then(|()| private::try_folder(folder))
            .with_context(|| format!("the folder {} cannot be written to; {RIGHT}", folder.display()))?;
    }
    private::make_file(path)
        .and_then(|()| private::keep_database(path))
        .with_context(|| format!("the database {} cannot be written to; {RIGHT}", path.display()))
}

/// A name that no other process has: the process number alone could come again after a restart.
pub fn owner(clock: Clock) -> String {
    format!("{}-{}", std::process::id(), clock.now())
}

/// A database address as it may be shown: what could be a password is left out, wherever it stands.
fn shown(address: &str) -> String {
    if address.starts_with("sqlite:") {
        return address.to_owned();
    }
    let Some((scheme, rest)) = address.split_once("://") else { return "with this address".to_owned() };
    let place = rest.split(['?', '#']).next().unwrap_or_default();
    let (user, host) = match place.rsplit_once('@') {
        Some((credentials, host)) => (credentials.split(':').next(), host),
        None => (None, place),
    };
    // A password with characters that it must not have as it is ends somewhere else than it seems to.
    let is_plain = |host: &str| {
        let authority = host.split('/').next().unwrap_or_default();
        let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
        port.bytes().all(|byte| byte.is_ascii_digit() || byte == b']')
    };
    let is_whole = !rest[place.len()..].contains('@') && is_plain(host);
    match (is_whole, user) {
        (true, Some(user)) => format!("{scheme}://{user}@{host}"),
        (true, None) => format!("{scheme}://{host}"),
        (false, _) => format!("{scheme}://…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (address, expected) in [
            ("postgres://ann:secret@db/muster", "postgres://ann@db/muster"),
            ("postgres://ann:secret@db:5433/muster?sslmode=require", "postgres://ann@db:5433/muster"),
            ("postgres://ann:sec@ret@db/muster", "postgres://ann@db/muster"),
            ("postgres://ann@db/muster?password=secret", "postgres://ann@db/muster"),
            ("postgres://db/muster?user=ann&password=sec@ret", "postgres://…"),
            ("postgres://ann:sec?ret@db/muster", "postgres://…"),
            ("postgres://ann:secret/muster", "postgres://…"),
            ("postgres:ann:secret@db", "with this address"),
            ("postgres://[::1]/muster", "postgres://[::1]/muster"),
            ("sqlite:./data/muster.db", "sqlite:./data/muster.db"),
        ] {
            assert_eq!(shown(address), expected, "{address}");
        }
    }
}
