//! Mails about an order that were not believed: counted, and told of so often that nobody can flood the order (R41).

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Order;
use super::attention::mails_put_aside;
use crate::calendar::japan_date;
use crate::{Finding, Text};

/// Most mails put aside in a day that an order tells of; anybody can send them.
pub const MAX_PUT_ASIDE_A_DAY: u8 = 5;
/// Most reasons that are kept.
const MAX_REASONS: usize = 20;

/// The mails that were put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PutAside {
    /// The day in Japan of the last one.
    day: Date,
    /// How many that day, up to [`MAX_PUT_ASIDE_A_DAY`].
    on_day: u8,
    /// How many since staff last released the order.
    since_released: u32,
    /// The codes of the rules they broke since.
    reasons: BTreeSet<String>,
}

impl Order {
    /// Whether the day has had its fill of mails put aside.
    pub fn has_its_fill_of_mails(&self, now: Timestamp) -> bool {
        let full = |aside: &PutAside| aside.day == japan_date(now) && aside.on_day >= MAX_PUT_ASIDE_A_DAY;
        self.put_aside.as_ref().is_some_and(full)
    }

    /// Counts a mail that was put aside for `reasons` and asks staff to look into it. Returns false when this day has had
    /// its fill of them, and nothing changed.
    pub fn mail_put_aside(&mut self, reasons: &[Finding], now: Timestamp) -> bool {
        if self.has_its_fill_of_mails(now) {
            return false;
        }
        let day = japan_date(now);
        let aside = self.put_aside.get_or_insert_with(|| PutAside {
            day,
            on_day: 0,
            since_released: 0,
            reasons: BTreeSet::new(),
        });
        if aside.day != day {
            (aside.day, aside.on_day) = (day, 0);
        }
        aside.on_day += 1;
        aside.since_released = aside.since_released.saturating_add(1);
        for reason in reasons {
            if aside.reasons.len() < MAX_REASONS {
                aside.reasons.insert(reason.code.to_string());
            }
        }
        let codes: Vec<&str> = aside.reasons.iter().map(String::as_str).collect();
        let (said, codes) = (aside.said(), codes.join(" "));
        self.needs_attention(mails_put_aside(said, codes));
        true
    }

    /// Staff have seen them. How many the day has had is not forgotten.
    pub(super) fn forget_put_aside(&mut self) {
        if let Some(aside) = &mut self.put_aside {
            aside.since_released = 0;
            aside.reasons.clear();
        }
    }
}

impl PutAside {
    fn said(&self) -> Text {
        let count = self.since_released;
        let (ja, en) = if self.on_day >= MAX_PUT_ASIDE_A_DAY { ("以上", "at least ") } else { ("", "") };
        Text::new(
            format!("承認メールとして確認できないメールを{count}通{ja}隔離しました。"),
            format!("Mails put aside because they could not be trusted as approval mails: {en}{count}."),
        )
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::{Product, samples};

    fn reason(code: &'static str) -> Finding {
        let text = Text::fixed("理由", "reason");
        Finding::stop(code, "mail", "R41", text.clone(), text)
    }

    /// R41: whoever sends a thousand mails about an open order changes it five times a day, and staff read one line.
    #[test]
    fn a_flood_changes_little() {
        let mut order = samples::examining(Product::DigicertSecureServerId);
        let told = (0..1_000).filter(|n| {
            let code = if n % 2 == 0 { "mail.from" } else { "mail.authentication" };
            order.mail_put_aside(&[reason(code)], samples::now())
        });
        assert_eq!(told.count(), usize::from(MAX_PUT_ASIDE_A_DAY));
        let [told] = &order.attention[..] else { panic!("{:?}", order.attention) };
        assert!(told.message.en.ends_with("at least 5."), "{}", told.message.en);
        assert_eq!(told.evidence.as_deref(), Some("mail.authentication mail.from"));
        order.release();
        assert!(!order.mail_put_aside(&[reason("mail.from")], samples::now()), "the same day");
        assert!(
            order.mail_put_aside(&[reason("mail.from")], samples::now() + SignedDuration::from_hours(24))
        );
        assert!(order.attention[0].message.en.ends_with(" 1."), "{}", order.attention[0].message.en);
    }
}
