//! Rules with dates: which limit holds on which day. Data and lookups; nothing here decides an order.

pub mod dcv;
pub mod issuance;
pub mod renewal;
pub mod validity;

use jiff::{SignedDuration, Timestamp};

/// Seconds in one day of the BR ("measured as 86,400 seconds", BR 6.3.2).
pub const DAY_SECONDS: i64 = 86_400;

/// `days` days of 86,400 seconds after `time`, or the end of time.
fn days_after(time: Timestamp, days: u32) -> Timestamp {
    let span = SignedDuration::from_secs(i64::from(days).saturating_mul(DAY_SECONDS));
    time.checked_add(span).unwrap_or(Timestamp::MAX)
}
