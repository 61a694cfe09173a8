//! Approval mails that come before the vendor's number is recorded: kept by reference, and judged once it is (R41).

use super::Order;

/// Most such mails of one order; a decision sends them all at once.
const MAX_EARLY: usize = 10;

impl Order {
    /// Keeps the key of a mail that came too early to be judged. Returns false when there is no room for it.
    pub fn keep_early_mail(&mut self, key: &str) -> bool {
        if self.is_early_mail(key) {
            return true;
        }
        let room = self.early_mails.len() < MAX_EARLY;
        if room {
            self.early_mails.push(key.to_owned());
        }
        room
    }

    /// Whether the mail under `key` waits for the vendor's number.
    pub fn is_early_mail(&self, key: &str) -> bool {
        self.early_mails.iter().any(|known| known == key)
    }

    /// The mails to be judged, now that the vendor's number is recorded.
    pub fn take_early_mails(&mut self) -> Vec<String> {
        std::mem::take(&mut self.early_mails)
    }
}
