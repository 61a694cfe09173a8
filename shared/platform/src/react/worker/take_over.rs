//! What a crash, or a client that was down, left unsent.

use jiff::Timestamp;

use super::super::{Error, Outcome, Reaction};
use super::Worker;
use crate::store::HistoryKey;

impl<R: Reaction> Worker<R> {
    /// Sends what `history` has left, unless somebody still does. What is claimed by `own` is ours already.
    pub(super) async fn take_over(
        &self,
        history: &HistoryKey,
        worker: &str,
        own: Option<&str>,
        deadline: Option<Timestamp>,
    ) -> Result<Outcome, Error> {
        let loaded = self.store.load_outbox(history).await?;
        let (Some(order), Some(mut record)) = (loaded.order, loaded.history) else {
            return Ok(Outcome::Repeated { unsent: 0 });
        };
        if !record.has_pending() {
            return Ok(Outcome::Repeated { unsent: 0 });
        }
        let ours = own.is_some() && record.claim.as_ref().map(|claim| claim.worker.as_str()) == own;
        if !ours {
            let now = self.dispatcher.clock.now();
            match self.store.claim(&record, worker, now, now + self.settings.lease).await? {
                Some(claimed) => record = claimed,
                None => return Ok(Outcome::InProgress),
            }
        }
        let unsent = self.dispatch(&order.order, &mut record, deadline).await?;
        Ok(Outcome::Repeated { unsent })
    }
}
