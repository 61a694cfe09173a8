//! Japan time, a fixed offset: Japan has kept no summer time since 1951.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// Japan Standard Time, UTC+09:00.
pub const JAPAN: Offset = Offset::constant(9);

/// The date in Japan at `time`.
pub fn japan_date(time: Timestamp) -> Date {
    JAPAN.to_datetime(time).date()
}

/// The instant when clocks in Japan show `time` on `date`; clamped to the range of [`Timestamp`].
pub fn japan_time(date: Date, time: Time) -> Timestamp {
    JAPAN.to_timestamp(date.to_datetime(time)).unwrap_or(if date.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
