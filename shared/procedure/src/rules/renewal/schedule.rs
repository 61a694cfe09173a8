//! The dates of one certificate's renewal.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Lead, Policy};
use crate::calendar::{Calendar, japan_date};
use crate::rules::DAY_SECONDS;
use crate::{ContractTerm, Product};

/// When each step of a renewal comes. Never earlier than the step before it, by construction:
/// `opens_at` ≤ `reminders` (ascending) ≤ `last_call_at` ≤ `prescribed_date` ≤ `submit_at` ≤ `expires_at` ≤
/// `expired_notice_at`. What people have to act on lies in business hours (P16), unless the certificate is too short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Schedule {
    /// The customer is asked to confirm or amend (R8, R9).
    pub opens_at: Timestamp,
    /// The customer is reminded (R88).
    pub reminders: Vec<Timestamp>,
    /// The customer is reminded for the last time.
    pub last_call_at: Timestamp,
    /// The prescribed date (所定の期日) ends: close of business of a business day (R8).
    pub prescribed_date: Timestamp,
    /// The application has to be at the vendor.
    pub submit_at: Timestamp,
    /// The certificate ends.
    pub expires_at: Timestamp,
    /// The customer is told that the certificate has expired, if nothing replaced it.
    pub expired_notice_at: Timestamp,
}

/// The renewal of a certificate valid from `not_before` to `not_after` (R8, A1, A4), on the business days of
/// `calendar`. A lifetime of nothing or less collapses every step to `not_after`.
pub fn schedule(
    not_before: Timestamp,
    not_after: Timestamp,
    product: Product,
    term: ContractTerm,
    policy: &Policy,
    calendar: &Calendar,
) -> Schedule {
    let lead = policy.lead(product, term);
    let scale = Scale::fitting(lead, policy, not_before, not_after);
    let expires_at = not_after;

    let opens_at = calendar.business_time_from(scale.before(not_after, lead.opens())).min(expires_at);

    let due = calendar.previous_business_day(japan_date(scale.before(not_after, lead.prescribed())));
    let answered = answered_by(calendar, policy.answer_days, japan_date(opens_at), japan_date(expires_at));
    let prescribed_date = calendar.end_of_business_day(due.max(answered)).clamp(opens_at, expires_at);

    let asked = |days| start_of_business(calendar, scale.before(prescribed_date, days));
    let last_call_at = asked(lead.last_call()).clamp(opens_at, prescribed_date);
    let mut reminders: Vec<Timestamp> = lead
        .reminders()
        .iter()
        .map(|days| asked(*days))
        .filter(|at| opens_at < *at && *at < last_call_at)
        .collect();
    reminders.sort_unstable();
    reminders.dedup();

    let submit = start_of_business(calendar, scale.before(not_after, lead.submit()));
    let notice = SignedDuration::from_secs(i64::from(lead.expired_notice()) * DAY_SECONDS);
    let noticed = not_after.checked_add(notice).unwrap_or(Timestamp::MAX);
    Schedule {
        opens_at,
        reminders,
        last_call_at,
        prescribed_date,
        submit_at: submit.clamp(prescribed_date, expires_at),
        expires_at,
        expired_notice_at: calendar.business_time_from(noticed).max(expires_at),
    }
}

/// The opening of the business day on or before the day of `at`: earlier rather than later.
fn start_of_business(calendar: &Calendar, at: Timestamp) -> Timestamp {
    calendar.start_of_business_day(calendar.previous_business_day(japan_date(at)))
}

/// The day by which the customer has had `days` business days, or half of those left when there are fewer.
fn answered_by(calendar: &Calendar, days: u8, opens: Date, expires: Date) -> Date {
    let half = calendar.business_days_between(opens, expires) / 2;
    let days = i16::from(days).min(i16::try_from(half).unwrap_or(i16::MAX));
    if days == 0 { opens } else { calendar.add_business_days(opens, days) }
}

/// Shrinks every lead alike, so that the longest fits the vendor's window and the certificate's lifetime.
struct Scale {
    /// Seconds the longest lead may take; at most `of`.
    part: i64,
    /// Seconds the longest lead would take; positive.
    of: i64,
}

impl Scale {
    fn fitting(lead: &Lead, policy: &Policy, not_before: Timestamp, not_after: Timestamp) -> Self {
        let lifetime = not_after.as_second().saturating_sub(not_before.as_second()).max(0);
        let share = lifetime / i64::from(policy.lifetime_share.get());
        let of = i64::from(lead.opens()) * DAY_SECONDS;
        Self { part: of.min(share).min(i64::from(policy.window_days) * DAY_SECONDS), of }
    }

    fn before(&self, end: Timestamp, days: u16) -> Timestamp {
        // At most 180 days twice over, in seconds: far below the range of i64.
        let seconds = i64::from(days) * DAY_SECONDS * self.part / self.of;
        end.checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MIN)
    }
}
