//! The time, injected, so that a test can move a campaign through its window.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds of one second, minute, hour and day.
pub const SECOND: i64 = 1000;
/// Milliseconds of a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Milliseconds of an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds of a day.
pub const DAY: i64 = 24 * HOUR;

/// Tells the time; clones tell the same.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::by(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        })
    }

    /// A clock that this function reads.
    pub fn by(now: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        (self.0)()
    }
}

/// Beijing's time; China has no daylight saving time.
pub const BEIJING: Offset = Offset::constant(8);

/// A moment, given in milliseconds since 1970, on Beijing's clocks.
pub fn beijing(milliseconds: i64) -> DateTime {
    BEIJING.to_datetime(Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH))
}
