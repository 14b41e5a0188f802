//! How many days a chart shows.

use serde::Deserialize;
use utoipa::IntoParams;

/// How far back.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Span {
    /// Days up to today, from 1 to 730; 90 when left out.
    #[param(value_type = Option<i64>, minimum = 1, maximum = 730)]
    days: Option<Days>,
}

/// A number of days that a chart can show.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Days(i64);

impl TryFrom<String> for Days {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let days = text.parse().ok().filter(|days| (1..=730).contains(days));
        days.map(Self).ok_or("a whole number from 1 to 730 is expected")
    }
}

impl Span {
    /// How many days.
    pub fn days(&self) -> i64 {
        self.days.map_or(90, |Days(days)| days)
    }
}
