//! Erasing what is personal around an order.
//!
//! The order's own item is erased by the transaction of the event that asked for it. What lies around it is more
//! than a transaction holds, and is erased afterwards, item by item; until that is done the order stays in the due
//! index, so that whatever a crash leaves is found by the sweep.

use jiff::{SignedDuration, Timestamp, ToSpan as _};
use procedure::erase::erased_order;
use procedure::{Finding, Party, Refusal, Text};

use super::on_table::TableStore;
use super::record::{Done, ErasedRecord, EventRecord, HistoryRecord, OutcomeKind};
use super::table::{Condition, Range, Table};
use super::{Ask, DuePartition, DueWhat, EventKey, Key, StoreError, day_of, due, key};

/// How many days back events that nobody has handled are looked for: as far as the sweep looks.
pub const LOOK_BACK_DAYS: i64 = 40;
/// Most such events looked through; beyond them the search is an error, not an answer.
pub const MAX_UNHANDLED: usize = 10_000;
/// An accepted event is due again within this time.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// Items read at once.
const PAGE: u16 = 200;

impl<T: Table> TableStore<T> {
    /// Leaves of each line of history who did what kind of thing when.
    pub(super) async fn erase_history(&self, record: &ErasedRecord) -> Result<(), StoreError> {
        let partition = key::order_partition(&record.erased.id);
        let mut ask = Ask::first(PAGE);
        loop {
            let range = Range::Prefix(key::history_prefix().to_owned());
            let read = HistoryRecord::from_item;
            let page = self.list(partition.clone(), range, false, &ask, read).await?;
            for line in &page.items {
                // The erasure's own line is the last, and names nobody.
                if line.key.sequence < record.version {
                    self.erase_line(line).await?;
                }
            }
            ask.after = page.next;
            if ask.after.is_none() {
                return Ok(());
            }
        }
    }

    async fn erase_line(&self, line: &HistoryRecord) -> Result<(), StoreError> {
        let bare = line.bare();
        if bare != *line {
            // Whoever still sends from it loses its claim, and with it the right to mark.
            self.table.put(&bare.to_item(&self.settings.shards)?, None).await?;
        }
        let Some(event) = self.event_record(&line.event.key).await? else { return Ok(()) };
        if event.done.as_ref().is_some_and(|done| !done.findings.is_empty()) {
            self.table.put(&event.bare().to_item(self.settings.keep_events)?, None).await?;
        }
        Ok(())
    }

    /// Ends what still waits to be handled for the order: nothing could come of it.
    pub(super) async fn end_waiting(&self, record: &ErasedRecord, now: Timestamp) -> Result<(), StoreError> {
        let id = &record.erased.id;
        for event in self.look_for_unhandled(now).await? {
            if event.subject.as_ref() == Some(id) {
                self.end_event(&event, erased_order(id), now).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn look_for_unhandled(&self, now: Timestamp) -> Result<Vec<EventRecord>, StoreError> {
        let until = now.checked_add(AHEAD).unwrap_or(now);
        let (last, today) = (day_of(until), day_of(now));
        let first = today.checked_sub(LOOK_BACK_DAYS.days()).unwrap_or(today);
        let mut events = Vec::new();
        for day in first.series(1.day()).take_while(|day| *day <= last) {
            for shard in 0..self.settings.shards.on(day) {
                self.unhandled_in(DuePartition { day, shard }, until, &mut events).await?;
            }
        }
        Ok(events)
    }

    async fn unhandled_in(
        &self,
        partition: DuePartition,
        until: Timestamp,
        events: &mut Vec<EventRecord>,
    ) -> Result<(), StoreError> {
        let mut ask = Ask::first(PAGE);
        loop {
            let range = Range::DueUntil(due::last_of(until));
            let read = |item| super::DueRow::from_item(&item);
            let page = self.list(partition.key(), range, false, &ask, read).await?;
            for row in page.items {
                let DueWhat::Intake { event } = row.what else { continue };
                let record = self.event_record(&event).await?;
                events.extend(record.filter(|record| record.done.is_none()));
            }
            if events.len() > MAX_UNHANDLED {
                return Err(StoreError::Refused(too_many_unhandled()));
            }
            ask.after = page.next;
            if ask.after.is_none() {
                return Ok(());
            }
        }
    }

    pub(super) async fn end_event(
        &self,
        event: &EventRecord,
        why: Finding,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let refusal = Refusal::from(why);
        let done = Done {
            outcome: OutcomeKind::Refused,
            at: now,
            order: event.subject.clone(),
            version: None,
            in_history: false,
            findings: refusal.findings().to_vec(),
        };
        let record = EventRecord { data: None, done: Some(done), ..event.clone() };
        let item = record.to_item(self.settings.keep_events)?;
        self.table.put(&item, Some(&Condition::Missing("outcome"))).await
    }

    async fn event_record(&self, event: &EventKey) -> Result<Option<EventRecord>, StoreError> {
        let item = self.table.get(&[Key::event(event)]).await?.into_iter().next().flatten();
        item.map(EventRecord::from_item).transpose()
    }
}

fn too_many_unhandled() -> Finding {
    Finding::stop(
        "unhandled.too_many",
        "events",
        "APPI Art. 22",
        Text::new(
            format!("未処理のイベントが {MAX_UNHANDLED} 件を超えているため、すべてを確認できません。"),
            format!("More than {MAX_UNHANDLED} events wait to be handled, which is more than can be searched."),
        ),
        Text::fixed(
            "`certflow stuck` と `certflow dead-letters` で原因を取り除き、処理が進んでからもう一度実行してください。",
            "Mend what holds them up (`certflow stuck`, `certflow dead-letters`), then do this again.",
        ),
    )
    .owed_by(Party::Provider)
}
