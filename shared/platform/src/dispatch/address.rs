//! Between which addresses letters go.

use letters::{Addresses, Sender};
use procedure::Language;
use procedure::Text;

/// The provider's own mail addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailSettings {
    /// The address letters come from.
    pub from: String,
    /// Where answers go, if elsewhere.
    pub reply_to: Option<String>,
    /// The right side of our Message-IDs: a domain of ours (RFC 5322 §3.6.4).
    pub message_id_domain: String,
}

impl MailSettings {
    pub(super) fn addresses(&self, name: &Text, language: Language, to: Vec<String>) -> Addresses {
        let from = Sender { name: name.in_language(language).to_owned(), address: self.from.clone() };
        Addresses { from, to, reply_to: self.reply_to.clone() }
    }
}
