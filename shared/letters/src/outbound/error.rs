//! Why a letter is not written.

use procedure::Vendor;

/// Why a letter cannot be rendered or composed. None of these goes away when the same is tried again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The order has moved on, and the letter would ask for or tell what is no longer true. It is not to be sent.
    #[error("the order has moved on: `{notice}` no longer applies")]
    Overtaken {
        /// The letter's code.
        notice: &'static str,
    },
    /// No mail profile of the vendor is in force on the day (R40): the operator's settings have to be mended.
    #[error("no mail profile of {} is in force", .vendor.code())]
    NoProfile {
        /// Whose.
        vendor: Vendor,
    },
    /// A template does not fit its view; a fault of this crate.
    #[error("template `{template}` does not render")]
    Template {
        /// Its folder.
        template: &'static str,
        /// What the template engine says.
        #[source]
        source: minijinja::Error,
    },
    /// Not an address, or a name, that a header may hold (RFC 5322 §3.4).
    #[error("`{field}` is no address that mail can go to")]
    Address {
        /// `from`, `to` or `reply_to`; the address itself is personal data.
        field: &'static str,
    },
    /// Nobody to write to.
    #[error("the letter has no recipient")]
    NoRecipient,
    /// Not a Message-ID: `<left@right>` in printable ASCII, at most 250 bytes (RFC 5322 §3.6.4).
    #[error("the Message-ID is malformed")]
    MessageId,
}
