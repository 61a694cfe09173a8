//! The facts of a mail.

use std::fmt;

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use procedure::calendar::japan_date;
use procedure::contact::Email;
use procedure::name::DnsName;
use procedure::profile::Profiles;
use procedure::{Finding, Vendor};
use sha2::{Digest, Sha256};

use super::encoded_word;
use super::header::Section;
use super::link::Links;
use super::look_alike::Genuine;
use super::part::Body;
use super::receipt::Receipt;
use super::redact::{redact, redact_around};
use super::sender::{self, Senders};
use super::signature::Signatures;
use super::subject::{self, Asked, Notified};
use super::{MAX_MAIL, finding};

/// Longest subject that is read, in bytes as sent; a header line has at most 998 (RFC 5322 §2.1.1), but may be folded.
const MAX_SUBJECT: usize = 8 * 1_024;

static DATES: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// What a mail says, as far as certflow wants to know it. The approval link is not in here, nor is any text of the
/// body; addresses are personal data, and `Debug` masks them.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadMail {
    received: Timestamp,
    date: Option<Timestamp>,
    message_id: Option<String>,
    senders: Senders,
    recipients: Vec<Email>,
    addressee: Option<Email>,
    signatures: Signatures,
    subject: String,
    sender_of: Option<Vendor>,
    subject_of: Option<Vendor>,
    domains: Vec<DnsName>,
    order_numbers: Vec<String>,
    notified: Option<Notified>,
    notifier: Option<Vendor>,
    links: Links,
}

/// Reads a mail that was received at `received`, by the profiles in force on that day in Japan (R40).
///
/// # Errors
/// `mail.too_large` above 1 MiB, `mail.unreadable` without a header field, `mail.header_too_large`.
pub fn read(raw: &[u8], profiles: &Profiles, received: Timestamp) -> Result<ReadMail, Finding> {
    Ok(of_section(&section(raw)?, profiles, received))
}

/// Reads a mail as SES stored it, received at `received` for `recipients`, with what SES says of it
/// ([`Receipt::of_stored`]).
///
/// # Errors
/// As [`read`].
pub fn read_stored(
    raw: &[u8],
    recipients: Vec<String>,
    profiles: &Profiles,
    received: Timestamp,
) -> Result<(ReadMail, Receipt), Finding> {
    let section = section(raw)?;
    Ok((of_section(&section, profiles, received), Receipt::of_section(&section, recipients)))
}

fn section(raw: &[u8]) -> Result<Section<'_>, Finding> {
    if raw.len() > MAX_MAIL { Err(finding::too_large()) } else { Section::read(raw) }
}

fn of_section(section: &Section<'_>, profiles: &Profiles, received: Timestamp) -> ReadMail {
    let day = japan_date(received);
    // Of several subjects or dates none is believed.
    let subject = section.only("Subject").unwrap_or_default();
    let subject = encoded_word::decode(subject.get(..MAX_SUBJECT).unwrap_or(subject));
    let subject = subject::normalised(&subject);
    let (subject_of, domains, order_numbers) = match subject::read(&subject, profiles, day) {
        Some(Asked { vendor, names, numbers }) => (Some(vendor), names, numbers),
        None => (None, Vec::new(), Vec::new()),
    };
    let senders = Senders::read(section);
    ReadMail {
        received,
        date: section.only("Date").and_then(date),
        message_id: section.only("Message-ID").filter(|id| !id.is_empty()).map(digest),
        sender_of: senders.only().and_then(|from| vendor_of(from, profiles, received)),
        recipients: sender::recipients(section),
        addressee: sender::addressee(section),
        signatures: Signatures::read(section),
        // An approval mail is never a notification, whatever else its subject says.
        notified: subject_of.is_none().then(|| subject::notified(&subject, profiles, day)).flatten(),
        notifier: senders.only().and_then(|from| notifier(from, profiles, received)),
        subject: match domains.as_slice() {
            [asked] => redact_around(&subject, asked),
            _ => redact(&subject),
        },
        links: Links::read(&Body::read(section), &Genuine::of(profiles, day)),
        senders,
        subject_of,
        domains,
        order_numbers,
    }
}

/// The domain names to look the order up by: those in the subject, none unless it has an approval mail's form. No
/// order has one of them: the mail is not acted upon (R41, [`super::no_order`]).
pub fn domains(mail: &ReadMail) -> &[DnsName] {
    &mail.domains
}

