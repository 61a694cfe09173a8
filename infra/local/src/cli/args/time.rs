//! Times and days on the command line.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use procedure::calendar::JAPAN;

/// A time: RFC 3339, or without an offset the time in Japan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeArg(pub Timestamp);

/// A day, `2026-12-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateArg(pub Date);

impl FromStr for TimeArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const HELP: &str = "write `2026-12-01T10:00` (Japan time) or RFC 3339 such as `2026-12-01T01:00:00Z`";
        let text = text.trim();
        if let Ok(time) = text.parse() {
            return Ok(Self(time));
        }
        // A time without an offset is what clocks in Japan show; a day alone would leave the hour to guess.
        let local: DateTime = text.parse().ok().filter(|_| text.contains(':')).ok_or(HELP)?;
        JAPAN.to_timestamp(local).map(Self).map_err(|_| HELP)
    }
}

impl FromStr for DateArg {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self).map_err(|_| "write a day such as `2026-12-01`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_rfc_3339_or_of_japan() {
        let expected: Timestamp = "2026-12-01T01:00:00Z".parse().unwrap();
        for text in [
            "2026-12-01T01:00:00Z",
            "2026-12-01T10:00:00+09:00",
            "2026-12-01T10:00",
            "2026-12-01 10:00:00",
            " 2026-12-01T10:00 ",
        ] {
            assert_eq!(text.parse(), Ok(TimeArg(expected)), "{text}");
        }
        for text in ["", "2026-12-01", "10:00", "tomorrow", "2026-13-01T10:00", "2026-12-01T25:00"] {
            assert!(text.parse::<TimeArg>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_are_days() {
        assert_eq!("2026-12-01".parse(), Ok(DateArg(jiff::civil::date(2026, 12, 1))));
        assert!("2026-12-32".parse::<DateArg>().is_err());
        assert!("1 Dec".parse::<DateArg>().is_err());
    }
}
