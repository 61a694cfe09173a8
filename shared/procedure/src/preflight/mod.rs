//! Pre-flight (事前確認): what in the DNS would make the vendor stop, found before it is asked (`preflight.md` P1–P4, P10).
//!
//! [`first`] and [`next`] say what to ask, a resolver fills [`Observations`], [`judge`] says what they mean, and
//! [`dispose`] what becomes of the order. Nothing here reads the DNS, and nothing here is stored: a TXT record may hold a mail address.

mod approval;
mod ask;
mod caa;
mod case;
mod contact;
mod disposition;
mod evidence;
mod failure;
mod judge;
mod mail;
mod owner;
mod record;
mod seen;
mod settings;
#[cfg(test)]
mod tests;
mod timing;

pub use ask::{first, next};
pub use disposition::{Disposition, Gate, dispose};
pub use judge::judge;
pub use owner::Owner;
pub use record::{CaaRecord, CaaValue, Exchange, MxRecord, Record, TxtRecord};
pub use seen::{Failure, Kind, Observations, Outcome, Question, Seen};
pub use settings::{LeadDays, MailScope, Settings, VendorSettings};
pub use timing::timing;