impl ReadMail {
    /// When the receiving side took it.
    pub fn received(&self) -> Timestamp {
        self.received
    }

    /// When it was sent, by its one readable Date header; the sender's word.
    pub fn date(&self) -> Option<Timestamp> {
        self.date
    }

    /// SHA-256 of its one Message-ID, 64 lower-case hex digits; the same mail has the same.
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    /// Who it says it is from.
    pub fn senders(&self) -> &Senders {
        &self.senders
    }

    /// Its To and Cc, at most 100; not the envelope. Personal data.
    pub fn recipients(&self) -> &[Email] {
        &self.recipients
    }

    /// Whom its one To field names, if it is one address that every mail program reads alike.
    pub(super) fn addressee(&self) -> Option<&Email> {
        self.addressee.as_ref()
    }

    pub(super) fn signatures(&self) -> &Signatures {
        &self.signatures
    }

    /// Its subject after NFKC, without links and tokens, for staff alone: anybody may have written it.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// The vendor whose profile lists its only sender (R30, R34). Says nothing about who really sent it.
    pub fn sender_of(&self) -> Option<Vendor> {
        self.sender_of
    }

    /// The vendor whose approval mails have a subject like this (R32, R36).
    pub fn subject_of(&self) -> Option<Vendor> {
        self.subject_of
    }

    /// The vendor whose profile fits both its sender and its subject.
    pub fn vendor(&self) -> Option<Vendor> {
        self.sender_of.filter(|vendor| self.subject_of == Some(*vendor))
    }

    /// The one domain it asks about; none when its subject names several, or none.
    pub fn domain(&self) -> Option<&DnsName> {
        match self.domains.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What may be the vendor's order numbers in its subject (A13); often none.
    pub fn order_numbers(&self) -> &[String] {
        &self.order_numbers
    }

    /// What it notifies of, by its subject: an order of a vendor's (R15, R52). Says nothing about who really sent it.
    pub fn notified(&self) -> Option<&Notified> {
        self.notified.as_ref()
    }

    /// The vendor whose profile lists its only sender, for approval mails or for notifications.
    pub(super) fn notifier(&self) -> Option<Vendor> {
        self.notifier
    }

    /// What is known of its links.
    pub fn links(&self) -> &Links {
        &self.links
    }
}

impl fmt::Debug for ReadMail {
    /// Leaves out the subject and masks addresses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadMail")
            .field("received", &self.received)
            .field("date", &self.date)
            .field("message_id", &self.message_id)
            .field("senders", &self.senders)
            .field("recipients", &self.recipients.len())
            .field("sender_of", &self.sender_of)
            .field("subject_of", &self.subject_of)
            .field("domains", &self.domains)
            .field("order_numbers", &self.order_numbers)
            .field("links", &self.links)
            .finish_non_exhaustive()
    }
}

/// The vendor whose profile in force at `time` lists `from`; letter case aside.
fn vendor_of(from: &Email, profiles: &Profiles, time: Timestamp) -> Option<Vendor> {
    let from = from.expose();
    let listed = |vendor: &Vendor| {
        let senders = profiles.all_of(*vendor, japan_date(time)).flat_map(|profile| &profile.senders);
        senders.into_iter().any(|sender| sender.eq_ignore_ascii_case(&from))
    };
    Vendor::ALL.into_iter().find(listed)
}

/// The vendor whose profile in force at `time` lists `from` as the sender of its notifications.
fn notifier(from: &Email, profiles: &Profiles, time: Timestamp) -> Option<Vendor> {
    let text = from.expose();
    let listed = |vendor: &Vendor| {
        let senders = profiles.all_of(*vendor, japan_date(time)).flat_map(|profile| &profile.notice_senders);
        senders.into_iter().any(|sender| sender.eq_ignore_ascii_case(&text))
    };
    vendor_of(from, profiles, time).or_else(|| Vendor::ALL.into_iter().find(listed))
}

/// The instant of an RFC 5322 date; its weekday may be wrong.
fn date(raw: &[u8]) -> Option<Timestamp> {
    DATES.parse_timestamp(raw).ok()
}

fn digest(id: &[u8]) -> String {
    Sha256::digest(id).iter().map(|byte| format!("{byte:02x}")).collect()
}
