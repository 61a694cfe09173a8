//! One partition of the due index.

use jiff::Timestamp;
use procedure::{Finding, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Sweeper, Swept, message, round_in};
use crate::react::Error;
use crate::store::{Ask, Cursor, DuePartition, DueWhat};

/// Part of a run: a partition, or what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which partition.
    #[serde(flatten)]
    pub partition: DuePartition,
    /// Until when the run before looked.
    pub since: Timestamp,
    /// Until when this run looks.
    pub until: Timestamp,
    /// Where it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
}

impl Part {
    pub(super) fn read(data: &Value) -> Result<Self, Error> {
        serde_json::from_value(data.clone()).map_err(|_| Error::Undecodable(malformed()))
    }
}

impl Sweeper {
    /// Sends one page of the partition; a further message goes on with the rest.
    pub(super) async fn part(&self, part: &Part, swept: &mut Swept) -> Result<(), Error> {
        let ask = Ask { after: part.after.clone(), limit: self.settings.page.max(1) };
        let page = self.store.due(part.partition, part.until, &ask).await?;
        let now = self.clock.now();
        let mut left = Vec::new();
        for row in &page.items {
            if let DueWhat::Outbox { history, .. } = &row.what {
                left.push((history, row.at));
            }
            let Some(round) = round_in(row.at, part.since, part.until) else {
                swept.waiting += 1;
                continue;
            };
            let (room, envelope) = match &row.what {
                DueWhat::Order { order, lane } => {
                    swept.orders += 1;
                    message::order(order, *lane, row.at, round, now)
                }
                DueWhat::Outbox { history, room } => {
                    swept.outboxes += 1;
                    message::outbox(history, *room, row.at, round, now)
                }
                DueWhat::Intake { event } => match self.store.event(event).await? {
                    Some(record) if record.done.is_none() => {
                        if self.give_up(&record, now).await? {
                            swept.given_up += 1;
                            continue;
                        }
                        swept.intake += 1;
                        let Some(message) = message::intake(&record) else { continue };
                        message
                    }
                    _ => continue,
                },
            };
            self.queue.send(room, &envelope.encode()).await?;
        }
        swept.oldest = swept.oldest.max(self.oldest(&left, now).await);
        if let Some(after) = page.next {
            self.put_off(&Part { after: Some(after), ..part.clone() }, swept).await?;
        }
        Ok(())
    }

    /// Leaves `part` to a message.
    pub(super) async fn put_off(&self, part: &Part, swept: &mut Swept) -> Result<(), Error> {
        swept.continued += 1;
        let (room, envelope) = message::part(part, self.clock.now());
        Ok(self.queue.send(room, &envelope.encode()).await?)
    }
}

fn malformed() -> Finding {
    Finding::stop(
        "data.malformed",
        "data",
        "CloudEvents 1.0 data",
        Text::fixed("巡回の範囲を読み取れません。", "The part of the sweep cannot be read."),
        Text::fixed("次の巡回で処理されます。", "The next run covers it."),
    )
}
