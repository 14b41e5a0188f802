use std::collections::BTreeMap;

use axum::Json;
use muster_domain::ScoreId;
use muster_store::{contacts, scores};
use serde::Serialize;
use utoipa::ToSchema;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// Bars of a histogram, about so many.
const BARS: i64 = 20;

/// Contacts with so many points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ScoreBar {
    /// The least points of the bar.
    pub(super) from: i64,
    /// The most points of the bar.
    pub(super) to: i64,
    pub(super) contacts: i64,
}

/// How the points of a score are spread over the contacts.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreDistribution {
    /// From the fewest points to the most, without gaps.
    bars: Vec<ScoreBar>,
    /// Contacts in the whole base.
    contacts: i64,
    /// Contacts with the limit's points or more; null when there is no limit.
    reached: Option<i64>,
}

/// How the points of a score are spread over the contacts.
#[utoipa::path(get, path = "/api/v1/scores/{id}/distribution", operation_id = "show_score_distribution",
    params(("id" = i64, Path)), responses((status = 200, body = ScoreDistribution), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ScoreDistribution>> {
    let stored = find(&caller.app.db, id).await?;
    let all = contacts::count(&caller.app.db, &contacts::Filter::default()).await?;
    let (least, most) = scores::range(&caller.app.db, ScoreId(id)).await?.unwrap_or((0, 0));
    let axis = Axis::over(least, most);
    let found = scores::bars(&caller.app.db, ScoreId(id), (axis.first, axis.width)).await?;
    let mut counts: BTreeMap<i64, i64> = found.iter().map(|bar| (bar.from_points, bar.contacts)).collect();
    let without_row = all - counts.values().sum::<i64>();
    *counts.entry(axis.bar_of(0)).or_default() += without_row.max(0);
    let reached = match stored.limit_points {
        Some(limit) => Some(scores::count_from(&caller.app.db, ScoreId(id), limit, all).await?),
        None => None,
    };
    Ok(Json(ScoreDistribution { bars: axis.bars(&counts), contacts: all, reached }))
}

/// How points are put into bars of one width, 1, 2 or 5 times a power of ten; 0 begins a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    first: i64,
    last: i64,
    width: i64,
}

impl Axis {
    /// An axis that holds 0 and all points from `least` to `most`.
    pub(super) fn over(least: i64, most: i64) -> Self {
        let (least, most) = (least.min(0), most.max(0));
        let steps = (0..12).flat_map(|power| [1, 2, 5].map(|step| step * 10_i64.pow(power)));
        let fits = |width: &i64| most.div_euclid(*width) - least.div_euclid(*width) < BARS;
        let width = steps.into_iter().find(fits).unwrap_or(i64::MAX / 4);
        let start = |points: i64| points.div_euclid(width) * width;
        Self { first: start(least), last: start(most), width }
    }

    /// Where the bar of some points begins.
    pub(super) fn bar_of(self, points: i64) -> i64 {
        points.div_euclid(self.width) * self.width
    }

    /// All bars, given the contacts by where their bars begin.
    pub(super) fn bars(self, counts: &BTreeMap<i64, i64>) -> Vec<ScoreBar> {
        let count = (self.last - self.first) / self.width;
        let bar = |place: i64| {
            let from = self.first + place * self.width;
            ScoreBar { from, to: from + self.width - 1, contacts: counts.get(&from).copied().unwrap_or(0) }
        };
        (0..=count).map(bar).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_round_bounds_and_hold_everybody() {
        assert_eq!(Axis::over(0, 0), Axis { first: 0, last: 0, width: 1 });
        assert_eq!(Axis::over(-7, 93), Axis { first: -10, last: 90, width: 10 });
        let axis = Axis::over(5, 19);
        assert_eq!((axis.first, axis.last, axis.width), (0, 19, 1));
        let counts = BTreeMap::from([(axis.bar_of(5), 2), (axis.bar_of(19), 1)]);
        let bars = axis.bars(&counts);
        assert_eq!((bars.len(), bars.iter().map(|bar| bar.contacts).sum::<i64>()), (20, 3));
        assert_eq!(bars[5], ScoreBar { from: 5, to: 5, contacts: 2 });
        assert_eq!(Axis::over(-1, 0).bars(&BTreeMap::new()).len(), 2);
    }
}
