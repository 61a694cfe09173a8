//! Hold, release, reject, cancel, and lapse.

use jiff::Timestamp;

use super::{Ended, Ending, EnquiryText, Hold, Order, Phase};
use crate::Refusal;

impl Order {
    /// Puts the order on hold, or changes the comment. Returns whether anything changed.
    ///
    /// # Errors
    /// `order.finished` for a finished order.
    pub fn put_on_hold(&mut self, comment: EnquiryText, now: Timestamp) -> Result<bool, Refusal> {
        if self.is_finished() {
            return Err(self.out_of_phase("order", "A26"));
        }
        let changes = self.hold.as_ref().is_none_or(|hold| hold.comment != comment);
        let since = self.hold.as_ref().map_or(now, |hold| hold.since);
        self.hold = Some(Hold { since, comment });
        Ok(changes)
    }

    /// Releases it: the hold ends and what staff had to look into is done. Returns whether anything changed.
    pub fn release(&mut self) -> bool {
        let attended = self.all_attended();
        self.hold.take().is_some() || attended
    }

    /// Ends it without a certificate. Returns false when it ended this way already.
    ///
    /// # Errors
    /// `order.finished` when it ended otherwise; `order.out_of_phase` once the certificate is issued (revoke it).
    pub fn end(&mut self, how: Ending, reason: Option<EnquiryText>, now: Timestamp) -> Result<bool, Refusal> {
        match &self.phase {
            Phase::Ended(ended) if ended.how == how => return Ok(false),
            Phase::Ended(_) | Phase::Issued(_) => return Err(self.out_of_phase("order", "A26")),
            _ => {}
        }
        let vendor_order = self.vendor_order().cloned();
        self.hold = None;
        self.phase = Phase::Ended(Ended {
            how,
            at: now,
            reason,
            vendor_order,
            withdraw_until: None,
            withdrawn_at: None,
        });
        Ok(true)
    }

    /// Sets when staff have to have withdrawn it at the vendor, if it ended and the vendor still has it.
    pub fn withdraw_by(&mut self, until: Timestamp) {
        if let Phase::Ended(ended) = &mut self.phase
            && ended.is_to_be_withdrawn()
        {
            ended.withdraw_until.get_or_insert(until);
        }
    }

    /// Records that an order which ended here is over at the vendor too. Returns whether anything changed; false for an
    /// order that did not end, or that the vendor never had.
    pub fn withdrawn(&mut self, at: Timestamp) -> bool {
        match &mut self.phase {
            Phase::Ended(ended) if ended.vendor_order.is_some() && ended.withdrawn_at.is_none() => {
                ended.withdrawn_at = Some(at);
                self.no_longer_overdue();
                true
            }
            _ => false,
        }
    }
}
