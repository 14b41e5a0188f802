use axum::Json;
use jiff::ToSpan as _;
use jiff::civil::Date;
use muster_domain::GroupId;
use muster_store::groups::{self, Day};
use serde::Serialize;
use utoipa::ToSchema;

use super::counted;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::span::Span;

/// A day of a group.
#[derive(Debug, Serialize, ToSchema)]
struct GroupDay {
    /// `YYYY-MM-DD`, UTC.
    day: String,
    /// Members at its end.
    members: i64,
    entered: i64,
    left: i64,
}

/// The days of a group, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct GroupGrowth {
    items: Vec<GroupDay>,
}

/// How a group grew and shrank, day by day.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/growth", operation_id = "show_group_growth",
    params(("id" = i64, Path), Span), responses((status = 200, body = GroupGrowth), (status = 404, body = Problem)))]
pub async fn show(
    caller: Caller,
    Path(id): Path<i64>,
    Query(span): Query<Span>,
) -> ApiResult<Json<GroupGrowth>> {
    let group = counted(&caller.app, id).await?;
    let today = caller.app.clock.today();
    let first = today.saturating_sub((span.days() - 1).days());
    let known = groups::growth(&caller.app.db, GroupId(id), &first.to_string()).await?;
    Ok(Json(GroupGrowth { items: day_by_day(first, today, group.members, &known) }))
}

/// Counts back from today's members: before each day there were fewer by those who entered, more by those who left.
fn day_by_day(first: Date, today: Date, members: i64, known: &[Day]) -> Vec<GroupDay> {
    let (mut items, mut day, mut members) = (Vec::new(), today, members);
    while day >= first {
        let spelled = day.to_string();
        let (entered, left) =
            known.iter().find(|known| known.day == spelled).map_or((0, 0), |day| (day.entered, day.gone));
        items.push(GroupDay { day: spelled, members, entered, left });
        members -= entered - left;
        let Ok(before) = day.yesterday() else { break };
        day = before;
    }
    items.reverse();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_counted_back_from_today() {
        let day = |number| jiff::civil::date(2026, 11, number);
        let known = [
            Day { day: "2026-11-22".into(), entered: 5, gone: 0 },
            Day { day: "2026-11-24".into(), entered: 1, gone: 3 },
        ];
        let told = day_by_day(day(21), day(24), 3, &known);
        let told: Vec<_> = told.iter().map(|day| (day.members, day.entered, day.left)).collect();
        assert_eq!(told, [(0, 0, 0), (5, 5, 0), (5, 0, 0), (3, 1, 3)]);
    }
}
