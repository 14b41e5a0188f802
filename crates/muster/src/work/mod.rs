//! Work that outlives a request: rows in the database that any process may claim. One file a kind.

mod dry_run;
pub mod duplicates;
pub mod export;
pub mod history;
pub mod import;
mod inactivity;
pub mod index;
pub mod mass_action;
pub mod notice;
mod rebuild;
pub mod recalculate;
pub mod survey;
mod sweep;

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use muster_domain::ImportId;
use muster_store::imports::Waiting;
use muster_store::recalculate::{Node, lock};
use muster_store::work::{self, Kind, Work};
use muster_store::{Db, StoreError, files, imports, requests};
use tokio::sync::Notify;

use self::import::ImportFailure;
use crate::app::App;
use crate::clock::Clock;
use crate::files::FoundFile;

const IDLE: Duration = Duration::from_secs(2);
/// Between two looks at what passing time has moved.
const SWEEP: Duration = Duration::from_secs(20);

/// How long an uploaded file waits for its import, in milliseconds.
pub const UPLOAD_KEPT: i64 = 24 * 60 * 60 * 1000;
/// How long an upload may be without a byte, in milliseconds: an hour, after which it is not being written any more.
const PART_KEPT: i64 = 60 * 60 * 1000;
/// How long a request is remembered, so that it does nothing when it comes again, in milliseconds: thirty days.
const REQUESTS_KEPT: i64 = 30 * 24 * 60 * 60 * 1000;
/// How long work waits after a step of it failed, in milliseconds, times its attempts at that step, and how long at most. Only
/// those count in which the database could be reached.
const RETRY_AFTER: i64 = 5_000;
const LONGEST_PAUSE: i64 = 10 * 60 * 1000;
/// How many attempts at a step work has that may be given up.
const ATTEMPTS: i64 = 10;

/// What a process works with: the database, the time, and the name under which it owns work. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Hand {
    /// The contact base.
    pub db: Db,
    /// Tells the time.
    pub clock: Clock,
    /// The owner's name.
    pub owner: Arc<str>,
}

impl Hand {
    /// The hand of a server.
    pub fn of(app: &App) -> Self {
        Self { db: app.db.clone(), clock: app.clock, owner: Arc::clone(&app.owner) }
    }

    /// The owner and the time, as the store asks for them.
    fn sign(&self) -> (&str, i64) {
        (&self.owner, self.clock.now())
    }

    /// Lets go of work after a step of it, for whoever comes next: what people wait for goes before.
    async fn give_back(&self, work: &Work) -> Result<(), StoreError> {
        work::postpone(&self.db, work.work_id, &self.owner, self.clock.now() - 1).await
    }
}

/// Works for as long as the program runs: imports, one after the other, beside them what keeps groups true, and exports,
/// which only read. Time goes on whatever else there is to do, and an index takes long to build: they have loops of their own.
pub async fn run(app: App) {
    let app = App { db: app.db.in_background(), ..app };
    tokio::join!(
        run_imports(app.clone()),
        run_upkeep(app.clone()),
        run_follow(app.clone()),
        run_exports(app.clone()),
        run_notices(app.clone(), Kind::ScoreEmail),
        run_notices(app.clone(), Kind::ScoreWebhook),
        run_sweeps(app.clone()),
        run_indexes(app)
    );
}

async fn run_imports(app: App) {
    loop {
        rest(&app.work, next_import(&app).await).await;
    }
}

async fn run_upkeep(app: App) {
    let hand = Hand::of(&app);
    loop {
        rest(&app.upkeep, upkeep(&hand).await.map_err(Into::into)).await;
    }
}

/// What machines told is seen a moment later, whatever else goes on.
async fn run_follow(app: App) {
    let hand = Hand::of(&app);
    loop {
        rest(app.recorder.bell(), recalculate::follow(&hand).await.map_err(Into::into)).await;
    }
}

async fn run_exports(app: App) {
    loop {
        rest(&app.exports, next_export(&app).await).await;
    }
}

/// Mail servers and programs elsewhere are slow: nothing else waits for them, nor they for each other.
async fn run_notices(app: App, kind: Kind) {
    let bell = Notify::new(); // nobody rings: a notice waits for others anyhow
    loop {
        rest(&bell, notice::next(&app, kind).await).await;
    }
}

/// Goes on at once when something was done. When nothing was, waits a while, or until the bell rings.
async fn rest(bell: &Notify, done: anyhow::Result<bool>) {
    match done {
        Ok(true) => {}
        Ok(false) => {
            let _ = tokio::time::timeout(IDLE, bell.notified()).await; // woken or not, look again
        }
        Err(error) => {
            tracing::error!(%error, "work could not be done; it is tried again");
            tokio::time::sleep(IDLE).await;
        }
    }
}

/// Does the first export that waits; false when none does.
async fn next_export(app: &App) -> anyhow::Result<bool> {
    let hand = Hand::of(app);
    let Some(work) = claim(&hand, Kind::Export, None).await? else {
        export::tidy(app).await?;
        return Ok(false);
    };
    let id = work.work_id;
    end(&hand, (Kind::Export, id), export::carry_out(app, work).await).await?;
    Ok(true)
}

