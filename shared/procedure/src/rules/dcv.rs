//! Domain validation by mail: which methods may still be used, and how long a mail can be answered
//! (BR 3.2.2.4, `rules.md` §3.1, A31).

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::Offset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{days_after, validity};
use crate::application::ApprovalDestination;
use crate::{Finding, Party, Severity, Text};

/// From this day (00:00 UTC) the CA should not use mail (BR 3.2.2.4.4, .13, .14).
pub const DISCOURAGED_FROM: Date = date(2026, 3, 15);

/// From this day (00:00 UTC) the CA must not use mail, nor what mail validated before (ibid.).
pub const FORBIDDEN_FROM: Date = date(2028, 3, 15);

/// Days in which a mail's random value can be answered, at the most; a CA may set fewer (BR 3.2.2.4.4). A mail sent
/// again unchanged keeps its first day; a new recipient needs a new value.
pub const RANDOM_VALUE_DAYS: u32 = 30;

/// Where the address of a validation mail comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EmailMethod {
    /// `postmaster@` and four other constructed addresses (R24; BR 3.2.2.4.4).
    Constructed,
    /// The `contactemail` property of a CAA record (BR 3.2.2.4.13).
    CaaContact,
    /// The `_validation-contactemail` TXT record (R26; BR 3.2.2.4.14).
    TxtContact,
}

/// Whether a method may be used, in the words of RFC 2119.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing speaks against it.
    Allowed,
    /// SHOULD NOT.
    ShouldNot,
    /// MUST NOT.
    MustNot,
}

impl EmailMethod {
    /// How the approval mail of an application gets its address.
    pub const fn of(approval: &ApprovalDestination) -> Self {
        match approval {
            ApprovalDestination::Postmaster => EmailMethod::Constructed,
            ApprovalDestination::TxtContact { .. } => EmailMethod::TxtContact,
        }
    }

    /// The section of the BR that defines it.
    pub const fn section(self) -> &'static str {
        match self {
            EmailMethod::Constructed => "BR 3.2.2.4.4",
            EmailMethod::CaaContact => "BR 3.2.2.4.13",
            EmailMethod::TxtContact => "BR 3.2.2.4.14",
        }
    }

    /// Whether it may be used at `time`. The three methods share their dates.
    pub fn status(self, time: Timestamp) -> Status {
        let day = Offset::UTC.to_datetime(time).date();
        if day >= FORBIDDEN_FROM {
            Status::MustNot
        } else if day >= DISCOURAGED_FROM {
            Status::ShouldNot
        } else {
            Status::Allowed
        }
    }

    /// When a validation by this method completed at `completed` ends to be of use: after its reuse period, and on
    /// the day mail ends in any case (BR 4.2.1).
    pub fn reuse_ends(self, completed: Timestamp) -> Timestamp {
        let forbidden = Offset::UTC.to_timestamp(FORBIDDEN_FROM.at(0, 0, 0, 0)).unwrap_or(Timestamp::MAX);
        validity::dcv_reuse_ends(completed).min(forbidden)
    }

    /// What staff have to know of the method at `time`: a note while it is discouraged, a stop once it is
    /// forbidden (A31).
    pub fn check(self, time: Timestamp) -> Option<Finding> {
        let (severity, code, message) = match self.status(time) {
            Status::Allowed => return None,
            Status::ShouldNot => (
                Severity::Note,
                "dcv.mail_discouraged",
                Text::fixed(
                    "メールによるドメイン名の使用権確認は 2028 年 3 月 15 日に終了します。",
                    "Domain validation by mail ends on 15 March 2028.",
                ),
            ),
            Status::MustNot => (
                Severity::Stop,
                "dcv.mail_forbidden",
                Text::fixed(
                    "メールによるドメイン名の使用権確認は使えなくなりました。",
                    "Domain validation by mail may no longer be used.",
                ),
            ),
        };
        let remedy =
            Text::fixed("DNS レコードによる確認へ移行してください。", "Move to validation by DNS record.");
        let finding = Finding::stop(code, "approval", self.section(), message, remedy);
        Some(Finding { severity, ..finding }.owed_by(Party::Provider))
    }
}

/// When a mail whose random value was made at `created` can no longer be answered.
pub fn random_value_expires(created: Timestamp) -> Timestamp {
    days_after(created, RANDOM_VALUE_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METHODS: [EmailMethod; 3] =
        [EmailMethod::Constructed, EmailMethod::CaaContact, EmailMethod::TxtContact];

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A31: mail is discouraged from 2026-03-15 and forbidden from 2028-03-15, 00:00 UTC, for all three methods.
    #[test]
    fn mail_ends_on_its_day() {
        for (at, status, severity) in [
            ("2026-03-14T23:59:59Z", Status::Allowed, None),
            ("2026-03-15T00:00:00Z", Status::ShouldNot, Some(Severity::Note)),
            ("2028-03-14T23:59:59Z", Status::ShouldNot, Some(Severity::Note)),
            ("2028-03-15T08:59:59+09:00", Status::ShouldNot, Some(Severity::Note)),
            ("2028-03-15T00:00:00Z", Status::MustNot, Some(Severity::Stop)),
        ] {
            for method in METHODS {
                assert_eq!(method.status(time(at)), status, "{at}");
                assert_eq!(method.check(time(at)).map(|f| f.severity), severity, "{at}");
            }
        }
        let sections = METHODS.map(EmailMethod::section);
        assert_eq!(sections, ["BR 3.2.2.4.4", "BR 3.2.2.4.13", "BR 3.2.2.4.14"]);
    }

    /// A31: what mail validated is of no use from 2028-03-15, however young.
    #[test]
    fn what_mail_validated_ends_with_it() {
        let method = EmailMethod::TxtContact;
        assert_eq!(method.reuse_ends(time("2028-03-01T00:00:00Z")), time("2028-03-15T00:00:00Z"));
        assert_eq!(method.reuse_ends(time("2027-06-01T00:00:00Z")), time("2027-09-09T00:00:00Z"));
    }

    /// R88, P13: a mail can be answered for 30 days from the making of its random value.
    #[test]
    fn random_values_expire() {
        assert_eq!(random_value_expires(time("2026-11-22T09:00:00Z")), time("2026-12-22T09:00:00Z"));
        assert_eq!(random_value_expires(Timestamp::MAX), Timestamp::MAX);
    }
}
