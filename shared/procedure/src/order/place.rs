//! From accepted to placed: the intent first, then the vendor's number (R13, R14).

use jiff::Timestamp;

use super::{Examining, Order, OrderKind, Phase, Placing};
use crate::plan::plan;
use crate::policy::Policy;
use crate::vendor::{Submission, VendorRequest};
use crate::{Finding, Refusal, VendorOrderId};

/// What staff look into when the vendor does not have an order in time.
const LATE: &str = "placing.late";

impl Order {
    /// Records the intent to place the order and returns the request to be made once that is committed.
    ///
    /// # Errors
    /// `order.held`; `order.out_of_phase` or `order.finished` when it is not the time to place it.
    pub fn intend_placement(&mut self, policy: &Policy, now: Timestamp) -> Result<VendorRequest, Refusal> {
        self.not_held()?;
        let retry = matches!(&self.phase, Phase::Placing(placing) if !placing.findings.is_empty());
        if !retry && !matches!(self.phase, Phase::Accepted { .. }) {
            return Err(self.out_of_phase("order", "R13"));
        }
        let until = policy.placing_until(now);
        self.phase = Phase::Placing(Placing { since: now, until, findings: Vec::new(), escalated_at: None });
        Ok(VendorRequest::Place { submission: self.submission() })
    }

    /// Whether it is accepted, not on hold and not yet submitted.
    pub const fn can_be_submitted(&self) -> bool {
        self.hold.is_none() && matches!(self.phase, Phase::Accepted { .. })
    }

    /// How the order is submitted (A3).
    pub fn submission(&self) -> Submission {
        match &self.kind {
            OrderKind::New => Submission::New,
            OrderKind::Renewal { vendor_order, .. } => Submission::Renewal { of: vendor_order.clone() },
            OrderKind::Reissue { vendor_order, .. } => Submission::Reissue { of: vendor_order.clone() },
        }
    }

    /// Records the vendor's number; the checks begin. Returns false when it is known already.
    ///
    /// # Errors
    /// `order.placed_twice` when the vendor has it under another number; `order.out_of_phase` when it was never
    /// to be placed.
    pub fn placed(
        &mut self,
        vendor_order: &VendorOrderId,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<bool, Refusal> {
        match &self.phase {
            Phase::Placing(_) => {
                self.phase = Phase::Examining(Box::new(Examining {
                    vendor_order: vendor_order.clone(),
                    placed_at: now,
                    checks: plan(&self.application, &self.validated, policy, now),
                    reported_at: None,
                    ask_at: policy.ask_again_at(now),
                    unread_status: None,
                    own_approval_since: None,
                    resends: Vec::new(),
                }));
                self.attention.retain(|finding| finding.code != LATE);
                if !self.documents.is_empty() {
                    self.look_at_documents(policy, now);
                }
                Ok(true)
            }
            _ if self.vendor_order() == Some(vendor_order) => Ok(false),
            Phase::Examining(_) | Phase::Issued(_) if !self.is_reissue_number(vendor_order) => {
                Err(placed_twice())
            }
            _ => Err(self.out_of_phase("vendor_order", "R90")),
        }
    }

    /// Records that the vendor did not take the order; staff look at `findings` and try again or reject.
    ///
    /// # Errors
    /// `order.out_of_phase` when it is not being placed.
    pub fn placement_refused(&mut self, findings: Vec<Finding>) -> Result<bool, Refusal> {
        match &mut self.phase {
            Phase::Placing(placing) => {
                let changes = placing.findings != findings;
                placing.findings = findings;
                Ok(changes)
            }
            _ => Err(self.out_of_phase("vendor_order", "R90")),
        }
    }

    fn is_reissue_number(&self, vendor_order: &VendorOrderId) -> bool {
        matches!(&self.kind, OrderKind::Reissue { vendor_order: known, .. } if known == vendor_order)
    }
}

/// The vendor does not have it in time: nobody entered it, or nobody recorded its number (R13, R88).
pub(super) fn late() -> Finding {
    Finding::warning(
        LATE,
        "vendor_order",
        "R13",
        crate::Text::fixed(
            "期限を過ぎてもベンダーへの申請登録が済んでいません。",
            "The order is not at the vendor though the deadline is past.",
        ),
        crate::Text::fixed(
            "ベンダーに登録し、受付番号を記録してください（`certflow desk sheet`、`certflow placed`）。登録済みであれば受付番号を記録してください。",
            "Enter it and record the vendor's number (`certflow desk sheet`, `certflow placed`); if it is there already, record \
             its number.",
        ),
    )
    .owed_by(crate::Party::Provider)
}

fn placed_twice() -> Refusal {
    Finding::stop(
        "order.placed_twice",
        "vendor_order",
        "R89",
        crate::Text::fixed(
            "この注文は別のベンダー注文番号で登録済みです。",
            "The order is already at the vendor under another number.",
        ),
        crate::Text::fixed(
            "二重発注の可能性があります。ベンダーの管理画面で両方の番号を確認してください。",
            "It may have been placed twice: compare both numbers in the vendor's console.",
        ),
    )
    .owed_by(crate::Party::Provider)
    .into()
}