/// Does the first import that waits, of contacts or else of what they did; false when none does.
async fn next_import(app: &App) -> anyhow::Result<bool> {
    let now = app.clock.now();
    for Waiting { import_id, file_id, since } in imports::list_claimable(&app.db, now).await? {
        // Who has the file carries the import out; one that nobody has taken up for so long is ended by anybody.
        let is_here = app.files.path(file_id).exists() || since < now - UPLOAD_KEPT;
        if is_here && imports::claim(&app.db, ImportId(import_id), &app.owner, now).await? {
            import::carry_out(app, ImportId(import_id)).await?;
            return Ok(true);
        }
    }
    let hand = Hand::of(app);
    if let Some(work) = claim(&hand, Kind::ActivityImport, None).await? {
        let id = work.work_id;
        let done = history::carry_out(app, work).await;
        end(&hand, (Kind::ActivityImport, id), done).await?;
        return Ok(true);
    }
    tidy(app).await?;
    Ok(false)
}

/// Does what canceled imports left to do, ends imports of the command line that nobody went on with for a day, deletes uploads that
/// nobody imported for as long and what a kill left of others, and forgets requests that nobody repeats.
async fn tidy(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    for id in imports::unclosed(&app.db).await? {
        if let Err(error) = imports::close_canceled(&app.db, ImportId(id), now).await {
            tracing::error!(import = id, %error, "a canceled import is not closed yet");
        }
    }
    let failure = serde_json::to_string(&ImportFailure::abandoned())?;
    imports::end_abandoned(&app.db, now - UPLOAD_KEPT, &failure, now).await?;
    requests::expire(&app.db, now - REQUESTS_KEPT).await?;
    for id in files::list_unneeded(&app.db, now - UPLOAD_KEPT).await? {
        app.files.remove(id).await?;
        files::delete(&app.db, id).await?;
    }
    remove_orphans(app).await
}

/// Deletes uploads that were cut off by a kill, and whole ones that the base knows nothing of: nobody can import them.
async fn remove_orphans(app: &App) -> anyhow::Result<()> {
    let found = app.files.uploaded().await?; // before the base is asked, so that none is new to it
    let is_old = |file: &&FoundFile| {
        let kept = if file.is_whole { UPLOAD_KEPT } else { PART_KEPT };
        file.written_at < app.clock.now() - kept
    };
    let old: Vec<&FoundFile> = found.iter().filter(is_old).collect();
    if old.is_empty() {
        return Ok(());
    }
    let known = files::ids(&app.db).await?;
    for file in old.into_iter().filter(|file| !file.is_whole || !known.contains(&file.id)) {
        file.remove().await?;
    }
    Ok(())
}

async fn run_sweeps(app: App) {
    let hand = Hand::of(&app);
    loop {
        if let Err(error) = sweep::sweep_all(&hand).await {
            tracing::error!(%error, "passing time could not be followed; it is tried again");
        }
        tokio::time::sleep(SWEEP).await;
    }
}

async fn run_indexes(app: App) {
    let hand = Hand::of(&app);
    loop {
        rest(app.wishes.bell(), index::next(&hand).await.map_err(Into::into)).await;
    }
}

/// What upkeep does, in this order.
const UPKEEP: [Kind; 6] = [
    Kind::MassAction,
    Kind::Rebuild,
    Kind::ScoreRebuild,
    Kind::PersonaRebuild,
    Kind::DuplicateSearch,
    Kind::Inactivity,
];

/// Does a step of whatever waits; false when nothing does. What people wait for comes first.
async fn upkeep(hand: &Hand) -> Result<bool, StoreError> {
    if recalculate::next(hand, None).await? {
        return Ok(true);
    }
    for kind in UPKEEP {
        if let Some(work) = claim(hand, kind, None).await? {
            carry_out(hand, kind, work).await?;
            return Ok(true);
        }
    }
    inactivity::when_due(hand).await
}

/// Claims the oldest work of a kind that nobody owns; with a `subject_id`, only of that. Work that has had all its attempts is
/// given up instead, if it may be: the program ended in each of them.
async fn claim(hand: &Hand, kind: Kind, subject_id: Option<i64>) -> Result<Option<Work>, StoreError> {
    while let Some(work) = work::claim(&hand.db, kind, subject_id, hand.sign()).await? {
        if work.attempts <= ATTEMPTS || !kind.may_be_given_up() {
            return Ok(Some(work));
        }
        fail(hand, (kind, work.work_id), given_up("the program ended in each of them")).await?;
    }
    Ok(None)
}

