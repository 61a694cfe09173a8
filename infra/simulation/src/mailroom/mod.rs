//! Where simulated mail arrives: every recipient has a mailbox, in memory.

mod received;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

pub use received::{Authentication, Verdict};

use crate::sync::lock;

/// What a vendor wrote about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// Asks the domain's owner to approve (ドメイン名使用権確認, R20–R37).
    DomainApproval,
    /// Asks a verified contact to confirm an EV issuance (発行承認メール, R47, A30).
    IssuanceConfirmation,
    /// Asks the provider something, or for documents (R15, R16).
    Enquiry,
}

/// One mail as its sender handed it over.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// What it is about.
    pub kind: MailKind,
    /// The vendor's own order or reception number; empty for a domain proven before any order.
    pub vendor_order: String,
    /// The envelope recipient, in lower case.
    pub to: String,
    /// The envelope sender.
    pub from: String,
    /// When it was sent, in simulated time.
    pub at: Timestamp,
    /// The bearer token in its link, so that a simulated customer need not read; none in an enquiry.
    pub token: Option<String>,
    /// The RFC 5322 message.
    pub raw: Vec<u8>,
}

impl fmt::Debug for Mail {
    /// Leaves out the addresses, the token and the text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("kind", &self.kind)
            .field("vendor_order", &self.vendor_order)
            .field("at", &self.at)
            .field("bytes", &self.raw.len())
            .finish_non_exhaustive()
    }
}

/// All mailboxes; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Mailroom(Arc<Mutex<Boxes>>);

#[derive(Debug, Default)]
struct Boxes {
    all: Vec<Arc<Mail>>,
    by_recipient: BTreeMap<String, Vec<Arc<Mail>>>,
}

impl Mailroom {
    /// A mailroom without mail.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts `mail` into its recipient's mailbox.
    pub fn deliver(&self, mail: Mail) {
        let mail = Arc::new(mail);
        let mut boxes = lock(&self.0);
        boxes.by_recipient.entry(mail.to.to_ascii_lowercase()).or_default().push(Arc::clone(&mail));
        boxes.all.push(mail);
    }

    /// The mail of one recipient, oldest first; letter case does not matter.
    pub fn mailbox(&self, recipient: &str) -> Vec<Arc<Mail>> {
        lock(&self.0).by_recipient.get(&recipient.to_ascii_lowercase()).cloned().unwrap_or_default()
    }

    /// All mail from position `from` on, oldest first; pass what was seen so far to get what is new.
    pub fn since(&self, from: usize) -> Vec<Arc<Mail>> {
        lock(&self.0).all.get(from..).map(<[_]>::to_vec).unwrap_or_default()
    }

    /// How many mails ever arrived.
    pub fn len(&self) -> usize {
        lock(&self.0).all.len()
    }

    /// Whether none ever arrived.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
