//! `approval-mail-received`: the vendor's approval mail is read, judged and matched to its order (R22–R41).
//!
//! The queue carries a pointer; the mail itself stays in the vault, because its link lets whoever holds it approve.
//! Nothing here keeps, shows or follows that link.

#[cfg(feature = "lambda")]
mod bucket;
pub mod decide;
pub mod facts;
#[cfg(test)]
mod tests;
mod vault;

use std::sync::Arc;

use async_trait::async_trait;
use platform::react::{FactError, Gather, Reaction};
use procedure::event::{Event, Room, misrouted};
use procedure::order::{Order, existing};
use procedure::{Decision, Moment, OrderId, Refusal};

#[cfg(feature = "lambda")]
pub use bucket::Bucket;
use facts::Facts;
pub use vault::{StoredMail, Vault};

/// The function.
#[derive(Clone)]
pub struct Function {
    vault: Arc<dyn Vault>,
}

impl Function {
    /// The function that reads mails from `vault`.
    pub fn new(vault: Arc<dyn Vault>) -> Self {
        Self { vault }
    }
}

#[async_trait]
impl Reaction for Function {
    type Facts = Facts;

    fn room(&self) -> Room {
        Room::ApprovalMailReceived
    }

    async fn locate(&self, cx: &Gather<'_>, event: &Event) -> Result<Option<OrderId>, FactError> {
        match (event, &cx.envelope.subject) {
            (Event::ApprovalMailReceived(event), None) => {
                facts::locate(cx, &*self.vault, &event.mail).await.map(Some)
            }
            _ => Ok(cx.envelope.subject.clone()),
        }
    }

    async fn gather(
        &self,
        cx: &Gather<'_>,
        order: Option<&Order>,
        event: &Event,
    ) -> Result<Facts, FactError> {
        match (event, order) {
            (Event::ApprovalMailReceived(event), Some(order)) => {
                facts::gather(cx, &*self.vault, order, &event.mail).await
            }
            _ => Ok(Facts::Quarantined(Vec::new())),
        }
    }

    fn decide(
        &self,
        order: Option<Order>,
        event: &Event,
        facts: Facts,
        at: &Moment<'_>,
    ) -> Result<Decision, Refusal> {
        match event {
            Event::ApprovalMailReceived(_) => decide::received(existing(order)?, &facts, at),
            other => Err(misrouted(other)),
        }
    }
}
