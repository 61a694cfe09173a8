//! A renewal's confirmation (R8, R10).

use jiff::Timestamp;

use super::{Order, Phase};
use crate::Refusal;

impl Order {
    /// Confirms a renewal's details, explicitly or by silence. Returns whether anything changed.
    ///
    /// # Errors
    /// `order.out_of_phase` or `order.finished` when there is nothing to confirm.
    pub fn confirm(&mut self, now: Timestamp) -> Result<bool, Refusal> {
        match self.phase {
            Phase::Confirming(_) => {
                self.phase = Phase::Accepted { since: now };
                Ok(true)
            }
            Phase::Accepted { .. } | Phase::Placing(_) | Phase::Examining(_) => Ok(false),
            _ => Err(self.out_of_phase("order", "R8")),
        }
    }
}