/// Goes on with claimed work to its end. A failed step is done again, at once or later; work that cannot be done is ended, as is
/// work of which a step fails again and again, if it may be given up.
async fn carry_out(hand: &Hand, kind: Kind, work: Work) -> Result<(), StoreError> {
    let (id, mut work, mut attempt) = (work.work_id, Some(work), 0);
    while let Some(claimed) = work {
        let done = match kind {
            Kind::MassAction => mass_action::carry_out(hand, claimed).await,
            Kind::Rebuild | Kind::ScoreRebuild | Kind::PersonaRebuild => {
                let Some(node) = Node::of_work(kind, claimed.subject_id.unwrap_or_default()) else {
                    return Ok(());
                };
                rebuild::carry_out(hand, node, claimed).await
            }
            Kind::Recalculate | Kind::Follow => recalculate::carry_out(hand, claimed).await,
            Kind::DuplicateSearch => duplicates::carry_out(hand, claimed).await,
            Kind::Inactivity => inactivity::carry_out(hand, claimed).await,
            Kind::Export | Kind::ActivityImport | Kind::ScoreEmail | Kind::ScoreWebhook => return Ok(()), // have loops of their own
        };
        match done {
            Err(StoreError::Busy) => {} // it has waited long, and nothing is wrong with the work
            Err(error) if try_again(&error, &mut attempt).await => {}
            done => return end(hand, (kind, id), done).await,
        }
        work = work::find(&hand.db, id).await?; // as its last step left it
    }
    Ok(())
}

async fn end(hand: &Hand, (kind, id): (Kind, i64), done: Result<(), StoreError>) -> Result<(), StoreError> {
    match done {
        Ok(()) | Err(StoreError::NotOwner) => Ok(()),
        Err(error @ (StoreError::Damaged(_) | StoreError::Outdated(_))) if kind.may_be_given_up() => {
            tracing::error!(work = id, %error, "work cannot be done");
            fail(hand, (kind, id), error.to_string()).await
        }
        Err(error) => try_later(hand, (kind, id), &error).await,
    }
}

/// Leaves work to be taken up again, later each time, or gives it up if it may be.
async fn try_later(hand: &Hand, (kind, id): (Kind, i64), error: &StoreError) -> Result<(), StoreError> {
    let attempts = work::find(&hand.db, id).await?.map_or(0, |work| work.attempts);
    if attempts >= ATTEMPTS && kind.may_be_given_up() {
        tracing::error!(work = id, %error, "a step of work failed again; it is given up");
        return fail(hand, (kind, id), given_up(error)).await;
    }
    tracing::warn!(work = id, %error, "a step of work failed; it is tried again");
    let due = hand.clock.now() + (RETRY_AFTER * attempts.max(1)).min(LONGEST_PAUSE);
    work::postpone(&hand.db, id, &hand.owner, due).await
}

fn given_up(why: impl Display) -> String {
    format!("given up after {ATTEMPTS} attempts: {why}")
}

/// Ends work that cannot be done. It leaves no values behind that it was to write. An order that nobody can read goes: no list could
/// say what it was.
async fn fail(hand: &Hand, (kind, id): (Kind, i64), failure: String) -> Result<(), StoreError> {
    let mut tx = hand.db.begin().await?;
    lock(&mut tx).await?;
    let Some(mut work) = work::find(&mut tx, id).await? else { return Ok(()) };
    let kept = match kind {
        Kind::MassAction | Kind::Export => mass_action::without_values(&work.payload),
        Kind::ActivityImport => history::check_order(&work.payload).map(|()| work.payload.clone()),
        _ => Ok(work.payload.clone()),
    };
    let ended = if let Ok(payload) = kept {
        work.payload = payload;
        work::finish(&mut tx, &work, Some(failure), hand.sign()).await
    } else {
        work::remove(&mut tx, id, &hand.owner).await
    };
    match ended {
        Err(StoreError::NotOwner) => Ok(()), // and whoever has it says how it ends
        finished => {
            finished?;
            tx.commit().await
        }
    }
}

/// Waits a moment and says whether to try again, after an error that another try may not meet.
pub async fn try_again(error: &StoreError, attempt: &mut u32) -> bool {
    *attempt += 1;
    let again = matches!(error, StoreError::Conflict(_)) && *attempt < 20;
    if again {
        tokio::time::sleep(Duration::from_millis(u64::from(15 * *attempt))).await;
    }
    again
}

/// Carries out all imports that wait.
#[cfg(test)]
pub async fn settle_imports(app: &App) {
    while next_import(app).await.expect("imports can be carried out") {}
}

/// Does all exports that wait.
#[cfg(test)]
pub async fn settle_exports(app: &App) {
    while next_export(app).await.expect("exports can be done") {}
}

/// Tells every notice that is due.
#[cfg(test)]
pub async fn settle_notices(app: &App) {
    for kind in muster_store::notices::KINDS {
        while notice::next(app, kind).await.expect("notices can be told") {}
    }
}

/// Does everything that waits but exports.
#[cfg(test)]
pub async fn settle(hand: &Hand) {
    while upkeep(hand).await.expect("upkeep can be done")
        || recalculate::follow(hand).await.expect("what machines told can be followed")
    {}
}

#[cfg(test)]
mod points_tests;
#[cfg(test)]
mod tests;
