//! Accepted events that nobody could handle: their data may be personal and is not kept for ever (APPI Art. 22).

use jiff::Timestamp;
use procedure::{Finding, Party, Text};

use super::Sweeper;
use crate::store::{EventRecord, StoreError};

impl Sweeper {
    /// Ends an event that was accepted too long ago, and erases its data. Returns whether it did.
    pub(super) async fn give_up(&self, record: &EventRecord, now: Timestamp) -> Result<bool, StoreError> {
        let accepted = record.received_at;
        if accepted.is_none_or(|at| now.duration_since(at) < self.settings.give_up_after) {
            return Ok(false);
        }
        let given_up = self.store.withdraw(record, given_up(), now).await?;
        if given_up {
            let order = record.subject.as_ref().map(tracing::field::display);
            tracing::error!(event = %record.key, order, "an accepted event was given up, and its data erased");
        }
        Ok(given_up)
    }
}

fn given_up() -> Finding {
    Finding::stop(
        "event.given_up",
        "event",
        "APPI Art. 22",
        Text::fixed(
            "長期間処理できなかったため、内容を消去して終了しました。",
            "It could not be handled for too long: it is ended, and its data is erased.",
        ),
        Text::fixed(
            "必要な場合は、新しい ID で送り直すようご依頼ください。",
            "If it is still wanted, have it sent again under a new id.",
        ),
    )
    .owed_by(Party::Provider)
}
