//! The only place that asks the machine for the time; everything else is handed a [`Clock`].

use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Always this time, in milliseconds since 1970.
    #[cfg(test)]
    Fixed(i64),
}

impl Clock {
    /// Milliseconds since 1970, UTC.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in elsewhere")]
    pub fn now(self) -> i64 {
        match self {
            Self::System => {
                SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |age| age.as_millis() as i64)
            }
            #[cfg(test)]
            Self::Fixed(now) => now,
        }
    }

    /// The day it is in UTC.
    pub fn today(self) -> jiff::civil::Date {
        timestamp(self.now()).to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

/// A stored time as a timestamp.
pub fn timestamp(milliseconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(milliseconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}
