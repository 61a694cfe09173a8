//! Events about an order whose personal data is erased, or is being erased.

use jiff::Timestamp;
use procedure::erase::erased_order;
use procedure::event::Event;

use super::super::{Error, Outcome, Reaction};
use super::Worker;
use super::decide::{Case, Stop};
use crate::store::{ErasedRecord, Verdict};

impl<R: Reaction> Worker<R> {
    /// Time and repeated demands go on with an erasure that a crash broke off; anything else is refused.
    pub(super) async fn about_erased(
        &self,
        case: &Case<'_>,
        erased: &ErasedRecord,
        worker: &str,
    ) -> Result<Outcome, Stop> {
        if !matches!(case.event, Event::ExpiryNearing(_) | Event::ErasureRequested(_)) {
            let refusal = erased_order(&erased.erased.id).into();
            return self.refuse(case, None, worker, refusal).await;
        }
        if erased.pending {
            self.erase_the_rest(erased, case.now).await?;
        }
        match self.commit(case, None, worker, Verdict::Ignored).await {
            Ok(_) => Ok(Outcome::Ignored),
            Err(error) => Err(self.stop(error)),
        }
    }

    /// Erases what lies around an order that is itself erased, and remembers that it is done.
    pub(super) async fn erase_the_rest(&self, erased: &ErasedRecord, now: Timestamp) -> Result<(), Error> {
        self.store.erase_traces(erased, now).await?;
        self.reaction.erase_elsewhere(&erased.erased).await.map_err(Error::Facts)?;
        Ok(self.store.close_erasure(erased).await?)
    }
}
