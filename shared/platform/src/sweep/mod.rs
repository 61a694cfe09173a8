//! Finding what is due: orders that need attention, outboxes left behind, accepted events that nobody handled.
//!
//! A run looks through the due index from its watermark to now: the first page of each partition here, the rest by
//! messages of its own, so that one full day cannot hold up the others. It sends each thing at set intervals while it stays due
//! ([`round_in`]), and every message's id follows from what is due since when: a run that is repeated, or overlaps
//! another, sends what is recognised as sent already. A run that was missed is made up for by the next.

mod age;
mod given_up;
mod message;
mod part;
mod rounds;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use procedure::event::{Event, EventKind, Room, SweepRequested};

pub use part::Part;
pub use rounds::round_in;

use crate::Clock;
use crate::dispatch::Queue;
use crate::envelope::{Content, Envelope, Kind};
use crate::react::{Error, Handler, Outcome, logged};
#[cfg(doc)]
use crate::store::LOOK_BACK_DAYS;
use crate::store::{Ask, DuePartition, Store, Watermark, day_of};

/// The due index shows a write after this time at the latest; each run looks back as far before the one before it.
const INDEX_LAG: SignedDuration = SignedDuration::from_mins(2);

/// How many full pages a run deals with itself; further partitions are left to messages, so that a run ends in bounded
/// time however much a long standstill has left.
const INLINE_PAGES: usize = 4;

/// Settings of the sweep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweepSettings {
    /// How many entries of a partition one message deals with; 1 to 1,000.
    pub page: u16,
    /// How many days before today the first run of all begins, and the most days a run looks through.
    pub look_back_days: u16,
    /// After how long an accepted event that nobody could handle is given up, with its data: longer than a dead-letter
    /// queue keeps its message (14 days) and `certflow stuck` has shown it, within [`LOOK_BACK_DAYS`].
    pub give_up_after: SignedDuration,
}

impl Default for SweepSettings {
    fn default() -> Self {
        Self { page: 200, look_back_days: 40, give_up_after: SignedDuration::from_hours(35 * 24) }
    }
}

/// What a run found and sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Orders that need attention.
    pub orders: usize,
    /// Outboxes left behind.
    pub outboxes: usize,
    /// Accepted events that were not handled.
    pub intake: usize,
    /// Accepted events that were given up, with their data.
    pub given_up: usize,
    /// Messages by which partitions go on.
    pub continued: usize,
    /// Things that are due but whose turn it is not.
    pub waiting: usize,
    /// How long ago the oldest of what is left unsent was written.
    pub oldest: Option<SignedDuration>,
    /// Lines of histories with something held for staff, up to a bound; a whole run counts them.
    pub held: usize,
    /// Whether a whole run came to its end: the next one starts there.
    pub finished: bool,
    /// Whether vendors were asked what changed, and all of it is on its queue; see [`crate::poll`].
    pub polled: bool,
}

impl Swept {
    /// How many entries were looked at.
    const fn looked_at(&self) -> usize {
        self.orders + self.outboxes + self.intake + self.given_up + self.waiting
    }
}

/// The sweep.
pub struct Sweeper {
    /// Where it looks.
    pub store: Arc<dyn Store>,
    /// Where it sends.
    pub queue: Arc<dyn Queue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Settings.
    pub settings: SweepSettings,
}

impl Sweeper {
    /// Sends what became due by `until`. Repeating a run changes nothing.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Queue`]: the run did not finish; the next one starts where it did.
    pub async fn run(&self, until: Timestamp) -> Result<Swept, Error> {
        let until = until.min(self.clock.now());
        let today = day_of(until);
        let earliest = back(today, self.settings.look_back_days);
        let last = self.store.watermark().await?;
        if last.is_some_and(|last| last.until >= until) {
            return Ok(Swept::default());
        }
        let since =
            last.map_or(Timestamp::MIN, |last| last.until.checked_sub(INDEX_LAG).unwrap_or(last.until));
        let first = self.first_day(last.map_or(earliest, |last| last.day), today).await?;
        let mut swept = Swept::default();
        for day in first.series(1.day()).take_while(|day| *day <= today) {
            for shard in 0..self.store.shards_on(day) {
                let part = Part { partition: DuePartition { day, shard }, since, until, after: None };
                if swept.looked_at() < INLINE_PAGES * usize::from(self.settings.page) {
                    self.part(&part, &mut swept).await?;
                } else {
                    self.put_off(&part, &mut swept).await?;
                }
            }
        }
        self.store.set_watermark(Watermark { day: first, until }).await?;
        swept.finished = true;
        swept.held = self.held().await;
        tracing::info!(?swept, %first, %until, "sweep finished");
        Ok(swept)
    }

    /// The first day from `from` on that still holds something due. It stays a day behind today, as what is written
    /// now is due now at the earliest, by a clock that may be behind ours.
    async fn first_day(&self, from: Date, today: Date) -> Result<Date, Error> {
        let yesterday = back(today, 1);
        let most = usize::from(self.settings.look_back_days.max(1));
        for day in from.series(1.day()).take_while(|day| *day < yesterday).take(most) {
            if !self.is_empty(day).await? {
                tracing::warn!(%day, "something has been due since this day");
                return Ok(day);
            }
        }
        Ok(yesterday
            .min(from.checked_add(i64::try_from(most).unwrap_or(i64::MAX).days()).unwrap_or(yesterday))
            .max(from))
    }

    async fn is_empty(&self, day: Date) -> Result<bool, Error> {
        let end = day.checked_add(1.day()).and_then(|day| day.to_zoned(TimeZone::UTC));
        let end = end.map_or(Timestamp::MAX, |end| end.timestamp());
        for shard in 0..self.store.shards_on(day) {
            if !self.store.due(DuePartition { day, shard }, end, &Ask::first(1)).await?.items.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

#[async_trait]
impl Handler for Sweeper {
    async fn handle(&self, body: &[u8], _deadline: Option<Timestamp>) -> Result<Outcome, Error> {
        let envelope = Envelope::decode(body).map_err(Error::Undecodable)?;
        logged(Room::RenewalSweep, &*self.clock, &envelope, self.answer(&envelope)).await
    }
}

impl Sweeper {
    async fn answer(&self, envelope: &Envelope) -> Result<Outcome, Error> {
        let Content::Inline(data) = &envelope.content else {
            return Err(Error::DataMissing { event: envelope.id.to_string() });
        };
        match envelope.kind {
            Kind::Event(kind @ EventKind::SweepRequested) => {
                match Event::decode(kind, data.clone()).map_err(Error::Undecodable)? {
                    Event::SweepRequested(SweepRequested { until }) => {
                        self.run(until).await.map(Outcome::Swept)
                    }
                    _ => Ok(Outcome::Ignored),
                }
            }
            Kind::SweepPart => {
                let part = Part::read(data)?;
                let mut swept = Swept::default();
                self.part(&part, &mut swept).await?;
                Ok(Outcome::Swept(swept))
            }
            Kind::Event(_) | Kind::OutboxLeftBehind => {
                Err(Error::Misrouted { kind: envelope.kind.type_name(), room: Room::RenewalSweep })
            }
        }
    }
}

fn back(day: Date, days: u16) -> Date {
    day.checked_sub(i64::from(days).days()).unwrap_or(Date::MIN)
}
