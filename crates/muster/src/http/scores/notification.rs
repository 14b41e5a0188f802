use axum::Json;
use axum::http::StatusCode;
use futures_util::future::{join, join_all};
use muster_domain::{Email, ScoreId, display_address};
use muster_store::StoreError;
use muster_store::notices::{self, Notice, Notification, Webhook};
use muster_store::work::{Kind, Work};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::{find, invalid};
use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::mail::MailError;
use crate::secret::fresh_key;
use crate::webhook::{self, Call, Reach, check_url};
use crate::work::notice::{Message, NO_MAIL_SERVER};

const MAX_EMAILS: usize = 20;
/// Notices that are shown.
const SHOWN: i64 = 10;

/// Whom a score tells when contacts reach its limit, and what became of it lately.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreNotification {
    /// Addresses to which an e-mail goes.
    emails: Vec<String>,
    /// The address of a program that is called.
    webhook_url: Option<String>,
    /// With what the calls are signed, as Standard Webhooks has it (standardwebhooks.com).
    webhook_secret: Option<String>,
    /// False when no mail server is known, so that no e-mail can be sent.
    can_send_email: bool,
    /// The latest notices, the newest first.
    notices: Vec<ScoreNotice>,
}

/// How a notice goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NoticeChannel {
    Email,
    Webhook,
}

/// What became of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum NoticeState {
    /// It waits for others, a minute at most.
    Waiting,
    /// It could not be sent, and is tried again.
    TriedAgain,
    Sent,
    Failed,
}

/// A notice of contacts that reached the limit together.
#[derive(Debug, Serialize, ToSchema)]
struct ScoreNotice {
    id: i64,
    channel: NoticeChannel,
    state: NoticeState,
    /// When the first of them reached the limit.
    at: String,
    /// When it was sent, or given up.
    ended_at: Option<String>,
    /// Why it could not be sent.
    failure: Option<String>,
}

impl ScoreNotice {
    fn of(work: Work) -> Self {
        let notice: Notice = serde_json::from_str(&work.payload).unwrap_or_default();
        let state = match (work.state.as_str(), &notice.trouble) {
            ("finished", _) => NoticeState::Sent,
            ("failed", _) => NoticeState::Failed,
            (_, Some(_)) => NoticeState::TriedAgain,
            _ => NoticeState::Waiting,
        };
        let trouble = notice.trouble.filter(|_| state == NoticeState::TriedAgain);
        Self {
            id: work.work_id,
            channel: if work.kind == Kind::ScoreEmail.word() {
                NoticeChannel::Email
            } else {
                NoticeChannel::Webhook
            },
            state,
            at: timestamp(work.created_at).to_string(),
            ended_at: work.finished_at.map(|at| timestamp(at).to_string()),
            failure: work.failure.or(trouble),
        }
    }
}

impl ScoreNotification {
    async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let Notification { emails, webhook } = notices::find(&app.db, ScoreId(id)).await?;
        let (webhook_url, webhook_secret) = webhook.map(|Webhook { url, secret }| (url, secret)).unzip();
        let latest = notices::latest(&app.db, ScoreId(id), SHOWN).await?;
        Ok(Self {
            emails: shown(&emails),
            webhook_url,
            webhook_secret,
            can_send_email: app.mailer.is_some(),
            notices: latest.into_iter().map(ScoreNotice::of).collect(),
        })
    }
}

fn shown(emails: &[String]) -> Vec<String> {
    emails.iter().map(|email| display_address(email).into_owned()).collect()
}

/// Whom a score is to tell.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScoreNotification {
    /// E-mail addresses, 20 at most.
    emails: Vec<String>,
    /// The address of a program to be called, `https://…` or `http://…`; null for none. One of a private network is refused, unless
    /// Muster was started with `--allow-private-webhooks`. Its secret stays as long as the host does.
    webhook_url: Option<String>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

impl NewScoreNotification {
    fn check(&self, reach: Reach) -> ApiResult<(Vec<String>, Option<String>)> {
        let wrong = |at: String, detail: String| invalid(&at, "notification_invalid", detail, "");
        let mut emails: Vec<String> = Vec::new();
        for (place, typed) in self.emails.iter().enumerate() {
            let at = format!("/emails/{place}");
            let email = Email::parse(typed).map_err(|error| wrong(at, format!("\"{typed}\": {error}.")))?;
            let email = email.key().to_owned(); // a domain in its IDN form, which every server takes
            if !emails.contains(&email) {
                emails.push(email);
            }
        }
        if emails.len() > MAX_EMAILS {
            return Err(wrong("/emails".into(), format!("At most {MAX_EMAILS} addresses can be told.")));
        }
        let url = self.webhook_url.as_deref().filter(|typed| !typed.trim().is_empty());
        let url = url
            .map(|typed| check_url(typed, reach))
            .transpose()
            .map_err(|words| wrong("/webhook_url".into(), words.to_owned()))?;
        Ok((emails, url.map(str::to_owned)))
    }
}

