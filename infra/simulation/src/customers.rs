//! Simulated customers: when they do what they are asked, if ever. They only intend; the driver acts.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};

use crate::seed::Dice;
use crate::when::{japan, plus};

/// Which customers there are: the same seed and mix give the same customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowd {
    /// Decides everything that is drawn.
    pub seed: u64,
    /// Of 100 things asked, how many are done at once; at most 100.
    pub at_once: u8,
    /// Of 100 things asked, how many are done only after a reminder. The rest is never done.
    pub after_reminder: u8,
}

/// How a customer takes what is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Habit {
    /// Does it within hours.
    AtOnce,
    /// Does it within hours of a reminder, not before.
    AfterReminder,
    /// Never does it.
    Never,
}

/// One customer, by any stable key such as the order id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    key: String,
    seed: u64,
    /// Approving the domain (R22).
    pub approves_domain: Habit,
    /// Answering the phone (R42).
    pub answers_phone: Habit,
    /// Sending documents (R58).
    pub sends_documents: Habit,
    /// EV: confirming issuance (R47).
    pub confirms_issuance: Habit,
    /// Confirming a renewal (R8).
    pub confirms_renewal: Habit,
}

/// What a customer is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Ask {
    /// To approve the domain mail with this token.
    ApproveDomain(String),
    /// To answer the vendor's call.
    AnswerPhone,
    /// To send a document of this kind.
    SendDocument(String),
    /// EV: to confirm issuance by the mail with this token.
    ConfirmIssuance(String),
    /// To confirm the renewal.
    ConfirmRenewal,
}

/// Whether an ask is the first or follows one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prompt {
    /// Asked for the first time.
    First,
    /// Reminded.
    Reminder,
}

/// What a customer means to do, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    /// When, between 8:00 and 22:00 in Japan.
    pub at: Timestamp,
    /// The customer's key.
    pub customer: String,
    /// What.
    pub act: Ask,
}

impl Crowd {
    /// Everybody does everything at once.
    pub const fn prompt(seed: u64) -> Self {
        Self { seed, at_once: 100, after_reminder: 0 }
    }

    /// The customer with this key.
    pub fn customer(&self, key: &str) -> Customer {
        let mut dice = Dice::new(self.seed, key);
        let mut habit = || {
            let drawn = dice.below(100);
            match drawn {
                _ if drawn < u64::from(self.at_once) => Habit::AtOnce,
                _ if drawn < u64::from(self.at_once) + u64::from(self.after_reminder) => Habit::AfterReminder,
                _ => Habit::Never,
            }
        };
        Customer {
            approves_domain: habit(),
            answers_phone: habit(),
            sends_documents: habit(),
            confirms_issuance: habit(),
            confirms_renewal: habit(),
            key: key.to_owned(),
            seed: self.seed,
        }
    }
}

impl Customer {
    /// What the customer will do about being asked at `at`; none: nothing, this time. The same question gives
    /// the same answer. Acting takes 5 minutes to 8 hours, put off to 8:00 in Japan if that is at night.
    pub fn asked(&self, ask: &Ask, prompt: Prompt, at: Timestamp) -> Option<Intent> {
        let habit = match ask {
            Ask::ApproveDomain(_) => self.approves_domain,
            Ask::AnswerPhone => self.answers_phone,
            Ask::SendDocument(_) => self.sends_documents,
            Ask::ConfirmIssuance(_) => self.confirms_issuance,
            Ask::ConfirmRenewal => self.confirms_renewal,
        };
        let acts = match (habit, prompt) {
            (Habit::AtOnce, _) | (Habit::AfterReminder, Prompt::Reminder) => true,
            (Habit::AfterReminder, Prompt::First) | (Habit::Never, _) => false,
        };
        acts.then(|| {
            let mut dice = Dice::new(self.seed, &format!("{}/{ask:?}/{prompt:?}", self.key));
            let minutes = 5 + dice.below(8 * 60 - 4);
            let delay = SignedDuration::from_mins(i64::try_from(minutes).unwrap_or(5));
            Intent { at: by_day(plus(at, delay)), customer: self.key.clone(), act: ask.clone() }
        })
    }
}

/// `at`, or the next 8:00 in Japan if it is before 8:00 or after 22:00 there.
fn by_day(at: Timestamp) -> Timestamp {
    let local = at.to_zoned(japan());
    let date = match local.hour() {
        8..=21 => return at,
        0..=7 => Ok(local.date()),
        _ => local.date().tomorrow(),
    };
    let morning = Time::new(8, 0, 0, 0)
        .and_then(|eight| date?.to_datetime(eight).to_zoned(japan()))
        .map(|morning| morning.timestamp());
    morning.unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: &str = "2026-11-22T20:00:00+09:00";

    /// Plays R88: some act at once, some after a reminder, some never; a seed repeats itself.
    #[test]
    fn a_crowd_repeats_and_keeps_its_mix() {
        let crowd = Crowd { seed: 7, at_once: 60, after_reminder: 30 };
        let of =
            |habit| (0..1_000).filter(|n| crowd.customer(&n.to_string()).approves_domain == habit).count();
        for (habit, share) in [(Habit::AtOnce, 600), (Habit::AfterReminder, 300), (Habit::Never, 100)] {
            assert!(of(habit).abs_diff(share) < 60, "{habit:?}: {}", of(habit));
        }
        assert_eq!(crowd.customer("a"), crowd.customer("a"));
        assert_ne!(
            (0..20).map(|n| crowd.customer(&n.to_string()).answers_phone).collect::<Vec<_>>(),
            (0..20)
                .map(|n| Crowd { seed: 8, ..crowd }.customer(&n.to_string()).answers_phone)
                .collect::<Vec<_>>(),
        );
    }

    #[test]
    fn habits_decide_and_nobody_acts_at_night() {
        let at: Timestamp = ASKED.parse().unwrap();
        let mut customer = Crowd::prompt(1).customer("CF-1");
        let ask = Ask::ApproveDomain("T".to_owned());
        for n in 0..50_u32 {
            let ask = Ask::SendDocument(n.to_string());
            let intent = customer.asked(&ask, Prompt::First, at).unwrap();
            assert!((8..22).contains(&intent.at.to_zoned(japan()).hour()), "{}", intent.at);
            assert!(intent.at > at && intent.at < plus(at, SignedDuration::from_hours(13)));
            assert_eq!(customer.asked(&ask, Prompt::First, at), Some(intent));
        }
        customer.approves_domain = Habit::AfterReminder;
        assert_eq!(customer.asked(&ask, Prompt::First, at), None);
        assert!(customer.asked(&ask, Prompt::Reminder, at).is_some());
        customer.approves_domain = Habit::Never;
        assert_eq!(customer.asked(&ask, Prompt::Reminder, at), None);
    }
}
