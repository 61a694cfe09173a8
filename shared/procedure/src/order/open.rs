//! How an order comes into being.

use jiff::Timestamp;

use super::{Confirming, Order, OrderKind, Phase, Returned, Waiting};
use crate::application::Application;
use crate::plan::Validated;
use crate::policy::Policy;
use crate::{CustomerId, Finding, OrderId, Party, Refusal};

impl Order {
    /// An accepted application, to be submitted next; `warnings` are kept for staff (R7, R13).
    pub fn accepted(
        id: OrderId,
        customer: CustomerId,
        kind: OrderKind,
        application: Application,
        warnings: Vec<Finding>,
        now: Timestamp,
    ) -> Self {
        Self::with_phase(id, customer, kind, application, warnings, Phase::Accepted { since: now }, now)
    }

    /// An application that has to be mended before it can be submitted.
    pub fn returned(
        id: OrderId,
        customer: CustomerId,
        kind: OrderKind,
        application: Application,
        findings: Vec<Finding>,
        policy: &Policy,
        now: Timestamp,
    ) -> Self {
        let phase = Phase::Returned(Returned { findings, waiting: policy.time_to_mend(now) });
        Self::with_phase(id, customer, kind, application, Vec::new(), phase, now)
    }

    /// A renewal that the customer may confirm or amend until `confirming`'s prescribed date (R8, R9).
    pub fn renewal(
        id: OrderId,
        predecessor: &Order,
        kind: OrderKind,
        confirming: Confirming,
        now: Timestamp,
    ) -> Self {
        let mut order = Self::with_phase(
            id,
            predecessor.customer.clone(),
            kind,
            predecessor.application.clone(),
            Vec::new(),
            Phase::Confirming(confirming),
            now,
        );
        order.validated = predecessor.validations();
        order.undeliverable = predecessor.undeliverable.clone();
        order
    }

    fn with_phase(
        id: OrderId,
        customer: CustomerId,
        kind: OrderKind,
        application: Application,
        warnings: Vec<Finding>,
        phase: Phase,
        received_at: Timestamp,
    ) -> Self {
        Self {
            id,
            customer,
            kind,
            received_at,
            application,
            warnings,
            validated: Validated::default(),
            phase,
            documents: Default::default(),
            enquiries: Default::default(),
            hold: None,
            attention: Vec::new(),
            attention_left_out: Default::default(),
            put_aside: None,
            early_mails: Vec::new(),
            expiry_told: false,
            undeliverable: Default::default(),
        }
    }

    /// Replaces the application details before they are submitted (R9). With no finding that stops, the order is
    /// accepted; otherwise it is returned to be mended.
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` once it was submitted.
    pub fn amend(
        &mut self,
        application: Application,
        findings: Vec<Finding>,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        if !self.can_be_amended() {
            return Err(self.out_of_phase("application", "R9"));
        }
        self.application = application;
        match Refusal::of(findings) {
            Ok(refusal) => {
                let findings = refusal.findings().to_vec();
                self.phase = Phase::Returned(Returned { findings, waiting: policy.time_to_mend(now) });
                self.warnings.clear();
            }
            Err(warnings) => {
                self.phase = Phase::Accepted { since: now };
                self.warnings = warnings;
            }
        }
        Ok(())
    }
}

impl Waiting {
    /// The customer has from `since` to `until`.
    pub const fn customer(since: Timestamp, until: Timestamp) -> Self {
        Self { on: Party::Customer, since, until, reminders: 0 }
    }
}
