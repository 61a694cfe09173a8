//! The approval mail (使用権確認メール), sent again in the two ways the rules leave.
//!
//! BR 3.2.2.4: the random value is unique to a mail and valid for 30 days, and a mail may be sent again only whole,
//! with the same contents to the same recipients. So either everything stays, [`SameMail`], or it is a new mail with
//! a new random value, [`NewMail`]. Neither can be made from addresses that the vendor did not name itself: it
//! ignores others, and mails every constructed address when none is left.
//!
//! \[U\] At the vendor both are the same `PUT`: whether it makes a new random value is not documented. `date_sent` is
//! renewed by every resending, so that it does not tell how old the value is: whoever asks has to know.

use http::Method;
use jiff::{SignedDuration, Timestamp};
use procedure::Language;
use serde::{Deserialize, Serialize};

use crate::certcentral::order::locale;
use crate::certcentral::{Call, Client, Domain, DomainNumber, Error, Private, lenient};

/// How long a random value is valid, from its creation (BR 3.2.2.4).
pub const TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The last mail once more: same recipients, same language, same random value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SameMail(Mail);

/// A mail with a random value of its own, to mailboxes the vendor offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail(Mail);

/// Either of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DcvMail {
    /// Nothing changes.
    Same(SameMail),
    /// Recipients, language or random value change.
    New(NewMail),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mail {
    domain: DomainNumber,
    scope: String,
    language: Language,
    recipients: Vec<Private>,
}

impl SameMail {
    /// The last mail of `domain`, which was sent in `language` (the order's: the vendor does not tell it), and whose
    /// random value lives until `lapses_at`. `None` when that is over at `now`, or no mail was sent within 30 days: a
    /// [`NewMail`] is needed.
    pub fn of(domain: &Domain, language: Language, lapses_at: Timestamp, now: Timestamp) -> Option<Self> {
        if now >= lapses_at {
            return None;
        }
        let dcv = domain.dcv.as_ref()?;
        let scope = dcv.name_scope.clone().or_else(|| domain.name.clone())?;
        let fresh = |sent: Timestamp| now.duration_since(sent) < TOKEN_LIFE;
        let ours = dcv.dcv_invitations.iter().filter(|i| i.name_scope.as_ref().is_none_or(|s| *s == scope));
        let mut recipients: Vec<_> =
            ours.filter(|i| i.date_sent.is_some_and(fresh)).filter_map(|i| i.email.clone()).collect();
        recipients.sort();
        recipients.dedup();
        let mail = Mail { domain: domain.domain, scope, language, recipients };
        (!mail.recipients.is_empty()).then_some(Self(mail))
    }

    /// Whether it goes to one of these.
    pub fn goes_to(&self, mailboxes: &[Private]) -> bool {
        self.0.recipients.iter().any(|recipient| mailboxes.iter().any(|mailbox| is_same(recipient, mailbox)))
    }

    /// How many mailboxes it goes to.
    pub fn count(&self) -> usize {
        self.0.recipients.len()
    }
}

/// Where the vendor would send an approval mail for one domain, by its own account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Mailboxes {
    /// The domain the mailboxes prove.
    pub name_scope: String,
    /// The constructed addresses: admin, administrator, webmaster, hostmaster, postmaster (BR 3.2.2.4.4).
    #[serde(default, rename = "base_emails", deserialize_with = "lenient::privates")]
    pub constructed: Vec<Private>,
    /// The addresses found in `_validation-contactemail` (BR 3.2.2.4.14).
    #[serde(default, rename = "dns_txt_emails", deserialize_with = "lenient::privates")]
    pub dns_txt: Vec<Private>,
}

impl Mailboxes {
    /// Whether the vendor offers this one.
    pub fn has(&self, mailbox: &Private) -> bool {
        self.find(mailbox).is_some()
    }

    fn find(&self, mailbox: &Private) -> Option<&Private> {
        self.constructed.iter().chain(&self.dns_txt).find(|offered| is_same(offered, mailbox))
    }
}

fn is_same(one: &Private, other: &Private) -> bool {
    one.expose().eq_ignore_ascii_case(other.expose())
}

/// An address was chosen that the vendor does not offer, or none was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("choose at least one of the mailboxes that CertCentral offers for the domain, and no other")]
pub struct NotAMailbox;

impl NewMail {
    /// A new mail for `domain`, in `language`, to the chosen ones of the mailboxes the vendor offers.
    ///
    /// # Errors
    /// [`NotAMailbox`] when none is chosen, or one that is not offered.
    pub fn to(
        domain: DomainNumber,
        offered: &Mailboxes,
        chosen: &[Private],
        language: Language,
    ) -> Result<Self, NotAMailbox> {
        let offer = |address: &Private| offered.find(address).cloned().ok_or(NotAMailbox);
        let recipients = chosen.iter().map(offer).collect::<Result<Vec<_>, _>>()?;
        if recipients.is_empty() {
            return Err(NotAMailbox);
        }
        Ok(Self(Mail { domain, scope: offered.name_scope.clone(), language, recipients }))
    }
}

