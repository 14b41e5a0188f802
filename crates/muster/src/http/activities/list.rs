use axum::Json;
use muster_store::activities::{self, Logged};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::next;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::activity::{Activity, ActivityPage, place_behind};

/// Whose an activity is.
#[derive(Debug, Serialize, ToSchema)]
struct ActivityContact {
    id: i64,
    email: String,
    /// First and last name, as far as they are known.
    name: Option<String>,
}

/// An activity and whose it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoggedActivity {
    #[serde(flatten)]
    activity: Activity,
    contact: ActivityContact,
}

/// Activities, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityLog {
    items: Vec<LoggedActivity>,
    next: Option<String>,
}

/// The activities of all contacts, the latest first.
#[utoipa::path(get, path = "/api/v1/activities", operation_id = "list_activities", params(ActivityPage),
    responses((status = 200, body = ActivityLog), (status = 400, body = Problem)))]
pub async fn list(caller: Caller, Query(page): Query<ActivityPage>) -> ApiResult<Json<ActivityLog>> {
    let page = page.read();
    let found = activities::log(&caller.app.db, page).await?;
    let next = next(&found, page.limit, |last| place_behind(&last.activity));
    Ok(Json(ActivityLog { items: found.into_iter().map(LoggedActivity::from).collect(), next }))
}

impl From<Logged> for LoggedActivity {
    fn from(logged: Logged) -> Self {
        let contact =
            ActivityContact { id: logged.activity.contact_id, email: logged.email, name: logged.name };
        Self { activity: logged.activity.into(), contact }
    }
}
