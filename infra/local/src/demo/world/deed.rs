//! What people do, once its time has come.

use std::sync::Arc;

use procedure::event::{ApprovalMailReceived, Event, OrderPlaced, VendorStatusChanged};
use procedure::order::Actor;
use procedure::{EnquiryId, OrderId, Vendor};
use simulation::desk::{Answer, Scope};
use simulation::mailroom::{Authentication, Mail};
use vendors::desk::Task;

use super::staff::taken_up;
use super::{World, WorldError};
use crate::machine::MachineError;

/// An act on the agenda.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// A customer acts in the portal.
    Portal { subject: Option<OrderId>, event: Event },
    /// A customer applies.
    Apply { story: usize },
    /// Staff act.
    Staff { subject: OrderId, event: Event },
    /// A customer opens the mail with this token and approves.
    Approve { order: OrderId, token: String },
    /// A customer takes the vendor's call, or calls back.
    TakeCall { order: OrderId },
    /// The mailbox we host for the customer hands a copy of the vendor's mail over.
    HandOver { order: OrderId, mail: Arc<Mail> },
    /// The vendor's webhook says that something changed; certflow asks what.
    Hint { order: OrderId },
    /// Staff enter the order in the vendor's portal.
    EnterAtDesk { order: OrderId },
    /// Staff look at the order in the vendor's portal.
    LookAtDesk { order: OrderId },
    /// Staff withdraw the order in the vendor's portal.
    WithdrawAtDesk { order: OrderId },
    /// Staff have the certificate revoked, and record that it is.
    RevokeAtDesk { order: OrderId },
    /// Staff pass the customer's answer on to the vendor.
    PassOn { order: OrderId, enquiry: EnquiryId },
    /// Staff send the documents on to the vendor.
    SendDocumentsOn { order: OrderId },
    /// Staff call the customer, who then does what is still to be done.
    CallCustomer { order: OrderId },
    /// The customer opens a certificate with a new key, because the old key is out.
    ReplaceKey { order: OrderId },
    /// The customer sends the next batch of documents.
    SendDocuments { order: OrderId },
    /// The customer answers a renewal.
    AnswerRenewal { order: OrderId, by: Actor },
}

impl World {
    pub(super) async fn perform(&mut self, deed: Deed) -> Result<(), WorldError> {
        match deed {
            Deed::Portal { subject, event } => self.portal(subject, event).await.map(drop),
            Deed::Apply { story } => self.apply(story).await,
            Deed::Staff { subject, event } => self.staff(Some(subject), event).await,
            Deed::Approve { order, token } => {
                self.approve(&order, &token);
                Ok(())
            }
            Deed::TakeCall { order } => {
                self.take_call(&order);
                Ok(())
            }
            Deed::HandOver { order, mail } => self.hand_over(&order, &mail).await,
            Deed::Hint { order } => {
                self.staff(Some(order), VendorStatusChanged { report: None }.into()).await
            }
            Deed::EnterAtDesk { order } => self.enter_at_desk(order).await,
            Deed::LookAtDesk { order } => self.look_at_desk(&order).await,
            Deed::WithdrawAtDesk { order } => self.withdraw_at_desk(order).await,
            Deed::RevokeAtDesk { order } => self.revoke_at_desk(order).await,
            Deed::PassOn { order, enquiry } => self.pass_on(order, enquiry).await,
            Deed::SendDocumentsOn { order } => self.send_documents_on(order).await,
            Deed::CallCustomer { order } => self.call_customer(&order).await,
            Deed::ReplaceKey { order } => self.replace_key(order).await,
            Deed::SendDocuments { order } => self.send_documents(&order).await,
            Deed::AnswerRenewal { order, by } => self.answer_renewal(order, by).await,
        }
    }

    /// What is no longer waited for does nothing: the customer finds that out on the vendor's page.
    fn approve(&mut self, order: &OrderId, token: &str) {
        let Some(case) = self.cases.get(order) else { return };
        match case.order.application.product.vendor() {
            Vendor::Digicert => self.outside.certcentral.approve(token).is_ok(),
            Vendor::Cybertrust => {
                let signature = case.order.application.organisation.name.expose().to_owned();
                let answer = Answer { scope: Scope::FqdnOnly, signature };
                self.outside.desk.approve(token, &answer).is_ok()
            }
        };
        self.done(order, |deed| matches!(deed, Deed::Approve { token: known, .. } if known == token));
    }

    fn take_call(&mut self, order: &OrderId) {
        let (Some(number), Some(case)) = (self.number_of(order), self.cases.get(order)) else { return };
        match case.order.application.product.vendor() {
            Vendor::Digicert => {
                number.parse().is_ok_and(|number| self.outside.certcentral.answer_phone(number))
            }
            Vendor::Cybertrust => self.outside.desk.answer_phone(&number),
        };
        self.done(order, |deed| matches!(deed, Deed::TakeCall { .. }));
    }

    async fn hand_over(&mut self, order: &OrderId, mail: &Mail) -> Result<(), WorldError> {
        let vault = self.machine.vault();
        let kept = vault.put(&mail.received(Authentication::GENUINE), Some(order));
        let path = self.machine.folder().to_owned();
        let key = kept.map_err(|source| MachineError::File { path, source })?;
        self.staff(None, ApprovalMailReceived { mail: key }.into()).await?;
        tracing::debug!(%order, "handed over");
        Ok(())
    }

    async fn enter_at_desk(&mut self, order: OrderId) -> Result<(), WorldError> {
        let Some(entry) = self.entry_for(&order) else {
            // It is on hold by now: it is entered once it is released.
            if let Some(case) = self.cases.get_mut(&order) {
                case.taken_up.retain(|(known, _)| *known != taken_up(&Task::Enter));
            }
            return Ok(());
        };
        match self.outside.desk.enter(entry) {
            Ok(number) => {
                let event = OrderPlaced { vendor_order: number.parse()?, by: Actor::Staff };
                let soon = self.by_staff(10);
                self.agenda.enter(soon, Deed::LookAtDesk { order: order.clone() });
                self.staff(Some(order), event.into()).await
            }
            Err(error) => {
                self.trouble.push(format!("{order}: the desk did not take it: {error}"));
                Ok(())
            }
        }
    }

    /// Strikes what was done off the list of what the customer was asked.
    pub(super) fn done(&mut self, order: &OrderId, what: impl Fn(&Deed) -> bool) {
        if let Some(case) = self.cases.get_mut(order) {
            case.asks.retain(|open| !what(&open.deed));
        }
    }

    pub(super) fn number_of(&self, order: &OrderId) -> Option<String> {
        Some(self.cases.get(order)?.order.vendor_order()?.as_str().to_owned())
    }
}
