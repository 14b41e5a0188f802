use axum::Json;
use axum::extract::State;
use muster_store::activities::{self, Logged, Page};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Activity, Cursor, next};
use crate::app::App;
use crate::http::extract::{Limit, Query, page_size};
use crate::http::problem::{ApiResult, Problem};

/// Which activities.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ActivityPage {
    /// Only activities of the type with this name.
    #[serde(rename = "type")]
    kind: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<Cursor>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

impl ActivityPage {
    /// The same for the base.
    pub fn read(&self) -> Page<'_> {
        let after = self.after.map(|Cursor(place)| place);
        Page { kind: self.kind.as_deref(), after, limit: page_size(self.limit) }
    }
}

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
pub async fn list(State(app): State<App>, Query(page): Query<ActivityPage>) -> ApiResult<Json<ActivityLog>> {
    let page = page.read();
    let found = activities::log(&app.db, page).await?;
    let next = next(found.last().map(|last| &last.activity), found.len() as i64 == page.limit);
    Ok(Json(ActivityLog { items: found.into_iter().map(LoggedActivity::from).collect(), next }))
}

impl From<Logged> for LoggedActivity {
    fn from(logged: Logged) -> Self {
        let contact =
            ActivityContact { id: logged.activity.contact_id, email: logged.email, name: logged.name };
        Self { activity: logged.activity.into(), contact }
    }
}
