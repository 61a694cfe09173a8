//! How many partitions a day of the due index has.

use std::num::NonZeroU16;
use std::str::FromStr;

use jiff::civil::Date;
use procedure::{Finding, Text};
use sha2::{Digest as _, Sha256};

/// Most partitions of one day.
pub const MAX_SHARDS: u16 = 256;

/// The number of partitions of the due index by day. It may only grow: what was written for a later day under an
/// earlier, smaller number stays within the larger one, so the sweep of that day still finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    first: NonZeroU16,
    later: Vec<(Date, NonZeroU16)>,
}

impl Shards {
    /// One partition a day: one machine, tests.
    pub const ONE: Shards = Shards { first: NonZeroU16::MIN, later: Vec::new() };

    /// The number on `day`.
    pub fn on(&self, day: Date) -> u16 {
        let begun = self.later.iter().rev().find(|(from, _)| *from <= day);
        begun.map_or(self.first, |(_, count)| *count).get()
    }

    /// The partition on `day` of what belongs to `owner`.
    pub(crate) fn of(&self, day: Date, owner: &str) -> u16 {
        let hash = Sha256::digest(owner);
        let bits = hash.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        // Below the number of shards, so it fits.
        (bits % u64::from(self.on(day))) as u16
    }
}

impl FromStr for Shards {
    type Err = Finding;

    /// Reads `4`, or `4,2027-04-01:16` for sixteen from that day on.
    fn from_str(text: &str) -> Result<Self, Finding> {
        let mut parts = text.split(',');
        let first = parts.next().and_then(count).ok_or_else(malformed)?;
        let mut later: Vec<(Date, NonZeroU16)> = Vec::new();
        for part in parts {
            let (day, number) = part.split_once(':').ok_or_else(malformed)?;
            let day: Date = day.trim().parse().map_err(|_| malformed())?;
            let number = count(number).ok_or_else(malformed)?;
            let (after, at_least) = later.last().map_or((Date::MIN, first), |(day, number)| (*day, *number));
            if day <= after || number < at_least {
                return Err(malformed());
            }
            later.push((day, number));
        }
        Ok(Self { first, later })
    }
}

fn count(text: &str) -> Option<NonZeroU16> {
    text.trim().parse().ok().filter(|count: &NonZeroU16| count.get() <= MAX_SHARDS)
}

fn malformed() -> Finding {
    Finding::stop(
        "config.shards",
        "shards",
        "certflow",
        Text::fixed(
            "due 索引の分割数の指定が正しくありません。",
            "The number of due partitions is malformed.",
        ),
        Text::fixed(
            "「4」または「4,2027-04-01:16」の形式で、日付順に、減らない数(1〜256)を指定してください。",
            "Write `4` or `4,2027-04-01:16`: days ascending, numbers 1 to 256 that never fall.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_number_of_partitions_may_grow_by_day() {
        let shards: Shards = "4,2027-04-01:16".parse().unwrap();
        assert_eq!((shards.on(date(2027, 3, 31)), shards.on(date(2027, 4, 1))), (4, 16));
        for n in 0..200 {
            let owner = format!("ORDER#{n}");
            assert!(shards.of(date(2027, 3, 31), &owner) < 4);
            assert!(shards.of(date(2027, 4, 2), &owner) < 16);
        }
    }

    #[test]
    fn what_would_lose_orders_is_refused() {
        for text in ["", "0", "257", "x", "4,2027-04-01:2", "4,2027-04-01:8,2027-04-01:9", "4,2027-04-01"] {
            assert!(text.parse::<Shards>().is_err(), "{text}");
        }
    }
}