/// Whom a score tells when contacts reach its limit, and what became of it lately.
#[utoipa::path(get, path = "/api/v1/scores/{id}/notification", operation_id = "show_score_notification",
    params(("id" = i64, Path)),
    responses((status = 200, body = ScoreNotification), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ScoreNotification>> {
    find(&caller.app.db, id).await?;
    ScoreNotification::load(&caller.app, id).await.map(Json)
}

/// Says whom a score tells from now on: once for each contact that reaches its limit, and never because rules changed.
#[utoipa::path(put, path = "/api/v1/scores/{id}/notification", operation_id = "put_score_notification",
    params(("id" = i64, Path)), request_body = NewScoreNotification,
    responses((status = 200, body = ScoreNotification), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn put(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(new): extract::Json<NewScoreNotification>,
) -> ApiResult<Json<ScoreNotification>> {
    let (emails, url) = new.check(caller.app.webhooks)?;
    let mut work = caller.begin().await?;
    find(&mut work.tx, id).await?;
    let stored = notices::find(&mut work.tx, ScoreId(id)).await?;
    let url_before = stored.webhook.as_ref().map(|webhook| &webhook.url);
    new.before.check("notification", &json!({"emails": shown(&stored.emails), "webhook_url": url_before}))?;
    let webhook = match url {
        Some(url) => {
            // The receiver of before must not be able to sign for another.
            let kept = stored.webhook.filter(|known| webhook::host(&known.url) == webhook::host(&url));
            Some(Webhook { url, secret: kept.map_or_else(new_secret, |known| Ok(known.secret))? })
        }
        None => None,
    };
    notices::set(&mut work.tx, ScoreId(id), &Notification { emails, webhook }).await?;
    work.tx.commit().await?;
    ScoreNotification::load(&caller.app, id).await.map(Json)
}

fn new_secret() -> ApiResult<String> {
    let key = fresh_key().map_err(|error| StoreError::Damaged(error.to_string()))?;
    Ok(webhook::secret(&key))
}

/// What became of a test.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotificationTest {
    /// To whom, or what, it went.
    to: String,
    /// Why it did not arrive; null when it was taken.
    failure: Option<String>,
}

/// Sends a test to everybody whom a score tells, and says what became of it.
#[utoipa::path(post, path = "/api/v1/scores/{id}/notification/test", operation_id = "test_score_notification",
    params(("id" = i64, Path)),
    responses((status = 200, body = Vec<NotificationTest>), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn test(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<Vec<NotificationTest>>> {
    let score = find(&caller.app.db, id).await?;
    let Notification { emails, webhook } = notices::find(&caller.app.db, ScoreId(id)).await?;
    if emails.is_empty() && webhook.is_none() {
        return Err(nobody());
    }
    let message = Message::test(&score);
    let sent = join_all(emails.into_iter().map(|to| send_test(&caller.app, &message, to)));
    let post = async {
        let webhook = webhook?;
        let at = caller.now();
        let call = Call { id: format!("test-{at}"), at, body: message.json(0).to_string() };
        let failure = webhook::call(&webhook, call, caller.app.webhooks).await.err();
        Some(NotificationTest { to: webhook.url, failure })
    };
    let (mut tests, posted) = join(sent, post).await; // all at once: each may take a while
    tests.extend(posted);
    Ok(Json(tests))
}

async fn send_test(app: &App, message: &Message<'_>, to: String) -> NotificationTest {
    let failure = match &app.mailer {
        None => Some(NO_MAIL_SERVER.to_owned()),
        Some(mailer) => message.send(mailer, &to, app.url.as_deref()).await.err().map(MailError::words),
    };
    NotificationTest { to: display_address(&to).into_owned(), failure }
}

fn nobody() -> ApiError {
    let remedy = "Enter an address first.";
    ApiError::new(StatusCode::CONFLICT, "nobody_to_tell", "This score tells nobody.", remedy)
}
