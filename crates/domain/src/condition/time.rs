//! Rules about time: fixed windows, and windows that move with the clock. All in UTC.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan as _};

const DAY: i64 = 86_400_000;

/// A window of time; milliseconds since 1970.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// From the first, inclusive, until the second, exclusive.
    Fixed(Option<i64>, Option<i64>),
    /// Moves with the clock.
    Relative(Relative),
}

/// A window that moves with the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// In the last so many hours, days, …
    InLast(Interval),
    /// In the next so many.
    InNext(Interval),
    /// On the present day.
    Today,
    /// In the present month.
    ThisMonth,
    /// In the month before.
    LastMonth,
    /// A birthday of somebody of this age in full years, both inclusive.
    Age(Option<i64>, Option<i64>),
}

/// A length of time by the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// How many.
    pub amount: i64,
    /// Of what.
    pub unit: Unit,
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 60 minutes.
    Hours,
    /// 24 hours.
    Days,
    /// 7 days.
    Weeks,
    /// As long as they are; the 31st is the last day of a shorter month.
    Months,
    /// 12 months.
    Years,
}

impl Interval {
    /// The moment so much later.
    pub fn after(self, moment: i64) -> i64 {
        moved(moment, self.span())
    }

    fn span(self) -> Span {
        match self.unit {
            Unit::Hours => self.amount.hours(),
            Unit::Days => self.amount.days(),
            Unit::Weeks => self.amount.weeks(),
            Unit::Months => self.amount.months(),
            Unit::Years => self.amount.years(),
        }
    }
}

impl When {
    /// Whether a moment lies within, at the time `now`.
    pub fn passes(&self, moment: i64, now: i64) -> bool {
        let (from, until) = self.moments(now);
        from.is_none_or(|from| moment >= from) && until.is_none_or(|until| moment < until)
    }

    /// Whether a moment in its stored spelling lies within.
    pub(super) fn passes_text(&self, moment: &str, now: i64) -> bool {
        moment.parse::<Timestamp>().is_ok_and(|at| self.passes(at.as_millisecond(), now))
    }

    /// The window at the time `now`: from, inclusive, and until, exclusive.
    pub fn moments(&self, now: i64) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Fixed(from, until) => (*from, *until),
            Self::Relative(relative) => relative.moments(now),
        }
    }

    /// The window as days: a day is within when it is from the first, inclusive, until the second, exclusive.
    pub fn days(&self, now: i64) -> (Option<Date>, Option<Date>) {
        match self {
            Self::Fixed(from, until) => (from.map(day_from), until.map(day_from)),
            Self::Relative(relative) => relative.days(now),
        }
    }

    /// The windows through whose bounds a moment passes between two times: what lies in them may change sides.
    pub(super) fn crossed(&self, before: i64, now: i64) -> Vec<Self> {
        let (old, new) = (self.moments(before), self.moments(now));
        let pairs = [(old.0, new.0), (old.1, new.1)];
        pairs
            .into_iter()
            .filter_map(|(old, new)| Some((old?, new?)))
            .filter(|(old, new)| old != new)
            .map(|(old, new)| Self::Fixed(Some(old.min(new)), Some(old.max(new))))
            .collect()
    }

    fn crossed_days(&self, before: i64, now: i64) -> Vec<Self> {
        let (old, new) = (self.days(before), self.days(now));
        let pairs = [(old.0, new.0), (old.1, new.1)];
        pairs
            .into_iter()
            .filter_map(|(old, new)| Some((old?, new?)))
            .filter(|(old, new)| old != new)
            .map(|(old, new)| Self::Fixed(Some(midnight(old.min(new))), Some(midnight(old.max(new)))))
            .collect()
    }
}

impl Relative {
    fn moments(self, now: i64) -> (Option<i64>, Option<i64>) {
        match self {
            Self::InLast(interval) => (Some(moved(now, -interval.span())), Some(now + 1)),
            Self::InNext(interval) => (Some(now), Some(moved(now, interval.span()) + 1)),
            Self::Today | Self::ThisMonth | Self::LastMonth | Self::Age(..) => {
                let (from, until) = self.days(now);
                (from.map(midnight), until.map(midnight))
            }
        }
    }

    fn days(self, now: i64) -> (Option<Date>, Option<Date>) {
        let today = day_of(now);
        let month = today.first_of_month();
        match self {
            Self::InLast(interval) => (Some(shifted(today, -interval.span())), Some(shifted(today, 1.day()))),
            Self::InNext(interval) => (Some(today), Some(shifted(shifted(today, interval.span()), 1.day()))),
            Self::Today => (Some(today), Some(shifted(today, 1.day()))),
            Self::ThisMonth => (Some(month), Some(shifted(month, 1.month()))),
            Self::LastMonth => (Some(shifted(month, -1.month())), Some(month)),
            Self::Age(least, most) => {
                let born = |years: i64| shifted(last_born(today, years), 1.day());
                (most.map(|most| born(most + 1)), least.map(born))
            }
        }
    }
}

