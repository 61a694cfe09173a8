//! Where time jumps to next.

use jiff::{SignedDuration, Timestamp};

use super::{World, WorldError};

/// What stays due is swept again after this long, as the sweep's own rounds are (10, 30, 60 minutes …).
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

impl World {
    /// The next moment at which anything happens.
    pub(super) async fn next(&self) -> Result<Option<Timestamp>, WorldError> {
        let message = self.machine.queue().next_visible(None).await;
        let message = message.map_err(crate::machine::MachineError::from)?;
        let moments = [self.agenda.next(), self.outside.next(), self.next_due(), message];
        Ok(moments.into_iter().flatten().min().map(|at| at.max(self.outside.now())))
    }

    /// Whether the sweep has something to do at `at`.
    pub(super) fn is_swept_at(&self, at: Timestamp) -> bool {
        self.next_due().is_some_and(|due| due <= at)
    }

    /// When the sweep next finds something. The schedule in production runs every few minutes; here it runs when it
    /// has something to find.
    fn next_due(&self) -> Option<Timestamp> {
        let policy = self.machine.policy();
        let orders = self.cases.values().filter_map(|case| case.order.due(policy)).map(|due| due.at);
        let due = orders.chain(self.outboxes.values().copied()).min()?;
        // The due index has whole seconds.
        let due =
            Timestamp::from_second(due.as_second() + i64::from(due.subsec_nanosecond() > 0)).unwrap_or(due);
        Some(match self.swept {
            Some(swept) if due <= swept => swept + AGAIN,
            _ => due,
        })
    }
}
