use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::http::HeaderName;
use clap::Args;
use clap::builder::BoolishValueParser;
use muster_store::Db;
use tokio::net::TcpListener;

use super::{Base, WrongUsage};
use crate::app::App;
use crate::clock::Clock;
use crate::mail::Mailer;
use crate::tracking::{Origin, Tracking, TrackingSettings};
use crate::webhook::Reach;
use crate::{http, work};

/// How long the end of the program waits for requests that still hold the database.
const CLOSED_WITHIN: Duration = Duration::from_secs(5);

/// Arguments of `muster serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address to listen on; a loopback address until there is a sign-in
    #[arg(long, env = "MUSTER_LISTEN", default_value = "127.0.0.1:8700")]
    listen: SocketAddr,
    #[command(flatten)]
    base: Base,
    #[command(flatten)]
    tracking: Track,
    #[command(flatten)]
    mail: Mail,
    /// Let webhooks of scores call this machine and private networks too
    #[arg(long, env = "MUSTER_ALLOW_PRIVATE_WEBHOOKS", value_parser = BoolishValueParser::new())]
    allow_private_webhooks: bool,
}

/// How Muster writes to people.
#[derive(Debug, Args)]
struct Mail {
    /// The mail server, such as smtp://localhost:25 or smtps://user:password@mail.example.org; better in the environment, for
    /// the password
    #[arg(long = "smtp", env = "MUSTER_SMTP", value_name = "URL", hide_env_values = true, requires = "from")]
    server: Option<String>,
    /// The sender of e-mails, such as "Muster <muster@example.org>"
    #[arg(long = "mail-from", env = "MUSTER_MAIL_FROM", value_name = "SENDER")]
    from: Option<String>,
    /// The address under which people reach this page, for links in e-mails
    #[arg(long = "url", env = "MUSTER_URL", value_name = "URL")]
    url: Option<String>,
}

impl Mail {
    fn mailer(&self) -> anyhow::Result<Option<Mailer>> {
        let both = self.server.as_deref().zip(self.from.as_deref());
        both.map(|(server, from)| Mailer::new(server, from)).transpose()
    }

    fn url(&self) -> Option<Arc<str>> {
        self.url.as_deref().map(|url| url.trim_end_matches('/').into())
    }
}

/// What web pages may send.
#[derive(Debug, Args)]
struct Track {
    /// A site whose pages may send activities to /api/v1/track, such as https://example.com (repeatable)
    #[arg(long = "track-origin", env = "MUSTER_TRACK_ORIGIN", value_name = "ORIGIN", value_delimiter = ',')]
    origins: Vec<Origin>,
    /// The header in which your reverse proxy writes the client's address, such as x-forwarded-for; without it, all
    /// clients behind the proxy share one limit
    #[arg(long = "track-client-header", env = "MUSTER_TRACK_CLIENT_HEADER", value_name = "HEADER")]
    client_header: Option<HeaderName>,
}

impl Track {
    fn settings(self) -> TrackingSettings {
        TrackingSettings { origins: self.origins, client_header: self.client_header }
    }
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        if !self.listen.ip().is_loopback() {
            let text = "--listen {} is no loopback address: other machines could reach it, and Muster has no \
                        sign-in yet. Use 127.0.0.1 or [::1], and a tunnel (ssh -L) for access from elsewhere";
            return Err(WrongUsage(text.replace("{}", &self.listen.to_string())).into());
        }
        let (mailer, url) = (self.mail.mailer()?, self.mail.url());
        start_log();
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("cannot listen on {}; is Muster running already?", self.listen))?;
        let app = App::open(&self.base.database(), &self.base.data, Clock::System).await?;
        let tracking = Tracking::new(self.tracking.settings(), app.clock);
        let webhooks = if self.allow_private_webhooks { Reach::Everywhere } else { Reach::Public };
        let app = App { tracking: Arc::new(tracking), mailer, webhooks, url, ..app };
        let mut worker = tokio::spawn(work::run(app.clone()));
        tracing::info!("listening on http://{}", listener.local_addr()?);
        tokio::select! {
            () = http::serve(listener, app.clone()) => {}
            ended = &mut worker => return Err(ended.map_or_else(Into::into, |()| anyhow::anyhow!("the worker has stopped"))),
        }
        worker.abort();
        let _ = worker.await; // what it was writing is undone, or written whole
        if tokio::time::timeout(CLOSED_WITHIN, close(&app.db)).await.is_err() {
            tracing::warn!("the database is still in use; a copy of it needs the files beside it");
        }
        Ok(ExitCode::SUCCESS) // work that is not done goes on at the next start
    }
}

/// Leaves the database so that a copy of its file alone is whole, also when other processes have it open.
async fn close(db: &Db) {
    if let Err(error) = db.fold_journal().await {
        tracing::warn!(%error, "the journal of the database could not be folded into it");
    }
    db.close().await;
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("MUSTER_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