/// A test of a day. One whose year is not known (`--MM-DD`) has an anniversary, and lies within nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum DateTest {
    /// It lies within.
    Within(When),
    /// Its anniversary is today or within so many days.
    AnniversaryIn(i64),
    /// Its month and day lie within.
    MonthDay(MonthDays),
}

impl DateTest {
    /// Whether a stored day passes.
    pub fn passes(&self, day: &str, now: i64) -> bool {
        match self {
            Self::Within(when) => {
                let (from, until) = when.days(now);
                let Ok(day) = day.parse::<Date>() else { return false };
                from.is_none_or(|from| day >= from) && until.is_none_or(|until| day < until)
            }
            Self::AnniversaryIn(_) | Self::MonthDay(_) => {
                let month_day = day.len().checked_sub(5).and_then(|start| day.get(start..));
                month_day.is_some_and(|day| self.month_days(now).is_some_and(|days| days.has(day)))
            }
        }
    }

    /// The months and days that pass at the time `now`; `None` for a test of the whole day.
    pub fn month_days(&self, now: i64) -> Option<MonthDays> {
        match self {
            Self::Within(_) => None,
            Self::MonthDay(days) => Some(days.clone()),
            Self::AnniversaryIn(days) => Some(MonthDays::from(day_of(now), *days)),
        }
    }

    /// Tests of the days that may change sides between two times.
    pub(super) fn crossed(&self, before: i64, now: i64) -> Vec<Self> {
        match self {
            Self::Within(when @ When::Relative(_)) => {
                when.crossed_days(before, now).into_iter().map(Self::Within).collect()
            }
            Self::AnniversaryIn(days) if day_of(before) != day_of(now) => {
                let (old, new) = (day_of(before).min(day_of(now)), day_of(before).max(day_of(now)));
                let passed = (new - old).get_days().into();
                let ends = MonthDays::from(shifted(old, days.days()), passed);
                vec![Self::MonthDay(MonthDays::from(old, passed)), Self::MonthDay(ends)]
            }
            _ => Vec::new(),
        }
    }
}

/// Days of any year, from `MM-DD` to `MM-DD`, both inclusive; over New Year when the second is before the first. 29 February
/// is among them where its anniversary is, which in a common year is 28 February.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthDays {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

impl MonthDays {
    /// The day `first` and the `days` behind it. A window of a year or more holds every day.
    fn from(first: Date, days: i64) -> Self {
        if days >= 365 {
            return Self { from: "01-01".into(), to: "12-31".into() };
        }
        let spelled = |day: Date| day.strftime("%m-%d").to_string();
        let last = shifted(first, days.days());
        let to = if ends_common_february(last) { "02-29".to_owned() } else { spelled(last) };
        Self { from: spelled(first), to }
    }

    /// True when the days go over New Year.
    pub fn wraps(&self) -> bool {
        self.to < self.from
    }

    fn has(&self, day: &str) -> bool {
        let (after, before) = (day >= self.from.as_str(), day <= self.to.as_str());
        if self.wraps() { after || before } else { after && before }
    }
}

/// The last day on which somebody was born who has had so many birthdays today.
fn last_born(today: Date, years: i64) -> Date {
    let day = shifted(today, -years.years());
    if ends_common_february(today) { day.last_of_month() } else { day }
}

fn ends_common_february(day: Date) -> bool {
    day.month() == 2 && day.day() == 28 && !day.in_leap_year()
}

/// Milliseconds of a day's first moment.
pub(super) fn midnight(day: Date) -> i64 {
    TimeZone::UTC
        .to_timestamp(day.to_datetime(jiff::civil::Time::midnight()))
        .map_or(0, Timestamp::as_millisecond)
}

/// The day of a moment.
pub(crate) fn day_of(moment: i64) -> Date {
    civil(moment).date()
}

/// The first day that begins at or after a moment.
fn day_from(moment: i64) -> Date {
    if moment.rem_euclid(DAY) == 0 { day_of(moment) } else { shifted(day_of(moment), 1.day()) }
}

fn civil(moment: i64) -> DateTime {
    let limit = if moment < 0 { Timestamp::MIN } else { Timestamp::MAX };
    TimeZone::UTC.to_datetime(Timestamp::from_millisecond(moment).unwrap_or(limit))
}

/// A moment and a length of time by the calendar; the ends of the calendar hold it.
fn moved(moment: i64, span: Span) -> i64 {
    let at = civil(moment).saturating_add(span);
    TimeZone::UTC
        .to_timestamp(at)
        .map_or(if span.is_negative() { i64::MIN / 4 } else { i64::MAX / 4 }, Timestamp::as_millisecond)
}

fn shifted(day: Date, span: Span) -> Date {
    day.saturating_add(span)
}
