//! Which contacts are meant.

use muster_store::contacts::Filter;

use crate::app::App;
use crate::http::base::problem::ApiResult;
use crate::work::mass_action::{self, Selection};

/// The contacts of a selection; indexes that would find them faster are asked for.
pub async fn filter(app: &App, selection: &Selection) -> ApiResult<Filter> {
    let now = app.clock.now();
    let filter = mass_action::filter(&app.db, selection, now).await?;
    app.wishes.note(&app.db, filter.indexes(), now);
    Ok(filter)
}