#[derive(Serialize)]
struct Wire<'a> {
    name_scope: &'a str,
    locale: &'static str,
    email_array: &'a [Private],
}

impl Client {
    /// The mailboxes that the account's settings let the vendor use for a domain.
    ///
    /// # Errors
    /// As documented at [`Error`]; nothing is changed at the vendor.
    pub async fn dcv_mailboxes(&self, domain: DomainNumber) -> Result<Mailboxes, Error> {
        let query = [("consider_dcv_email_preferences", "true".to_owned())];
        self.get(Call::DcvMailboxes, &["domain", &domain.to_string(), "dcv", "emails"], &query).await
    }

    /// Has the vendor send an approval mail. It mails people, so it is sent once.
    ///
    /// # Errors
    /// As documented at [`Error`]; after [`Error::Unknown`], [`Client::domain_info`] tells what was sent.
    pub async fn send_dcv_mail(&self, mail: &DcvMail) -> Result<(), Error> {
        let (DcvMail::Same(SameMail(mail)) | DcvMail::New(NewMail(mail))) = mail;
        let path = ["domain", &mail.domain.to_string(), "dcv", "emails"];
        // The language is named even when it stays, since the vendor's default may differ from it.
        let body =
            Wire { name_scope: &mail.scope, locale: locale(mail.language), email_array: &mail.recipients };
        self.change(Call::SendDcvMail, Method::PUT, &path, Some(&body)).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn domain(invitations: serde_json::Value) -> Domain {
        let dcv = json!({"method": "email", "name_scope": "example.jp", "dcv_invitations": invitations});
        serde_json::from_value(json!({"id": 7, "name": "example.jp", "dcv": dcv})).unwrap()
    }

    fn now() -> Timestamp {
        "2026-11-22T00:00:00Z".parse().unwrap()
    }

    fn same(invitations: serde_json::Value) -> Option<Vec<String>> {
        let mail = SameMail::of(&domain(invitations), Language::Ja, Timestamp::MAX, now())?;
        Some(mail.0.recipients.iter().map(|r| r.expose().to_owned()).collect())
    }

    /// BR 3.2.2.4: the same mail goes to exactly those who had it, within 30 days.
    #[test]
    fn the_same_mail_goes_to_whom_it_went() {
        let sent =
            |email: &str, at: &str| json!({"email": email, "date_sent": at, "name_scope": "example.jp"});
        let recipients = same(json!([
            sent("postmaster@example.jp", "2026-11-01T00:00:00+00:00"),
            sent("admin@example.jp", "2026-11-01T00:00:00+00:00"),
            sent("admin@example.jp", "2026-11-10T00:00:00+00:00"),
            sent("hostmaster@example.jp", "2025-11-01T00:00:00+00:00"),
            {"email": "webmaster@example.com", "date_sent": "2026-11-01T00:00:00+00:00", "name_scope": "example.com"},
        ]));
        assert_eq!(recipients.unwrap(), ["admin@example.jp", "postmaster@example.jp"]);
    }

    /// BR 3.2.2.4: after 30 days the random value is dead, so the same mail cannot be made.
    #[test]
    fn after_thirty_days_only_a_new_mail_is_left() {
        let at = |at: &str| same(json!([{"email": "admin@example.jp", "date_sent": at}]));
        assert!(at("2026-10-23T00:00:01+00:00").is_some());
        assert_eq!(at("2026-10-23T00:00:00+00:00"), None);
        assert_eq!(at("not a date"), None);
        // However lately it was sent again.
        let again = domain(json!([{"email": "admin@example.jp", "date_sent": "2026-11-21T00:00:00+00:00"}]));
        assert_eq!(SameMail::of(&again, Language::Ja, now(), now()), None);
        assert_eq!(same(json!([])), None);
    }

    #[test]
    fn a_new_mail_goes_to_offered_mailboxes_only() {
        let offered: Mailboxes = serde_json::from_value(json!({
            "name_scope": "example.jp",
            "base_emails": ["admin@example.jp", "postmaster@example.jp"],
            "whois_emails": ["owner@example.net"],
            "dns_txt_emails": ["ssl@example.com"]
        }))
        .unwrap();
        let to = |chosen: &[&str]| {
            let chosen: Vec<_> = chosen.iter().map(|c| Private::new(*c)).collect();
            NewMail::to(7.try_into().unwrap(), &offered, &chosen, Language::Ja)
        };
        assert_eq!(to(&["Admin@example.jp", "ssl@example.com"]).unwrap().0.recipients.len(), 2);
        // WHOIS contacts may no longer be used (BR 3.2.2.4.2, since 2025-07-15).
        for none in [&[][..], &["owner@example.net"], &["admin@example.jp", "taro@example.jp"]] {
            assert_eq!(to(none), Err(NotAMailbox));
        }
    }
}
