//! Work that outlives a request: rows in the database that any process may claim. One file a kind.

pub mod import;

use std::time::Duration;

use muster_store::{files, imports};

use crate::app::App;

const IDLE: Duration = Duration::from_secs(2);

/// How long an uploaded file waits for its import, in milliseconds.
const UPLOAD_KEPT: i64 = 24 * 60 * 60 * 1000;

/// Carries out imports, one after the other, for as long as the program runs.
pub async fn run(app: App) {
    loop {
        match next(&app).await {
            Ok(true) => {}
            Ok(false) => {
                let _ = tokio::time::timeout(IDLE, app.work.notified()).await; // woken or not, look again
            }
            Err(error) => {
                tracing::error!(%error, "work could not be done; it is tried again");
                tokio::time::sleep(IDLE).await;
            }
        }
    }
}

/// Does the first piece of work that waits; false when none does.
async fn next(app: &App) -> anyhow::Result<bool> {
    for id in imports::list_claimable(&app.db, app.clock.now()).await? {
        if imports::claim(&app.db, id, &app.owner, app.clock.now()).await? {
            import::carry_out(app, id).await?;
            return Ok(true);
        }
    }
    tidy(app).await?;
    Ok(false)
}

/// Deletes uploads that nobody imported within a day.
async fn tidy(app: &App) -> anyhow::Result<()> {
    for id in files::list_unneeded(&app.db, app.clock.now() - UPLOAD_KEPT).await? {
        app.files.remove(id).await?;
        files::delete(&app.db, id).await?;
    }
    Ok(())
}
