//! Mail in: reading a vendor's approval mail, and judging whether it may be believed.
//!
//! [`read`] makes facts of a mail; [`domains`] are what its order is looked up by (R41); [`judge`] holds it against
//! the seven rules of `mail-and-privacy.md` and that order. All three are pure, and all of it is distrust: a mail that
//! passes only moves an order to "approval mail seen". Completion comes from the vendor's status alone, and nothing
//! here or anywhere in certflow keeps, follows or shows the approval link (R22).
//!
//! A vendor's notification about an order ([`ReadMail::notified`]) is held against rules 1 to 3 alone ([`notice`]): it moves
//! nothing, and tells staff to look.
//!
//! EV's issuance confirmation (発行承認メール, A30) is not read: no public source states its sender or subject. Such a
//! mail is [`Judgement::Unknown`].

mod authentication;
mod charset;
mod encoded_word;
mod expected;
mod finding;
mod header;
mod html;
mod judge;
mod link;
mod look_alike;
mod mention;
mod part;
#[cfg(test)]
mod published;
mod read;
mod receipt;
mod redact;
mod results;
mod scan;
mod sender;
mod signature;
mod subject;

pub use judge::{Judgement, judge, no_order, notice};
pub use link::{LinkFacts, Links};
pub use mention::mentions;
pub use read::{ReadMail, domains, read, read_stored};
pub use receipt::{Arrival, Receipt, Verdict, Verdicts, recipient};
pub use redact::redact;
pub use sender::Senders;
pub use subject::Notified;

/// Largest mail that is read, in bytes.
pub const MAX_MAIL: usize = 1_024 * 1_024;
